import { z } from 'zod';
import { logSettings, trustedProxies } from '#libs/http/settings';
import { loadSettings, setting, withRules } from '#libs/kernel';
import { storageRules, storageSettings } from '#libs/storage';
import { DEFAULT_DELIVERY_SETTINGS as DEFAULTS, type DeliverySettings } from './delivery-settings.js';
import { usageSettings } from './usage/usage-settings.js';

const MIB = 1024 * 1024;

export const deliverySettings = withRules(
  z.object({
    ...storageSettings,
    LECTERN_DELIVERY_HOST: z.string().default('0.0.0.0').describe('The address that delivery listens on'),
    LECTERN_DELIVERY_PORT: setting.port(8081).describe('The port of delivery'),
    LECTERN_KEY_RING: z.string().min(1).describe('The key ring file that signs and verifies URLs'),
    LECTERN_CORS_ORIGINS: setting
      .origins(DEFAULTS.corsOrigins.join(','))
      .describe(
        'Origins whose pages may read what is served, by commas; * for all (a signed URL needs no cookie)',
      ),
    LECTERN_TRUSTED_PROXIES: trustedProxies.describe(
      'Proxies whose X-Forwarded-For is believed: addresses, CIDR blocks or names such as `loopback`, by commas',
    ),
    LECTERN_DELIVERY_STALL_SECONDS: setting
      .count(DEFAULTS.stallSeconds)
      .describe('When a connection on which nothing moves is cut'),
    LECTERN_DELIVERY_OPEN_OBJECTS: setting
      .count(DEFAULTS.openObjects)
      .describe('How many objects stay open (or in memory) between requests'),
    LECTERN_DELIVERY_CACHE_MIB: setting
      .count(DEFAULTS.contentCacheBytes / MIB)
      .describe('Memory for small objects (playlists, thumbnails), in MiB'),
    LECTERN_DELIVERY_OPEN_SECONDS: setting
      .count(DEFAULTS.openObjectSeconds)
      .describe('How long an open object is used; a removed one may still be served for so long'),
    LECTERN_DELIVERY_FAST_LANE: setting
      .flag(true)
      .describe('Whether players\u2019 requests are answered ahead of the HTTP server'),
    LECTERN_DELIVERY_CONNECTIONS: setting
      .count(DEFAULTS.connections)
      .describe(
        'How many connections are taken; more get 503 (health and metrics are still served). Only with the fast lane',
      ),
    LECTERN_DELIVERY_IDLE_SECONDS: setting
      .count(DEFAULTS.idleSeconds)
      .describe(
        'How long a connection may wait for its next request; longer than the proxy in front keeps its own',
      ),
    LECTERN_DELIVERY_HOT_MIB: z.coerce
      .number()
      .int()
      .min(0)
      .default(DEFAULTS.hotBytes / MIB)
      .describe(
        'Memory for what is watched at the moment of objects on NFS, in a bucket or composed, in MiB; 0: none',
      ),
    LECTERN_DELIVERY_DISK_CACHE: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A folder on a local disk, of this process alone, that keeps what was fetched from a bucket or NFS; unset: none',
      ),
    LECTERN_DELIVERY_DISK_CACHE_MIB: setting
      .count(10_240)
      .describe('The most that the disk cache holds, in MiB'),
    LECTERN_DELIVERY_DISK_CACHE_SECONDS: setting
      .count(604_800)
      .describe(
        'How long the disk cache keeps what it has fetched; while storage does not answer, a removed object may be served for so long',
      ),
    ...usageSettings,
    LECTERN_SHUTDOWN_SECONDS: setting
      .count(DEFAULTS.shutdownSeconds)
      .describe('How long answers may go on after the signal to stop'),
    ...logSettings,
  }),
  storageRules,
);

export type DeliveryEnvironment = Readonly<z.output<typeof deliverySettings>>;

/** @throws InvalidSettings naming every problem at once */
export function readDeliverySettings(
  environment: Readonly<Record<string, string | undefined>>,
): DeliveryEnvironment {
  return loadSettings(deliverySettings, environment);
}

export function servingSettings(environment: DeliveryEnvironment): DeliverySettings {
  return {
    corsOrigins: environment.LECTERN_CORS_ORIGINS,
    trustedProxies: environment.LECTERN_TRUSTED_PROXIES,
    stallSeconds: environment.LECTERN_DELIVERY_STALL_SECONDS,
    shutdownSeconds: environment.LECTERN_SHUTDOWN_SECONDS,
    openObjects: environment.LECTERN_DELIVERY_OPEN_OBJECTS,
    contentCacheBytes: environment.LECTERN_DELIVERY_CACHE_MIB * MIB,
    openObjectSeconds: environment.LECTERN_DELIVERY_OPEN_SECONDS,
    fastLane: environment.LECTERN_DELIVERY_FAST_LANE,
    connections: environment.LECTERN_DELIVERY_CONNECTIONS,
    idleSeconds: environment.LECTERN_DELIVERY_IDLE_SECONDS,
    headSeconds: DEFAULTS.headSeconds,
    hotBytes: environment.LECTERN_DELIVERY_HOT_MIB * MIB,
    diskCache: diskCacheOf(environment),
  };
}

function diskCacheOf(environment: DeliveryEnvironment): DeliverySettings['diskCache'] {
  const folder = environment.LECTERN_DELIVERY_DISK_CACHE;
  if (folder === undefined) return undefined;
  return {
    folder,
    maxBytes: environment.LECTERN_DELIVERY_DISK_CACHE_MIB * MIB,
    maxAgeMs: environment.LECTERN_DELIVERY_DISK_CACHE_SECONDS * 1000,
  };
}
