import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Department } from '../../acceptance/department.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { watchByThinLink } from './player.js';

const run = promisify(execFile);

export interface ThinLinkRun {
  readonly seconds: number;
  readonly kilobits: number;
  readonly print: (line: string) => void;
}

/** More than is watched, so that the end of the recording is no part of it. */
const MORE_SECONDS = 8;

/** Puts a recording on its rungs, and has it watched at the end of a thin link. */
export async function runThinLink({
  seconds,
  kilobits,
  print,
}: ThinLinkRun): Promise<{ failures: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-thin-link-'));
  const lectern = await LecternProcess.create();
  try {
    const facts = await lectern.start();
    const { doctor } = await Department.create(facts, 'thin-link');
    const file = await lesson(folder, seconds + MORE_SECONDS);
    const { body } = await doctor.uploadForm('lesson.mp4', await openAsBlob(file));
    const asset = await doctor.untilState(body.id, ['ready'], 1800);
    const { hls } = await doctor.session(asset.id);
    for (const line of (await (await fetch(hls)).text()).split('\n'))
      if (/^#EXT-X-(STREAM-INF|MEDIA):/.test(line)) print(line);
    const watched = await watchByThinLink({ url: hls, seconds, kilobitsPerSecond: kilobits });
    const heights = Object.entries(watched.heights).map(([height, count]) => `${height}p ${count}`);
    print(
      `at ${kilobits} kbit/s: the picture moved after ${watched.startSeconds.toFixed(1)} s, ${watched.playedSeconds.toFixed(0)} s were played, ${watched.stalls.length} stalls; fragments shown: ${heights.join(', ')}`,
    );
    const failures = [...watched.stalls, ...watched.errors];
    if (watched.playedSeconds < seconds) failures.push(`only ${watched.playedSeconds} s were played`);
    return { failures };
  } finally {
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Noise over a moving picture, so that each rung has as many bits as it may have, and a voice's worth of sound. */
async function lesson(folder: string, seconds: number): Promise<string> {
  const path = join(folder, 'lesson.mp4');
  const picture = 'testsrc2=s=640x360:r=25,noise=alls=12:allf=t,format=yuv420p';
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'anoisesrc=c=pink:a=0.3:r=48000'];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-b:v', '1500k', '-maxrate', '1500k'];
  const rest = ['-bufsize', '3M', '-c:a', 'aac', '-b:a', '128k', '-ac', '2'];
  await run('ffmpeg', ['-v', 'error', '-y', ...inputs, '-t', `${seconds}`, ...video, ...rest, path]);
  return path;
}
