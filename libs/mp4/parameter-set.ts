import { BitReader } from './bit-reader.js';
import { MovieInvalid } from './mp4.errors.js';

/** Types of NAL units (H.264 table 7-1). */
export const NAL = { slice: 1, partitionA: 2, idr: 5, sps: 7, pps: 8 } as const;

/** Real ones have some thirty bytes, and several hundred with scaling lists. */
export const MOST_PARAMETER_BYTES = 4096;

/** What a sequence parameter set says (H.264 section 7.3.2.1.1). */
export interface SequenceParameters {
  readonly id: number;
  readonly profile: number;
  readonly level: number;
  /** 1 is 4:2:0. */
  readonly chromaFormat: number;
  readonly lumaBits: number;
  readonly chromaBits: number;
  readonly bitDepth: number;
  readonly interlaced: boolean;
  /** As shown: what the cropping leaves. */
  readonly width: number;
  readonly height: number;
  readonly macroblocks: number;
  readonly references: number;
  readonly separatePlanes: boolean;
  readonly frameNumberBits: number;
  /** Whether each picture's number has a field for its order, of so many bits. */
  readonly orderType: number;
  /** All that decides what a decoder makes of the pictures, as a text to compare; what lies in VUI does not. */
  readonly core: string;
}

const PROFILES_WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
/** 16,384 pixels a side, as much as level 6.2 has. */
const MOST_MACROBLOCKS_ASIDE = 1024;

/**
 * Reads all of a sequence parameter set, to its last bit.
 *
 * @throws MovieInvalid where a field is out of its range, or the bits end before the fields do
 */
export function readSequenceParameters(nal: Uint8Array): SequenceParameters {
  const bits = bitsOf(nal, NAL.sps);
  const profile = bits.read(8);
  bits.read(8);
  const level = bits.read(8);
  const id = bits.golomb(31);
  let chromaFormat = 1;
  let separatePlanes = false;
  let [lumaBits, chromaBits] = [8, 8];
  if (PROFILES_WITH_CHROMA.has(profile)) {
    chromaFormat = bits.golomb(3);
    if (chromaFormat === 3) separatePlanes = bits.flag();
    [lumaBits, chromaBits] = [bits.golomb(6) + 8, bits.golomb(6) + 8];
    bits.flag();
    if (bits.flag()) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  const frameNumberBits = bits.golomb(12) + 4;
  const orderType = skipOrder(bits);
  const references = bits.golomb(16);
  bits.flag();
  const across = bits.golomb(MOST_MACROBLOCKS_ASIDE - 1) + 1;
  const units = bits.golomb(MOST_MACROBLOCKS_ASIDE - 1) + 1;
  const framesOnly = bits.flag();
  if (!framesOnly) bits.flag();
  const direct8x8 = bits.flag();
  if (!framesOnly && !direct8x8) throw new MovieInvalid('a parameter set contradicts itself');
  const down = units * (framesOnly ? 1 : 2);
  const crop = bits.flag() ? readCropping(bits, chromaFormat, framesOnly) : { across: 0, down: 0 };
  const [width, height] = [across * 16 - crop.across, down * 16 - crop.down];
  if (width < 1 || height < 1) throw new MovieInvalid('a parameter set crops all of the picture');
  const core = coreOf(nal, bits.position);
  if (bits.flag()) skipUsability(bits);
  endOf(bits);
  return {
    id,
    profile,
    level,
    chromaFormat,
    lumaBits,
    chromaBits,
    bitDepth: Math.max(lumaBits, chromaBits),
    interlaced: !framesOnly,
    width,
    height,
    macroblocks: across * down,
    references,
    separatePlanes,
    frameNumberBits,
    orderType,
    core,
  };
}

/** What a picture parameter set says (H.264 section 7.3.2.2), as far as it matters here. */
export interface PictureParameters {
  readonly id: number;
  readonly sequence: number;
}

/**
 * Reads a picture parameter set to its last bit, but for scaling lists of its own.
 *
 * @throws MovieInvalid where it is damaged, or has slice groups, which no browser decodes
 */
export function readPictureParameters(nal: Uint8Array): PictureParameters {
  const bits = bitsOf(nal, NAL.pps);
  const id = bits.golomb(255);
  const sequence = bits.golomb(31);
  bits.read(2);
  if (bits.golomb(7) !== 0) throw new MovieInvalid('the picture has slice groups');
  bits.golomb(31);
  bits.golomb(31);
  bits.flag();
  if (bits.read(2) === 3) throw new MovieInvalid('a parameter set is damaged');
  bits.signed(-62, 25);
  bits.signed(-26, 25);
  bits.signed(-12, 12);
  bits.read(3);
  if (!isAtEnd(bits)) {
    const transform8x8 = bits.flag();
    // As many lists as 4:2:0 has, the only one that is served.
    if (bits.flag()) skipScalingLists(bits, transform8x8 ? 8 : 6);
    bits.signed(-12, 12);
  }
  endOf(bits);
  return { id, sequence };
}

/**
 * Whether the first fields of a slice (H.264 section 7.3.3) are ones that it can have: a place in the picture, a kind,
 * and a picture parameter set that `pictures` knows.
 *
 * @param nal the NAL unit's first bytes, 16 at least where it has them
 */
export function isPlausibleSlice(
  nal: Uint8Array,
  pictures: ReadonlySet<number>,
  macroblocks: number,
): boolean {
  const type = (nal[0] ?? 0) & 31;
  try {
    const bits = new BitReader(withoutEmulation(nal.subarray(0, 24)), 8);
    bits.golomb(macroblocks - 1);
    const kind = bits.golomb(9) % 5;
    // I and SI slices alone make a picture that decoding begins with.
    if (type === NAL.idr && kind !== 2 && kind !== 4) return false;
    return pictures.has(bits.golomb(255));
  } catch (error) {
    if (error instanceof MovieInvalid) return false;
    throw error;
  }
}

/** Without the zeros that may follow a NAL unit. */
export function trimmed(nal: Uint8Array): Uint8Array {
  let end = nal.byteLength;
  while (end > 0 && nal[end - 1] === 0) end--;
  return nal.subarray(0, end);
}

function bitsOf(nal: Uint8Array, type: number): BitReader {
  const head = nal[0] ?? 0x80;
  if ((head & 0x80) !== 0 || (head & 31) !== type)
    throw new MovieInvalid('something else is where a parameter set should be');
  if (nal.byteLength > MOST_PARAMETER_BYTES) throw new MovieInvalid('a parameter set is too long');
  return new BitReader(withoutEmulation(trimmed(nal)), 8);
}

function skipOrder(bits: BitReader): number {
  const type = bits.golomb(2);
  if (type === 0) bits.golomb(12);
  if (type === 1) {
    bits.flag();
    bits.signed();
    bits.signed();
    const cycle = bits.golomb(255);
    for (let i = 0; i < cycle; i++) bits.signed();
  }
  return type;
}

function readCropping(
  bits: BitReader,
  chromaFormat: number,
  framesOnly: boolean,
): { across: number; down: number } {
  const unitAcross = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitDown = (chromaFormat === 1 ? 2 : 1) * (framesOnly ? 1 : 2);
  const most = MOST_MACROBLOCKS_ASIDE * 16;
  const [left, right, top, bottom] = [
    bits.golomb(most),
    bits.golomb(most),
    bits.golomb(most),
    bits.golomb(most),
  ];
  return { across: (left + right) * unitAcross, down: (top + bottom) * unitDown };
}

const EXTENDED_SHAPE = 255;

/** Video usability information (H.264 section E.1.1). */
function skipUsability(bits: BitReader): void {
  if (bits.flag() && bits.read(8) === EXTENDED_SHAPE) bits.read(32);
  if (bits.flag()) bits.read(1);
  if (bits.flag()) {
    bits.read(4);
    if (bits.flag()) bits.read(24);
  }
  if (bits.flag()) {
    bits.golomb(5);
    bits.golomb(5);
  }
  if (bits.flag()) bits.read(65);
  const [forNals, forPictures] = [skipBuffering(bits), skipBuffering(bits)];
  if (forNals || forPictures) bits.read(1);
  bits.read(1);
  if (!bits.flag()) return;
  bits.read(1);
  bits.golomb(16);
  bits.golomb(16);
  bits.golomb(32);
  bits.golomb(32);
  const reordered = bits.golomb(16);
  if (bits.golomb(16) < reordered) throw new MovieInvalid('a parameter set contradicts itself');
}

function skipBuffering(bits: BitReader): boolean {
  if (!bits.flag()) return false;
  const count = bits.golomb(31) + 1;
  bits.read(8);
  for (let i = 0; i < count; i++) {
    bits.golomb();
    bits.golomb();
    bits.read(1);
  }
  bits.read(20);
  return true;
}

function skipScalingLists(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (!bits.flag()) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64) && next !== 0; i++) {
      next = (last + bits.signed(-128, 127) + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

/** Whether only the bit that stops a parameter set is left. */
function isAtEnd(bits: BitReader): boolean {
  const { position } = bits;
  const rest = bits.left > 8 ? 0 : bits.read(bits.left);
  const isLast = bits.left === 0 && rest === 2 ** (bits.position - position - 1);
  bits.position = position;
  return isLast;
}

function endOf(bits: BitReader): void {
  if (!isAtEnd(bits)) throw new MovieInvalid('a parameter set does not end where its fields do');
}

/** The profile and all the fields before `position` but the level, as hexadecimal digits. */
function coreOf(nal: Uint8Array, position: number): string {
  const plain = withoutEmulation(nal);
  const whole = plain.slice(0, (position >> 3) + 1);
  const last = whole.byteLength - 1;
  whole[last] = (whole[last] ?? 0) & (0xff00 >> (position & 7)) & 0xff;
  whole.set([NAL.sps], 0);
  whole.fill(0, 2, 4);
  return Buffer.from(whole).toString('hex');
}

function withoutEmulation(nal: Uint8Array): Uint8Array {
  const out = new Uint8Array(nal.byteLength);
  let length = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}
