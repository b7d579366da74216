import { expect, it, vi } from 'vitest';
import { MemoryStorage, REVOCATIONS, StorageUnavailable } from '#libs/storage';
import { documentOf } from '../../../libs/signing/testing/revocation-lists.js';
import { revocationReader } from './revocation-reader.js';

const signal = new AbortController().signal;

/** Tells of each document how many of its bytes were asked for. */
class CountingStorage extends MemoryStorage {
  asked = 0;
  modifiedAt = new Date(1_000_000);

  override async open(...opened: Parameters<MemoryStorage['open']>): ReturnType<MemoryStorage['open']> {
    const open = await super.open(...opened);
    const read: typeof open.read = (range, options) => {
      this.asked += range === undefined ? open.bytes : range.end - range.start + 1;
      return open.read(range, options);
    };
    return { ...open, bytes: open.bytes, modifiedAt: this.modifiedAt, read, close: () => open.close() };
  }
}

function long(version: number, die = 1_790_000_000): Buffer {
  const sessions = Array.from({ length: 1000 }, (_, n) => [`session${n}`, die]);
  return documentOf({ version, sessions: Object.fromEntries(sessions) });
}

it('F61 reads a document that has not changed no further than its first bytes', async () => {
  const storage = new CountingStorage();
  const read = revocationReader(storage);
  await storage.replaceControl(REVOCATIONS, long(1));
  const first = await read(signal);
  expect(first).toEqual(long(1));
  storage.asked = 0;
  expect(await read(signal)).toBe(first);
  expect(storage.asked).toBeLessThan(100);
});

it.each<[string, Buffer, number]>([
  ['of the same length, written in the same moment', long(2), 1_000_000],
  ['of the same length and version, written later', long(1, 1_790_000_001), 1_000_001],
  ['that is longer', Buffer.concat([long(1), Buffer.from('\n')]), 1_000_000],
  ['that is empty', Buffer.alloc(0), 1_000_000],
])('reads another document %s', async (_, document, modifiedAt) => {
  const storage = new CountingStorage();
  const read = revocationReader(storage);
  await storage.replaceControl(REVOCATIONS, long(1));
  await read(signal);
  storage.modifiedAt = new Date(modifiedAt);
  await storage.replaceControl(REVOCATIONS, document);
  expect(await read(signal)).toEqual(document);
});

it('F05 opens anew a document that is replaced while it is read, three times at most', async () => {
  const storage = new CountingStorage();
  const read = revocationReader(storage);
  await storage.replaceControl(REVOCATIONS, long(1));
  const opened = storage.open.bind(storage);
  let [stale, opens] = [3, 0];
  vi.spyOn(storage, 'open').mockImplementation(async (...asked) => {
    const open = await opened(...asked);
    opens += 1;
    if (opens > stale) return open;
    // As NFS does, which lets go of a file in the middle.
    async function* broken() {
      yield Buffer.from('{');
      throw new StorageUnavailable({ isStale: true });
    }
    return { ...open, read: broken };
  });
  expect(await read(signal)).toEqual(long(1));
  [stale, opens] = [4, 0];
  await storage.replaceControl(REVOCATIONS, long(2));
  storage.modifiedAt = new Date(2_000_000);
  await expect(read(signal)).rejects.toMatchObject({ isStale: true });
  expect(opens).toBe(4);
});

it('tells that there is none, and refuses one that is too large', async () => {
  const storage = new CountingStorage();
  const read = revocationReader(storage);
  expect(await read(signal)).toBeUndefined();
  await storage.replaceControl(REVOCATIONS, long(1));
  const open = await storage.open(REVOCATIONS);
  vi.spyOn(storage, 'open').mockResolvedValue({ ...open, bytes: 64 * 1024 * 1024 + 1 });
  await expect(read(signal)).rejects.toThrow('too large');
});
