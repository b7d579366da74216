import { finished, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ByteSource } from '#libs/storage';
import { SenderTooSlow, TooManyBytes } from './intake.errors.js';

export interface IncomingLimits {
  /** The highest offset that may be reached; the byte after it ends the source with TooManyBytes. */
  readonly end: number;
  /** Bytes that must come in every window, or the sender is given up (F23); 0 for one who may take any time. */
  readonly minimumBytes: number;
  readonly windowMs: number;
  /** Ends the source with its reason, after what is here already. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Ends the source with its reason, after what has reached this machine: also what waits in the connection because
   * the storage was slower than the sender.
   */
  readonly lastCall?: AbortSignal | undefined;
}

/** Sees the bytes before they are written; may refuse them by throwing. A promise only where it has to wait. */
export type Inspect = (chunk: Uint8Array, offset: number) => Promise<void> | void;

/**
 * A request's body as a source that is watched while it flows: real bytes are counted as they come, whatever
 * a header promised (F21), and a sender that stalls is given up. Neither ends the connection: the request
 * stays readable, so that an answer can still be sent. While whoever takes the bytes stands still, the time
 * does not count against the sender (F06): what can be sent on then is sent on, however long it took.
 */
export async function* watched(
  body: Readable,
  offset: number,
  limits: IncomingLimits,
  inspect: Inspect,
): ByteSource {
  let position = offset;
  const arrivals = new Arrivals(body);
  const timer = setInterval(() => {
    const { bytes, wasHeld } = arrivals.sinceLastLook();
    // Destroying the body would take the connection with it, and the answer.
    if (bytes < limits.minimumBytes && !wasHeld) arrivals.giveUp(new SenderTooSlow());
  }, limits.windowMs);
  timer.unref();
  const forget = [
    when(limits.signal, (reason) => arrivals.giveUp(reason)),
    when(limits.lastCall, (reason) => arrivals.lastCall(reason)),
  ];
  try {
    for (;;) {
      const chunk = arrivals.take() ?? (await arrivals.next());
      if (chunk === undefined) return;
      if (position + chunk.byteLength > limits.end) throw new TooManyBytes(limits.end);
      const pause = inspect(chunk, position);
      if (pause !== undefined) await pause;
      position += chunk.byteLength;
      yield chunk;
    }
  } finally {
    clearInterval(timer);
    for (const each of forget) each();
    arrivals.leave();
  }
}

/** @returns what makes it happen no more */
function when(signal: AbortSignal | undefined, happen: (reason: Error) => void): () => void {
  const listener = (): void => happen(signal?.reason as Error);
  if (signal?.aborted === true) listener();
  else signal?.addEventListener('abort', listener, { once: true });
  return () => signal?.removeEventListener('abort', listener);
}

/** So much may wait before the body is paused. */
const WAITING_BYTES = 256 * 1024;
/** What waits in a connection is read in a turn of the event loop; a body that was paused needs one more to flow. */
const QUIET_TURNS = 3;

/**
 * The chunks of a stream as they were made. The stream's own iterator would put waiting chunks together in new
 * memory each time: a copy of most bytes, and garbage that costs as much again.
 */
class Arrivals {
  readonly #body: Readable;
  readonly #stopWatching: () => void;
  readonly #onData = (chunk: Uint8Array): void => this.#arrive(chunk);
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #came = 0;
  #wasHeld = false;
  #end: { readonly error?: unknown } | undefined;
  #last: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(body: Readable) {
    this.#body = body;
    this.#stopWatching = finished(body, { writable: false }, (error) => {
      this.#takeRest();
      this.#end ??= error === null || error === undefined ? {} : { error };
      this.#wake?.();
    });
    body.on('data', this.#onData);
    if (body.isPaused()) body.resume();
  }

  /** A chunk that is here already. */
  take(): Uint8Array | undefined {
    const chunk = this.#waiting.shift();
    if (chunk === undefined) return undefined;
    this.#bytes -= chunk.byteLength;
    if (this.#bytes < WAITING_BYTES && this.#body.isPaused()) this.#body.resume();
    return chunk;
  }

  /** The next chunk, or undefined at the end. Fails with the body's error, after everything that came before it. */
  async next(): Promise<Uint8Array | undefined> {
    for (let quiet = 0; ; ) {
      const chunk = this.take();
      if (chunk !== undefined) return chunk;
      if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return undefined;
      }
      if (this.#last !== undefined) {
        if (quiet === QUIET_TURNS) this.giveUp(this.#last);
        else await nextTurn();
        quiet += 1;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What came, and whether the sender was ever kept from sending, since this was last asked. */
  sinceLastLook(): { bytes: number; wasHeld: boolean } {
    const seen = { bytes: this.#came, wasHeld: this.#wasHeld };
    this.#came = 0;
    this.#wasHeld = this.#bytes >= WAITING_BYTES;
    return seen;
  }

  /** Takes what comes without a pause: then comes the error. */
  lastCall(error: Error): void {
    this.#last ??= error;
    this.#wake?.();
  }

  /** Takes nothing more: after what is here already comes the error. */
  giveUp(error: Error): void {
    this.leave();
    this.#end ??= { error };
    this.#wake?.();
  }

  leave(): void {
    this.#body.off('data', this.#onData);
    this.#body.pause();
    this.#stopWatching();
  }

  /** A paused body that its link's end destroyed has a last chunk, which it gives to whoever asks. */
  #takeRest(): void {
    this.#body.off('data', this.#onData);
    for (let chunk: unknown = this.#body.read(); chunk !== null; chunk = this.#body.read())
      this.#arrive(chunk as Uint8Array);
  }

  #arrive(chunk: Uint8Array): void {
    this.#waiting.push(chunk);
    this.#bytes += chunk.byteLength;
    this.#came += chunk.byteLength;
    if (this.#bytes >= WAITING_BYTES) {
      this.#wasHeld = true;
      this.#body.pause();
    }
    this.#wake?.();
  }
}
