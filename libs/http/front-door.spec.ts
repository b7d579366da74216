import { connect, type Socket } from 'node:net';
import { Body, Controller, Delete, Get, HttpCode, Module, Options, Patch, Post, Req } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { SignJWT } from 'jose';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthGuard } from './auth.guard.js';
import { Authenticator } from './authenticator.js';
import { type Caller, CurrentCaller, Public } from './caller.js';
import { Takes } from './front-door.js';
import { createHttpApp } from './http-app.js';
import { CONNECTIONS } from './settings/index.js';
import { createLogger } from './logger.js';
import type { Problem } from './problem.js';

const SECRET = 'a secret of thirty-two characters';
const STRANGERS = 5;
const CALLERS = 3;

@Controller('things')
class Things {
  @Public()
  @Options()
  @HttpCode(204)
  options(): void {}

  @Get()
  list(@CurrentCaller() caller: Caller): string[] {
    return [caller.subject];
  }

  @Public()
  @Get('never')
  never(): Promise<void> {
    return new Promise(() => undefined);
  }

  @Post()
  add(@Body() body: unknown): { body: unknown } {
    return { body };
  }

  @Post('bytes')
  @Takes('application/octet-stream')
  async bytes(@Req() request: FastifyRequest): Promise<{ bytes: number }> {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Uint8Array).byteLength;
    return { bytes };
  }

  @Patch(':id/parts/:number')
  change(): void {}

  @Delete(':id')
  remove(): void {}
}

@Module({
  controllers: [Things],
  providers: [
    {
      provide: Authenticator,
      useValue: new Authenticator(
        {
          secret: SECRET,
          issuer: 'https://id.example',
          audience: 'lectern',
          claims: { name: 'name', role: 'role', unit: 'unit' },
        },
        [],
      ),
    },
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
})
class ThingsModule {}

const registry = new Registry();
let app: NestFastifyApplication;
let port: number;
let token: string;

async function tokenOf(more: { issuer?: string; audience?: string; role?: string; expires?: string } = {}) {
  return new SignJWT({ role: more.role ?? 'admin' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ada')
    .setIssuer(more.issuer ?? 'https://id.example')
    .setAudience(more.audience ?? 'lectern')
    .setExpirationTime(more.expires ?? '1h')
    .sign(new TextEncoder().encode(SECRET));
}

beforeAll(async () => {
  app = await createHttpApp(ThingsModule, {
    logger: createLogger('test', { level: 'silent' }),
    registry,
    authenticates: true,
    bodyMs: 300,
    connections: { ...CONNECTIONS, strangers: STRANGERS, callers: CALLERS },
  });
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
  token = await tokenOf();
});
afterAll(() => app.close());

interface Connection {
  readonly socket: Socket;
  readonly text: () => string;
  /** When the text matches, or the connection has closed. */
  readonly saying: (expected: RegExp) => Promise<string>;
  readonly closed: Promise<string>;
}

function open(bytes = ''): Connection {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((look) => look());
  socket.on('data', (chunk) => {
    text += chunk.toString();
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) =>
    socket.once('close', () => {
      wake();
      resolve(text);
    }),
  );
  const saying = (expected: RegExp) =>
    new Promise<string>((resolve) => {
      const look = (): void => {
        if (!expected.test(text) && !socket.destroyed) return;
        waiting.delete(look);
        resolve(text);
      };
      waiting.add(look);
      look();
    });
  if (bytes !== '') socket.write(bytes);
  return { socket, text: () => text, saying, closed };
}

function head(line: string, ...fields: readonly string[]): string {
  return [`${line} HTTP/1.1`, 'Host: x', ...fields, '', ''].join('\r\n');
}

function problemIn(answer: string): Problem {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Problem;
}

const HALF = ['Content-Type: application/json', 'Content-Length: 255000'];

describe('F60 before a body is read', () => {
  it.each([
    ['401', 'nobody', 'POST /things'],
    ['401', 'a stream of nobody', 'POST /things/bytes'],
    ['404', 'an unknown route', 'POST /nowhere'],
    ['405', 'a wrong method', 'PUT /things'],
    ['415', 'a public route', 'OPTIONS /things'],
    ['401', 'a DELETE', 'DELETE /things/1'],
    ['401', 'a GET', 'GET /things'],
  ])('%s is said to %s, and the connection ends', async (status, _, line) => {
    const connection = open(head(line, ...HALF) + 'x'.repeat(254_000));
    const answer = await connection.closed;
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('nobody is told to go on who is refused', async () => {
    const answer = await open(head('POST /things', ...HALF, 'Expect: 100-continue')).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).not.toContain('100 Continue');
  });

  it('a caller is told to go on', async () => {
    const connection = open(
      head(
        'POST /things',
        `Authorization: Bearer ${token}`,
        'Content-Type: application/json',
        'Content-Length: 2',
        'Expect: 100-continue',
        'Connection: close',
      ),
    );
    await connection.saying(/100 Continue\r\n\r\n/);
    connection.socket.write('{}');
    expect(await connection.closed).toContain('{"body":{}}');
  });

  it.each([
    ['a length', 'Content-Length: 255000', '{"a":"'],
    ['chunks', 'Transfer-Encoding: chunked', '6\r\n{"a":"\r\n'],
  ])('a caller whose body with %s does not come in time is told so', async (_, field, bytes) => {
    const fields = [`Authorization: Bearer ${token}`, 'Content-Type: application/json', field];
    const connection = open(head('POST /things', ...fields) + bytes);
    const answer = await connection.closed;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(problemIn(answer)).toMatchObject({ code: 'request-timeout', retryable: true });
  });
});

describe('a body whose length and type are not said', () => {
  // As proxies hand on what a client of HTTP/2 ends with an empty frame.
  const fields = () => [`Authorization: Bearer ${token}`, 'Transfer-Encoding: chunked', 'Connection: close'];

  it.each([
    ['POST /things', '201'],
    ['POST /things/bytes', '201'],
    ['DELETE /things/1', '200'],
  ])('is none to %s where it ends without a byte', async (line, status) => {
    const connection = open(head(line, ...fields()));
    connection.socket.write('0\r\n\r\n');
    expect(await connection.closed).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it.each([
    ['has a byte', '1\r\nx\r\n'],
    ['does not come in time', ''],
  ])('is refused where it %s', async (_, bytes) => {
    const answer = await open(head('POST /things', ...fields()) + bytes).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(problemIn(answer).code).toBe('unsupported-media-type');
  });
});

describe('F60 connections', () => {
  it('without a caller are so many at most: who waited longest gives way, and is told', async () => {
    const waiting = Array.from({ length: STRANGERS }, () => open('GET / HTTP/1.1\r\nX-Slow: '));
    const caller = open(head('GET /things', `Authorization: Bearer ${token}`));
    expect(await caller.saying(/\["ada"\]/)).toMatch(/^HTTP\/1\.1 200 /);
    const more = Array.from({ length: STRANGERS }, () => open('GET / HTTP/1.1\r\nX-Slow: '));
    for (const each of waiting)
      expect(problemIn(await each.closed)).toMatchObject({ status: 503, code: 'too-many-connections' });
    // A connection of a caller stays, whoever comes behind it.
    caller.socket.write(head('GET /things', `Authorization: Bearer ${token}`));
    await caller.saying(/\["ada"\][^]*\["ada"\]/);
    caller.socket.destroy();
    for (const each of more) each.socket.destroy();
    expect(await registry.metrics()).toMatch(/lectern_http_connections_ended_total{reason="gave-way"} [1-9]/);
  });

  it('of callers are so many at most: one that waits for its next request gives way, else 503', async () => {
    const ask = head('GET /things', `Authorization: Bearer ${token}`);
    const idle = open(ask);
    await idle.saying(/\["ada"\]/);
    const fields = [`Authorization: Bearer ${token}`, 'Content-Type: application/octet-stream'];
    const busy = Array.from({ length: CALLERS }, () =>
      open(head('POST /things/bytes', ...fields, 'Content-Length: 1', 'Expect: 100-continue')),
    );
    for (const each of busy) await each.saying(/100 Continue/);
    await idle.closed;
    const answer = await open(ask).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: \d/i);
    expect(problemIn(answer).code).toBe('too-many-connections');
    for (const each of busy) {
      each.socket.write('x');
      expect(await each.saying(/"bytes":1/)).toContain('"bytes":1');
      each.socket.destroy();
    }
  });

  it('take so many requests ahead of their answers at most', async () => {
    const answer = await open(head('GET /nowhere').repeat(CONNECTIONS.ahead + 4)).closed;
    expect(answer.match(/HTTP\/1\.1 404/g)).toHaveLength(CONNECTIONS.ahead);
    expect(answer).toMatch(/HTTP\/1\.1 503 [^]*"too-many-requests-ahead"/);
  });

  it('end at once with requests far ahead of an answer that does not come', async () => {
    const answer = await open(head('GET /things/never').repeat(100)).closed;
    expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*"too-many-requests-ahead"/);
  });
});

async function ask(
  line: string,
  fields: readonly string[] = [],
  body: string | Buffer = '',
): Promise<string> {
  const connection = open();
  const length = body.length === 0 ? [] : [`Content-Length: ${body.length}`];
  connection.socket.write(head(line, ...fields, ...length, 'Connection: close'));
  connection.socket.write(body);
  return connection.closed;
}

const json = 'Content-Type: application/json';

describe('a refusal', () => {
  it.each([
    ['PUT /things', 'GET, HEAD, OPTIONS, POST'],
    ['POST /things/1/parts/2', 'PATCH'],
    ['GET /things/1', 'DELETE'],
    ['TRACE /things/1', 'DELETE'],
    ['PUT /things?x=/y', 'GET, HEAD, OPTIONS, POST'],
  ])('of %s names the methods that the router knows there: %s', async (line, allow) => {
    const answer = await ask(line);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(/^allow: (.*)\r$/im.exec(answer)?.[1]).toBe(allow);
    expect(problemIn(answer).code).toBe('method-not-allowed');
  });

  it('is none of OPTIONS where something is: it says what may be asked', async () => {
    expect(await ask('OPTIONS /things/1')).toMatch(/^HTTP\/1\.1 204 [^]*\r\nallow: DELETE\r\n/i);
    expect(await ask('OPTIONS /nowhere')).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('HEAD is where GET is', async () => {
    const answer = await ask('HEAD /things', [`Authorization: Bearer ${token}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['multipart/form-data; boundary=B', '--B--'],
    ['application/octet-stream', 'x'],
    [undefined, '{}'],
    ['nonsense', '{}'],
  ])('of a body of type %s says which are taken', async (type, body) => {
    const fields = [
      `Authorization: Bearer ${token}`,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ];
    const answer = await ask('POST /things', fields, body);
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(problemIn(answer)).toMatchObject({ code: 'unsupported-media-type', takes: ['application/json'] });
  });

  it.each([
    ['not UTF-8', Buffer.from('{"a":"\xff"}', 'latin1'), /UTF-8/],
    ['not JSON', '{"a":', /JSON/],
    ['with a key that is none', '{"a":{"__proto__":{}}}', /__proto__/],
    ['with the same, escaped', '{"\\u005f_proto__":{}}', /__proto__/],
    ['with a constructor\u2019s prototype', '{"constructor":{"prototype":{}}}', /constructor/],
    ['nested beyond all measure', '['.repeat(100_000) + ']'.repeat(100_000), /deep/],
  ])('of a body that is %s says what it is', async (_, body, sentence) => {
    const answer = await ask('POST /things', [`Authorization: Bearer ${token}`, json], body);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemIn(answer)).toMatchObject({
      code: 'invalid-request',
      detail: expect.stringMatching(sentence),
    });
  });

  it('of a body that is longer than one may be names the bound', async () => {
    const body = `"${'x'.repeat(300_000)}"`;
    const answer = await ask('POST /things', [`Authorization: Bearer ${token}`, json], body);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(problemIn(answer)).toMatchObject({ code: 'body-too-large', limit: 262_144 });
  });

  it('of a query that is no UTF-8 says so', async () => {
    const answer = await ask('GET /things?q=%ff', [`Authorization: Bearer ${token}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*UTF-8/);
  });

  it('with no body at all is none where none is needed', async () => {
    const answer = await ask('POST /things', [`Authorization: Bearer ${token}`, json, 'Content-Length: 0']);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  });
});

describe('a challenge', () => {
  const challenge = (answer: string) => /^www-authenticate: (.*)\r$/im.exec(answer)?.[1];
  const detail = async (authorization: string) => {
    const answer = await ask('GET /things', [`Authorization: ${authorization}`]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(problemIn(answer).code).toBe('unauthenticated');
    return [challenge(answer), problemIn(answer).detail];
  };

  it('to who sends no token names no error (RFC 6750 section 3.1)', async () => {
    expect(challenge(await ask('GET /things'))).toBe('Bearer');
    expect((await detail('Basic YTpi'))[0]).toBe('Bearer');
  });

  it.each([
    ['expired', { expires: '-1h' }, 'has expired'],
    ['of another issuer', { issuer: 'https://elsewhere.example' }, 'issuer'],
    ['for another audience', { audience: 'others' }, 'audience'],
    ['of no role that is known', { role: 'emperor' }, 'role'],
  ])('to who sends a token that is %s says so', async (_, more, word) => {
    const [sent, said] = await detail(`Bearer ${await tokenOf(more)}`);
    expect(sent).toBe(`Bearer error="invalid_token", error_description="${said}"`);
    expect(said).toContain(word);
  });

  it.each(['Bearer a.b.c', 'Bearer lk_nothing', 'Bearer ä ö', 'Bearer'])(
    'to %s is invalid_token',
    async (sent) => {
      expect((await detail(sent))[0]).toMatch(/^Bearer error="invalid_token", error_description="[ -~]+"$/);
    },
  );
});
