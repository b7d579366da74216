import type { HashAnswer, HashWish } from './hash-worker.js';

/** @returns the SHA-256 of the file's first `bytes` bytes, in a worker of its own that ends with it */
export function hashFile(file: File, bytes: number, signal: AbortSignal): Promise<string> {
  const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { name: 'lectern-hash' });
  return new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => {
      if ('sha256' in data) resolve(data.sha256);
      else reject(new Error(data.failed));
    });
    worker.addEventListener('error', () => reject(new Error('the hash worker did not start')));
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    worker.postMessage({ file, bytes } satisfies HashWish);
  }).finally(() => worker.terminate());
}
