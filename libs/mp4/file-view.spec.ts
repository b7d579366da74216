import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boxesIn, bytesOf, part, requiredChild, type View, viewOf } from './boxes.js';
import { FileView } from './file-view.js';
import { layOutTrack, type MoviePiece } from './fragments.js';
import { parseMoov } from './movie.js';
import { packageable } from './packageable.js';
import { aac, ClipFolder, h264, testPicture, testSound } from './testing/clips.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-view-'));
const clips = new ClipFolder();
afterAll(() => {
  rmSync(folder, { recursive: true });
  clips.remove();
});

const PATH = join(folder, 'bytes');
const BYTES = randomBytes(100_000);
writeFileSync(PATH, BYTES);
const file = openSync(PATH, 'r');
afterAll(() => closeSync(file));

const METHODS = ['getUint8', 'getUint16', 'getUint32', 'getInt32', 'getBigUint64', 'getBigInt64'] as const;

/** What is read, or that nothing was. */
function read(view: View, method: (typeof METHODS)[number], at: number): unknown {
  try {
    return view[method](at);
  } catch (error) {
    return (error as Error).name;
  }
}

describe('a view of a file', () => {
  it.each([
    ['the whole', 0, BYTES.length],
    ['a part', 12_345, 60_001],
    ['a few bytes', 777, 9],
    ['nothing', 500, 0],
  ])('is read as a DataView is: %s', (_, start, length) => {
    const view = new FileView(file, start, length);
    const plain = viewOf(BYTES.subarray(start, start + length));
    expect(view.byteLength).toBe(length);
    // One after the other, then anywhere and across what is held at a time, then at both ends.
    const near = Array.from({ length: 2_000 }, (__, n) => n * 3);
    const far = Array.from({ length: 2_000 }, (__, n) => (n * 7_919 * 13) % (length + 20));
    const ends = Array.from({ length: 24 }, (__, n) => [n - 12, length - 12 + n]).flat();
    const edges = [1, 2, 3].flatMap((n) => Array.from({ length: 16 }, (__, at) => n * 16_384 - 8 + at));
    for (const method of METHODS) {
      for (const at of [...near, ...far, ...ends, ...edges])
        if (read(view, method, at) !== read(plain, method, at)) expect([method, at]).toBeUndefined();
    }
    expect(Buffer.from(bytesOf(view)).equals(Buffer.from(bytesOf(plain)))).toBe(true);
  });

  it('has parts, which may lie nowhere outside', () => {
    const inner = part(part(new FileView(file, 1_000, 50_000), 2_000), 300, 40);
    expect(Buffer.from(bytesOf(inner))).toEqual(BYTES.subarray(3_300, 3_340));
    expect(() => part(inner, 30, 11)).toThrow(RangeError);
    expect(() => part(inner, -1, 5)).toThrow(RangeError);
  });

  it('tells when the file has become shorter', () => {
    expect(() => new FileView(file, 99_990, 20).getUint8(0)).toThrow(RangeError);
  });

  it('of a movie gives the same tracks, laid out to the same bytes', async () => {
    const path = await clips.make('lesson.mp4', ...testPicture(14), ...testSound(14), ...h264, ...aac);
    const bytes = readFileSync(path);
    const held = requiredChild(boxesIn(viewOf(bytes)), 'moov');
    const movie = openSync(path, 'r');
    const onDisk = new FileView(movie, held.byteOffset - bytes.byteOffset, held.byteLength);
    const [one, other] = [held, onDisk].map((moov) => {
      const parsed = parseMoov(moov, bytes.length);
      const { video, audio } = packageable(parsed);
      return [video, audio].map((verdict) => {
        if (verdict?.ok !== true) throw new Error('not packaged');
        const pieces: MoviePiece[] = [];
        return { laidOut: layOutTrack(parsed, verdict.packaged, (piece) => pieces.push(piece)), pieces };
      });
    });
    closeSync(movie);
    expect(one?.[0]?.pieces.length).toBeGreaterThan(4);
    expect(other).toEqual(one);
  });
});
