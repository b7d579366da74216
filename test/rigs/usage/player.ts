import { setTimeout as sleep } from 'node:timers/promises';

/** One answer, as the player that asked for it saw it. */
export interface Answer {
  /** Which delivery was asked. */
  readonly delivery: number;
  readonly began: number;
  readonly ended: number;
  /** Of the body that came; of one that did not come to its end, the most that may have been sent. */
  readonly bytes: number;
  readonly isWhole: boolean;
}

/** What nobody has sent anything for. */
const REFUSED = ['ECONNREFUSED', 'ENOTFOUND'];

/**
 * Somebody who watches a lesson again and again, now from this delivery and now from that: what they got, by their own
 * count.
 */
export class Player {
  readonly answers: Answer[] = [];
  #target = '';
  #bytes = 0;

  constructor(
    readonly subject: string,
    private readonly deliveries: readonly string[],
    /** The path of a master playlist, signed. */
    private readonly master: string,
    private readonly pauseMs: number,
  ) {}

  /** By which the deliveries name the session. */
  get session(): string {
    return /~j=([A-Za-z0-9_-]+)/.exec(this.master)?.[1] ?? '';
  }

  /** Finds the file of media of the first rendition, as every player does. */
  async begin(): Promise<void> {
    const began = Date.now();
    const first = `${this.deliveries[0]}${this.master}`;
    const master = await this.#text(first);
    const playlist = await this.#text(master.next);
    const { bytes } = await this.#text(playlist.next);
    this.#target = new URL(playlist.next).pathname;
    this.#bytes = bytes;
    const all = master.bytes + playlist.bytes + bytes;
    this.answers.push({ delivery: 0, began, ended: Date.now(), bytes: all, isWhole: true });
  }

  async play(over: AbortSignal, turn: number): Promise<void> {
    await sleep((this.pauseMs * (turn % 100)) / 100);
    for (let next = turn; !over.aborted; next += 1) {
      await this.#ask(next % this.deliveries.length);
      await sleep(this.pauseMs);
    }
  }

  async #text(url: string): Promise<{ readonly bytes: number; readonly next: string }> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200) throw new Error(`A player was answered ${answer.status}.`);
    const name = /^([^#\n].*)$/m.exec(body.subarray(0, 10_000).toString('latin1'))?.[1] ?? '';
    return { bytes: body.length, next: new URL(name, url).href };
  }

  async #ask(delivery: number): Promise<void> {
    const began = Date.now();
    const end = (bytes: number, isWhole: boolean) =>
      void this.answers.push({ delivery, began, ended: Date.now(), bytes, isWhole });
    try {
      const answer = await fetch(`${this.deliveries[delivery]}${this.#target}`, {
        signal: AbortSignal.timeout(30_000),
      });
      const body = await answer.arrayBuffer();
      if (answer.status === 200) end(body.byteLength, true);
    } catch (error) {
      const { code = '' } = ((error as Error).cause ?? {}) as { code?: string };
      if (!REFUSED.includes(code)) end(this.#bytes, false);
    }
  }
}

export interface Kill {
  readonly delivery: number;
  readonly at: number;
  /** When it wrote down last what it had sent until then. */
  readonly writtenAt: number;
}

/** What must have been counted of a player, and the most that may have been. */
export interface Bounds {
  readonly bytes: readonly [least: number, most: number];
  readonly minutes: readonly [least: number, most: number];
}

const MINUTE_MS = 60_000;

/**
 * @param lateMs how much later than it was written down a player may take an answer for ended, or earlier; at the turn of a
 *   minute also how much later it may be written down
 */
export function boundsOf(
  answers: readonly Answer[],
  kills: readonly Kill[],
  lateMs: { readonly seen: number; readonly written: number },
): Bounds {
  const mayBeLost = ({ delivery, ended, isWhole }: Answer) =>
    !isWhole ||
    kills.some(
      ({ delivery: killed, at, writtenAt }) =>
        killed === delivery && ended > writtenAt - lateMs.seen && ended < at + lateMs.seen,
    );
  const certain = answers.filter((answer) => !mayBeLost(answer));
  const sum = (of: readonly Answer[]) => of.reduce((bytes, answer) => bytes + answer.bytes, 0);
  const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS);
  // It is written down a little later: at the turn of a minute it may be of either.
  const span = ({ began, ended }: Answer) => [minuteOf(began), minuteOf(ended + lateMs.written)] as const;
  const sure = certain.map(span).filter(([first, last]) => first === last);
  return {
    bytes: [sum(certain), sum(answers)],
    minutes: [new Set(sure.map(([minute]) => minute)).size, new Set(answers.flatMap(span)).size],
  };
}
