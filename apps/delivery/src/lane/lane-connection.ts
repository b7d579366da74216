import type { Socket } from 'node:net';
import { newRequestId, problemOf, TooManyConnections } from '#libs/http';
import { GUARDING_HEADERS, problemHeaders } from '../heads.js';
import { type AnswerParts, LaneAnswers, type Outcome } from './lane-answers.js';
import { serialised } from './lane-heads.js';
import { KnownFields, readRequest } from './request.js';
import { SocketWriter } from './socket-writer.js';
import type { SystemCalls } from '../system-calls.js';

export interface Patience {
  /** Within which a request's head must have come. */
  readonly headSeconds: number;
  /** How long a connection may wait for its next request. */
  readonly idleSeconds: number;
  /** Within which a connection with an answer under way must take `LEAST_DRAIN_BYTES`, or it is cut. */
  readonly stallSeconds: number;
}

export interface ConnectionParts extends AnswerParts {
  readonly settings: Patience;
  readonly calls: SystemCalls | undefined;
  /** Gives a paused connection to the ordinary server. */
  readonly handOver: (socket: Socket) => void;
}

const BAD_REQUEST = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n';
const REQUEST_TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
const HEALTH = /^GET \/(?:livez|readyz|metrics)[ ?]/;
/** How long what a viewer still sends is dropped after the last answer: a close would reset what it has not read. */
const LINGER_MS = 2_000;
/** How long a connection beyond the limit may take to say what it is for: it holds the place of a probe. */
const BEYOND_LIMIT_SECONDS = 2;
/** The least that a viewer must take in `stallSeconds`: some 270 bytes a second at the default of 60. */
const LEAST_DRAIN_BYTES = 16 * 1024;

/**
 * One connection: its requests are answered one after another, in their order. While an answer takes its
 * time nothing more is read, so that neither pipelines nor slow readers cost memory.
 */
export class LaneConnection {
  readonly #writer: SocketWriter;
  readonly #known = new KnownFields();
  readonly #answers: LaneAnswers;
  /** What has come and is not answered. */
  #unanswered: Buffer | undefined;
  #state: 'reading' | 'answering' | 'lingering' | 'left' = 'reading';
  /** Whether the viewer has said that nothing more comes. */
  #hasEnded = false;
  /** When the state, or the wait for the next request, began. */
  #since = performance.now();
  #drained = 0;

  constructor(
    private readonly socket: Socket,
    private readonly lane: ConnectionParts,
    private readonly options: { isOverLimit: boolean; left: () => void },
  ) {
    this.#writer = new SocketWriter(socket, lane.calls);
    this.#answers = new LaneAnswers(socket, lane, this.#writer, options.isOverLimit);
    socket.on('end', this.#onEnd).on('error', ignore).on('close', this.#onClose);
  }

  /** See `Receiver`: while an answer takes its time, and when the connection is another's, bytes stay where they are. */
  receive(buffer: Buffer, length: number): boolean {
    if (this.#state !== 'reading') return this.#state === 'lingering';
    this.#writer.beginTurn();
    if (this.#unanswered === undefined) {
      this.#since = performance.now();
      if (this.#repeat(buffer, length)) return true;
    }
    this.#take(buffer.subarray(0, length));
    return true;
  }

  /** False: nothing was done. */
  #repeat(buffer: Buffer, length: number): boolean {
    const outcome = this.#answers.repeat(buffer, length, this.#since);
    if (outcome === 'foreign') return false;
    if (outcome === 'answered') return true;
    // Somebody else may have to answer it yet.
    this.#unanswered = buffer.subarray(0, length);
    this.#wait(outcome, length);
    return true;
  }

  /** @param bytes that are the caller's again afterwards */
  #take(bytes: Buffer): void {
    this.#unanswered = this.#unanswered === undefined ? bytes : Buffer.concat([this.#unanswered, bytes]);
    this.#advance();
  }

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    // Nobody may be left to wait for a storage that does not answer; what has begun goes on.
    if (this.#state === 'answering') return this.#answers.hasBegun ? undefined : this.cut();
    if (this.#state === 'reading' && this.#unanswered !== undefined) this.socket.write(BAD_REQUEST);
    this.#linger();
  };

  readonly #onClose = (): void => {
    this.#state = 'left';
    this.options.left();
  };

  /** Answers what has come, as far as that can be done at once. */
  #advance(): void {
    const bytes = this.#unanswered;
    if (bytes === undefined) return;
    const text = bytes.toString('latin1');
    for (let at = 0; at < bytes.length; ) {
      const request = readRequest(text, at, this.#known);
      this.#unanswered = at === 0 ? bytes : bytes.subarray(at);
      if (request === 'partial') return void (this.#unanswered = Buffer.from(this.#unanswered));
      if (this.options.isOverLimit && !HEALTH.test(text)) return this.#refuse();
      const outcome =
        request === 'foreign' ? 'foreign' : this.#answers.answer(request, bytes.subarray(at, request.end));
      if (outcome === 'foreign') return this.#handOver();
      if (typeof outcome === 'object' && request !== 'foreign') return this.#wait(outcome, request.end - at);
      if (request !== 'foreign') at = request.end;
      if (this.#answers.isLast) return this.#linger();
      if (this.socket.destroyed) break;
    }
    this.#unanswered = undefined;
    this.#since = performance.now();
  }

  /** Reads on when the answer is out, or hands it over together with the request. */
  #wait(outcome: Promise<Outcome>, requestBytes: number): void {
    this.#state = 'answering';
    this.#since = performance.now();
    this.#drained = this.#writer.drained;
    // What came is read into again meanwhile.
    if (this.#unanswered !== undefined) this.#unanswered = Buffer.from(this.#unanswered);
    const go = (result: Outcome): void => {
      if (this.#state !== 'answering' || this.socket.destroyed) return;
      this.#state = 'reading';
      if (result === 'foreign') return this.#handOver();
      const rest = this.#unanswered?.subarray(requestBytes);
      this.#unanswered = rest === undefined || rest.length === 0 ? undefined : rest;
      this.#since = performance.now();
      const later = this.socket.read() as Buffer | null;
      const isOver = this.#hasEnded || this.lane.isDraining();
      if (this.#answers.isLast || (isOver && this.#unanswered === undefined && later === null))
        return this.#linger();
      if (later !== null) this.#take(later);
      else this.#advance();
    };
    outcome.then(go, () => this.cut());
  }

  #handOver(): void {
    const { socket } = this;
    const bytes = this.#unanswered;
    this.#leave();
    socket.off('end', this.#onEnd).off('error', ignore).off('close', this.#onClose);
    socket.pause();
    if (bytes !== undefined) socket.unshift(Buffer.from(bytes));
    this.lane.handOver(socket);
    socket.resume();
  }

  #refuse(): void {
    const problem = problemOf(new TooManyConnections(), newRequestId());
    const body = JSON.stringify(problem);
    this.lane.log.metrics.lane('refused');
    const headers = { ...GUARDING_HEADERS, ...problemHeaders(problem, Buffer.byteLength(body)) };
    this.socket.write(
      `HTTP/1.1 503 Service Unavailable\r\n${serialised(headers)}Connection: close\r\n\r\n${body}`,
    );
    this.#linger();
  }

  #linger(): void {
    if (this.#state === 'lingering' || this.#state === 'left') return;
    this.#state = 'lingering';
    this.#unanswered = undefined;
    this.#since = performance.now();
    this.socket.end();
  }

  #leave(): void {
    this.#state = 'left';
    this.options.left();
  }

  endIfIdle(): void {
    if (this.#state === 'reading' && this.#unanswered === undefined) this.#linger();
  }

  cut(): void {
    this.socket.destroy();
  }

  /** Ends what has waited, or was waited for, too long. */
  look(now: number): void {
    const { stallSeconds } = this.lane.settings;
    const { headSeconds, idleSeconds } = this.#patience;
    const ms = now - this.#since;
    if (this.#state === 'lingering') {
      if (ms >= LINGER_MS && this.#drain() === 0) this.cut();
    } else if (this.#state === 'answering') {
      if (ms < stallSeconds * 1000) return;
      if (this.#drain() < LEAST_DRAIN_BYTES) this.cut();
      this.#since = now;
    } else if (this.#unanswered !== undefined) {
      if (ms < headSeconds * 1000) return;
      this.socket.write(REQUEST_TIMEOUT);
      this.#linger();
    } else if (ms >= idleSeconds * 1000 && this.#drain() === 0) this.#linger();
  }

  get #patience(): Omit<Patience, 'stallSeconds'> {
    const { settings } = this.lane;
    if (!this.options.isOverLimit) return settings;
    return {
      headSeconds: Math.min(settings.headSeconds, BEYOND_LIMIT_SECONDS),
      idleSeconds: Math.min(settings.idleSeconds, BEYOND_LIMIT_SECONDS),
    };
  }

  /** What the viewer has taken since this was asked last. */
  #drain(): number {
    const before = this.#drained;
    this.#drained = this.#writer.drained;
    return this.#drained - before;
  }
}

function ignore(): void {
  // `close` follows, and tells all there is to know.
}
