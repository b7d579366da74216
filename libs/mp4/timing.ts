import type { Movie, Track } from './movie.js';
import type { Samples } from './sample-table.js';

/** How a track's decode times become times of the presentation. */
export interface Timing {
  /** Silence or blackness before the track starts, in its timescale. */
  readonly delay: number;
  /** The media time that is shown first. */
  readonly mediaTime: number;
  /** Where the edit ends, in media time; Infinity where it takes all there is. */
  readonly mediaEnd: number;
}

/**
 * The timing of a track whose edit list is empty, or empty edits followed by one at normal speed;
 * undefined for any other list.
 */
export function timingOf(movie: Movie, track: Track): Timing | undefined {
  let delay = 0;
  let index = 0;
  for (; track.edits[index]?.mediaTime === -1; index++) delay += track.edits[index]?.duration ?? 0;
  const edit = track.edits[index];
  if (edit === undefined) return index === 0 ? { delay: 0, mediaTime: 0, mediaEnd: Infinity } : undefined;
  if (index + 1 < track.edits.length || edit.rate !== 1 || edit.mediaTime < 0) return undefined;
  const scale = track.timescale / movie.timescale;
  return {
    delay: Math.round(delay * scale),
    mediaTime: edit.mediaTime,
    mediaEnd: edit.duration === 0 ? Infinity : edit.mediaTime + edit.duration * scale,
  };
}

/** A media time of a track as seconds of the presentation. */
export function secondsOf(of: { readonly track: Track; readonly timing: Timing }, mediaTime: number): number {
  return (mediaTime - of.timing.mediaTime + of.timing.delay) / of.track.timescale;
}

/** When a sample is shown, in media time of the track's timescale. */
export function mediaTimeOf(samples: Samples, index: number): number {
  return samples.decodeTime(index) + samples.compositionOffset(index);
}
