import { InvalidDigestState } from './digest.errors.js';

/**
 * The state of a running SHA-256 (FIPS 180-4 section 6.2), little-endian: eight words of the hash, the message's
 * length in bits (64), the block that is not full (64 bytes), the number of its bytes and of the digest's (32 each).
 * What any implementation has to remember, in a form that is none's own; OpenSSL's SHA256_CTX happens to lie in memory
 * just so.
 */
export type Sha256Context = Buffer;

export const CONTEXT_BYTES = 112;
export const BLOCK_BYTES = 64;
export const DIGEST_BYTES = 32;
export const BITS_AT = 32;
export const BLOCK_AT = 40;
export const PENDING_AT = 104;
const DIGEST_LENGTH_AT = 108;

/** Section 5.3.3: the first 32 bits of the fractional parts of the square roots of the first eight primes. */
const INITIAL_HASH = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The state before the first byte. */
export function freshContext(): Sha256Context {
  const context = Buffer.alloc(CONTEXT_BYTES);
  INITIAL_HASH.forEach((word, index) => context.writeUInt32LE(word, index * 4));
  context.writeUInt32LE(DIGEST_BYTES, DIGEST_LENGTH_AT);
  return context;
}

/** @throws InvalidDigestState for what no SHA-256 can be in: engines trust these fields as an index and a length */
export function checkContext(context: Sha256Context): void {
  const pending = context.readUInt32LE(PENDING_AT);
  if (pending >= BLOCK_BYTES) throw new InvalidDigestState();
  if (context.readUInt32LE(DIGEST_LENGTH_AT) !== DIGEST_BYTES) throw new InvalidDigestState();
}
