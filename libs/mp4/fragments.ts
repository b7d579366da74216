import { initSegment, codedSize } from './init-segment.js';
import { MovieTooComplex, MovieTruncated } from './mp4.errors.js';
import { type FragmentPlan, layOut } from './fragment.js';
import type { Movie, MovieSource } from './movie.js';
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
/** A gap in the source up to this size is read and dropped, which is cheaper than to read anew. */
const READ_THROUGH_BYTES = 256 * 1024;

/**
 * A movie as one file of fragments, each a segment that begins with a keyframe. Sizes and times are known
 * beforehand; the media's bytes are passed on from the source unchanged, without being copied in memory.
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
  private readonly head: Uint8Array;
  private readonly plans: readonly FragmentPlan[];

  /**
   * @param tracks as `packageable` found them in `movie`
   * @throws MovieTooComplex when a segment would be larger than a fragment can be (2 GiB)
   */
  constructor(movie: Movie, tracks: PackagedTracks) {
    const all = [tracks.video, tracks.audio].filter((packaged) => packaged !== undefined);
    this.head = initSegment(movie, all);
    this.init = { offset: 0, bytes: this.head.byteLength };
    const { plans, starts, end } = planFragments(tracks, all);
    this.plans = plans;
    let offset = this.head.byteLength;
    this.segments = plans.map((plan, index) => {
      const { bytes } = layOut(plan);
      if (bytes > MAX_FRAGMENT_BYTES) throw new MovieTooComplex('a segment is too large');
      const segment = { offset, bytes, durationSeconds: (starts[index + 1] ?? end) - (starts[index] ?? 0) };
      offset += bytes;
      return segment;
    });
    this.bytes = offset;
    this.durationSeconds = end - (starts[0] ?? 0);
    this.codecs = all.map(({ codec }) => codec).join(',');
    const size = tracks.video === undefined ? undefined : codedSize(tracks.video.track.sampleEntry);
    this.width = size?.width;
    this.height = size?.height;
    this.frameRate = tracks.video === undefined ? undefined : frameRateOf(tracks.video);
  }

  /**
   * The file's bytes, exactly `this.bytes` of them. Chunks of media are the source's own.
   *
   * @throws MovieTruncated when the source gives fewer bytes than it did
   */
  async *stream(source: MovieSource, options: { signal?: AbortSignal } = {}): AsyncGenerator<Uint8Array> {
    yield this.head;
    for (const [index, plan] of this.plans.entries()) {
      const { head, copies } = layOut(plan, index + 1);
      yield head;
      yield* copyRanges(source, copies, options);
    }
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

/** Passes ranges of the source on, in order, reading through small gaps. */
async function* copyRanges(
  source: MovieSource,
  copies: readonly { offset: number; bytes: number }[],
  options: { signal?: AbortSignal },
): AsyncGenerator<Uint8Array> {
  let first = 0;
  while (first < copies.length) {
    let last = first;
    const endOf = (index: number) => (copies[index]?.offset ?? 0) + (copies[index]?.bytes ?? 0);
    for (; last + 1 < copies.length; last++) {
      const gap = (copies[last + 1]?.offset ?? 0) - endOf(last);
      if (gap < 0 || gap > READ_THROUGH_BYTES) break;
    }
    yield* copyWindow(source, copies.slice(first, last + 1), options);
    first = last + 1;
  }
}

async function* copyWindow(
  source: MovieSource,
  copies: readonly { offset: number; bytes: number }[],
  options: { signal?: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const start = copies[0]?.offset ?? 0;
  const last = copies.at(-1);
  const end = (last?.offset ?? 0) + (last?.bytes ?? 0) - 1;
  let position = start;
  let index = 0;
  for await (const chunk of source.read({ start, end }, options)) {
    const chunkEnd = position + chunk.byteLength;
    for (let copy = copies[index]; copy !== undefined && copy.offset < chunkEnd; copy = copies[index]) {
      const from = Math.max(copy.offset, position);
      const to = Math.min(copy.offset + copy.bytes, chunkEnd);
      if (to > from) yield chunk.subarray(from - position, to - position);
      if (copy.offset + copy.bytes > chunkEnd) break;
      index++;
    }
    position = chunkEnd;
  }
  if (position !== end + 1) throw new MovieTruncated('the file is shorter than it was');
}
