import { bandwidths } from '#libs/hls';
import type { FragmentedFile } from '#libs/mp4';
import type { ComposedTrack } from './movie-thread.js';

/** What a file of fragments says of its rendition. */
export function factsOf(file: FragmentedFile): ComposedTrack['facts'] {
  const { codecs, width, height, frameRate, channels, durationSeconds, segments, keyframes } = file;
  const { peak, average } = bandwidths(segments);
  const keyframePeak = keyframes.length === 0 ? undefined : bandwidths(keyframes).peak;
  return { codecs, width, height, frameRate, channels, durationSeconds, peak, average, keyframePeak };
}
