import { Controller, Module, Post, Query, Res } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Database, DatabaseUnavailable, IdempotencyKeys } from '#libs/database';
import { createHttpApp, createLogger } from '#libs/http';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { Idempotent, IdempotencyInterceptor } from './idempotency.interceptor.js';
import { ConnectionLost, UnsupportedMedia } from '../intake/intake.errors.js';

const test = withTestDatabase();
let made: string[] = [];
let isCut = false;

@Controller('things')
class Things {
  @Post()
  @Idempotent()
  make(@Query('title') title: string): object {
    made.push(title);
    return { title };
  }

  /** As an upload does whose first bytes come with it, and whose link breaks then. */
  @Post('broken')
  @Idempotent()
  begin(@Query('title') title: string, @Res({ passthrough: true }) reply: FastifyReply): never {
    made.push(title);
    void reply.header('location', `/things/${made.length}`);
    throw title === 'refused' ? new UnsupportedMedia('a') : new ConnectionLost();
  }
}

/** Whose connection to the database may break just before an answer is kept. */
class CutKeys extends IdempotencyKeys {
  override async finish(...kept: Parameters<IdempotencyKeys['finish']>): Promise<void> {
    if (isCut) throw new DatabaseUnavailable();
    return super.finish(...kept);
  }
}

let app: NestFastifyApplication;
beforeAll(async () => {
  @Module({
    controllers: [Things],
    providers: [
      { provide: Database, useValue: test.database },
      { provide: IdempotencyKeys, useValue: new CutKeys() },
      { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    ],
  })
  class ThingsModule {}
  app = await createHttpApp(ThingsModule, {
    logger: createLogger('test', { level: 'silent' }),
    registry: new Registry(),
  });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());
beforeEach(() => {
  [made, isCut] = [[], false];
});

async function post(key: string, title = 'a'): Promise<[status: number, body: Record<string, unknown>]> {
  const url = `${await app.getUrl()}/things?title=${title}`;
  const answer = await fetch(url, { method: 'POST', headers: { 'idempotency-key': key } });
  return [answer.status, (await answer.json()) as Record<string, unknown>];
}

it('makes a thing once, and answers the same again', async () => {
  expect(await post('once')).toEqual([201, { title: 'a' }]);
  expect(await post('once')).toEqual([201, { title: 'a' }]);
  expect(made).toEqual(['a']);
});

it('takes a request with another query for another request', async () => {
  await post('query', 'a');
  expect(await post('query', 'b')).toMatchObject([422, { code: 'idempotency-key-reused' }]);
  expect(made).toEqual(['a']);
});

it('what was made is told though its answer could not be kept, and is not made again at once', async () => {
  isCut = true;
  expect(await post('cut')).toEqual([201, { title: 'a' }]);
  expect(await post('cut')).toMatchObject([409, { code: 'idempotent-request-running', retryable: true }]);
  expect(made).toEqual(['a']);
});

async function begin(title: string): Promise<[status: number, location: string | null]> {
  const url = `${await app.getUrl()}/things/broken?title=${title}`;
  const answer = await fetch(url, { method: 'POST', headers: { 'idempotency-key': title } });
  return [answer.status, answer.headers.get('location')];
}

it('what was begun before the link broke is gone on with, not begun again', async () => {
  await begin('a');
  expect(await begin('a')).toEqual([201, '/things/1']);
  expect(made).toEqual(['a']);
});

it('what was refused may be tried again', async () => {
  expect([(await begin('refused'))[0], (await begin('refused'))[0]]).toEqual([415, 415]);
  expect(made).toEqual(['refused', 'refused']);
});
