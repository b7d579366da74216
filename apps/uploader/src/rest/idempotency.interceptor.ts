import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database, type IdempotentAnswer, IdempotencyKeys, type IdempotentRequest } from '#libs/database';
import { InvalidRequest } from '#libs/http';
import { DomainError } from '#libs/kernel';

export const IDEMPOTENT = 'lectern:idempotent';

/**
 * The route honours `Idempotency-Key`: a repeated request with the same key gets the first one's answer, and
 * nothing is created twice; where the first broke off after it had begun something, the answer is where that is.
 * Answers are kept for a day, so no route whose answer holds a secret may have it.
 */
export const Idempotent = () => SetMetadata(IDEMPOTENT, true);

/** What besides body and query makes a request what it is: tus says it all in headers. */
const TELLING_HEADERS = [
  'upload-length',
  'upload-metadata',
  'upload-defer-length',
  'upload-concat',
  'upload-complete',
  'content-disposition',
  'repr-digest',
];
const KEPT_HEADERS = [
  'location',
  'etag',
  'upload-expires',
  'upload-offset',
  'upload-asset',
  'upload-complete',
  'upload-limit',
];

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Database) private readonly database: Database,
    @Inject(IdempotencyKeys) private readonly keys: IdempotencyKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const honoured = this.reflector.get<boolean | undefined>(IDEMPOTENT, context.getHandler()) === true;
    if (!honoured || key === undefined) return next.handle();
    return from(this.once(claimOf(request, key), http.getResponse<FastifyReply>(), next));
  }

  private async once(claim: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const { database, keys } = this;
    const at = new Date();
    const { known } = await database.transaction(async (tx) => ({ known: await keys.begin(tx, claim, at) }), {
      lostCommit: async (tx) => ((await keys.isClaimed(tx, claim, at)) ? { known: undefined } : undefined),
    });
    if (known !== undefined) {
      void reply.status(known.status).headers({ ...known.headers, 'idempotency-replayed': 'true' });
      // Of an upload that was begun, and whose first bytes broke off, there is nothing to show but its Location.
      return known.body ?? undefined;
    }
    const body = await lastValueFrom<unknown>(next.handle()).catch(async (error: unknown) => {
      // An upload whose first bytes came with it, until its link broke, is there: it is gone on with at its Location.
      const isBegun = error instanceof DomainError && error.retryable && reply.hasHeader('location');
      await database.transaction(
        (tx) => (isBegun ? keys.finish(tx, claim, answerOf(reply, 201, null)) : keys.forget(tx, claim)),
        { lostCommit: 'repeat' },
      );
      throw error;
    });
    await database
      .transaction((tx) => keys.finish(tx, claim, answerOf(reply, reply.statusCode, body)), {
        lostCommit: 'repeat',
      })
      // It is done, and whoever asked is told so. The key stays taken: with it, it must not be done again at once.
      .catch((error: unknown) =>
        reply.log.warn({ err: error }, 'the answer to an Idempotency-Key is not kept'),
      );
    return body;
  }
}

function answerOf(reply: FastifyReply, status: number, body: unknown): IdempotentAnswer {
  const headers = Object.fromEntries(
    KEPT_HEADERS.map((name) => [name, reply.getHeader(name)]).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  return { status, headers, body };
}

function claimOf(request: FastifyRequest, key: string | string[]): IdempotentRequest {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new InvalidRequest('The Idempotency-Key must be 1 to 128 visible ASCII characters.');
  }
  const hash = createHash('sha256').update(JSON.stringify(request.body ?? null));
  const query = request.url.indexOf('?');
  if (query !== -1) hash.update(`\n${request.url.slice(query)}`);
  for (const name of TELLING_HEADERS) hash.update(`\n${name}: ${String(request.headers[name] ?? '')}`);
  return {
    owner: request.caller?.subject ?? '',
    key,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    requestHash: hash.digest('hex'),
  };
}
