import { open } from 'node:fs/promises';
import koffi from 'koffi';

const PROT_READ = 1;
const MAP_SHARED = 1;

/**
 * Keeps the bytes of files in the kernel's memory until they are let go: some kernels give away whatever is not read for
 * a while (DAMON's `pageout`), however much memory is free. As root alone.
 */
export async function holdInMemory(files: readonly string[]): Promise<() => void> {
  const libc = koffi.load('libc.so.6');
  const mmap = libc.func('void *mmap(void *, size_t, int, int, int, long)');
  const mlock = libc.func('int mlock(void *, size_t)');
  const munmap = libc.func('int munmap(void *, size_t)');
  const held: (() => void)[] = [];
  for (const path of files) {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const pages: unknown = mmap(null, size, PROT_READ, MAP_SHARED, file.fd, 0);
      held.push(() => munmap(pages, size));
      if (mlock(pages, size) !== 0) throw new Error(`${path} can't be held in memory`);
    } finally {
      await file.close();
    }
  }
  return () => {
    for (const letGo of held) letGo();
  };
}
