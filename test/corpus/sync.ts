import { ffmpeg } from './hls/decode.js';

/** Beyond this a lecturer's lips are seen to be late. */
const MOST_SECONDS = 0.04;
/** How exactly the beginning of a beep is found. */
const GRAIN_SECONDS = 0.005;
/** What is further apart does not belong together. */
const PAIR_SECONDS = 0.5;

/**
 * How far the beeps of a sound are from the flashes of a picture.
 *
 * @returns what is wrong
 */
export async function checkSync(picture: Uint8Array, sound: Uint8Array): Promise<string[]> {
  const [flashes, beeps] = await Promise.all([flashesOf(picture), beepsOf(sound)]);
  const pairs = beeps.flatMap((beep) => {
    const [nearest] = flashes.toSorted((a, b) => Math.abs(a - beep) - Math.abs(b - beep));
    return nearest !== undefined && Math.abs(nearest - beep) < PAIR_SECONDS
      ? [{ beep, late: beep - nearest }]
      : [];
  });
  if (pairs.length === 0)
    return [`no beep is near a flash: flashes at ${shown(flashes)}, beeps at ${shown(beeps)}`];
  const [worst] = pairs.toSorted((a, b) => Math.abs(b.late) - Math.abs(a.late));
  if (worst === undefined || Math.abs(worst.late) <= MOST_SECONDS + GRAIN_SECONDS) return [];
  const ms = Math.round(Math.abs(worst.late) * 1000);
  return [`at ${worst.beep.toFixed(2)} s the sound is ${ms} ms ${worst.late > 0 ? 'late' : 'early'}`];
}

function shown(times: readonly number[]): string {
  return times.length === 0 ? 'none' : times.map((time) => time.toFixed(2)).join(', ');
}

/** When the picture turns white. */
async function flashesOf(movie: Uint8Array): Promise<number[]> {
  const { stderr } = await ffmpeg(
    [
      '-v',
      'info',
      '-nostats',
      '-copyts',
      '-i',
      'pipe:0',
      '-map',
      '0:v:0',
      '-vf',
      'scale=8:8,format=gray,showinfo',
      '-f',
      'null',
      '-',
    ],
    movie,
  );
  const frames = [...stderr.matchAll(/ pts_time:(-?[\d.]+) .* mean:\[(\d+)/g)].map(([, time, mean]) => ({
    time: Number(time),
    level: Number(mean),
  }));
  const levels = frames.map(({ level }) => level).toSorted((a, b) => a - b);
  // Of slides, each second one may be a flash.
  const usual = levels[Math.floor(levels.length / 4)] ?? 0;
  return risesOf(frames, usual + ((levels.at(-1) ?? 0) - usual) * 0.6);
}

/** When the sound becomes loud. */
async function beepsOf(movie: Uint8Array): Promise<number[]> {
  const level = 'lavfi.astats.Overall.RMS_level';
  const filters = `aresample=48000,asetnsamples=n=240:p=0,astats=metadata=1:reset=1,ametadata=mode=print:key=${level}:file=-`;
  const { stdout } = await ffmpeg(
    ['-v', 'error', '-copyts', '-i', 'pipe:0', '-map', '0:a:0', '-af', filters, '-f', 'null', '/dev/null'],
    movie,
  );
  const pieces = [...stdout.matchAll(/pts_time:(-?[\d.]+)\s+\S+RMS_level=(\S+)/g)].map(
    ([, time, decibel]) => ({
      time: Number(time),
      level: Number.isFinite(Number(decibel)) ? Number(decibel) : -200,
    }),
  );
  const loudest = pieces.reduce((most, { level }) => Math.max(most, level), -200);
  return risesOf(pieces, loudest - 12);
}

function risesOf(levels: readonly { time: number; level: number }[], threshold: number): number[] {
  const rises: number[] = [];
  let last = -Infinity;
  for (const { time, level } of levels) {
    if (level <= threshold) continue;
    if (time - last > PAIR_SECONDS) rises.push(time);
    last = time;
  }
  return rises;
}
