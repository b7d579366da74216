import { sql } from 'kysely';
import type { Queryable, Transaction } from '#libs/database';

/** Signed URLs that one viewer was handed for one asset. */
export interface PlaybackSession {
  readonly id: string;
  readonly assetId: string;
  readonly viewer: string;
  readonly network: string | null;
  readonly createdAt: Date;
  /** When its URLs die anyway. */
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Playback sessions, and what the revocation list is made from. */
export class PlaybackSessions {
  async create(tx: Transaction, session: Omit<PlaybackSession, 'revokedAt'>): Promise<void> {
    await tx
      .insertInto('playbackSessions')
      .values({ ...session, revokedAt: null })
      .execute();
  }

  async get(q: Queryable, id: string): Promise<PlaybackSession | undefined> {
    return q.selectFrom('playbackSessions').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** False when it was revoked before. */
  async revoke(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('playbackSessions')
      .set({ revokedAt: now })
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** Revoked sessions whose URLs would still be alive at `now`. */
  async revoked(q: Queryable, now: Date): Promise<{ id: string; expiresAt: Date }[]> {
    return q
      .selectFrom('playbackSessions')
      .select(['id', 'expiresAt'])
      .where('revokedAt', 'is not', null)
      .where('expiresAt', '>', now)
      .execute();
  }

  /** Removes sessions that expired before `now`. @returns how many of them had been revoked */
  async forget(tx: Transaction, now: Date): Promise<number> {
    const gone = await tx
      .deleteFrom('playbackSessions')
      .where('expiresAt', '<=', now)
      .returning('revokedAt')
      .execute();
    return gone.filter(({ revokedAt }) => revokedAt !== null).length;
  }

  /** The next version of the revocation list: it only grows, across restarts and replicas. */
  async nextVersion(tx: Transaction): Promise<number> {
    const { rows } = await sql<{ version: number }>`select nextval('revocation_versions') as version`.execute(
      tx,
    );
    return rows[0]?.version ?? 0;
  }
}
