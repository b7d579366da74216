import { type Kysely, sql } from 'kysely';

/** Uploads whose bytes come in pieces: numbered parts, and tus's partial uploads. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table uploads
     add column concat text check (concat in ('partial', 'final')),
     add column concat_of text[],
     add column part_bytes bigint check (part_bytes > 0),
     add column assembling_at timestamptz(3),
     add check ((concat is not distinct from 'final') = (concat_of is not null))`,
  `create index uploads_assembling on uploads (assembling_at)
     where assembling_at is not null and state = 'open'`,
  `create table upload_parts (
     upload text not null references uploads (id) on delete cascade,
     number integer not null check (number > 0),
     key text not null unique,
     bytes bigint not null check (bytes > 0),
     sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
     stored_at timestamptz(3) not null default now(),
     primary key (upload, number)
   )`,
];
