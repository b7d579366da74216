import { QUEUES } from '#libs/catalog';
import { JobQueue, openReadyDatabase } from '#libs/database';
import { createLogger, followKeyRing, keepHeapSmall, runService, serviceRegistry, tell } from '#libs/http';
import { placeIn, requireFreePorts } from '#libs/kernel';
import { openStorage } from '#libs/storage';
import { readUploaderSettings } from './config.js';
import { Uploader } from './uploader.module.js';

keepHeapSmall();
await runService('uploader', async () => {
  const settings = readUploaderSettings(process.env);
  await requireFreePorts(placeIn(settings, 'LECTERN_HOST', 'LECTERN_PORT'));
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
  await storage.selfTest((sentence) => logger.warn(sentence));
  const keyRing = await followKeyRing(settings.LECTERN_KEY_RING, logger);
  const queue = new JobQueue(database, {
    queues: QUEUES,
    onError: (error) => logger.error({ err: error }, 'queue'),
  });
  await queue.start();
  const registry = serviceRegistry({ commit: settings.LECTERN_COMMIT });
  const uploader = await Uploader.create({ settings, database, queue, storage, keyRing, logger, registry });
  tell(logger, 'listening', { url: await uploader.listen() });
  const close = async () => {
    const uploads = await uploader.close();
    await queue.stop();
    keyRing.close();
    await storage.close();
    await database.close();
    return { uploads };
  };
  return { close, logger, shutdownSeconds: settings.LECTERN_SHUTDOWN_SECONDS };
});
