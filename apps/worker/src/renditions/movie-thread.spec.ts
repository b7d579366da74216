import { readFile } from 'node:fs/promises';
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
  expect(plan.picture?.index.length).toBeGreaterThan(1);
  // Each of the 350 pictures was one of its own.
  expect(questions).toBeLessThan(150);
});
