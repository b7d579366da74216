import { ascii, box, u16, u32, viewOf } from '../boxes.js';
import type { Movie, Track } from '../movie.js';

/** Parameter sets of x264: constrained baseline, 320x180, 25 pictures a second. */
export const SPS = Buffer.from('6742c00cda05067e7c0440000003004000000c83c50aa8', 'hex');
export const PPS = Buffer.from('68ce0fc8', 'hex');

/** An SPS that differs from `SPS` in its size: 640x360. */
export const LARGER_SPS = Buffer.from('6742c01eda0280bfe5c044000003000400000300c83c58ba80', 'hex');

export function avcC(sps: readonly Uint8Array[], pps: readonly Uint8Array[], lengthBytes = 4): Uint8Array {
  const lead = sps[0] ?? new Uint8Array(4);
  const sets = (all: readonly Uint8Array[]) => all.flatMap((set) => [u16(set.byteLength), set]);
  return Buffer.concat([
    Uint8Array.of(1, lead[1] ?? 0, lead[2] ?? 0, lead[3] ?? 0, 0xfc | (lengthBytes - 1), 0xe0 | sps.length),
    ...sets(sps),
    Uint8Array.of(pps.length),
    ...sets(pps),
  ]);
}

/** The payload of an `avc1` sample entry. */
export function avc1(...boxes: readonly Uint8Array[]): DataView {
  const fields = [u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(320, 180), u32(0x480000, 0x480000, 0), u16(1)];
  return viewOf(Buffer.concat([...fields, ascii('NAME OF A PATIENT'.padEnd(32)), u16(24, 0xffff), ...boxes]));
}

/** The payload of an `mp4a` sample entry with an AudioSpecificConfig. */
export function mp4a(specific: Uint8Array, channels = 2): DataView {
  const decoder = Buffer.concat([
    Uint8Array.of(0x40, 0x15, 0, 0, 0),
    u32(0, 0),
    Uint8Array.of(5, specific.length),
    specific,
  ]);
  const stream = Buffer.concat([
    u16(1),
    Uint8Array.of(0, 4, decoder.length),
    decoder,
    Uint8Array.of(6, 1, 2),
  ]);
  const esds = box('esds', u32(0), Uint8Array.of(3, stream.length), stream);
  return viewOf(
    Buffer.concat([u32(0), u16(0, 1), u32(0, 0), u16(channels, 16, 0, 0, 44100, 0), box('free'), esds]),
  );
}

/** A movie of such a picture and sound, without samples. */
export function movieOf(entries: { picture?: DataView; sound?: DataView }): Movie {
  const { picture, sound } = entries;
  const tracks = [
    ...(picture === undefined ? [] : [trackOf('vide', picture)]),
    ...(sound === undefined ? [] : [trackOf('soun', sound)]),
  ];
  return { bytes: 0, timescale: 1000, fragmented: false, tracks };
}

function trackOf(handler: string, sampleEntry: DataView): Track {
  return {
    id: 1,
    handler,
    codec: handler === 'vide' ? 'avc1' : 'mp4a',
    sampleEntries: 1,
    sampleEntry,
    timescale: 1000,
    language: 0,
    width: 320,
    height: 180,
    rotation: 0,
    edits: [],
    selfContained: true,
    samples: undefined,
  };
}
