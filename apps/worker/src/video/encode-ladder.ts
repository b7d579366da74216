import type { Rung } from '#libs/hls';
import { fragmentsTo, NOTHING_ELSE } from '../ffmpeg/outputs.js';
import type { MediaFacts, PictureFacts } from '../ffmpeg/probe.js';
import type { Onlooker, Recording, RenditionMaker } from '../renditions/rendition-maker.js';
import type { Rendition } from '../renditions/rendition-store.js';
import { soundArguments } from '../sound/encode-sound.js';
import { toScreen } from './colour.js';

const KEYFRAME_SECONDS = 2;

/**
 * Encodes the rungs in one run, so that the recording is decoded once. All of them are stored, or none.
 *
 * @param threads of each encoder
 * @throws MediaFailure
 */
export function encodeLadder(
  maker: RenditionMaker,
  recording: Recording,
  rungs: readonly Rung[],
  threads: number,
  onlooker: Onlooker,
): Promise<Rendition[]> {
  const names = rungs.map(({ name }) => name);
  return maker.make(recording, names, encodeArguments(recording.facts, rungs, threads), onlooker);
}

/**
 * One decoding, as many H.264/AAC encodings as there are rungs, to `pipe:3` and on. Keyframes come every two
 * seconds at the same times in all of them. The quality is constant; the rung's rate is the most it may take.
 */
function encodeArguments(facts: MediaFacts, rungs: readonly Rung[], threads: number): string[] {
  const { video, audio } = facts;
  const largest = rungs[0];
  if (video === undefined || largest === undefined) throw new RangeError('there is nothing to encode');
  const outputs = rungs.flatMap((rung, index) => [
    '-map',
    `[v${index}]`,
    ...(audio === undefined ? [] : soundArguments(audio)),
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
    `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`,
    '-sc_threshold',
    '0',
    '-g',
    `${Math.ceil(rung.frameRate * KEYFRAME_SECONDS * 2)}`,
    '-threads',
    `${threads}`,
    ...NOTHING_ELSE,
    // Sound that comes long before the first picture waits for it: else all of it becomes one fragment.
    '-max_interleave_delta',
    '0',
    ...fragmentsTo(3 + index),
  ]);
  return ['-filter_complex', filters(video, rungs, largest, audio !== undefined), ...outputs];
}

function filters(video: PictureFacts, rungs: readonly Rung[], largest: Rung, hasSound: boolean): string {
  // The first picture stands while sound alone comes before it, and the last one while sound goes on after it.
  const from = hasSound ? ':start_time=0' : '';
  const tail = hasSound && video.endsEarlySeconds > 0 ? video.endsEarlySeconds.toFixed(3) : undefined;
  const common = [
    ...(video.interlaced ? ['bwdif=mode=send_frame'] : []),
    `fps=${fraction(largest.frameRate)}${from}`,
    ...(tail === undefined ? [] : [`tpad=stop_mode=clone:stop_duration=${tail}`]),
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

/** A steady rate that is close to, or just above, a recording's average one. */
export function steadyRate(average: number): number {
  return STEADY_RATES.find((rate) => rate >= average * 0.998) ?? 60;
}

function fraction(rate: number): string {
  const whole = Math.round(rate * 1001);
  return Math.abs(rate - Math.round(rate)) < 1e-6 ? `${Math.round(rate)}` : `${whole}/1001`;
}
