import type { Audit } from '#libs/audit';
import type { Uploads } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Quotas } from '#libs/quotas';

export interface DeadReservationParts {
  readonly database: Database;
  readonly uploads: Uploads;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly logger: Logger;
}

const BATCH = 500;

/**
 * Quota that is held for an upload that is over, or that there is not. Every end of an upload gives its
 * reservation back in the same transaction, so there should be none: each is released, told in the audit
 * trail, and worth a look at the log.
 */
export class DeadReservations {
  constructor(private readonly parts: DeadReservationParts) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const { database, uploads, quotas } = this.parts;
    for (let after: string | undefined; !signal.aborted; ) {
      const held = await quotas.held(database.kysely, { after, limit: BATCH });
      // A reservation and its upload are committed together, and an end is for ever: whoever is not among
      // the unfinished now was over before, and only `release` itself can lose against another end.
      const ids = held.map((reservation) => reservation.id);
      const alive = new Set((await uploads.unfinishedAmong(database.kysely, ids)).map((upload) => upload.id));
      for (const reservation of held) if (!alive.has(reservation.id)) await this.release(reservation);
      if (held.length < BATCH) return;
      after = ids.at(-1);
    }
  }

  private async release(reservation: { id: string; account: string; bytes: number }): Promise<void> {
    const { database, quotas, audit, logger } = this.parts;
    const { id, account, bytes } = reservation;
    const released = await database.transaction(async (tx) => {
      if (!(await quotas.release(tx, { reservation: id }))) return false;
      await audit.append(tx, {
        actor: 'system',
        action: 'reservation.released',
        subject: id,
        facts: { account, bytes },
      });
      return true;
    });
    if (released) logger.warn({ upload: id, bytes }, 'a reservation outlived its upload');
  }
}
