import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { advisoryLock, type Database } from './database.js';
import { ApplicationRoleMissing } from './database.errors.js';
import type { Transaction } from './schema.js';

/** What the services may do with a table; every one that is not named here they may read and write. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  schema_migrations: ['SELECT'],
  ledger: ['SELECT', 'INSERT'],
  audit_trail: ['SELECT', 'INSERT'],
  audit_names: ['SELECT', 'INSERT', 'DELETE'],
  revocation_versions: ['USAGE', 'SELECT', 'UPDATE'],
};
const READ_AND_WRITE = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const SEQUENCE = ['USAGE'];
/** Where the tables lie (the first schema that the role looks into, `public` as a rule), and where those of the queue do. */
const SCHEMAS = sql<string[]>`array[current_schema(), 'pgboss']`;

export interface Login {
  readonly role: string;
  readonly password: string | undefined;
}

/** Whom a database URL logs in as. */
export function loginOf(url: string): Login {
  const { user, password } = new Client({ connectionString: url });
  return { role: user ?? '', password: typeof password === 'string' ? password : undefined };
}

/**
 * Gives the services' role what they need in this database, and takes from it what they don't: no table is its own, it
 * changes no entry of the ledger or the audit trail, and makes nothing, not even a temporary table. Where the server
 * does not know the role it is made, if the owner may do that. Idempotent; to be run after every migration, by the owner
 * of the tables.
 *
 * @throws ApplicationRoleMissing
 */
export async function grantApplication(owner: Database, login: Login): Promise<void> {
  await owner.transaction(async (tx) => {
    await advisoryLock(tx, 'grants');
    const { rows } = await sql<{ self: string; exists: boolean; mayMake: boolean }>`
      select current_user as self, exists (select from pg_roles where rolname = ${login.role}) as exists,
        (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as may_make`.execute(
      tx,
    );
    const found = rows[0];
    // One role for everything owns the tables: there is nothing to give it.
    if (found === undefined || found.self === login.role) return;
    if (!found.exists) {
      if (!found.mayMake) throw new ApplicationRoleMissing(login.role);
      await makeRole(tx, login);
    }
    await grantDatabase(tx, login.role);
    await grantRelations(tx, login.role);
  });
}

/** Makes a role that may log in and nothing else; one that is there gets this password. */
export async function makeRole(tx: Transaction, { role, password }: Login): Promise<void> {
  const { rows } = await sql`select from pg_roles where rolname = ${role}`.execute(tx);
  const verb = rows.length === 0 ? 'create' : 'alter';
  const secret = password === undefined ? '' : ` password ${escapeLiteral(verifierOf(password))}`;
  await sql
    .raw(
      `${verb} role ${escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls${secret}`,
    )
    .execute(tx);
}

/** As the server keeps a password (SCRAM-SHA-256, RFC 5803), so that the password itself is in no statement and no log. */
function verifierOf(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest();
  const [saltText, storedText, server] = [salt, stored, keyed('Server Key')].map((part) =>
    part.toString('base64'),
  );
  return `SCRAM-SHA-256$${rounds}:${saltText}$${storedText}:${server}`;
}

async function grantDatabase(tx: Transaction, role: string): Promise<void> {
  const { rows } = await sql<{
    name: string;
    owned: boolean;
    schema: string;
    connect: boolean;
    temporary: boolean;
    schemaOwned: boolean;
    creates: boolean;
  }>`select d.datname as name, n.nspname as schema, pg_has_role(d.datdba, 'USAGE') as owned,
        has_database_privilege(${role}, d.oid, 'CONNECT') as connect,
        has_database_privilege(${role}, d.oid, 'TEMPORARY') as temporary,
        pg_has_role(n.nspowner, 'USAGE') as schema_owned,
        has_schema_privilege(${role}, n.oid, 'CREATE') as creates
      from pg_database d, pg_namespace n
      where d.datname = current_database() and n.nspname = current_schema()`.execute(tx);
  for (const found of rows) {
    const [to, database] = [escapeIdentifier(role), escapeIdentifier(found.name)];
    const statements = [
      ...(found.connect ? [] : [`grant connect on database ${database} to ${to}`]),
      // Everybody has these unless the owner takes them away: the second where the cluster is older than release 15.
      ...(found.temporary && found.owned ? [`revoke temporary on database ${database} from public`] : []),
      ...(found.creates && found.schemaOwned
        ? [`revoke create on schema ${escapeIdentifier(found.schema)} from public`]
        : []),
      ...[found.schema, 'pgboss'].map(
        (schema) => `grant usage on schema ${escapeIdentifier(schema)} to ${to}`,
      ),
    ];
    for (const statement of statements) await sql.raw(statement).execute(tx);
  }
}

/** Changes only what is not yet so: a start that finds everything in place writes nothing to the catalog. */
async function grantRelations(tx: Transaction, role: string): Promise<void> {
  const { rows } = await sql<{ schema: string; name: string; kind: string; held: string[] }>`
    select n.nspname as schema, c.relname as name, c.relkind::text as kind, array(
        select a.privilege_type from aclexplode(c.relacl) a
        where a.grantee = (select oid from pg_roles where rolname = ${role})) as held
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p', 'S') and pg_has_role(c.relowner, 'USAGE')
      order by 1, 2`.execute(tx);
  for (const { schema, name, kind, held } of rows) {
    const isSequence = kind === 'S';
    const wanted = (schema !== 'pgboss' && RIGHTS[name]) || (isSequence ? SEQUENCE : READ_AND_WRITE);
    if (held.length === wanted.length && wanted.every((right) => held.includes(right))) continue;
    const relation = `${isSequence ? 'sequence ' : ''}${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
    const to = escapeIdentifier(role);
    if (held.length > 0) await sql.raw(`revoke all on ${relation} from ${to}`).execute(tx);
    await sql.raw(`grant ${wanted.join(', ')} on ${relation} to ${to}`).execute(tx);
  }
}

/** How far a role reaches beyond what the services need. */
interface RoleReach {
  readonly role: string;
  readonly isSuperuser: boolean;
  /** In words, each the end of "It may …". */
  readonly excess: readonly string[];
}

/** What the role of this connection may do that no service needs; `excess` is empty for one made by `grantApplication`. */
export async function reachOf(database: Database): Promise<RoleReach> {
  const { rows } = await sql<{
    role: string;
    isSuperuser: boolean;
    roles: boolean;
    databases: boolean;
    files: boolean;
    owns: boolean;
    creates: boolean;
  }>`select rolname as role, rolsuper as is_superuser, rolcreaterole as roles, rolcreatedb as databases,
      exists (select from pg_roles g where pg_has_role(r.oid, g.oid, 'MEMBER') and g.rolname in
        ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')) as files,
      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'MEMBER')) as owns,
      has_schema_privilege(r.oid, current_schema(), 'CREATE') as creates
    from pg_roles r where r.rolname = current_user`.execute(database.kysely);
  const [found] = rows;
  if (found === undefined) throw new Error('A session has a role.');
  const { role, isSuperuser } = found;
  const excess = [
    ...(isSuperuser ? ['everything: it is a superuser'] : []),
    ...(found.files && !isSuperuser
      ? ['read or write files of the database server, or run programs there']
      : []),
    ...(found.roles && !isSuperuser ? ['make roles'] : []),
    ...(found.databases && !isSuperuser ? ['make databases'] : []),
    ...(found.owns && !isSuperuser ? ['change and drop the tables, which are its own'] : []),
    ...(found.creates && !found.owns && !isSuperuser ? ['make tables'] : []),
  ];
  return { role, isSuperuser, excess };
}
