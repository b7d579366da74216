import { randomUUID } from 'node:crypto';
import type { Logger } from '#libs/http';
import type { Grant } from '#libs/signing';
import type { DeliveryMetrics } from './delivery-metrics.js';

/** One request and how its answer ended. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  readonly status: number;
  readonly code?: string | undefined;
  /** What the URL was for; only once its signature is known to be right. */
  readonly subject: Pick<Grant, 'asset' | 'path' | 'session'> | undefined;
  readonly client: string;
  readonly bytes: number;
  readonly ms: number;
  /** Whether the answer reached its end. */
  readonly whole: boolean;
}

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the log and the metrics say of each request, whatever carried it. */
export class AccessLog {
  constructor(
    private readonly logger: Logger,
    readonly metrics: DeliveryMetrics,
  ) {}

  /** Why storage, or we, could not answer a request whose URL holds. */
  failed(err: unknown, code: string, requestId: string): void {
    this.logger.error({ err, code, requestId }, 'delivery failed');
  }

  write(access: Access): void {
    const { requestId, status, code, subject, client, bytes, ms, whole } = access;
    const method = METHODS.has(access.method) ? access.method : 'other';
    this.metrics.answered(method, status, ms / 1000, whole);
    if (!this.logger.isLevelEnabled('info')) return;
    // Never the target: it holds the token, and what is not verified may hold anything.
    this.logger.info(
      {
        requestId,
        method,
        status,
        code,
        session: subject?.session,
        asset: subject?.asset,
        path: subject?.path,
        client,
        bytes,
        ms: Math.round(ms),
        ...(!whole && { cut: true }),
      },
      'delivery',
    );
  }
}

/** The caller's own id of a request, where it is one that a log can hold; else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}
