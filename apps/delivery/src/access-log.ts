import { type Logger, pino } from 'pino';
import { LineBudget, tell } from '#libs/http';
import type { DeliveryMetrics } from './delivery-metrics.js';
import type { UsageJournal } from './usage/usage-journal.js';

/** One request and how its answer ended. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  readonly status: number;
  readonly code?: string | undefined;
  /** What the URL was for; only once its signature is known to be right. */
  readonly subject: { asset: string; path: string; session?: string | undefined } | undefined;
  readonly client: string;
  readonly bytes: number;
  readonly ms: number;
  /** Whether the answer reached its end. */
  readonly whole: boolean;
}

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const MOST_PENDING = 32 * 1024;
/** So many assets are remembered as played. */
const MOST_PLAYED = 10_000;

/**
 * What the log, the metrics and the account of usage say of each request, whatever carried it. Lines are those of the logger, but made
 * by hand, since making one costs it more than a small answer does, and written together at the end of the event
 * loop's turn, or by `flush`.
 */
export class AccessLog {
  readonly #start: string;
  #time = { second: 0, text: '' };
  #pending = '';
  readonly #strangers: LineBudget;
  readonly #played = new Set<string>();

  constructor(
    private readonly logger: Logger,
    readonly metrics: DeliveryMetrics,
    private readonly usage?: Pick<UsageJournal, 'count'>,
  ) {
    this.#strangers = new LineBudget(logger);
    const bindings = JSON.stringify(logger.bindings()).slice(1, -1);
    this.#start = bindings === '' ? '' : `,${bindings}`;
  }

  /** Why storage, or we, could not answer a request whose URL holds. */
  failed(err: unknown, code: string, requestId: string): void {
    this.logger.error({ err, code, requestId }, 'delivery failed');
  }

  write(access: Access): void {
    const { status, ms, whole } = access;
    const method = METHODS.has(access.method) ? access.method : 'other';
    this.metrics.answered(method, status, ms / 1000, whole);
    if (access.bytes > 0 && access.subject !== undefined) this.usage?.count(access.subject, access.bytes, ms);
    if (!this.logger.isLevelEnabled('info')) return;
    // Anybody can ask for what was never signed.
    if (access.subject === undefined && status < 500 && !this.#strangers.takes(status)) return;
    if (access.subject !== undefined && status < 300) this.#play(access.subject);
    if (this.#pending === '') setImmediate(() => this.flush());
    this.#pending += this.#line(access, method);
    if (this.#pending.length >= MOST_PENDING) this.flush();
  }

  #play({ asset, session }: { readonly asset: string; readonly session?: string | undefined }): void {
    if (this.#played.has(asset)) return;
    if (this.#played.size >= MOST_PLAYED) this.#played.clear();
    this.#played.add(asset);
    tell(this.logger, 'asset played', { asset, session });
  }

  /** Writes what was kept back. */
  flush(): void {
    if (this.#pending === '') return;
    const lines = this.#pending;
    this.#pending = '';
    (this.logger as unknown as Streaming)[pino.symbols.streamSym].write(lines);
  }

  /**
   * Never the target: it holds the token, and what is not verified may hold anything. Each text here is of a
   * grammar without quotes, backslashes and control characters: ids (`requestIdOf`), methods, codes, what a
   * signed URL may name (`parseTarget`), and addresses that were parsed.
   */
  #line({ requestId, status, code, subject, client, bytes, ms, whole }: Access, method: string): string {
    const session = subject?.session === undefined ? '' : `,"session":"${subject.session}"`;
    const what =
      subject === undefined ? '' : `${session},"asset":"${subject.asset}","path":"${subject.path}"`;
    return (
      `{"level":30,"time":"${this.#now()}"${this.#start},"requestId":"${requestId}","method":"${method}"` +
      `,"status":${status}${code === undefined ? '' : `,"code":"${code}"`}${what},"client":"${client}"` +
      `,"bytes":${bytes},"ms":${Math.round(ms)}${whole ? '' : ',"cut":true'},"msg":"delivery"}\n`
    );
  }

  #now(): string {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#time.second) {
      this.#time = { second, text: new Date(second * 1000).toISOString().slice(0, -'000Z'.length) };
    }
    return `${this.#time.text}${String(now % 1000).padStart(3, '0')}Z`;
  }
}

interface Streaming {
  readonly [pino.symbols.streamSym]: { write(lines: string): void };
}
