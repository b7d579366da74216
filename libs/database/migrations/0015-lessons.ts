import { type Kysely, sql } from 'kysely';

/** What assets are found by, what people have watched of them, and what a session's URLs are signed with once more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await indexAssets(db);
}

const statements = [
  `alter table assets add column description text not null default ''`,
  `create table asset_texts (
     asset_id text not null references assets (id) on delete cascade,
     source text not null,
     version integer,
     search_text text not null,
     search_grams text[] not null,
     primary key (asset_id, source)
   )`,
  'create index asset_texts_search on asset_texts using gin (search_grams)',
  // It outlives its asset: what somebody has watched stays true.
  `create table watching (
     viewer text not null,
     asset_id text not null,
     unit text,
     title text not null,
     duration_seconds double precision not null check (duration_seconds > 0),
     position_seconds double precision not null check (position_seconds >= 0),
     ranges jsonb not null,
     watched_seconds double precision not null check (watched_seconds >= 0),
     began_at timestamptz(3) not null,
     reported_at timestamptz(3) not null,
     counted_at timestamptz(3),
     completed_at timestamptz(3),
     primary key (viewer, asset_id)
   )`,
  'create index watching_history on watching (viewer, reported_at desc, asset_id desc)',
  'create index watching_viewers on watching (asset_id, reported_at desc, viewer desc)',
  `create table watch_clocks (
     viewer text primary key,
     spent_until timestamptz(3) not null
   )`,
  // What a replica of the release before opens has none.
  'alter table playback_sessions add column kib_per_second integer check (kib_per_second > 0)',
];

const BATCH = 1_000;

/** The texts of what is there already, as catalog makes them: no function of the server folds every script alike. */
async function indexAssets(db: Kysely<unknown>): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string; version: number; title: string; fileName: string }>`
      select id, version, title, file_name from assets where id > ${after} order by id limit ${BATCH}`.execute(
      db,
    );
    for (const { id, version, title, fileName } of rows) {
      const text = [title, '', fileName].map((field) => field.normalize('NFKC').toLowerCase()).join('\n');
      await sql`insert into asset_texts (asset_id, source, version, search_text, search_grams)
        values (${id}, 'card', ${version}, ${text}, ${gramsOf(text)}::text[])`.execute(db);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.id;
  }
}

function gramsOf(text: string): string[] {
  const found = new Set<string>();
  for (const word of text.split(/\s+/u)) {
    const characters = Array.from(word);
    for (const [index, character] of characters.entries()) {
      found.add(character);
      const next = characters[index + 1];
      if (next !== undefined) found.add(character + next);
    }
  }
  return [...found];
}
