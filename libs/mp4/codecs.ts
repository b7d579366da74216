import { type AacConfiguration, readEsds } from './aac-configuration.js';
import { avcCodec, type AvcRecord, levelOf, readAvcRecord } from './avc-configuration.js';
import { type Box, boxesIn, child, fourcc, part, type View, viewOf } from './boxes.js';
import { MovieInvalid } from './mp4.errors.js';

/** What an `avc1` sample entry says of its H.264 stream (ISO/IEC 14496-15 and ITU-T H.264). */
export interface AvcEntry {
  /** RFC 6381, such as `avc1.640028`. */
  readonly codec: string;
  readonly level: number;
  readonly record: AvcRecord;
  readonly boxes: readonly Box[];
}

/** What an `mp4a` sample entry says of its AAC stream. */
export type AacEntry = AacConfiguration;

const VISUAL_FIELDS = 78;
const AUDIO_FIELDS = 28;

/** @throws MovieInvalid or RangeError where what decoders need of it is damaged */
export function readAvc(entry: DataView): AvcEntry {
  const boxes = boxesIn(entry, VISUAL_FIELDS);
  const avcC = child(boxes, 'avcC');
  if (avcC === undefined) throw new MovieInvalid('avcC is missing');
  const record = readAvcRecord(avcC);
  return { codec: avcCodec(record), level: levelOf(record.sps), record, boxes };
}

/** @throws MovieInvalid or RangeError where what decoders need of it is damaged */
export function readAac(entry: DataView): AacEntry {
  const version = entry.getUint16(8);
  // QuickTime's versions 1 and 2 put more fields in front of the boxes, and esds inside `wave`.
  const boxes = boxesIn(entry, AUDIO_FIELDS + (version === 1 ? 16 : version === 2 ? 36 : 0));
  const wave = child(boxes, 'wave');
  const esds = child(boxes, 'esds') ?? (wave === undefined ? undefined : child(boxesIn(wave), 'esds'));
  if (esds === undefined) throw new MovieInvalid('esds is missing');
  return readEsds(esds);
}

/** The sample entry's four-character code and fields, from a whole `stsd` payload. */
export function firstEntry(stsd: View): { entries: number; codec: string; entry: View } {
  const entries = stsd.getUint32(4);
  if (entries === 0) return { entries, codec: 'none', entry: viewOf(new Uint8Array()) };
  const size = stsd.getUint32(8);
  return { entries, codec: fourcc(stsd, 12), entry: part(stsd, 16, size - 8) };
}
