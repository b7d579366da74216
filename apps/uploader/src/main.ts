import { QUEUES } from '#libs/catalog';
import { JobQueue, openReadyDatabase } from '#libs/database';
import { createLogger, keepHeapSmall, runService } from '#libs/http';
import { watchKeyRing } from '#libs/signing';
import { openStorage } from '#libs/storage';
import { readUploaderSettings } from './config.js';
import { Uploader } from './uploader.module.js';

keepHeapSmall();
await runService('uploader', async () => {
  const settings = readUploaderSettings(process.env);
  const logger = createLogger('uploader', {
    level: settings.LECTERN_LOG_LEVEL,
    pod: settings.LECTERN_POD,
  });
  const database = await openReadyDatabase({
    url: settings.DATABASE_URL,
    ownerUrl: settings.DATABASE_OWNER_URL,
    queues: QUEUES,
    applicationName: 'lectern-uploader',
    patience: settings,
    onWarning: (sentence) => logger.warn(sentence),
  });
  const storage = await openStorage(settings);
  await storage.selfTest();
  const keyRing = await watchKeyRing(settings.LECTERN_KEY_RING, {
    onError: (error) => logger.error({ err: error }, 'the new key ring is refused, the old one stays'),
  });
  const queue = new JobQueue(database, {
    queues: QUEUES,
    onError: (error) => logger.error({ err: error }, 'queue'),
  });
  await queue.start();
  const uploader = await Uploader.create({ settings, database, queue, storage, keyRing, logger });
  logger.info({ url: await uploader.listen() }, 'listening');
  const close = async () => {
    await uploader.close();
    await queue.stop();
    keyRing.close();
    await storage.close();
    await database.close();
  };
  return { close, shutdownSeconds: settings.LECTERN_SHUTDOWN_SECONDS };
});
