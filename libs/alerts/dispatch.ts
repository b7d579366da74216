import type { Notice } from './alert.js';
import type { Channel, ChannelName } from './channel.js';
import type { Outbox } from './outbox.js';

export type Outcome = 'sent' | 'failed' | 'dropped';

/** Told of each attempt, and of what is given up. */
export type OnOutcome = (
  outcome: Outcome,
  told: { readonly channel: ChannelName; readonly notice: Notice; readonly error?: unknown },
) => void;

/** So many are sent by one channel in one round. */
const MOST_IN_A_ROUND = 20;

/** Sends what lies in the outbox. */
export class Dispatch {
  constructor(
    private readonly outbox: Outbox,
    private readonly channels: readonly Channel[],
    private readonly onOutcome: OnOutcome,
  ) {}

  /** By all channels at once. One that fails is left alone until the next round. */
  async sendDue(signal: AbortSignal): Promise<void> {
    for (const { channel, notice } of await this.outbox.expire())
      this.onOutcome('dropped', { channel, notice });
    await Promise.all(this.channels.map((channel) => this.#empty(channel, signal)));
  }

  async #empty(channel: Channel, signal: AbortSignal): Promise<void> {
    for (let sent = 0; sent < MOST_IN_A_ROUND && !signal.aborted; sent += 1) {
      const taken = await this.outbox.take(channel.name);
      if (taken === undefined) return;
      const { notice } = taken;
      try {
        await channel.send(notice, signal);
      } catch (error) {
        await this.outbox.putBack(taken);
        this.onOutcome('failed', { channel: channel.name, notice, error });
        return;
      }
      this.onOutcome('sent', { channel: channel.name, notice });
      await this.outbox.crossOut(taken);
    }
  }
}
