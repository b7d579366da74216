import { createHash } from 'node:crypto';

/** What tus promises of one upload, as a client that keeps book can know it. */
export class ModelUpload {
  state: 'open' | 'completed' | 'gone' = 'open';
  /** Bytes that were acknowledged: the offset is never below. */
  low = 0;
  /** Bytes that may have arrived: the offset is never above. */
  high = 0;
  /** A request whose outcome is unknown may have ended it. */
  mayBeGone = false;
  /** A request that broke off may still be on its way in the service, and overtake, until then. */
  unsettledUntil = 0;

  constructor(
    readonly location: string,
    readonly asset: string,
    readonly content: Buffer,
  ) {}

  get bytes(): number {
    return this.content.byteLength;
  }

  get isSettled(): boolean {
    return Date.now() >= this.unsettledUntil;
  }

  get isKnown(): boolean {
    return this.low === this.high && !this.mayBeGone;
  }

  get sha256(): string {
    return createHash('sha256').update(this.content).digest('hex');
  }

  /** A PATCH (or the creation) was answered with this offset. */
  acknowledged(offset: number): void {
    this.low = Math.max(this.low, offset);
    this.high = Math.max(this.high, this.low);
    if (offset === this.bytes) this.state = 'completed';
  }

  /** Bytes up to `reach` were sent, and nothing is known of them. */
  sentUpTo(reach: number, unsettledMs: number): void {
    this.high = Math.max(this.high, Math.min(reach, this.bytes));
    this.unsettledUntil = Math.max(this.unsettledUntil, Date.now() + unsettledMs);
  }

  /** @returns what is wrong with an offset that HEAD told */
  told(offset: number): string | undefined {
    if (this.state === 'gone') return `HEAD tells ${offset} of an upload that is over`;
    if (offset < this.low) return `HEAD tells ${offset}, and ${this.low} were acknowledged`;
    if (offset > this.high) return `HEAD tells ${offset}, and at most ${this.high} were sent`;
    this.low = offset;
    this.mayBeGone = false;
    // While a lost request may still be on its way it may add what was sent.
    if (this.isSettled) this.high = offset;
    if (offset === this.bytes) this.state = 'completed';
    return undefined;
  }
}
