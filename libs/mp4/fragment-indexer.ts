import { boxesIn, boxHeader, child, part, requiredChild, viewOf } from './boxes.js';
import { readAac, readAvc } from './codecs.js';
import { type FragmentedFile, type Segment, withoutTail } from './fragments.js';
import { displaySize } from './init-segment.js';
import { MovieInvalid, MovieTooComplex, MovieTruncated } from './mp4.errors.js';
import { parseMoov, type Track } from './movie.js';
import { PassingPictures } from './picture-check.js';
import { timingOf } from './timing.js';

/** The largest `moov` or `moof` that is held in memory. */
const MAX_INDEX_BYTES = 32 * 2 ** 20;
const TARGET_SECONDS = 6;
/** Frames of another rate rarely lie where a cut does: so far from it one still counts as there. */
const CUT_SLACK_SECONDS = 0.1;
/**
 * What goes by is looked at between two chunks, where others wait: one fragment is a few seconds, and a file of pictures
 * each of which is a fragment is 400,000 of them in four hours.
 */
const MAX_FRAGMENT_SAMPLES = 50_000;
const MAX_FRAGMENTS = 400_000;
const MDAT_HEADER = 8;

/** What went by, and whether it is whole. */
export interface IndexedFile extends FragmentedFile {
  /** How long the longest sample is shown or heard: a pause in the sound is bridged by one. */
  readonly longestSampleSeconds: number;
}

interface TrackState {
  readonly track: Track;
  readonly configuration: { readonly codec: string; readonly channels: number | undefined };
  /** Moves an empty edit into the fragments' times, since players know one edit only. */
  readonly delay: number;
  readonly mediaTime: number;
  readonly defaults: { duration: number; flags: number; size: number };
  frames: number;
  /** When its first and its last frame are shown, and until when: in seconds. */
  first: number;
  last: number;
  end: number;
  longest: number;
}

interface Fragment {
  readonly offset: number;
  end: number;
  /** When its first frame is shown. */
  readonly start: number;
  /** Whether it begins with a keyframe. */
  readonly keyframe: boolean;
  /** Where its first sample ends. */
  readonly firstEnd: number;
}

/**
 * Watches one track go by as a fragmented MP4, as ffmpeg writes it to a pipe (`-movflags
 * frag_keyframe+delay_moov+default_base_moof`), and knows at its end where the segments lie. Only the index
 * boxes are held back, one at a time; media passes through uncopied.
 */
export class FragmentIndexer {
  private offset = 0;
  private initBytes = 0;
  private state: TrackState | undefined;
  private readonly fragments: Fragment[] = [];
  private pictures: PassingPictures | undefined;

  /**
   * @param cuts when segments are to begin, in seconds, where the track has keyframes for it: those of another
   *   rendition, so that players change between the two without a hole; each six seconds unless given
   */
  constructor(private readonly cuts?: readonly number[]) {}

  /**
   * The same number of bytes as `source` gives. An empty edit before a track is turned into later
   * fragment times, in place; everything else is unchanged.
   *
   * @throws MovieInvalid or MovieTruncated when this is no fragmented MP4, or ends inside a box, or has pictures that
   *   what the index says does not decode
   */
  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let held: Uint8Array = new Uint8Array();
    let passing = 0;
    for await (const chunk of source) {
      let rest = chunk;
      while (rest.byteLength > 0) {
        if (passing > 0) {
          const some = rest.subarray(0, passing);
          passing -= some.byteLength;
          rest = rest.subarray(some.byteLength);
          this.pictures?.pass(this.offset, some);
          this.offset += some.byteLength;
          yield some;
          continue;
        }
        const need = this.needed(held);
        const some = rest.subarray(0, need - held.byteLength);
        held = joined(held, some);
        rest = rest.subarray(some.byteLength);
        if (held.byteLength < this.needed(held)) continue;
        passing = this.take(held);
        this.offset += held.byteLength;
        yield held;
        held = new Uint8Array();
      }
    }
    if (held.byteLength > 0 || passing > 0) throw new MovieTruncated('the stream ends inside a box');
  }

  /** How many bytes of the box that begins with `held` have to be seen at once. */
  private needed(held: Uint8Array): number {
    if (held.byteLength < 8) return 8;
    const view = viewOf(held);
    if (view.getUint32(0) === 1 && held.byteLength < 16) return 16;
    const { type, header, size } = boxHeader(view);
    if (type !== 'moov' && type !== 'moof') return header;
    if (size === 0 || size > MAX_INDEX_BYTES) throw new MovieTooComplex(`${type} is too large`);
    return size;
  }

  /** Reads a box's head, or the whole of an index box, and returns how many of its bytes still pass. */
  private take(held: Uint8Array): number {
    const view = viewOf(held);
    const { type, header, size } = boxHeader(view);
    if (size === 0) throw new MovieInvalid('a box without an end');
    try {
      if (type === 'moov') this.takeMoov(part(view, header), size);
      if (type === 'moof') this.takeMoof(part(view, header), size + MDAT_HEADER);
    } catch (error) {
      if (error instanceof RangeError)
        throw new MovieInvalid('a field lies outside its box', { cause: error });
      throw error;
    }
    const fragment = this.fragments.at(-1);
    if (type === 'mdat' && fragment !== undefined) fragment.end = this.offset + size;
    return size - held.byteLength;
  }

  private takeMoov(moov: DataView, size: number): void {
    if (this.state !== undefined) throw new MovieInvalid('a second index');
    const movie = parseMoov(moov, 0);
    const [track] = movie.tracks;
    if (track === undefined || movie.tracks.length > 1) throw new MovieInvalid('there is not one track');
    this.initBytes = this.offset + size;
    const boxes = boxesIn(moov);
    const timing = timingOf(movie, track) ?? { delay: 0, mediaTime: 0 };
    this.state = {
      track,
      configuration: configurationOf(track),
      delay: timing.delay,
      mediaTime: timing.mediaTime,
      defaults: trackDefaults(requiredChild(boxes, 'mvex'), track.id),
      frames: 0,
      first: Infinity,
      last: -Infinity,
      end: 0,
      longest: 0,
    };
    if (track.handler === 'vide') this.pictures = new PassingPictures(readAvc(track.sampleEntry).record);
    for (const { type, payload } of boxes) if (type === 'trak') dropEmptyEdits(payload);
  }

  private takeMoof(moof: DataView, headerBytes: number): void {
    const { state } = this;
    if (state === undefined) throw new MovieInvalid('fragments come before the index');
    if (this.fragments.length >= MAX_FRAGMENTS) throw new MovieTooComplex('too many fragments');
    const traf = boxesIn(requiredChild(boxesIn(moof), 'traf'));
    const runs = traf.filter(({ type }) => type === 'trun').map(({ payload }) => payload);
    if (runs.reduce((sum, run) => sum + run.getUint32(4), 0) > MAX_FRAGMENT_SAMPLES)
      throw new MovieTooComplex('a fragment has too many samples');
    const tfhd = requiredChild(traf, 'tfhd');
    if (tfhd.getUint32(4) !== state.track.id) throw new MovieInvalid('a fragment of an unknown track');
    const defaults = fragmentDefaults(tfhd, state.defaults);
    const { track, mediaTime } = state;
    let time = shiftedDecodeTime(requiredChild(traf, 'tfdt'), state.delay);
    let start = Infinity;
    let first: { flags: number; end: number } | undefined;
    let place = this.offset + headerBytes;
    for (const run of runs) {
      if ((run.getUint32(0) & 1) !== 0) place = this.offset + run.getInt32(8);
      for (const sample of samplesOf(run, defaults)) {
        this.pictures?.expect(place, sample.size);
        place += sample.size;
        first ??= { flags: sample.flags, end: place };
        const shown = (time + sample.composition - mediaTime) / track.timescale;
        const length = sample.duration / track.timescale;
        time += sample.duration;
        start = Math.min(start, shown);
        state.frames += 1;
        state.first = Math.min(state.first, shown);
        state.last = Math.max(state.last, shown);
        state.end = Math.max(state.end, shown + length);
        state.longest = Math.max(state.longest, length);
      }
    }
    if (first === undefined) return;
    this.fragments.push({
      offset: this.offset,
      end: this.offset,
      start: Math.max(0, start),
      keyframe: (first.flags & 0x10000) === 0,
      firstEnd: first.end,
    });
  }

  /**
   * What went by, its fragments gathered to segments that begin with a keyframe each.
   *
   * @throws MovieInvalid when nothing did
   */
  file(): IndexedFile {
    const { state } = this;
    const [first] = this.fragments;
    if (state === undefined || first === undefined) throw new MovieInvalid('there are no fragments');
    const { track, end, configuration } = state;
    const isPicture = track.handler === 'vide';
    const keys = this.fragments.filter(({ keyframe }, index) => keyframe || index === 0);
    const size = isPicture ? displaySize(track) : undefined;
    return {
      bytes: this.offset,
      init: { offset: 0, bytes: this.initBytes },
      segments: this.stretches(
        withoutTail(this.segmentStarts(keys), ({ start }) => start, end),
        'whole',
      ),
      keyframes: isPicture ? this.stretches(keys, 'first sample') : [],
      codecs: configuration.codec,
      width: size?.width,
      height: size?.height,
      frameRate: isPicture ? frameRateOf(state) : undefined,
      channels: configuration.channels,
      startSeconds: first.start,
      durationSeconds: end - first.start,
      longestSampleSeconds: state.longest,
    };
  }

  private segmentStarts(keys: readonly Fragment[]): Fragment[] {
    const [first] = keys;
    if (first === undefined) return [];
    const starts = [first];
    if (this.cuts === undefined) {
      for (const fragment of keys) {
        // Half a frame of slack: keyframes every two seconds are rarely there to the millisecond.
        if (fragment.start - (starts.at(-1)?.start ?? 0) >= TARGET_SECONDS - 0.02) starts.push(fragment);
      }
      return starts;
    }
    let next = 0;
    for (const fragment of keys) {
      while ((this.cuts[next] ?? Infinity) <= (starts.at(-1)?.start ?? 0) + CUT_SLACK_SECONDS) next += 1;
      if (fragment.start >= (this.cuts[next] ?? Infinity) - CUT_SLACK_SECONDS) starts.push(fragment);
    }
    return starts;
  }

  /** From each of these fragments to the next, or to the end of its first sample only. */
  private stretches(starts: readonly Fragment[], extent: 'whole' | 'first sample'): Segment[] {
    const end = this.state?.end ?? 0;
    const lastEnd = this.fragments.at(-1)?.end ?? 0;
    return starts.map((fragment, index) => {
      const next = starts[index + 1];
      const bytesEnd = extent === 'whole' ? (next?.offset ?? lastEnd) : fragment.firstEnd;
      return {
        offset: fragment.offset,
        bytes: bytesEnd - fragment.offset,
        durationSeconds: (next?.start ?? end) - fragment.start,
      };
    });
  }
}

function frameRateOf({ frames, first, last, end }: TrackState): number {
  return last > first ? (frames - 1) / (last - first) : 1 / Math.max(0.001, end - first);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.byteLength === 0) return b.slice();
  const out = new Uint8Array(a.byteLength + b.byteLength);
  out.set(a);
  out.set(b, a.byteLength);
  return out;
}

function configurationOf(track: Track): TrackState['configuration'] {
  // What ffmpeg wrote stays as it is: its level, too.
  if (track.codec === 'avc1') return { codec: toldCodec(track.sampleEntry), channels: undefined };
  if (track.codec === 'mp4a') return readAac(track.sampleEntry);
  throw new MovieInvalid(`codec ${track.codec} is not one that is served`);
}

/** RFC 6381 of an `avcC` that players get unchanged. */
function toldCodec(entry: DataView): string {
  const avcC = requiredChild(readAvc(entry).boxes, 'avcC');
  const digits = [1, 2, 3].map((at) => avcC.getUint8(at).toString(16).padStart(2, '0'));
  return `avc1.${digits.join('')}`;
}

type SampleDefaults = TrackState['defaults'];

function trackDefaults(mvex: DataView, track: number): SampleDefaults {
  const trex = boxesIn(mvex).find(({ type, payload }) => type === 'trex' && payload.getUint32(4) === track);
  if (trex === undefined) return { duration: 0, size: 0, flags: 0 };
  const { payload } = trex;
  return { duration: payload.getUint32(12), size: payload.getUint32(16), flags: payload.getUint32(20) };
}

function fragmentDefaults(tfhd: DataView, track: SampleDefaults): SampleDefaults {
  const flags = tfhd.getUint32(0);
  let at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
  const next = (flag: number, otherwise: number) => {
    if ((flags & flag) === 0) return otherwise;
    at += 4;
    return tfhd.getUint32(at - 4);
  };
  return { duration: next(8, track.duration), size: next(16, track.size), flags: next(32, track.flags) };
}

function shiftedDecodeTime(tfdt: DataView, delay: number): number {
  if (tfdt.getUint8(0) === 1) {
    const time = Number(tfdt.getBigUint64(4)) + delay;
    tfdt.setBigUint64(4, BigInt(time));
    return time;
  }
  const time = tfdt.getUint32(4) + delay;
  tfdt.setUint32(4, time);
  return time;
}

function* samplesOf(
  trun: DataView,
  defaults: SampleDefaults,
): Generator<SampleDefaults & { composition: number }> {
  const flags = trun.getUint32(0);
  const count = trun.getUint32(4);
  let at = 8 + (flags & 1 ? 4 : 0);
  const firstFlags = flags & 4 ? trun.getUint32(at) : undefined;
  if (flags & 4) at += 4;
  for (let index = 0; index < count; index++) {
    const next = () => {
      at += 4;
      return trun.getInt32(at - 4);
    };
    const duration = flags & 0x100 ? next() >>> 0 : defaults.duration;
    const size = flags & 0x200 ? next() >>> 0 : defaults.size;
    const own = flags & 0x400 ? next() >>> 0 : defaults.flags;
    const composition = flags & 0x800 ? next() : 0;
    yield { duration, size, flags: index === 0 ? (firstFlags ?? own) : own, composition };
  }
}

/** Takes empty edits out of an edit list in place; what becomes free is a `free` box. */
function dropEmptyEdits(trak: DataView): void {
  const edts = child(boxesIn(trak), 'edts');
  const elst = edts === undefined ? undefined : child(boxesIn(edts), 'elst');
  if (elst === undefined || edts === undefined) return;
  const size = elst.getUint8(0) === 1 ? 20 : 12;
  const count = elst.getUint32(4);
  const isEmpty = (index: number) =>
    size === 20 ? elst.getBigInt64(8 + index * size + 8) === -1n : elst.getInt32(8 + index * size + 4) === -1;
  let empty = 0;
  while (empty < count && isEmpty(empty)) empty++;
  if (empty === 0) return;
  const bytes = new Uint8Array(elst.buffer, elst.byteOffset, elst.byteLength);
  const freed = empty * size;
  bytes.copyWithin(8, 8 + freed);
  elst.setUint32(4, count - empty);
  const outer = new DataView(elst.buffer, elst.byteOffset - 8, elst.byteLength + 8);
  outer.setUint32(0, outer.byteLength - freed);
  outer.setUint32(outer.byteLength - freed, freed);
  outer.setUint32(outer.byteLength - freed + 4, 0x66726565);
}
