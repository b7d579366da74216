import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ByteRange,
  CachedObjects,
  type CachedObjectsOptions,
  MemoryStorage,
  type ObjectOpener,
  ObjectNotFound,
  openComposition,
  parseStorageKey,
  putComposition,
  StorageUnavailable,
} from '../index.js';
import { bytesOf, patterned } from '../testing/sources.js';

const MIB = 1024 * 1024;
const KEY = parseStorageKey('assets/ast_1/source/original');
const BYTES = patterned(3 * MIB + 70_001);

/** A storage as it is, with a note of each range that was read; it can be made to wait, and be away. */
class Watched implements ObjectOpener {
  readonly ranges: string[] = [];
  isAway = false;
  /** Nothing is answered until the caller gives up. */
  isSilent = false;
  gate: Promise<void> | undefined;
  atOnce = 0;
  mostAtOnce = 0;

  constructor(readonly storage: MemoryStorage) {}

  async open(key: typeof KEY, options?: { signal?: AbortSignal }) {
    if (this.isAway) throw new StorageUnavailable();
    if (this.isSilent)
      await new Promise((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason)),
      );
    const object = await this.storage.open(key, options);
    const read = (range?: ByteRange, with_?: { signal?: AbortSignal }) =>
      this.#read(object.read(range, with_), key, range);
    const { bytes, modifiedAt } = object;
    return { key, bytes, modifiedAt, read, close: () => object.close() };
  }

  async *#read(source: AsyncIterable<Uint8Array>, key: string, range: ByteRange | undefined) {
    if (this.isAway) throw new StorageUnavailable();
    this.ranges.push(`${key.split('/').at(-1)} ${range?.start}-${range?.end}`);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      await this.gate;
      yield* source;
    } finally {
      this.atOnce -= 1;
    }
  }
}

describe('the cache of blocks on a disk', () => {
  let folder: string;
  let inner: Watched;
  const opened: CachedObjects[] = [];
  const errors: unknown[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-cache-'));
    inner = new Watched(new MemoryStorage());
    await inner.storage.put(KEY, bytesOf(BYTES));
  });
  afterEach(async () => {
    for (const cache of opened.splice(0)) cache.close();
    errors.splice(0);
    await rm(folder, { recursive: true, force: true });
  });

  function cached(options: Partial<CachedObjectsOptions> = {}): CachedObjects {
    const onError = (error: unknown) => void errors.push(error);
    const cache = new CachedObjects(inner, {
      folder,
      maxBytes: 100 * MIB,
      maxAgeMs: 60_000,
      onError,
      ...options,
    });
    opened.push(cache);
    return cache;
  }

  async function read(cache: CachedObjects, range?: ByteRange, key = KEY): Promise<Buffer> {
    const object = await cache.open(key);
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.read(range)) chunks.push(chunk);
      return Buffer.concat(chunks);
    } finally {
      await object.close();
    }
  }

  async function files(): Promise<string[]> {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => /^[0-9a-f]{2}\//.test(name)).map((name) => join(folder, name));
  }

  it.each<[string, ByteRange | undefined]>([
    ['all', undefined],
    ['one byte', { start: 5, end: 5 }],
    ['the last byte', { start: BYTES.length - 1, end: BYTES.length - 1 }],
    ['over the edge of a block', { start: MIB - 3, end: MIB + 2 }],
    ['a whole block', { start: MIB, end: 2 * MIB - 1 }],
    ['over the edge of a piece', { start: 65_530, end: 400_000 }],
    ['two edges', { start: MIB - 100_000, end: 2 * MIB + 100_000 }],
  ])('gives the bytes of %s, cold, warm and after a restart', async (_, range) => {
    const expected = BYTES.subarray(range?.start ?? 0, range === undefined ? BYTES.length : range.end + 1);
    const cache = cached();
    expect((await read(cache, range)).equals(expected)).toBe(true);
    const fetched = inner.ranges.length;
    expect((await read(cache, range)).equals(expected)).toBe(true);
    expect((await read(cached(), range)).equals(expected)).toBe(true);
    expect(inner.ranges.length).toBe(fetched);
  });

  it('fetches each block once, however many ask at once', async () => {
    const cache = cached();
    const all = await Promise.all(Array.from({ length: 50 }, () => read(cache)));
    for (const bytes of all) expect(bytes.equals(BYTES)).toBe(true);
    expect(inner.ranges.toSorted()).toEqual(
      [0, 1, 2, 3].map((n) => `original ${n * MIB}-${Math.min((n + 1) * MIB, BYTES.length) - 1}`),
    );
    expect(cache.figures).toMatchObject({
      reads: { miss: 4, bypassed: 0 },
      fetchedBytes: BYTES.length,
      blocks: 4,
    });
    const { hit, joined } = cache.figures.reads;
    expect(hit + joined).toBe(49 * 4);
  });

  it('fetches a bounded number of blocks at a time, first come, first served', async () => {
    const gate = Promise.withResolvers<void>();
    inner.gate = gate.promise;
    const cache = cached({ fetchesAtOnce: 2 });
    await cache.ready();
    const reads = [2, 0, 3, 1].map((n) => read(cache, { start: n * MIB, end: n * MIB }));
    await vi.waitFor(() => expect(inner.ranges).toHaveLength(2));
    gate.resolve();
    await Promise.all(reads);
    expect(inner.mostAtOnce).toBe(2);
    expect(inner.ranges.map((range) => Number(/ (\d+)-/.exec(range)?.[1]) / MIB)).toEqual([2, 0, 3, 1]);
  });

  it('a viewer who leaves, and closes the object, takes nothing from those who wait', async () => {
    const gate = Promise.withResolvers<void>();
    inner.gate = gate.promise;
    const cache = cached();
    const leaving = new AbortController();
    const first = await cache.open(KEY);
    const left = (async () => {
      for await (const _ of first.read({ start: 0, end: 9 }, { signal: leaving.signal }));
    })();
    left.catch(() => undefined);
    await vi.waitFor(() => expect(inner.ranges).toHaveLength(1));
    const staying = read(cache, { start: 10, end: 19 });
    await vi.waitFor(() => expect(cache.figures.reads.joined).toBe(1));
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await first.close();
    gate.resolve();
    expect((await staying).equals(BYTES.subarray(10, 20))).toBe(true);
    expect(inner.ranges).toHaveLength(1);
  });

  it('does not begin what nobody waits for any more', async () => {
    const gate = Promise.withResolvers<void>();
    inner.gate = gate.promise;
    const cache = cached({ fetchesAtOnce: 1 });
    const first = read(cache, { start: 0, end: 0 });
    await vi.waitFor(() => expect(inner.ranges).toHaveLength(1));
    const object = await cache.open(KEY);
    const leaving = new AbortController();
    const source = object.read({ start: MIB, end: MIB }, { signal: leaving.signal });
    const left = source[Symbol.asyncIterator]().next();
    left.catch(() => undefined);
    await vi.waitFor(() => expect(cache.figures.reads.miss).toBe(2));
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    gate.resolve();
    await first;
    await object.close();
    await read(cache, { start: 2 * MIB, end: 2 * MIB });
    expect(inner.ranges.map((range) => range.split('-')[0])).toEqual(['original 0', `original ${2 * MIB}`]);
  });

  it('a fetch that fails is made anew by the next who asks', async () => {
    const cache = cached();
    const object = await cache.open(KEY);
    inner.isAway = true;
    const all = async () => {
      for await (const _ of object.read());
    };
    await expect(all()).rejects.toThrow(StorageUnavailable);
    inner.isAway = false;
    await all();
    await object.close();
    expect(inner.ranges).toHaveLength(4);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['altered', (path) => overwrite(path, 69_000)],
    ['altered in its trailer', async (path) => overwrite(path, (await stat(path)).size - 50)],
    ['cut short', async (path) => truncate(path, 50_000)],
    ['empty', (path) => writeFile(path, '')],
    ['gone', (path) => rm(path)],
  ])('never serves a block that is %s: it is fetched anew', async (_, harm) => {
    await read(cached());
    for (const path of await files()) await harm(path);
    const cache = cached();
    await cache.ready();
    expect((await read(cache)).equals(BYTES)).toBe(true);
    expect(inner.ranges).toHaveLength(8);
    expect((await read(cached())).equals(BYTES)).toBe(true);
    expect(inner.ranges).toHaveLength(8);
  });

  it('never serves the bytes of one object for another', async () => {
    const other = parseStorageKey('assets/ast_2/source/original');
    await inner.storage.put(other, bytesOf(patterned(BYTES.length, 2)));
    await read(cached(), { start: 0, end: 0 });
    const [path = ''] = await files();
    await read(cached(), { start: 0, end: 0 }, other);
    const [swapped = ''] = (await files()).filter((name) => name !== path);
    await copyFile(path, swapped);
    const expected = patterned(BYTES.length, 2).subarray(0, 100);
    expect((await read(cached(), { start: 0, end: 99 }, other)).equals(expected)).toBe(true);
  });

  it('an object that takes the key of a removed one is served as it is', async () => {
    const cache = cached();
    await read(cache);
    await inner.storage.remove(KEY);
    const next = patterned(2 * MIB, 3);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await inner.storage.put(KEY, bytesOf(next));
    expect((await read(cache)).equals(next)).toBe(true);
    expect((await read(cached())).equals(next)).toBe(true);
  });

  it('forgets an object that is gone, on the disk too', async () => {
    const cache = cached();
    await read(cache);
    expect(await files()).toHaveLength(4);
    await inner.storage.remove(KEY);
    await expect(cache.open(KEY)).rejects.toThrow(ObjectNotFound);
    await vi.waitFor(async () => expect(await files()).toEqual([]));
    expect(cache.figures).toMatchObject({ bytes: 0, blocks: 0, removed: { gone: 4 } });
  });

  it('keeps to its size: what was used longest ago goes first', async () => {
    const cache = cached({ maxBytes: 3 * MIB + 1000 });
    for (const n of [0, 1, 2, 0]) await read(cache, { start: n * MIB, end: n * MIB });
    await read(cache, { start: 3 * MIB, end: 3 * MIB });
    expect(inner.ranges).toHaveLength(4);
    expect(cache.figures.bytes).toBeLessThanOrEqual(3 * MIB + 1000);
    expect(cache.figures.removed.size).toBe(1);
    await read(cache, { start: 0, end: 0 });
    expect(inner.ranges).toHaveLength(4);
    await read(cache, { start: MIB, end: MIB });
    expect(inner.ranges).toHaveLength(5);
    await vi.waitFor(async () => expect(await files()).toHaveLength(cache.figures.blocks));
    const smaller = cached({ maxBytes: 2 * MIB });
    await smaller.ready();
    expect(smaller.figures.bytes).toBeLessThanOrEqual(2 * MIB);
  });

  it('keeps to its age, also for what an earlier process left', async () => {
    await read(cached());
    const [old = ''] = await files();
    await utimes(old, new Date(0), new Date(0));
    const cache = cached({ maxAgeMs: 3_600_000 });
    await cache.ready();
    expect(cache.figures).toMatchObject({ blocks: 3, removed: { age: 1 } });
    const brief = cached({ maxAgeMs: 40 });
    await vi.waitFor(() => expect(brief.figures.blocks).toBe(0));
    await vi.waitFor(async () => expect(await files()).toEqual([]));
  });

  it('while storage is away opens what it holds, and only that', async () => {
    await read(cached(), { start: 0, end: 9 });
    inner.isAway = true;
    const cache = cached();
    expect((await read(cache, { start: 100, end: 199 })).equals(BYTES.subarray(100, 200))).toBe(true);
    await expect(read(cache, { start: 0, end: MIB })).rejects.toThrow(StorageUnavailable);
    await expect(cache.open(parseStorageKey('assets/ast_1/other'))).rejects.toThrow(StorageUnavailable);
    const object = await cache.open(KEY);
    inner.isAway = false;
    const chunks: Uint8Array[] = [];
    for await (const chunk of object.read()) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(BYTES)).toBe(true);
    await object.close();
  });

  it('does not wait long for a storage that says nothing, where it has another way', async () => {
    await read(cached(), { start: 0, end: 9 });
    const cache = cached();
    await cache.ready();
    inner.isSilent = true;
    expect((await read(cache, { start: 100, end: 199 })).equals(BYTES.subarray(100, 200))).toBe(true);
    const leaving = new AbortController();
    const opening = cache.open(KEY, { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(opening).rejects.toThrow('left');
  });

  it('serves without its folder', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'no folder');
    const cache = cached({ folder: join(file, 'cache') });
    await cache.ready();
    for (let times = 0; times < 2; times += 1) expect((await read(cache)).equals(BYTES)).toBe(true);
    expect(errors.length).toBe(1);
    // Each block still once, as long as those in memory do.
    expect(inner.ranges).toHaveLength(4);
    const many = parseStorageKey('assets/ast_1/many');
    const bytes = patterned(40 * MIB, 5);
    await inner.storage.put(many, bytesOf(bytes));
    for (let times = 0; times < 2; times += 1)
      expect((await read(cache, undefined, many)).equals(bytes)).toBe(true);
    expect(inner.ranges).toHaveLength(4 + 80);
    await inner.storage.remove(many);
    await expect(cache.open(many)).rejects.toThrow(ObjectNotFound);
    expect(cache.figures).toMatchObject({ bytes: 0, blocks: 0 });
  });

  it('keeps to its size though a part of its folder can not be read', async () => {
    await read(cached());
    // Read before the others. A folder that is damaged would say EIO.
    await writeFile(join(folder, '00'), 'no folder');
    const cache = cached({ maxBytes: 2 * MIB });
    await cache.ready();
    expect(cache.figures.blocks).toBeGreaterThan(0);
    expect(cache.figures.bytes).toBeLessThanOrEqual(2 * MIB);
    await vi.waitFor(async () => expect(await files()).toHaveLength(cache.figures.blocks));
    expect(errors).toHaveLength(1);
  });

  it('leaves files alone that are not its own, and removes old temporary ones', async () => {
    await mkdir(join(folder, '.tmp'));
    await mkdir(join(folder, 'ab'));
    for (const name of ['.tmp/old', '.tmp/new', 'ab/mine', 'mine']) await writeFile(join(folder, name), 'x');
    await utimes(join(folder, '.tmp/old'), new Date(0), new Date(0));
    await cached({ maxBytes: 1 }).ready();
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
      '.tmp',
      '.tmp/new',
      'ab',
      'ab/mine',
      'mine',
    ]);
  });

  it('reads of a composition go through it', async () => {
    const index = parseStorageKey('assets/ast_1/hls/source-a1/stream.index');
    const key = parseStorageKey('assets/ast_1/hls/source-a1/composed.mp4');
    const pieces = [{ literal: Buffer.alloc(500, 7) }, { offset: 1000, bytes: 2 * MIB }];
    await putComposition(inner.storage, index, pieces, { sourceBytes: BYTES.length });
    const expected = Buffer.concat([Buffer.alloc(500, 7), BYTES.subarray(1000, 1000 + 2 * MIB)]);
    for (let process = 0; process < 2; process += 1) {
      const cache = cached();
      const composed = await openComposition(cache, { key, index, source: KEY });
      const chunks: Uint8Array[] = [];
      for await (const chunk of composed.read()) chunks.push(chunk);
      await composed.close();
      expect(Buffer.concat(chunks).equals(expected)).toBe(true);
    }
    expect(inner.ranges).toHaveLength(4);
  });
});

async function overwrite(path: string, position: number): Promise<void> {
  await using file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await file.write(byte, 0, 1, position);
}
