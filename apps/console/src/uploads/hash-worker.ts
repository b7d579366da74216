/** The SHA-256 of the first bytes of a file, beside the page: its own thread, whatever the file's size 4 MiB of memory. */
import { createSHA256 } from 'hash-wasm';

export interface HashWish {
  readonly file: Blob;
  readonly bytes: number;
}

export type HashAnswer = { readonly sha256: string } | { readonly failed: string };

const PIECE_BYTES = 4 * 1024 * 1024;

addEventListener('message', ({ data }: MessageEvent<HashWish>) => {
  hash(data)
    .then((sha256) => postMessage({ sha256 } satisfies HashAnswer))
    .catch((error: unknown) => postMessage({ failed: String(error) } satisfies HashAnswer));
});

async function hash({ file, bytes }: HashWish): Promise<string> {
  const sha256 = await createSHA256();
  sha256.init();
  for (let at = 0; at < bytes; at += PIECE_BYTES) {
    const piece = await file.slice(at, Math.min(bytes, at + PIECE_BYTES)).arrayBuffer();
    sha256.update(new Uint8Array(piece));
  }
  return sha256.digest();
}
