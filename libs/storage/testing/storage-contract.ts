import { createHash, randomBytes } from 'node:crypto';
import { randomToken } from '#libs/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ByteSource,
  InvalidStorageKey,
  LengthMismatch,
  ObjectExists,
  ObjectNotFound,
  parseStorageKey,
  RangeNotSatisfiable,
  type Storage,
  type StorageKey,
} from '../index.js';
import { resumableContract } from './resumable-contract.js';
import { bytesOf, collected, failing, patterned, sha256, silent } from './sources.js';

/** A backend that is up, and what takes it down again. */
export interface StorageUnderTest {
  readonly storage: Storage;
  /** Every name that the backend holds, keys or not: to see that nothing is left behind. */
  names(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/** What every backend must keep of the contract in storage.ts, whatever it is made of. */
export function storageContract(name: string, make: () => Promise<StorageUnderTest>): void {
  describe(`${name} keeps the storage contract`, () => {
    let made: StorageUnderTest;
    let storage: Storage;
    beforeAll(async () => {
      made = await make();
      storage = made.storage;
    });
    afterAll(async () => {
      await storage?.close();
      await made?.dispose();
    });
    const freshKey = (rest = 'source/original') => parseStorageKey(`assets/ast_${randomToken(12)}/${rest}`);

    describe('put', () => {
      it.each([0, 1, 65_536, 1024 * 1024, 3 * 1024 * 1024 + 17, 17 * 1024 * 1024 + 5])(
        'stores %i bytes whole',
        async (length) => {
          const key = freshKey();
          const bytes = patterned(length);
          const stored = await storage.put(key, bytesOf(bytes, 50_000), { bytes: length });
          expect(stored).toMatchObject({ key, bytes: length });
          expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
          expect(await storage.stat(key)).toMatchObject({ key, bytes: length });
          await storage.remove(key);
        },
      );

      it('stores a source of unknown length, of tiny and of empty chunks', async () => {
        const key = freshKey();
        const bytes = randomBytes(5_000);
        await storage.put(key, bytesOf(bytes, 1));
        expect((await collected(storage, key)).equals(bytes)).toBe(true);
        const other = freshKey();
        await storage.put(
          other,
          (async function* () {
            yield new Uint8Array(0);
            yield bytes.subarray(0, 9);
            yield new Uint8Array(0);
          })(),
        );
        expect((await collected(storage, other)).equals(bytes.subarray(0, 9))).toBe(true);
      });

      it('never overwrites', async () => {
        const key = freshKey();
        await storage.put(key, bytesOf(Buffer.from('first')));
        await expect(storage.put(key, bytesOf(Buffer.from('second')))).rejects.toThrow(ObjectExists);
        await expect(storage.put(key, bytesOf(Buffer.from('first')))).rejects.toThrow(ObjectExists);
        expect((await collected(storage, key)).toString()).toBe('first');
      });

      it('lets one of several rivals win, whose object is there whole', async () => {
        const key = freshKey();
        const rivals = Array.from({ length: 6 }, (_, index) => Buffer.alloc(200_000 + index, index + 1));
        const outcomes = await Promise.allSettled(
          rivals.map((bytes) => storage.put(key, bytesOf(bytes, 9_000))),
        );
        const winners = rivals.filter((_, index) => outcomes[index]?.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ObjectExists);
        }
        expect((await collected(storage, key)).equals(winners[0] ?? Buffer.alloc(0))).toBe(true);
      });

      it.each([
        ['too few bytes', 10, 11],
        ['too many bytes', 11, 10],
        ['none instead of some', 0, 1],
        ['some instead of none', 1, 0],
        ['too few of a large object', 9 * 1024 * 1024, 9 * 1024 * 1024 + 1],
        ['too many of a large object', 9 * 1024 * 1024 + 1, 9 * 1024 * 1024],
      ])('refuses %s and leaves nothing', async (_, given, declared) => {
        const before = await made.names();
        const key = freshKey();
        const put = storage.put(key, bytesOf(patterned(given)), { bytes: declared });
        await expect(put).rejects.toThrow(LengthMismatch);
        await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
        expect(await made.names()).toEqual(before);
      });

      it.each([100, 18 * 1024 * 1024])(
        'passes on the error of a source that fails after %i bytes, and leaves nothing',
        async (length) => {
          const before = await made.names();
          const key = freshKey();
          await expect(storage.put(key, failing(patterned(length), new Error('gone')))).rejects.toThrow(
            'gone',
          );
          await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
          expect(await made.names()).toEqual(before);
        },
      );

      it.each([100, 18 * 1024 * 1024])(
        'ends at once when it is aborted while the source is silent after %i bytes',
        async (length) => {
          const before = await made.names();
          const key = freshKey();
          const abort = new AbortController();
          const source = silent(patterned(length));
          const put = storage.put(key, source.bytes, { signal: abort.signal });
          put.catch(() => undefined);
          await source.silent;
          abort.abort(new Error('no longer wanted'));
          await expect(put).rejects.toThrow('no longer wanted');
          await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
          expect(await made.names()).toEqual(before);
        },
      );

      it('does not begin when it is aborted already', async () => {
        const key = freshKey();
        const put = storage.put(key, bytesOf(Buffer.from('x')), {
          signal: AbortSignal.abort(new Error('no')),
        });
        await expect(put).rejects.toThrow('no');
        await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
      });

      it('shows a reader nothing or all of it', async () => {
        const key = freshKey();
        const bytes = patterned(9 * 1024 * 1024);
        const progress = { done: false };
        const put = storage.put(key, bytesOf(bytes, 65_536)).finally(() => {
          progress.done = true;
        });
        const seen = new Set<number>();
        while (!progress.done) {
          try {
            seen.add((await collected(storage, key)).length);
          } catch (error) {
            expect(error).toBeInstanceOf(ObjectNotFound);
          }
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await put;
        expect([...seen].every((length) => length === bytes.length)).toBe(true);
        expect(sha256(await collected(storage, key))).toBe(sha256(bytes));
      });

      it('holds little of a large object, in and out', async () => {
        const key = freshKey();
        const total = 200 * 1024 * 1024;
        const chunk = randomBytes(1024 * 1024);
        const hash = createHash('sha256');
        let peak = 0;
        const held = () => {
          peak = Math.max(peak, process.memoryUsage().arrayBuffers);
        };
        const bounded = name !== 'MemoryStorage';
        const before = process.memoryUsage().arrayBuffers;
        const source = (async function* () {
          for (let sent = 0; sent < total; sent += chunk.length) {
            chunk.writeUInt32LE(sent / chunk.length);
            hash.update(chunk);
            held();
            yield Uint8Array.from(chunk);
          }
        })();
        await storage.put(key, source, { bytes: total });
        const check = createHash('sha256');
        const object = await storage.open(key);
        for await (const part of object.read()) {
          check.update(part);
          held();
        }
        await object.close();
        expect(check.digest('hex')).toBe(hash.digest('hex'));
        // Garbage that waits for its collector counts too, hence so much.
        if (bounded) expect(peak - before).toBeLessThan(120 * 1024 * 1024);
        await storage.remove(key);
      });
    });

    describe('open and read', () => {
      const bytes = patterned(3 * 1024 * 1024 + 123);
      let key: StorageKey;
      beforeAll(async () => {
        key = freshKey();
        await storage.put(key, bytesOf(bytes, 70_000));
      });
      const last = bytes.length - 1;

      it.each([
        ['the first byte', 0, 0],
        ['the last byte', last, last],
        ['all', 0, last],
        ['the middle', 1_000_000, 2_500_000],
        ['the edge of a chunk', 1_048_575, 1_048_576],
        ['the tail', last - 99, last],
      ])('reads %s', async (_, start, end) => {
        const object = await storage.open(key);
        const read = await joined(object.read({ start, end }));
        expect(read.equals(bytes.subarray(start, end + 1))).toBe(true);
        await object.close();
      });

      it.each([
        [last, last + 1],
        [last + 1, last + 1],
        [5, 4],
        [-1, 4],
        [0.5, 4],
        [0, Number.NaN],
      ])('refuses the range %d to %d at once', async (start, end) => {
        const object = await storage.open(key);
        expect(() => object.read({ start, end })).toThrow(RangeNotSatisfiable);
        await object.close();
      });

      it('reads an empty object, which has no range', async () => {
        const empty = freshKey();
        await storage.put(empty, bytesOf(Buffer.alloc(0)));
        const object = await storage.open(empty);
        expect(object.bytes).toBe(0);
        expect((await joined(object.read())).length).toBe(0);
        expect(() => object.read({ start: 0, end: 0 })).toThrow(RangeNotSatisfiable);
        await object.close();
      });

      it('serves many ranges of one open object at once', async () => {
        const object = await storage.open(key);
        const starts = Array.from({ length: 24 }, (_, index) => index * 100_000);
        const reads = await Promise.all(
          starts.map((start) => joined(object.read({ start, end: start + 149_999 }))),
        );
        for (const [index, start] of starts.entries()) {
          expect(reads[index]?.equals(bytes.subarray(start, start + 150_000))).toBe(true);
        }
        await object.close();
      });

      it('gives chunks that stay as they are', async () => {
        const object = await storage.open(key);
        const chunks: Uint8Array[] = [];
        for await (const chunk of object.read()) chunks.push(chunk);
        expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
        await object.close();
      });

      it('can be left in the middle, and aborted', async () => {
        const object = await storage.open(key);
        for await (const chunk of object.read()) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
        const abort = new AbortController();
        const read = async () => {
          for await (const chunk of object.read(undefined, { signal: abort.signal })) {
            expect(chunk.length).toBeGreaterThan(0);
            abort.abort(new Error('left'));
          }
        };
        await expect(read()).rejects.toThrow('left');
        await object.close();
        await object.close();
        await expect(joined(object.read())).rejects.toThrow();
      });

      it('names what is not there', async () => {
        for (const missing of [freshKey(), parseStorageKey('nothing'), parseStorageKey('assets')]) {
          await expect(storage.open(missing)).rejects.toThrow(ObjectNotFound);
          await expect(storage.stat(missing)).rejects.toThrow(ObjectNotFound);
        }
      });
    });

    describe('list and remove', () => {
      it('lists what is below a prefix and nothing else', async () => {
        const id = `ast_${randomToken(12)}`;
        const keys = ['source/original', 'hls/1.m3u8', 'hls/360/video.mp4', 'poster/1.jpg'].map((rest) =>
          parseStorageKey(`assets/${id}/${rest}`),
        );
        for (const key of keys) await storage.put(key, bytesOf(Buffer.from(key)));
        await storage.put(parseStorageKey(`assets/${id}x/source/original`), bytesOf(Buffer.from('other')));
        const under = async (prefix: string) => {
          const found: string[] = [];
          for await (const { key, bytes } of storage.list(parseStorageKey(prefix))) {
            if (keys.includes(key)) expect(bytes).toBe(key.length);
            found.push(key);
          }
          return found.toSorted();
        };
        expect(await under(`assets/${id}`)).toEqual(keys.toSorted());
        expect(await under(`assets/${id}/hls`)).toEqual(keys.slice(1, 3).toSorted());
        expect(await under(`assets/${id}/hls/1.m3u8`)).toEqual([keys[1]]);
        expect(await under(`assets/${id}/h`)).toEqual([]);
        expect(await under('assets')).toEqual(expect.arrayContaining(keys));
      });

      it('removes, and counts what is not there as removed', async () => {
        const key = freshKey();
        await storage.put(key, bytesOf(Buffer.from('x')));
        await storage.remove(key);
        await storage.remove(key);
        await storage.remove(parseStorageKey('assets'));
        await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
        await storage.put(key, bytesOf(Buffer.from('again')));
        expect((await collected(storage, key)).toString()).toBe('again');
      });

      it('takes puts and removes of neighbours at once', async () => {
        const id = `ast_${randomToken(12)}`;
        const work = Array.from({ length: 20 }, async (_, index) => {
          const key = parseStorageKey(`assets/${id}/images/${index}`);
          await storage.put(key, bytesOf(Buffer.from(String(index))));
          await storage.remove(key);
        });
        await Promise.all(work);
        const left: string[] = [];
        for await (const { key } of storage.list(parseStorageKey(`assets/${id}`))) left.push(key);
        expect(left).toEqual([]);
      });
    });

    describe('clone', () => {
      it('makes a second object of the same bytes that outlives the first', async () => {
        const [from, to] = [freshKey(), freshKey()];
        const bytes = patterned(9 * 1024 * 1024 + 3);
        await storage.put(from, bytesOf(bytes));
        expect(await storage.clone?.(from, to)).toMatchObject({ key: to, bytes: bytes.length });
        await storage.remove(from);
        expect(sha256(await collected(storage, to))).toBe(sha256(bytes));
        await storage.remove(to);
      });

      it('refuses a key that is taken, and a source that is not there', async () => {
        const [from, to] = [freshKey(), freshKey()];
        await storage.put(from, bytesOf(Buffer.from('one')));
        await storage.put(to, bytesOf(Buffer.from('two')));
        await expect(storage.clone?.(from, to)).rejects.toThrow(ObjectExists);
        expect((await collected(storage, to)).toString()).toBe('two');
        await expect(storage.clone?.(freshKey(), freshKey())).rejects.toThrow(ObjectNotFound);
        await storage.remove(from);
        await storage.remove(to);
      });
    });

    describe('control documents', () => {
      const key = parseStorageKey('control/revocations.json');

      it('are replaced whole: a reader sees one or another', async () => {
        const versions = Array.from({ length: 8 }, (_, index) => Buffer.alloc(30_000, 97 + index));
        await storage.replaceControl(key, versions[0] ?? Buffer.alloc(0));
        const progress = { writing: true };
        const write = (async () => {
          for (const version of versions) await storage.replaceControl(key, version);
          progress.writing = false;
        })();
        while (progress.writing) {
          const seen = await collected(storage, key);
          expect(versions.some((version) => version.equals(seen))).toBe(true);
        }
        await write;
        expect((await collected(storage, key)).equals(versions.at(-1) ?? Buffer.alloc(0))).toBe(true);
      });

      it('are the only thing that is', async () => {
        await expect(storage.replaceControl(freshKey(), Buffer.from('x'))).rejects.toThrow(InvalidStorageKey);
      });
    });

    describe('itself', () => {
      it('answers, tests itself, and leaves nothing', async () => {
        const before = await made.names();
        await storage.ping();
        await storage.selfTest();
        expect(await storage.sweep(new Date(0))).toBe(0);
        expect(await made.names()).toEqual(before);
      });
    });

    describe('resumable', () => {
      resumableContract(() => made);
    });
  });
}

async function joined(source: ByteSource): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
