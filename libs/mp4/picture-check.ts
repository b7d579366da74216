import { type AvcRecord, isSame } from './avc-configuration.js';
import { MovieInvalid } from './mp4.errors.js';
import {
  isPlausibleSlice,
  MOST_PARAMETER_BYTES,
  NAL,
  readSequenceParameters,
  trimmed,
} from './parameter-set.js';

/** As much of a slice as its first fields can take. */
const SLICE_HEAD = 24;

/**
 * Goes through samples of H.264, part by part, and refuses what no decoder that began with `record` decodes: NAL units
 * that leave their sample, have no bytes or no possible head, and parameter sets that are not those of the record.
 * A set that differs in what it says of the display alone (VUI) is taken.
 */
export class PictureCheck {
  /** Of the sample, what has not gone by. */
  private rest = 0;
  private readonly head: Uint8Array;
  private filled = 0;
  /** Of the NAL unit: how much is still wanted in `unit`, and how much goes by unread behind it. */
  private unit: Uint8Array | undefined;
  private unitBytes = 0;
  private unread = 0;
  private pictures = 0;
  private hasIdr = false;

  constructor(private readonly record: AvcRecord) {
    this.head = new Uint8Array(record.lengthBytes);
  }

  /** A sample of `bytes` bytes begins. */
  begin(bytes: number): void {
    this.rest = bytes;
    this.filled = 0;
    this.unit = undefined;
    this.unread = 0;
    this.pictures = 0;
    this.hasIdr = false;
  }

  /** Bytes of the sample from here on that need not be shown: tell `skipped` how many were left out. */
  get skippable(): number {
    return this.unread;
  }

  skipped(bytes: number): void {
    this.unread -= bytes;
    this.rest -= bytes;
  }

  /** The next bytes of the sample. @throws MovieInvalid */
  take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      const left = Math.min(bytes.byteLength - at, this.rest);
      if (left <= 0) throw new MovieInvalid('more than the sample has');
      if (this.unread > 0) {
        const some = Math.min(left, this.unread);
        this.skipped(some);
        at += some;
        continue;
      }
      const into = this.unit ?? this.head;
      const some = Math.min(left, into.byteLength - this.filled);
      into.set(bytes.subarray(at, at + some), this.filled);
      this.filled += some;
      this.rest -= some;
      at += some;
      if (this.filled < into.byteLength) continue;
      this.filled = 0;
      if (this.unit === undefined) this.beginUnit();
      else this.endUnit(this.unit);
    }
  }

  /**
   * As much of the sample as is looked at has gone by.
   *
   * @throws MovieInvalid where it has no picture, or not the one that a decoder begins with, or ends inside a NAL unit
   */
  end(keyframe: boolean): void {
    if (this.rest === 0 && (this.filled > 0 || this.unit !== undefined))
      throw new MovieInvalid('a sample ends inside a NAL unit');
    if (this.pictures === 0) throw new MovieInvalid('a sample has no picture');
    if (keyframe && !this.hasIdr) throw new MovieInvalid('a keyframe is none');
  }

  private beginUnit(): void {
    let length = 0;
    for (const byte of this.head) length = length * 256 + byte;
    if (length === 0) throw new MovieInvalid('a NAL unit has no bytes');
    if (length > this.rest) throw new MovieInvalid('a NAL unit leaves its sample');
    // The type decides how much is read, and is not known yet.
    this.unit = new Uint8Array(1);
    this.unitBytes = length;
  }

  private endUnit(unit: Uint8Array): void {
    const [head = 0] = unit;
    const type = head & 31;
    if (unit.byteLength === 1 && this.wanted(type) > 1) {
      this.unit = new Uint8Array(this.wanted(type));
      this.unit[0] = head;
      this.filled = 1;
      return;
    }
    this.unit = undefined;
    this.unread = this.unitBytes - unit.byteLength;
    this.check(type, unit);
  }

  /** How many bytes of a NAL unit are looked at. */
  private wanted(type: number): number {
    if (type === NAL.sps || type === NAL.pps) return Math.min(this.unitBytes, MOST_PARAMETER_BYTES);
    return type >= NAL.slice && type <= NAL.idr ? Math.min(this.unitBytes, SLICE_HEAD) : 1;
  }

  private check(type: number, unit: Uint8Array): void {
    const head = unit[0] ?? 0;
    if ((head & 0x80) !== 0) throw new MovieInvalid('a NAL unit has the forbidden bit');
    if (type === NAL.sps || type === NAL.pps) this.checkSet(type, trimmed(unit));
    if (type < NAL.slice || type > NAL.idr) return;
    if (type !== NAL.slice && type !== NAL.idr) throw new MovieInvalid('the slices are partitioned');
    if (type === NAL.idr && (head & 0x60) === 0) throw new MovieInvalid('a keyframe that nothing refers to');
    const { pictures, sps } = this.record;
    if (!isPlausibleSlice(unit, pictures, sps.macroblocks)) throw new MovieInvalid('a slice is damaged');
    this.pictures++;
    if (type === NAL.idr) this.hasIdr = true;
  }

  private checkSet(type: number, set: Uint8Array): void {
    const { sequenceSets, pictureSets, sps } = this.record;
    const known = type === NAL.sps ? sequenceSets : pictureSets;
    if (known.some((one) => isSame(one, set))) return;
    if (type === NAL.sps && readSequenceParameters(set).core === sps.core) return;
    throw new MovieInvalid('the parameters of the picture change on the way');
  }
}

/**
 * The same for samples that go by in a file, of which it is known where they lie.
 */
export class PassingPictures {
  private readonly check: PictureCheck;
  private readonly expected: { readonly offset: number; readonly bytes: number }[] = [];
  private taken = 0;

  constructor(record: AvcRecord) {
    this.check = new PictureCheck(record);
  }

  /** A sample will go by: `bytes` from `offset` of the file on. In the order of their places. */
  expect(offset: number, bytes: number): void {
    this.expected.push({ offset, bytes });
  }

  /** A part of the file that begins at `offset` goes by. @throws MovieInvalid */
  pass(offset: number, part: Uint8Array): void {
    for (let next = this.expected[0]; next !== undefined; next = this.expected[0]) {
      const at = next.offset + this.taken;
      if (at < offset) throw new MovieInvalid('a sample lies outside its fragment');
      if (at >= offset + part.byteLength) return;
      if (this.taken === 0) this.check.begin(next.bytes);
      const some = part.subarray(at - offset, at - offset + next.bytes - this.taken);
      this.check.take(some);
      this.taken += some.byteLength;
      if (this.taken < next.bytes) return;
      this.check.end(false);
      this.expected.shift();
      this.taken = 0;
    }
  }
}
