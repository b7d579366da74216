import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runFfmpeg } from './run-ffmpeg.js';

/** A picture that goes on for ever, with details of every size, as a fractal has; `still` is one of it for ten seconds. */
const moving = (size: string) => `mandelbrot=s=${size}:r=30:maxiter=300`;
const still = (size: string) => `${moving(size)},select='not(mod(n\\,300))',fps=30`;

/** What hospitals record, in the picture alone: what it is, as filters of ffmpeg that make it. */
export const RECORDINGS = {
  slides: { says: 'pages that stand for ten seconds each', filters: still('1920x1080') },
  screen: {
    says: 'a page that is scrolled through',
    filters: `${still('1920x1080')},scroll=vertical=0.0008`,
  },
  talk: {
    says: 'a camera that stands, with the noise of a dim room',
    filters: `${still('1920x1080')},noise=alls=12:allf=t`,
  },
  operation: {
    says: 'a camera that moves, with noise',
    filters: `${moving('1920x1080')},noise=alls=8:allf=t`,
  },
  phone: { says: 'a phone held upright, that moves', filters: `${moving('1080x1920')},noise=alls=6:allf=t` },
} as const;

export type RecordingName = keyof typeof RECORDINGS;

/** Makes a recording of so many seconds below `folder`, unless it is there: H.264 of a high quality, and sound. */
export function recordingOf(name: RecordingName, seconds: number, folder: string): string {
  const file = path.join(folder, `${name}-${seconds}.mp4`);
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return file;
  mkdirSync(folder, { recursive: true });
  const picture = ['-f', 'lavfi', '-i', `${RECORDINGS[name].filters},format=yuv420p`];
  const sound = ['-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.1'];
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-g', '60'];
  const rest = [...h264, '-c:a', 'aac', '-t', `${seconds}`, '-f', 'mp4', `${file}.part`];
  runFfmpeg([...picture, ...sound, ...rest]);
  runFfmpeg(['-i', `${file}.part`, '-c', 'copy', '-movflags', '+faststart', file]);
  return file;
}
