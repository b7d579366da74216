import { readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StorageFault } from '#libs/storage';
import { type Pace, ViewerGone } from '../body.js';
import type { Stretch, Stretches } from '../objects/stretches.js';
import { BROKEN, NOT_NOW, type SystemCalls } from '../system-calls.js';

/** Heads and small bodies are put together here; the kernel, or a copy, takes them before anybody else does. */
const scratch = Buffer.allocUnsafeSlow(80 * 1024);

/**
 * When a socket is full only libuv can say when it has room again, and only for what was given to it to write:
 * so many bytes are read and written by Node's own way then, and sendfile goes on behind them.
 */
const PLUG_BYTES = 16 * 1024;

/** After so much in one go others have their turn. */
const TURN_BYTES = 8 * 1024 * 1024;

/**
 * Writes to a socket past Node's streams where that is possible: straight to the descriptor, as long as nothing
 * waits in the stream. Every method but the last bytes' promise ends when the kernel has taken what it was given.
 */
export class SocketWriter {
  readonly #descriptor: number;
  readonly #calls: SystemCalls | undefined;
  #gone: AbortController | undefined;
  /** Bytes that went straight to the descriptor. */
  #direct = 0;
  #bodyBytes = 0;
  /** Bytes of bodies in this turn of the event loop. */
  #turn = 0;

  constructor(
    private readonly socket: Socket,
    calls: SystemCalls | undefined,
  ) {
    this.#descriptor = descriptorOf(socket);
    this.#calls = this.#descriptor >= 0 ? calls : undefined;
  }

  /** Aborted when the connection is closed. */
  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      const gone = new AbortController();
      this.#gone = gone;
      if (this.socket.destroyed) gone.abort(new ViewerGone());
      else this.socket.once('close', () => gone.abort(new ViewerGone()));
    }
    return this.#gone.signal;
  }

  /** Bytes that the viewer has taken so far; where that can't be known, that the kernel has. */
  get drained(): number {
    const { socket } = this;
    const written = this.#direct + socket.bytesWritten - socket.writableLength;
    return socket.destroyed ? written : written - (this.#calls?.unacknowledged(this.#descriptor) ?? 0);
  }

  /** Bytes of bodies sent since this was asked last. */
  takeBodyBytes(): number {
    const bytes = this.#bodyBytes;
    this.#bodyBytes = 0;
    return bytes;
  }

  /** To be called when the event loop has had a turn. */
  beginTurn(): void {
    this.#turn = 0;
  }

  /** A head and a body of 64 KiB at most. Undefined when nothing more will be sent, else a promise that never fails. */
  send(head: string, body: Uint8Array, more = false): Promise<void> | undefined {
    const headBytes = scratch.write(head, 'latin1');
    scratch.set(body, headBytes);
    return this.#sendAll(scratch, headBytes, headBytes + body.length, more);
  }

  /** As `send`, for bytes that are put together already, the body last; they are the caller's again at once. */
  sendBytes(bytes: Buffer, bodyBytes: number): Promise<void> | undefined {
    return this.#sendAll(bytes, bytes.length - bodyBytes, bytes.length, false);
  }

  #sendAll(bytes: Buffer, bodyAt: number, length: number, more: boolean): Promise<void> | undefined {
    const sent = this.#sendNow(bytes, length, more);
    if (sent > bodyAt) this.#bodyBytes += sent - bodyAt;
    if (sent === length || this.socket.destroyed) return undefined;
    return this.#write(Buffer.from(bytes.subarray(sent, length)), length - Math.max(sent, bodyAt));
  }

  /** A body that is in memory, its head in front. @throws ViewerGone */
  async sendContent(head: string, content: Buffer, pace: Pace | undefined): Promise<void> {
    await this.send(head, NOTHING);
    for (const piece of pace === undefined ? [content] : pace.pieces(content)) {
      if (pace !== undefined) await pace.wait(piece.length, this.signal);
      await this.#write(piece, piece.length);
    }
  }

  /**
   * A body from descriptors, its head in front. Undefined when all of it went at once: what is ready goes without
   * a promise, for as long as the socket takes it and the turn lasts.
   *
   * @throws also instead of rejecting: ViewerGone; StorageFault when the object turns out shorter; what fetching a
   *   stretch throws
   */
  sendStretches(
    head: string,
    stretches: Stretches,
    body: Body,
    pace: Pace | undefined,
  ): Promise<void> | undefined {
    const begun = this.send(head, NOTHING, true);
    if (begun !== undefined || pace !== undefined) return this.#sendSlowly(begun, stretches, body, pace);
    let position = body.start;
    while (position < body.end && this.#turn < TURN_BYTES) {
      const stretch = stretches.ready(position, body.end - 1);
      const sent = stretch === undefined ? 0 : this.#sendStretch(stretch);
      if (sent === 0) break;
      position += sent;
    }
    if (position === body.end) return undefined;
    return this.#sendSlowly(undefined, stretches, { start: position, end: body.end }, undefined);
  }

  async #sendSlowly(
    begun: Promise<void> | undefined,
    stretches: Stretches,
    body: Body,
    pace: Pace | undefined,
  ): Promise<void> {
    await begun;
    let allowed = pace === undefined ? Number.POSITIVE_INFINITY : 0;
    for (let position = body.start; position < body.end; ) {
      if (allowed === 0 && pace !== undefined) {
        allowed = Math.min(pace.piece, body.end - position);
        await pace.wait(allowed, this.signal);
      }
      if (this.#turn >= TURN_BYTES) this.#turn = await nextTurn(0);
      const end = Math.min(body.end, position + allowed) - 1;
      const stretch = stretches.ready(position, end);
      if (stretch === undefined) {
        await stretches.fetch(position, this.signal);
        continue;
      }
      this.#fetchAhead(stretches, position + stretch.bytes, body.end);
      const sent = this.#sendStretch(stretch) || (await this.#plug(stretch));
      position += sent;
      allowed -= sent;
    }
  }

  /** The next block is read while this one goes out. */
  #fetchAhead(stretches: Stretches, position: number, end: number): void {
    if (position >= end || stretches.ready(position, position) !== undefined) return;
    // Whoever needs it asks again, and hears of a failure then.
    stretches.fetch(position, this.signal).catch(() => undefined);
  }

  /** 0 when the socket has no room. */
  #sendStretch({ file, offset, bytes }: Stretch): number {
    const { socket } = this;
    if (socket.destroyed) throw new ViewerGone();
    if (this.#calls === undefined || socket.writableLength > 0) return 0;
    const sent = this.#calls.sendFile(this.#descriptor, file, offset, bytes);
    if (sent === 0) throw new StorageFault('The object is shorter than it was.');
    if (sent === BROKEN) throw new ViewerGone();
    if (sent === NOT_NOW) return 0;
    this.#direct += sent;
    this.#bodyBytes += sent;
    this.#turn += sent;
    return sent;
  }

  async #plug({ file, offset, bytes }: Stretch): Promise<number> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PLUG_BYTES, bytes));
    const read = readSync(file, buffer, 0, buffer.length, offset);
    if (read === 0) throw new StorageFault('The object is shorter than it was.');
    await this.#write(buffer.subarray(0, read), read);
    return read;
  }

  #sendNow(bytes: Uint8Array, length: number, more: boolean): number {
    const { socket } = this;
    // Of a closed socket the descriptor may be another's by now.
    if (this.#calls === undefined || socket.destroyed || socket.writableLength > 0) return 0;
    const sent = this.#calls.send(this.#descriptor, bytes, length, more);
    if (sent === BROKEN) socket.destroy();
    if (sent < 0) return 0;
    this.#direct += sent;
    return sent;
  }

  /** Resolves when the kernel has taken the bytes, the last `bodyBytes` of them a body's, or nobody will. */
  #write(bytes: Uint8Array, bodyBytes: number): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(bytes, (error) => {
        if (!error) this.#bodyBytes += bodyBytes;
        resolve();
      });
    });
  }
}

interface Body {
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
}

const NOTHING = Buffer.alloc(0);

/** The socket's descriptor, which Node tells of its own handles only; -1 where there is none. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: { readonly fd?: unknown } | null };
  return typeof handle?.fd === 'number' ? handle.fd : -1;
}
