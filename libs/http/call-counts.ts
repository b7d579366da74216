import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { LimitReached, Spent } from './limit-reached.js';
import {
  TooManyCodesTried,
  TooManyCreations,
  TooManyFailedAuthentications,
  TooManySearches,
} from './limits.errors.js';
import type { CallLimits } from './settings/call-limits.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** There where callers are known. */
    callCounts?: CallCounts;
  }
}

export type Counted = 'failures' | 'codes' | 'creations' | 'searches';

interface Limit {
  /** Names it in the fields of the answer. */
  readonly policy: string;
  readonly most: number;
  readonly windowSeconds: number;
  /** Who is counted; the address unless told, of IPv6 its /64. */
  readonly by?: (request: FastifyRequest) => string;
  readonly refusal: new (spent: Spent) => LimitReached;
}

type Look = ReturnType<Awaited<ReturnType<typeof ready>>['createRateLimit']>;

/** Of each limit so many callers or addresses are counted, the latest ones. */
const KEPT = 10_000;
const callerOf = ({ caller }: FastifyRequest): string => caller?.subject ?? '';

/**
 * How often one caller, or one address, does something, held against what they may do in a while. Counted in the memory
 * of this replica: several let through as many times as much, and a restart forgets it.
 */
export class CallCounts {
  private constructor(private readonly limits: ReadonlyMap<Counted, Limit & { readonly look: Look }>) {}

  /** To be called before the first route is added. */
  static async of(app: NestFastifyApplication, limits: CallLimits): Promise<CallCounts> {
    const fastify = await ready(app);
    const counted: Readonly<Record<Counted, Limit>> = {
      failures: {
        policy: 'failed-authentications',
        most: limits.failures,
        windowSeconds: 300,
        refusal: TooManyFailedAuthentications,
      },
      codes: { policy: 'codes', most: 10, windowSeconds: 900, refusal: TooManyCodesTried },
      creations: {
        policy: 'creations',
        most: limits.creations,
        windowSeconds: 60,
        by: callerOf,
        refusal: TooManyCreations,
      },
      searches: {
        policy: 'searches',
        most: limits.searches,
        windowSeconds: 60,
        by: callerOf,
        refusal: TooManySearches,
      },
    };
    const entries = Object.entries(counted) as [Counted, Limit][];
    return new CallCounts(
      new Map(
        entries.map(([name, limit]) => {
          const { most, windowSeconds, by } = limit;
          const options = { max: most, timeWindow: windowSeconds * 1000, ...(by && { keyGenerator: by }) };
          return [name, { ...limit, look: fastify.createRateLimit(options) }];
        }),
      ),
    );
  }

  /** Counts one more. @throws LimitReached, as its subclass for `name`, when it is one too many */
  async count(name: Counted, request: FastifyRequest): Promise<void> {
    const spent = await this.#spent(name, request, 0);
    if (spent !== undefined) throw spent;
  }

  /** Counts nothing. @returns what is to be thrown when there have been as many as there may be */
  reached(name: Counted, request: FastifyRequest): Promise<LimitReached | undefined> {
    return this.#spent(name, request, 1);
  }

  async #spent(name: Counted, request: FastifyRequest, ahead: 0 | 1): Promise<LimitReached | undefined> {
    const limit = this.limits.get(name);
    if (limit === undefined) return undefined;
    const seen = await limit.look(request, { increment: ahead === 0 });
    if (seen.isAllowed || !(ahead === 0 ? seen.isExceeded : seen.remaining === 0)) return undefined;
    const { policy, most, windowSeconds } = limit;
    const retryAfterSeconds = Math.max(1, seen.ttlInSeconds);
    return new limit.refusal({ policy, most, windowSeconds, retryAfterSeconds });
  }
}

async function ready(app: NestFastifyApplication) {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(rateLimit, { global: false, cache: KEPT });
  return fastify;
}
