import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryStorage, parseStorageKey } from '#libs/storage';
import { ASSET, put, RawConnection, serve, type Served, url } from './testing/served.js';

const MEDIA = Buffer.alloc(2 * 1024 * 1024 + 9, 'Lesson. ');
const path = 'hls/v1/media.mp4';

describe.each([true, false])('delivery with a disk cache, fast lane %s', (fastLane) => {
  let folder: string;
  const storage = new MemoryStorage();
  const opened: Served[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-delivery-'));
    await put(storage, path, MEDIA);
  });
  afterAll(async () => {
    for (const { delivery } of opened) await delivery.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(openObjectSeconds = 60): Promise<Served> {
    const diskCache = { folder, maxBytes: 100 * 1024 * 1024, maxAgeMs: 60_000 };
    const served = await serve(storage, { fastLane, diskCache, openObjectSeconds });
    opened.push(served);
    return served;
  }

  async function statusOf(served: Served): Promise<number> {
    const connection = new RawConnection(served.port);
    connection.send(`GET ${url({ path })} HTTP/1.1\r\nHost: x\r\nRange: bytes=5-1999999\r\n\r\n`);
    const answer = await connection.next();
    connection.socket.destroy();
    if (answer?.status === 206) expect(answer.body.equals(MEDIA.subarray(5, 2_000_000))).toBe(true);
    return answer?.status ?? 0;
  }

  async function metric(served: Served, line: string): Promise<string | undefined> {
    const text = await (await fetch(`http://127.0.0.1:${served.port}/metrics`)).text();
    return text.split('\n').find((one) => one.startsWith(`lectern_delivery_disk_cache_${line} `));
  }

  it('fetches once, tells of it, and holds it for the next process', async () => {
    const first = await start();
    for (let times = 0; times < 2; times += 1) expect(await statusOf(first)).toBe(206);
    expect(await metric(first, 'fetched_bytes_total')).toMatch(` ${2 * 1024 * 1024}`);
    expect(await metric(first, 'reads_total{outcome="miss"}')).toMatch(/ 2$/);
    expect(await metric(first, 'blocks')).toMatch(/ 2$/);
    // Asked twice, it says the same.
    expect(await metric(first, 'reads_total{outcome="miss"}')).toMatch(/ 2$/);
    const second = await start();
    expect(await statusOf(second)).toBe(206);
    expect(await metric(second, 'fetched_bytes_total')).toMatch(/ 0$/);
    expect(await metric(second, 'reads_total{outcome="hit"}')).toMatch(/ 2$/);
  });

  it('serves nothing of an object that was removed', async () => {
    await storage.remove(parseStorageKey(`assets/${ASSET}/${path}`));
    expect(await statusOf(await start())).toBe(404);
  });
});
