import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createTestDatabase } from '../../libs/database/testing/test-database.js';
import { ServiceProcess } from '../servers/service-process.js';
import { Api, textOf } from './api.js';
import { FILES, type KeptFolder, type KeptRelease, type Person, readExpected } from './kept-release.js';
import { served, sha256Of } from './playing.js';

const run = promisify(execFile);

/** Older than what the sweeps leave in peace, and than most that expires by itself. */
const AGE_SECONDS = 30 * 86_400;

/** The services of this checkout on a copy of what a release has kept. */
export class MovedIn {
  private readonly services: ServiceProcess[] = [];
  uploader!: ServiceProcess;
  delivery!: ServiceProcess;

  private constructor(
    readonly expected: KeptRelease,
    readonly database: Awaited<ReturnType<typeof createTestDatabase>>,
    private readonly folder: string,
  ) {}

  /** Loads a kept release, whose files are then old, and starts uploader and delivery on it. */
  static async start(kept: KeptFolder): Promise<MovedIn> {
    const folder = await mkdtemp(path.join(tmpdir(), 'lectern-upgrade-'));
    const database = await createTestDatabase({ empty: true });
    const here = new MovedIn(await readExpected(kept), database, folder);
    try {
      await load(database.ownerUrl, await readFile(path.join(kept.folder, FILES.database), 'utf8'));
      await cp(path.join(kept.folder, FILES.media), here.media, { recursive: true });
      await age(here.media);
      await cp(path.join(kept.folder, FILES.keyRing), path.join(folder, FILES.keyRing));
      here.delivery = await here.run('delivery');
      here.uploader = await here.run('uploader');
      return here;
    } catch (error) {
      await here.dispose();
      throw error;
    }
  }

  private get media(): string {
    return path.join(this.folder, 'media');
  }

  private get environment(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url,
      DATABASE_OWNER_URL: this.database.ownerUrl,
      LECTERN_STORAGE: 'nfs',
      LECTERN_STORAGE_PATH: this.media,
      LECTERN_SCRATCH: path.join(this.folder, 'scratch'),
      LECTERN_KEY_RING: path.join(this.folder, FILES.keyRing),
      LECTERN_DELIVERY_URL: this.delivery?.url ?? '',
      // What was trashed when the release was kept is to be there still.
      LECTERN_TRASH_SECONDS: String(50 * 365 * 86_400),
    };
  }

  /** Starts a service, to be stopped with all others. */
  async run(app: 'uploader' | 'delivery' | 'worker'): Promise<ServiceProcess> {
    const service = await ServiceProcess.start(app, `new-${app}`, this.environment);
    this.services.push(service);
    return service;
  }

  as(person: Person): Api {
    return this.with(this.expected.keys[person]?.secret ?? '');
  }

  with(key: string): Api {
    return new Api(() => this.uploader.url, key);
  }

  /** The original as it is downloaded. @returns its SHA-256 */
  async downloaded(asset: string): Promise<string> {
    const link = await this.as('admin').must(201, 'POST', `/v1/assets/${asset}/download-links`, {});
    return sha256Of(await served(textOf(link, 'url')));
  }

  /** What the program that looks for losses says; it reads every original. @throws Error where it found some */
  async verify(): Promise<string> {
    const program = path.resolve('dist/apps/standalone/src/verify.js');
    const env = { ...process.env, ...this.environment };
    return (await run(process.execPath, [program, '--deep'], { env })).stdout;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function load(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

async function age(folder: string): Promise<void> {
  const then = Date.now() / 1000 - AGE_SECONDS;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await utimes(path.join(entry.parentPath, entry.name), then, then);
}
