import type { Socket } from 'node:net';
import { newRequestId, problemOf, requestIdOf } from '#libs/http';
import type { Asker, Grant } from '#libs/signing';
import { parseStorageKey, StorageUnavailable, textUnderAsset } from '#libs/storage';
import type { Access, AccessLog } from '../access-log.js';
import { type Admission, KnownAsker } from '../admission.js';
import { Pace } from '../body.js';
import type { OpenObjects } from '../objects/open-objects.js';
import type { ServedObject } from '../objects/served-object.js';
import { type Selection, select } from '../preconditions.js';
import type { LaneHeads } from './lane-heads.js';
import type { ReadyAnswers } from './ready-answers.js';
import { Repetition, Repetitions } from './repetition.js';
import type { LaneFields, LaneRequest } from './request.js';
import type { SocketWriter } from './socket-writer.js';

export interface AnswerParts {
  readonly objects: OpenObjects;
  readonly admission: Admission;
  readonly log: AccessLog;
  readonly heads: LaneHeads;
  readonly ready: ReadyAnswers;
  readonly isDraining: () => boolean;
}

/** `foreign`: nothing was answered, and it is the ordinary server's to answer. */
export type Outcome = 'answered' | 'foreign';

/** What the log says of a request whatever comes of it. */
interface Caller {
  readonly method: string;
  readonly subject: Access['subject'];
  readonly asker: Asker;
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

/** Answers the requests of one connection, which asks for one after the other. What can go at once needs no promise. */
export class LaneAnswers {
  readonly #repetitions = new Repetitions();
  readonly #asker: KnownAsker;
  #lastAsset = '';
  #isLast = false;
  #hasBegun = false;

  constructor(
    private readonly socket: Socket,
    private readonly lane: AnswerParts,
    private readonly writer: SocketWriter,
    private readonly isOverLimit: boolean,
  ) {
    this.#asker = new KnownAsker(lane.admission, socket);
  }

  /** Whether the connection ends with the last answer that has begun. */
  get isLast(): boolean {
    return this.#isLast;
  }

  /** Whether the head of the present answer is on its way. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * Answers the last request once more, for another file or range that is at hand. `foreign` only means that it has
   * to be read in full.
   */
  repeat(buffer: Buffer, length: number, started: number): Outcome | Promise<Outcome> {
    const asked = this.#repetitions.in(buffer, length);
    if (asked === undefined) return 'foreign';
    const { admission, objects } = this.lane;
    const { path, range } = asked;
    const { pass, asker, fields } = asked.found;
    const { now } = admission;
    if (!admission.holds(pass, path, now) || this.lane.isDraining()) return 'foreign';
    const key = textUnderAsset(pass.grant.asset, path);
    const object = objects.peek(key, started);
    if (object === undefined) return 'foreign';
    const grant = path === pass.grant.path ? pass.grant : { ...pass.grant, path };
    const requestId = newRequestId();
    const visit = {
      method: 'GET',
      subject: grant,
      asker,
      requestId,
      started,
      grant,
      fields: range === undefined ? fields : { ...fields, range },
    };
    this.#hasBegun = false;
    return this.#answerHeld(visit, key, object) ?? 'foreign';
  }

  /** @param bytes the request's; they are the caller's again at once */
  answer(request: LaneRequest, bytes: Buffer): Outcome | Promise<Outcome> {
    const { admission, objects } = this.lane;
    this.#hasBegun = false;
    const asker = this.#asker.of(request.fields);
    const verdict = admission.verdict(request.target, asker);
    if (!verdict.granted || !admission.isReady) return 'foreign';
    const { grant } = verdict;
    const requestId = requestIdOf(request.fields['x-request-id']);
    const { method, fields } = request;
    const visit = { method, subject: grant, asker, requestId, started: performance.now(), fields, grant };
    const key = textUnderAsset(grant.asset, grant.path);
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
        ? this.writer.send(this.#head(visit, object, selection), content.subarray(body.start, body.end))
        : this.writer.sendBytes(whole, content.length);
    const done = () => this.#record(visit, selection.status, this.writer.takeBodyBytes());
    return sent === undefined ? done() : sent.then(done);
  }

  /** Undefined where the answer has to be put together. */
  #whole({ fields, grant, requestId }: Visit, object: ServedObject): Buffer | undefined {
    if (this.#begin(fields)) return undefined;
    const { admission, heads, ready } = this.lane;
    const originGroup = heads.originGroup(fields.origin);
    return ready.of(object, { grant, originGroup, now: admission.now, requestId });
  }

  /** The next request is often this one, but for the file's name or the range: for who stays with an asset. */
  #remember({ grant, asker }: Visit, request: LaneRequest, bytes: Buffer): void {
    const stays = grant.asset === this.#lastAsset;
    this.#lastAsset = grant.asset;
    if (this.isOverLimit || !stays) return;
    const found = { pass: this.lane.admission.pass(grant), asker, fields: request.fields };
    const repetition = Repetition.of(request, bytes, found);
    if (repetition !== undefined) this.#repetitions.keep(repetition);
  }

  async #answerLater(visit: Visit, key: string): Promise<Outcome> {
    let lease;
    try {
      lease = await this.lane.objects.acquire(parseStorageKey(key));
    } catch (error) {
      return this.#failed(visit, error);
    }
    try {
      // Who left while storage was asked is nobody to begin an answer for.
      if (this.socket.destroyed) return this.#record(visit, 499, 0);
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
    return stretches.fetch(body.start, this.writer.signal).then(send, (error) => this.#failed(visit, error));
  }

  #send({ visit, object, selection, body, pace }: Answer): Outcome | Promise<Outcome> {
    const writer = this.writer;
    const { content, stretches } = object;
    const head = this.#head(visit, object, selection);
    const done = () => this.#record(visit, selection.status, writer.takeBodyBytes());
    // A body that can't be finished is never padded: the connection ends in the middle.
    const broken = () => {
      this.socket.destroy();
      return done();
    };
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
    await this.writer.send(head, method === 'HEAD' ? NOTHING : body);
    // Of bodies, those of objects alone are counted.
    this.writer.takeBodyBytes();
    return this.#record(visit, problem.status, 0, problem.code);
  }

  #record(caller: Caller, status: number, bytes: number, code?: string): Outcome {
    const { method, subject, asker, requestId, started } = caller;
    const { log } = this.lane;
    const whole = !this.socket.destroyed;
    const now = performance.now();
    log.metrics.verdict('ok');
    log.metrics.sent(bytes);
    log.metrics.lane('answered');
    log.write({
      requestId,
      method,
      status,
      code,
      subject,
      client: asker.client,
      bytes,
      ms: now - started,
      whole,
    });
    return 'answered';
  }
}

function bodyOf(method: string, object: ServedObject, selection: Selection): Body {
  if (method === 'HEAD' || selection.status === 304) return { start: 0, end: 0 };
  if (selection.status === 206) return { start: selection.range.start, end: selection.range.end + 1 };
  return { start: 0, end: object.bytes };
}
