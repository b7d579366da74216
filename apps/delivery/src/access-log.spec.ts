import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { MemoryStorage } from '#libs/storage';
import { put, RawConnection, serve, type Served, url } from './testing/served.js';

let served: Served | undefined;
afterEach(() => served?.delivery.close());

const REQUEST = `GET ${url()} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** Opens nothing until it is told to. */
class WaitingStorage extends MemoryStorage {
  readonly mayOpen = Promise.withResolvers<void>();
  isAsked = false;
  override async open(...args: Parameters<MemoryStorage['open']>) {
    if (args[0].startsWith('assets/')) {
      this.isAsked = true;
      await this.mayOpen.promise;
    }
    return super.open(...args);
  }
}

interface Line {
  readonly status: number;
  readonly bytes: number;
  readonly cut?: boolean;
}

function linesOf({ lines }: Served): Line[] {
  return lines.filter((line) => line.includes('"msg":"delivery"')).map((line) => JSON.parse(line) as Line);
}

async function sentBytes({ port }: Served): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^lectern_delivery_sent_bytes_total ([0-9]+)$/m.exec(text)?.[1]);
}

it.each([true, false])(
  'a viewer who left before the answer was sent nothing; fast lane: %j',
  async (fastLane) => {
    const storage = new WaitingStorage();
    await put(storage, 'hls/1.m3u8', Buffer.alloc(2_000));
    served = await serve(storage, { fastLane });
    const connection = new RawConnection(served.port);
    connection.send(REQUEST);
    await vi.waitFor(() => expect(storage.isAsked).toBe(true));
    connection.socket.destroy();
    await sleep(50);
    storage.mayOpen.resolve();
    const of = served;
    await vi.waitFor(() => expect(linesOf(of)).toMatchObject([{ status: 499, bytes: 0, cut: true }]));
    expect(await sentBytes(served)).toBe(0);
  },
);

it('of what a viewer asked for and did not take only what went out is counted', async () => {
  const storage = new MemoryStorage();
  const content = randomBytes(60_000);
  await put(storage, 'hls/1.m3u8', content);
  served = await serve(storage);
  const of = served;
  const socket = connect(served.port, '127.0.0.1').on('error', () => undefined);
  socket.pause().write(REQUEST.repeat(400));
  let before = 0;
  await vi.waitFor(
    async () => {
      const now = linesOf(of).length;
      const isFull = now > 0 && now === before;
      before = now;
      expect(isFull).toBe(true);
    },
    { timeout: 10_000, interval: 200 },
  );
  socket.resetAndDestroy();
  await vi.waitFor(() => expect(linesOf(of).at(-1)).toMatchObject({ status: 200, cut: true }));
  const lines = linesOf(served);
  const last = lines.at(-1);
  expect(lines.filter((line) => line.cut === true)).toHaveLength(1);
  expect(last?.bytes).toBeLessThan(content.length);
  expect(await sentBytes(served)).toBe((lines.length - 1) * content.length + (last?.bytes ?? 0));
});

it('strangers write a hundred lines a minute and no more, and viewers as many as they like', async () => {
  const storage = new MemoryStorage();
  await put(storage, 'hls/1.m3u8', Buffer.alloc(10));
  served = await serve(storage);
  const { port, lines } = served;
  const ask = (target: string) => fetch(`http://127.0.0.1:${port}${target}`);
  const forged = url().replace('~v=0', '~v=1');
  for (let n = 0; n < 150; n += 1) expect((await ask(forged)).status).toBe(403);
  for (let n = 0; n < 120; n += 1) expect((await ask(url())).status).toBe(200);
  const of = served;
  await vi.waitFor(() => expect(linesOf(of).filter(({ status }) => status === 200)).toHaveLength(120));
  expect(linesOf(served).filter(({ status }) => status === 403)).toHaveLength(100);
  // However often it is played, that it is played is told once.
  expect(lines.filter((line) => line.includes('"msg":"asset played"'))).toHaveLength(1);
});
