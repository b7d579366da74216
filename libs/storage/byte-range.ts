import { RangeNotSatisfiable } from './storage.errors.js';

/** Bytes `start` to `end`, both inclusive, as in HTTP (RFC 9110 section 14.1.2). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export function rangeBytes(range: ByteRange): number {
  return range.end - range.start + 1;
}

/**
 * The range that is to be read of an object of `bytes` bytes: `range`, or all of it; undefined for all of
 * an empty object.
 *
 * @throws RangeNotSatisfiable when `range` does not lie inside the object
 */
export function checkedRange(range: ByteRange | undefined, bytes: number): ByteRange | undefined {
  if (range === undefined) return bytes === 0 ? undefined : { start: 0, end: bytes - 1 };
  const { start, end } = range;
  const sound = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (!sound || start < 0 || start > end || end >= bytes) throw new RangeNotSatisfiable(bytes);
  return range;
}
