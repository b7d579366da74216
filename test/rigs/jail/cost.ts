import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MemoryStorage, pictureFolder } from '#libs/storage';
import { Ffmpeg, type MediaInput } from '../../../apps/worker/src/ffmpeg/ffmpeg.js';
import { gather } from '../../../apps/worker/src/ffmpeg/jail.js';
import { type MediaFacts, probe } from '../../../apps/worker/src/ffmpeg/probe.js';
import { defaultMediaSettings } from '../../../apps/worker/src/media-settings.js';
import { ImageMaker } from '../../../apps/worker/src/pictures/images.js';

const run = promisify(execFile);

/** The times of one job, in milliseconds. */
export interface Cost {
  readonly job: string;
  readonly without: Times;
  readonly jailed: Times;
}

interface Times {
  readonly median: number;
  /** What other work on the machine disturbs least. */
  readonly least: number;
}

/** A probe, a poster and an encode, with the jail and without it by turns. */
export async function costs(rounds: number, seconds: number): Promise<Cost[]> {
  const folder = await mkdtemp('/var/tmp/lectern-jail-cost-');
  try {
    const path = join(folder, 'original');
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${seconds}`];
    await run('ffmpeg', [
      '-v',
      'error',
      ...picture,
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-f',
      'mp4',
      path,
    ]);
    const container = { name: 'mp4', kind: 'recording', demuxer: 'mov' } as const;
    const input: MediaInput = { path, container, bytes: (await stat(path)).size };
    const facts = await probe(new Ffmpeg(defaultMediaSettings), input);
    const jobs: Readonly<Record<string, (jail: 'off' | 'required') => Promise<unknown>>> = {
      probe: (jail) => new Ffmpeg({ ...defaultMediaSettings, jail }).probe(input),
      poster: (jail) => poster(input, facts, folder, jail),
      encode: (jail) => encode(input, seconds, jail),
    };
    const found: Cost[] = [];
    for (const [job, work] of Object.entries(jobs)) {
      const times = { off: [] as number[], required: [] as number[] };
      // The first round warms caches up.
      for (let round = 0; round <= rounds; round += 1)
        for (const jail of round % 2 === 0
          ? (['off', 'required'] as const)
          : (['required', 'off'] as const)) {
          const began = performance.now();
          await work(jail);
          if (round > 0) times[jail].push(performance.now() - began);
        }
      found.push({ job, without: timesOf(times.off), jailed: timesOf(times.required) });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function poster(input: MediaInput, facts: MediaFacts, folder: string, jail: 'off' | 'required') {
  const settings = { ...defaultMediaSettings, jail };
  const scratch = join(folder, `scratch-${jail}`);
  await mkdir(scratch, { recursive: true });
  const ffmpeg = new Ffmpeg(settings);
  await new ImageMaker(new MemoryStorage(), settings).poster({
    ffmpeg,
    input,
    facts,
    folder: pictureFolder('ast_cost', 'poster', 'attempt'),
    scratch,
    signal: undefined,
  });
}

async function encode(input: MediaInput, seconds: number, jail: 'off' | 'required') {
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-threads', '2', '-vf', 'scale=640:360'];
  const { outputs, ended } = new Ffmpeg({ ...defaultMediaSettings, jail }).run(input, {
    args: [...codec, '-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov', 'pipe:3'],
    pipes: 1,
    seconds,
  });
  await Promise.all(outputs.map((output) => gather(output)));
  await ended;
}

function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((one, other) => one - other);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, least: sorted[0] ?? Number.NaN };
}
