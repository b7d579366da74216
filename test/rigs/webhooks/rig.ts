import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runWebhooks } from './run.js';

/**
 * npm run rig -- webhooks: several uploaders tell four receivers of many events: one that is well, one that is down for an
 * hour, one that never answers, one that leads elsewhere. A replica is killed, and hours pass by times that are moved.
 */
const { passed, failures } = await runWebhooks({
  ...readOptions('webhooks', RIGS.webhooks),
  print: (line) => console.log(line),
});
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
