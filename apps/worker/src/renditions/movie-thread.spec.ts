import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { aac, ClipFolder, h264, testPicture, testSound } from '../../../../libs/mp4/testing/clips.js';
import { planMovie } from './movie-thread.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

it('samples are handed out before the plan, and of bytes elsewhere few questions are asked', async () => {
  // As ffmpeg interleaves: each picture lies between two packets of sound.
  const bytes = await readFile(
    await clips.make('lesson.mp4', ...testPicture(14), ...testSound(14), ...h264, ...aac),
  );
  const told: string[] = [];
  let questions = 0;
  const source = {
    bytes: bytes.byteLength,
    async *read({ start, end }: { start: number; end: number }) {
      questions++;
      yield Uint8Array.from(bytes.subarray(start, end + 1));
    },
  };
  const plan = await planMovie(source, {
    weighed: () => told.push('weighed'),
    sample: ({ rung, bytes: sample }) => told.push(`${rung} ${sample.byteLength > 10_000}`),
  });
  expect(told).toEqual(['weighed', 'source true', 'audio true']);
  expect([plan.picture?.rung, plan.sound?.rung, plan.scattered]).toEqual(['source', 'audio', false]);
  expect(plan.picture?.index.parts.length).toBeGreaterThan(1);
  // Each of the 350 pictures was one of its own.
  expect(questions).toBeLessThan(150);
});

it('a large index is looked at where it lies, or in scratch, and the plan is the same', async () => {
  const path = await clips.make('plain.mp4', ...testPicture(14), ...testSound(14), ...h264, ...aac);
  const bytes = await readFile(path);
  // Behind the samples, so that none is moved: five megabytes that are nothing, inside of it.
  const moovAt = bytes.lastIndexOf('moov') - 4;
  const free = Buffer.alloc(5 * 2 ** 20);
  free.writeUInt32BE(free.length, 0);
  free.write('free', 4);
  const large = Buffer.concat([bytes, free]);
  large.writeUInt32BE(bytes.length - moovAt + free.length, moovAt);
  const largePath = join(clips.folder, 'large.mp4');
  await writeFile(largePath, large);
  const early = { weighed: () => undefined, sample: () => undefined };
  let largest = 0;
  const asked = {
    bytes: large.byteLength,
    async *read({ start, end }: { start: number; end: number }) {
      largest = Math.max(largest, end + 1 - start);
      yield Uint8Array.from(large.subarray(start, end + 1));
    },
  };
  const indexes: Buffer[][] = [];
  for (const [source, options] of [
    [{ ...asked, bytes: bytes.byteLength }, { path }],
    [asked, { path: largePath }],
    [asked, { scratch: clips.folder }],
  ] as const) {
    const { picture, sound } = await planMovie(source, early, options);
    const parts = [picture, sound].map((track) => track?.index.parts ?? []);
    // All but the head, which says how long the movie is.
    indexes.push(
      parts.map((held) => Buffer.concat(held.filter((part) => part instanceof Uint8Array)).subarray(32)),
    );
  }
  expect(indexes[0]?.map(({ length }) => length > 500)).toEqual([true, true]);
  expect(indexes.slice(1)).toEqual([indexes[0], indexes[0]]);
  expect(largest).toBeLessThanOrEqual(4 * 2 ** 20);
});
