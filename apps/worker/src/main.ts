import { QUEUES } from '#libs/catalog';
import { JobQueue, openReadyDatabase } from '#libs/database';
import { createLogger, runService } from '#libs/http';
import { openStorage } from '#libs/storage';
import { readWorkerSettings } from './config.js';
import { JOB_STOP_SECONDS, Worker } from './worker.module.js';

await runService('worker', async () => {
  const settings = readWorkerSettings(process.env);
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
  await storage.selfTest();
  const queue = new JobQueue(database, {
    queues: QUEUES,
    onError: (error) => logger.error({ err: error }, 'queue'),
  });
  await queue.start();
  const worker = await Worker.create({ settings, database, queue, storage, logger });
  const { url, app } = await worker.listen();
  await worker.start();
  logger.info({ url }, 'listening');
  const close = async () => {
    await queue.stop({ graceMs: JOB_STOP_SECONDS * 1000 });
    await app.close();
    await storage.close();
    await database.close();
  };
  return { close, shutdownSeconds: JOB_STOP_SECONDS };
});
