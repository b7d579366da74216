import { ResumableSha256 } from './resumable-sha256.js';
import { InvalidDigestState } from './digest.errors.js';

/** So many bytes of a file are a block of it; the last one is what is left. */
export const FILE_BLOCK_BYTES = 4 * 1024 * 1024;

/** The first byte of a saved state: 1 is two states of ResumableSha256. */
const STATE_VERSION = 1;

/**
 * What the bytes of a file are, told by its blocks: the SHA-256 of their SHA-256s (32 bytes each, in order). Whoever has
 * the file finds the same with any SHA-256, also one that can't be continued, and hashes its blocks in whatever order.
 * Its state does not grow with the file, and can be saved half-way, also in the middle of a block.
 */
export class BlockSha256 {
  #blocks = new ResumableSha256();
  #block = new ResumableSha256();
  #filled = 0;

  /** One that goes on where `state` was taken; a fresh one without it. @throws InvalidDigestState */
  static resume(state?: Uint8Array): BlockSha256 {
    const digest = new BlockSha256();
    if (state !== undefined) digest.#restore(state);
    return digest;
  }

  /** How many came so far. */
  get bytes(): number {
    return (this.#blocks.bytes / 32) * FILE_BLOCK_BYTES + this.#filled;
  }

  update(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const end = Math.min(chunk.length, at + FILE_BLOCK_BYTES - this.#filled);
      this.#block.update(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
      this.#filled += end - at;
      at = end;
      if (this.#filled === FILE_BLOCK_BYTES) this.#endBlock();
    }
  }

  /** 227 bytes. */
  state(): Uint8Array {
    return Buffer.concat([Uint8Array.of(STATE_VERSION), this.#blocks.state(), this.#block.state()]);
  }

  /** Of what came so far, 64 lower-case digits; `update` may go on after it. */
  hex(): string {
    const blocks = ResumableSha256.resume(this.#blocks.state());
    if (this.#filled > 0) blocks.update(Buffer.from(this.#block.hex(), 'hex'));
    return blocks.hex();
  }

  #endBlock(): void {
    this.#blocks.update(Buffer.from(this.#block.hex(), 'hex'));
    this.#block = new ResumableSha256();
    this.#filled = 0;
  }

  #restore(state: Uint8Array): void {
    const half = (state.length - 1) / 2;
    if (state[0] !== STATE_VERSION || !Number.isInteger(half)) throw new InvalidDigestState();
    this.#blocks = ResumableSha256.resume(state.subarray(1, 1 + half));
    this.#block = ResumableSha256.resume(state.subarray(1 + half));
    this.#filled = this.#block.bytes;
    if (this.#blocks.bytes % 32 !== 0 || this.#filled >= FILE_BLOCK_BYTES) throw new InvalidDigestState();
  }
}
