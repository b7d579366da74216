import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { HEAD_BYTES, recogniseContainer } from '#libs/media-type';
import { recognise } from '#libs/media-type/sniff';
import { makeSample, SAMPLES } from '../../../../libs/media-type/testing/samples.js';
import { ClipFolder, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { Ffmpeg } from './ffmpeg.js';
import { gather } from './jail.js';
import { probe } from './probe.js';
import { defaultMediaSettings } from '../media-settings.js';

const clips = new ClipFolder();
afterAll(() => clips.remove());

it('F31 gives a recording of many hours its time: no limit is past what a timer can hold', async () => {
  const path = await clips.make('tiny.mp4', ...testPicture(1, '64x64'), ...h264);
  const input = { path, container: { name: 'mp4', kind: 'recording', demuxer: 'mov' }, bytes: 1 } as const;
  const settings = { ...defaultMediaSettings, recordingSeconds: 72 * 3600 };
  const args = ['-c', 'copy', '-f', 'matroska', 'pipe:3'];
  const { outputs, ended } = new Ffmpeg(settings).run(input, { args, pipes: 1, seconds: 60 * 3600 });
  const [, media] = await Promise.all(outputs.map((output) => gather(output)));
  await ended;
  expect(media?.byteLength).toBeGreaterThan(0);
});

it.each(SAMPLES.map((sample) => [sample[0], sample] as const))(
  '%s is to the door what it is to its reader',
  async (name, sample) => {
    const path = await makeSample(clips, sample);
    const bytes = await readFile(path);
    const head = bytes.subarray(0, HEAD_BYTES);
    const taken = await recognise(head, name);
    expect(['video', 'audio']).toContain(taken?.kind);
    const container = recogniseContainer(head);
    if (container?.name !== sample[1]) throw new Error(`it is ${container?.name} to the reader`);
    const input = { path, container, bytes: bytes.byteLength };
    const { video, audio } = await probe(new Ffmpeg(defaultMediaSettings), input);
    expect((video ?? audio)?.codec).toMatch(/^[a-z0-9_]+$/);
  },
);
