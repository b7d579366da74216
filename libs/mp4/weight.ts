import { type Box, boxesIn, child, fourcc, requiredChild, type View } from './boxes.js';
import { firstEntry } from './codecs.js';
import { MovieTooComplex, TooManySamples } from './mp4.errors.js';

/**
 * How much a track asks of whoever goes through it. What is stated is counted, and nothing is unfolded: the work is
 * that of reading the index once.
 */
interface TrackWeight {
  readonly id: number;
  readonly handler: string;
  readonly codec: string;
  readonly timescale: number;
  /** What a reader takes at a time: samples, or chunks where the samples are single values of uncoded sound. */
  packets: number;
  bytes: number;
  seconds: number;
}

/**
 * Half a thousand pictures a second are twice what the fastest camera of a phone or a sports camera stores (240), and
 * sound has 400 packets a second at most (Opus at 2.5 ms). Some are free, for clips of a moment.
 */
const PICTURES_A_SECOND = 500;
const OTHERS_A_SECOND = 1000;
const FREE_PACKETS = 1000;
/** A picture in which nothing changes takes H.264 some 20 bytes and MPEG-4 seven. Less is no picture. */
const LEAST_PICTURE_BYTES = 4;
/** 24 hours of 120 pictures and 94 packets of sound a second are 18.5 million. */
const MOST_PACKETS = 20_000_000;
/** Cutting programs write an edit for each cut; each may show all of the track once more. */
const MOST_EDITS = 1000;

/** Values of sound as they are, in QuickTime and ISO files: single samples are a few bytes, and 48,000 a second. */
const UNCODED = new Set('twos,sowt,raw ,NONE,in24,in32,fl32,fl64,lpcm,ipcm,fpcm,ulaw,alaw'.split(','));

/**
 * Refuses what no recording holds: far more pictures or packets than its length, or its bytes, can have.
 *
 * @throws TooManySamples
 */
export function refuseImplausible(tracks: readonly TrackWeight[]): void {
  let all = 0;
  for (const { handler, codec, packets, bytes, seconds } of tracks) {
    all += packets;
    if (packets <= FREE_PACKETS || (handler === 'soun' && UNCODED.has(codec))) continue;
    const rate = handler === 'vide' ? PICTURES_A_SECOND : OTHERS_A_SECOND;
    if (packets > FREE_PACKETS + seconds * rate) throw new TooManySamples('too many for its length');
    if (handler === 'vide' && bytes < packets * LEAST_PICTURE_BYTES)
      throw new TooManySamples('too many for its bytes');
  }
  if (all > MOST_PACKETS) throw new TooManySamples('too many in all');
}

/** The weights of the tracks in the payload of a `moov`; of a fragmented movie, without its fragments. */
export function weighIndex(moov: View): TrackWeight[] {
  const boxes = boxesIn(moov);
  const movieScale = timescaleOf(requiredChild(boxes, 'mvhd'));
  const traks = boxes.filter(({ type }) => type === 'trak');
  return traks.map(({ payload }) => weighTrack(boxesIn(payload), movieScale));
}

function weighTrack(trak: readonly Box[], movieScale: number): TrackWeight {
  const mdia = boxesIn(requiredChild(trak, 'mdia'));
  const stbl = boxesIn(requiredChild(boxesIn(requiredChild(mdia, 'minf')), 'stbl'));
  const handler = fourcc(requiredChild(mdia, 'hdlr'), 8);
  const { codec } = firstEntry(requiredChild(stbl, 'stsd'));
  const timescale = Math.max(1, timescaleOf(requiredChild(mdia, 'mdhd')));
  const tkhd = requiredChild(trak, 'tkhd');
  const id = tkhd.getUint32(tkhd.getUint8(0) === 1 ? 20 : 12);
  const { count, bytes, isConstant } = sizesOf(stbl);
  const times = child(stbl, 'stts');
  const { ticks, isSingle } = times === undefined ? { ticks: 0, isSingle: false } : timesOf(times, count);
  // As ffmpeg reads it, too: samples of one size that last one tick are taken by the chunk.
  const byChunk = handler === 'soun' && isConstant && isSingle;
  const packets = byChunk ? Math.min(count, chunksOf(stbl)) : count;
  const seconds = ticks / timescale;
  const again = shownAgain(child(trak, 'edts'), movieScale, seconds);
  const whole = { packets: packets * again, bytes: bytes * again, seconds: seconds * again };
  return { id, handler, codec, timescale, ...whole };
}

function timescaleOf(header: View): number {
  return header.getUint32(header.getUint8(0) === 1 ? 20 : 12);
}

function sizesOf(stbl: readonly Box[]): { count: number; bytes: number; isConstant: boolean } {
  const stsz = child(stbl, 'stsz');
  if (stsz === undefined) {
    const stz2 = child(stbl, 'stz2');
    if (stz2 === undefined) return { count: 0, bytes: 0, isConstant: false };
    const [bits, count] = [stz2.getUint8(7), stz2.getUint32(8)];
    // At the most: a field of four bits says 15.
    return { count, bytes: count * (2 ** bits - 1), isConstant: false };
  }
  const [same, stated] = [stsz.getUint32(4), stsz.getUint32(8)];
  if (same !== 0) return { count: stated, bytes: same * stated, isConstant: true };
  // A table that is shorter than it says is damaged, which its reader tells.
  const count = Math.min(stated, Math.floor((stsz.byteLength - 12) / 4));
  let bytes = 0;
  for (let index = 0; index < count; index++) bytes += stsz.getUint32(12 + index * 4);
  return { count, bytes, isConstant: false };
}

function timesOf(stts: View, samples: number): { ticks: number; isSingle: boolean } {
  const entries = Math.min(stts.getUint32(4), Math.floor((stts.byteLength - 8) / 8));
  let ticks = 0;
  let left = samples;
  for (let entry = 0; entry < entries && left > 0; entry++) {
    const run = Math.min(left, stts.getUint32(8 + entry * 8));
    ticks += run * stts.getUint32(12 + entry * 8);
    left -= run;
  }
  return { ticks, isSingle: entries === 1 && stts.getUint32(12) === 1 };
}

function chunksOf(stbl: readonly Box[]): number {
  const chunks = child(stbl, 'stco') ?? child(stbl, 'co64');
  return chunks === undefined ? 0 : chunks.getUint32(4);
}

/** How often an edit list shows the track, once at least. */
function shownAgain(edts: View | undefined, movieScale: number, seconds: number): number {
  const elst = edts === undefined ? undefined : child(boxesIn(edts), 'elst');
  if (elst === undefined) return 1;
  const count = elst.getUint32(4);
  if (count > MOST_EDITS) throw new MovieTooComplex('too many edits');
  const isLarge = elst.getUint8(0) === 1;
  let shown = 0;
  for (let index = 0; index < count; index++) {
    const at = 8 + index * (isLarge ? 20 : 12);
    const isEmpty = isLarge ? elst.getBigInt64(at + 8) === -1n : elst.getInt32(at + 4) === -1;
    if (!isEmpty) shown += isLarge ? Number(elst.getBigUint64(at)) : elst.getUint32(at);
  }
  return seconds <= 0 ? 1 : Math.max(1, Math.min(count, shown / Math.max(1, movieScale) / seconds));
}

interface Defaults {
  readonly duration: number;
  readonly size: number;
}

/** What each track's samples are unless a fragment says otherwise. */
export function fragmentDefaultsOf(moov: View): Map<number, Defaults> {
  const mvex = child(boxesIn(moov), 'mvex');
  const trex = mvex === undefined ? [] : boxesIn(mvex).filter(({ type }) => type === 'trex');
  return new Map(
    trex.map(({ payload }) => [
      payload.getUint32(4),
      { duration: payload.getUint32(12), size: payload.getUint32(16) },
    ]),
  );
}

/** Adds the payload of a `moof` to the weights of its tracks. */
export function addFragment(
  moof: View,
  tracks: readonly TrackWeight[],
  defaults: ReadonlyMap<number, Defaults>,
): void {
  for (const traf of boxesIn(moof)) {
    if (traf.type !== 'traf') continue;
    const boxes = boxesIn(traf.payload);
    const tfhd = requiredChild(boxes, 'tfhd');
    const track = tracks.find(({ id }) => id === tfhd.getUint32(4));
    if (track === undefined) continue;
    const own = ownDefaults(tfhd, defaults.get(track.id) ?? { duration: 0, size: 0 });
    for (const { type, payload } of boxes) if (type === 'trun') addRun(payload, track, own);
  }
}

function ownDefaults(tfhd: View, { duration, size }: Defaults): Defaults {
  const flags = tfhd.getUint32(0);
  let at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
  const ownDuration = flags & 8 ? tfhd.getUint32(at) : duration;
  at += flags & 8 ? 4 : 0;
  return { duration: ownDuration, size: flags & 16 ? tfhd.getUint32(at) : size };
}

function addRun(trun: View, track: TrackWeight, { duration, size }: Defaults): void {
  const flags = trun.getUint32(0);
  const count = trun.getUint32(4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  const start = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  const sum = (flag: number, field: number, same: number) => {
    if ((flags & flag) === 0) return count * same;
    let all = 0;
    for (let index = 0; index < count; index++) all += trun.getUint32(start + (index * fields + field) * 4);
    return all;
  };
  track.packets += count;
  track.seconds += sum(0x100, 0, duration) / track.timescale;
  track.bytes += sum(0x200, flags & 0x100 ? 1 : 0, size);
}
