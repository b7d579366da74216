import type { Readable } from 'node:stream';
import type { ByteSource } from '#libs/storage';
import { SenderTooSlow, TooManyBytes } from './intake.errors.js';

export interface IncomingLimits {
  /** The highest offset that may be reached; the byte after it ends the source with TooManyBytes. */
  readonly end: number;
  /** Bytes that must come in every window, or the sender is given up (F23). */
  readonly minimumBytes: number;
  readonly windowMs: number;
}

/** Sees the bytes before they are written; may refuse them by throwing. */
export type Inspect = (chunk: Uint8Array, offset: number) => Promise<void> | void;

/**
 * A request's body as a source that is watched while it flows: real bytes are counted as they come, whatever
 * a header promised (F21), and a sender that stalls is given up. Neither ends the connection: the request
 * stays readable, so that an answer can still be sent.
 */
export async function* watched(
  body: Readable,
  offset: number,
  limits: IncomingLimits,
  inspect: Inspect,
): ByteSource {
  let position = offset;
  let mark = offset;
  const timer = setInterval(() => {
    if (position - mark < limits.minimumBytes) body.destroy(new SenderTooSlow());
    mark = position;
  }, limits.windowMs);
  timer.unref();
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      if (position + chunk.byteLength > limits.end) throw new TooManyBytes(limits.end);
      await inspect(chunk, position);
      position += chunk.byteLength;
      yield chunk;
    }
  } finally {
    clearInterval(timer);
  }
}
