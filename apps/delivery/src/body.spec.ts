import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type ByteSource, StorageFault } from '#libs/storage';
import { sendBody } from './body.js';

let server: Server;
afterEach(() => server.close());

async function* chunks(...sizes: number[]): ByteSource & AsyncGenerator<Uint8Array, void> {
  for (const size of sizes) yield Buffer.alloc(size, 7);
}

/** Sends `source` as a body of 100 bytes; what the viewer got, and how the sending ended. */
async function sent(
  source: ByteSource,
): Promise<{ status?: number; bytes: number; whole: boolean; error?: unknown }> {
  const ended = Promise.withResolvers<unknown>();
  server = createServer((_, response) => {
    const head = () => response.writeHead(200, { 'content-length': 100 });
    const options = {
      bytes: 100,
      signal: new AbortController().signal,
      pace: undefined,
      sent: () => undefined,
    };
    sendBody(response, source, head, options).then(
      () => ended.resolve(undefined),
      (error: unknown) => {
        response.destroy();
        ended.resolve(error);
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const viewer = Promise.withResolvers<{ status?: number; bytes: number; whole: boolean }>();
  get({ port: (server.address() as AddressInfo).port, agent: false }, (response) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    response.on('error', () => undefined);
    response.on('close', () =>
      viewer.resolve({ status: response.statusCode ?? 0, bytes, whole: response.complete }),
    );
  }).on('error', () => viewer.resolve({ bytes: 0, whole: false }));
  return { ...(await viewer.promise), error: await ended.promise };
}

it('sends a body of the announced length', async () => {
  expect(await sent(chunks(60, 40))).toEqual({ status: 200, bytes: 100, whole: true, error: undefined });
});

it('F46 ends in the middle when the source is too short', async () => {
  const result = await sent(chunks(60, 30));
  expect(result.error).toBeInstanceOf(StorageFault);
  expect(result.whole).toBe(false);
  expect(result.bytes).toBeLessThanOrEqual(90);
});

it('F46 never sends more than was announced', async () => {
  const result = await sent(chunks(60, 41));
  expect(result.error).toBeInstanceOf(StorageFault);
  expect(result.whole).toBe(false);
});

it('F46 writes no head when nothing comes', async () => {
  const result = await sent(chunks());
  expect(result.error).toBeInstanceOf(StorageFault);
  expect(result).not.toHaveProperty('status');
});
