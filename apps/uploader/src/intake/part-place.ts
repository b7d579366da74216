import { type DirectUpload, partCount, type PartsUpload, refuseLapsed, UploadNotOpen } from '#libs/catalog';
import { NoSuchPart } from './intake.errors.js';

/** Whether an upload takes parts: it is open, and they are not being put together. */
export function takesParts({ state, assemblingAt }: PartsUpload | DirectUpload): boolean {
  return state === 'open' && assemblingAt === null;
}

/**
 * Whether a part of this number comes just behind the last one, of an upload that its parts fill without a rest: whoever
 * cuts a file by reading on to its end sends an empty one there.
 */
export function isBehindLast({ bytes, partBytes }: PartsUpload | DirectUpload, number: number): boolean {
  return bytes % partBytes === 0 && number === partCount(bytes, partBytes) + 1;
}

/**
 * Where the part of this number lies in its upload, which takes it.
 *
 * @throws UploadExpired, UploadNotOpen, NoSuchPart
 */
export function requirePart(
  upload: PartsUpload | DirectUpload,
  number: number,
): { start: number; bytes: number } {
  refuseLapsed(upload);
  if (!takesParts(upload)) throw new UploadNotOpen(upload.state);
  const count = partCount(upload.bytes, upload.partBytes);
  if (!(number >= 1 && number <= count)) throw new NoSuchPart(count);
  const start = (number - 1) * upload.partBytes;
  return { start, bytes: Math.min(upload.partBytes, upload.bytes - start) };
}
