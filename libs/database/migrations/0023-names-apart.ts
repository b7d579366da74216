import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';

/**
 * The audit trail names people by pseudonyms, and whose they are stands beside it, so that it can be removed; and an
 * account can be renamed to a pseudonym wherever it is named.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await setNamesApart(db);
}

const REFERRING = ['reservations', 'daily_usage', 'assets', 'uploads'];

const statements = [
  `select set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true)`,
  `create table audit_names (
     pseudonym text primary key check (pseudonym ~ '^psn_[0-9a-f]{40}$'),
     salt bytea not null check (octet_length(salt) = 32),
     person text not null,
     value text not null,
     unique (person, value)
   )`,
  'create index audit_names_value on audit_names (value)',
  // Where in the entry pseudonyms stand; null of one that was written in clear.
  `alter table audit_trail
     add column names text[],
     add column apart_hash bytea check (octet_length(apart_hash) = 32)`,
  'create index audit_trail_in_clear on audit_trail (seq) where names is null',

  ...REFERRING.flatMap((table) => [
    `alter table ${table} drop constraint ${table}_account_fkey`,
    `alter table ${table} add constraint ${table}_account_fkey foreign key (account) references accounts (id)
       on update cascade${table === 'daily_usage' ? ' on delete cascade' : ''}`,
  ]),
  // The services may not change the ledger; of what it holds, this changes the name alone, and to a pseudonym alone.
  `create or replace function refuse_change() returns trigger language plpgsql as $$
   begin
     if tg_table_name = 'ledger' and tg_op = 'UPDATE'
       and current_setting('lectern.renaming_account', true) = 'on' then return null; end if;
     raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
   end $$`,
  `create function rename_in_ledger(known text, pseudonym text) returns void
     language plpgsql security definer set search_path from current as $$
   begin
     if not starts_with(known, '@') or pseudonym !~ '^@psn_[0-9a-f]{40}$' then
       raise exception 'an account of a person is renamed to a pseudonym' using errcode = 'invalid_parameter_value';
     end if;
     perform set_config('lectern.renaming_account', 'on', true);
     update ledger set account = case account when known then pseudonym else account end,
         accounts = array_replace(accounts, known, pseudonym)
       where account = known or accounts @> array[known];
     perform set_config('lectern.renaming_account', 'off', true);
   end $$`,
];

interface Row {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  unit: string | null;
  facts: Record<string, unknown>;
  previousHash: Buffer;
  hash: Buffer;
}

interface Name {
  readonly person: string;
  readonly value: string;
}

const BATCH = 1_000;

/**
 * Sets the names apart of what the release before has written in clear, and may go on to write until its last replica is
 * gone. The hashes stay. A second chain, over what these entries are without names, is named by an entry of its own, so that
 * they can still be verified when the names are no longer there.
 *
 * @returns how many entries
 */
export async function setNamesApart(db: Kysely<unknown>): Promise<number> {
  const { rows: waiting } = await sql`select from audit_trail where names is null limit 1`.execute(db);
  if (waiting.length === 0) return 0;
  // Appends take this lock before the table's.
  await sql`select pg_advisory_xact_lock(hashtextextended('audit-trail', 0))`.execute(db);
  await sql`alter table audit_trail disable trigger audit_trail_append_only`.execute(db);
  const people = await peopleOf(db);
  const { rows: before } = await sql<{ apartHash: Buffer }>`
    select apart_hash from audit_trail where apart_hash is not null order by seq desc limit 1`.execute(db);
  let apartHash = before[0]?.apartHash ?? Buffer.alloc(32);
  let count = 0;
  let toSeq = 0;
  for (;;) {
    const { rows } = await sql<Row>`
      select seq, at, actor, action, subject, unit, facts, previous_hash, hash
        from audit_trail where names is null order by seq limit ${BATCH}`.execute(db);
    if (rows.length === 0) break;
    const named = rows.map((row) => namesIn(row, people));
    const pseudonyms = await pseudonymsOf(
      db,
      named.flatMap((names) => [...names.values()]),
    );
    const set = rows.map((row, index) => {
      const names = named[index] ?? new Map<string, Name>();
      const { previousHash, hash, ...entry } = row;
      const apart = { ...withPseudonyms(entry, names, pseudonyms), names: [...names.keys()] };
      const isSound = hashOf(previousHash, contentOf(entry)).equals(hash);
      apartHash = hashOf(Buffer.concat([apartHash, hash, Buffer.of(isSound ? 1 : 0)]), contentOf(apart));
      return { ...apart, apartHash };
    });
    // An array of arrays would have to be a rectangle.
    await sql`update audit_trail t set actor = s.actor, subject = s.subject, facts = s.facts, apart_hash = s.apart_hash,
        names = array(select jsonb_array_elements_text(s.names))
      from unnest(${set.map(({ seq }) => seq)}::bigint[], ${set.map(({ actor }) => actor)}::text[],
        ${set.map(({ subject }) => subject)}::text[], ${set.map(({ facts }) => JSON.stringify(facts))}::jsonb[],
        ${set.map(({ names }) => JSON.stringify(names))}::jsonb[], ${set.map((row) => row.apartHash)}::bytea[])
        as s (seq, actor, subject, facts, names, apart_hash)
      where t.seq = s.seq`.execute(db);
    count += rows.length;
    toSeq = rows.at(-1)?.seq ?? toSeq;
  }
  if (count > 0) await tell(db, { entries: count, toSeq, hash: apartHash.toString('hex') });
  await sql`alter table audit_trail enable trigger audit_trail_append_only`.execute(db);
  return count;
}

async function tell(db: Kysely<unknown>, facts: Record<string, unknown>): Promise<void> {
  const { rows } = await sql<{ seq: number; hash: Buffer }>`
    select seq, hash from audit_trail order by seq desc limit 1`.execute(db);
  const [last] = rows;
  if (last === undefined) return;
  const entry = {
    seq: last.seq + 1,
    at: new Date(),
    actor: 'system',
    action: 'audit.names-set-apart',
    subject: 'audit',
    unit: null,
    facts,
    names: [],
  };
  await sql`insert into audit_trail (seq, at, actor, action, subject, unit, facts, names, previous_hash, hash)
    values (${entry.seq}, ${entry.at}, ${entry.actor}, ${entry.action}, ${entry.subject}, null,
      ${JSON.stringify(facts)}::jsonb, '{}', ${last.hash}, ${hashOf(last.hash, contentOf(entry))})`.execute(
    db,
  );
}

/** Ids that are people's and no unit's: of old entries nothing else says which of the two they name. */
async function peopleOf(db: Kysely<unknown>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select substr(p.id, 2) as id from accounts p
    where p.kind = 'doctor' and not exists (select from accounts u where u.id = substr(p.id, 2))`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** As the release that writes pseudonyms knows them; of older entries also what did not say whether it is a person's. */
function namesIn(
  { actor, action, subject, facts }: Pick<Row, 'actor' | 'action' | 'subject' | 'facts'>,
  people: ReadonlySet<string>,
): Map<string, Name> {
  const names = new Map<string, Name>();
  const add = (place: string, value: unknown, person = value) => {
    if (typeof value === 'string' && typeof person === 'string') names.set(place, { person, value });
  };
  if (actor !== 'system') add('actor', actor);
  const isOfPerson = facts['of'] === 'people' || (facts['of'] === undefined && people.has(subject));
  if (action.startsWith('person.') || (action.startsWith('quota.') && isOfPerson)) add('subject', subject);
  if (action === 'person.edited') add('facts.externalId', facts['externalId'], subject);
  if (action === 'person.transferred') add('facts.to', facts['to']);
  if (action === 'upload.ended') add('facts.owner', facts['owner']);
  if (action === 'api-key.created') add('facts.subject', facts['subject']);
  if (action === 'reservation.released') {
    add('facts.person', facts['person']);
    const { account } = facts;
    if (typeof account === 'string' && account.startsWith('@'))
      add('facts.account', account, account.slice(1));
    else if (typeof account === 'string' && people.has(account)) add('facts.account', account);
  }
  return names;
}

async function pseudonymsOf(db: Kysely<unknown>, names: readonly Name[]): Promise<Map<string, string>> {
  const wanted = new Map(names.map((name) => [keyOf(name), name]));
  const { rows } = await sql<Name & { pseudonym: string }>`select person, value, pseudonym from audit_names
    where person = any(${[...new Set(names.map(({ person }) => person))]})`.execute(db);
  const found = new Map(rows.map((row) => [keyOf(row), row.pseudonym]));
  for (const [key, { person, value }] of wanted) {
    if (found.has(key)) continue;
    const salt = randomBytes(32);
    const digest = createHash('sha256')
      .update(salt)
      .update(JSON.stringify([person, value]))
      .digest('hex');
    const pseudonym = `psn_${digest.slice(0, 40)}`;
    await sql`insert into audit_names (pseudonym, salt, person, value)
      values (${pseudonym}, ${salt}, ${person}, ${value})`.execute(db);
    found.set(key, pseudonym);
  }
  return found;
}

function withPseudonyms<T extends Pick<Row, 'actor' | 'subject' | 'facts'>>(
  entry: T,
  names: ReadonlyMap<string, Name>,
  pseudonyms: ReadonlyMap<string, string>,
): T {
  const apart = { ...entry, facts: { ...entry.facts } };
  for (const [place, name] of names) {
    const pseudonym = pseudonyms.get(keyOf(name)) ?? '';
    if (place === 'actor' || place === 'subject') apart[place] = pseudonym;
    else apart.facts[place.slice('facts.'.length)] = pseudonym;
  }
  return apart;
}

function keyOf({ person, value }: Name): string {
  return JSON.stringify([person, value]);
}

function contentOf({
  seq,
  at,
  actor,
  action,
  subject,
  unit,
  facts,
  names,
}: Omit<Row, 'hash' | 'previousHash'> & { names?: string[] }) {
  return { seq, at: at.toISOString(), actor, action, subject, unit, facts, names };
}

function hashOf(before: Buffer, content: unknown): Buffer {
  return createHash('sha256').update(before).update(canonical(content)).digest();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}
