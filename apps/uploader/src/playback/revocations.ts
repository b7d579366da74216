import type { Assets, PlaybackSessions } from '#libs/catalog';
import { advisoryLock, type Database } from '#libs/database';
import type { Logger } from '#libs/http';
import { type Clock, unixSeconds } from '#libs/kernel';
import { RevocationList } from '#libs/signing';
import { REVOCATIONS, type Storage } from '#libs/storage';

export interface RevocationParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly sessions: PlaybackSessions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Writes `control/revocations.json`, which every serving replica reads, from what the database knows. The
 * database is the truth and is committed first; a document that could not be written is written again by
 * the sweep.
 */
export class Revocations {
  private stale = true;

  constructor(private readonly parts: RevocationParts) {}

  /**
   * Brings the document up to date with everything committed so far. When it returns, the revocation is in
   * force everywhere within 10 seconds.
   *
   * @throws StorageUnavailable; the sweep tries again
   */
  async publish(): Promise<void> {
    const { database, storage, assets, sessions, clock } = this.parts;
    this.stale = true;
    // Two replicas that write at once must not end with the older list: the lock orders reading and writing.
    await database.transaction(async (tx) => {
      await advisoryLock(tx, 'revocations');
      const now = clock.now();
      const seconds = unixSeconds(clock);
      let list = RevocationList.parse(
        JSON.stringify({
          version: await sessions.nextVersion(tx),
          updated: seconds,
          assets: {},
          sessions: {},
        }),
      );
      for (const { id, epoch } of await assets.epochs(tx)) list = list.withAsset(id, epoch, seconds);
      for (const { id, expiresAt } of await sessions.revoked(tx, now))
        list = list.withSession(id, Math.ceil(expiresAt.getTime() / 1000), seconds);
      await storage.replaceControl(REVOCATIONS, Buffer.from(list.toString()));
    });
    this.stale = false;
  }

  /** Writes the document where that failed before, and drops what has expired by itself. */
  async sweep(signal: AbortSignal): Promise<void> {
    const { database, sessions, clock } = this.parts;
    const forgotten = await database.transaction((tx) => sessions.forget(tx, clock.now()));
    if (!signal.aborted && (this.stale || forgotten > 0)) await this.publish();
  }
}
