import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { QUEUES } from '#libs/catalog';
import { JobQueue, openDatabase } from '#libs/database';
import { createLogger } from '#libs/http';
import { createKeyRingFile, watchKeyRing } from '#libs/signing';
import { MemoryStorage } from '#libs/storage';
import { readUploaderSettings } from '../../apps/uploader/src/config.js';
import { Uploader } from '../../apps/uploader/src/uploader.module.js';
import { openApiOf } from '../../apps/uploader/src/rest/openapi.js';

/** What the service says of its API when it is started with these settings beside those that it needs. */
export async function described(settings: Readonly<Record<string, string>> = {}): Promise<OpenAPIObject> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-openapi-'));
  try {
    const keyRingFile = path.join(folder, 'ring.json');
    await createKeyRingFile(keyRingFile);
    const read = readUploaderSettings({
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      LECTERN_STORAGE_PATH: folder,
      LECTERN_DELIVERY_URL: 'http://127.0.0.1:8081',
      LECTERN_KEY_RING: keyRingFile,
      ...settings,
    });
    // Nothing connects before the first statement, and describing the API needs none.
    const database = openDatabase({ url: read.DATABASE_URL });
    const keyRing = await watchKeyRing(keyRingFile, { onError: () => {} });
    const uploader = await Uploader.create({
      settings: read,
      database,
      queue: new JobQueue(database, { queues: QUEUES }),
      storage: new MemoryStorage(),
      keyRing,
      logger: createLogger('uploader', { level: 'silent' }),
      registry: new Registry(),
    });
    keyRing.close();
    return openApiOf(uploader.nest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
