import { createLogger } from '#libs/http';
import { KeyRing } from '#libs/signing';
import { NfsStorage } from '#libs/storage';
import { createDelivery } from '../../../apps/delivery/src/delivery.js';

/**
 * A delivery in a process of its own whose clock stands where it is told, forked by ThreeWays. Its first argument is
 * JSON: { root, keyRing, now, fastLane }. It sends its port, and `now` again whenever it was told another one.
 */
const options = JSON.parse(process.argv[2] ?? '') as {
  root: string;
  keyRing: string;
  now: number;
  fastLane: boolean;
};
let { now } = options;
const delivery = await createDelivery({
  storage: new NfsStorage({ root: options.root }),
  keyRing: { current: KeyRing.parse(options.keyRing) },
  logger: createLogger('delivery', { level: 'silent' }),
  clock: { now: () => new Date(now * 1000) },
  settings: { trustedProxies: ['127.0.0.1'], fastLane: options.fastLane, shutdownSeconds: 1 },
});
const port = Number(new URL(await delivery.listen(0, '127.0.0.1')).port);
process.on('message', (message: { now: number }) => {
  now = message.now;
  process.send?.({ now });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));
// Signals reach all of a terminal's group: the rig stops it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.send?.({ port });
