import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Department } from '../../acceptance/department.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { type Change, changesBetween, type Span, spansOf } from './boundaries.js';
import { playSwitching } from './player.js';

const run = promisify(execFile);

export interface SwitchingRun {
  readonly seconds: number;
  readonly switches: number;
  /** Speeds of playing, by commas. */
  readonly rates: string;
  readonly print: (line: string) => void;
}

/** Of AAC at 48 kHz. */
const AUDIO_FRAME_SECONDS = 1024 / 48_000;

/** Puts a recording on all its rungs, measures what lies between any two of them, and plays it up and down. */
export async function runSwitching({
  seconds,
  switches,
  rates,
  print,
}: SwitchingRun): Promise<{ failures: string[] }> {
  const failures: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'lectern-switching-'));
  const lectern = await LecternProcess.create();
  try {
    const facts = await lectern.start();
    const { doctor } = await Department.create(facts, 'switching');
    const { body } = await doctor.uploadForm('lesson.mp4', await openAsBlob(await lesson(folder, seconds)));
    const asset = await doctor.untilState(body.id, ['ready'], 600);
    const { hls } = await doctor.session(asset.id);
    const renditions = new Map<string, Span[]>();
    for (const uri of pictureUris(await (await fetch(hls)).text()))
      renditions.set(uri.replace(/-.*/, ''), await spansOf(new URL(uri, hls).href));
    const changes = changesBetween(renditions);
    const most = widest(changes);
    print(
      `${renditions.size} rungs (${[...renditions.keys()].join(', ')}), ${changes.length} changes: largest hole ${ms(most)}, overlap ${ms({ ...most, hole: -Math.min(...changes.map(({ hole }) => hole)) })}`,
    );
    for (const change of changes) {
      if (Math.abs(change.hole) > AUDIO_FRAME_SECONDS)
        failures.push(`from ${change.from} to ${change.to}: ${ms(change)}`);
    }
    if (renditions.size < 3) failures.push('there are fewer than three rungs');
    for (const rate of rates.split(',').map(Number)) {
      const played = await playSwitching({ url: hls, switches, rate });
      print(
        `at ${rate}x: ${played.switches} switches in ${played.seconds.toFixed(0)} s, ${played.stalls.length} stalls`,
      );
      if (played.switches < switches) failures.push(`only ${played.switches} switches at ${rate}x`);
      failures.push(...played.stalls, ...played.errors);
    }
  } finally {
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  return { failures };
}

function widest(changes: readonly Change[]): Change {
  return changes.toSorted((a, b) => b.hole - a.hole)[0] ?? { from: '', to: '', hole: Infinity };
}

function ms({ hole }: Change): string {
  return `${(hole * 1000).toFixed(1)} ms`;
}

function pictureUris(master: string): string[] {
  return [...master.matchAll(/^#EXT-X-STREAM-INF:.*\n(.+)$/gm)].map(([, uri = '']) => uri);
}

/** H.264 with B-frames and keyframes each 2.8 s, which nothing that is encoded from it has by itself. */
async function lesson(folder: string, seconds: number): Promise<string> {
  const path = join(folder, 'lesson.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=854x480:r=25', '-f', 'lavfi', '-i', 'sine=f=440'];
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-g',
    '70',
    '-bf',
    '3',
    '-pix_fmt',
    'yuv420p',
    '-b:v',
    '3M',
  ];
  const sound = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
  await run('ffmpeg', ['-v', 'error', '-y', ...picture, '-t', `${seconds}`, ...video, ...sound, path]);
  return path;
}
