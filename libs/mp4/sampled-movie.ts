import { layOut } from './fragment.js';
import type { MoviePiece } from './fragments.js';
import { codedSize, initSegment } from './init-segment.js';
import type { Movie } from './movie.js';
import type { PackagedTrack } from './packageable.js';

/** Where a movie is looked at, as parts of its length, and how much of it at each place. */
const PLACES = [0, 0.5, 1];
/** Pixels, which a processor decodes in a tenth of a second or two: all of a small recording, and a second of a large one. */
const PIXELS = 40_000_000;
const [LEAST_PICTURES, MOST_PICTURES] = [6, 2000];
/** Forty seconds of sound, which are decoded in a twentieth of a second. */
const SOUND_PACKETS = 2000;
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Some pictures, or a little sound, from the beginning, the middle and the end of a track, as a movie of their own with
 * the init segment that all of it would have. What does not decode here would not where it is served. At most 4 MiB at
 * each place, or one picture.
 */
export function sampledMovie(movie: Movie, packaged: PackagedTrack): MoviePiece[] {
  const isPicture = packaged.track.handler === 'vide';
  const most = isPicture ? picturesOf(packaged) : SOUND_PACKETS;
  const pieces: MoviePiece[] = [{ literal: initSegment(movie, [packaged]) }];
  let end = 0;
  for (const [at, place] of PLACES.entries()) {
    const first = Math.max(end, startAt(packaged, place, isPicture ? 1 : most));
    const last = endFrom(packaged, first, most);
    end = Math.max(last, first);
    if (last <= first || !packaged.samples.isSync(first)) continue;
    const { head, copies } = layOut({ packaged, first, last }, at + 1);
    pieces.push({ literal: head }, ...copies);
  }
  return pieces;
}

function picturesOf({ track }: PackagedTrack): number {
  const { width, height } = codedSize(track.sampleEntry);
  const most = Math.floor(PIXELS / Math.max(1, width * height));
  return Math.min(MOST_PICTURES, Math.max(LEAST_PICTURES, most));
}

/** The keyframe before a place, `before` samples from the end at the latest. */
function startAt({ samples }: PackagedTrack, place: number, before: number): number {
  let index = Math.max(0, Math.min(samples.count - before, Math.floor(samples.count * place)));
  while (index > 0 && !samples.isSync(index)) index--;
  return index;
}

function endFrom({ samples }: PackagedTrack, first: number, most: number): number {
  let bytes = 0;
  let last = first;
  while (last < Math.min(samples.count, first + most)) {
    bytes += samples.size(last);
    if (last > first && bytes > MOST_BYTES) break;
    last++;
  }
  return last;
}
