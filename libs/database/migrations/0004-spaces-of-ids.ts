import { type Kysely, sql } from 'kysely';

/**
 * People and units had their ids in one space, so that each could take one of the other's: people's accounts are now
 * `@` and the subject, which no unit's id begins with. The ledger is renamed with them, and nothing in it is changed but
 * the name.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const REFERRING = ['reservations', 'daily_usage', 'assets', 'uploads'];

const statements = [
  // An older release that still runs must not put people into the old space meanwhile.
  'lock table accounts in share row exclusive mode',
  'alter table ledger disable trigger ledger_append_only',
  `update ledger l set account = '@' || l.account, accounts = array_replace(l.accounts, l.account, '@' || l.account)
     from accounts a where a.id = l.account and a.kind = 'doctor'`,
  'alter table ledger enable trigger ledger_append_only',
  ...REFERRING.flatMap((table) => [
    `alter table ${table} drop constraint ${table}_account_fkey`,
    `update ${table} r set account = '@' || r.account from accounts a where a.id = r.account and a.kind = 'doctor'`,
  ]),
  `update accounts set id = '@' || id, path = trim_array(path, 1) || ('@' || id) where kind = 'doctor'`,
  ...REFERRING.map(
    (table) =>
      `alter table ${table} add constraint ${table}_account_fkey foreign key (account) references accounts (id)${
        table === 'daily_usage' ? ' on delete cascade' : ''
      }`,
  ),
  `alter table accounts add constraint accounts_spaces check ((kind = 'doctor') = starts_with(id, '@'))`,
];
