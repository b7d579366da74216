import { describe, expect, it } from 'vitest';
import { samplesOf, type Tables } from './testing/samples.js';

/** Numbers that are the same in each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Plain {
  readonly decodeTime: number;
  readonly duration: number;
  readonly size: number;
  readonly offset: number;
  readonly compositionOffset: number;
  readonly isSync: boolean;
}

/** A track of some chunks, and what its samples are. */
function track(seed: number): { tables: Tables; plain: Plain[] } {
  const below = numbersFrom(seed);
  const [runs, chunks]: [number[], number[]] = [[], []];
  let [count, place, perChunk] = [0, 0, 0];
  while (count < 300) {
    const per = below(3) === 0 ? 1 + below(90) : perChunk;
    if (per === 0) continue;
    chunks.push((place += below(9_000) + 1));
    if (per !== perChunk) runs.push(chunks.length, (perChunk = per), 1);
    count += per;
  }
  // Fewer than the last chunk might hold.
  count -= below(perChunk);
  const split = (most: number, value: () => number): number[] => {
    const entries: number[] = [];
    for (let left = count; left > 0; ) {
      const some = Math.min(left, below(most));
      entries.push(some, value());
      left -= some;
    }
    return entries;
  };
  const stts = split(5 + below(200), () => below(4_000));
  const ctts = split(3, () => below(8_000));
  const same = below(3) === 0 ? 7 : 0;
  const sizes = Array.from({ length: count }, () => (same === 0 ? below(5_000) : same));
  const sync = Array.from({ length: count }, (_, index) => index % 13 === 0);
  const keyframes = sync.flatMap((isOne, index) => (isOne ? [index + 1] : []));
  const unfold = (entries: readonly number[]) =>
    entries.flatMap((value, at) =>
      at % 2 === 0 ? Array.from({ length: value }, () => entries[at + 1] ?? 0) : [],
    );
  const [durations, shifts] = [unfold(stts), unfold(ctts)];
  const perEach = unfold(
    runs
      .filter((_, at) => at % 3 !== 2)
      .flatMap((value, at, all) => {
        if (at % 2 === 1) return [value];
        return [(all[at + 2] ?? chunks.length + 1) - value];
      }),
  );
  const offsets: number[] = [];
  for (const [chunk, per] of perEach.entries()) {
    let offset = chunks[chunk] ?? 0;
    for (let n = 0; n < per && offsets.length < count; n++) {
      offset += n === 0 ? 0 : (sizes[offsets.length - 1] ?? 0);
      offsets.push(offset);
    }
  }
  let time = 0;
  const plain = sizes.map((size, index) => {
    const duration = durations[index] ?? 0;
    const decodeTime = time;
    time += duration;
    const compositionOffset = shifts[index] ?? 0;
    return {
      decodeTime,
      duration,
      size,
      offset: offsets[index] ?? 0,
      compositionOffset,
      isSync: sync[index] === true,
    };
  });
  const tables = {
    stsz: [0, same, count, ...(same === 0 ? sizes : [])],
    stts: [0, stts.length / 2, ...stts],
    ctts: [0, ctts.length / 2, ...ctts],
    stss: [0, keyframes.length, ...keyframes],
    stsc: [0, runs.length / 3, ...runs],
    stco: [0, chunks.length, ...chunks],
  };
  return { tables, plain };
}

describe('the samples of a track', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are what the tables say, in order and anywhere (track %i)', (seed) => {
    const { tables, plain } = track(seed);
    const samples = samplesOf(tables);
    const at = (index: number): Plain => ({
      decodeTime: samples.decodeTime(index),
      duration: samples.duration(index),
      size: samples.size(index),
      offset: samples.offset(index),
      compositionOffset: samples.compositionOffset(index),
      isSync: samples.isSync(index),
    });
    expect(plain.map((_, index) => at(index))).toEqual(plain);
    const below = numbersFrom(seed + 100);
    const anywhere = Array.from({ length: 500 }, () => below(plain.length));
    expect(anywhere.map(at)).toEqual(anywhere.map((index) => plain[index]));
    const shown = plain.map(({ decodeTime, compositionOffset }) => decodeTime + compositionOffset);
    expect(samples).toMatchObject({
      count: plain.length,
      bytes: plain.reduce((sum, { size }) => sum + size, 0),
      fileEnd: Math.max(...plain.map(({ offset, size }) => offset + size)),
      decodeEnd: plain.reduce((sum, { duration }) => sum + duration, 0),
      shown: {
        from: Math.min(...shown),
        last: Math.max(...shown),
        until: Math.max(...shown.map((time, index) => time + (plain[index]?.duration ?? 0))),
      },
      isReordered: true,
      isAllSync: false,
    });
  });

  it('are none beyond the last', () => {
    const samples = samplesOf({
      stsz: [0, 9, 2],
      stts: [0, 1, 2, 5],
      stsc: [0, 1, 1, 2, 1],
      stco: [0, 1, 40],
    });
    expect([samples.offset(1), samples.isAllSync, samples.isReordered]).toEqual([49, true, false]);
    for (const index of [-1, 2]) expect(() => samples.offset(index)).toThrow(RangeError);
  });

  it.each<[string, Partial<Tables>]>([
    ['times for fewer samples', { stts: [0, 1, 2, 5] }],
    ['chunks for fewer samples', { stco: [0, 1, 40] }],
    ['chunks out of order', { stsc: [0, 2, 1, 2, 1, 9, 1, 1] }],
    ['a table longer than its box', { stco: [0, 3, 40, 80] }],
    ['fewer sizes', { stsz: [0, 0, 3, 1, 1] }],
  ])('%s are refused', (_, changed) => {
    const tables = { stsz: [0, 9, 3], stts: [0, 1, 3, 5], stsc: [0, 1, 1, 2, 1], stco: [0, 2, 40, 80] };
    expect(() => samplesOf(tables)).not.toThrow();
    expect(() => samplesOf({ ...tables, ...changed })).toThrow(
      expect.objectContaining({ code: 'movie-invalid' }),
    );
  });
});
