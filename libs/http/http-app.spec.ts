import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Module, Put, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Takes } from './front-door.js';
import { createHttpApp } from './http-app.js';
import { createLogger } from './logger.js';

const HEADERS_TIMEOUT_MS = 300;

@Controller('bytes')
class Bytes {
  /** Reads its body as the upload doors do: from the raw request. */
  @Put()
  @Takes('application/octet-stream')
  async take(@Req() request: FastifyRequest): Promise<{ bytes: number }> {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Uint8Array).byteLength;
    return { bytes };
  }
}

@Controller('waits')
class Waits {
  @Get()
  async wait(): Promise<string> {
    await delay(200);
    return 'waited';
  }

  /** Answers at once, with bytes, whatever was to come. */
  @Put()
  @Takes('application/octet-stream')
  refuse(): Buffer {
    return Buffer.from('ready');
  }
}

@Module({ controllers: [Bytes, Waits] })
class BytesModule {}

let app: NestFastifyApplication;
let port: number;

beforeAll(async () => {
  app = await createHttpApp(BytesModule, {
    logger: createLogger('test', { level: 'silent' }),
    registry: new Registry(),
    headersTimeoutMs: HEADERS_TIMEOUT_MS,
    announce: ({ url }) => (url === '/bytes' || url === '/nowhere' ? { 'x-protocol': '7' } : {}),
  });
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());

function open(): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
    if (text.includes('"bytes"')) socket.end();
  });
  const answer = new Promise<string>((resolve) => {
    socket.on('error', () => resolve(text)).on('close', () => resolve(text));
  });
  return { socket, answer };
}

it('F23 whoever sends headers slowly is not waited for', async () => {
  const { socket, answer } = open();
  socket.write('PUT /bytes HTTP/1.1\r\nHost: x\r\n');
  const timer = setInterval(() => socket.destroyed || socket.write('X-Slow: 1\r\n'), 50);
  expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(timer);
});

it('F23 a body may take much longer than headers may: no request has a time-out as a whole', async () => {
  const { socket, answer } = open();
  socket.write(
    'PUT /bytes HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 30\r\n\r\n',
  );
  for (let sent = 0; sent < 30; sent++) {
    socket.write('x');
    await delay(50);
  }
  expect(await answer).toContain('{"bytes":30}');
});

it.each([
  ['/waits', 'x', /^HTTP[^]*\r\n\r\nwaitedHTTP\/1\.1 200 OK\r\n(?:[\w-]+: .*\r\n)+\r\nready$/],
  [
    '/bytes',
    'y',
    /^HTTP[^]*\r\n\r\nwaitedHTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*{"bytes":1}$/,
  ],
])('a pipelined request of %s is told to go on in its turn or never', async (path, body, expected) => {
  const { socket, answer } = open();
  const type = 'Content-Type: application/octet-stream';
  socket.write(
    `GET /waits HTTP/1.1\r\nHost: x\r\n\r\nPUT ${path} HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n`,
  );
  await delay(400);
  socket.write(body);
  socket.end();
  expect(await answer).toMatch(expected);
});

it('F23 no connection has a time-out as a whole either', () => {
  const server = app.getHttpServer() as unknown as { requestTimeout: number; timeout: number };
  expect([server.requestTimeout, server.timeout]).toEqual([0, 0]);
});

async function said(head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(`${head}\r\n\r\n`);
  await closed;
  return text;
}

it.each([
  ['two hosts', 'GET /bytes HTTP/1.1\r\nHost: x\r\nHost: x'],
  ['no host that can be one', 'GET /bytes HTTP/1.1\r\nHost: a/b'],
  ['no version', 'GET /bytes\r\nHost: x'],
  ['a coding besides the chunks', 'GET /waits HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked'],
  ['two', 'GET /waits HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked'],
])('refuses a request with %s, and ends the connection', async (_, head) => {
  const answer = await said(head);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"invalid-request"');
});

it('says of a path that can not be decoded that there is nothing, under its id, and does not repeat it', async () => {
  const answer = await said('GET /x/%zz HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\nConnection: close');
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toMatch(/^x-request-id: mine\r$/m);
  expect(answer).not.toContain('%zz');
});

it.each([
  [400, 'two hosts', 'GET /bytes HTTP/1.1\r\nHost: x\r\nHost: x'],
  [400, 'no request at all', 'what is this'],
  [431, 'more headers than are read', `GET /bytes HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}`],
])('says %i to %s in the one form that all refusals have', async (status, _, head) => {
  const [fields = '', body = ''] = (await said(head)).split('\r\n\r\n');
  const problem = JSON.parse(body) as { status: number; requestId: string };
  expect(fields).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(problem.status).toBe(status);
  for (const field of [
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${problem.requestId}`,
    'connection: close',
  ])
    expect(fields.split('\r\n')).toContain(field);
});

it.each([
  [404, 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close'],
  [405, 'DELETE /bytes HTTP/1.1\r\nHost: x\r\nConnection: close'],
  [415, 'PUT /bytes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1'],
  [400, 'PUT /bytes HTTP/1.1\r\nHost: x\r\nHost: x'],
  // Here the body breaks off being one, while the route reads it.
  [
    400,
    'PUT /bytes HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\nno',
  ],
])('says in every answer what is announced: %i to %j', async (status, head) => {
  const [fields = ''] = (await said(head)).split('\r\n\r\n');
  expect(fields).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(fields.match(/^x-protocol: 7\r?$/gm)).toHaveLength(1);
});
