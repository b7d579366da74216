import { Registry } from 'prom-client';
import { DeliveryMetrics } from '../../apps/delivery/src/delivery-metrics.js';
import { registerUsage } from '../../apps/delivery/src/usage/usage-metrics.js';
import { registerAudit } from '../../apps/uploader/src/audit-metrics.js';
import { RetentionMetrics } from '../../apps/uploader/src/retention-metrics.js';
import { AlertMetrics } from '../../apps/uploader/src/alert-metrics.js';
import { EventMetrics } from '../../apps/uploader/src/event-metrics.js';
import { SignInMetrics } from '../../apps/uploader/src/sign-in-metrics.js';
import { WebhookMetrics } from '../../apps/uploader/src/webhook-metrics.js';
import { UsageMetrics } from '../../apps/worker/src/usage/usage-metrics.js';
import { registerJail } from '../../apps/worker/src/jail-in-force.js';
import { KeyRing } from '#libs/signing';
import {
  registerFigures as registerUploader,
  UploadMetrics,
} from '../../apps/uploader/src/uploader-metrics.js';
import { registerFigures as registerWorker, WorkerMetrics } from '../../apps/worker/src/worker-metrics.js';
import {
  createHttpApp,
  createLogger,
  HealthModule,
  registerBuild,
  registerSigningKeys,
  serviceRegistry,
} from '#libs/http';
import { cell, table } from './page.js';

const none = (): number => 0;

async function everyServices(): Promise<Registry> {
  const registry = new Registry();
  registerBuild(registry, { commit: 'unknown' });
  const app = await createHttpApp(HealthModule.with({ registry, checks: [] }), {
    logger: createLogger('reference', { level: 'silent' }),
    registry,
  });
  await app.close();
  return registry;
}

function deliverys(): Registry {
  const registry = new Registry();
  void new DeliveryMetrics(registry, {
    openObjects: none,
    revocationsAge: none,
    revocationEntries: none,
    connections: none,
    hotBlocks: none,
    blockFetches: none,
    objectLookUps: () => ({ hits: 0, misses: 0 }),
    cache: () => ({
      reads: { hit: 0, miss: 0, joined: 0, bypassed: 0 },
      fetchedBytes: 0,
      removed: { size: 0, age: 0, damaged: 0, gone: 0 },
      bytes: 0,
      blocks: 0,
    }),
  });
  return registry;
}

/** Of the services that write what they send to whom. */
function senders(): Registry {
  const registry = new Registry();
  registerUsage(registry, { isFailing: () => false, lostBytes: none, segments: none });
  return registry;
}

/** Of the services that hold a ring; the edge tells the same. */
function ringHolders(): Registry {
  const registry = new Registry();
  registerSigningKeys(registry, { current: KeyRing.parse(KeyRing.fresh()) });
  return registry;
}

const away = (): Promise<never> => Promise.reject(new Error('nothing is measured here'));

function uploaders(): Registry {
  const registry = new Registry();
  void new UploadMetrics(registry);
  void new AlertMetrics(registry);
  void new EventMetrics(registry);
  void new SignInMetrics(registry);
  void new WebhookMetrics(registry, away);
  registerAudit(registry, away);
  void new RetentionMetrics(registry);
  registerUploader(registry, {
    unfinished: away,
    quota: away,
    disk: away,
    marks: { encoding: 85, uploads: 92 },
  });
  return registry;
}

function workers(): Registry {
  const registry = new Registry();
  registerJail(registry, { measures: [] });
  void new WorkerMetrics(registry);
  void new UsageMetrics(registry);
  registerWorker(registry, { queues: away, scratch: away });
  return registry;
}

/** Every service's registry, whose metrics it tells. */
export async function registries(): Promise<readonly (readonly [registry: Registry, of: string])[]> {
  return [
    [await everyServices(), 'all'],
    [ringHolders(), 'uploader, delivery, edge'],
    [uploaders(), 'uploader'],
    [deliverys(), 'delivery'],
    [senders(), 'delivery, edge'],
    [workers(), 'worker'],
  ];
}

/** What prom-client tells of a process. */
export function processRegistry(): Registry {
  return serviceRegistry({ commit: 'unknown' });
}

async function rowsOf(registry: Registry, services: string): Promise<string[][]> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics.map(({ name, help, type }) => {
    const { labelNames = [] } = registry.getSingleMetric(name) as { labelNames?: readonly string[] };
    const labels = labelNames.length === 0 ? '–' : labelNames.map((label) => `\`${label}\``).join(', ');
    return [`\`${name}\``, String(type), labels, services, cell(help)];
  });
}

/** What the services' own registries hold: what Prometheus reads of them, but for what prom-client tells of a process. */
export async function metricsTable(): Promise<string> {
  const rows = [];
  for (const [registry, of] of await registries()) rows.push(...(await rowsOf(registry, of)));
  return table(['metric', 'type', 'labels', 'of', 'help'], rows);
}
