import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { watched } from './incoming.js';
import { FencedOff, SenderTooSlow, TooManyBytes } from './intake.errors.js';

const KIB = 1024;
const limits = { end: Number.POSITIVE_INFINITY, minimumBytes: 0, windowMs: 60_000 };

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(Buffer.from(chunk));
  return chunks;
}

it('gives the chunks as they came, and tells the offset of each', async () => {
  const body = new PassThrough();
  const seen: number[] = [];
  const source = watched(body, 100, limits, (_, offset) => void seen.push(offset));
  const chunks = [1, 2, 3].map((byte) => Buffer.alloc(10 * byte, byte));
  for (const chunk of chunks) body.write(chunk);
  body.end();
  expect(await all(source)).toEqual(chunks);
  expect(seen).toEqual([100, 110, 130]);
});

it('waits for an inspection that takes time, and ends with the error of one', async () => {
  const order: string[] = [];
  const inspect = async (chunk: Uint8Array): Promise<void> => {
    await delay(5);
    order.push(`seen ${chunk.length}`);
    if (chunk.length === 2) throw new Error('refused');
  };
  const source = watched(Readable.from([Buffer.alloc(1), Buffer.alloc(2)]), 0, limits, inspect);
  const taking = (async () => {
    for await (const chunk of source) order.push(`taken ${chunk.length}`);
  })();
  await expect(taking).rejects.toThrow('refused');
  expect(order).toEqual(['seen 1', 'taken 1', 'seen 2']);
});

it('holds little of what a sender brings faster than it is taken', async () => {
  let made = 0;
  const chunk = Buffer.alloc(64 * KIB);
  const body = new Readable({
    read() {
      made += 1;
      this.push(made > 100 ? null : chunk);
    },
  });
  const source = watched(body, 0, limits, () => undefined)[Symbol.asyncIterator]();
  await source.next();
  await delay(20);
  expect(made).toBeLessThan(12);
  let bytes = chunk.length;
  for (let next = await source.next(); !next.done; next = await source.next()) bytes += next.value.length;
  expect(bytes).toBe(100 * chunk.length);
});

it('gives everything that came before the link broke, and then the error', async () => {
  const body = new PassThrough();
  const source = watched(body, 0, limits, () => undefined)[Symbol.asyncIterator]();
  body.write(Buffer.alloc(10));
  expect((await source.next()).value).toHaveLength(10);
  const next = source.next();
  body.destroy(new Error('the link broke'));
  await expect(next).rejects.toThrow('the link broke');
});

it('fails on a body that was cut off without a word, before or after it is read', async () => {
  for (const early of [true, false]) {
    const body = new PassThrough();
    if (early) body.destroy();
    const source = watched(body, 0, limits, () => undefined);
    const next = all(source);
    body.destroy();
    await expect(next).rejects.toThrow('Premature close');
  }
});

it('F21 refuses the byte after the end, and leaves the connection to be answered on', async () => {
  const body = new PassThrough();
  for (const bytes of [5, 6, 7]) body.write(Buffer.alloc(bytes));
  await expect(all(watched(body, 0, { ...limits, end: 10 }, () => undefined))).rejects.toThrow(TooManyBytes);
  expect([body.destroyed, body.isPaused(), body.listenerCount('data')]).toEqual([false, true, 0]);
});

it('F23 gives up a sender that stalls, and leaves the connection to be answered on', async () => {
  const body = new PassThrough();
  body.write(Buffer.alloc(10));
  const source = watched(body, 0, { ...limits, minimumBytes: 11, windowMs: 20 }, () => undefined);
  await expect(all(source)).rejects.toThrow(SenderTooSlow);
  expect([body.destroyed, body.isPaused(), body.listenerCount('data')]).toEqual([false, true, 0]);
});

it('F06 waits for a storage that stands still, and blames nobody who can not send on', async () => {
  const body = new PassThrough();
  const pace = { ...limits, minimumBytes: 300 * KIB, windowMs: 40 };
  const source = watched(body, 0, pace, () => undefined)[Symbol.asyncIterator]();
  const chunk = Buffer.alloc(64 * KIB);
  for (let times = 0; times < 6; times += 1) body.write(chunk);
  await source.next();
  // Several windows in which nothing is taken.
  await delay(200);
  let bytes = chunk.length;
  for (let times = 0; times < 5; times += 1) bytes += (await source.next()).value?.length ?? 0;
  body.end(chunk);
  for (let next = await source.next(); !next.done; next = await source.next()) bytes += next.value.length;
  expect(bytes).toBe(7 * chunk.length);
});

it('F23 gives up a sender that stalls once the storage goes on', async () => {
  const body = new PassThrough();
  const pace = { ...limits, minimumBytes: 300 * KIB, windowMs: 40 };
  const source = watched(body, 0, pace, () => undefined)[Symbol.asyncIterator]();
  for (let times = 0; times < 6; times += 1) body.write(Buffer.alloc(64 * KIB));
  await source.next();
  await delay(200);
  const rest = (async () => {
    for (let next = await source.next(); !next.done; next = await source.next());
  })();
  await expect(rest).rejects.toThrow(SenderTooSlow);
});

describe('a last call', () => {
  const server = createServer();
  let sender: ReturnType<typeof request>;
  let body: IncomingMessage;
  const SENT = 1000 * KIB;

  /** The sizes of what is taken by a storage that takes its time. */
  async function taken(lastCall: AbortSignal): Promise<{ bytes: number; error: unknown }> {
    let bytes = 0;
    try {
      for await (const chunk of watched(body, 0, { ...limits, lastCall }, () => delay(2)))
        bytes += chunk.byteLength;
      return { bytes, error: undefined };
    } catch (error) {
      return { bytes, error };
    }
  }

  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    sender = request({ port, host: '127.0.0.1', method: 'PUT', headers: { 'content-length': 2 * SENT } });
    sender.on('error', () => undefined).write(Buffer.alloc(SENT));
    body = await new Promise((resolve) => server.once('request', resolve));
    return () => {
      sender.destroy();
      server.closeAllConnections();
      server.close();
    };
  });

  it('takes what waits in the connection of a sender whose link broke', async () => {
    const call = new AbortController();
    const taking = taken(call.signal);
    await delay(20);
    sender.socket?.end();
    call.abort(new FencedOff());
    expect((await taking).bytes).toBe(SENT);
  });

  it('takes what was sent of a sender who says nothing more, and then gives it up', async () => {
    const called = AbortSignal.abort(new FencedOff());
    expect(await taken(called)).toEqual({ bytes: SENT, error: expect.any(FencedOff) });
    expect(body.destroyed).toBe(false);
  });
});
