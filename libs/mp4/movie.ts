import {
  type Box,
  boxesIn,
  boxHeader,
  bytesOf,
  child,
  fourcc,
  part,
  requiredChild,
  type View,
  viewOf,
} from './boxes.js';
import { firstEntry } from './codecs.js';
import type { FileView } from './file-view.js';
import { MovieEncrypted, MovieInvalid, MovieTooComplex, MovieTruncated } from './mp4.errors.js';
import { readSamples, type Samples } from './sample-table.js';
import { addFragment, fragmentDefaultsOf, refuseImplausible, weighIndex } from './weight.js';

/** Bytes that can be read anywhere: an open object of storage is one. */
export interface MovieSource {
  readonly bytes: number;
  /** The bytes from `start` to `end`, both inclusive; each chunk is valid until the next is asked for. */
  read(
    range: { readonly start: number; readonly end: number },
    options?: { signal?: AbortSignal | undefined },
  ): AsyncIterable<Uint8Array>;
  /** The same bytes to be looked at here and there without being held; for what is large. */
  view?(range: { readonly start: number; readonly end: number }): Promise<FileView>;
}

export interface MovieLimits {
  /** The largest index (`moov`) that is read into memory. */
  readonly indexBytes: number;
  /** The most samples of all tracks together: 8 million are 24 hours at 50 frames a second with sound. */
  readonly samples: number;
  readonly tracks: number;
}

const defaultMovieLimits: MovieLimits = { indexBytes: 256 * 2 ** 20, samples: 8_000_000, tracks: 64 };

/** An entry of an edit list; `mediaTime` is in the track's timescale, -1 for an empty edit. */
interface Edit {
  /** In the movie's timescale; 0 in a fragmented movie means all there is. */
  readonly duration: number;
  readonly mediaTime: number;
  readonly rate: number;
}

export interface Track {
  readonly id: number;
  /** `vide`, `soun`, or what else the handler says. */
  readonly handler: string;
  readonly codec: string;
  readonly sampleEntries: number;
  /** The first sample entry's payload, behind its size and type. */
  readonly sampleEntry: DataView;
  readonly timescale: number;
  readonly language: number;
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise that the picture is to be turned by; undefined for any other transform. */
  readonly rotation: 0 | 90 | 180 | 270 | undefined;
  readonly edits: readonly Edit[];
  /** Whether the media lies in this file, and not in another that it names. */
  readonly selfContained: boolean;
  /** Of picture and sound tracks only. */
  readonly samples: Samples | undefined;
}

export interface Movie {
  /** Bytes of the file that the movie was read from. */
  readonly bytes: number;
  readonly timescale: number;
  /** Whether the samples lie in fragments, which the index does not list. */
  readonly fragmented: boolean;
  readonly tracks: readonly Track[];
}

/**
 * Reads the index of an MP4 or QuickTime file. Reads little besides `moov`, wherever that lies, and
 * believes no number in it unseen. Whether the samples lie inside the file is not checked here: see
 * `packageable`.
 *
 * @throws MovieInvalid when the bytes are no such file or contradict themselves
 * @throws MovieTruncated when the file ends before its index
 * @throws MovieTooComplex past the limits
 * @throws TooManySamples for what no recording holds
 * @throws MovieEncrypted when picture or sound is
 */
export async function readMovie(
  source: MovieSource,
  options: { limits?: Partial<MovieLimits> | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Movie> {
  const limits = { ...defaultMovieLimits, ...options.limits };
  const { moov } = await findMoov(source, limits, options.signal);
  insideBoxes(() => refuseImplausible(weighIndex(moov)));
  return parseMoov(moov, source.bytes, limits);
}

/** Top-level boxes: two for each fragment, so a day in fragments of a fifth of a second. */
const MAX_FRAGMENT_BOXES = 1_000_000;
const MAX_FRAGMENT_INDEX_BYTES = 32 * 2 ** 20;

/**
 * Goes through the fragments of a fragmented movie, to its end or to where it is cut off, and refuses one that no
 * recording is. Reads the head of each box: for files on this machine.
 *
 * @throws TooManySamples, and as readMovie
 */
export async function weighFragments(
  source: MovieSource,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const { signal } = options;
  const { moov, end: moovEnd } = await findMoov(source, defaultMovieLimits, signal);
  const tracks = insideBoxes(() => weighIndex(moov));
  const defaults = insideBoxes(() => fragmentDefaultsOf(moov));
  let offset = moovEnd;
  for (let seen = 0; offset + 8 <= source.bytes; seen++) {
    if (seen >= MAX_FRAGMENT_BOXES) throw new MovieTooComplex('too many fragments');
    const head = await readBytes(source, offset, Math.min(16, source.bytes - offset), signal);
    const { type, header, size } = checkedHeader(viewOf(head));
    const end = size === 0 ? source.bytes : offset + size;
    if (type === 'moof' && end <= source.bytes) {
      if (size > MAX_FRAGMENT_INDEX_BYTES) throw new MovieTooComplex('a fragment is too large');
      const moof = await readBytes(source, offset + header, end - offset - header, signal);
      insideBoxes(() => addFragment(viewOf(moof), tracks, defaults));
    }
    offset = end;
  }
  refuseImplausible(tracks);
}

function insideBoxes<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new MovieInvalid('a field lies outside its box', { cause: error });
    throw error;
  }
}

const MAX_TOP_LEVEL_BOXES = 1000;
const FIRST_BOXES = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp', 'uuid']);

async function findMoov(
  source: MovieSource,
  limits: MovieLimits,
  signal: AbortSignal | undefined,
): Promise<{ moov: View; end: number }> {
  let offset = 0;
  for (let seen = 0; offset + 8 <= source.bytes; seen++) {
    if (seen >= MAX_TOP_LEVEL_BOXES) throw new MovieTooComplex('too many boxes before the index');
    const head = await readBytes(source, offset, Math.min(16, source.bytes - offset), signal);
    const { type, header, size } = checkedHeader(viewOf(head));
    if (seen === 0 && !FIRST_BOXES.has(type)) throw new MovieInvalid('no box of a movie at the start');
    const end = size === 0 ? source.bytes : offset + size;
    if (end > source.bytes) throw new MovieTruncated(`${type} reaches beyond the end of the file`);
    if (type === 'moov') {
      if (end - offset > limits.indexBytes) throw new MovieTooComplex('the index is too large');
      return { moov: await viewAt(source, offset + header, end - offset - header, signal), end };
    }
    if (type === 'moof') throw new MovieInvalid('fragments come before the index');
    offset = end;
  }
  throw new MovieTruncated('there is no index');
}

/** What is read whole: the index of an hour and a half. It is gone through faster than a file is. */
const HELD_BYTES = 4 * 2 ** 20;

async function viewAt(
  source: MovieSource,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<View> {
  if (source.view !== undefined && length > HELD_BYTES)
    return source.view({ start: offset, end: offset + length - 1 });
  return viewOf(await readBytes(source, offset, length, signal));
}

function checkedHeader(view: View): ReturnType<typeof boxHeader> {
  try {
    return boxHeader(view);
  } catch (error) {
    if (error instanceof RangeError) throw new MovieTruncated('a box header is cut off');
    throw error;
  }
}

/** `length` bytes from `offset`, as one array of its own. */
export async function readBytes(
  source: MovieSource,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  if (length === 0) return out;
  let filled = 0;
  const range = { start: offset, end: offset + length - 1 };
  for await (const chunk of source.read(range, { signal })) {
    out.set(chunk, filled);
    filled += chunk.byteLength;
  }
  if (filled !== length) throw new MovieTruncated('the file is shorter than it was');
  return out;
}

/** Parses the payload of a `moov` box. @throws as readMovie */
export function parseMoov(moov: View, fileBytes: number, limits = defaultMovieLimits): Movie {
  return insideBoxes(() => {
    const boxes = boxesIn(moov);
    const timescale = readMvhd(requiredChild(boxes, 'mvhd'));
    const traks = boxes.filter((box) => box.type === 'trak');
    if (traks.length > limits.tracks) throw new MovieTooComplex('too many tracks');
    const fragmented = child(boxes, 'mvex') !== undefined;
    let room = limits.samples;
    const tracks = traks.map((trak) => {
      const track = parseTrak(trak.payload, room, fragmented);
      room -= track.samples?.count ?? 0;
      return track;
    });
    return { bytes: fileBytes, timescale, fragmented, tracks };
  });
}

function readMvhd(mvhd: View): number {
  const timescale = mvhd.getUint32(mvhd.getUint8(0) === 1 ? 20 : 12);
  if (timescale === 0) throw new MovieInvalid('the movie has no timescale');
  return timescale;
}

/**
 * Sample entries that stand for an encrypted one (ISO/IEC 14496-12 section 8.12), and those of shops for music and
 * films.
 */
const ENCRYPTED = new Set(['encv', 'enca', 'drms', 'drmi']);

function parseTrak(trak: View, maxSamples: number, fragmented: boolean): Track {
  const boxes = boxesIn(trak);
  const mdia = boxesIn(requiredChild(boxes, 'mdia'));
  const minf = boxesIn(requiredChild(mdia, 'minf'));
  const stbl = boxesIn(requiredChild(minf, 'stbl'));
  const handler = fourcc(requiredChild(mdia, 'hdlr'), 8);
  const { entries, codec, entry } = firstEntry(requiredChild(stbl, 'stsd'));
  const isMedia = handler === 'vide' || handler === 'soun';
  if (isMedia && ENCRYPTED.has(codec)) throw new MovieEncrypted();
  return {
    ...parseTkhd(requiredChild(boxes, 'tkhd')),
    ...parseMdhd(requiredChild(mdia, 'mdhd')),
    handler,
    codec,
    sampleEntries: entries,
    // A copy: the entry alone would hold all of the index in memory.
    sampleEntry: viewOf(bytesOf(entry).slice()),
    edits: parseEdits(child(boxes, 'edts')),
    selfContained: isSelfContained(child(minf, 'dinf')),
    samples: isMedia && !fragmented ? readSamples(stbl, maxSamples) : undefined,
  };
}

function parseTkhd(tkhd: View): Pick<Track, 'id' | 'width' | 'height' | 'rotation'> {
  const large = tkhd.getUint8(0) === 1;
  const tail = large ? 52 : 40;
  const at = (index: number) => tkhd.getInt32(tail + index * 4) / 65536;
  const matrix = [at(0), at(1), at(3), at(4)].join(' ');
  const rotations: Record<string, Track['rotation']> = {
    '1 0 0 1': 0,
    '0 1 -1 0': 90,
    '-1 0 0 -1': 180,
    '0 -1 1 0': 270,
  };
  return {
    id: tkhd.getUint32(large ? 20 : 12),
    width: tkhd.getUint32(tail + 36) / 65536,
    height: tkhd.getUint32(tail + 40) / 65536,
    rotation: rotations[matrix],
  };
}

function parseMdhd(mdhd: View): Pick<Track, 'timescale' | 'language'> {
  const large = mdhd.getUint8(0) === 1;
  const timescale = mdhd.getUint32(large ? 20 : 12);
  if (timescale === 0) throw new MovieInvalid('a track has no timescale');
  return { timescale, language: mdhd.getUint16(large ? 32 : 20) };
}

const MAX_EDITS = 10_000;

function parseEdits(edts: View | undefined): Edit[] {
  const elst = edts === undefined ? undefined : child(boxesIn(edts), 'elst');
  if (elst === undefined) return [];
  const large = elst.getUint8(0) === 1;
  const count = elst.getUint32(4);
  if (count > MAX_EDITS) throw new MovieTooComplex('too many edits');
  const size = large ? 20 : 12;
  return Array.from({ length: count }, (_, index) => {
    const entry = part(elst, 8 + index * size, size);
    return {
      duration: large ? Number(entry.getBigUint64(0)) : entry.getUint32(0),
      mediaTime: large ? Number(entry.getBigInt64(8)) : entry.getInt32(4),
      rate: entry.getInt32(size - 4) / 65536,
    };
  });
}

/** ISO/IEC 14496-12 section 8.7.2: flag 1 says that the media is in the same file. */
function isSelfContained(dinf: View | undefined): boolean {
  const dref = dinf === undefined ? undefined : child(boxesIn(dinf), 'dref');
  if (dref === undefined) return false;
  const references: Box[] = boxesIn(dref, 8);
  return references.length === 1 && references.every(({ payload }) => (payload.getUint32(0) & 1) === 1);
}
