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

const PAUSE_MS = 60;

/**
 * Somebody who watches a lesson again and again, now from this delivery and now from that: what they got, by their own
 * count.
 */
export class Player {
  readonly answers: Answer[] = [];

  constructor(
    readonly subject: string,
    private readonly deliveries: readonly string[],
    /** The path of a file of media, signed. */
    private readonly target: string,
    private readonly bytes: number,
  ) {}

  async play(over: AbortSignal, turn: number): Promise<void> {
    for (let next = turn; !over.aborted; next += 1) {
      await this.#ask(next % this.deliveries.length);
      await sleep(PAUSE_MS);
    }
  }

  async #ask(delivery: number): Promise<void> {
    const began = Date.now();
    const end = (bytes: number, isWhole: boolean) =>
      void this.answers.push({ delivery, began, ended: Date.now(), bytes, isWhole });
    try {
      const answer = await fetch(`${this.deliveries[delivery]}${this.target}`, {
        signal: AbortSignal.timeout(30_000),
      });
      const body = await answer.arrayBuffer();
      if (answer.status === 200) end(body.byteLength, true);
    } catch {
      end(this.bytes, false);
    }
  }
}

export interface Kill {
  readonly delivery: number;
  readonly at: number;
}

/** What must have been counted of a player, and the most that may have been. */
export interface Bounds {
  readonly bytes: readonly [least: number, most: number];
  readonly minutes: readonly [least: number, most: number];
}

const MINUTE_MS = 60_000;

/** @param unwrittenMs how old an answer is at a kill that is not yet written down */
export function boundsOf(answers: readonly Answer[], kills: readonly Kill[], unwrittenMs: number): Bounds {
  const mayBeLost = ({ delivery, ended, isWhole }: Answer) =>
    !isWhole ||
    kills.some((kill) => kill.delivery === delivery && kill.at >= ended && kill.at - ended < unwrittenMs);
  const certain = answers.filter((answer) => !mayBeLost(answer));
  const sum = (of: readonly Answer[]) => of.reduce((bytes, answer) => bytes + answer.bytes, 0);
  const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS);
  // It is written down a little later: at the turn of a minute it may be of either.
  const span = ({ began, ended }: Answer) => [minuteOf(began), minuteOf(ended + unwrittenMs)] as const;
  const sure = certain.map(span).filter(([first, last]) => first === last);
  return {
    bytes: [sum(certain), sum(answers)],
    minutes: [new Set(sure.map(([minute]) => minute)).size, new Set(answers.flatMap(span)).size],
  };
}
