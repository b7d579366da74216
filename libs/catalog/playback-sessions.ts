import { sql } from 'kysely';
import {
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  type Role,
  type SessionKind,
  type Transaction,
} from '#libs/database';
import { noteWatched } from './asset-uses.js';
import { TooManySessions } from './catalog.errors.js';
import { noteRevocation } from './revocation-entries.js';
import { assetVisible } from './visibility.js';

/** Signed URLs that one viewer was handed for one asset. */
export interface PlaybackSession {
  readonly id: string;
  /** `file` for a download link. */
  readonly kind: SessionKind;
  readonly assetId: string;
  readonly viewer: string;
  /** What the viewer was when it was opened: null when release 0.1.0 opened it. */
  readonly role: Role | null;
  readonly unit: string | null;
  /** The id of the API key that it was opened with; null for an access token. */
  readonly apiKey: string | null;
  readonly network: string | null;
  /** The bandwidth cap of its URLs for each connection. */
  readonly kibPerSecond: number | null;
  readonly createdAt: Date;
  /** The take of the asset that its URLs are of; null of the first. */
  readonly revision: string | null;
  /** When its URLs die anyway. */
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** So long after its end a session can be prolonged still: a player that slept goes on. */
const RENEWABLE_MS = 3600_000;

/** Playback sessions and download links. What is revoked here is on the next list that is published. */
export class PlaybackSessions {
  /**
   * @param options.limit how many of its viewer there may be that have not expired. Revoked ones count, since
   *   each of them is an entry of the list. Those that are opened at the same moment may come on top
   * @throws TooManySessions
   */
  async create(
    tx: Transaction,
    session: Omit<PlaybackSession, 'revokedAt' | 'revision'> & Partial<Pick<PlaybackSession, 'revision'>>,
    options: { limit: number },
  ): Promise<void> {
    const { viewer, createdAt: now } = session;
    const { count, next } = await tx
      .selectFrom('playbackSessions')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('expiresAt').as('next')])
      .where('viewer', '=', viewer)
      .where('expiresAt', '>', now)
      .executeTakeFirstOrThrow();
    if (count >= options.limit) throw new TooManySessions(options.limit, next?.toISOString() ?? null);
    await tx
      .insertInto('playbackSessions')
      .values({ ...session, revokedAt: null })
      .execute();
    await noteWatched(tx, session.assetId, now);
  }

  async get(q: Queryable, id: string): Promise<PlaybackSession | undefined> {
    return q.selectFrom('playbackSessions').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /**
   * Prolongs a playback session, and takes its viewer for what they are now. Its end never comes nearer, so that
   * whatever was signed for it is revoked with it. Idempotent.
   *
   * @returns undefined where it was revoked, or has been over for more than an hour
   */
  async renew(
    tx: Transaction,
    id: string,
    request: {
      readonly role: Role;
      readonly unit: string | null;
      readonly expiresAt: Date;
      readonly now: Date;
    },
  ): Promise<PlaybackSession | undefined> {
    const { role, unit, expiresAt, now } = request;
    return tx
      .updateTable('playbackSessions')
      .set({ role, unit, expiresAt: sql<Date>`greatest(expires_at, ${expiresAt}::timestamptz)` })
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', renewableFrom(now))
      .returningAll()
      .executeTakeFirst();
  }

  /** Those of an asset that have not expired at `now`, revoked ones too: all, or one viewer's. Newest first. @throws InvalidCursor */
  async list(
    q: Queryable,
    request: PageRequest & {
      readonly assetId: string;
      readonly kind: SessionKind;
      readonly viewer?: string | undefined;
      readonly now: Date;
    },
  ): Promise<Page<PlaybackSession>> {
    let query = q
      .selectFrom('playbackSessions')
      .selectAll()
      .where('assetId', '=', request.assetId)
      .where('kind', '=', request.kind)
      .where('expiresAt', '>', request.now);
    if (request.viewer !== undefined) query = query.where('viewer', '=', request.viewer);
    return fetchPage(query, 'playbackSessions', request);
  }

  /** False when it was revoked before. */
  async revoke(tx: Transaction, id: string, now: Date): Promise<boolean> {
    return (await this.#revoke(tx, now, { id })) > 0;
  }

  /** Revokes all that a viewer opened, or that was opened with an API key. @returns how many */
  async revokeAllOf(
    tx: Transaction,
    whose: { readonly viewer: string } | { readonly apiKey: string },
    now: Date,
  ): Promise<number> {
    return this.#revoke(tx, now, whose);
  }

  /**
   * Revokes what was opened by viewers who may not see its asset (any more), as they were when they opened it.
   *
   * @param scope the assets whose visibility has changed; `everything` where what changed is the tree of units.
   *   What release 0.1.0 opened tells no role: it is judged only with assets that are named, as a doctor's
   *   without a unit
   * @returns how many
   */
  async revokeUnseen(tx: Transaction, scope: readonly string[] | 'everything', now: Date): Promise<number> {
    if (scope.length === 0) return 0;
    const all = tx.selectFrom('playbackSessions').where('revokedAt', 'is', null).where('expiresAt', '>', now);
    const live =
      scope === 'everything'
        ? all.where('role', 'is not', null)
        : all.where('assetId', '=', sql<string>`any(${[...scope]})`);
    let revoked = 0;
    // What may be seen depends on role and unit, and of the viewer on the name alone: one statement for each pair.
    for (const { role, unit } of await live.select(['role', 'unit']).distinct().execute()) {
      const viewer = {
        role: role ?? 'doctor',
        unit,
        unitPath: await pathOf(tx, unit),
        subject: sql.ref<string>('playbackSessions.viewer'),
      };
      const { numUpdatedRows } = await tx
        .updateTable('playbackSessions')
        .set({ revokedAt: now })
        .where('id', 'in', live.select('id'))
        .where(sql<boolean>`role is not distinct from ${role}`)
        .where(sql<boolean>`unit is not distinct from ${unit}`)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('assets')
                .select('assets.id')
                .whereRef('assets.id', '=', 'playbackSessions.assetId')
                .where((asset) => assetVisible(viewer)(asset)),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      revoked += Number(numUpdatedRows);
    }
    if (revoked > 0) await noteRevocation(tx);
    return revoked;
  }

  /**
   * Removes sessions that can't be renewed any more at `now`. Where they stood on the list, it is to be published without
   * them.
   */
  async forget(tx: Transaction, now: Date): Promise<void> {
    const { rows } = await sql<{ listed: number }>`
      with gone as (
        delete from playback_sessions
        where expires_at <= ${now}
          and (revoked_at is not null or kind <> 'play' or expires_at <= ${renewableFrom(now)})
        returning revoked_at)
      select count(revoked_at) as listed from gone`.execute(tx);
    if ((rows[0]?.listed ?? 0) > 0) await noteRevocation(tx);
  }

  async #revoke(
    tx: Transaction,
    now: Date,
    which: Partial<Pick<PlaybackSession, 'id' | 'viewer' | 'apiKey'>>,
  ): Promise<number> {
    const { numUpdatedRows } = await tx
      .updateTable('playbackSessions')
      .set({ revokedAt: now })
      .where((eb) => eb.and(which))
      .where('revokedAt', 'is', null)
      // One that is over could be renewed still.
      .where('expiresAt', '>', renewableFrom(now))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await noteRevocation(tx);
    return Number(numUpdatedRows);
  }
}

function renewableFrom(now: Date): Date {
  return new Date(now.getTime() - RENEWABLE_MS);
}

/** The ids from the root to a unit; none for nobody's and for one that is gone. */
async function pathOf(q: Queryable, unit: string | null): Promise<readonly string[]> {
  if (unit === null) return [];
  const row = await q.selectFrom('accounts').select('path').where('id', '=', unit).executeTakeFirst();
  return row?.path ?? [];
}
