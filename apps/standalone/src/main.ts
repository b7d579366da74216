import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { QUEUES } from '#libs/catalog';
import { EmbeddedPostgres, EmbeddedPostgresFailed, JobQueue, openReadyDatabase } from '#libs/database';
import { Registry } from 'prom-client';
import {
  createLogger,
  type Ended,
  followKeyRing,
  keepHeapSmall,
  registerBuild,
  runService,
  serviceRegistry,
  type Stop,
} from '#libs/http';
import { ApiKeys } from '#libs/identity';
import { Units } from '#libs/quotas';
import { createKeyRingFile } from '#libs/signing';
import { openStorage } from '#libs/storage';
import { readDeliverySettings, servingSettings } from '../../delivery/src/config.js';
import { createDelivery } from '../../delivery/src/delivery.js';
import { journalSettings, usageBucket } from '../../delivery/src/usage/usage-settings.js';
import { readUploaderSettings } from '../../uploader/src/config.js';
import { Uploader } from '../../uploader/src/uploader.module.js';
import { readWorkerSettings } from '../../worker/src/config.js';
import { JOB_STOP_SECONDS, Worker } from '../../worker/src/worker.module.js';
import { banner } from './banner.js';
import { replacing, requireStart, unlessSet } from './config.js';
import { demoCallers, furnishDemo } from './demo.js';
import { LogFile } from './log-file.js';
import { step } from './progress.js';
import { holdFolder } from './sole-start.js';
import { type StartFacts, writeStartFile } from './start-file.js';

/** Things that were opened, to be closed in the opposite order. */
const opened: (() => Promise<Ended | void> | void)[] = [];

/** @returns what that broke off */
async function closeAll(): Promise<Ended> {
  let ended: Ended = {};
  for (const close of opened.splice(0).toReversed()) ended = { ...ended, ...(await close()) };
  return ended;
}

/** Gives up a start that is told to stop: the database at once, the rest between its steps. */
async function start(stopping: AbortSignal): Promise<Stop> {
  let isUp = false;
  let formSeconds = 0;
  stopping.addEventListener('abort', () =>
    console.log(
      isUp
        ? `Lectern stops; what is under way may end within ${formSeconds} s. Ctrl-C again ends at once.`
        : 'Lectern stops before it is up.',
    ),
  );
  const settings = await requireStart(process.env);
  const data = path.resolve(settings.LECTERN_DATA);
  // Others may pass through (the database's own user does), but look at nothing.
  await mkdir(data, { recursive: true, mode: 0o711 });
  opened.push(await holdFolder(data));
  const logFile = settings.LECTERN_LOG_PATH ?? path.join(data, 'lectern.log');
  const destination = logFile === '-' ? undefined : new LogFile(path.resolve(logFile));
  const keyRingFile = path.join(data, 'keys', 'ring.json');
  await createKeyRingFile(keyRingFile);

  const urls = await step(
    'database',
    async () =>
      settings.DATABASE_URL === undefined
        ? startPostgres(path.join(data, 'postgres'), stopping)
        : { url: settings.DATABASE_URL, ownerUrl: settings.DATABASE_OWNER_URL, isAdopted: false },
    ({ url, isAdopted }) => `PostgreSQL at ${new URL(url).host}${isAdopted ? ', which ran already' : ''}`,
  );
  stopping.throwIfAborted();
  const deliveryHost = settings.LECTERN_HOST === '0.0.0.0' ? '127.0.0.1' : settings.LECTERN_HOST;
  const media = settings.LECTERN_STORAGE_PATH ?? path.join(data, 'media');
  const chosen = unlessSet(process.env, {
    LECTERN_STORAGE_PATH: media,
    LECTERN_S3_BUCKET: 'lectern',
    LECTERN_USAGE_PATH: path.resolve(settings.LECTERN_STORAGE === 's3' ? data : media, 'usage'),
    LECTERN_CORS_ORIGINS: '*',
    LECTERN_DELIVERY_URL: `http://${deliveryHost}:${settings.LECTERN_DELIVERY_PORT}`,
  });
  const environment = replacing(chosen, {
    DATABASE_URL: urls.url,
    LECTERN_KEY_RING: keyRingFile,
    LECTERN_HOST: settings.LECTERN_HOST,
    LECTERN_SCRATCH: path.join(data, 'scratch'),
  });
  await mkdir(media, { recursive: true, mode: 0o700 });
  const uploaderSettings = readUploaderSettings(environment);
  const deliverySettings = readDeliverySettings(environment);
  const logOf = (app: string) =>
    createLogger(app, { level: uploaderSettings.LECTERN_LOG_LEVEL, ...(destination && { destination }) });
  const logger = logOf('standalone');

  const database = await step(
    'tables',
    () =>
      unlessStopped(
        stopping,
        openReadyDatabase({
          ...urls,
          queues: QUEUES,
          applicationName: 'lectern',
          patience: uploaderSettings,
          onWarning: (sentence) => logger.warn(sentence),
        }),
      ),
    () => 'of this release',
  );
  opened.push(() => database.close());
  stopping.throwIfAborted();
  const storage = await step(
    'storage',
    async () => {
      const found = await openStorage(uploaderSettings, { createBucket: true });
      opened.push(() => found.close());
      await found.selfTest((sentence) => logger.warn(sentence));
      return found;
    },
    () =>
      uploaderSettings.LECTERN_STORAGE === 's3' ? `bucket ${uploaderSettings.LECTERN_S3_BUCKET}` : media,
  );
  stopping.throwIfAborted();
  const startFile = path.join(data, 'start.json');
  const facts = await step(
    'services',
    () => startServices(),
    () => 'API, delivery, worker',
  );
  await writeStartFile(startFile, facts);
  stopping.throwIfAborted();
  console.log(banner(facts, data, destination === undefined ? 'standard output' : path.resolve(logFile)));
  const shutdownSeconds =
    uploaderSettings.LECTERN_SHUTDOWN_SECONDS + deliverySettings.LECTERN_SHUTDOWN_SECONDS + JOB_STOP_SECONDS;
  formSeconds = uploaderSettings.LECTERN_SHUTDOWN_SECONDS;
  isUp = true;
  return { close: closeAll, logger, shutdownSeconds };

  async function startServices(): Promise<StartFacts> {
    const keyRing = await followKeyRing(keyRingFile, logger);
    opened.push(() => keyRing.close());
    const queue = new JobQueue(database, {
      queues: QUEUES,
      onError: (error) => logger.error({ err: error }, 'queue'),
      // The worker tells of each in its own words.
      onJobError: () => undefined,
    });
    await queue.start();
    opened.push(async () => ({ jobs: await queue.stop({ graceMs: JOB_STOP_SECONDS * 1000 }) }));

    // The worker has no port here: its metrics stand beside those of the uploader.
    const build = { commit: uploaderSettings.LECTERN_COMMIT };
    const registry = serviceRegistry(build);
    const deliveryRegistry = new Registry();
    registerBuild(deliveryRegistry, build);
    const worker = await Worker.create({
      settings: readWorkerSettings(environment),
      database,
      queue,
      storage,
      logger: logOf('worker'),
      registry,
    });
    opened.push(() => worker.stop());
    const bucket = await usageBucket(deliverySettings);
    opened.push(() => bucket?.close());
    const delivery = await createDelivery({
      usage: journalSettings(deliverySettings),
      usageBucket: bucket,
      settings: servingSettings(deliverySettings),
      storage,
      keyRing,
      logger: logOf('delivery'),
      registry: deliveryRegistry,
    });
    opened.push(async () => ({ connections: await delivery.close() }));
    const uploader = await Uploader.create({
      settings: uploaderSettings,
      database,
      queue,
      storage,
      keyRing,
      logger: logOf('uploader'),
      registry,
    });
    opened.push(async () => ({ uploads: await uploader.close() }));

    const deliveryUrl = await delivery.listen(deliverySettings.LECTERN_DELIVERY_PORT, settings.LECTERN_HOST);
    const uploaderUrl = await uploader.listen();
    await worker.start();
    const demo = { database, units: new Units(), apiKeys: new ApiKeys() };
    const keys = await furnishDemo(demo, startFile);
    const page = (code: string) => `${uploaderUrl}/sign-in#code=${code}`;
    const addresses = (await demoCallers(demo, keys)).map(([person, caller]) => [
      person,
      page(uploader.oneTimeCodes.issue(caller)),
    ]);
    const console = Object.fromEntries(addresses) as StartFacts['console'];
    return { uploader: uploaderUrl, delivery: deliveryUrl, keys, console };
  }
}

/** A migration may take long. It is a transaction, which the database undoes when it ends. */
async function unlessStopped<T>(stopping: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) =>
    stopping.addEventListener('abort', () => reject(stopping.reason as Error), { once: true }),
  );
  return Promise.race([work, stopped]);
}

async function startPostgres(
  dataFolder: string,
  signal: AbortSignal,
): Promise<{ url: string; ownerUrl: string; isAdopted: boolean }> {
  const server = await EmbeddedPostgres.start({ dataFolder, signal });
  opened.push(() => server.stop());
  return server;
}

keepHeapSmall();
await runService('standalone', async (stopping) => {
  try {
    return await start(stopping);
  } catch (error) {
    // What the database's own programs have said last stands in no log of ours.
    if (!stopping.aborted && error instanceof EmbeddedPostgresFailed && error.cause instanceof Error)
      console.error(error.cause.message);
    await closeAll();
    // What fails while all is being ended has not failed by itself.
    stopping.throwIfAborted();
    throw error;
  }
});
