import { ascii, box, fullBox, u16, u32, u64 } from './boxes.js';
import { readAvc } from './codecs.js';
import type { Movie, Track } from './movie.js';
import type { PackagedTrack } from './packageable.js';
import { audioEntry, shownSize, visualEntry } from './sample-entry.js';

const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/**
 * The init segment of a fragmented MP4: codecs, sizes and offsets of the given tracks, and nothing else of
 * the source. Names, places, dates and unknown boxes stay behind, and no box is copied: what is written here has
 * been read, and is written anew.
 */
export function initSegment(movie: Movie, tracks: readonly PackagedTrack[]): Uint8Array {
  const ftyp = box('ftyp', ascii('iso6'), u32(0), ascii('iso6mp41'));
  const mvhd = fullBox(
    'mvhd',
    0,
    0,
    u32(0, 0, movie.timescale, 0, 0x10000),
    u16(0x100, 0),
    u32(0, 0),
    UNITY_MATRIX,
    u32(0, 0, 0, 0, 0, 0, tracks.length + 1),
  );
  const traks = tracks.map((packaged, index) => trak(packaged, index + 1));
  const trex = tracks.map((_, index) => fullBox('trex', 0, 0, u32(index + 1, 1, 0, 0, 0)));
  const moov = box('moov', mvhd, ...traks, box('mvex', ...trex));
  const out = new Uint8Array(ftyp.byteLength + moov.byteLength);
  out.set(ftyp);
  out.set(moov, ftyp.byteLength);
  return out;
}

function trak({ track, timing }: PackagedTrack, id: number): Uint8Array {
  const isVideo = track.handler === 'vide';
  const volume = isVideo ? 0 : 0x100;
  const shown = isVideo ? shownSize(track.sampleEntry, track) : { width: 0, height: 0 };
  const size = u32(shown.width * 65536, shown.height * 65536);
  const tkhd = fullBox('tkhd', 0, 3, u32(0, 0, id, 0, 0, 0, 0), u16(0, 0, volume, 0), UNITY_MATRIX, size);
  // A duration of 0 is "all there is": the fragments' end is the movie's.
  const elst = fullBox('elst', 1, 0, u32(1), u64(0), u64(timing.mediaTime), u16(1, 0));
  const edts = timing.mediaTime === 0 ? [] : [box('edts', elst)];
  return box('trak', tkhd, ...edts, mdia(track, isVideo));
}

function mdia(track: PackagedTrack['track'], isVideo: boolean): Uint8Array {
  const mdhd = fullBox('mdhd', 0, 0, u32(0, 0, track.timescale, 0), u16(track.language & 0x7fff, 0));
  const name = isVideo ? 'VideoHandler\0' : 'SoundHandler\0';
  const hdlr = fullBox('hdlr', 0, 0, u32(0), ascii(isVideo ? 'vide' : 'soun'), u32(0, 0, 0), ascii(name));
  const header = isVideo ? fullBox('vmhd', 0, 1, u32(0, 0)) : fullBox('smhd', 0, 0, u32(0));
  const dinf = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  const stsd = fullBox(
    'stsd',
    0,
    0,
    u32(1),
    isVideo ? visualEntry(track.sampleEntry) : audioEntry(track.sampleEntry),
  );
  const stbl = box(
    'stbl',
    stsd,
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0, 0)),
    fullBox('stco', 0, 0, u32(0)),
  );
  return box('mdia', mdhd, hdlr, box('minf', header, dinf, stbl));
}

/** The picture's size in coded pixels, from a sample entry. */
export function codedSize(entry: DataView): { width: number; height: number } {
  const { width, height } = readAvc(entry).record.sps;
  return { width, height };
}

/** The size that the init segment of a track says it is shown in, in whole pixels. */
export function displaySize(track: Track): { width: number; height: number } {
  const { width, height } = shownSize(track.sampleEntry, track);
  return { width: Math.round(width), height: Math.round(height) };
}
