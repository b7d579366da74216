import { type Box, boxesIn, boxHeader, child, part, requiredChild, viewOf } from './boxes.js';
import { readAac, readAvc } from './codecs.js';
import type { FragmentedFile, Segment } from './fragments.js';
import { codedSize } from './init-segment.js';
import { MovieInvalid, MovieTooComplex, MovieTruncated } from './mp4.errors.js';
import { type Movie, parseMoov, type Track } from './movie.js';
import { PassingPictures } from './picture-check.js';
import { timingOf } from './timing.js';

/** The largest `moov` or `moof` that is held in memory. */
const MAX_INDEX_BYTES = 32 * 2 ** 20;
const TARGET_SECONDS = 6;
/**
 * What goes by is looked at between two chunks, where others wait: one fragment is a few seconds, and a file of pictures
 * each of which is a fragment is 400,000 of them in four hours.
 */
const MAX_FRAGMENT_SAMPLES = 50_000;
const MAX_FRAGMENTS = 400_000;

interface TrackState {
  readonly track: Track;
  readonly codec: string;
  /** Moves an empty edit into the fragments' times, since players know one edit only. */
  readonly delay: number;
  readonly mediaTime: number;
  readonly defaults: Defaults;
  frames: number;
  /** End of what came so far, in presentation seconds. */
  end: number;
}

interface Defaults {
  readonly duration: number;
  readonly bytes: number;
  readonly flags: number;
}

interface Fragment {
  readonly offset: number;
  end: number;
  /** Presentation time of its first sample, and whether that is a keyframe; undefined without a picture. */
  readonly start: number;
  readonly keyframe: boolean | undefined;
}

/**
 * Watches a fragmented MP4 go by, as ffmpeg writes it to a pipe (`-movflags
 * frag_keyframe+delay_moov+default_base_moof`), and knows at its end where the segments lie. Only the index
 * boxes are held back, one at a time; media passes through uncopied.
 */
export class FragmentIndexer {
  private offset = 0;
  private initBytes = 0;
  private movie: Movie | undefined;
  private readonly tracks = new Map<number, TrackState>();
  private readonly fragments: Fragment[] = [];
  private pictures: PassingPictures | undefined;

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
      if (type === 'moof') this.takeMoof(part(view, header));
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
    if (this.movie !== undefined) throw new MovieInvalid('a second index');
    const movie = parseMoov(moov, 0);
    this.movie = movie;
    this.initBytes = this.offset + size;
    const boxes = boxesIn(moov);
    const defaults = trackDefaults(requiredChild(boxes, 'mvex'));
    for (const track of movie.tracks) {
      const timing = timingOf(movie, track) ?? { delay: 0, mediaTime: 0 };
      this.tracks.set(track.id, {
        track,
        codec: codecOf(track),
        delay: timing.delay,
        mediaTime: timing.mediaTime,
        defaults: defaults.get(track.id) ?? { duration: 0, bytes: 0, flags: 0 },
        frames: 0,
        end: 0,
      });
    }
    const picture = movie.tracks.find(({ handler }) => handler === 'vide');
    if (picture !== undefined) this.pictures = new PassingPictures(readAvc(picture.sampleEntry).record);
    for (const { type, payload } of boxes) if (type === 'trak') dropEmptyEdits(payload);
  }

  private takeMoof(moof: DataView): void {
    if (this.movie === undefined) throw new MovieInvalid('fragments come before the index');
    if (this.fragments.length >= MAX_FRAGMENTS) throw new MovieTooComplex('too many fragments');
    let samples = 0;
    let earliest = Infinity;
    let pictureStart: number | undefined;
    let keyframe: boolean | undefined;
    for (const { type, payload } of boxesIn(moof)) {
      if (type !== 'traf') continue;
      const boxes = boxesIn(payload);
      for (const run of boxes) if (run.type === 'trun') samples += run.payload.getUint32(4);
      if (samples > MAX_FRAGMENT_SAMPLES) throw new MovieTooComplex('a fragment has too many samples');
      const found = this.takeTraf(boxes);
      earliest = Math.min(earliest, found.start);
      if (found.keyframe === undefined) continue;
      keyframe = found.keyframe;
      pictureStart = found.start;
    }
    if (earliest === Infinity) earliest = this.fragments.at(-1)?.start ?? 0;
    // The picture leads; sound of the same fragment may begin a little before it.
    const start = this.fragments.length === 0 ? earliest : (pictureStart ?? earliest);
    this.fragments.push({ offset: this.offset, end: this.offset, start: Math.max(0, start), keyframe });
  }

  /** `keyframe` is undefined for other tracks than the picture. */
  private takeTraf(traf: readonly Box[]): { start: number; keyframe: boolean | undefined } {
    const tfhd = requiredChild(traf, 'tfhd');
    const state = this.tracks.get(tfhd.getUint32(4));
    if (state === undefined) throw new MovieInvalid('a fragment of an unknown track');
    const defaults = fragmentDefaults(tfhd, state.defaults);
    const base = shiftedDecodeTime(requiredChild(traf, 'tfdt'), state.delay);
    let time = base;
    let start = Infinity;
    let flags: number | undefined;
    let place = this.offset;
    for (const { type, payload } of traf) {
      if (type !== 'trun') continue;
      if ((payload.getUint32(0) & 1) !== 0) place = this.offset + payload.getInt32(8);
      for (const sample of samplesOf(payload, defaults)) {
        if (state.track.handler === 'vide') this.pictures?.expect(place, sample.bytes);
        place += sample.bytes;
        flags ??= sample.flags;
        start = Math.min(start, time + sample.composition);
        time += sample.duration;
        state.frames++;
      }
    }
    const { track, mediaTime } = state;
    state.end = Math.max(state.end, (time - mediaTime) / track.timescale);
    const isVideo = track.handler === 'vide';
    return {
      start: start === Infinity ? Infinity : (start - mediaTime) / track.timescale,
      keyframe: isVideo && flags !== undefined ? (flags & 0x10000) === 0 : undefined,
    };
  }

  /**
   * What went by, its fragments gathered to segments of about six seconds that begin with a keyframe each, or lie
   * before or behind all of the picture.
   *
   * @throws MovieInvalid when nothing did
   */
  file(): FragmentedFile {
    const states = [...this.tracks.values()];
    const first = this.fragments[0];
    if (first === undefined) throw new MovieInvalid('there are no fragments');
    const end = Math.max(...states.map((state) => state.end));
    const starts: Fragment[] = [first];
    const firstPicture = this.fragments.findIndex(({ keyframe }) => keyframe !== undefined);
    const lastPicture = this.fragments.findLastIndex(({ keyframe }) => keyframe !== undefined);
    for (const [index, fragment] of this.fragments.entries()) {
      const start = starts.at(-1)?.start ?? 0;
      // Between pictures, what has none belongs to the keyframe before it.
      const mayBegin = fragment.keyframe ?? (index < firstPicture || index > lastPicture);
      // Half a frame of slack: keyframes every two seconds are rarely there to the millisecond.
      if (mayBegin && fragment.start - start >= TARGET_SECONDS - 0.02) starts.push(fragment);
    }
    const fileEnd = this.fragments.at(-1)?.end ?? 0;
    const segments: Segment[] = starts.map((fragment, index) => {
      const next = starts[index + 1];
      const durationSeconds = (next?.start ?? end) - fragment.start;
      return { offset: fragment.offset, bytes: (next?.offset ?? fileEnd) - fragment.offset, durationSeconds };
    });
    const video = states.find(({ track }) => track.handler === 'vide');
    const size = video === undefined ? undefined : codedSize(video.track.sampleEntry);
    const ordered = states.toSorted((a, b) => Number(b === video) - Number(a === video));
    return {
      bytes: this.offset,
      init: { offset: 0, bytes: this.initBytes },
      segments,
      codecs: ordered.map(({ codec }) => codec).join(','),
      width: size?.width,
      height: size?.height,
      frameRate: video === undefined || video.end <= 0 ? undefined : video.frames / video.end,
      durationSeconds: end - first.start,
    };
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.byteLength === 0) return b.slice();
  const out = new Uint8Array(a.byteLength + b.byteLength);
  out.set(a);
  out.set(b, a.byteLength);
  return out;
}

function codecOf(track: Track): string {
  if (track.codec === 'avc1') return readAvc(track.sampleEntry).codec;
  if (track.codec === 'mp4a') return readAac(track.sampleEntry).codec;
  throw new MovieInvalid(`codec ${track.codec} is not one that is served`);
}

function trackDefaults(mvex: DataView): Map<number, Defaults> {
  const trex = boxesIn(mvex).filter(({ type }) => type === 'trex');
  return new Map(
    trex.map(({ payload }) => [
      payload.getUint32(4),
      { duration: payload.getUint32(12), bytes: payload.getUint32(16), flags: payload.getUint32(20) },
    ]),
  );
}

function fragmentDefaults(tfhd: DataView, track: Defaults): Defaults {
  const set = tfhd.getUint32(0);
  let at = 8 + (set & 1 ? 8 : 0) + (set & 2 ? 4 : 0);
  const next = (flag: number, otherwise: number) => {
    if ((set & flag) === 0) return otherwise;
    at += 4;
    return tfhd.getUint32(at - 4);
  };
  return { duration: next(8, track.duration), bytes: next(16, track.bytes), flags: next(32, track.flags) };
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

function* samplesOf(trun: DataView, defaults: Defaults): Generator<Defaults & { composition: number }> {
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
    const bytes = flags & 0x200 ? next() >>> 0 : defaults.bytes;
    const own = flags & 0x400 ? next() >>> 0 : defaults.flags;
    const composition = flags & 0x800 ? next() : 0;
    yield { duration, bytes, flags: index === 0 ? (firstFlags ?? own) : own, composition };
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
