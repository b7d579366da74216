import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { Assets, ENCODE_ASSET, QUEUES } from '#libs/catalog';
import { JobQueue } from '#libs/database';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { FillLevel, NfsStorage, parseStorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../libs/database/testing/test-database.js';
import { AssetJobs } from './asset-jobs.js';
import { defaultMediaSettings } from './media-settings.js';

const test = withTestDatabase();
const assets = new Assets();
let folder: string;
let queue: JobQueue;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-jobs-'));
  await mkdir(join(folder, 'scratch'));
  queue = new JobQueue(test.database, { queues: QUEUES });
  await queue.start();
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
  return async () => {
    await queue.stop({ graceMs: 0 });
    await rm(folder, { recursive: true, force: true });
  };
});

function jobs(storage: NfsStorage, encodePercent: number): AssetJobs {
  return new AssetJobs(
    {
      database: test.database,
      queue,
      storage,
      fillLevel: new FillLevel(storage),
      assets,
      quotas: new Quotas(),
      logger: pino({ level: 'silent' }),
    },
    { worker: 'w', scratch: join(folder, 'scratch'), media: defaultMediaSettings, encodePercent },
  );
}

async function waiting(): Promise<{ data: unknown; start_after: Date }[]> {
  const { rows } = await test.database.executeSql(
    `select data, start_after from pgboss.job where name = $1 and state = 'created'`,
    [ENCODE_ASSET],
  );
  return rows as { data: unknown; start_after: Date }[];
}

describe('AssetJobs', () => {
  it('puts encoding off while the storage is too full, at no cost to the asset, and goes on after', async () => {
    const storage = new NfsStorage({ root: join(folder, 'media') });
    const id = newId('ast');
    const original = Buffer.from('no recording at all');
    await storage.put(
      parseStorageKey(`assets/${id}/source/original`),
      (async function* () {
        yield original;
      })(),
    );
    await test.database.transaction((tx) =>
      assets.create(tx, {
        id,
        owner: 'd',
        unit: 'u',
        account: 'u',
        kind: 'video',
        fileName: 'a.mp4',
        title: 'A',
        contentType: 'video/mp4',
        bytes: original.byteLength,
        sha256: createHash('sha256').update(original).digest('hex'),
        state: 'processing',
      }),
    );
    // Every disk is fuller than 0 %.
    await jobs(storage, 0).encode({ asset: id }, new AbortController().signal);
    expect(await assets.get(test.database.kysely, id)).toMatchObject({
      state: 'processing',
      attempt: 0,
      tries: 0,
    });
    const [job, ...more] = await waiting();
    expect([job?.data, more]).toEqual([{ asset: id }, []]);
    expect(job?.start_after.getTime()).toBeGreaterThan(Date.now());

    // No disk is fuller than 100 %.
    await jobs(storage, 101).encode({ asset: id }, new AbortController().signal);
    expect(await assets.get(test.database.kysely, id)).toMatchObject({ state: 'failed', attempt: 1 });
  });
});
