import { sql } from 'kysely';
import { isGone, json, notify, type Transaction } from '#libs/database';
import { randomToken } from '#libs/kernel';
import { UploadExpired, UploadLocked, UploadNotFound, UploadNotOpen } from './catalog.errors.js';
import { clock } from './database-clock.js';
import { refuseLapsed, toUpload, type Upload } from './upload.js';

/** The channel that tells a stale holder to stop: JSON of an UploadLeaseNotice. */
export const UPLOAD_LEASES = 'upload_leases';

/** `holder` has taken `upload` over from `previous`; whoever writes with another fence stops. */
export interface UploadLeaseNotice {
  readonly upload: string;
  readonly holder: string;
  readonly previous: string;
  readonly fence: string;
}

/** The channel that asks a holder to give its lease back: JSON of an UploadYieldRequest. */
export const UPLOAD_YIELDS = 'upload_yields';

/** Somebody waits for `upload`: `holder` stops taking bytes, makes durable what it has, and releases. */
export interface UploadYieldRequest {
  readonly upload: string;
  readonly holder: string;
  readonly fence: string;
  /** Nobody waits: an administrator has ended the upload, and its sender is to be told. */
  readonly ended?: true;
}

/**
 * Who may write to an upload: whoever holds its lease and its fence. The lease says who writes. The fence changes
 * whenever somebody is overtaken: what that writer still writes counts for nothing, at the write itself. Leases are measured by the database's clock unless a `now` is given.
 */
export class UploadLeases {
  /**
   * Takes the lease for `ttlMs`. After a clean release the fence is the one of before. When the last holder's
   * lease ran out (it hangs), or the last holder is gone, the fence is a new one and `takenOver` is true. With `force`
   * that happens at once, while the lease still runs, and the holder is told on the channel UPLOAD_LEASES.
   *
   * @throws UploadLocked when the lease of somebody who is not gone runs, and `force` is not set
   * @throws UploadNotFound, UploadExpired (abandoned ones too), UploadNotOpen
   */
  async acquire(
    tx: Transaction,
    id: string,
    request: { holder: string; ttlMs: number; now?: Date | undefined; force?: boolean | undefined },
  ): Promise<{ upload: Upload; fence: string; takenOver: boolean }> {
    const { holder, ttlMs, force = false } = request;
    const row = await tx
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new UploadNotFound();
    const now = request.now ?? (await databaseNow(tx));
    refuseLapsed(row);
    if (row.state !== 'open') throw new UploadNotOpen(row.state);
    if (row.expiresAt <= now) throw new UploadExpired();
    const runs = row.leaseUntil !== null && row.leaseUntil > now;
    if (runs && !force && !(await isGone(tx, row.leaseHolder ?? ''))) throw new UploadLocked();
    const takenOver = row.leaseHolder !== null;
    const fence = takenOver ? newFence() : row.fence;
    const taken = await tx
      .updateTable('uploads')
      .set({ fence, leaseHolder: holder, leaseUntil: new Date(now.getTime() + ttlMs), updatedAt: now })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (row.leaseHolder !== null) {
      // Told even when the lease had run out: the holder may only have been paused.
      const notice: UploadLeaseNotice = { upload: id, holder, previous: row.leaseHolder, fence };
      await notify(tx, UPLOAD_LEASES, json(notice));
    }
    return { upload: toUpload(taken), fence, takenOver };
  }

  /**
   * Records that everything up to `offset` is durable, and prolongs lease and expiry. Only for the writer
   * whose fence and lease these still are, while the upload is open, and never backwards.
   *
   * @returns false when that is not so: nothing is recorded, and the writer must stop
   */
  async checkpoint(
    tx: Transaction,
    id: string,
    point: {
      fence: string;
      holder: string;
      offset: number;
      storage: Readonly<Record<string, unknown>>;
      digest: Uint8Array;
      ttlMs: number;
      expiresAt: Date;
      now?: Date | undefined;
    },
  ): Promise<boolean> {
    const { numUpdatedRows } = await heldBy(tx, id, point)
      .set({
        offsetBytes: point.offset,
        storage: json(point.storage),
        digest: Buffer.from(point.digest),
        leaseUntil: until(point.ttlMs, point.now),
        expiresAt: point.expiresAt,
        updatedAt: clock(point.now),
      })
      .where('state', '=', 'open')
      .where('offsetBytes', '<=', point.offset)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /**
   * Gives the lease back in good order; with `newFence` the next writer gets another fence all the same,
   * because what this one left behind its last checkpoint must never count. False when it was somebody
   * else's by then.
   */
  async release(
    tx: Transaction,
    id: string,
    lease: { fence: string; holder: string; newFence?: boolean | undefined },
  ): Promise<boolean> {
    const { numUpdatedRows } = await heldBy(tx, id, lease)
      .set({
        leaseHolder: null,
        leaseUntil: null,
        fence: lease.newFence === true ? newFence() : lease.fence,
      })
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Prolongs a lease without a checkpoint, for writers whose bytes come slowly. False when it is not theirs. */
  async renew(
    tx: Transaction,
    id: string,
    lease: { fence: string; holder: string; ttlMs: number; now?: Date | undefined },
  ): Promise<boolean> {
    const { numUpdatedRows } = await heldBy(tx, id, lease)
      .set({ leaseUntil: until(lease.ttlMs, lease.now) })
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Asks whoever holds the lease, on the channel UPLOAD_YIELDS, to give it back. */
  async askToYield(tx: Transaction, request: UploadYieldRequest): Promise<void> {
    await notify(tx, UPLOAD_YIELDS, json(request));
  }
}

/** An update of an upload, but only while this holder has it under this fence. */
function heldBy(tx: Transaction, id: string, { fence, holder }: { fence: string; holder: string }) {
  return tx
    .updateTable('uploads')
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('leaseHolder', '=', holder);
}

/** Other than every fence before it. */
export function newFence(): string {
  return randomToken(16);
}

function until(ttlMs: number, now?: Date) {
  return sql<Date>`${clock(now)} + ${ttlMs}::double precision * interval '1 millisecond'`;
}

async function databaseNow(tx: Transaction): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  return rows[0]?.now ?? new Date();
}
