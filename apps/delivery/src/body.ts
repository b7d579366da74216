import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ByteSource, StorageFault } from '#libs/storage';

/** The viewer has gone away: nobody is left to answer. */
export class ViewerGone extends Error {
  constructor() {
    super('The viewer closed the connection.');
    this.name = 'ViewerGone';
  }
}

export interface BodyOptions {
  /** Exactly as many bytes as the head announced. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly pace: Pace | undefined;
  readonly sent: (bytes: number) => void;
}

/**
 * Sends a body of a known length, one chunk at a time: the next one is read when the socket has taken the
 * last, so that a slow reader holds one chunk of memory. `head` is written when the first chunk is there:
 * what fails before can still be answered with a problem.
 *
 * @throws StorageFault when the source gives another number of bytes: the caller cuts the connection, since
 *   a body is never padded (F46)
 * @throws ViewerGone
 */
export async function sendBody(
  response: ServerResponse,
  source: ByteSource,
  head: () => void,
  options: BodyOptions,
): Promise<void> {
  const { bytes, signal, pace, sent } = options;
  let left = bytes;
  for await (const chunk of source) {
    if (signal.aborted) throw new ViewerGone();
    if (chunk.length > left) throw new StorageFault('The object is longer than it was.');
    if (!response.headersSent) head();
    for (const piece of pace === undefined ? [chunk] : pace.pieces(chunk)) {
      if (pace !== undefined) await pace.wait(piece.length, signal);
      await write(response, piece, signal);
      sent(piece.length);
    }
    left -= chunk.length;
  }
  if (left > 0) throw new StorageFault('The object is shorter than it was.');
  response.end();
}

/** Resolves when the socket has taken the bytes: only then may their buffer be used again. */
function write(response: ServerResponse, chunk: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new ViewerGone());
    if (signal.aborted) return gone();
    signal.addEventListener('abort', gone, { once: true });
    response.write(chunk, (error) => {
      signal.removeEventListener('abort', gone);
      if (error) reject(new ViewerGone());
      else resolve();
    });
  });
}

const BURST_SECONDS = 0.25;
const LARGEST_PIECE = 64 * 1024;
const paces = new WeakMap<Socket, { freeAt: number }>();

/** A bandwidth cap. It belongs to the connection: requests that follow each other on it share it. */
export class Pace {
  readonly #bytesPerMs: number;
  /** The most that may go at once, in bytes. */
  readonly piece: number;
  readonly #line: { freeAt: number };

  constructor(socket: Socket, kibPerSecond: number) {
    this.#bytesPerMs = (kibPerSecond * 1024) / 1000;
    this.piece = Math.min(LARGEST_PIECE, Math.ceil(kibPerSecond * 1024 * BURST_SECONDS));
    this.#line = paces.get(socket) ?? { freeAt: 0 };
    paces.set(socket, this.#line);
  }

  *pieces(chunk: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < chunk.length; at += this.piece) yield chunk.subarray(at, at + this.piece);
  }

  /** Resolves when `bytes` more may go. */
  async wait(bytes: number, signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const freeAt = Math.max(this.#line.freeAt, now);
    this.#line.freeAt = freeAt + bytes / this.#bytesPerMs;
    if (freeAt - now < 1) return;
    await sleep(freeAt - now, undefined, { signal }).catch(() => {
      throw new ViewerGone();
    });
  }
}
