import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { QUEUES } from '#libs/catalog';
import { bringUpToDate, JobQueue } from '#libs/database';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../libs/database/testing/test-database.js';
import { readWorkerSettings } from './config.js';
import { Worker } from './worker.module.js';

const test = withTestDatabase();

it('removes from its scratch folder what a crash left, and nothing that is not its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-worker-'));
  const scratch = join(folder, 'scratch');
  await mkdir(join(scratch, 'asset-Zz09aB'), { recursive: true });
  await writeFile(join(scratch, 'asset-Zz09aB', 'original'), 'left');
  await mkdir(join(scratch, 'theses'));
  await writeFile(join(scratch, 'asset-list.txt'), 'of somebody else');
  const { database, url, ownerUrl } = test;
  await bringUpToDate({ url, ownerUrl, queues: QUEUES });
  const queue = new JobQueue(database, { queues: QUEUES });
  await queue.start();
  const worker = await Worker.create({
    settings: readWorkerSettings({
      DATABASE_URL: url,
      LECTERN_STORAGE_PATH: join(folder, 'media'),
      LECTERN_SCRATCH: scratch,
    }),
    database,
    queue,
    storage: new NfsStorage({ root: join(folder, 'media') }),
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
  });
  await worker.start();
  await queue.stop({ graceMs: 0 });
  expect((await readdir(scratch)).toSorted()).toEqual(['asset-list.txt', 'theses']);
  await rm(folder, { recursive: true });
});
