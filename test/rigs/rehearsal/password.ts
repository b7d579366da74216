import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate } from '#libs/database';
import type { Rehearsal } from './rehearsal.js';
import { Site } from './site.js';

/**
 * The database password is replaced without a request that fails: two logins take turns, and the services go over from
 * one to the other one after another, while files are sent.
 */
export async function rehearsePassword(rehearsal: Rehearsal): Promise<void> {
  const site = await Site.make();
  const administrator = new Client({ connectionString: site.ownerUrl });
  try {
    await administrator.connect();
    rehearsal.step('two logins, to which the migration gives the rights of the services');
    const first = await freshLogin(administrator, site, 'lectern_1');
    const second = await freshLogin(administrator, site, 'lectern_2');
    site.databaseUrl = first;
    await site.run({ uploader: 2, worker: 1 });
    const uploads = new SteadyUploads(site);
    rehearsal.step('the services go over to the second login, one after another, under uploads');
    for (const service of site.services) {
      uploads.avoid = service.name;
      await uploads.settled();
      rehearsal.equal(`${service.name} stopped cleanly`, await service.stop(), 0);
      await service.start({ DATABASE_URL: second });
      uploads.avoid = undefined;
    }
    rehearsal.step('the first login is closed');
    const { rows } = await administrator.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where usename = 'lectern_1'",
    );
    rehearsal.equal('nobody uses the first login any more', rows[0]?.n, 0);
    const { sent, failures } = await uploads.end();
    rehearsal.hold(`all of ${sent} uploads came through`, failures.length === 0 && sent > 5, failures);
    await administrator.query('drop owned by lectern_1; drop role lectern_1');
    const late = new Client({ connectionString: first });
    const refused = await late.connect().then(
      () => late.end().then(() => false),
      () => true,
    );
    rehearsal.hold('the first login is refused', refused);
    const owners = await administrator.query<{ tableowner: string }>(
      "select distinct tableowner from pg_tables where schemaname in ('public', 'pgboss')",
    );
    rehearsal.equal('all tables are one owner’s', owners.rows.length, 1);
  } finally {
    await administrator.end();
    await site.dispose();
  }
}

/** A login that may do what the services do. */
async function freshLogin(administrator: Client, site: Site, name: string): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  await administrator.query(`create role ${name} login password '${password}'`);
  const changed = new URL(site.databaseUrl);
  changed.username = name;
  changed.password = password;
  await bringUpToDate({ url: changed.href, ownerUrl: site.ownerUrl, queues: QUEUES });
  return changed.href;
}

/** One file after another, to an uploader that is not being replaced. */
class SteadyUploads {
  avoid: string | undefined;
  readonly #failures: string[] = [];
  #sent = 0;
  #isOver = false;
  #running = Promise.resolve();
  readonly #all: Promise<void>;

  constructor(private readonly site: Site) {
    this.#all = this.#run();
  }

  /** The one that runs now is through. */
  settled(): Promise<void> {
    return this.#running;
  }

  async end(): Promise<{ sent: number; failures: readonly string[] }> {
    this.#isOver = true;
    await this.#all;
    return { sent: this.#sent, failures: this.#failures };
  }

  async #run(): Promise<void> {
    for (let turn = 0; !this.#isOver; turn += 1) {
      const there = this.site.of('uploader').filter(({ name }) => name !== this.avoid);
      const service = there[turn % there.length];
      if (service === undefined) continue;
      this.#running = this.site.trySending(50_000, undefined, service).then(
        ({ status, text }) => void (status === 202 || this.#failures.push(`${status} ${text}`)),
        (error: unknown) => void this.#failures.push(String(error)),
      );
      await this.#running;
      this.#sent += 1;
    }
  }
}
