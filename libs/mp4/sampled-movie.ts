import { layOut } from './fragment.js';
import type { MoviePiece } from './fragments.js';
import { initSegment } from './init-segment.js';
import type { Movie } from './movie.js';
import type { PackagedTrack } from './packageable.js';
import { isSync } from './timing.js';

/** Where a movie is looked at, as parts of its length, and how much of it at each place. */
const PLACES = [0, 0.5, 1];
const PICTURES = 6;
const SOUND_PACKETS = 12;
const MOST_BYTES = 4 * 2 ** 20;

/**
 * A few pictures, or a little sound, from the beginning, the middle and the end of a track, as a movie of their own with
 * the init segment that all of it would have. What does not decode here would not where it is served. At most 4 MiB at
 * each place, or one picture.
 */
export function sampledMovie(movie: Movie, packaged: PackagedTrack): MoviePiece[] {
  const isPicture = packaged.track.handler === 'vide';
  const most = isPicture ? PICTURES : SOUND_PACKETS;
  const pieces: MoviePiece[] = [{ literal: initSegment(movie, [packaged]) }];
  let end = 0;
  for (const [at, place] of PLACES.entries()) {
    const first = Math.max(end, startAt(packaged, place, isPicture ? 1 : most));
    const last = endFrom(packaged, first, most);
    end = Math.max(last, first);
    if (last <= first || !isSync(packaged.samples, first)) continue;
    const { head, copies } = layOut({ packaged, first, last }, at + 1);
    pieces.push({ literal: head }, ...copies);
  }
  return pieces;
}

/** The keyframe before a place, `before` samples from the end at the latest. */
function startAt({ samples }: PackagedTrack, place: number, before: number): number {
  let index = Math.max(0, Math.min(samples.count - before, Math.floor(samples.count * place)));
  while (index > 0 && !isSync(samples, index)) index--;
  return index;
}

function endFrom({ samples }: PackagedTrack, first: number, most: number): number {
  let bytes = 0;
  let last = first;
  while (last < Math.min(samples.count, first + most)) {
    bytes += samples.sizes[last] ?? 0;
    if (last > first && bytes > MOST_BYTES) break;
    last++;
  }
  return last;
}
