import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import {
  createHttpApp,
  type Logger,
  type ReadinessCheck,
  registerSigningKeys,
  TrustedProxies,
} from '#libs/http';
import { type Clock, systemClock } from '#libs/kernel';
import { type KeyRing, RevocationWatch } from '#libs/signing';
import { CachedObjects, type Storage } from '#libs/storage';
import { AccessLog } from './access-log.js';
import { Admission } from './admission.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { DeliveryModule } from './delivery.module.js';
import { DEFAULT_DELIVERY_SETTINGS, type DeliverySettings } from './delivery-settings.js';
import { FastLane } from './lane/fast-lane.js';
import { OpenObjects } from './objects/open-objects.js';
import { BLOCK_BYTES, HotBlocks } from './objects/stretches.js';
import { revocationReader } from './revocation-reader.js';
import { SignedDelivery } from './signed-delivery.js';
import { systemCalls } from './system-calls.js';
import { UsageJournal, type UsageJournalSettings } from './usage/usage-journal.js';

export interface DeliveryParts {
  /** Only read. It stays the caller's to close. */
  readonly storage: Storage;
  /** A KeyRingWatch, or a ring that stays. It stays the caller's to close. */
  readonly keyRing: { readonly current: KeyRing };
  readonly logger: Logger;
  readonly settings?: Partial<DeliverySettings>;
  readonly registry?: Registry;
  readonly clock?: Clock;
  /** Where what was sent to whom is told; nowhere unless told. The bucket stays the caller's to close. */
  readonly usage?: UsageJournalSettings | undefined;
  readonly usageBucket?: Pick<Storage, 'put'> | undefined;
}

export interface Delivery {
  readonly app: NestFastifyApplication;
  readonly revocations: RevocationWatch;
  /** @returns the origin it listens on */
  listen(port: number, host: string): Promise<string>;
  /**
   * Stops accepting, lets answers finish up to the deadline, then cuts what is left. Idempotent.
   *
   * @returns how many connections it cut
   */
  close(): Promise<number>;
}

/** Signed delivery over a storage: no database, no state but what it may forget. */
export async function createDelivery(parts: DeliveryParts): Promise<Delivery> {
  const { storage, logger, clock = systemClock, registry = new Registry() } = parts;
  const settings = { ...DEFAULT_DELIVERY_SETTINGS, ...parts.settings };
  const blocks = hotBlocksOf(settings);
  const cache = diskCacheOf(storage, settings, logger);
  const objects = new OpenObjects(cache ?? storage, {
    maxObjects: settings.openObjects,
    maxContentBytes: settings.contentCacheBytes,
    lifetimeMs: settings.openObjectSeconds * 1000,
    blocks,
    files: storage.localFiles,
  });
  const revocations = new RevocationWatch(revocationReader(storage), {
    clock,
    onError: (err) =>
      logger.error({ err }, 'the revocation list cannot be read; the last one stays in force'),
  });
  const metrics = new DeliveryMetrics(registry, {
    openObjects: () => objects.count,
    revocationsAge: () => revocations.ageSeconds,
    revocationEntries: () => revocations.current?.size ?? 0,
    connections: () => lane?.open ?? 0,
    hotBlocks: () => blocks?.count ?? 0,
    cache: cache && (() => cache.figures),
    objectLookUps: () => objects.lookUps,
    blockFetches: () => blocks?.fetches ?? 0,
  });
  registerSigningKeys(registry, parts.keyRing);
  const admission = new Admission({
    revocations,
    clock,
    keyRing: parts.keyRing,
    proxies: new TrustedProxies(settings.trustedProxies),
  });
  const usage =
    parts.usage && new UsageJournal(parts.usage, { clock, logger, registry, bucket: parts.usageBucket });
  const log = new AccessLog(logger, metrics, usage);
  const { corsOrigins } = settings;
  const isStopping = (): boolean => !server.listening;
  const general = new SignedDelivery({ objects, admission, log, corsOrigins, isStopping });
  const app = await createHttpApp(DeliveryModule.with({ registry, checks: checksOf(storage, revocations) }), {
    logger,
    registry,
    trustedProxies: settings.trustedProxies,
    intercept: general.intercept,
    // Viewers are known by their URLs, one by one: how many are taken is the lane's to say. It takes pipelines of any
    // length, and what it leaves to this server must be answered alike.
    connections: { strangers: Number.POSITIVE_INFINITY, callers: 0, ahead: Number.POSITIVE_INFINITY },
  });
  const server: Server = app.getHttpServer();
  server.headersTimeout = settings.headSeconds * 1000;
  server.keepAliveTimeout = settings.idleSeconds * 1000;
  // A socket's time-out counts what a slow reader takes as activity: only one that takes nothing is cut.
  server.setTimeout(settings.stallSeconds * 1000, (socket) => socket.destroy());
  const lane: FastLane | undefined = settings.fastLane
    ? new FastLane(server, { objects, admission, log, corsOrigins }, settings)
    : undefined;
  await revocations.start();
  usage?.start();
  const letGo = async () => {
    revocations.close();
    objects.close();
    blocks?.close();
    cache?.close();
    log.flush();
    await usage?.close();
  };
  return runningDelivery(app, { revocations, lane, letGo, shutdownSeconds: settings.shutdownSeconds });
}

/** Without the lane nothing is sent from a block. */
function hotBlocksOf({ fastLane, hotBytes }: DeliverySettings): HotBlocks | undefined {
  const calls = systemCalls();
  const blocks = Math.floor(hotBytes / BLOCK_BYTES);
  return fastLane && calls !== undefined && blocks > 0 ? new HotBlocks(calls, blocks) : undefined;
}

function diskCacheOf(
  storage: Storage,
  { diskCache }: DeliverySettings,
  logger: Logger,
): CachedObjects | undefined {
  if (diskCache === undefined) return undefined;
  return new CachedObjects(storage, {
    ...diskCache,
    onError: (err) => logger.warn({ err }, 'the disk cache fails; what it can not hold comes from storage'),
  });
}

interface RunningParts {
  readonly revocations: RevocationWatch;
  readonly lane: FastLane | undefined;
  readonly letGo: () => Promise<void>;
  readonly shutdownSeconds: number;
}

function runningDelivery(app: NestFastifyApplication, parts: RunningParts): Delivery {
  const { revocations, lane, letGo, shutdownSeconds } = parts;
  let closing: Promise<number> | undefined;
  let cut = 0;
  const close = async (): Promise<number> => {
    const server: Server = app.getHttpServer();
    lane?.drain();
    // Connections that fall idle while the last answers run would hold the server open.
    const idle = setInterval(() => server.closeIdleConnections(), 200);
    const deadline = setTimeout(() => {
      cut = lane?.open ?? 0;
      lane?.close();
      server.closeAllConnections();
    }, shutdownSeconds * 1000);
    try {
      await app.close();
    } finally {
      clearInterval(idle);
      clearTimeout(deadline);
      lane?.close();
      await letGo();
    }
    return cut;
  };
  return {
    app,
    revocations,
    async listen(port, host) {
      await app.listen(port, host);
      const address = app.getHttpServer().address();
      if (address === null || typeof address === 'string') throw new TypeError('Not a TCP address.');
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      return `http://${name}:${address.port}`;
    },
    close: () => (closing ??= close()),
  };
}

function checksOf(storage: Storage, revocations: RevocationWatch): ReadinessCheck[] {
  return [
    { name: 'storage', check: (signal) => storage.ping({ signal }) },
    {
      name: 'revocations',
      check: () =>
        revocations.current === undefined ? Promise.reject(new Error('never read')) : Promise.resolve(),
    },
  ];
}
