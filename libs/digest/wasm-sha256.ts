import {
  BITS_AT,
  BLOCK_AT,
  BLOCK_BYTES,
  DIGEST_BYTES,
  PENDING_AT,
  type Sha256Context,
} from './sha256-context.js';
import type { Sha256Engine } from './sha256-engine.js';

/** What hash-wasm saves: four bytes that name its program, the block, the length in bytes, the hash, 32, nothing. */
const NAME_BYTES = 4;
const LENGTH_AT = NAME_BYTES + BLOCK_BYTES;
const HASH_AT = LENGTH_AT + 8;
const STATE_BYTES = HASH_AT + DIGEST_BYTES + 4 + 4;

/**
 * hash-wasm: slower, but on any platform, and no part of Node's. One machine computes for all, each update on the
 * context that it is given. It is loaded only when it is asked for.
 *
 * @throws Error where a state of another form comes out of it
 */
export async function wasmSha256(): Promise<Sha256Engine> {
  const { createSHA256 } = await import('hash-wasm');
  const machine = await createSHA256();
  const blank = machine.init().save();
  if (blank.length !== STATE_BYTES) throw new Error('another form of state');
  const load = (context: Sha256Context) => machine.load(toState(context, blank));
  return {
    update: (context, bytes) => fromState(load(context).update(bytes).save(), context),
    hex: (context) => load(context).digest(),
  };
}

function toState(context: Sha256Context, blank: Uint8Array): Uint8Array {
  const state = Buffer.from(blank);
  context.copy(state, NAME_BYTES, BLOCK_AT, BLOCK_AT + BLOCK_BYTES);
  state.writeBigUInt64LE(context.readBigUInt64LE(BITS_AT) / 8n, LENGTH_AT);
  context.copy(state, HASH_AT, 0, DIGEST_BYTES);
  return state;
}

function fromState(saved: Uint8Array, context: Sha256Context): void {
  const state = Buffer.from(saved.buffer, saved.byteOffset, saved.byteLength);
  const bytes = state.readBigUInt64LE(LENGTH_AT);
  state.copy(context, 0, HASH_AT, HASH_AT + DIGEST_BYTES);
  context.writeBigUInt64LE(BigInt.asUintN(64, bytes * 8n), BITS_AT);
  state.copy(context, BLOCK_AT, NAME_BYTES, LENGTH_AT);
  context.writeUInt32LE(Number(bytes % BigInt(BLOCK_BYTES)), PENDING_AT);
}
