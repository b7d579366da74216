import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '#libs/http';
import { MemoryStorage, parseStorageKey, usageSegmentOf } from '#libs/storage';
import { readLines } from '#libs/usage/journal';
import { ASSET, NOW, put, RawConnection, serve, type Served, url } from '../testing/served.js';
import { LinesLost, SegmentFile } from './segment-file.js';
import { UsageJournal } from './usage-journal.js';
import { UsageTally } from './usage-tally.js';

let folder: string;
let served: Served | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lectern-usage-'));
});
afterEach(async () => {
  await served?.delivery.close();
  served = undefined;
  await rm(folder, { recursive: true, force: true });
});

const usage = () => ({ folder, replica: 'pod', maxBytes: 1024 ** 2 });

async function files(): Promise<string[]> {
  const names: string[] = await readdir(path.join(folder, 'pod')).catch(() => []);
  return names.toSorted();
}

async function written() {
  const contents = (await files()).map((file) => readFile(path.join(folder, 'pod', file)));
  return readLines(Buffer.concat(await Promise.all(contents)));
}

describe('a delivery', () => {
  it.each([true, false])('tells what went out to whom, each second; fast lane: %j', async (fastLane) => {
    const storage = new MemoryStorage();
    await put(storage, 'hls/720p-x/stream.mp4', Buffer.alloc(3_000));
    await put(storage, 'hls/1.m3u8', Buffer.alloc(500));
    await put(storage, 'source/original', Buffer.alloc(70_000));
    served = await serve(storage, { fastLane }, { usage: usage() });
    const connection = new RawConnection(served.port);
    const ask = async (target: string, more = '') => {
      connection.send(`GET ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n`);
      return (await connection.next())?.status;
    };
    const media = { path: 'hls/720p-x/stream.mp4', session: 'one' };
    expect(await ask(url(media))).toBe(200);
    expect(await ask(url(media), 'Range: bytes=0-99\r\n')).toBe(206);
    expect(await ask(url({ session: 'two' }))).toBe(200);
    expect(await ask(url({ scope: 'file', path: 'source/original' }))).toBe(200);
    // Of these nobody gets anything that counts.
    expect(await ask(url({ path: 'hls/none.mp4', session: 'two' }))).toBe(404);
    expect(await ask(url({ session: 'two', expires: NOW - 1 }))).toBe(403);
    connection.send(`HEAD ${url({ session: 'two' })} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect((await connection.next({ isHead: true }))?.status).toBe(200);
    const sums = async () => {
      const bytes: Record<string, [number, boolean]> = {};
      for (const line of (await written()).lines) {
        const [sum = 0, isMedia = false] = bytes[line.session] ?? [];
        bytes[line.session] = [sum + line.bytes, isMedia || line.media !== undefined];
      }
      return bytes;
    };
    const expected = { one: [3100, true], two: [500, false], '': [70_000, false] };
    await vi.waitFor(async () => expect(await sums()).toEqual(expected), { timeout: 20_000 });
    expect((await files()).every((file) => file.endsWith('.open'))).toBe(true);
    await served.delivery.close();
    expect(await sums()).toEqual(expected);
    const [file = ''] = await files();
    expect(usageSegmentOf(parseStorageKey(`usage/pod/${file}`))).toMatchObject({
      openedAt: new Date(NOW * 1000),
      isOpen: false,
    });
    expect((await written()).lines[0]).toMatchObject({ asset: ASSET, at: NOW });
  });

  it('sends whole segments to a bucket, and keeps those that it can’t send', async () => {
    const bucket = new MemoryStorage();
    const storage = new MemoryStorage();
    await put(storage, 'hls/1.m3u8', Buffer.alloc(500));
    let isAway = true;
    const usageBucket = {
      put: (...args: Parameters<MemoryStorage['put']>) =>
        isAway ? Promise.reject(new Error('away')) : bucket.put(...args),
    };
    const left = path.join(folder, 'pod', '1790000000000-left.open');
    await mkdir(path.dirname(left));
    await writeFile(left, `{"at":1,"asset":"${ASSET}","session":"","bytes":1}\n`);
    served = await serve(storage, {}, { usage: usage(), usageBucket });
    const connection = new RawConnection(served.port);
    connection.send(`GET ${url()} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect((await connection.next())?.status).toBe(200);
    await vi.waitFor(() => expect(served?.lines.join('')).toContain('usage is not written'), 20_000);
    isAway = false;
    const kept = async () => {
      const keys = [];
      for await (const { key } of bucket.list(parseStorageKey('usage'))) keys.push(key);
      return keys;
    };
    await vi.waitFor(
      async () => expect(await kept()).toEqual(['usage/pod/1790000000000-left.ndjson']),
      20_000,
    );
    await vi.waitFor(() => expect(served?.lines.join('')).toContain('usage is written again'), 20_000);
    // Nobody may come after it who would send the last one.
    await served.delivery.close();
    expect(await kept()).toHaveLength(2);
    expect(await files()).toEqual([]);
  });
});

describe('a journal', () => {
  const lines: string[] = [];
  const registry = new Registry();
  let now = NOW * 1000;
  const clock = { now: () => new Date(now) };
  const logger = createLogger('delivery', { destination: { write: (text) => void lines.push(text) } });
  const journal = (of = usage()) => {
    lines.length = 0;
    registry.clear();
    now = NOW * 1000;
    return new UsageJournal(of, { clock, logger, registry });
  };
  const lost = async () =>
    Number(/^lectern_delivery_usage_lost_bytes_total (\d+)$/m.exec(await registry.metrics())?.[1]);
  const answer = { asset: ASSET, path: 'hls/a/stream.mp4', session: 'one' };

  it('writes to a folder that is not there for a while what was counted meanwhile, at its own time', async () => {
    await mkdir(path.join(folder, 'pod'));
    await writeFile(path.join(folder, 'pod', '1-a.open'), '');
    const tried = journal();
    tried.start();
    // It has begun: what it does first could fail as well, and would be told in the place of what is to be.
    await vi.waitFor(async () => expect(await files()).toEqual(['1-a.ndjson']));
    await rm(path.join(folder, 'pod'), { recursive: true });
    await writeFile(path.join(folder, 'pod'), 'no folder');
    tried.count(answer, 5, 0);
    await vi.waitFor(() => expect(lines.join('')).toContain('usage is not written'), 20_000);
    now += 600_000;
    await rm(path.join(folder, 'pod'));
    tried.count(answer, 7, 0);
    await tried.close();
    expect((await written()).lines.map(({ at, bytes }) => [at - NOW, bytes])).toEqual([
      [0, 5],
      [600, 7],
    ]);
    expect(await lost()).toBe(0);
  });

  it('serves on, and tells what is lost, when as much waits as may', async () => {
    await mkdir(path.join(folder, 'pod'));
    await writeFile(path.join(folder, 'pod', '1-a.ndjson'), Buffer.alloc(100));
    const full = journal({ ...usage(), maxBytes: 100 });
    full.start();
    full.count(answer, 5, 0);
    await vi.waitFor(() => expect(lines.join('')).toContain('Too many segments wait'), 20_000);
    await full.close();
    expect(await files()).toEqual(['1-a.ndjson']);
    expect(await lost()).toBe(5);
  });

  it('ends what a killed process of its name has left', async () => {
    await mkdir(path.join(folder, 'pod'));
    await writeFile(path.join(folder, 'pod', '1-a.open'), 'torn');
    const next = journal();
    next.start();
    await next.close();
    expect(await files()).toEqual(['1-a.ndjson']);
  });
});

describe('a segment', () => {
  const file = () => [path.join(folder, 'pod', '1-a.open'), path.join(folder, 'pod', '1-a.ndjson')] as const;

  it('keeps what was whole when the disk is full, and nothing of the rest', async () => {
    const segment = await SegmentFile.create(...file());
    await segment.append(Buffer.from('one\n'));
    const handle = (segment as unknown as { file: { datasync: () => Promise<void> } }).file;
    handle.datasync = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(segment.append(Buffer.from('two\n'))).rejects.toThrow('full');
    await segment.end();
    expect(await readFile(file()[1], 'utf8')).toBe('one\n');
  });

  it('says that lines are lost where it can’t take them back', async () => {
    const segment = await SegmentFile.create(...file());
    const handle = (segment as unknown as { file: Record<string, () => Promise<void>> }).file;
    for (const call of ['datasync', 'truncate']) handle[call] = () => Promise.reject(new Error('gone'));
    await expect(segment.append(Buffer.from('two\n'))).rejects.toThrow(LinesLost);
  });

  it('may be taken away, or ended by another, while it is written', async () => {
    const segment = await SegmentFile.create(...file());
    await rm(file()[0]);
    await segment.append(Buffer.from('one\n'));
    await segment.end();
    expect(await files()).toEqual([]);
  });
});

it('a tally keeps assets and sessions apart, and remembers how long media was on its way', () => {
  const tally = new UsageTally();
  const of = (asset: string, session: string | undefined, name: string) => ({
    asset,
    session,
    path: `hls/a/${name}`,
  });
  tally.count(of('ast_a', 'one', 'stream.mp4'), 1, 90_500);
  tally.count(of('ast_a', 'one', 'stream.mp4'), 1, 10);
  tally.count(of('ast_b', 'one', 'index.m3u8'), 10, 999_999);
  tally.count(of('ast_a', undefined, 'stream.mp4'), 100, 0);
  const { lines, sentBytes } = tally.take(1000);
  expect(sentBytes).toBe(112);
  expect(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { at: 1000, media: 909, asset: 'ast_a', session: 'one', bytes: 2 },
    { at: 1000, asset: 'ast_b', session: 'one', bytes: 10 },
    { at: 1000, media: 1000, asset: 'ast_a', session: '', bytes: 100 },
  ]);
  expect(tally.take(1001)).toEqual({ lines: '', sentBytes: 0 });
});
