import { type Kysely, sql } from 'kysely';

/** What a recording has beside its renditions: pictures of its course, and its text tracks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table assets add column storyboard jsonb, add column captions jsonb`.execute(db);
}
