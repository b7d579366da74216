import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type IncomingLimits, watched } from './incoming.js';
import { SenderTooSlow, TooManyBytes } from './intake.errors.js';

const HEAD = 'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
let server: Server;
let socket: Socket;
afterEach(() => {
  socket?.destroy();
  server?.close();
});

/** What becomes of a body that comes over a real socket. */
async function received(
  limits: IncomingLimits,
  send: (socket: Socket) => Promise<void>,
): Promise<{ bytes: number; error: unknown; isOpen: boolean }> {
  const outcome = new Promise<{ bytes: number; error: unknown; isOpen: boolean }>((resolve) => {
    server = createServer(async (request) => {
      request.on('error', () => undefined);
      let bytes = 0;
      try {
        for await (const chunk of watched(request, 0, limits, () => undefined)) bytes += chunk.byteLength;
        resolve({ bytes, error: undefined, isOpen: !request.socket.destroyed });
      } catch (error) {
        resolve({ bytes, error, isOpen: !request.socket.destroyed });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(HEAD);
  const sending = send(socket);
  const seen = await outcome;
  await sending;
  return seen;
}

const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`;
const end = '0\r\n\r\n';

it('F21 counts the bytes of a chunked body as they come, takes none past the end, and can say so', async () => {
  const limits = { end: 10_000, minimumBytes: 0, windowMs: 60_000 };
  const seen = await received(limits, async (socket) => {
    for (let times = 0; times < 100; times++) socket.write(chunk(1_000));
  });
  expect(seen.error).toBeInstanceOf(TooManyBytes);
  expect(seen.bytes).toBeLessThanOrEqual(10_000);
  expect(seen.isOpen).toBe(true);
});

it('F23 gives a sender up who holds the connection and sends too little, and can say so', async () => {
  const limits = { end: 1_000_000, minimumBytes: 1_000, windowMs: 100 };
  const seen = await received(limits, async (socket) => {
    for (let times = 0; times < 100 && !socket.destroyed; times++) {
      socket.write(chunk(1));
      await delay(20);
    }
  });
  expect(seen.error).toBeInstanceOf(SenderTooSlow);
  expect(seen.bytes).toBeLessThan(100);
  expect(seen.isOpen).toBe(true);
});

it('F23 lets a slow sender go on for as long as the rate holds', async () => {
  const limits = { end: 1_000_000, minimumBytes: 1_000, windowMs: 300 };
  const seen = await received(limits, async (socket) => {
    for (let times = 0; times < 60; times++) {
      socket.write(chunk(1_000));
      await delay(20);
    }
    socket.write(end);
  });
  expect(seen).toEqual({ bytes: 60_000, error: undefined, isOpen: true });
});
