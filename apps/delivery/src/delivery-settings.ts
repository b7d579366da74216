import type { CachedObjectsOptions } from '#libs/storage';

export interface DeliverySettings {
  /** Origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
  /** CIDR blocks or addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** When a connection on which nothing moves is cut. */
  readonly stallSeconds: number;
  /** How long answers may go on after `close` was called. */
  readonly shutdownSeconds: number;
  readonly openObjects: number;
  readonly contentCacheBytes: number;
  /** How long an open object is used before it is opened anew; the bound on serving a removed one. */
  readonly openObjectSeconds: number;
  /** Whether players' requests are answered before the HTTP server sees them. */
  readonly fastLane: boolean;
  /** Connections beyond this many are refused. */
  readonly connections: number;
  /** How long a connection may wait for its next request. */
  readonly idleSeconds: number;
  /** Within which the head of a request must have come. */
  readonly headSeconds: number;
  /** Memory for blocks of large objects that do not lie on a local disk. */
  readonly hotBytes: number;
  /** Where blocks of objects that do not lie on a local disk are kept across restarts. */
  readonly diskCache?: Omit<CachedObjectsOptions, 'onError'> | undefined;
}

export const DEFAULT_DELIVERY_SETTINGS: DeliverySettings = {
  corsOrigins: ['*'],
  trustedProxies: [],
  stallSeconds: 60,
  shutdownSeconds: 20,
  openObjects: 512,
  contentCacheBytes: 64 * 1024 * 1024,
  openObjectSeconds: 60,
  fastLane: true,
  connections: 10_000,
  idleSeconds: 75,
  headSeconds: 30,
  hotBytes: 256 * 1024 * 1024,
};
