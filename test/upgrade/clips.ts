import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const picture = (size: string, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=s=${size}:r=25:d=${seconds}`,
];
const SOUND = ['-f', 'lavfi', '-i', 'sine=f=440:d=2'];
const SMALL = picture('160x90', 2);
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '25'];
const HEVC = ['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-tag:v', 'hvc1'];
const AAC = ['-c:a', 'aac', '-b:a', '48k'];

/** As small as recordings can be that take all the ways through the worker. */
const CLIPS = {
  /** Played as it is. */
  'lecture.mp4': [...SMALL, ...SOUND, ...H264, ...AAC],
  /** Another of the same, with other bytes. */
  'rounds.mp4': [...picture('160x90', 1), ...SOUND, ...H264, ...AAC, '-shortest'],
  /** Encoded before anything plays. */
  'phone.mov': [...SMALL, ...SOUND, ...HEVC, ...AAC],
  /** Taken out of its container. */
  'film.mkv': [...SMALL, ...SOUND, ...H264, ...AAC],
  'talk.m4a': [...SOUND, ...AAC],
  'talk.mp3': [...SOUND, '-c:a', 'libmp3lame', '-b:a', '48k'],
  'slide.png': [...picture('320x180', 1), '-frames:v', '1'],
  /** Large and rich enough for a rung below its own. */
  'wide.mp4': [
    ...picture('640x360', 1),
    ...H264.slice(0, 4),
    '-b:v',
    '1600k',
    '-minrate',
    '1600k',
    '-maxrate',
    '1600k',
    '-bufsize',
    '400k',
    '-pix_fmt',
    'yuv420p',
  ],
} as const;

export type ClipName = keyof typeof CLIPS;

/** All clips, made anew by ffmpeg. */
export async function makeClips(): Promise<Readonly<Record<ClipName, Buffer>>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-clips-'));
  try {
    const made = await Promise.all(
      Object.entries(CLIPS).map(async ([name, args]) => {
        const file = path.join(folder, name);
        // Nothing that tells of the machine: no encoder's name, no time.
        await run('ffmpeg', ['-v', 'error', ...args, '-fflags', '+bitexact', '-map_metadata', '-1', file]);
        return [name, await readFile(file)] as const;
      }),
    );
    return Object.fromEntries(made) as Record<ClipName, Buffer>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
