import type { Rung } from '#libs/hls';
import { EVEN_CLOCK } from '../ffmpeg/measure.js';
import type { MediaFacts, PictureFacts } from '../ffmpeg/probe.js';
import type { Output } from '../renditions/rendition-maker.js';
import { toScreen } from '../ffmpeg/colour.js';

const KEYFRAME_SECONDS = 2;
/** One argument of a program has 128 KiB at most (MAX_ARG_STRLEN of Linux). */
const MOST_TIMES_CHARACTERS = 120_000;

/** What one run of ffmpeg is told to encode rungs: the filters that all share, and the outputs. */
export interface LadderOutputs {
  /** Options of the input. */
  readonly input: readonly string[];
  readonly shared: readonly string[];
  readonly outputs: readonly Output[];
}

/**
 * One decoding, as many H.264 encodings as there are rungs. Keyframes come every two seconds at the same times in all
 * of them, and where another rendition has its segments cut. The quality is constant; the rung's rate is the most it
 * may take.
 *
 * @param threads of each encoder
 * @param cuts when the segments of another rendition begin, in seconds
 */
export function ladderOutputs(
  { video, durationSeconds, clockJumps }: MediaFacts,
  rungs: readonly Rung[],
  threads: number,
  cuts?: readonly number[],
): LadderOutputs {
  const [largest] = rungs;
  if (video === undefined || largest === undefined) return { input: [], shared: [], outputs: [] };
  const outputs = rungs.map((rung, index) => ({
    rung: rung.name,
    cuts,
    args: [
      '-map',
      `[v${index}]`,
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-profile:v',
      'high',
      '-crf',
      '23',
      '-maxrate',
      `${rung.videoBitrate}`,
      '-bufsize',
      `${rung.videoBitrate * 2}`,
      '-force_key_frames',
      keyframeTimes(rung.frameRate, durationSeconds, cuts),
      '-sc_threshold',
      '0',
      '-g',
      `${Math.ceil(rung.frameRate * KEYFRAME_SECONDS * 2)}`,
      '-threads',
      `${threads}`,
      '-t',
      durationSeconds.toFixed(6),
    ],
  }));
  return {
    input: isSteady(video) ? ONE_GRAPH : [],
    shared: ['-filter_complex', filters(video, rungs, largest, clockJumps)],
    outputs,
  };
}

/**
 * Pictures whose size changes on the way go on through the same filters. Unless told, ffmpeg begins with new ones, whose
 * time begins at 0 again and whose last picture stands (`tpad`) in the middle of the recording.
 */
const ONE_GRAPH = ['-reinit_filter:v', '0'];

/** Whether the filters in front of the scaler, which takes any size at any time, do not look into the pictures. */
function isSteady({ rotation, interlaced }: PictureFacts): boolean {
  return rotation === 0 && !interlaced;
}

/** For `-force_key_frames`, which takes the first frame that is not before such a time. */
function keyframeTimes(frameRate: number, seconds: number, cuts: readonly number[] = []): string {
  const steady = `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`;
  if (cuts.length === 0) return steady;
  // The frame that is nearest to a cut is up to half a frame before it.
  const early = 0.5 / frameRate;
  const times: number[] = [];
  let from = 0;
  for (const to of [...cuts, seconds]) {
    const count = Math.max(1, Math.round((to - from) / KEYFRAME_SECONDS));
    for (let index = 0; index < count; index++) times.push(from + ((to - from) * index) / count);
    from = to;
  }
  const inText = (chosen: readonly number[]) =>
    chosen.map((time) => Math.max(0, time - early).toFixed(3)).join(',');
  const [all, cutsOnly] = [inText(times), inText([0, ...cuts])];
  return [all, cutsOnly].find((text) => text.length <= MOST_TIMES_CHARACTERS) ?? steady;
}

function filters(video: PictureFacts, rungs: readonly Rung[], largest: Rung, clockJumps: boolean): string {
  const common = [
    ...(clockJumps ? [EVEN_CLOCK.picture] : []),
    ...(video.interlaced ? ['bwdif=mode=send_frame'] : []),
    // The first picture stands while sound alone comes before it, and the last one while sound goes on after it.
    `fps=${fraction(largest.frameRate)}:start_time=0`,
    'tpad=stop=-1:stop_mode=clone',
    ...toScreen(video, sizeOf(largest)),
    'setsar=1',
  ].join(',');
  const labels = rungs.map((_, index) => `[s${index}]`).join('');
  const branches = rungs.map((rung, index) => {
    const slower = rung.frameRate < largest.frameRate ? [`fps=${fraction(rung.frameRate)}`] : [];
    const smaller = rung === largest ? ['null'] : [`scale=${sizeOf(rung)}`, 'setsar=1'];
    return `[s${index}]${[...slower, ...smaller].join(',')}[v${index}]`;
  });
  return [`[0:${video.index}]${common},split=${rungs.length}${labels}`, ...branches].join(';');
}

function sizeOf({ width, height }: Rung): string {
  return `${width}:${height}:flags=bicubic`;
}

const STEADY_RATES = [5, 10, 12, 15, 20, 24000 / 1001, 24, 25, 30000 / 1001, 30, 48, 50, 60000 / 1001, 60];

/** So much a file's average may be off: the last picture's length is often not told. */
const STEADY_WITHIN = 0.005;

/** The steady rate next to a recording's average one, or else the next above it. */
export function steadyRate(average: number): number {
  const [nearest = 60] = STEADY_RATES.toSorted((a, b) => Math.abs(a - average) - Math.abs(b - average));
  if (Math.abs(nearest - average) <= average * STEADY_WITHIN) return nearest;
  return STEADY_RATES.find((rate) => rate >= average) ?? 60;
}

function fraction(rate: number): string {
  const whole = Math.round(rate * 1001);
  return Math.abs(rate - Math.round(rate)) < 1e-6 ? `${Math.round(rate)}` : `${whole}/1001`;
}
