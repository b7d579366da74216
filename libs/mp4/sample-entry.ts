import { esdsOf } from './aac-configuration.js';
import { avcRecord } from './avc-configuration.js';
import { ascii, type Box, box, child, fourcc, u16, u32 } from './boxes.js';
import { readAac, readAvc } from './codecs.js';

/** 72 pixels an inch, as everybody writes. */
const RESOLUTION = 0x480000;

/**
 * An `avc1` sample entry for the stream that `entry` is of. All of it is written from what was read: boxes that are
 * damaged, or that browsers know nothing of, are not there.
 */
export function visualEntry(entry: DataView): Uint8Array {
  const { record, boxes } = readAvc(entry);
  const { width, height } = record.sps;
  return box(
    'avc1',
    u32(0),
    u16(0, 1),
    u32(0, 0, 0, 0),
    u16(width, height),
    u32(RESOLUTION, RESOLUTION, 0),
    u16(1),
    // The compressor's name is free text.
    new Uint8Array(32),
    u16(0x18, 0xffff),
    box('avcC', avcRecord(record)),
    ...pixelShape(boxes),
    ...colours(boxes),
  );
}

/** How much wider or higher than it is a pixel may be said to be. */
const MOST_STRETCH = 8;

/** The shape of the pixels, `h` to `v`; 1 to 1 where none is said that a picture can have. */
function pixelAspect(boxes: readonly Box[]): { h: number; v: number } {
  const pasp = child(boxes, 'pasp');
  if (pasp === undefined || pasp.byteLength < 8) return { h: 1, v: 1 };
  const [h, v] = [pasp.getUint32(0), pasp.getUint32(4)];
  return h > 0 && v > 0 && h <= v * MOST_STRETCH && v <= h * MOST_STRETCH ? { h, v } : { h: 1, v: 1 };
}

function pixelShape(boxes: readonly Box[]): Uint8Array[] {
  const { h, v } = pixelAspect(boxes);
  return h === v ? [] : [box('pasp', u32(h, v))];
}

/** Last values of ITU-T H.273 that a player may know. */
const MOST_PRIMARIES = 22;
const MOST_TRANSFER = 18;
const MOST_MATRIX = 14;

/**
 * Colours as numbers (`nclx`, and QuickTime's `nclc`, which says nothing of the range and is written as `nclx`). ICC
 * profiles are programs that nobody here has read.
 */
function colours(boxes: readonly Box[]): Uint8Array[] {
  for (const { type, payload } of boxes) {
    if (type !== 'colr' || payload.byteLength < 10) continue;
    const kind = fourcc(payload, 0);
    const isPlain = kind === 'nclx' && payload.byteLength >= 11;
    if (!isPlain && kind !== 'nclc') continue;
    const [primaries, transfer, matrix] = [payload.getUint16(4), payload.getUint16(6), payload.getUint16(8)];
    const isKnown = primaries > 0 && transfer > 0 && primaries <= MOST_PRIMARIES && transfer <= MOST_TRANSFER;
    if (!isKnown || matrix > MOST_MATRIX) continue;
    const range = isPlain ? payload.getUint8(10) & 0x80 : 0;
    return [box('colr', ascii('nclx'), u16(primaries, transfer, matrix), Uint8Array.of(range))];
  }
  return [];
}

/** An `mp4a` sample entry, always of version 0: QuickTime's versions 1 and 2 are not known to every browser. */
export function audioEntry(entry: DataView): Uint8Array {
  const aac = readAac(entry);
  const rate = aac.sampleRate <= 0xffff ? aac.sampleRate : 0;
  const fields = [u32(0), u16(0, 1), u32(0, 0), u16(aac.channels, 16, 0, 0, rate, 0)];
  return box('mp4a', ...fields, box('esds', esdsOf(aac)));
}

/** The size that a picture is shown at: as its track says, where that is one that it can have. */
export function shownSize(
  entry: DataView,
  stated: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const { record, boxes } = readAvc(entry);
  const { width, height } = record.sps;
  const { h, v } = pixelAspect(boxes);
  const stretch = (stated.width * height) / (stated.height * width);
  const isPlausible =
    stated.width >= 1 && stated.height >= 1 && stretch <= MOST_STRETCH && stretch >= 1 / MOST_STRETCH;
  if (h === v && isPlausible) return { width: stated.width, height: stated.height };
  return { width: Math.min(0xffff, (width * h) / v), height };
}
