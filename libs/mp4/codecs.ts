import { boxesIn, bytesOf, child, fourcc, part, viewOf } from './boxes.js';
import { MovieInvalid } from './mp4.errors.js';

/** What an `avc1` sample entry says of its H.264 stream (ISO/IEC 14496-15 and ITU-T H.264). */
export interface AvcConfiguration {
  /** RFC 6381, such as `avc1.640028`. */
  readonly codec: string;
  readonly profile: number;
  readonly level: number;
  /** Bytes of the length in front of each NAL unit. */
  readonly lengthBytes: number;
  /** 1 is 4:2:0. */
  readonly chromaFormat: number;
  readonly bitDepth: number;
  readonly interlaced: boolean;
  readonly boxes: readonly { type: string; payload: DataView }[];
}

/** What an `mp4a` sample entry says of its AAC stream (ISO/IEC 14496-14 and 14496-3). */
export interface AacConfiguration {
  /** RFC 6381, such as `mp4a.40.2`. */
  readonly codec: string;
  /** 2 is AAC-LC, 5 HE-AAC, 29 HE-AAC v2; undefined where the stream is not MPEG-4 AAC. */
  readonly objectType: number | undefined;
  readonly channels: number;
  readonly sampleRate: number;
  readonly esds: DataView;
}

const VISUAL_FIELDS = 78;
const AUDIO_FIELDS = 28;

export function readAvc(entry: DataView): AvcConfiguration {
  const boxes = boxesIn(entry, VISUAL_FIELDS);
  const avcC = child(boxes, 'avcC');
  if (avcC === undefined || avcC.byteLength < 7) throw new MovieInvalid('avcC is missing');
  const hex = (at: number) => avcC.getUint8(at).toString(16).padStart(2, '0');
  const spsCount = avcC.getUint8(5) & 31;
  if (spsCount === 0) throw new MovieInvalid('avcC has no parameter set');
  const sps = readSps(bytesOf(part(avcC, 8, avcC.getUint16(6))));
  return {
    codec: `avc1.${hex(1)}${hex(2)}${hex(3)}`,
    profile: avcC.getUint8(1),
    level: avcC.getUint8(3),
    lengthBytes: (avcC.getUint8(4) & 3) + 1,
    boxes,
    ...sps,
  };
}

const PROFILES_WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** The part of a sequence parameter set (H.264 section 7.3.2.1.1) that decides whether browsers play it. */
function readSps(nal: Uint8Array): { chromaFormat: number; bitDepth: number; interlaced: boolean } {
  const bits = new BitReader(withoutEmulation(nal.subarray(0, 1024)), 8);
  const profile = bits.read(8);
  bits.read(16);
  bits.golomb();
  let chromaFormat = 1;
  let bitDepth = 8;
  if (PROFILES_WITH_CHROMA.has(profile)) {
    chromaFormat = bits.golomb();
    if (chromaFormat === 3) bits.read(1);
    bitDepth = Math.max(bits.golomb(), bits.golomb()) + 8;
    bits.read(1);
    if (bits.read(1) === 1) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  bits.golomb();
  const orderType = bits.golomb();
  if (orderType === 0) bits.golomb();
  if (orderType === 1) {
    bits.read(1);
    bits.golomb();
    bits.golomb();
    const cycle = bits.golomb();
    for (let i = 0; i < cycle; i++) bits.golomb();
  }
  bits.golomb();
  bits.read(1);
  bits.golomb();
  bits.golomb();
  return { chromaFormat, bitDepth, interlaced: bits.read(1) === 0 };
}

function skipScalingLists(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (bits.read(1) === 0) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64) && next !== 0; i++) {
      const code = bits.golomb();
      const delta = code % 2 === 1 ? (code + 1) / 2 : -code / 2;
      next = (last + delta + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function withoutEmulation(nal: Uint8Array): Uint8Array {
  const out: number[] = [];
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out.push(byte);
  }
  return Uint8Array.from(out);
}

class BitReader {
  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
  ) {}

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.bytes[this.position >> 3];
      if (byte === undefined) throw new MovieInvalid('a parameter set is cut off');
      value = value * 2 + ((byte >> (7 - (this.position & 7))) & 1);
      this.position++;
    }
    return value;
  }

  golomb(): number {
    let zeros = 0;
    while (this.read(1) === 0) {
      if (++zeros > 32) throw new MovieInvalid('a parameter set is damaged');
    }
    return 2 ** zeros - 1 + this.read(zeros);
  }
}

export function readAac(entry: DataView): AacConfiguration {
  const version = entry.getUint16(8);
  // QuickTime's versions 1 and 2 put more fields in front of the boxes, and esds inside `wave`.
  const boxes = boxesIn(entry, AUDIO_FIELDS + (version === 1 ? 16 : version === 2 ? 36 : 0));
  const wave = child(boxes, 'wave');
  const esds = child(boxes, 'esds') ?? (wave === undefined ? undefined : child(boxesIn(wave), 'esds'));
  if (esds === undefined) throw new MovieInvalid('esds is missing');
  const decoder = descriptor(esds, 4, [3, 4]);
  const indication = decoder.getUint8(0);
  const stated = { channels: entry.getUint16(16), sampleRate: entry.getUint16(24), esds };
  if (indication !== 0x40) {
    return { ...stated, codec: `mp4a.${indication.toString(16)}`, objectType: undefined };
  }
  return { ...stated, ...audioSpecific(descriptor(decoder, 13, [5]), stated) };
}

const SAMPLE_RATES = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 8];

/** AudioSpecificConfig, ISO/IEC 14496-3 section 1.6.2.1. */
function audioSpecific(
  view: DataView,
  stated: { channels: number; sampleRate: number },
): Pick<AacConfiguration, 'codec' | 'objectType' | 'channels' | 'sampleRate'> {
  const bits = new BitReader(bytesOf(view), 0);
  let objectType = bits.read(5);
  if (objectType === 31) objectType = 32 + bits.read(6);
  const index = bits.read(4);
  const sampleRate = index === 15 ? bits.read(24) : SAMPLE_RATES[index];
  const channels = CHANNELS[bits.read(4)];
  return {
    codec: `mp4a.40.${objectType}`,
    objectType,
    channels: channels === undefined || channels === 0 ? stated.channels : channels,
    sampleRate: sampleRate ?? stated.sampleRate,
  };
}

/** Follows the nested descriptors of `tags` (ISO/IEC 14496-1 section 7.2.6) to the last one's payload. */
function descriptor(view: DataView, from: number, tags: readonly number[]): DataView {
  let inside = view;
  let offset = from;
  for (const [depth, tag] of tags.entries()) {
    for (;;) {
      const found = inside.getUint8(offset++);
      let length = 0;
      for (let i = 0; i < 4; i++) {
        const byte = inside.getUint8(offset++);
        length = length * 128 + (byte & 127);
        if (byte < 128) break;
      }
      if (found === tag) {
        inside = part(inside, offset, Math.min(length, inside.byteLength - offset));
        break;
      }
      offset += length;
    }
    offset = depth === 0 && tag === 3 ? esDescriptorFields(inside) : 0;
  }
  return inside;
}

function esDescriptorFields(view: DataView): number {
  const flags = view.getUint8(2);
  let size = 3;
  if ((flags & 0x80) !== 0) size += 2;
  if ((flags & 0x40) !== 0) size += 1 + view.getUint8(size);
  if ((flags & 0x20) !== 0) size += 2;
  return size;
}

/** The sample entry's four-character code and fields, from a whole `stsd` payload. */
export function firstEntry(stsd: DataView): { entries: number; codec: string; entry: DataView } {
  const entries = stsd.getUint32(4);
  if (entries === 0) return { entries, codec: 'none', entry: viewOf(new Uint8Array()) };
  const size = stsd.getUint32(8);
  return { entries, codec: fourcc(stsd, 12), entry: part(stsd, 16, size - 8) };
}
