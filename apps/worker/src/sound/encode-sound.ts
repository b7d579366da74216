import { SOUND_BITRATE } from '#libs/hls';
import { EVEN_CLOCK } from '../ffmpeg/measure.js';
import type { MediaFacts, SoundFacts } from '../ffmpeg/probe.js';
import type { Output } from '../renditions/rendition-maker.js';

const SAMPLE_RATE = 48_000;
const LATE_SECONDS = 0.02;

/**
 * The sound of a recording as AAC. It lasts as long as the recording does: silence fills gaps, a late start, and what
 * comes behind its end.
 */
export function soundOutput(
  { durationSeconds, clockJumps }: MediaFacts,
  audio: SoundFacts,
  rung: string,
): Output {
  const channels = audio.channels === 1 ? 1 : 2;
  // Where the sound changes its kind on the way ffmpeg begins with new filters, which would fill up from 0 once more.
  const fromStart = audio.startSeconds > LATE_SECONDS ? ':first_pts=0' : '';
  const even = clockJumps ? `${EVEN_CLOCK.sound},` : '';
  const filters = `${even}aresample=async=1${fromStart},apad`;
  const aac = [
    '-c:a',
    'aac',
    '-ac',
    `${channels}`,
    '-ar',
    `${SAMPLE_RATE}`,
    '-b:a',
    `${SOUND_BITRATE[channels]}`,
  ];
  return {
    rung,
    args: ['-map', `0:${audio.index}`, '-af', filters, ...aac, '-t', durationSeconds.toFixed(6)],
  };
}
