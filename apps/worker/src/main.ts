import { QUEUES } from '#libs/catalog';
import { JobQueue, openReadyDatabase } from '#libs/database';
import { createLogger, runService, serviceRegistry, tell } from '#libs/http';
import { placeIn, requireFreePorts } from '#libs/kernel';
import { openStorage } from '#libs/storage';
import { readWorkerSettings } from './config.js';
import { JOB_STOP_SECONDS, Worker } from './worker.module.js';

await runService('worker', async () => {
  const settings = readWorkerSettings(process.env);
  await requireFreePorts(placeIn(settings, 'LECTERN_WORKER_HOST', 'LECTERN_WORKER_PORT'));
  const logger = createLogger('worker', {
    level: settings.LECTERN_LOG_LEVEL,
    pod: settings.LECTERN_POD,
  });
  const database = await openReadyDatabase({
    url: settings.DATABASE_URL,
    ownerUrl: settings.DATABASE_OWNER_URL,
    queues: QUEUES,
    applicationName: 'lectern-worker',
    patience: settings,
    onWarning: (sentence) => logger.warn(sentence),
  });
  const storage = await openStorage(settings);
  await storage.selfTest((sentence) => logger.warn(sentence));
  const queue = new JobQueue(database, {
    queues: QUEUES,
    onError: (error) => logger.error({ err: error }, 'queue'),
    // The worker tells of each in its own words.
    onJobError: () => undefined,
  });
  await queue.start();
  const registry = serviceRegistry({ commit: settings.LECTERN_COMMIT });
  const worker = await Worker.create({ settings, database, queue, storage, logger, registry });
  const { url, app } = await worker.listen();
  await worker.start();
  tell(logger, 'listening', { url });
  const close = async () => {
    await worker.stop();
    const jobs = await queue.stop({ graceMs: JOB_STOP_SECONDS * 1000 });
    await app.close();
    await storage.close();
    await database.close();
    return { jobs };
  };
  return { close, logger, shutdownSeconds: JOB_STOP_SECONDS };
});
