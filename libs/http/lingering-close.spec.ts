import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Body, Controller, Module, Post, Put, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Takes } from './front-door.js';
import { createHttpApp } from './http-app.js';
import { Forbidden, Unauthenticated } from './http.errors.js';
import { createLogger } from './logger.js';

const MIB = 1024 * 1024;

@Controller()
class Doors {
  @Put('unread')
  @Takes('application/octet-stream')
  refuse(): never {
    throw new Unauthenticated();
  }

  /** Time for more to come than Node keeps of a body: it reads no more then. */
  @Put('late')
  @Takes('application/octet-stream')
  async refuseLate(): Promise<never> {
    await delay(100);
    throw new Unauthenticated();
  }

  /** Refuses what it has begun to read, as the upload doors do. */
  @Put('begun')
  @Takes('application/octet-stream')
  async refuseBegun(@Req() request: FastifyRequest): Promise<never> {
    await new Promise((resolve) => request.raw.once('data', resolve));
    request.raw.pause();
    await delay(100);
    throw new Forbidden();
  }

  @Post('json')
  take(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [Doors] })
class DoorsModule {}

let app: NestFastifyApplication;
let port: number;

beforeAll(async () => {
  app = await createHttpApp(DoorsModule, {
    logger: createLogger('test', { level: 'silent' }),
    registry: new Registry(),
  });
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
});
afterAll(() => app.close());

const REFUSALS = [
  ['PUT /unread HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream', 401],
  ['PUT /late HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream', 401],
  ['PUT /begun HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream', 403],
  ['POST /json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json', 413],
  ['PUT /unread HTTP/1.1\r\nHost: x\r\nHost: x', 400],
] as const;

/** Keeps its half of the connection open whatever the other end does with its own. */
function open(head: string, length: number): { socket: Socket; text: () => string; closed: Promise<void> } {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(`${head}\r\nContent-Length: ${length}\r\n\r\n`);
  return { socket, text: () => text, closed };
}

function expectWhole(answer: string, status: number): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toMatch(/\r\nconnection: close\r?$/im);
  expect(head.toLowerCase()).toContain(`\r\ncontent-length: ${Buffer.byteLength(body)}`);
  expect(JSON.parse(body)).toMatchObject({ status });
}

it.each(REFUSALS)(
  '%j: %i is read by a client that looks only when it has sent everything',
  async (head, status) => {
    const { socket, text, closed } = open(head, 8 * MIB);
    socket.pause();
    await new Promise((resolve) => socket.end(Buffer.alloc(8 * MIB, 'x'), () => resolve(undefined)));
    socket.resume();
    await closed;
    expectWhole(text(), status);
  },
);

it.each(REFUSALS)('%j: %i is read and the body cut off, however fast it goes on', async (head, status) => {
  const { socket, text, closed } = open(head, 1024 * 1024 * MIB);
  const piece = Buffer.alloc(256 * 1024, 'x');
  let sent = 0;
  const pour = (): void => {
    while (!socket.destroyed) {
      sent += piece.length;
      if (!socket.write(piece)) return;
    }
  };
  socket.on('drain', pour);
  pour();
  await closed;
  expectWhole(text(), status);
  expect(sent).toBeLessThan(64 * MIB);
});

it.concurrent.each(REFUSALS)(
  '%j: %i is read and the body cut off, however slowly it goes on',
  async (head, status) => {
    const { socket, text, closed } = open(head, 1024 * MIB);
    const hang = delay(20_000, 'held', { ref: false });
    while (!socket.destroyed) {
      socket.write('x');
      if ((await Promise.race([hang, delay(100)])) === 'held') break;
    }
    expect(socket.destroyed).toBe(true);
    await closed;
    expectWhole(text(), status);
  },
);
