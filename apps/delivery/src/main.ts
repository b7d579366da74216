import { createLogger, followKeyRing, runService, serviceRegistry, tell } from '#libs/http';
import { placeIn, requireFreePorts, startFault } from '#libs/kernel';
import { openStorage } from '#libs/storage';
import { readDeliverySettings, servingSettings } from './config.js';
import { createDelivery } from './delivery.js';
import { journalSettings, usageBucket } from './usage/usage-settings.js';

await runService('delivery', async () => {
  const settings = readDeliverySettings(process.env);
  await requireFreePorts(placeIn(settings, 'LECTERN_DELIVERY_HOST', 'LECTERN_DELIVERY_PORT'));
  const logger = createLogger('delivery', {
    level: settings.LECTERN_LOG_LEVEL,
    pod: settings.LECTERN_POD,
  });
  const storage = await openStorage(settings);
  // It may come later: until then /readyz says so, too.
  await storage
    .ping()
    .catch((error: unknown) => logger.warn({ reason: startFault(error) }, 'the storage does not answer yet'));
  const keyRing = await followKeyRing(settings.LECTERN_KEY_RING, logger);
  const registry = serviceRegistry({ commit: settings.LECTERN_COMMIT });
  const usage = journalSettings(settings);
  if (usage === undefined) tell(logger, 'usage not counted', {});
  const bucket = await usageBucket(settings);
  const delivery = await createDelivery({
    storage,
    keyRing,
    logger,
    registry,
    settings: servingSettings(settings),
    usage,
    usageBucket: bucket,
  });
  const url = await delivery.listen(settings.LECTERN_DELIVERY_PORT, settings.LECTERN_DELIVERY_HOST);
  tell(logger, 'listening', { url });
  const close = async () => {
    const connections = await delivery.close();
    keyRing.close();
    await storage.close();
    await bucket?.close();
    return { connections };
  };
  return { close, logger, shutdownSeconds: settings.LECTERN_SHUTDOWN_SECONDS };
});
