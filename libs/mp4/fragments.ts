import { initSegment, displaySize } from './init-segment.js';
import { MovieTooComplex } from './mp4.errors.js';
import { layOut } from './fragment.js';
import type { Movie } from './movie.js';
import type { PackagedTrack } from './packageable.js';
import { mediaTimeOf, secondsOf } from './timing.js';

/** A stretch of a file that begins with a keyframe. */
export interface Segment {
  readonly offset: number;
  readonly bytes: number;
  readonly durationSeconds: number;
}

/** What playlists need to know of one track as a file of fragments. All times are of the presentation. */
export interface FragmentedFile {
  readonly bytes: number;
  readonly init: { readonly offset: number; readonly bytes: number };
  readonly segments: readonly Segment[];
  /** Stretches that hold one keyframe each, and last until the next one; none without a picture. */
  readonly keyframes: readonly Segment[];
  /** RFC 6381. */
  readonly codecs: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Frames a second on the average; undefined without a picture. */
  readonly frameRate: number | undefined;
  /** Of sound. */
  readonly channels: number | undefined;
  /** When the track begins; it is shown from then on without a hole. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

/** Where segments are cut: at the first keyframe after `target`, or earlier when the next is past `most`. */
const TARGET_SECONDS = 6;
const LEAST_SECONDS = 4;
const MOST_SECONDS = 8;
const LEAST_LAST_SECONDS = 1;
/** Offsets inside a fragment are signed 32-bit numbers. */
const MAX_FRAGMENT_BYTES = 2 ** 31 - 1;

/** A piece of a file of fragments: bytes of its own, or `bytes` bytes of the source from `offset` on. */
export type MoviePiece =
  | { readonly literal: Uint8Array }
  | { readonly offset: number; readonly bytes: number };

/**
 * Lays a track of a movie out as one file of fragments, each a segment that begins with a keyframe. Its index boxes are
 * made anew, some 16 bytes for each sample; the media stays where it lies in the source, and is named by its place there.
 *
 * @param packaged as `packageable` found it in `movie`
 * @param take is handed the file's bytes in order, piece by piece: there may be as many as samples, and none is kept here
 * @throws MovieTooComplex when a segment would be larger than a fragment can be (2 GiB), and what `take` throws
 */
export function layOutTrack(
  movie: Movie,
  packaged: PackagedTrack,
  take: (piece: MoviePiece) => void,
): FragmentedFile {
  const { track } = packaged;
  const isPicture = track.handler === 'vide';
  const head = initSegment(movie, [packaged]);
  const spans = segmentSpans(packaged);
  const segments: Segment[] = [];
  const keyframes: Segment[] = [];
  take({ literal: head });
  let offset = head.byteLength;
  for (const [index, span] of spans.entries()) {
    const { head: literal, copies, bytes, firstEnd } = layOut({ packaged, ...span }, index + 1);
    if (bytes > MAX_FRAGMENT_BYTES) throw new MovieTooComplex('a segment is too large');
    take({ literal });
    for (const copy of copies) take(copy);
    const durationSeconds = (spans[index + 1]?.start ?? span.end) - span.start;
    segments.push({ offset, bytes, durationSeconds });
    if (isPicture) keyframes.push({ offset, bytes: firstEnd, durationSeconds });
    offset += bytes;
  }
  const startSeconds = spans[0]?.start ?? 0;
  const size = isPicture ? displaySize(track) : undefined;
  return {
    bytes: offset,
    init: { offset: 0, bytes: head.byteLength },
    segments,
    keyframes,
    codecs: packaged.codec,
    width: size?.width,
    height: size?.height,
    frameRate: isPicture ? frameRateOf(packaged) : undefined,
    channels: packaged.channels,
    startSeconds,
    durationSeconds: (spans.at(-1)?.end ?? 0) - startSeconds,
  };
}

/** Frames a second between the first and the last one: how long the last one stays says nothing. */
function frameRateOf(packaged: PackagedTrack): number {
  const { samples } = packaged;
  const [first, last] = [secondsOf(packaged, samples.shown.from), secondsOf(packaged, samples.shown.last)];
  return last > first ? (samples.count - 1) / (last - first) : 1 / Math.max(0.001, lengthOf(packaged, 0));
}

function lengthOf({ samples, track }: PackagedTrack, index: number): number {
  return samples.duration(index) / track.timescale;
}

/** Which samples a segment holds: `first` to `last`, `last` not included; and when these are shown. */
interface SegmentSpan {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

function segmentSpans(packaged: PackagedTrack): SegmentSpan[] {
  const { samples } = packaged;
  const cuts = cutPoints(packaged);
  return cuts.map((first, index) => {
    const last = cuts[index + 1] ?? samples.count;
    let start = Infinity;
    let end = 0;
    for (let sample = first; sample < last; sample++) {
      const shown = secondsOf(packaged, mediaTimeOf(samples, sample));
      start = Math.min(start, shown);
      end = Math.max(end, shown + lengthOf(packaged, sample));
    }
    // What lies before 0 is an encoder's priming, which players drop.
    return { first, last, start: Math.max(0, start), end };
  });
}

/** The samples that segments begin with. */
function cutPoints(packaged: PackagedTrack): number[] {
  const { samples } = packaged;
  const time = (index: number) => Math.max(0, secondsOf(packaged, mediaTimeOf(samples, index)));
  const first = firstHeard(packaged);
  const cuts = [first];
  let start = time(first);
  let candidate: { sample: number; time: number } | undefined;
  const cut = (at: { sample: number; time: number }) => {
    cuts.push(at.sample);
    start = at.time;
    candidate = undefined;
  };
  for (let sample = first + 1; sample < samples.count; sample++) {
    if (!samples.isSync(sample)) continue;
    const here = { sample, time: time(sample) };
    if (candidate !== undefined && here.time - start > MOST_SECONDS) cut(candidate);
    const length = here.time - start;
    if (length >= TARGET_SECONDS) cut(here);
    else if (length >= LEAST_SECONDS) candidate = here;
  }
  return withoutTail(cuts, (sample) => time(sample), timeOfEnd(packaged));
}

/** The sample to begin with: of sound the last one before 0, from which a decoder starts up; what lies before is hidden. */
function firstHeard(packaged: PackagedTrack): number {
  const { samples, track } = packaged;
  if (track.handler === 'vide') return 0;
  let first = 0;
  while (first + 1 < samples.count && secondsOf(packaged, mediaTimeOf(samples, first + 1)) < 0) first++;
  return first;
}

function timeOfEnd(packaged: PackagedTrack): number {
  return secondsOf(packaged, packaged.samples.shown.until);
}

/** Without a last segment that is so short that players overlook it (hls.js: a quarter of a second). */
export function withoutTail<T>(starts: readonly T[], timeOf: (start: T) => number, end: number): T[] {
  const last = starts.at(-1);
  const isShort = last !== undefined && starts.length > 1 && end - timeOf(last) < LEAST_LAST_SECONDS;
  return isShort ? starts.slice(0, -1) : [...starts];
}
