import type { Clock } from '#libs/kernel';
import { type AlertName, ALERTS, type Finding, type Notice } from './alert.js';
import { noticeOf } from './alerts.js';
import type { Channel } from './channel.js';
import { type Course, stepOf } from './course.js';
import type { OnOutcome } from './dispatch.js';
import { KEPT_MS } from './outbox.js';

export interface LoneAlertParts {
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly onOutcome: OnOutcome;
}

/** Of each channel. */
const MOST_UNSENT = 50;

/**
 * An alert that the database can't remember, since it is about the database. Each replica tells it for itself, and
 * one that is started anew meanwhile tells it again.
 */
export class LoneAlert {
  #course: Course | undefined;
  #finding: Finding | undefined;
  readonly #unsent = new Map<Channel, { readonly notice: Notice; readonly at: number }[]>();

  constructor(
    private readonly name: AlertName,
    private readonly parts: LoneAlertParts,
  ) {}

  get isBegun(): boolean {
    return (this.#course?.begunAt ?? null) !== null;
  }

  /**
   * One look, with what it found; sends what there is to tell, and what could not be sent before.
   *
   * @returns what has begun or ended by it
   */
  async look(found: Finding | undefined, signal: AbortSignal): Promise<Notice | undefined> {
    const now = this.parts.clock.now();
    const { course, event, since } = stepOf(this.#course, found !== undefined, now, ALERTS[this.name].holdMs);
    this.#course = course;
    this.#finding = found ?? this.#finding;
    const notice =
      event !== undefined && this.#finding !== undefined
        ? noticeOf(this.name, event, [{ finding: this.#finding, since }], now)
        : undefined;
    await Promise.all(this.parts.channels.map((channel) => this.#send(channel, notice, now, signal)));
    return notice;
  }

  async #send(channel: Channel, notice: Notice | undefined, now: Date, signal: AbortSignal): Promise<void> {
    const { onOutcome } = this.parts;
    const unsent = this.#unsent.get(channel) ?? [];
    this.#unsent.set(channel, unsent);
    if (notice !== undefined) unsent.push({ notice, at: now.getTime() });
    for (let [first] = unsent; first !== undefined && !signal.aborted; [first] = unsent) {
      const told = { channel: channel.name, notice: first.notice };
      if (unsent.length > MOST_UNSENT || now.getTime() - first.at > KEPT_MS) onOutcome('dropped', told);
      else {
        try {
          await channel.send(first.notice, signal);
        } catch (error) {
          onOutcome('failed', { ...told, error });
          return;
        }
        onOutcome('sent', told);
      }
      unsent.shift();
    }
  }
}
