import { collectDefaultMetrics, Registry } from 'prom-client';
import { createLogger, runService } from '#libs/http';
import { requireFreePorts, startFault } from '#libs/kernel';
import { watchKeyRing } from '#libs/signing';
import { openStorage } from '#libs/storage';
import { readDeliverySettings, servingSettings } from './config.js';
import { createDelivery } from './delivery.js';

await runService('delivery', async () => {
  const settings = readDeliverySettings(process.env);
  await requireFreePorts({
    host: settings.LECTERN_DELIVERY_HOST,
    port: settings.LECTERN_DELIVERY_PORT,
    hostSetting: 'LECTERN_DELIVERY_HOST',
    portSetting: 'LECTERN_DELIVERY_PORT',
  });
  const logger = createLogger('delivery', {
    level: settings.LECTERN_LOG_LEVEL,
    pod: settings.LECTERN_POD,
  });
  const storage = await openStorage(settings);
  // It may come later: until then /readyz says so, too.
  await storage
    .ping()
    .catch((error: unknown) => logger.warn({ reason: startFault(error) }, 'the storage does not answer yet'));
  const keyRing = await watchKeyRing(settings.LECTERN_KEY_RING, {
    onError: (err) => logger.error({ err }, 'the new key ring is refused, the old one stays'),
    onChange: (ring) =>
      logger.info({ signing: ring.signingKid, kids: ring.kids }, 'a new key ring is in force'),
  });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const delivery = await createDelivery({
    storage,
    keyRing,
    logger,
    registry,
    settings: servingSettings(settings),
  });
  const url = await delivery.listen(settings.LECTERN_DELIVERY_PORT, settings.LECTERN_DELIVERY_HOST);
  logger.info({ url }, 'listening');
  const close = async () => {
    await delivery.close();
    keyRing.close();
    await storage.close();
  };
  return { close, shutdownSeconds: settings.LECTERN_SHUTDOWN_SECONDS };
});
