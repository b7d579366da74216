import { createHash } from 'node:crypto';
import { checkContext, freshContext, type Sha256Context } from './sha256-context.js';

/** A way to compute SHA-256. */
export interface Sha256Engine {
  /** Takes `bytes` into `context`. */
  update(context: Sha256Context, bytes: Uint8Array): void;
  /** The digest of what came so far, lower-case; `context` may go on. */
  hex(context: Sha256Context): string;
}

type Make = () => Sha256Engine | Promise<Sha256Engine>;

/** The first that works here; where none does, why the last one does not. */
export async function firstProven(
  makers: readonly Make[],
): Promise<Sha256Engine | { readonly cause: unknown }> {
  let cause: unknown;
  for (const make of makers) {
    try {
      return proven(await make());
    } catch (error) {
      cause = error;
    }
  }
  return { cause };
}

/**
 * A wrong digest would be worse than none: an engine must agree with node:crypto, also continued.
 *
 * @throws Error where it does not
 */
function proven(engine: Sha256Engine): Sha256Engine {
  const sample = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 7) & 255));
  const context = freshContext();
  engine.update(context, sample.subarray(0, 131));
  checkContext(context);
  const continued = Buffer.from(context);
  engine.update(continued, sample.subarray(131));
  for (const [state, bytes] of [
    [context, sample.subarray(0, 131)],
    [continued, sample],
  ] as const) {
    if (engine.hex(state) !== createHash('sha256').update(bytes).digest('hex'))
      throw new Error('another digest than that of node:crypto');
  }
  return engine;
}
