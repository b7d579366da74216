import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUEUES } from '#libs/catalog';
import { JobQueue, openDatabase } from '#libs/database';
import { createLogger } from '#libs/http';
import { createKeyRingFile, watchKeyRing } from '#libs/signing';
import { MemoryStorage } from '#libs/storage';
import { readUploaderSettings } from '../../config.js';
import { openApiOf } from './openapi.js';
import { Uploader } from '../../uploader.module.js';

let folder: string;
let uploader: Uploader;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lectern-openapi-'));
  const keyRingFile = path.join(folder, 'ring.json');
  await createKeyRingFile(keyRingFile);
  const settings = readUploaderSettings({
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    LECTERN_STORAGE_PATH: folder,
    LECTERN_DELIVERY_URL: 'http://127.0.0.1:8081',
    LECTERN_KEY_RING: keyRingFile,
  });
  // Nothing connects before the first statement, and describing the API needs none.
  const database = openDatabase({ url: settings.DATABASE_URL });
  const keyRing = await watchKeyRing(keyRingFile, { onError: () => {} });
  uploader = await Uploader.create({
    settings,
    database,
    queue: new JobQueue(database, { queues: QUEUES }),
    storage: new MemoryStorage(),
    keyRing,
    logger: createLogger('uploader', { level: 'silent' }),
  });
  keyRing.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('docs/openapi.json is what the code generates (npm run openapi writes it anew)', async () => {
  await expect(`${JSON.stringify(openApiOf(uploader.nest), null, 2)}\n`).toMatchFileSnapshot(
    '../../../../../docs/openapi.json',
  );
});
