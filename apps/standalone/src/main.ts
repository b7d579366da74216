import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { QUEUES } from '#libs/catalog';
import { EmbeddedPostgres, JobQueue, openReadyDatabase } from '#libs/database';
import { createLogger, keepHeapSmall, runService, type Stop } from '#libs/http';
import { ApiKeys } from '#libs/identity';
import { Units } from '#libs/quotas';
import { createKeyRingFile, watchKeyRing } from '#libs/signing';
import { openStorage } from '#libs/storage';
import { readDeliverySettings, servingSettings } from '../../delivery/src/config.js';
import { createDelivery } from '../../delivery/src/delivery.js';
import { readUploaderSettings } from '../../uploader/src/config.js';
import { Uploader } from '../../uploader/src/uploader.module.js';
import { readWorkerSettings } from '../../worker/src/config.js';
import { JOB_STOP_SECONDS, Worker } from '../../worker/src/worker.module.js';
import { banner } from './banner.js';
import { readStandaloneSettings, requireSettings } from './config.js';
import { furnishDemo } from './demo.js';
import { holdFolder } from './sole-start.js';
import { writeStartFile } from './start-file.js';

/** Things that were opened, to be closed in the opposite order. */
const opened: (() => Promise<void> | void)[] = [];

async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).toReversed()) await close();
}

async function start(): Promise<Stop> {
  requireSettings(process.env);
  const settings = readStandaloneSettings(process.env);
  const data = path.resolve(settings.LECTERN_DATA);
  // Others may pass through (the database's own user does), but look at nothing.
  await mkdir(data, { recursive: true, mode: 0o711 });
  opened.push(await holdFolder(data));
  const keyRingFile = path.join(data, 'keys', 'ring.json');
  await createKeyRingFile(keyRingFile);

  const urls =
    settings.DATABASE_URL === undefined
      ? await startPostgres(path.join(data, 'postgres'))
      : { url: settings.DATABASE_URL, ownerUrl: settings.DATABASE_OWNER_URL };
  const deliveryHost = settings.LECTERN_HOST === '0.0.0.0' ? '127.0.0.1' : settings.LECTERN_HOST;
  const environment = {
    ...process.env,
    DATABASE_URL: urls.url,
    LECTERN_STORAGE_PATH: settings.LECTERN_STORAGE_PATH ?? path.join(data, 'media'),
    LECTERN_S3_BUCKET: settings.LECTERN_S3_BUCKET ?? 'lectern',
    LECTERN_KEY_RING: keyRingFile,
    LECTERN_HOST: settings.LECTERN_HOST,
    LECTERN_SCRATCH: path.join(data, 'scratch'),
    LECTERN_CORS_ORIGINS: process.env['LECTERN_CORS_ORIGINS'] ?? '*',
    LECTERN_DELIVERY_URL:
      process.env['LECTERN_DELIVERY_URL'] ?? `http://${deliveryHost}:${settings.LECTERN_DELIVERY_PORT}`,
  };
  await mkdir(environment.LECTERN_STORAGE_PATH, { recursive: true, mode: 0o700 });
  const uploaderSettings = readUploaderSettings(environment);
  const deliverySettings = readDeliverySettings(environment);
  const logOf = (app: string) => createLogger(app, { level: uploaderSettings.LECTERN_LOG_LEVEL });
  const logger = logOf('standalone');

  const database = await openReadyDatabase({
    ...urls,
    queues: QUEUES,
    applicationName: 'lectern',
    patience: uploaderSettings,
    onWarning: (sentence) => logger.warn(sentence),
  });
  opened.push(() => database.close());
  const storage = await openStorage(uploaderSettings, { createBucket: true });
  opened.push(() => storage.close());
  await storage.selfTest();
  const keyRing = await watchKeyRing(keyRingFile, {
    onError: (error) => logger.error({ err: error }, 'the new key ring is refused, the old one stays'),
    onChange: (ring) =>
      logger.info({ signing: ring.signingKid, kids: ring.kids }, 'a new key ring is in force'),
  });
  opened.push(() => keyRing.close());
  const queue = new JobQueue(database, {
    queues: QUEUES,
    onError: (error) => logger.error({ err: error }, 'queue'),
  });
  await queue.start();
  opened.push(() => queue.stop({ graceMs: JOB_STOP_SECONDS * 1000 }));

  const worker = await Worker.create({
    settings: readWorkerSettings(environment),
    database,
    queue,
    storage,
    logger: logOf('worker'),
  });
  const delivery = await createDelivery({
    settings: servingSettings(deliverySettings),
    storage,
    keyRing,
    logger: logOf('delivery'),
  });
  opened.push(() => delivery.close());
  const uploader = await Uploader.create({
    settings: uploaderSettings,
    database,
    queue,
    storage,
    keyRing,
    logger: logOf('uploader'),
  });
  opened.push(() => uploader.close());

  const deliveryUrl = await delivery.listen(deliverySettings.LECTERN_DELIVERY_PORT, settings.LECTERN_HOST);
  const uploaderUrl = await uploader.listen();
  await worker.start();
  const startFile = path.join(data, 'start.json');
  const keys = await furnishDemo({ database, units: new Units(), apiKeys: new ApiKeys() }, startFile);
  const facts = { uploader: uploaderUrl, delivery: deliveryUrl, keys };
  await writeStartFile(startFile, facts);
  console.log(banner(facts, data));
  const shutdownSeconds =
    uploaderSettings.LECTERN_SHUTDOWN_SECONDS + deliverySettings.LECTERN_SHUTDOWN_SECONDS + JOB_STOP_SECONDS;
  return { close: closeAll, shutdownSeconds };
}

async function startPostgres(dataFolder: string): Promise<{ url: string; ownerUrl: string }> {
  const server = await EmbeddedPostgres.start({ dataFolder });
  opened.push(() => server.stop());
  return { url: server.url, ownerUrl: server.ownerUrl };
}

keepHeapSmall();
await runService('standalone', async () => {
  try {
    return await start();
  } catch (error) {
    await closeAll();
    throw error;
  }
});
