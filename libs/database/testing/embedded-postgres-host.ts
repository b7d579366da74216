import { sql } from 'kysely';
import { openDatabase } from '../database.js';
import { EmbeddedPostgres } from '../embedded-postgres.js';

/** A process to be killed: starts the server on a folder, commits a row, says so, and waits. */
const [dataFolder = ''] = process.argv.slice(2);
const server = await EmbeddedPostgres.start({ dataFolder });
const database = openDatabase({ url: server.ownerUrl });
await sql`create table if not exists kept (n integer)`.execute(database.kysely);
await sql`insert into kept values (1)`.execute(database.kysely);
console.log('committed');
setInterval(() => undefined, 1000);
