import { type Kysely, sql } from 'kysely';

/** What people put beside a recording: captions, chapters, and the poster that they wish for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table assets add column put_tracks jsonb, add column put_poster jsonb`.execute(db);
}
