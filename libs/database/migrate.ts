import { type Kysely, sql } from 'kysely';
import { advisoryLock, type Database } from './database.js';
import { DatabaseTooNew } from './database.errors.js';
import * as initial from './migrations/0001-initial.js';
import * as pieces from './migrations/0002-pieces.js';
import * as writtenParts from './migrations/0003-written-parts.js';
import * as spacesOfIds from './migrations/0004-spaces-of-ids.js';
import * as heldReservations from './migrations/0005-held-reservations.js';
import * as revocations from './migrations/0006-revocations.js';
import * as turns from './migrations/0007-turns.js';
import * as terminatedUploads from './migrations/0008-terminated-uploads.js';
import * as alerts from './migrations/0010-alerts.js';
import * as storyboardsAndCaptions from './migrations/0011-storyboards-and-captions.js';
import * as soundApart from './migrations/0012-sound-apart.js';
import * as events from './migrations/0013-events.js';
import * as webhooks from './migrations/0014-webhooks.js';
import * as lessons from './migrations/0015-lessons.js';
import * as putTracks from './migrations/0016-put-tracks.js';
import * as people from './migrations/0017-people.js';
import * as retention from './migrations/0018-retention.js';
import * as usage from './migrations/0019-usage.js';
import * as limits from './migrations/0020-limits.js';
import * as signInSessions from './migrations/0021-sign-in-sessions.js';
import * as localAccounts from './migrations/0022-local-accounts.js';
import * as namesApart from './migrations/0023-names-apart.js';
import * as releases from './migrations/0024-releases.js';
import * as revisions from './migrations/0025-revisions.js';
import * as usageByAsset from './migrations/0026-usage-by-asset.js';
import * as embedGrants from './migrations/0027-embed-grants.js';
import type { Queryable } from './schema.js';

interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In order; the number of a migration is its place here, beginning with 1. Never edited once released. */
const migrations: readonly Migration[] = [
  { name: '0001-initial', up: initial.up },
  { name: '0002-pieces', up: pieces.up },
  { name: '0003-written-parts', up: writtenParts.up },
  { name: '0004-spaces-of-ids', up: spacesOfIds.up },
  { name: '0005-held-reservations', up: heldReservations.up },
  { name: '0006-revocations', up: revocations.up },
  { name: '0007-turns', up: turns.up },
  { name: '0008-terminated-uploads', up: terminatedUploads.up },
  { name: '0010-alerts', up: alerts.up },
  { name: '0011-storyboards-and-captions', up: storyboardsAndCaptions.up },
  { name: '0012-sound-apart', up: soundApart.up },
  { name: '0013-events', up: events.up },
  { name: '0014-webhooks', up: webhooks.up },
  { name: '0015-lessons', up: lessons.up },
  { name: '0016-put-tracks', up: putTracks.up },
  { name: '0017-people', up: people.up },
  { name: '0018-retention', up: retention.up },
  { name: '0019-usage', up: usage.up },
  { name: '0020-limits', up: limits.up },
  { name: '0021-sign-in-sessions', up: signInSessions.up },
  { name: '0022-local-accounts', up: localAccounts.up },
  { name: '0023-names-apart', up: namesApart.up },
  { name: '0024-releases', up: releases.up },
  { name: '0025-revisions', up: revisions.up },
  { name: '0026-usage-by-asset', up: usageByAsset.up },
  { name: '0027-embed-grants', up: embedGrants.up },
];

/** How many migrations a database has had that is at this release. */
export const SCHEMA_NUMBER = migrations.length;

/**
 * Brings the database to this release's schema: each missing migration in a transaction of its own. Safe to
 * call from several replicas at once (one works, the others wait and find nothing left to do).
 *
 * @returns the names of the migrations that this call applied
 * @throws DatabaseTooNew when a newer release was here before; nothing is changed then
 */
export async function migrate(database: Database): Promise<string[]> {
  const applied: string[] = [];
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1;
    await database.transaction(async (tx) => {
      await advisoryLock(tx, 'migrations');
      await sql`create table if not exists schema_migrations (
        number integer primary key, name text not null, applied_at timestamptz(3) not null default now())`.execute(
        tx,
      );
      const { found } = await foundIn(tx);
      if (found > migrations.length) throw new DatabaseTooNew(found, migrations.length);
      if (found >= number) return;
      await migration.up(tx as unknown as Kysely<unknown>);
      await tx.insertInto('schemaMigrations').values({ number, name: migration.name }).execute();
      applied.push(migration.name);
    });
  }
  return applied;
}

/** Whether nothing is left to migrate. @throws DatabaseTooNew */
export async function isMigrated(database: Database): Promise<boolean> {
  const { rows } = await sql<{ readable: boolean | null }>`
    select has_table_privilege(to_regclass('schema_migrations')::oid, 'SELECT') as readable`.execute(
    database.kysely,
  );
  if (rows[0]?.readable !== true) return false;
  const { found } = await foundIn(database.kysely);
  if (found > migrations.length) throw new DatabaseTooNew(found, migrations.length);
  return found === migrations.length;
}

function foundIn(q: Queryable) {
  return q
    .selectFrom('schemaMigrations')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), sql<number>`0`).as('found'))
    .executeTakeFirstOrThrow();
}
