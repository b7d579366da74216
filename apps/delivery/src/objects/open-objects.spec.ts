import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  MemoryStorage,
  NfsStorage,
  type OpenObject,
  parseStorageKey,
  putComposition,
  StorageUnavailable,
  type StorageKey,
} from '#libs/storage';
import { OpenObjects } from './open-objects.js';

/** The memory backend, and how often it was opened and closed. */
class CountedStorage extends MemoryStorage {
  opened = 0;
  closed = 0;
  isAway = false;
  override async open(key: StorageKey): Promise<OpenObject> {
    if (this.isAway) throw new StorageUnavailable();
    const open = await super.open(key);
    this.opened += 1;
    const close = open.close.bind(open);
    open.close = () => {
      this.closed += 1;
      return close();
    };
    return open;
  }
}

const LARGE_BYTES = 100_000;
let storage: CountedStorage;
let objects: OpenObjects;
beforeEach(() => {
  storage = new CountedStorage();
});
afterEach(() => objects.close());

function make(options: Partial<ConstructorParameters<typeof OpenObjects>[1]> = {}): OpenObjects {
  objects = new OpenObjects(storage, {
    maxObjects: 4,
    maxContentBytes: 1000,
    lifetimeMs: 60_000,
    ...options,
  });
  return objects;
}

async function put(name: string, bytes: number): Promise<StorageKey> {
  const key = parseStorageKey(`assets/a/${name}`);
  await storage.put(key, only(Buffer.alloc(bytes, name)));
  return key;
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('OpenObjects', () => {
  it('opens an object once for all who ask at once', async () => {
    const cache = make();
    const key = await put('large', LARGE_BYTES);
    const leases = await Promise.all(Array.from({ length: 20 }, () => cache.acquire(key)));
    for (const lease of leases) lease.release();
    (await cache.acquire(key)).release();
    expect([storage.opened, storage.closed, cache.count]).toEqual([1, 0, 1]);
  });

  it('holds at once what is open, and keeps it open when it is evicted', async () => {
    const cache = make({ maxObjects: 1 });
    const [key, other] = [await put('a', LARGE_BYTES), await put('b', LARGE_BYTES)];
    expect(cache.hold(key)).toBeUndefined();
    (await cache.acquire(key)).release();
    const held = cache.hold(key);
    expect(held?.object.bytes).toBe(LARGE_BYTES);
    (await cache.acquire(other)).release();
    expect([cache.hold(key), storage.closed]).toEqual([undefined, 0]);
    held?.release();
    held?.release();
    await vi.waitFor(() => expect(storage.closed).toBe(1));
    expect([storage.opened, cache.lookUps]).toEqual([2, { hits: 1, misses: 2 }]);
  });

  it('closes what is evicted after its last reader', async () => {
    const cache = make({ maxObjects: 2 });
    const keys = await Promise.all(['a', 'b', 'c', 'd'].map((name) => put(name, LARGE_BYTES)));
    const first = await cache.acquire(keys[0] as StorageKey);
    for (const key of keys.slice(1)) (await cache.acquire(key)).release();
    await vi.waitFor(() => expect(storage.closed).toBe(1));
    expect(cache.count).toBe(2);
    let bytes = 0;
    for await (const chunk of first.object.read({ start: 0, end: 99 }, new AbortController().signal))
      bytes += chunk.length;
    expect(bytes).toBe(100);
    first.release();
    first.release();
    await vi.waitFor(() => expect(storage.closed).toBe(2));
  });

  it('keeps small objects in bounded memory, without a handle', async () => {
    const cache = make({ maxObjects: 100 });
    const keys = await Promise.all(['a', 'b', 'c', 'd'].map((name) => put(name, 400)));
    for (const key of keys) (await cache.acquire(key)).release();
    expect([storage.opened, storage.closed, cache.count]).toEqual([4, 4, 2]);
    (await cache.acquire(keys[3] as StorageKey)).release();
    expect(storage.opened).toBe(4);
    (await cache.acquire(keys[0] as StorageKey)).release();
    expect(storage.opened).toBe(5);
  });

  it('counts what compositions hold, and closes both of their objects', async () => {
    const cache = make({ maxContentBytes: 100 });
    const compositions = await Promise.all(
      ['b', 'c', 'd'].map(async (asset) => {
        const bytes = Buffer.alloc(LARGE_BYTES);
        await storage.put(parseStorageKey(`assets/${asset}/source/original`), only(bytes));
        const index = parseStorageKey(`assets/${asset}/hls/1/stream.index`);
        // Three extents of 17 bytes each.
        const pieces = [
          { literal: Buffer.from('head') },
          { offset: 0, bytes: 60_000 },
          { offset: 70_000, bytes: 9_000 },
        ];
        await putComposition(storage, index, pieces, { sourceBytes: LARGE_BYTES });
        return parseStorageKey(`assets/${asset}/hls/1/composed.mp4`);
      }),
    );
    for (const key of compositions) {
      const lease = await cache.acquire(key);
      expect(lease.object.bytes).toBe(69_004);
      lease.release();
    }
    expect([storage.opened, cache.count]).toEqual([6, 1]);
    await vi.waitFor(() => expect(storage.closed).toBe(4));
  });

  it('forgets a failure at once', async () => {
    const cache = make();
    const key = parseStorageKey('assets/a/late');
    await expect(cache.acquire(key)).rejects.toThrow('no such object');
    expect(cache.count).toBe(0);
    await put('late', 10);
    (await cache.acquire(key)).release();
    expect(cache.count).toBe(1);
  });

  it('lets go of what has been open for its lifetime, asked for or not', async () => {
    const cache = make({ lifetimeMs: 40 });
    const key = await put('large', LARGE_BYTES);
    const lease = await cache.acquire(key);
    await vi.waitFor(() => expect(cache.count).toBe(0));
    expect(storage.closed).toBe(0);
    lease.release();
    await vi.waitFor(() => expect(storage.closed).toBe(1));
  });

  it('opens at once, on a disk of this machine, small files that lie in memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-objects-'));
    const disk = new NfsStorage({ root: folder });
    const named = (name: string) => parseStorageKey(`assets/a/${name}`);
    const [first, second, third] = [named('a'), named('b'), named('c')];
    const [large, gone] = [named('large'), named('gone')];
    for (const key of [first, second, third]) await disk.put(key, only(Buffer.from(key)));
    await disk.put(large, only(Buffer.alloc(LARGE_BYTES)));
    await disk.put(gone, only(Buffer.from('gone')));
    objects = new OpenObjects(disk, {
      maxObjects: 2,
      maxContentBytes: 1000,
      lifetimeMs: 300,
      files: disk.localFiles,
    });
    const waited = await objects.acquire(first);
    waited.release();
    // Where the tree lies is known from now on.
    const once = objects.peek(second);
    expect([once?.content?.toString(), once?.isKept, objects.count]).toEqual([second, false, 1]);
    const twice = objects.peek(second);
    expect([twice?.content?.toString(), twice?.isKept, objects.count]).toEqual([second, true, 2]);
    expect(objects.peek(third)?.content?.toString()).toBe(third);
    expect(objects.peek(third)?.content?.toString()).toBe(third);
    expect(twice?.content?.toString()).toBe(second);
    expect([objects.count, objects.lookUps]).toEqual([2, { hits: 0, misses: 5 }]);
    expect(objects.peek(second)).toBe(twice);
    for (const key of [large, 'assets/a/../a/b', named('none')]) expect(objects.peek(key)).toBeUndefined();
    // What the first one says of itself, opened the other way, is what it says now.
    const { bytes, etag, lastModified, content } = waited.object;
    expect(objects.peek(first)).toMatchObject({ bytes, etag, lastModified, content, isKept: false });
    for (let time = 0; time < 2; time++) expect(objects.peek(gone)?.content?.toString()).toBe('gone');
    await disk.remove(gone);
    await vi.waitFor(() => expect(objects.peek(gone)).toBeUndefined(), 5_000);
    await expect(objects.acquire(gone)).rejects.toThrow('no such object');
    await rm(folder, { recursive: true });
  });

  it('F06 keeps what is asked for while storage is away, but not for ever, and not what is gone', async () => {
    const cache = make({ lifetimeMs: 200 });
    const [key, other] = [await put('large', LARGE_BYTES), await put('other', LARGE_BYTES)];
    (await cache.acquire(key)).release();
    (await cache.acquire(other)).release();
    storage.isAway = true;
    const until = performance.now() + 700;
    while (performance.now() < until) {
      expect(cache.peek(key)).toBeDefined();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // Nobody has asked for the other one.
    expect(cache.peek(other)).toBeUndefined();
    await vi.waitFor(() => expect(cache.peek(key)).toBeUndefined(), 10_000);
    storage.isAway = false;
    (await cache.acquire(key)).release();
    await storage.remove(key);
    await vi.waitFor(() => expect(cache.peek(key)).toBeUndefined(), 10_000);
    await expect(cache.acquire(key)).rejects.toThrow('no such object');
    await vi.waitFor(() => expect(storage.closed).toBe(storage.opened));
  });
});
