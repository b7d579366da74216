import { readInit, readSegment, type Run, type Track, unitsOf } from './movie.js';
import { type MediaPlaylist, parseMedia, type Range, type Segment, valueOf } from './playlist.js';

/** Gives the bytes behind an absolute URI, or throws. */
export type Read = (uri: string) => Promise<Uint8Array>;

/** What a rendition of picture, of sound or of both turned out to be. */
export interface Rendition {
  readonly uri: string;
  readonly tracks: readonly Track[];
  /** In seconds, as players show it. */
  readonly start: number;
  readonly end: number;
  /** How far its times may be off: a frame, of a picture 0.1 s at most. */
  readonly frame: number;
  /** Bits a second, RFC 8216 section 4.1. */
  readonly peak: number;
  readonly average: number;
  /** Of the picture, frames a second: on the average, and by the shortest frame. */
  readonly rates: readonly [average: number, most: number] | undefined;
  readonly hasIndependentSegments: boolean;
  /** Init segment and all segments, as one file. */
  readonly movie: Uint8Array;
}

/** Holes and overlaps above this are heard or seen, or stop a player. */
const SEAM_SECONDS = 0.001;
const ROUNDING_SECONDS = 0.000_05;
const LONGEST_FRAME_SECONDS = 0.1;

interface Extent {
  readonly start: number;
  readonly end: number;
  /** Of its samples, in seconds. */
  readonly durations: readonly number[];
}

/**
 * Checks a media playlist and every byte that it names. Each fault is told; what can't be read at all is told and
 * gives no rendition.
 */
export async function checkRendition(
  uri: string,
  read: Read,
  tell: (fault: string) => void,
): Promise<Rendition | undefined> {
  const playlist = parseMedia(new TextDecoder().decode(await read(uri)));
  checkTags(playlist, tell);
  const [map] = playlist.maps;
  if (map === undefined || playlist.maps.length !== 1) {
    tell(`${playlist.maps.length} EXT-X-MAP`);
    return undefined;
  }
  const files = await filesOf(uri, playlist, map, read);
  checkRanges(files, playlist, map, tell);
  const init = bytesOf(files, map);
  const tracks = readInit(init);
  for (const track of tracks) for (const fault of track.faults) tell(fault);
  if (tracks.length === 0) tell('the init segment has no tracks');
  const parts = playlist.segments.map((segment) => bytesOf(files, segment));
  const runs = parts.map((bytes, i) => runsOf(bytes, tracks, `segment ${i}`, tell));
  const frames = new Map(tracks.map((track) => [track.id, frameOf(track, runs)]));
  const frame = Math.max(...frames.values(), 0);
  const extents = tracks.map((track) => runs.map((run) => extentOf(track, run)));
  for (const [i, track] of tracks.entries()) checkTrack(track, extents[i] ?? [], runs, tell);
  const spans = playlist.segments.map((_, i) => spanOf(extents.map((ofTrack) => ofTrack[i])));
  checkTimes(playlist.segments, spans, frame, tell);
  for (const [i, ofTrack] of extents.entries())
    checkCover(`the ${tracks[i]?.kind}`, ofTrack, spans, frames.get(tracks[i]?.id ?? 0) ?? 0, tell);
  const first = spans[0]?.start ?? 0;
  // Players step over so much at the beginning, where a recording has its sound a little before its picture.
  if (Math.abs(first) > Math.max(frame + SEAM_SECONDS, 0.101)) tell(`it begins at ${first.toFixed(3)} s`);
  const bits = parts.map(({ length }) => length * 8);
  return {
    uri,
    tracks,
    start: first,
    end: spans.at(-1)?.end ?? 0,
    frame,
    ...ratesOf(playlist, bits),
    rates: frameRates(tracks, extents, runs),
    hasIndependentSegments: valueOf(playlist.tags, 'EXT-X-INDEPENDENT-SEGMENTS') !== undefined,
    movie: Buffer.concat([init, ...parts]),
  };
}

/** What holds for every media playlist of a recording, whatever is in it. */
export function checkTags({ tags, segments }: MediaPlaylist, tell: (fault: string) => void): void {
  const target = valueOf(tags, 'EXT-X-TARGETDURATION');
  if (target === undefined || !/^\d+$/.test(target)) tell(`EXT-X-TARGETDURATION is ${target}`);
  for (const [i, { seconds }] of segments.entries()) {
    if (!(seconds > 0)) tell(`segment ${i} has EXTINF ${seconds}`);
    if (Math.round(seconds) > Number(target))
      tell(`segment ${i} takes ${seconds} s, TARGETDURATION is ${target}`);
  }
  if (segments.length === 0) tell('it has no segments');
  if (tags.at(-1)?.name !== 'EXT-X-ENDLIST') tell('it does not end with EXT-X-ENDLIST');
  for (const name of ['EXT-X-DISCONTINUITY', 'EXT-X-GAP'])
    if (valueOf(tags, name) !== undefined) tell(`it has ${name}`);
  if (valueOf(tags, 'EXT-X-PLAYLIST-TYPE') !== 'VOD') tell('its EXT-X-PLAYLIST-TYPE is not VOD');
  for (const name of ['EXT-X-TARGETDURATION', 'EXT-X-VERSION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-ENDLIST'])
    if (tags.filter((tag) => tag.name === name).length > 1) tell(`it has ${name} more than once`);
}

export async function filesOf(
  uri: string,
  playlist: MediaPlaylist,
  map: Range,
  read: Read,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = new Set([map.uri, ...playlist.segments.map((segment) => segment.uri)]);
  const files = new Map<string, Uint8Array>();
  for (const name of names) files.set(name, await read(new URL(name, uri).href));
  return files;
}

/** @throws Error for a range beyond the end */
export function bytesOf(files: ReadonlyMap<string, Uint8Array>, { uri, bytes }: Range): Uint8Array {
  const file = files.get(uri) ?? new Uint8Array();
  if (bytes === undefined) return file;
  if (bytes.offset + bytes.length > file.length)
    throw new Error(
      `the range ${bytes.length}@${bytes.offset} is beyond the ${file.length} bytes of the file`,
    );
  return file.subarray(bytes.offset, bytes.offset + bytes.length);
}

/** Init segment and segments follow one another, up to the end of each file. */
function checkRanges(
  files: ReadonlyMap<string, Uint8Array>,
  playlist: MediaPlaylist,
  map: Range,
  tell: (fault: string) => void,
): void {
  for (const [name, { length }] of files) {
    let at = 0;
    for (const { uri, bytes } of [map, ...playlist.segments]) {
      if (uri !== name || bytes === undefined) continue;
      if (bytes.offset !== at) tell(`a byte range begins at ${bytes.offset}, where ${at} comes next`);
      at = bytes.offset + bytes.length;
    }
    if (at !== 0 && at !== length) tell(`the byte ranges end at ${at} of ${length}`);
  }
}

function runsOf(
  bytes: Uint8Array,
  tracks: readonly Track[],
  name: string,
  tell: (fault: string) => void,
): Run[] {
  try {
    return readSegment(bytes, tracks);
  } catch (error) {
    tell(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The usual duration of its samples. */
function frameOf(track: Track, runs: readonly (readonly Run[])[]): number {
  const durations = runs
    .flat()
    .filter((run) => run.track === track.id)
    .flatMap(({ samples }) => samples.map(({ duration }) => duration / track.timescale))
    .toSorted((a, b) => a - b);
  const usual = durations[Math.floor(durations.length / 2)] ?? 0;
  return track.kind === 'picture' ? Math.min(usual, LONGEST_FRAME_SECONDS) : usual;
}

function extentOf({ id, timescale }: Track, runs: readonly Run[]): Extent | undefined {
  const samples = runs.find((run) => run.track === id)?.samples ?? [];
  if (samples.length === 0) return undefined;
  let [start, end] = [Infinity, -Infinity];
  for (const { shown, duration } of samples) {
    start = Math.min(start, shown / timescale);
    end = Math.max(end, (shown + duration) / timescale);
  }
  return { start, end, durations: samples.map(({ duration }) => duration / timescale) };
}

function spanOf(extents: readonly (Extent | undefined)[]): { start: number; end: number } | undefined {
  const there = extents.filter((extent) => extent !== undefined);
  if (there.length === 0) return undefined;
  return {
    start: Math.min(...there.map(({ start }) => start)),
    end: Math.max(...there.map(({ end }) => end)),
  };
}

/** Seams, sample by sample, and of a picture the keyframe at each segment's beginning. */
function checkTrack(
  track: Track,
  extents: readonly (Extent | undefined)[],
  runs: readonly (readonly Run[])[],
  tell: (fault: string) => void,
): void {
  let before: Extent | undefined;
  let decodes: number | undefined;
  for (const [i, extent] of extents.entries()) {
    const samples = runs[i]?.find((run) => run.track === track.id)?.samples ?? [];
    const [first] = samples;
    if (extent === undefined || first === undefined) {
      tell(`segment ${i} has no ${track.kind}`);
      continue;
    }
    // With B-frames and lengths that vary, the last frame shown is not the last one by its bytes: one frame of room.
    const lengths = [...(before?.durations ?? []), ...extent.durations];
    const varies = Math.max(...lengths) - Math.min(...lengths) > SEAM_SECONDS;
    const room = SEAM_SECONDS + (varies && track.kind === 'picture' ? Math.max(...lengths) : 0);
    const hole = before === undefined ? 0 : extent.start - before.end;
    if (Math.abs(hole) > room)
      tell(
        `before segment ${i} the ${track.kind} has ${hole > 0 ? 'a hole' : 'an overlap'} of ${Math.abs(hole * 1000).toFixed(1)} ms`,
      );
    if (decodes !== undefined && first.decodes < decodes) tell(`the decode times of segment ${i} go back`);
    const last = samples.at(-1) ?? first;
    decodes = last.decodes + last.duration;
    before = extent;
    if (track.kind === 'picture') checkPicture(track, samples, i, tell);
  }
}

function checkPicture(track: Track, samples: Run['samples'], i: number, tell: (fault: string) => void): void {
  const [first] = samples;
  if (first === undefined) return;
  if (!first.isSync) tell(`segment ${i} does not begin with a sync sample`);
  if (samples.some(({ shown }) => shown < first.shown))
    tell(`segment ${i} shows a picture before its keyframe`);
  const isHevc = /^h[ev][cv]1/.test(track.codec);
  try {
    for (const [n, { data, isSync }] of samples.entries()) {
      if (track.lengthBytes === 0) break;
      const units = unitsOf(data, track.lengthBytes);
      const types = units.map((unit) => (isHevc ? ((unit[0] ?? 0) >> 1) & 63 : (unit[0] ?? 0) & 31));
      const isKey = types.some((type) => (isHevc ? type >= 16 && type <= 21 : type === 5));
      if (n === 0 && !isKey) tell(`segment ${i} does not begin with an IDR picture`);
      if (isSync && !isKey) tell(`sample ${n} of segment ${i} is called a keyframe and is none`);
      if (isHevc) continue;
      for (const [at, unit] of units.entries())
        if ((types[at] === 7 || types[at] === 8) && !track.parameterSets.some((set) => isSame(set, unit)))
          tell(`sample ${n} of segment ${i} brings another parameter set than the init segment`);
    }
  } catch (error) {
    tell(`segment ${i}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** But for zeros at the end. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return false;
  return true;
}

function checkTimes(
  segments: readonly Segment[],
  spans: readonly ({ start: number; end: number } | undefined)[],
  frame: number,
  tell: (fault: string) => void,
): void {
  let at = spans[0]?.start ?? 0;
  for (const [i, { seconds }] of segments.entries()) {
    const span = spans[i];
    if (span === undefined) {
      tell(`segment ${i} is empty`);
      continue;
    }
    const truth = span.end - span.start;
    if (Math.abs(seconds - truth) > frame + ROUNDING_SECONDS)
      tell(`segment ${i} takes ${truth.toFixed(3)} s, its EXTINF is ${seconds}`);
    at += seconds;
    if (Math.abs(at - span.end) > frame + ROUNDING_SECONDS * (i + 1))
      tell(`segment ${i} ends at ${span.end.toFixed(3)} s, by its EXTINF at ${at.toFixed(3)} s`);
  }
}

function checkCover(
  what: string,
  extents: readonly (Extent | undefined)[],
  spans: readonly ({ start: number; end: number } | undefined)[],
  frame: number,
  tell: (fault: string) => void,
): void {
  for (const [i, extent] of extents.entries()) {
    const span = spans[i];
    if (extent === undefined || span === undefined) continue;
    const [late, early] = [extent.start - span.start, span.end - extent.end];
    if (late > frame + SEAM_SECONDS) tell(`${what} of segment ${i} begins ${late.toFixed(3)} s late`);
    if (early > frame + SEAM_SECONDS) tell(`${what} of segment ${i} ends ${early.toFixed(3)} s early`);
  }
}

/**
 * The average, and the peak: the largest rate of segments in a row that take 0.5 to 1.5 times the target duration.
 */
export function ratesOf(
  { tags, segments }: MediaPlaylist,
  bits: readonly number[],
): { peak: number; average: number } {
  const target = Number(valueOf(tags, 'EXT-X-TARGETDURATION') ?? 0);
  const total = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  const average = bits.reduce((sum, count) => sum + count, 0) / Math.max(total, 0.001);
  let peak = average;
  for (let first = 0; first < segments.length; first++) {
    let [seconds, sum] = [0, 0];
    for (let i = first; i < segments.length; i++) {
      seconds += segments[i]?.seconds ?? 0;
      sum += bits[i] ?? 0;
      if (seconds > target * 1.5) break;
      if (seconds >= target * 0.5) peak = Math.max(peak, sum / seconds);
    }
  }
  return { peak, average };
}

function frameRates(
  tracks: readonly Track[],
  extents: readonly (readonly (Extent | undefined)[])[],
  runs: readonly (readonly Run[])[],
): readonly [number, number] | undefined {
  const index = tracks.findIndex(({ kind }) => kind === 'picture');
  const track = tracks[index];
  if (track === undefined) return undefined;
  const shown = runs
    .flat()
    .filter((run) => run.track === track.id)
    .flatMap(({ samples }) => samples.map((sample) => sample.shown / track.timescale))
    .toSorted((a, b) => a - b);
  const ofTrack = (extents[index] ?? []).filter((extent) => extent !== undefined);
  const seconds = (ofTrack.at(-1)?.end ?? 0) - (ofTrack[0]?.start ?? 0);
  const shortest = shown
    .slice(1)
    .reduce((least, time, i) => Math.min(least, time - (shown[i] ?? 0)), seconds);
  return [shown.length / Math.max(seconds, 0.001), 1 / Math.max(shortest, 0.001)];
}
