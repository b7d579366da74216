import { createHash } from 'node:crypto';

/** What is kept of a secret of 256 random bits: so much of them needs no salt, and is looked up by its hash. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
