import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { StorageKey } from '../keys.js';

/** Objects are cached in blocks of so many bytes; the last one of an object is shorter. */
export const BLOCK_BYTES = 1024 * 1024;

/** What a block is of: another object that takes the key later has another length or another time. */
export interface BlockOwner {
  readonly key: StorageKey;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** The file does not hold what it should: torn, altered, or of another object. */
export class DamagedBlock extends Error {
  constructor(options?: { cause?: unknown }) {
    super('The block is damaged.', options);
    this.name = 'DamagedBlock';
  }
}

/**
 * A file is the block's bytes, then this trailer, in little-endian:
 *
 *     0  magic           24  block number           36  CRC-32 of each 64 KiB (16, unused ones 0)
 *     8  object's bytes  28  block's bytes         100  CRC-32 of the key
 *    16  modified (ms)   32  reserved              104  CRC-32 of the 104 bytes before
 *
 * So any part can be checked without reading the rest, and a file can be sent from offset 0.
 */
const TRAILER_BYTES = 108;
const MAGIC = Buffer.from('LECTBLK1');
const PIECE_BYTES = 64 * 1024;
const READ_BYTES = 4 * PIECE_BYTES;

/** Fills a buffer of its own from a position on. @throws DamagedBlock when there are fewer bytes */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

export function inFile(file: FileHandle): ReadAt {
  return async (position, length) => {
    const buffer = Buffer.allocUnsafeSlow(length);
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
      if (bytesRead === 0) throw new DamagedBlock();
      filled += bytesRead;
    }
    return buffer;
  };
}

export function inMemory(sealed: Uint8Array): ReadAt {
  return async (position, length) => {
    if (position + length > sealed.length) throw new DamagedBlock();
    return Buffer.from(sealed.subarray(position, position + length));
  };
}

/** The name under which all blocks of a key are found; the same for each object that ever has the key. */
export function blockIdOf(key: StorageKey): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

export function blockLength(bytes: number, block: number): number {
  return Math.min(BLOCK_BYTES, bytes - block * BLOCK_BYTES);
}

/** Room for a block and its trailer. */
export function blockBuffer(owner: BlockOwner, block: number): Buffer {
  return Buffer.allocUnsafeSlow(blockLength(owner.bytes, block) + TRAILER_BYTES);
}

/** Writes the trailer behind the bytes of a block that is in a `blockBuffer`. */
export function sealBlock(buffer: Buffer, owner: BlockOwner, block: number): void {
  const length = buffer.length - TRAILER_BYTES;
  const trailer = buffer.subarray(length).fill(0);
  MAGIC.copy(trailer);
  trailer.writeDoubleLE(owner.bytes, 8);
  trailer.writeDoubleLE(owner.modifiedAt.getTime(), 16);
  trailer.writeUInt32LE(block, 24);
  trailer.writeUInt32LE(length, 28);
  for (let at = 0, field = 36; at < length; at += PIECE_BYTES, field += 4)
    trailer.writeUInt32LE(crc32(buffer.subarray(at, Math.min(at + PIECE_BYTES, length))), field);
  trailer.writeUInt32LE(crc32(owner.key), 100);
  trailer.writeUInt32LE(crc32(trailer.subarray(0, 104)), 104);
}

/**
 * The bytes `from` to `to` (not included) of a block, 256 KiB of memory at a time; none goes out unchecked.
 *
 * @throws DamagedBlock
 */
export async function* readBlock(
  readAt: ReadAt,
  at: { readonly owner: BlockOwner; readonly block: number; readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array, void> {
  const { owner, block, from, to } = at;
  const length = blockLength(owner.bytes, block);
  const trailer = await readAt(length, TRAILER_BYTES);
  const found = ownerIn(trailer, owner.key);
  const isIt =
    found.bytes === owner.bytes &&
    found.modifiedAt.getTime() === owner.modifiedAt.getTime() &&
    trailer.readUInt32LE(24) === block &&
    trailer.readUInt32LE(28) === length;
  if (!isIt) throw new DamagedBlock();
  for (let start = from - (from % PIECE_BYTES); start < to; start += READ_BYTES) {
    const end = Math.min(start + READ_BYTES, length, Math.ceil(to / PIECE_BYTES) * PIECE_BYTES);
    const bytes = await readAt(start, end - start);
    for (let piece = start; piece < end; piece += PIECE_BYTES) {
      const sum = crc32(bytes.subarray(piece - start, Math.min(piece + PIECE_BYTES, end) - start));
      if (sum !== trailer.readUInt32LE(36 + (piece / PIECE_BYTES) * 4)) throw new DamagedBlock();
    }
    yield bytes.subarray(Math.max(from - start, 0), Math.min(to, end) - start);
  }
}

/** What the file is a block of, provided that it is of `key`. @throws DamagedBlock */
export async function readOwner(file: FileHandle, key: StorageKey): Promise<BlockOwner> {
  const { size } = await file.stat();
  if (size < TRAILER_BYTES) throw new DamagedBlock();
  return ownerIn(await inFile(file)(size - TRAILER_BYTES, TRAILER_BYTES), key);
}

function ownerIn(trailer: Buffer, key: StorageKey): BlockOwner {
  const isSound =
    trailer.subarray(0, 8).equals(MAGIC) &&
    trailer.readUInt32LE(104) === crc32(trailer.subarray(0, 104)) &&
    trailer.readUInt32LE(100) === crc32(key);
  if (!isSound) throw new DamagedBlock();
  return { key, bytes: trailer.readDoubleLE(8), modifiedAt: new Date(trailer.readDoubleLE(16)) };
}
