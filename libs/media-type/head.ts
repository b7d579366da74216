import { tagBytes } from './sound-frames.js';

/** So many bytes from the start are enough to recognise every type that is taken. */
export const HEAD_BYTES = 64 * 1024;

/** The header of a tag that holds nothing. */
const EMPTY_TAG = Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1');

/**
 * The bytes by which a file is recognised: its first ones (HEAD_BYTES, or all), unless a tag of a cover and a song's
 * text goes on beyond them. Then that tag is left out but for its mark, so that what it stands in front of is seen.
 *
 * @param read gives the bytes from `start` to `end`, both included
 */
export async function headOf(
  bytes: number,
  read: (range: { start: number; end: number }) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (bytes === 0) return new Uint8Array();
  const upTo = (start: number) => ({ start, end: Math.min(start + HEAD_BYTES, bytes) - 1 });
  const head = await read(upTo(0));
  const tag = tagBytes(head);
  if (!hasLongTag(head) || tag >= bytes) return head;
  return Buffer.concat([EMPTY_TAG, await read(upTo(tag))]);
}

/** Whether the first bytes are too few to recognise a file by, since a tag takes them up. */
export function hasLongTag(firstBytes: Uint8Array): boolean {
  return tagBytes(firstBytes) > HEAD_BYTES / 2;
}
