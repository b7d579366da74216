import { afterAll, expect, it } from 'vitest';
import { ClipFolder, h264, testPicture } from '../../../../libs/mp4/testing/clips.js';
import { Ffmpeg } from './ffmpeg.js';
import { gather } from './jail.js';
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
