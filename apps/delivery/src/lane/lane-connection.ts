import type { Socket } from 'node:net';
import { problemOf } from '#libs/http';
import { parseStorageKey, StorageUnavailable } from '#libs/storage';
import type { Grant } from '#libs/signing';
import { type Access, newRequestId, requestIdOf } from '../access-log.js';
import { Pace } from '../body.js';
import { TooManyConnections } from '../delivery.errors.js';
import { GUARDING_HEADERS, problemHeaders } from '../heads.js';
import type { ServedObject } from '../open-objects.js';
import { type Selection, select } from '../preconditions.js';
import type { FastLaneParts, FastLaneSettings } from './fast-lane.js';
import { type LaneHeads, serialised } from './lane-heads.js';
import type { ReadyAnswers } from './ready-answers.js';
import { Repetition, Repetitions } from './repetition.js';
import { KnownFields, type LaneFields, type LaneRequest, readRequest } from './request.js';
import { SocketWriter } from './socket-writer.js';
import type { SystemCalls } from './system-calls.js';

export interface Lane extends FastLaneParts {
  readonly settings: FastLaneSettings;
  readonly calls: SystemCalls | undefined;
  readonly heads: LaneHeads;
  readonly ready: ReadyAnswers;
  readonly isDraining: () => boolean;
  /** Gives a paused connection to the ordinary server. */
  readonly handOver: (socket: Socket) => void;
}

/** `foreign`: nothing was answered, and it is the ordinary server's to answer. */
type Outcome = 'answered' | 'foreign';

/** What the log says of a request whatever comes of it. */
interface Caller {
  readonly method: string;
  readonly subject: Access['subject'];
  readonly client: string;
  readonly requestId: string;
  readonly started: number;
}

/** What is known of a request once its URL was found to hold. */
interface Visit extends Caller {
  readonly fields: LaneFields;
  readonly grant: Grant;
}

/** The bytes that go out: `end` is not one of them. */
interface Body {
  readonly start: number;
  readonly end: number;
}

interface Answer {
  readonly visit: Visit;
  readonly object: ServedObject;
  readonly selection: Selection;
  readonly body: Body;
  readonly pace: Pace | undefined;
}

const NOTHING = Buffer.alloc(0);
const BAD_REQUEST = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n';
const REQUEST_TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
const HEALTH = /^GET \/(?:livez|readyz|metrics)[ ?]/;
/** How long what a viewer still sends is dropped after the last answer: a close would reset what it has not read. */
const LINGER_MS = 2_000;
/** The least that a viewer must take in `stallSeconds`: some 270 bytes a second at the default of 60. */
export const LEAST_DRAIN_BYTES = 16 * 1024;

/**
 * One connection: its requests are answered one after another, in their order. While an answer takes its
 * time nothing more is read, so that neither pipelines nor slow readers cost memory.
 */
export class LaneConnection {
  readonly #writer: SocketWriter;
  readonly #known = new KnownFields();
  readonly #repetitions = new Repetitions();
  /** The client's address, and what the request said of it. */
  #client: { readonly address: string; readonly forwardedFor: string | undefined } | undefined;
  /** What has come and is not answered. */
  #unanswered: Buffer | undefined;
  #state: 'reading' | 'answering' | 'lingering' | 'left' = 'reading';
  #isLast = false;
  /** Whether the viewer has said that nothing more comes. */
  #hasEnded = false;
  /** Whether the head of the present answer is on its way. */
  #hasBegun = false;
  /** When the state, or the wait for the next request, began. */
  #since = performance.now();
  #drained = 0;

  constructor(
    private readonly socket: Socket,
    private readonly lane: Lane,
    private readonly options: { isOverLimit: boolean; left: () => void },
  ) {
    this.#writer = new SocketWriter(socket, lane.calls);
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

  /** Answers the last request once more, for another file or range that is at hand. False: nothing was done. */
  #repeat(buffer: Buffer, length: number): boolean {
    const asked = this.#repetitions.in(buffer, length);
    if (asked === undefined) return false;
    const { admission, objects } = this.lane;
    const { path, range } = asked;
    const { pass, client, fields } = asked.found;
    const { now } = admission;
    if (!admission.holds(pass, path, now) || this.lane.isDraining()) return false;
    const started = this.#since;
    const key = `assets/${pass.grant.asset}/${path}`;
    const object = objects.peek(key, started);
    if (object === undefined) return false;
    const grant = path === pass.grant.path ? pass.grant : { ...pass.grant, path };
    const requestId = newRequestId();
    const visit = {
      method: 'GET',
      subject: grant,
      client,
      requestId,
      started,
      grant,
      fields: range === undefined ? fields : { ...fields, range },
    };
    this.#hasBegun = false;
    const outcome = this.#answerHeld(visit, key, object);
    if (outcome === 'foreign' || outcome === undefined) return false;
    if (typeof outcome === 'object') {
      // What can't be answered after all is handed over with its bytes.
      this.#unanswered = buffer.subarray(0, length);
      this.#wait(outcome, length);
    }
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
    if (this.#state === 'answering') return this.#hasBegun ? undefined : this.cut();
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
        request === 'foreign' ? 'foreign' : this.#answer(request, bytes.subarray(at, request.end));
      if (outcome === 'foreign') return this.#handOver();
      if (typeof outcome === 'object' && request !== 'foreign') return this.#wait(outcome, request.end - at);
      if (request !== 'foreign') at = request.end;
      if (this.#isLast) return this.#linger();
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
      if (this.#state !== 'answering') return;
      this.#state = 'reading';
      if (result === 'foreign') return this.#handOver();
      const rest = this.#unanswered?.subarray(requestBytes);
      this.#unanswered = rest === undefined || rest.length === 0 ? undefined : rest;
      this.#since = performance.now();
      const later = this.socket.read() as Buffer | null;
      const isOver = this.#hasEnded || this.lane.isDraining();
      if (this.#isLast || (isOver && this.#unanswered === undefined && later === null)) return this.#linger();
      if (later !== null) this.#take(later);
      else this.#advance();
    };
    outcome.then(go, () => this.cut());
  }

  #answer(request: LaneRequest, bytes: Buffer): Outcome | Promise<Outcome> {
    const { admission, objects } = this.lane;
    this.#hasBegun = false;
    const client = this.#clientOf(request.fields['x-forwarded-for']);
    const verdict = admission.verdict(request.target, client);
    if (!verdict.granted || !admission.isReady) return 'foreign';
    const { grant } = verdict;
    const requestId = requestIdOf(request.fields['x-request-id']);
    const { method, fields } = request;
    const visit = { method, subject: grant, client, requestId, started: performance.now(), fields, grant };
    const key = `assets/${grant.asset}/${grant.path}`;
    const object = objects.peek(key, visit.started);
    this.#remember(visit, request, bytes);
    return (object && this.#answerHeld(visit, key, object)) ?? this.#answerLater(visit, key);
  }

  /** Answers with an object that was open a moment ago; undefined when it has to be acquired first. */
  #answerHeld(visit: Visit, key: string, object: ServedObject): Outcome | Promise<Outcome> | undefined {
    if (object.content !== undefined && visit.grant.kibPerSecond === undefined)
      return this.#answerContent(visit, object, object.content);
    const lease = this.lane.objects.hold(key);
    if (lease === undefined) return undefined;
    const outcome = this.#serve(visit, lease.object);
    if (typeof outcome === 'object') return outcome.finally(() => lease.release());
    lease.release();
    return outcome;
  }

  #answerContent(visit: Visit, object: ServedObject, content: Buffer): Outcome | Promise<Outcome> {
    const selection = select(visit.method, visit.fields, object);
    if (selection.status === 412 || selection.status === 416) return 'foreign';
    const body = bodyOf(visit.method, object, selection);
    const isWhole = selection.status === 200 && visit.method === 'GET';
    const whole = isWhole ? this.#whole(visit, object) : undefined;
    const sent =
      whole === undefined
        ? this.#writer.send(this.#head(visit, object, selection), content.subarray(body.start, body.end))
        : this.#writer.sendBytes(whole);
    if (sent === undefined) return this.#record(visit, selection.status, body.end - body.start);
    return sent.then(() => this.#record(visit, selection.status, body.end - body.start));
  }

  /** Undefined where the answer has to be put together. */
  #whole({ fields, grant, requestId }: Visit, object: ServedObject): Buffer | undefined {
    if (this.#begin(fields)) return undefined;
    const { admission, heads, ready } = this.lane;
    const originGroup = heads.originGroup(fields.origin);
    return ready.of(object, { grant, originGroup, now: admission.now, requestId });
  }

  /** The next request is often this one, but for the file's name or the range. */
  #remember({ grant, client }: Visit, request: LaneRequest, bytes: Buffer): void {
    if (this.options.isOverLimit) return;
    const found = { pass: this.lane.admission.pass(grant), client, fields: request.fields };
    const repetition = Repetition.of(request, bytes, found);
    if (repetition !== undefined) this.#repetitions.keep(repetition);
  }

  #clientOf(forwardedFor: string | undefined): string {
    if (this.#client === undefined || this.#client.forwardedFor !== forwardedFor) {
      const address = this.lane.admission.clientOf(this.socket.remoteAddress, forwardedFor);
      this.#client = { address, forwardedFor };
    }
    return this.#client.address;
  }

  async #answerLater(visit: Visit, key: string): Promise<Outcome> {
    let lease;
    try {
      lease = await this.lane.objects.acquire(parseStorageKey(key));
    } catch (error) {
      return this.#failed(visit, error);
    }
    try {
      return await this.#serve(visit, lease.object);
    } finally {
      lease.release();
    }
  }

  /** Without a promise where all of it could go at once. */
  #serve(visit: Visit, object: ServedObject): Outcome | Promise<Outcome> {
    const { method, fields, grant } = visit;
    const selection = select(method, fields, object);
    if (selection.status === 412 || selection.status === 416) return 'foreign';
    const body = bodyOf(method, object, selection);
    const { content, stretches } = object;
    const pace = grant.kibPerSecond === undefined ? undefined : new Pace(this.socket, grant.kibPerSecond);
    const send = () => this.#send({ visit, object, selection, body, pace });
    if (content !== undefined || body.end === body.start) return send();
    if (stretches === undefined) return 'foreign';
    if (stretches.ready(body.start, body.end - 1) !== undefined) return send();
    return stretches.fetch(body.start, this.#writer.signal).then(send, (error) => this.#failed(visit, error));
  }

  #send({ visit, object, selection, body, pace }: Answer): Outcome | Promise<Outcome> {
    const writer = this.#writer;
    const { content, stretches } = object;
    const head = this.#head(visit, object, selection);
    const done = () => this.#record(visit, selection.status, writer.takeBodyBytes());
    // A body that can't be finished is never padded: the connection ends in the middle.
    const broken = () => (this.cut(), done());
    try {
      let sent: Promise<void> | undefined;
      if (body.end === body.start) sent = writer.send(head, NOTHING);
      else if (content !== undefined)
        sent = writer.sendContent(head, content.subarray(body.start, body.end), pace);
      else if (stretches !== undefined) sent = writer.sendStretches(head, stretches, body, pace);
      return sent === undefined ? done() : sent.then(done, broken);
    } catch {
      return broken();
    }
  }

  #head({ fields, grant, requestId }: Visit, object: ServedObject, selection: Selection): string {
    const isLast = this.#begin(fields);
    const { now } = this.lane.admission;
    const { origin } = fields;
    return this.lane.heads.head(object, { grant, selection, now, origin, requestId, isLast });
  }

  /** An answer begins here. Returns whether it is the connection's last. */
  #begin(fields: LaneFields): boolean {
    this.#hasBegun = true;
    this.#isLast = fields.connection?.toLowerCase() === 'close' || this.lane.isDraining();
    return this.#isLast;
  }

  /**
   * What failed before the head is the ordinary server's to explain, if anybody is there to hear it. Only of a
   * storage that does not answer the viewer is told here: the server would wait for it once more.
   */
  async #failed(visit: Visit, error: unknown): Promise<Outcome> {
    if (this.socket.destroyed) return this.#record(visit, 499, 0);
    if (!(error instanceof StorageUnavailable)) return 'foreign';
    const { method, fields, requestId } = visit;
    const problem = problemOf(error, requestId);
    this.lane.log.failed(error, problem.code, requestId);
    const body = Buffer.from(JSON.stringify(problem));
    const isLast = this.#begin(fields);
    const { origin } = fields;
    const head = this.lane.heads.unavailable(problem, { bytes: body.length, origin, requestId, isLast });
    await this.#writer.send(head, method === 'HEAD' ? NOTHING : body);
    return this.#record(visit, problem.status, 0, problem.code);
  }

  #record(caller: Caller, status: number, bytes: number, code?: string): Outcome {
    const { method, subject, client, requestId, started } = caller;
    const { log } = this.lane;
    const whole = !this.socket.destroyed;
    const now = performance.now();
    this.#since = now;
    log.metrics.verdict('ok');
    log.metrics.sent(bytes);
    log.metrics.lane('answered');
    log.write({
      requestId,
      method,
      status,
      code,
      subject,
      client,
      bytes,
      ms: now - started,
      whole,
    });
    return 'answered';
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
    const problem = problemOf(new TooManyConnections(), requestIdOf(undefined));
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
    const { headSeconds, idleSeconds, stallSeconds } = this.lane.settings;
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

  /** What the viewer has taken since this was asked last. */
  #drain(): number {
    const before = this.#drained;
    this.#drained = this.#writer.drained;
    return this.#drained - before;
  }
}

function bodyOf(method: string, object: ServedObject, selection: Selection): Body {
  if (method === 'HEAD' || selection.status === 304) return { start: 0, end: 0 };
  if (selection.status === 206) return { start: selection.range.start, end: selection.range.end + 1 };
  return { start: 0, end: object.bytes };
}

function ignore(): void {
  // `close` follows, and tells all there is to know.
}
