import { child } from './boxes.js';
import { readAac, readAvc } from './codecs.js';
import { MovieInvalid } from './mp4.errors.js';
import { PictureCheck } from './picture-check.js';
import { type Movie, type MovieSource, readBytes, type Track } from './movie.js';
import type { Samples } from './sample-table.js';
import { mediaTimeOf, secondsOf, type Timing, timingOf } from './timing.js';

/** A track with what was checked of it. */
export interface PackagedTrack {
  readonly track: Track;
  readonly samples: Samples;
  readonly timing: Timing;
  readonly codec: string;
  /** Of sound. */
  readonly channels: number | undefined;
}

/** A track that browsers play as it is, or why they do not. */
type TrackVerdict =
  | { readonly ok: true; readonly packaged: PackagedTrack }
  | { readonly ok: false; readonly reason: string };

export interface Packageable {
  /** Undefined where there is no such track. */
  readonly video: TrackVerdict | undefined;
  readonly audio: TrackVerdict | undefined;
  /** Why nothing can be made whole of it: samples lie beyond the end of the file. */
  readonly truncated: string | undefined;
}

/** The longest time between two keyframes: a segment is at least that long. */
const MAX_KEYFRAME_SECONDS = 12;
const MAX_SECONDS = 7 * 24 * 3600;
/**
 * When a track is whole, in seconds: how late it may begin, and how much before the other it may end, since players step
 * over so much, or wait for no more; and how long a sample of sound may be, which goes on from frame to frame: a longer
 * one is a pause that the index bridges, which players do not.
 */
export const WHOLE_TRACK = {
  latestStart: 0.1,
  lessAtEnd: { picture: 0.5, sound: 0.25 },
  soundSample: 0.25,
} as const;
/** How much an edit list may hide: codecs' priming and padding, but nothing that somebody cut away. */
const HIDDEN_VIDEO_SECONDS = 0.1;
const HIDDEN_AUDIO_SECONDS = 0.3;

class NotPackageable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

function require(condition: boolean, reason: string): void {
  if (!condition) throw new NotPackageable(reason);
}

/**
 * Which tracks of a movie can be cut into fragments as they are, byte for byte, and play in every browser: an H.264
 * picture (8 bit, 4:2:0, progressive, not turned, up to level 5.2) with keyframes at most 12 s apart, and AAC sound;
 * each with no edits but an offset at the start, and only where it lasts as long as the movie does: a player stands
 * still where a track of it has ended and another goes on.
 */
export function packageable(movie: Movie): Packageable {
  const none = { video: undefined, audio: undefined, truncated: undefined };
  if (movie.fragmented) return none;
  const videos = withSamples(movie, 'vide');
  const audios = withSamples(movie, 'soun');
  const all = [...videos, ...audios];
  if (all.some(({ samples }) => samples.fileEnd > movie.bytes))
    return { ...none, truncated: 'samples lie beyond the end of the file' };
  const end = Math.max(...all.map(({ track, samples }) => shownUntil(movie, track, samples)));
  const overlap = overlaps(movie, all);
  const verdict = (
    tracks: readonly TrackSamples[],
    check: (movie: Movie, found: TrackSamples) => PackagedTrack,
    lessAtEnd: number,
  ): TrackVerdict | undefined => {
    const [first] = tracks;
    if (first === undefined) return undefined;
    return verdictOf(() => {
      require(!overlap, 'samples overlap');
      require(tracks.length === 1, 'there is more than one such track');
      const packaged = check(movie, first);
      checkWhole(packaged, end - lessAtEnd);
      return packaged;
    });
  };
  return {
    video: verdict(videos, checkVideo, WHOLE_TRACK.lessAtEnd.picture),
    audio: verdict(audios, checkAudio, WHOLE_TRACK.lessAtEnd.sound),
    truncated: undefined,
  };
}

function verdictOf(check: () => PackagedTrack): TrackVerdict {
  try {
    return { ok: true, packaged: check() };
  } catch (error) {
    if (error instanceof NotPackageable) return { ok: false, reason: error.reason };
    if (error instanceof MovieInvalid || error instanceof RangeError)
      return { ok: false, reason: 'a codec configuration is damaged' };
    throw error;
  }
}

interface TrackSamples {
  readonly track: Track;
  readonly samples: Samples;
}

function withSamples(movie: Movie, handler: string): TrackSamples[] {
  return movie.tracks.flatMap((track) =>
    track.handler === handler && track.samples !== undefined && track.samples.count > 0
      ? [{ track, samples: track.samples }]
      : [],
  );
}

/** Samples that share bytes could make a small file grow without bound. */
function overlaps(movie: Movie, tracks: readonly TrackSamples[]): boolean {
  return tracks.reduce((sum, { samples }) => sum + samples.bytes, 0) > movie.bytes;
}

/** The end of what a track shows, in seconds of the movie; by its edits where these can't be followed. */
function shownUntil(movie: Movie, track: Track, samples: Samples): number {
  const timing = timingOf(movie, track);
  if (timing === undefined)
    return track.edits.reduce((sum, { duration }) => sum + duration, 0) / movie.timescale;
  const end = Math.min(samples.shown.until, timing.mediaEnd);
  return secondsOf({ track, timing }, end);
}

/** A track that begins late, or ends long before the others, or has a hole in it, is to be encoded: filled up. */
function checkWhole(packaged: PackagedTrack, leastEnd: number): void {
  const { from, until } = packaged.samples.shown;
  require(secondsOf(packaged, from) <= WHOLE_TRACK.latestStart, 'it begins late');
  require(secondsOf(packaged, until) >= leastEnd, 'it ends before the movie does');
}

function checkCommon(movie: Movie, track: Track, samples: Samples): Timing {
  require(track.sampleEntries === 1, 'the codec changes on the way');
  require(track.selfContained, 'the media lies in another file');
  const timing = timingOf(movie, track);
  if (timing === undefined) throw new NotPackageable('an edit list with cuts');
  const seconds = (samples.decodeEnd + timing.delay) / track.timescale;
  require(seconds > 0, 'no duration');
  require(seconds <= MAX_SECONDS, 'an implausible duration');
  return timing;
}

const PROFILES = new Set([66, 77, 100]);

function checkVideo(movie: Movie, { track, samples }: TrackSamples): PackagedTrack {
  require(track.codec === 'avc1', `picture codec ${track.codec}`);
  const timing = checkCommon(movie, track, samples);
  const avc = readAvc(track.sampleEntry);
  const { sps } = avc.record;
  require(PROFILES.has(sps.profile), `H.264 profile ${sps.profile}`);
  require(avc.level <= 52, `H.264 level ${avc.level}`);
  require(sps.chromaFormat === 1 && sps.bitDepth === 8, 'not 8 bit 4:2:0');
  require(!sps.interlaced, 'interlaced');
  require(track.rotation === 0, 'the picture is turned or transformed');
  require(child(avc.boxes, 'clap') === undefined, 'the picture is cropped');
  checkKeyframes(track, samples);
  const { from, until } = samples.shown;
  const hidden = HIDDEN_VIDEO_SECONDS * track.timescale;
  require(from >= timing.mediaTime, 'the edit list hides the first frames');
  require(until - timing.mediaEnd <= hidden, 'the edit list hides the last frames');
  return { track, samples, timing, codec: avc.codec, channels: undefined };
}

function checkKeyframes(track: Track, samples: Samples): void {
  require(samples.isSync(0), 'the first frame is not a keyframe');
  let last = mediaTimeOf(samples, 0);
  for (let index = 1; index <= samples.count; index++) {
    const atEnd = index === samples.count;
    if (!atEnd && !samples.isSync(index)) continue;
    const time = atEnd ? samples.decodeEnd : mediaTimeOf(samples, index);
    require(time - last <= MAX_KEYFRAME_SECONDS * track.timescale, 'keyframes too far apart');
    require(atEnd || time >= last, 'keyframes out of order');
    last = time;
  }
}

const AAC_OBJECT_TYPES = new Set([2, 5, 29]);

function checkAudio(movie: Movie, { track, samples }: TrackSamples): PackagedTrack {
  require(track.codec === 'mp4a', `sound codec ${track.codec}`);
  const timing = checkCommon(movie, track, samples);
  const aac = readAac(track.sampleEntry);
  require(aac.objectType !== undefined && AAC_OBJECT_TYPES.has(aac.objectType), `sound codec ${aac.codec}`);
  require(aac.channels >= 1 && aac.channels <= 6, `${aac.channels} sound channels`);
  require(aac.independent && aac.frameLength === 1024, 'sound of an unusual kind of AAC');
  require(aac.sampleRate > 0, 'an unusual sample rate');
  const { from, until } = samples.shown;
  const hidden = HIDDEN_AUDIO_SECONDS * track.timescale;
  require(timing.mediaTime - from <= hidden, 'the edit list hides the first sound');
  require(until - timing.mediaEnd <= hidden, 'the edit list hides the last sound');
  const most = WHOLE_TRACK.soundSample * track.timescale;
  for (let index = 0; index < samples.count; index++)
    require(samples.duration(index) <= most, 'the sound has a pause');
  return { track, samples, timing, codec: aac.codec, channels: aac.channels };
}

/** Spread over the movie: a change of what decoders have to know that lasts for a five hundredth of it is seen. */
const CHECKED_KEYFRAMES = 500;
const CHECKED_OTHERS = 200;
/** Of a sample that is read at once, and how often: a picture has its slices one after another. */
const READ_AT_ONCE = 4096;
const MOST_READS = 16;

/**
 * Whether the samples can be what the index and the sample entry say of them: NAL units that lie inside them,
 * keyframes that a decoder can start from (an IDR picture, H.264 section 7.4.1.2.4), and parameter sets that are those
 * of the entry from the beginning to the end. Some spread over the movie are looked at.
 *
 * @param most how many, where reading takes time
 */
export async function picturesHold(
  { samples, track }: PackagedTrack,
  source: MovieSource,
  options: { most?: number; signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  const { most = CHECKED_KEYFRAMES, signal } = options;
  const check = new PictureCheck(readAvc(track.sampleEntry).record);
  try {
    for (const [index, keyframe] of spread(samples, most)) {
      const [offset, bytes] = [samples.offset(index), samples.size(index)];
      check.begin(bytes);
      await lookAt(check, source, { offset, bytes }, signal);
      check.end(keyframe);
    }
    return true;
  } catch (error) {
    if (error instanceof MovieInvalid) return false;
    throw error;
  }
}

function spread(samples: Samples, most: number): Map<number, boolean> {
  const keyframes: number[] = [];
  for (let index = 0; index < samples.count; index++) if (samples.isSync(index)) keyframes.push(index);
  const looked = new Map<number, boolean>();
  const others = Math.min(CHECKED_OTHERS, most);
  for (let n = 0; n < others; n++) {
    const index = Math.floor((samples.count * n) / others);
    looked.set(index, samples.isSync(index));
  }
  for (let n = 0; n < most; n++) {
    const index = keyframes[Math.floor((keyframes.length * n) / most)];
    if (index !== undefined) looked.set(index, true);
  }
  const last = keyframes.at(-1);
  if (last !== undefined) looked.set(last, true);
  return new Map([...looked].sort(([a], [b]) => a - b));
}

async function lookAt(
  check: PictureCheck,
  source: MovieSource,
  { offset, bytes }: { offset: number; bytes: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  let at = 0;
  for (let reads = 0; at < bytes && reads < MOST_READS; reads++) {
    const some = await readBytes(source, offset + at, Math.min(READ_AT_ONCE, bytes - at), signal);
    check.take(some);
    at += some.byteLength;
    const { skippable } = check;
    check.skipped(skippable);
    at += skippable;
  }
}
