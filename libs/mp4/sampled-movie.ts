import { layOut } from './fragment.js';
import type { MoviePiece } from './fragments.js';
import { initSegment } from './init-segment.js';
import type { Movie } from './movie.js';
import type { PackagedTrack, PackagedTracks } from './packageable.js';
import { isSync } from './timing.js';

/** Where a movie is looked at, as parts of its length, and how much of it at each place. */
const PLACES = [0, 0.5, 1];
const PICTURES = 6;
const SOUND_PACKETS = 12;
const MOST_BYTES = 4 * 2 ** 20;

/**
 * A few pictures and a little sound from the beginning, the middle and the end of a movie, as a movie of their own with
 * the init segment that all of it would have. What does not decode here would not where it is served. At most 8 MiB at
 * each place, or one picture.
 */
export function sampledMovie(movie: Movie, { video, audio }: PackagedTracks): MoviePiece[] {
  const all = [video, audio].filter((packaged) => packaged !== undefined);
  const pieces: MoviePiece[] = [{ literal: initSegment(movie, all) }];
  const ends = all.map(() => 0);
  for (const [at, place] of PLACES.entries()) {
    const parts = all.flatMap((packaged, index) => {
      const most = packaged === video ? PICTURES : SOUND_PACKETS;
      const first = Math.max(ends[index] ?? 0, startAt(packaged, place, packaged === video ? 1 : most));
      const last = endFrom(packaged, first, most);
      ends[index] = Math.max(last, first);
      return last > first && isSync(packaged.samples, first)
        ? [{ packaged, id: index + 1, first, last }]
        : [];
    });
    if (parts.length === 0) continue;
    const { head, copies } = layOut({ parts }, at + 1);
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
