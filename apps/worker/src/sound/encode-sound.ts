import { SOUND_BITRATE } from '#libs/hls';
import type { MediaFacts } from '../ffmpeg/probe.js';
import type { Output } from '../renditions/rendition-maker.js';

const SAMPLE_RATE = 48_000;

/**
 * The sound of a recording as AAC. It lasts as long as the recording does: silence fills gaps, a late start, and what
 * comes behind its end.
 */
export function soundOutput({ audio, durationSeconds }: MediaFacts, rung: string): Output {
  const channels = audio?.channels === 1 ? 1 : 2;
  const filters = ['aresample=async=1:first_pts=0', ...(durationSeconds === undefined ? [] : ['apad'])];
  const until = durationSeconds === undefined ? [] : ['-t', durationSeconds.toFixed(6)];
  const bitrate = SOUND_BITRATE[channels];
  const aac = ['-c:a', 'aac', '-ac', `${channels}`, '-ar', `${SAMPLE_RATE}`, '-b:a', `${bitrate}`];
  return { rung, args: ['-map', '0:a:0', '-af', filters.join(','), ...aac, ...until] };
}
