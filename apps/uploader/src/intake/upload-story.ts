import { assetOf, type Upload } from '#libs/catalog';
import { LineBudget, type Logger, tell } from '#libs/http';
import { type Clock, DomainError } from '#libs/kernel';
import type { UploadMetrics } from '../uploader-metrics.js';
import { ConnectionLost } from './intake.errors.js';

export interface UploadStoryParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: UploadMetrics;
}

/** Who wanted to begin what. */
interface Attempted {
  readonly subject: string;
  readonly unit: string | null;
  readonly door: string;
  readonly bytes: number | null;
}

type Ids = Pick<Upload, 'id' | 'assetId' | 'replaces' | 'door'>;

/** Where this process's last go of an upload ended, and when it told of it. */
interface Trace {
  /** undefined where it broke off. */
  readonly offset: number | undefined;
  readonly toldAt: number;
}

/** So many uploads are remembered, the ones that were written to last. */
const MOST_TRACES = 10_000;
/** A sender who turns from replica to replica is told of so often at most. */
const TELL_AGAIN_MS = 60_000;
/** Ends by which nobody was refused anything. All others are codes of problems. */
const ENDS = new Set([
  'terminated',
  'form-broken',
  'cut-off',
  'instant-upload-failed',
  'direct-upload-failed',
  'storage-lost',
  'expired',
  'ended-by-administrator',
]);

/** What becomes of each upload, for the log and for Prometheus: told once for each event, whatever the door. */
export class UploadStory {
  private readonly traces = new Map<string, Trace>();
  private readonly refusals: LineBudget;

  constructor(private readonly parts: UploadStoryParts) {
    this.refusals = new LineBudget(parts.logger);
  }

  /** Its quota is reserved, and it is there. */
  begun(upload: Upload): void {
    const { logger, metrics } = this.parts;
    if (upload.kind !== 'partial') metrics.begun(upload.door);
    const { bytes, owner: subject, unit } = upload;
    tell(logger, 'upload begun', { ...ids(upload), bytes, subject, unit });
    this.remember(upload.id, { offset: 0, toldAt: Number.NEGATIVE_INFINITY });
  }

  /** None came to be: a known caller was refused, with this error. */
  notBegun(error: unknown, { subject, unit, door, bytes }: Attempted): void {
    this.refused(error);
    const { logger } = this.parts;
    if (error instanceof DomainError && this.refusals.takes(error.code))
      tell(logger, 'upload refused', { door, bytes, code: error.code, subject, unit });
  }

  /** A known caller was refused some of an upload that there is. */
  refused(error: unknown): void {
    if (error instanceof DomainError && !(error instanceof ConnectionLost))
      this.parts.metrics.refused(error.code);
  }

  /** This process begins to take bytes from `offset` on. Told where that is no mere next go of the same sender here. */
  resumed(upload: Upload, offset: number): void {
    const trace = this.traces.get(upload.id);
    const isNext = trace !== undefined && trace.offset === offset;
    // The storage remembers from the first go on, wherever that was.
    const isNew = upload.storage === null;
    const now = performance.now();
    const brokeOff = trace !== undefined && trace.offset === undefined;
    if (isNext || isNew || !(trace === undefined || brokeOff || now - trace.toldAt > TELL_AGAIN_MS)) return;
    tell(this.parts.logger, 'upload resumed', { ...ids(upload), offset });
    this.remember(upload.id, { offset: trace?.offset, toldAt: now });
  }

  /** All bytes of a go are durable; more may come. */
  rested({ id }: Pick<Upload, 'id'>, offset: number): void {
    this.remember(id, { offset, toldAt: this.traces.get(id)?.toldAt ?? Number.NEGATIVE_INFINITY });
  }

  /** A go ended before its time, with this error; what came before is kept. */
  interrupted(upload: Ids, offset: number, error: unknown): void {
    const code = error instanceof DomainError ? error.code : 'internal';
    tell(this.parts.logger, 'upload interrupted', { ...ids(upload), offset, code });
    this.remember(upload.id, { offset: undefined, toldAt: performance.now() });
  }

  /** Bytes of it are durable that were not before. */
  received({ door }: Pick<Upload, 'door'>, bytes: number): void {
    if (bytes > 0) this.parts.metrics.received(door, bytes);
  }

  /** Some of its bytes are being received until the function that this returns is called. */
  receiving(): () => void {
    return this.parts.metrics.receive();
  }

  /** It has become an asset of so many bytes. */
  finished(upload: Upload, bytes: number): void {
    const { clock, logger, metrics } = this.parts;
    const { door, createdAt, owner: subject, unit } = upload;
    const ms = Math.max(0, clock.now().getTime() - createdAt.getTime());
    metrics.finished(door, ms / 1000);
    this.traces.delete(upload.id);
    tell(logger, 'upload finished', { ...ids(upload), bytes, ms, subject, unit });
  }

  /** It has ended without an asset. @param reason the code of what it was refused with, or how else it ended */
  ended(upload: Upload, reason: string): void {
    const { logger, metrics } = this.parts;
    const { offset, owner: subject, unit, bytes } = upload;
    metrics.ended(reason);
    this.traces.delete(upload.id);
    if (ENDS.has(reason)) tell(logger, 'upload ended', { ...ids(upload), offset, reason });
    else tell(logger, 'upload refused', { ...ids(upload), bytes, offset, code: reason, subject, unit });
  }

  private remember(id: string, trace: Trace): void {
    this.traces.delete(id);
    this.traces.set(id, trace);
    const [oldest] = this.traces.keys();
    if (this.traces.size > MOST_TRACES && oldest !== undefined) this.traces.delete(oldest);
  }
}

function ids(upload: Ids) {
  return { upload: upload.id, asset: assetOf(upload), door: upload.door };
}
