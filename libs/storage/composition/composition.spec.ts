import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type ByteRange,
  type ByteSource,
  type CompositionIndex,
  type CompositionPiece,
  CompositionWriter,
  compositionOf,
  contentOf,
  MemoryStorage,
  NfsStorage,
  ObjectExists,
  ObjectNotFound,
  openComposition,
  type OpenObject,
  parseStorageKey,
  putComposition,
  RangeNotSatisfiable,
  type Storage,
  StorageFault,
  type StorageKey,
  writeCompositionIndex,
} from '../index.js';
import { bytesOf, patterned } from '../testing/sources.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-composition-'));
afterAll(() => rmSync(folder, { recursive: true }));

let seed = 11;
function random(below: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}

let assets = 0;
function freshKeys() {
  const keys = compositionOf(parseStorageKey(`assets/ast_${(assets += 1)}/hls/source-1/composed.mp4`));
  if (keys === undefined) throw new Error('no composition');
  return keys;
}

function model(pieces: readonly CompositionPiece[], source: Buffer): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      'literal' in piece ? piece.literal : source.subarray(piece.offset, piece.offset + piece.bytes),
    ),
  );
}

/** Of an index that lies in memory. */
function held(parts: CompositionIndex['parts']): Buffer {
  return Buffer.concat(parts.filter((part) => part instanceof Uint8Array));
}

async function joined(source: ByteSource): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function composed(storage: Storage, source: Buffer, pieces: readonly CompositionPiece[]) {
  const keys = freshKeys();
  await storage.put(keys.source, bytesOf(source));
  const stored = await putComposition(storage, keys.index, pieces, { sourceBytes: source.length });
  return { keys, stored, open: await openComposition(storage, keys), expected: model(pieces, source) };
}

/** Pieces as hostile movies may have them: forward, backward, overlapping, side by side, tiny, empty. */
function randomPieces(count: number, sourceBytes: number): CompositionPiece[] {
  let offset = 0;
  return Array.from({ length: count }, () => {
    const kind = random(8);
    if (kind < 3) return { literal: randomBytes(random(3) === 0 ? random(4000) : random(40)) };
    if (kind === 3) offset = random(sourceBytes);
    if (kind === 4) offset = Math.min(sourceBytes, offset + random(300));
    if (kind === 5) offset = Math.min(sourceBytes, offset + random(400_000));
    const bytes = Math.min(sourceBytes - offset, random(4) === 0 ? random(1_500_000) : random(500));
    const piece = { offset, bytes };
    offset += bytes;
    return piece;
  });
}

const SOURCE = patterned(3_000_000);
const plain: CompositionPiece[] = [
  { literal: Buffer.from('init') },
  { literal: Buffer.from('moof1') },
  { offset: 100, bytes: 1000 },
  { offset: 1100, bytes: 500 },
  { offset: 2000, bytes: 10 },
  { literal: Buffer.from('moof2') },
  { offset: 50, bytes: 2_000_000 },
];

/** The memory backend, and what was read of it. */
class WatchedStorage extends MemoryStorage {
  readonly reads: [StorageKey, ByteRange | undefined][] = [];
  stillOpen = 0;
  override async open(key: StorageKey, options?: { signal?: AbortSignal }): Promise<OpenObject> {
    const open = await super.open(key, options);
    this.stillOpen += 1;
    const [read, close] = [open.read.bind(open), open.close.bind(open)];
    open.read = (range, more) => {
      this.reads.push([key, range]);
      return read(range, more);
    };
    open.close = () => {
      this.stillOpen -= 1;
      return close();
    };
    return open;
  }
}

describe.each<[string, () => Storage]>([
  ['memory', () => new MemoryStorage()],
  ['nfs', () => new NfsStorage({ root: folder })],
])('a composition over %s', (_, make) => {
  it('is an object like any other', async () => {
    const { open, keys, stored, expected } = await composed(make(), SOURCE, plain);
    expect([open.key, open.bytes, open.modifiedAt]).toEqual([keys.key, expected.length, stored.modifiedAt]);
    expect((await joined(open.read())).equals(expected)).toBe(true);
    for (const [start, end] of [
      [0, -1],
      [5, 4],
      [0, expected.length],
      [0.5, 4],
    ] as const)
      expect(() => open.read({ start, end })).toThrow(RangeNotSatisfiable);
    await open.close();
    await open.close();
    await expect(joined(open.read({ start: 0, end: 3 }))).rejects.toThrow(StorageFault);
  });

  it('gives every range of any pieces', async () => {
    const storage = make();
    for (let round = 0; round < 25; round++) {
      const source = SOURCE.subarray(0, random(2) === 0 ? random(5000) : SOURCE.length);
      const pieces = randomPieces(1 + random(60), source.length);
      const { open, expected } = await composed(storage, source, pieces);
      expect(open.bytes).toBe(expected.length);
      expect((await joined(open.read())).equals(expected)).toBe(true);
      for (let i = 0; i < 40 && expected.length > 0; i++) {
        const start = random(expected.length);
        const end =
          start + random(random(2) === 0 ? Math.min(200, expected.length - start) : expected.length - start);
        const read = await joined(open.read({ start, end }));
        expect(read.equals(expected.subarray(start, end + 1))).toBe(true);
      }
      await open.close();
    }
  });

  it('serves many reads at once, of chunks that stay as they are', async () => {
    const pieces = randomPieces(300, SOURCE.length);
    const { open, expected } = await composed(make(), SOURCE, pieces);
    const reads = Array.from({ length: 16 }, async () => {
      const start = random(expected.length);
      const end = Math.min(expected.length - 1, start + random(900_000));
      return (await joined(open.read({ start, end }))).equals(expected.subarray(start, end + 1));
    });
    expect(await Promise.all(reads)).toEqual(reads.map(() => true));
    await open.close();
  });

  it('ends when it is aborted, or left', async () => {
    const { open } = await composed(make(), SOURCE, plain);
    const abort = new AbortController();
    const read = async () => {
      for await (const chunk of open.read(undefined, { signal: abort.signal })) {
        expect(chunk.length).toBeGreaterThan(0);
        abort.abort(new Error('left'));
      }
    };
    await expect(read()).rejects.toThrow('left');
    for await (const chunk of open.read()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await open.close();
  });

  it('needs its index and its source', async () => {
    const storage = make();
    const { keys, open } = await composed(storage, SOURCE, plain);
    await open.close();
    await expect(putComposition(storage, keys.index, plain, { sourceBytes: SOURCE.length })).rejects.toThrow(
      ObjectExists,
    );
    await storage.remove(keys.source);
    await expect(openComposition(storage, keys)).rejects.toThrow(ObjectNotFound);
    await expect(openComposition(storage, freshKeys())).rejects.toThrow(ObjectNotFound);
  });
});

describe('a composition', () => {
  it('needs two reads for a fragment: its own bytes, and its media with the gaps between', async () => {
    const storage = new WatchedStorage();
    const fragment = (at: number): CompositionPiece[] => [
      { literal: Buffer.alloc(900, at) },
      ...Array.from({ length: 20 }, (_, index) => ({ offset: at + index * 5000, bytes: 4800 })),
    ];
    const pieces = [0, 100_000, 200_000].flatMap(fragment);
    const { open, keys, expected } = await composed(storage, SOURCE, pieces);
    storage.reads.length = 0;
    const [start, end] = [900 + 96_000, 2 * (900 + 96_000) - 1];
    const read = await joined(open.read({ start, end }));
    expect(read.equals(expected.subarray(start, end + 1))).toBe(true);
    expect(storage.reads.map(([key]) => key)).toEqual([keys.index, keys.source]);
    await open.close();
    expect(storage.stillOpen).toBe(0);
  });

  it('holds no literals, and 17 bytes for each piece', async () => {
    const pieces = Array.from({ length: 1000 }, (_, index) => [
      { literal: randomBytes(5000) },
      { offset: index * 1000, bytes: 1000 },
    ]).flat();
    const { open } = await composed(new MemoryStorage(), SOURCE, pieces);
    expect(open.heldBytes).toBe(2000 * 17);
    await open.close();
  });

  it('joins pieces that lie side by side', () => {
    const { bytes, parts } = writeCompositionIndex(plain, SOURCE.length);
    expect(bytes).toBe(32 + 5 * 20 + 14);
    expect(held(parts).length).toBe(bytes);
  });

  it('lies in files where it is long, the same to the byte', async () => {
    // Literals past 1 MiB, and extents past it.
    const pieces = Array.from({ length: 60_000 }, (_, index) => [
      { literal: Buffer.alloc(40, index) },
      { offset: (index * 40) % 2_000_000, bytes: 7 },
    ]).flat();
    const spill = join(folder, 'spilt');
    const writer = new CompositionWriter(SOURCE.length, spill);
    for (const piece of pieces) writer.add(piece);
    const { bytes, parts } = writer.end();
    expect(parts.slice(1)).toEqual([{ path: `${spill}.extents` }, { path: `${spill}.literals` }]);
    const whole = held(writeCompositionIndex(pieces, SOURCE.length).parts);
    expect((await joined(contentOf(parts))).equals(whole)).toBe(true);
    expect(bytes).toBe(whole.length);
  });

  it.each([
    ['nothing', []],
    ['little', plain],
  ])('lies in memory where it is of %s, and no file is made', (_, pieces) => {
    const writer = new CompositionWriter(SOURCE.length, join(folder, 'unspilt'));
    for (const piece of pieces) writer.add(piece);
    expect(held(writer.end().parts).equals(held(writeCompositionIndex(pieces, SOURCE.length).parts))).toBe(
      true,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('unspilt'))).toEqual([]);
  });

  it('may be empty', async () => {
    const { open } = await composed(new MemoryStorage(), SOURCE, []);
    expect([open.bytes, (await joined(open.read())).length]).toEqual([0, 0]);
    await open.close();
  });

  it('has a name of its own', () => {
    const of = (key: string) => compositionOf(parseStorageKey(key));
    expect(of('assets/ast_1/hls/source-a1/composed.mp4')).toEqual({
      key: 'assets/ast_1/hls/source-a1/composed.mp4',
      index: 'assets/ast_1/hls/source-a1/stream.index',
      source: 'assets/ast_1/source/original',
    });
    for (const key of [
      'assets/ast_1/composed.mp4',
      'composed.mp4',
      'uploads/ast_1/x/composed.mp4',
      'assets/ast_1/hls/source-a1/composed.mp4x',
      'assets/ast_1/hls/source-a1/xcomposed.mp4',
      'assets/ast_1/hls/source-a1/stream.mp4',
    ])
      expect(of(key)).toBeUndefined();
  });

  it.each([
    ['beyond the end', [{ offset: 2_999_999, bytes: 2 }]],
    ['before the start', [{ offset: -1, bytes: 2 }]],
    ['at half a byte', [{ offset: 0.5, bytes: 2 }]],
    ['of negative length', [{ offset: 5, bytes: -2 }]],
  ])('is not written of a range %s', async (__, pieces) => {
    expect(() => writeCompositionIndex(pieces, SOURCE.length)).toThrow(StorageFault);
  });

  it('is not written of more pieces than can be read', () => {
    const pieces = Array.from({ length: 2 ** 21 + 1 }, (_, index) => ({ offset: index * 2, bytes: 1 }));
    expect(() => writeCompositionIndex(pieces, 2 ** 23)).toThrow(StorageFault);
  });

  it('F46 fails, and is never padded, when the source is cut short under it', async () => {
    const storage = new NfsStorage({ root: folder });
    const { open, keys } = await composed(storage, SOURCE, plain);
    truncateSync(storage.localFiles.path(keys.source), 1_000_000);
    let bytes = 0;
    const read = async () => {
      for await (const chunk of open.read()) bytes += chunk.length;
    };
    await expect(read()).rejects.toThrow(StorageFault);
    expect(bytes).toBeLessThan(1_010_000);
    await open.close();
    await expect(openComposition(storage, keys)).rejects.toThrow(StorageFault);
  });
});

describe('F32 an index is believed in nothing', () => {
  const good = () => held(writeCompositionIndex(plain, SOURCE.length).parts);
  const opened = async (index: Buffer) => {
    const storage = new WatchedStorage();
    const keys = freshKeys();
    await storage.put(keys.source, bytesOf(SOURCE));
    await storage.put(keys.index, bytesOf(index));
    return { storage, opening: openComposition(storage, keys) };
  };
  const extent = (index: number) => 32 + index * 20;

  it.each<[string, (index: Buffer) => Buffer | void]>([
    ['nothing', () => Buffer.alloc(0)],
    ['a head that is cut off', (index) => index.subarray(0, 20)],
    ['another version', (index) => void index.write('2', 7)],
    ['a table that is cut off', (index) => index.subarray(0, 60)],
    ['one literal byte less', (index) => index.subarray(0, -1)],
    ['one byte more', (index) => Buffer.concat([index, Buffer.alloc(1)])],
    ['a huge count', (index) => void index.writeUInt32BE(0xffffffff, 24)],
    ['no extents', (index) => void index.writeUInt32BE(0, 24)],
    ['another length', (index) => void index.writeUInt32BE(1, 12)],
    ['an unsafe length', (index) => void index.writeUInt32BE(0xffffffff, 8)],
    ['another source', (index) => void index.writeUInt32BE(1, 20)],
    ['a start that is not the start', (index) => void index.writeUInt32BE(1, extent(0) + 4)],
    ['an empty extent', (index) => void index.writeUInt32BE(9, extent(2) + 4)],
    ['extents out of order', (index) => void index.writeUInt32BE(1, extent(2) + 4)],
    ['a start beyond the end', (index) => void index.writeUInt32BE(1, extent(4))],
    ['an unknown origin', (index) => void index.writeUInt32BE(2, extent(1) + 16)],
    ['a range beyond the source', (index) => void index.writeUInt32BE(2_999_500, extent(1) + 12)],
    ['an unsafe offset', (index) => void index.writeUInt32BE(0xffffffff, extent(1) + 8)],
    ['a literal out of order', (index) => void index.writeUInt32BE(1, extent(0) + 12)],
    ['a literal that is none', (index) => void index.writeUInt32BE(1, extent(3) + 16)],
  ])('%s', async (_, change) => {
    const index = good();
    const { storage, opening } = await opened(change(index) ?? index);
    await expect(opening).rejects.toThrow(StorageFault);
    expect(storage.stillOpen).toBe(0);
  });

  it('bytes changed at random: refused, or a composition of the right length', async () => {
    const ends = { open: 0, refused: 0 };
    for (let round = 0; round < 600; round++) {
      const index = good();
      for (let change = 0; change <= random(3); change++)
        index[random(extent(5))] = [0, 255, 127, 1, random(256)][random(5)] ?? 0;
      const { storage, opening } = await opened(index);
      try {
        const open = await opening;
        expect((await joined(open.read())).length).toBe(open.bytes);
        await open.close();
        ends.open++;
      } catch (error) {
        expect(error).toBeInstanceOf(StorageFault);
        ends.refused++;
      }
      expect(storage.stillOpen).toBe(0);
    }
    expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
  });
});
