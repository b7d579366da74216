import { DigestUnavailable, InvalidDigestState } from './digest.errors.js';
import { opensslSha256 } from './openssl-sha256.js';
import { BITS_AT, checkContext, CONTEXT_BYTES, freshContext } from './sha256-context.js';
import { firstProven, type Sha256Engine } from './sha256-engine.js';
import { wasmSha256 } from './wasm-sha256.js';

/** The first byte of a saved state: 1 is a Sha256Context. */
const STATE_VERSION = 1;

/** Chosen once, when this is imported: WebAssembly can't be loaded in the middle of an upload's write. */
const engine = await firstProven([opensslSha256, wasmSha256]);

function working(): Sha256Engine {
  if ('cause' in engine) throw new DigestUnavailable({ cause: engine.cause });
  return engine;
}

/**
 * SHA-256 (FIPS 180-4) that can be saved half-way and continued in another process, so that an upload in
 * several goes needs no second pass over its bytes. As fast as node:crypto where Node's OpenSSL can be reached; else
 * by WebAssembly, at a fraction of that. A state that was saved by one is continued by the other.
 *
 * @throws DigestUnavailable from the constructor and `resume`, where neither works
 */
export class ResumableSha256 {
  readonly #engine = working();
  readonly #context = freshContext();

  /**
   * A digest that goes on where `state` was taken; a fresh one without it.
   *
   * @throws InvalidDigestState
   */
  static resume(state?: Uint8Array): ResumableSha256 {
    const digest = new ResumableSha256();
    if (state !== undefined) digest.#restore(state);
    return digest;
  }

  /** How many came so far. */
  get bytes(): number {
    return Number(this.#context.readBigUInt64LE(BITS_AT) / 8n);
  }

  update(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#engine.update(this.#context, chunk);
  }

  /** 113 bytes: a version and the state after everything given to `update` so far. */
  state(): Uint8Array {
    return Buffer.concat([Uint8Array.of(STATE_VERSION), this.#context]);
  }

  /** The digest of what came so far, 64 lower-case digits; `update` may go on after it. */
  hex(): string {
    return this.#engine.hex(this.#context);
  }

  #restore(state: Uint8Array): void {
    const bytes = Buffer.from(state.buffer, state.byteOffset, state.byteLength);
    if (bytes.length !== CONTEXT_BYTES + 1 || bytes[0] !== STATE_VERSION) throw new InvalidDigestState();
    const context = bytes.subarray(1);
    checkContext(context);
    context.copy(this.#context);
  }
}
