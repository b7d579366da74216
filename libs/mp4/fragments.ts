import { initSegment, codedSize } from './init-segment.js';
import { MovieTooComplex } from './mp4.errors.js';
import { type FragmentPlan, layOut } from './fragment.js';
import type { Movie } from './movie.js';
import type { PackagedTrack, PackagedTracks } from './packageable.js';
import { isSync, mediaSpan, mediaTimeOf } from './timing.js';

/** A stretch of a file that begins with a keyframe. */
export interface Segment {
  readonly offset: number;
  readonly bytes: number;
  readonly durationSeconds: number;
}

/** What a playlist needs to know of one file of fragments. */
export interface FragmentedFile {
  readonly bytes: number;
  readonly init: { readonly offset: number; readonly bytes: number };
  readonly segments: readonly Segment[];
  /** RFC 6381, the picture's first. */
  readonly codecs: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Frames a second on the average; undefined without a picture. */
  readonly frameRate: number | undefined;
  readonly durationSeconds: number;
}

/** Where segments are cut: at the first keyframe after `target`, or earlier when the next is past `most`. */
const TARGET_SECONDS = 6;
const LEAST_SECONDS = 4;
const MOST_SECONDS = 8;
/** Offsets inside a fragment are signed 32-bit numbers. */
const MAX_FRAGMENT_BYTES = 2 ** 31 - 1;
/** 24 hours in pieces of a fifth of a second. */
const MAX_PIECES = 400_000;

/** A piece of a file of fragments: bytes of its own, or `bytes` bytes of the source from `offset` on. */
export type MoviePiece =
  | { readonly literal: Uint8Array }
  | { readonly offset: number; readonly bytes: number };

/**
 * A movie as one file of fragments, each a segment that begins with a keyframe. Its index boxes are made
 * anew; the media stays where it lies in the source, and is named by its place there.
 */
export class FragmentedMovie implements FragmentedFile {
  readonly bytes: number;
  readonly init: { readonly offset: number; readonly bytes: number };
  readonly segments: readonly Segment[];
  readonly codecs: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly frameRate: number | undefined;
  readonly durationSeconds: number;
  /** The file's bytes in order, `this.bytes` in all; some 16 bytes of literals for each sample. */
  readonly pieces: readonly MoviePiece[];

  /**
   * @param tracks as `packageable` found them in `movie`
   * @throws MovieTooComplex when a segment would be larger than a fragment can be (2 GiB), or the media lies
   *   scattered in more than 400,000 pieces
   */
  constructor(movie: Movie, tracks: PackagedTracks) {
    const all = [tracks.video, tracks.audio].filter((packaged) => packaged !== undefined);
    const head = initSegment(movie, all);
    this.init = { offset: 0, bytes: head.byteLength };
    const { plans, starts, end } = planFragments(tracks, all);
    const pieces: MoviePiece[] = [{ literal: head }];
    let offset = head.byteLength;
    this.segments = plans.map((plan, index) => {
      const { head: literal, copies, bytes } = layOut(plan, index + 1);
      if (bytes > MAX_FRAGMENT_BYTES) throw new MovieTooComplex('a segment is too large');
      if (pieces.length + copies.length >= MAX_PIECES) throw new MovieTooComplex('the media is scattered');
      pieces.push({ literal });
      for (const copy of copies) pieces.push(copy);
      const segment = { offset, bytes, durationSeconds: (starts[index + 1] ?? end) - (starts[index] ?? 0) };
      offset += bytes;
      return segment;
    });
    this.pieces = pieces;
    this.bytes = offset;
    this.durationSeconds = end - (starts[0] ?? 0);
    this.codecs = all.map(({ codec }) => codec).join(',');
    const size = tracks.video === undefined ? undefined : codedSize(tracks.video.track.sampleEntry);
    this.width = size?.width;
    this.height = size?.height;
    this.frameRate = tracks.video === undefined ? undefined : frameRateOf(tracks.video);
  }
}

function frameRateOf({ samples, track }: PackagedTrack): number {
  return (samples.count * track.timescale) / Math.max(1, samples.decodeTimes[samples.count] ?? 1);
}

/** Presentation time of a media time, in seconds. */
function seconds({ track, timing }: PackagedTrack, mediaTime: number): number {
  return (mediaTime - timing.mediaTime + timing.delay) / track.timescale;
}

function planFragments(
  tracks: PackagedTracks,
  all: readonly PackagedTrack[],
): { plans: FragmentPlan[]; starts: number[]; end: number } {
  const leader = tracks.video ?? tracks.audio;
  if (leader === undefined) throw new RangeError('there is no track');
  const cuts = cutPoints(leader);
  const spans = all.map((packaged) => {
    const span = mediaSpan(packaged.samples);
    return { start: Math.max(0, seconds(packaged, span.start)), end: seconds(packaged, span.end) };
  });
  const starts = cuts.map(({ time }) => time);
  starts[0] = Math.min(...spans.map(({ start }) => start));
  const next = all.map(() => 0);
  const plans = cuts.map((_, cut) => {
    const until = cuts[cut + 1];
    const parts = all.map((packaged, index) => {
      const first = next[index] ?? 0;
      const last =
        until === undefined
          ? packaged.samples.count
          : packaged === leader
            ? until.sample
            : firstSampleAt(packaged, first, until.time);
      next[index] = last;
      return { packaged, id: index + 1, first, last };
    });
    return { parts: parts.filter(({ first, last }) => last > first) };
  });
  return { plans, starts, end: Math.max(...spans.map(({ end }) => end)) };
}

/** The samples that segments begin with. */
function cutPoints(leader: PackagedTrack): { sample: number; time: number }[] {
  const { samples } = leader;
  const time = (index: number) => seconds(leader, mediaTimeOf(samples, index));
  const cuts = [{ sample: 0, time: time(0) }];
  let candidate: { sample: number; time: number } | undefined;
  for (let sample = 1; sample < samples.count; sample++) {
    if (!isSync(samples, sample)) continue;
    const start = cuts.at(-1)?.time ?? 0;
    const here = { sample, time: time(sample) };
    if (candidate !== undefined && here.time - start > MOST_SECONDS) {
      cuts.push(candidate);
      candidate = undefined;
    }
    const length = here.time - (cuts.at(-1)?.time ?? 0);
    if (length >= TARGET_SECONDS) {
      cuts.push(here);
      candidate = undefined;
    } else if (length >= LEAST_SECONDS) candidate = here;
  }
  return cuts;
}

function firstSampleAt(packaged: PackagedTrack, from: number, time: number): number {
  let low = from;
  let high = packaged.samples.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds(packaged, packaged.samples.decodeTimes[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
