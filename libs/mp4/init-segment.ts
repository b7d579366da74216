import { ascii, box, bytesOf, fullBox, part, u16, u32, u64 } from './boxes.js';
import { readAac, readAvc } from './codecs.js';
import type { Movie } from './movie.js';
import type { PackagedTrack } from './packageable.js';

const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/**
 * The init segment of a fragmented MP4: codecs, sizes and offsets of the given tracks, and nothing else of
 * the source. Names, places, dates and unknown boxes stay behind.
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
  const size = isVideo ? u32(track.width * 65536, track.height * 65536) : u32(0, 0);
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

/** Pixel shape and colours are carried over as they are. */
const VISUAL_BOXES = new Set(['avcC', 'pasp', 'colr']);

function visualEntry(entry: DataView): Uint8Array {
  const fields = bytesOf(part(entry, 0, 78)).slice();
  // The compressor's name is free text.
  fields.fill(0, 42, 74);
  const kept = readAvc(entry).boxes.filter(({ type }) => VISUAL_BOXES.has(type));
  return box('avc1', fields, ...kept.map(({ type, payload }) => box(type, bytesOf(payload))));
}

/** Always version 0: QuickTime's versions 1 and 2 are not known to every browser. */
function audioEntry(entry: DataView): Uint8Array {
  const { channels, sampleRate, esds } = readAac(entry);
  const rate = sampleRate <= 0xffff ? sampleRate : 0;
  const fields = [u32(0), u16(0, 1), u32(0, 0), u16(channels, 16, 0, 0, rate, 0)];
  return box('mp4a', ...fields, box('esds', bytesOf(esds)));
}

/** The picture's size in coded pixels, from a sample entry. */
export function codedSize(entry: DataView): { width: number; height: number } {
  return { width: entry.getUint16(24), height: entry.getUint16(26) };
}
