import { statfs } from 'node:fs/promises';
import type { Capacity } from './storage.js';

/** Of the file system that a folder lies on. It waits as long as that hangs. */
export async function capacityOf(folder: string): Promise<Capacity> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  return { bytes: (blocks - bfree + bavail) * bsize, freeBytes: bavail * bsize };
}
