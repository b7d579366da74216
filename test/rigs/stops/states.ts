import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { EmbeddedPostgres } from '#libs/database';
import type { StartFacts } from '../../acceptance/lectern-process.js';
import { recording } from '../../fixtures/recordings.js';
import { NpmStart } from '../../servers/npm-start.js';
import { type FormAnswer, sendForm } from '../../servers/slow-form.js';
import { projectCopy } from './project-copy.js';

const run = promisify(execFile);

/** What was acknowledged: the id of each asset and its SHA-256. */
export type Acknowledged = Map<string, string>;

/** A start that is under way in a state of its, and what it owes. */
interface Reached {
  readonly start: NpmStart;
  readonly acknowledged: Acknowledged;
  /** A form that is being sent slowly. */
  readonly form?: Promise<FormAnswer>;
}

/** One state of `npm start`, which is known from outside: by its lines, processes and files. */
export interface State {
  /** Within which everything ends that is told to stop; docs/day-two.md, Stopping. */
  readonly seconds: number;
  /** Which endings there are not in this state. */
  readonly without?: readonly string[];
  readonly reach: (data: string) => Promise<Reached>;
  /** The project that is started there; this one unless told. */
  readonly root?: () => Promise<string>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A file in the data folder on which a start waits that is held. */
const GO = 'go';
export const letGo = (data: string) => writeFile(path.join(data, GO), '');

const isHeld = 'until test -e';

/** The folders of data that states begin with, made once. */
export class States {
  readonly #made = new Map<string, Promise<Acknowledged>>();
  #copy: Promise<string> | undefined;
  #changes = 0;

  constructor(private readonly folder: string) {}

  readonly byName: Readonly<Record<string, State>> = {
    building: {
      seconds: 5,
      without: ['KILL node'],
      root: () => this.#project(),
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        const root = await this.#project();
        this.#changes += 1;
        await appendFile(path.join(root, 'apps/standalone/src/banner.ts'), `// ${this.#changes}\n`);
        const start = await NpmStart.spawn({ data, root });
        await start.until(() => runs(start, '--outDir'));
        return { start, acknowledged };
      },
    },
    initdb: {
      seconds: 25,
      reach: async (data) => {
        const start = await NpmStart.spawn({ data });
        await start.until(() => runs(start, '/initdb'));
        return { start, acknowledged: new Map() };
      },
    },
    postgres: {
      seconds: 25,
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        await holdRecovery(data);
        const start = await NpmStart.spawn({ data });
        await start.until(() => runs(start, isHeld));
        return { start, acknowledged };
      },
    },
    migrating: {
      seconds: 25,
      reach: async (data) => {
        await this.#copyOf('empty', data, makeEmpty);
        const start = await NpmStart.spawn({ data });
        await start.until(() => isMigrating(data));
        return { start, acknowledged: new Map() };
      },
    },
    serving: {
      seconds: 25,
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        const start = await NpmStart.spawn({ data });
        note(acknowledged, await sendForm(await start.ready()));
        return { start, acknowledged };
      },
    },
    encoding: {
      seconds: 35,
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        const start = await NpmStart.spawn({ data });
        note(acknowledged, await sendVideo(await start.ready()));
        await start.until(() => runs(start, '-c:v'));
        return { start, acknowledged };
      },
    },
    'slow form': {
      seconds: 45,
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        const start = await NpmStart.spawn({ data });
        return { start, acknowledged, ...(await slowForm(await start.ready())) };
      },
    },
    stopping: {
      seconds: 45,
      reach: async (data) => {
        const acknowledged = await this.#servedOn(data);
        const start = await NpmStart.spawn({ data });
        const { form } = await slowForm(await start.ready());
        start.npm.kill('SIGTERM');
        await start.until(() => start.printed.includes('Lectern stops'));
        return { start, acknowledged, form };
      },
    },
  };

  /** Of the project; a build in it disturbs nobody. */
  #project(): Promise<string> {
    this.#copy ??= projectCopy(path.join(this.folder, 'project'));
    return this.#copy;
  }

  /** A folder in which Lectern has served, and acknowledged something. */
  #servedOn(data: string): Promise<Acknowledged> {
    return this.#copyOf('served', data, async (made) => {
      const start = await NpmStart.spawn({ data: made });
      const acknowledged: Acknowledged = new Map();
      note(acknowledged, await sendForm(await start.ready()));
      start.npm.kill('SIGTERM');
      await start.ended;
      return acknowledged;
    });
  }

  async #copyOf(
    name: string,
    data: string,
    make: (data: string) => Promise<Acknowledged>,
  ): Promise<Acknowledged> {
    const made = path.join(this.folder, name);
    const isMade = this.#made.get(name) ?? mkdir(made, { mode: 0o711 }).then(() => make(made));
    this.#made.set(name, isMade);
    const acknowledged = new Map(await isMade);
    await run('cp', ['-a', `${made}/.`, data]);
    return acknowledged;
  }
}

async function runs(start: NpmStart, part: string): Promise<boolean> {
  return (await start.running()).some(({ program }) => program.includes(part));
}

function note(acknowledged: Acknowledged, { status, id, sha256 }: FormAnswer): void {
  if (status !== 202) throw new Error(`a form was answered ${status}`);
  acknowledged.set(id, sha256);
}

async function sendVideo(facts: StartFacts): Promise<FormAnswer> {
  const file = await recording({ seconds: 30, size: '1280x720', source: 'screen' });
  return sendForm(facts, undefined, { name: 'a.mp4', pieces: [await readFile(file)] });
}

/** @returns once a part of it has been sent */
function slowForm(facts: StartFacts): Promise<{ form: Promise<FormAnswer> }> {
  return new Promise((resolve, reject) => {
    const form = sendForm(facts, () => resolve({ form }));
    form.catch(reject);
  });
}

/** A server that has to recover from an archive, and waits for the archive. */
async function holdRecovery(data: string): Promise<void> {
  const cluster = path.join(data, 'postgres/cluster');
  const wait = `until test -e ${path.join(data, GO)}; do sleep 0.05; done; false`;
  await appendFile(
    path.join(cluster, 'postgresql.conf'),
    `\nhot_standby = off\nrestore_command = '${wait}'\n`,
  );
  await run('cp', ['-a', path.join(cluster, 'PG_VERSION'), path.join(cluster, 'recovery.signal')]);
}

/** A server of which no table has been made yet, and the first waits. */
async function makeEmpty(data: string): Promise<Acknowledged> {
  const server = await EmbeddedPostgres.start({ dataFolder: path.join(data, 'postgres') });
  const client = new Client({ connectionString: server.ownerUrl });
  await client.connect();
  // A path from the cluster: the folder is copied.
  await client.query(`create function held() returns event_trigger language plpgsql as $$ begin
      while (pg_stat_file('../../${GO}', true)).size is null loop perform pg_sleep(0.05); end loop; end $$;
    create event trigger held on ddl_command_start execute function held()`);
  await client.end();
  await server.stop();
  return new Map();
}

/** Whether a migration runs in the server, and is held there. */
async function isMigrating(data: string): Promise<boolean> {
  const of = (file: string) => readFile(path.join(data, 'postgres', file), 'utf8').catch(() => '');
  const port = Number((await of('cluster/postmaster.pid')).split('\n')[3]);
  if (!(port > 0)) return false;
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'lectern',
    password: (await of('password')).trim(),
    database: 'lectern',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      "select from pg_stat_activity where application_name = 'lectern-migrate' and wait_event = 'PgSleep'",
    );
    return rowCount === 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // The database's own user passes through.
  await chmod(folder, 0o711);
}
