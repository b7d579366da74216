import type { Uploads } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { Storage } from '#libs/storage';

export interface LeftoverParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly uploads: Uploads;
  readonly clock: Clock;
  readonly logger: Logger;
}

const HOUR_MS = 3_600_000;
/** What storage refused to remove for so long is left to an administrator. */
const SINCE_MS = 48 * HOUR_MS;
const QUIET_MS = 60_000;

/**
 * Working files of completed uploads (segments, tails, multipart uploads). Publishing removes them, but does
 * not fail when that fails: here it is done again, by what the database remembers, until it has worked once.
 */
export class Leftovers {
  constructor(private readonly parts: LeftoverParts) {}

  async sweep(signal: AbortSignal): Promise<void> {
    const { database, storage, uploads, clock, logger } = this.parts;
    const now = clock.now().getTime();
    const completed = await uploads.undiscardedCompleted(database.kysely, {
      since: new Date(now - SINCE_MS),
      olderThan: new Date(now - QUIET_MS),
      limit: 1000,
    });
    for (const upload of completed) {
      if (signal.aborted || storage.resumable === undefined || upload.storage === null) return;
      try {
        await storage.resumable.discard(upload.storage);
        await database.transaction((tx) => uploads.discarded(tx, upload.id));
      } catch (error) {
        logger.warn(
          { err: error, upload: upload.id, asset: upload.assetId },
          'working files of an upload could not be removed yet',
        );
      }
    }
  }
}
