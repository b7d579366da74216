import { type Kysely, sql } from 'kysely';

/** Sound is a rendition of its own, and a picture has a playlist of its keyframes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table renditions
     add column channels integer check (channels > 0),
     add column keyframe_bandwidth integer check (keyframe_bandwidth >= 0)`,
  `alter table assets add column sound text`,
];
