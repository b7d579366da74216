import {
  type Answer,
  type Destinations,
  NotAnswered,
  post,
  type ResolveName,
  signatureOf,
} from '#libs/egress';
import type { Transaction } from '#libs/database';
import { type Clock, unixSeconds } from '#libs/kernel';
import type { Attempted, Disabled, Settled, Taken, Turns } from './turns.js';

export interface SenderParts {
  readonly turns: Turns;
  readonly clock: Clock;
  readonly destinations: Destinations;
  /** For names; as this machine resolves them unless told. */
  readonly resolve?: ResolveName;
  /** Part of the transaction that disables an endpoint whose receiver takes nothing. */
  readonly onDisabled: (tx: Transaction, endpoint: Disabled) => Promise<void>;
  readonly onSettled: (settled: Settled, taken: Taken, attempt: Attempted) => void;
  /** Told of what should not happen; it is tried again soon. */
  readonly onError: (error: unknown) => void;
}

export interface SenderLimits {
  /** Deliveries under way at a time, of all endpoints. */
  readonly atATime: number;
  /** In which a receiver must have answered. */
  readonly timeoutMs: number;
}

/** What is kept of an answer's body. */
const KEPT_BYTES = 1_000;
/** setTimeout takes no longer one. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
const AFTER_ERROR_MS = 5_000;

/**
 * Sends what is due. It looks when it is woken, when a delivery of its own has ended, and when the next one is due: it never
 * polls. As many replicas as you like may run one each. A replica that dies leaves what it had in hand to the others, so a
 * receiver may get a delivery twice, under one id.
 */
export class Sender {
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;
  #isWoken = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: SenderParts,
    private readonly limits: SenderLimits,
  ) {}

  /** There may be something to send. Never fails. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#isWoken = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#isWoken) this.wake();
    });
  }

  /** Breaks off what is under way, and puts it back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#underWay);
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      while (this.#isWoken && !this.#stopping.signal.aborted) {
        this.#isWoken = false;
        const room = this.limits.atATime - this.#underWay.size;
        // With none, the end of any of them wakes.
        if (room > 0) for (const taken of await this.parts.turns.take(room)) this.#begin(taken);
      }
      const next = await this.parts.turns.nextDue();
      if (next !== undefined) this.#wakeAfter(next.getTime() - this.parts.clock.now().getTime());
    } catch (error) {
      this.parts.onError(error);
      this.#wakeAfter(AFTER_ERROR_MS);
    }
  }

  #wakeAfter(ms: number): void {
    if (this.#stopping.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(LONGEST_WAIT_MS, Math.max(1, ms))).unref();
  }

  #begin(taken: Taken): void {
    const sent = this.#send(taken)
      .catch((error: unknown) => this.parts.onError(error))
      .finally(() => {
        this.#underWay.delete(sent);
        this.wake();
      });
    this.#underWay.add(sent);
  }

  async #send(taken: Taken): Promise<void> {
    const { turns, clock, onDisabled, onSettled } = this.parts;
    const at = clock.now().toISOString();
    const began = performance.now();
    const answered = await this.#post(taken).catch((error: unknown) => {
      if (error instanceof NotAnswered) return error;
      throw error;
    });
    if (answered instanceof NotAnswered && answered.fault === 'stopped') return turns.putBack(taken);
    const attempt = { at, ms: Math.round(performance.now() - began), ...outcomeOf(answered) };
    onSettled(await turns.settle(taken, attempt, onDisabled), taken, attempt);
  }

  #post({ id, eventType, url, body, secrets }: Taken): Promise<Answer> {
    const { destinations, resolve, clock } = this.parts;
    return post(url, {
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Lectern',
        'lectern-event': eventType,
        'lectern-delivery': id,
        'lectern-signature': signatureOf(secrets, unixSeconds(clock), body),
      },
      destinations,
      ...(resolve !== undefined && { resolve }),
      timeoutMs: this.limits.timeoutMs,
      keepBytes: KEPT_BYTES,
      signal: this.#stopping.signal,
    });
  }
}

function outcomeOf(
  answered: Answer | NotAnswered,
): Pick<Attempted, 'isTaken' | 'status' | 'fault' | 'answer'> {
  if (answered instanceof NotAnswered) {
    const { fault, code } = answered;
    return {
      isTaken: false,
      status: null,
      fault: code === undefined ? fault : `${fault} (${code})`,
      answer: null,
    };
  }
  const { status, excerpt: answer } = answered;
  const isTaken = status >= 200 && status <= 299;
  const refusal = status >= 300 && status <= 399 ? 'redirect' : 'status';
  return { isTaken, status, fault: isTaken ? null : refusal, answer };
}
