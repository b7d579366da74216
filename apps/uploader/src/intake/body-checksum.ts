import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.js';
import { ChecksumMismatch, ChecksummedBodyTooLong } from './intake.errors.js';

/** Something that digests bytes as they come. */
interface Running {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

const ALGORITHMS = {
  sha1: { bytes: 20, start: () => hashing('sha1') },
  sha256: { bytes: 32, start: () => hashing('sha256') },
  sha512: { bytes: 64, start: () => hashing('sha512') },
  crc32: { bytes: 4, start: () => checking(crc32) },
  crc32c: { bytes: 4, start: () => checking(crc32c) },
} as const satisfies Record<string, { bytes: number; start: () => Running }>;

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;

/**
 * The most bytes that one request with a checksum may bring. No more than what storage writes between two
 * checkpoints: its protection against writers that were overtaken counts on that.
 */
export const CHECKSUMMED_BODY_BYTES = 64 * 1024 * 1024;

/** What the sender says a request's bytes are, and what they turn out to be. CRCs are big-endian. */
export class BodyChecksum {
  readonly #running: Running;
  readonly #expected: Uint8Array;
  readonly #limit: number;
  #seen = 0;

  private constructor(running: Running, expected: Uint8Array, limit: number) {
    this.#running = running;
    this.#expected = expected;
    this.#limit = limit;
  }

  /** undefined where the checksum's length is not the one that the algorithm gives. */
  static expecting(
    algorithm: ChecksumAlgorithm,
    checksum: Uint8Array,
    limit = CHECKSUMMED_BODY_BYTES,
  ): BodyChecksum | undefined {
    const { bytes, start } = ALGORITHMS[algorithm];
    return checksum.byteLength === bytes ? new BodyChecksum(start(), checksum, limit) : undefined;
  }

  /** @throws ChecksummedBodyTooLong */
  update(chunk: Uint8Array): void {
    this.#seen += chunk.byteLength;
    if (this.#seen > this.#limit) throw new ChecksummedBodyTooLong(this.#limit);
    this.#running.update(chunk);
  }

  /** To be asked once, when all bytes have come. @throws ChecksumMismatch */
  verify(): void {
    if (!this.#running.digest().equals(this.#expected)) throw new ChecksumMismatch();
  }
}

function hashing(name: string): Running {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

function checking(check: (chunk: Uint8Array, before: number) => number): Running {
  let value = 0;
  return {
    update: (chunk) => {
      value = check(chunk, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value >>> 0);
      return bytes;
    },
  };
}
