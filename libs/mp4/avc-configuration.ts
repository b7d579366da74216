import { bytesOf, part } from './boxes.js';
import { MovieInvalid } from './mp4.errors.js';
import {
  MOST_PARAMETER_BYTES,
  readPictureParameters,
  readSequenceParameters,
  type SequenceParameters,
  trimmed,
} from './parameter-set.js';

/** An AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1), every parameter set of which has been read. */
export interface AvcRecord {
  /** Bytes of the length in front of each NAL unit: 1, 2 or 4. */
  readonly lengthBytes: number;
  readonly sps: SequenceParameters;
  /** NAL units without what may follow them, each once. */
  readonly sequenceSets: readonly Uint8Array[];
  readonly pictureSets: readonly Uint8Array[];
  /** The ids of the picture parameter sets. */
  readonly pictures: ReadonlySet<number>;
}

/**
 * Reads the payload of `avcC`.
 *
 * @throws MovieInvalid where it, or a parameter set in it, is damaged, and where its parameter sets are of different
 *   pictures: one of them is begun with, and nobody knows when another follows
 */
export function readAvcRecord(avcC: DataView): AvcRecord {
  if (avcC.byteLength < 7 || avcC.getUint8(0) !== 1) throw new MovieInvalid('avcC has another version');
  const lengthBytes = (avcC.getUint8(4) & 3) + 1;
  if (lengthBytes === 3) throw new MovieInvalid('avcC has lengths of three bytes');
  const first = setsAt(avcC, 5, avcC.getUint8(5) & 31);
  const second = setsAt(avcC, first.end, avcC.getUint8(first.end));
  const read = first.sets.map(readSequenceParameters);
  const [sps] = read;
  if (sps === undefined || second.sets.length === 0) throw new MovieInvalid('avcC has no parameter set');
  if (read.some(({ core }) => core !== sps.core)) throw new MovieInvalid('avcC has several pictures');
  const pictures = second.sets.map(readPictureParameters);
  if (pictures.some(({ sequence }) => sequence !== sps.id))
    throw new MovieInvalid('a parameter set refers to one that is not there');
  const ids = new Set(pictures.map(({ id }) => id));
  if (ids.size !== second.sets.length) throw new MovieInvalid('avcC has two parameter sets of one name');
  return { lengthBytes, sps, sequenceSets: first.sets, pictureSets: second.sets, pictures: ids };
}

/** `count` parameter sets, the count itself being at `at`; what is there twice is given once. */
function setsAt(avcC: DataView, at: number, count: number): { sets: Uint8Array[]; end: number } {
  const sets: Uint8Array[] = [];
  let offset = at + 1;
  for (let index = 0; index < count; index++) {
    const length = avcC.getUint16(offset);
    if (length > MOST_PARAMETER_BYTES) throw new MovieInvalid('a parameter set is too long');
    const set = trimmed(bytesOf(part(avcC, offset + 2, length)));
    if (!sets.some((known) => isSame(known, set))) sets.push(set);
    offset += 2 + length;
  }
  return { sets, end: offset };
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);
}

/** Profiles whose record ends with chroma format and bit depths. */
const WITH_CHROMA = new Set([100, 110, 122, 144]);

/** The payload of `avcC` for what was read: its parameter sets, and nothing else that came with them. */
export function avcRecord({ lengthBytes, sps, sequenceSets, pictureSets }: AvcRecord): Uint8Array {
  const [lead = new Uint8Array()] = sequenceSets;
  const bytes = [1, sps.profile, lead[2] ?? 0, levelOf(sps), 0xfc | (lengthBytes - 1)];
  for (const [mask, sets] of [
    [0xe0, sequenceSets],
    [0, pictureSets],
  ] as const) {
    bytes.push(mask | sets.length);
    for (const set of sets) bytes.push(set.byteLength >> 8, set.byteLength & 255, ...set);
  }
  const { chromaFormat, lumaBits, chromaBits } = sps;
  if (WITH_CHROMA.has(sps.profile))
    bytes.push(0xfc | chromaFormat, 0xf8 | (lumaBits - 8), 0xf8 | (chromaBits - 8), 0);
  return Uint8Array.from(bytes);
}

/** RFC 6381, such as `avc1.640028`. */
export function avcCodec({ sps, sequenceSets: [lead = new Uint8Array()] }: AvcRecord): string {
  const digits = [sps.profile, lead[2] ?? 0, levelOf(sps)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `avc1.${digits.join('')}`;
}

/** Most macroblocks of a picture, and of the pictures that are kept to refer to (H.264 table A-1). */
const LEVELS = [
  [10, 99, 396],
  [11, 396, 900],
  [12, 396, 2376],
  [21, 792, 4752],
  [22, 1620, 8100],
  [31, 3600, 18000],
  [32, 5120, 20480],
  [40, 8192, 32768],
  [42, 8704, 34816],
  [50, 22080, 110400],
  [51, 36864, 184320],
  [60, 139264, 696320],
] as const;

/**
 * The level that the picture is of: the one it says, or a higher one where that is too low for its size. Cameras and
 * programs that share a screen say one which they do not keep to, and a player asks its decoder for what is said.
 */
export function levelOf({ level, macroblocks, references }: SequenceParameters): number {
  const kept = Math.max(1, references) * macroblocks;
  const [least] = LEVELS.find(([, picture, all]) => macroblocks <= picture && kept <= all) ?? [62];
  return Math.max(level, least);
}
