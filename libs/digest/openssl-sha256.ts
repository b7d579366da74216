import { CONTEXT_BYTES, DIGEST_BYTES, freshContext } from './sha256-context.js';
import type { Sha256Engine } from './sha256-engine.js';

/**
 * The OpenSSL that Node itself is linked with: nothing to install, and as fast as node:crypto. Its SHA256_CTX, from
 * 1.1 to 3, is a context of ours as it lies in memory.
 *
 * @throws Error where koffi does not load, these functions are not there, or begin with another context
 */
export async function opensslSha256(): Promise<Sha256Engine> {
  if (new Uint16Array(Uint8Array.of(1, 0).buffer)[0] !== 1) throw new Error('big-endian');
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const init = library.func('int SHA256_Init(void *context)');
  const update = library.func('int SHA256_Update(void *context, const void *bytes, size_t length)');
  const final = library.func('int SHA256_Final(void *digest, void *context)');
  // Larger than it should be, so that a longer context than ours is seen and breaks nothing.
  const begun = Buffer.alloc(CONTEXT_BYTES * 8, 0xa5);
  init(begun);
  const untouched = Buffer.alloc(begun.length - CONTEXT_BYTES, 0xa5);
  if (!begun.equals(Buffer.concat([freshContext(), untouched]))) throw new Error('another context layout');
  return {
    update: (context, bytes) => void update(context, bytes, bytes.length),
    hex: (context) => {
      const digest = Buffer.alloc(DIGEST_BYTES);
      final(digest, Buffer.from(context));
      return digest.toString('hex');
    },
  };
}
