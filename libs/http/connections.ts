import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Counter, Gauge, type Registry } from 'prom-client';
import { refusalOf, tellAndClose, underWay } from './client-error.js';
import { TooManyConnections, TooManyRequestsAhead } from './http.errors.js';
import { requestIdOf } from './request-id.js';
import type { ConnectionLimits } from './settings/connection-limits.js';

/**
 * At so many times the limit the connection ends at once, whatever is under way on it. Node takes all requests that
 * came in one packet off it before anybody is asked, and holds them until the connection has ended: thousands, a few KiB each.
 */
const FLOOD = 2;

/** How long an answer may stand still in front of a client that does not take it. */
const ANSWER_STALL_MS = 60_000;

/**
 * The open connections, in two bounded sets that never compete: a crowd of strangers takes no place from a caller,
 * whatever address both come from (a hospital often has a single one). A connection is a stranger's until a request on
 * it has been authenticated, and again once one has failed to be.
 */
export class Connections {
  /** In the order in which they came. */
  readonly #strangers = new Set<Socket>();
  /** In the order of their last requests. */
  readonly #callers = new Set<Socket>();
  readonly #ahead = new WeakMap<Socket, number>();
  readonly #ended: Counter<'reason'>;

  constructor(
    registry: Registry,
    private readonly limits: ConnectionLimits,
  ) {
    const [strangers, callers] = [this.#strangers, this.#callers];
    void new Gauge({
      name: 'lectern_http_connections',
      help: 'Open connections, by whether somebody was authenticated on them',
      labelNames: ['of'],
      registers: [registry],
      collect() {
        this.set({ of: 'strangers' }, strangers.size);
        this.set({ of: 'callers' }, callers.size);
      },
    });
    this.#ended = new Counter({
      name: 'lectern_http_connections_ended_total',
      help: 'Connections that were ended before their time: strangers and idle callers that gave way, callers refused since all places were taken (full), too many requests ahead of their answers (ahead), answers that nobody took (stalled), and what was no request or whose head came too slowly (no-request)',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  /** Of strangers beyond the limit, the one that has been one for longest gives way. */
  readonly join = (socket: Socket): void => {
    socket.once('close', () => {
      this.#strangers.delete(socket);
      this.#callers.delete(socket);
    });
    this.#isStranger(socket);
  };

  /**
   * Somebody was authenticated: their connection is a caller's from now on.
   *
   * @returns false where there is no place for it, since all of them are busy
   */
  recognise(socket: Socket): boolean {
    if (socket.destroyed) return true;
    const isNew = !this.#callers.delete(socket);
    if (isNew && this.#callers.size >= this.limits.callers && !this.#makeRoom()) return false;
    this.#strangers.delete(socket);
    this.#callers.add(socket);
    return true;
  }

  /** Somebody failed to be. */
  forget(socket: Socket): void {
    if (this.#callers.delete(socket)) this.#isStranger(socket);
  }

  /** Whether a request may be looked at; if not, it has been answered, and the connection ends with that. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const limit = this.limits.ahead;
    const ahead = (this.#ahead.get(socket) ?? 0) + 1;
    this.#ahead.set(socket, ahead);
    response.once('close', () => this.#ahead.set(socket, (this.#ahead.get(socket) ?? 1) - 1));
    response.once('prefinish', () => this.#watchAnswer(response, socket));
    if (ahead <= limit) return true;
    // Their answers would have to wait in memory for those of the others.
    if (ahead === limit * FLOOD) tellAndClose(socket, new TooManyRequestsAhead(limit));
    // The answer to the first one too many is the connection's last.
    if (ahead > limit + 1) return false;
    this.end('ahead');
    const requestId = requestIdOf(request.headers['x-request-id']);
    const { status, fields, body } = refusalOf(new TooManyRequestsAhead(limit), requestId);
    response.writeHead(status, fields).end(request.method === 'HEAD' ? undefined : body);
    return false;
  }

  /** Counts a connection that is ended elsewhere. */
  end(reason: 'gave-way' | 'full' | 'ahead' | 'stalled' | 'no-request'): void {
    this.#ended.inc({ reason });
  }

  #isStranger(socket: Socket): void {
    this.#strangers.add(socket);
    if (this.#strangers.size <= this.limits.strangers) return;
    const [longest] = this.#strangers;
    if (longest !== undefined) this.#giveWay(longest);
  }

  #makeRoom(): boolean {
    for (const socket of this.#callers) {
      if (underWay(socket) !== undefined) continue;
      this.#giveWay(socket);
      return true;
    }
    this.end('full');
    return false;
  }

  #giveWay(socket: Socket): void {
    this.#strangers.delete(socket);
    this.#callers.delete(socket);
    this.end('gave-way');
    tellAndClose(socket, new TooManyConnections());
  }

  /** An answer that its client does not take must not stay in memory for ever. */
  #watchAnswer(response: ServerResponse, socket: Socket): void {
    let waiting = socket.writableLength;
    if (waiting === 0) return;
    const timer = setInterval(() => {
      if (socket.writableLength < waiting) {
        waiting = socket.writableLength;
        return;
      }
      this.end('stalled');
      socket.destroy();
    }, ANSWER_STALL_MS).unref();
    response.once('close', () => clearInterval(timer));
  }
}
