import { AUDIO_BITRATE } from '#libs/hls';
import { fragmentsTo, NOTHING_ELSE, SOUND_FRAGMENT_SECONDS } from '../ffmpeg/outputs.js';
import type { SoundFacts } from '../ffmpeg/probe.js';
import type { Rendition } from '../renditions/rendition-store.js';
import type { Onlooker, Recording, RenditionMaker } from '../renditions/rendition-maker.js';

const AAC = ['-c:a', 'aac', '-ac', '2', '-ar', '48000', '-b:a', `${AUDIO_BITRATE}`];
/** Fills gaps and a late start with silence, so that sound and picture stay together. */
const STEADY = 'aresample=async=1:first_pts=0';

/** The sound of an input as AAC, which every rung has, whether with a picture or alone. */
export function soundArguments({ index }: SoundFacts): string[] {
  return ['-map', `0:${index}`, '-af', STEADY, ...AAC];
}

/**
 * The sound alone, of a recording without a picture.
 *
 * @throws MediaFailure
 */
export function encodeSound(
  maker: RenditionMaker,
  recording: Recording,
  onlooker: Onlooker,
): Promise<Rendition[]> {
  const { audio } = recording.facts;
  if (audio === undefined) throw new RangeError('there is no sound');
  const args = [...soundArguments(audio), ...NOTHING_ELSE, ...fragmentsTo(3, SOUND_FRAGMENT_SECONDS)];
  return maker.make(recording, ['audio'], args, onlooker);
}
