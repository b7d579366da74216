import type { Schemas } from './client.js';
import { UploadCalls, type UploadService } from './upload-calls.js';
import { Go } from './upload-go.js';
import { type Hours, untilOpenMs } from './upload-hours.js';
import { Pace, type Stretch } from './upload-pace.js';
import { found, Interrupted, NoAnswer, Refused, remedyOf, type UploadProblem } from './upload-problem.js';
import { type OpenSource, openSource, type UploadSource } from './upload-source.js';

/** What is sent, and whether it begins here or goes on. */
export type UploadTask =
  | {
      readonly file: UploadSource;
      /** A File's own name without it. */
      readonly fileName?: string;
      readonly title?: string;
      /** Whoever may see the course may see the recording, once it is published there. */
      readonly courseId?: string;
      /** What the platform that people come from calls it. */
      readonly externalId?: string;
      /** Where it is known before: then a file that the person may see already is not sent at all. */
      readonly sha256?: string;
      /** The asset whose recording it is to take the place of; then it has no title and course of its own. */
      readonly replaces?: string;
    }
  /** Goes on with an unfinished upload of the same person, after it was proven that the file is the same. */
  | { readonly file: UploadSource; readonly upload: string }
  /** The same with an upload of somebody who read a code out; nobody needs to be signed in. */
  | { readonly file: UploadSource; readonly code: string };

export interface UploadOptions {
  /** Told of each change, and of progress a few times in a second at most. */
  readonly onState?: (state: UploadState) => void;
  /** Stops sending. The upload stays on the server, to be gone on with. */
  readonly signal?: AbortSignal;
  /**
   * The SHA-256 of the file's first `bytes` bytes, 64 lower-case digits. It is asked once for all of them, beside
   * sending, so that a file which the person may see already ends the upload at once; and, before an upload goes on, for
   * those that came, without which it can't go on.
   */
  readonly hash?: (bytes: number, signal: AbortSignal) => Promise<string>;
  /** At most so many kilobits are sent in a second. */
  readonly capKbps?: number;
  /** Bytes are sent in these hours alone. A request that is under way at their end is finished. */
  readonly hours?: Hours;
  /** How long is waited after a break: doubled from one to the other, with jitter. A second and a minute without it. */
  readonly backOffMs?: readonly [least: number, most: number];
}

/** Where an upload stands. */
export type UploadState =
  /** It has not begun, or waits for its hours. */
  | { readonly state: 'waiting'; readonly until: Date | null }
  | {
      readonly state: 'sending';
      /** Acknowledged: never sent again, and never less than before. */
      readonly offset: number;
      /** With what is under way. */
      readonly sent: number;
      readonly total: number;
      readonly bytesPerSecond: number | null;
      readonly finishAtEarliest: Date | null;
      readonly finishAtLatest: Date | null;
    }
  | { readonly state: 'paused' }
  /** It tries again by itself, then at the latest. `problem`: of an answer that passes; null where there was none. */
  | { readonly state: 'waiting-for-link'; readonly until: Date; readonly problem: UploadProblem | null }
  /** The server has no room: nobody here did anything wrong, and it goes on by itself. */
  | { readonly state: 'waiting-for-room'; readonly until: Date; readonly problem: UploadProblem }
  | { readonly state: 'signing-in' }
  /** All bytes came. */
  | { readonly state: 'finishing' }
  | UploadEnd;

/** How an upload ended. What was stopped or failed may still be gone on with by its id, while the server keeps it. */
export type UploadEnd =
  | { readonly state: 'done'; readonly assetId: string }
  | { readonly state: 'failed'; readonly problem: UploadProblem }
  | { readonly state: 'stopped' }
  | { readonly state: 'abandoned' };

/** An upload under way. */
export interface Upload {
  readonly state: UploadState;
  /** Its id on the server; undefined until it has begun there. */
  readonly id: string | undefined;
  /** Resolves with the end; it is never rejected. */
  readonly ended: Promise<UploadEnd>;
  pause(): void;
  /** Also tries at once what waits for the link or for room. */
  resume(): void;
  /** From the next request on. */
  limit(limits: { readonly capKbps?: number | undefined; readonly hours?: Hours | undefined }): void;
  /**
   * Gives it up: what came is thrown away, unless it goes on by a code, whose holder may not end it. Resolves when the
   * server knows; an asset stays one. @throws Error where the server could not be told: there the upload expires
   */
  abandon(): Promise<void>;
}

/**
 * Sends a file, however bad the link is, and begins at once. What was acknowledged is never sent again; a break is waited
 * out for as long as it takes; only what no waiting mends ends it.
 *
 * @throws TypeError where it is to go on with an upload and there is no `hash`, or `hours` are none
 */
export function createUpload(service: UploadService, task: UploadTask, options: UploadOptions = {}): Upload {
  if (!isNew(task) && options.hash === undefined)
    throw new TypeError('An upload goes on only where the file is compared: give `hash`.');
  if (options.hours !== undefined) untilOpenMs(options.hours, new Date());
  return new RunningUpload(service, task, options);
}

const BACK_OFF_MS = [1000, 60_000] as const;
const PROGRESS_MS = 250;
const ABANDON_TRIES = 6;

class RunningUpload implements Upload {
  readonly ended: Promise<UploadEnd>;
  readonly #calls: UploadCalls;
  readonly #backOffMs: readonly [number, number];
  readonly #pace = new Pace(Date.now);
  #state: UploadState = { state: 'waiting', until: null };
  #source: OpenSource | undefined;
  #id: string | undefined;
  #asset: string | undefined;
  #offset = 0;
  #breaks = 0;
  #takenOverAt = Number.NEGATIVE_INFINITY;
  #isPaused = false;
  #progressAt = 0;
  /** The request that was cut short: how much of it came is told by the next HEAD. */
  #broken: Stretch | undefined;
  #limits: { capKbps?: number | undefined; hours?: Hours | undefined };
  /** Aborted by whatever cuts the present wait or request short. */
  #turn = new AbortController();
  /** What ends it: a turn is cut short once, and what comes behind the first must not be lost. */
  #last: Interrupted | undefined;
  /** Aborted with the end: whatever runs beside the sending ends with it. */
  readonly #life = new AbortController();

  constructor(
    private readonly service: UploadService,
    private readonly task: UploadTask,
    private readonly options: UploadOptions,
  ) {
    this.#calls = new UploadCalls(service);
    this.#backOffMs = options.backOffMs ?? BACK_OFF_MS;
    this.#limits = { capKbps: options.capKbps, hours: options.hours };
    const stop = (): void => this.#interrupt('stopped');
    const hint = (): void => this.#interrupt('retry');
    options.signal?.addEventListener('abort', stop);
    // A hint, and no more: it is there also where the service is not to be reached.
    browser.addEventListener?.('online', hint);
    this.ended = this.#run().finally(() => {
      options.signal?.removeEventListener('abort', stop);
      browser.removeEventListener?.('online', hint);
    });
    if (options.signal?.aborted === true) stop();
  }

  get state(): UploadState {
    return this.#state;
  }

  get id(): string | undefined {
    return this.#id;
  }

  pause(): void {
    this.#isPaused = true;
    this.#interrupt('paused');
  }

  resume(): void {
    this.#isPaused = false;
    this.#interrupt('retry');
  }

  limit(limits: { capKbps?: number | undefined; hours?: Hours | undefined }): void {
    if (limits.hours !== undefined) untilOpenMs(limits.hours, new Date());
    this.#limits = { ...this.#limits, ...limits };
    this.#interrupt('retry');
  }

  async abandon(): Promise<void> {
    this.#interrupt('abandoned');
    const { state } = await this.ended;
    const id = this.#id;
    if (state === 'done' || id === undefined || 'code' in this.task) return;
    const { signal } = new AbortController();
    await this.#insisting(() => this.#calls.end(id, signal), ABANDON_TRIES);
  }

  /** Waits are cut short by anything; a request that sends only by what ends or pauses it. */
  #interrupt(why: Interrupted['why']): void {
    if (why === 'retry' && this.#isMoving()) return;
    const interruption = new Interrupted(why);
    if (why !== 'paused' && why !== 'retry') this.#last ??= interruption;
    this.#turn.abort(interruption);
  }

  #isMoving(): boolean {
    return this.#state.state === 'sending' || this.#state.state === 'finishing';
  }

  async #run(): Promise<UploadEnd> {
    let end: UploadEnd;
    try {
      this.#source = await openSource(this.task.file);
      await this.#persist(() => this.#begin(this.#size));
      if (this.#asset === undefined) void this.#declare();
      while (this.#asset === undefined) await this.#persist(() => this.#send());
      end = { state: 'done', assetId: this.#asset };
    } catch (error) {
      end = endBy(error);
    }
    this.#life.abort(new Interrupted('settled'));
    this.#is(end);
    return end;
  }

  get #size(): number {
    return this.#source?.size ?? 0;
  }

  get #signal(): AbortSignal {
    return this.#turn.signal;
  }

  get #cap(): number | undefined {
    const { capKbps } = this.#limits;
    return capKbps === undefined ? undefined : capKbps * 125;
  }

  /** Does a step until it has succeeded, or something is met that no waiting mends. */
  async #persist<T>(step: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        if (this.#last !== undefined) throw this.#last;
        await this.#untilAllowed();
        const result = await step();
        this.#breaks = 0;
        return result;
      } catch (error) {
        const after = await this.#mended(error).catch((reason: unknown) => reason);
        if (after instanceof Interrupted && (after.why === 'paused' || after.why === 'retry'))
          this.#turn = new AbortController();
        else if (after instanceof Interrupted && after.why === 'settled' && this.#asset !== undefined) {
          this.#turn = new AbortController();
          this.#last = undefined;
          return undefined;
        } else if (after !== undefined) throw after;
      }
    }
  }

  /** Waits while it is paused, or outside of its hours. */
  async #untilAllowed(): Promise<void> {
    const { hours } = this.#limits;
    if (this.#isPaused) {
      this.#is({ state: 'paused' });
      await this.#wait(Number.POSITIVE_INFINITY);
    }
    const ms = hours === undefined ? 0 : untilOpenMs(hours, new Date());
    if (ms === 0) return;
    this.#is({ state: 'waiting', until: new Date(Date.now() + ms) });
    await this.#wait(ms);
  }

  /** Waits out what went wrong. @throws what no waiting mends, and Interrupted */
  async #mended(error: unknown): Promise<void> {
    if (error instanceof NoAnswer) return this.#waitForLink(0, null);
    if (!(error instanceof Refused)) throw error;
    const { problem, retryAfterMs } = error;
    switch (remedyOf(problem)) {
      case 'sign-in':
        return this.#signIn(error);
      case 'room':
        return this.#waitFor(retryAfterMs, (until) => ({ state: 'waiting-for-room', until, problem }));
      case 'again':
        if (problem.code === 'upload-taken-over') return this.#yield(problem);
        return this.#waitForLink(retryAfterMs, problem);
      case 'smaller':
        if (!this.#pace.refused(this.#pace.requestBytes(this.#cap))) throw error;
        return;
      case 'look':
        return this.#look(error);
      case 'end':
        throw error;
    }
  }

  /**
   * Most often it was a request of its own, given up before, that a proxy held for a while: once it goes on as after a
   * break. Whoever takes it over again is there, and is to get somewhere before it is taken back.
   */
  #yield(problem: UploadProblem): Promise<void> {
    const [, most] = this.#backOffMs;
    const isAgain = performance.now() - this.#takenOverAt < 2 * most;
    this.#takenOverAt = performance.now();
    return isAgain ? this.#waitForLink(most, problem) : this.#waitForLink(0, null);
  }

  async #signIn(refused: Refused): Promise<void> {
    const { signIn } = this.service;
    // What a code was changed for has no sign-in.
    if (signIn === undefined || 'code' in this.task) throw refused;
    this.#is({ state: 'signing-in' });
    // A sign-in that is refused at once, again and again, must not be made in a circle without a pause.
    if (this.#breaks > 0) await this.#wait(this.#nextWaitMs());
    this.#breaks += 1;
    await this.#unlessInterrupted(
      signIn().catch(() => {
        throw refused;
      }),
    );
  }

  /** An upload that takes no more bytes may be an asset; else a request with a body in its answer says why. */
  async #look(refused: Refused): Promise<void> {
    const id = this.#id;
    if (id === undefined) throw refused;
    const { offset, asset } = await this.#standing(id).catch((reason: unknown) => {
      if (reason instanceof Interrupted) throw reason;
      if (reason instanceof Refused && ['end', 'look'].includes(remedyOf(reason.problem))) throw reason;
      return { offset: undefined, asset: undefined };
    });
    this.#asset = asset;
    if (offset === undefined) await this.#waitForLink(refused.retryAfterMs, null);
    else if (asset === undefined && offset < this.#size) throw refused;
  }

  async #standing(id: string): Promise<{ offset: number; asset: string | undefined }> {
    try {
      return await this.#calls.stand(id, this.#signal);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { offset: this.#size, asset: await this.#calls.finish(id, this.#offset, this.#signal) };
    }
  }

  #waitForLink(leastMs: number, problem: UploadProblem | null): Promise<void> {
    return this.#waitFor(leastMs, (until) =>
      this.#offset > 0 && this.#offset === this.#size
        ? { state: 'finishing' }
        : { state: 'waiting-for-link', until, problem },
    );
  }

  async #waitFor(leastMs: number, state: (until: Date) => UploadState): Promise<void> {
    const ms = Math.max(leastMs, this.#nextWaitMs());
    this.#breaks += 1;
    this.#is(state(new Date(Date.now() + ms)));
    await this.#wait(ms);
  }

  #nextWaitMs(): number {
    const [least, most] = this.#backOffMs;
    return Math.min(most, least * 2 ** Math.min(this.#breaks, 20)) * (0.5 + Math.random() / 2);
  }

  /** @throws Interrupted */
  async #wait(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      if (Number.isFinite(ms)) timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
    });
    await this.#unlessInterrupted(over).finally(() => clearTimeout(timer));
  }

  async #unlessInterrupted<T>(promise: Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal.throwIfAborted();
    let cut = (): void => undefined;
    const interrupted = new Promise<never>((_, reject) => {
      cut = () => reject(signal.reason as Error);
      signal.addEventListener('abort', cut);
    });
    return Promise.race([promise, interrupted]).finally(() => signal.removeEventListener('abort', cut));
  }

  /** Has it begun on the server, or proves that this is the file that came so far. */
  async #begin(bytes: number): Promise<void> {
    const { task } = this;
    if ('code' in task) return this.#enter(task.code);
    if ('upload' in task) {
      this.#id = task.upload;
      const upload = await this.#calls.view(task.upload, this.#signal);
      if (upload.state === 'completed') this.#asset = upload.asset;
      else if (this.#takes(upload)) {
        const { offset } = await this.#calls.stand(task.upload, this.#signal);
        if (offset > 0) await this.#prove(task.upload, offset);
      }
      return;
    }
    const { file, title, courseId, sha256, externalId, replaces } = task;
    const fileName = task.fileName ?? (file as Partial<File>).name ?? 'unnamed';
    const body = { fileName, bytes, ...given({ title, courseId, sha256, externalId, replaces }) };
    const upload = await this.#calls.begin(body, this.#key, this.#signal);
    this.#id = upload.id;
    if (upload.state === 'completed') this.#asset = upload.asset;
  }

  /** The same for every attempt, so that an answer that is lost begins nothing twice. */
  readonly #key = randomKey();
  #admission: Schemas['UploadAdmission'] | undefined;

  async #enter(code: string): Promise<void> {
    this.#admission ??= await this.#calls.redeem(code, this.#signal);
    const { upload, token, offset } = this.#admission;
    this.#calls.admit(token);
    this.#id = upload;
    if (this.#takes(this.#admission)) await this.#prove(upload, offset);
  }

  /** Whether this file can be that of an upload. @throws Refused where not */
  #takes({
    bytes,
    partBytes,
  }: {
    readonly bytes: number | null;
    readonly partBytes: number | null;
  }): boolean {
    if (partBytes !== null)
      throw found('upload-in-parts', 'This upload comes in numbered parts, and goes on only in such.');
    if (bytes !== this.#size)
      throw found(
        'another-file',
        'This is another file than the one that came so far: its length is another.',
      );
    return true;
  }

  async #prove(upload: string, offset: number): Promise<void> {
    const { hash } = this.options;
    if (hash === undefined) return;
    const sha256 = await this.#unlessInterrupted(hash(offset, this.#life.signal));
    await this.#calls.prove(upload, { offset, sha256 }, this.#signal);
    this.#offset = offset;
  }

  /** Says the SHA-256 once it is known: where the person may see such a file, the upload ends as an asset. */
  async #declare(): Promise<void> {
    const { hash } = this.options;
    const id = this.#id;
    if (hash === undefined || id === undefined || 'code' in this.task) return;
    if (isNew(this.task) && this.task.sha256 !== undefined) return;
    const { signal } = this.#life;
    try {
      const sha256 = await hash(this.#size, signal);
      const upload = await this.#insisting(() => this.#calls.declare(id, sha256, signal));
      if (upload.state !== 'completed' || this.#asset !== undefined) return;
      this.#asset = upload.asset;
      this.#interrupt('settled');
    } catch {
      // It only makes the end come sooner: bytes that differ are refused at the end, whoever said it before.
    }
  }

  /** Asks beside the sending until there is an answer. @throws what no waiting mends, and the last of so many tries */
  async #insisting<T>(call: () => Promise<T>, most = Number.POSITIVE_INFINITY): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call();
      } catch (error) {
        const passes =
          error instanceof NoAnswer || (error instanceof Refused && remedyOf(error.problem) !== 'end');
        if (!passes || tries >= most) throw error;
      }
      const [least, longest] = this.#backOffMs;
      const ms = Math.min(longest, least * 2 ** Math.min(tries, 20));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  /** One go of sending, from where HEAD says that the upload stands until its end, a break or an interruption. */
  async #send(): Promise<void> {
    const id = this.#id ?? '';
    if (this.#offset > 0 && this.#offset === this.#size) {
      this.#is({ state: 'finishing' });
      this.#asset = await this.#calls.finish(id, this.#offset, this.#signal);
      if (this.#asset === undefined) throw new NoAnswer();
      return;
    }
    const go = new Go(this.#calls, {
      address: this.#calls.addressOf(id),
      source: this.#source as OpenSource,
      requestBytes: () => this.#pace.requestBytes(this.#cap),
      stallMs: (bytes) => this.#pace.stallMs(bytes),
      onStall: () => this.#pace.stalled(),
      beforeBytes: async () => {
        await this.#wait(this.#pace.holdMs());
        const { hours } = this.#limits;
        if (hours !== undefined && untilOpenMs(hours, new Date()) > 0) throw new Interrupted('retry');
      },
      onOffset: (offset, sending) => this.#reached(offset, sending ?? this.#broken),
      onProgress: (sent) => this.#progressed(sent),
    });
    const asset = await this.#unlessInterrupted(go.done).finally(() => {
      this.#broken = go.stop();
    });
    this.#offset = this.#size;
    // The last answer was lost, or what came is still being put together.
    if (asset === undefined) throw new NoAnswer();
    this.#asset = asset;
  }

  #reached(offset: number, sending: Stretch | undefined): void {
    if (sending !== undefined) this.#pace.took(offset - this.#offset, sending, this.#cap);
    this.#broken = undefined;
    if (offset > this.#offset) this.#breaks = 0;
    this.#offset = offset;
    this.#progressed(offset, true);
  }

  #progressed(sent: number, isAcknowledged = false): void {
    if (this.#signal.aborted || this.#isPaused) return;
    if (sent === this.#size) return this.#is({ state: 'finishing' });
    const now = Date.now();
    if (!isAcknowledged && this.#state.state === 'sending' && now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    const [offset, total] = [this.#offset, this.#size];
    const estimate = this.#pace.estimate(total - offset, this.#cap);
    this.#is({ state: 'sending', offset, sent: Math.max(sent, offset), total, ...estimate });
  }

  #is(state: UploadState): void {
    this.#state = state;
    this.options.onState?.(state);
  }
}

function endBy(error: unknown): UploadEnd {
  if (error instanceof Refused) return { state: 'failed', problem: error.problem };
  if (!(error instanceof Interrupted))
    return { state: 'failed', problem: { code: 'upload-broken', detail: String(error) } };
  return { state: error.why === 'abandoned' ? 'abandoned' : 'stopped' };
}

function isNew(task: UploadTask): task is Exclude<UploadTask, { upload: string } | { code: string }> {
  return !('upload' in task) && !('code' in task);
}

function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** `randomUUID` is not there on plain HTTP. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** What a page has and Node has not. */
const browser = globalThis as {
  addEventListener?: (type: string, listener: () => void) => void;
  removeEventListener?: (type: string, listener: () => void) => void;
};
