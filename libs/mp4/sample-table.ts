import { type Box, child, requiredChild } from './boxes.js';
import { MovieInvalid, MovieTooComplex } from './mp4.errors.js';

/** Every sample of a track, in decode order, times in the track's own timescale. */
export interface Samples {
  readonly count: number;
  /** Decode times, and as one more entry the end of the last sample. */
  readonly decodeTimes: Float64Array;
  readonly sizes: Uint32Array;
  /** Where each sample lies in the file. */
  readonly offsets: Float64Array;
  /** Presentation minus decode time; undefined where every sample is shown as it is decoded. */
  readonly compositionOffsets: Int32Array | undefined;
  /** 1 for each sample that can be decoded alone; undefined where all can. */
  readonly sync: Uint8Array | undefined;
}

/**
 * Reads `stbl` (ISO/IEC 14496-12 section 8.5 to 8.7) into flat arrays. No count is believed before the box
 * has been seen to be long enough for it, and no more than `maxSamples` are ever allocated.
 *
 * @throws MovieInvalid when the tables contradict each other
 * @throws MovieTooComplex past `maxSamples`
 */
export function readSamples(stbl: readonly Box[], maxSamples: number): Samples {
  const sizes = readSizes(stbl, maxSamples);
  const count = sizes.length;
  return {
    count,
    sizes,
    decodeTimes: readDecodeTimes(requiredChild(stbl, 'stts'), count),
    offsets: readOffsets(stbl, sizes),
    compositionOffsets: readCompositionOffsets(child(stbl, 'ctts'), count),
    sync: readSync(child(stbl, 'stss'), count),
  };
}

/** The entry count of a table at `at`, checked against the room there is. */
function tableCount(table: DataView, at: number, entryBytes: number): number {
  const count = table.getUint32(at);
  if (at + 4 + count * entryBytes > table.byteLength)
    throw new MovieInvalid('a table is longer than its box');
  return count;
}

function readSizes(stbl: readonly Box[], maxSamples: number): Uint32Array {
  const stsz = child(stbl, 'stsz');
  const table = stsz ?? requiredChild(stbl, 'stz2');
  const count = table.getUint32(8);
  if (count > maxSamples) throw new MovieTooComplex('too many samples');
  const sizes = stsz === undefined ? readCompactSizes(table, count) : readPlainSizes(table, count);
  return sizes;
}

function readPlainSizes(table: DataView, count: number): Uint32Array {
  const same = table.getUint32(4);
  if (same !== 0) return new Uint32Array(count).fill(same);
  tableCount(table, 8, 4);
  const sizes = new Uint32Array(count);
  for (let i = 0; i < count; i++) sizes[i] = table.getUint32(12 + i * 4);
  return sizes;
}

function readCompactSizes(table: DataView, count: number): Uint32Array {
  const bits = table.getUint8(7);
  if (bits !== 4 && bits !== 8 && bits !== 16) throw new MovieInvalid('stz2 has an unknown field size');
  if (12 + Math.ceil((count * bits) / 8) > table.byteLength) throw new MovieInvalid('stz2 is too short');
  const sizes = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    if (bits === 16) sizes[i] = table.getUint16(12 + i * 2);
    else if (bits === 8) sizes[i] = table.getUint8(12 + i);
    else sizes[i] = (table.getUint8(12 + (i >> 1)) >> (i % 2 === 0 ? 4 : 0)) & 15;
  }
  return sizes;
}

function readDecodeTimes(stts: DataView, count: number): Float64Array {
  const times = new Float64Array(count + 1);
  const entries = tableCount(stts, 4, 8);
  let sample = 0;
  let time = 0;
  for (let entry = 0; entry < entries && sample < count; entry++) {
    const run = Math.min(stts.getUint32(8 + entry * 8), count - sample);
    const delta = stts.getUint32(12 + entry * 8);
    for (let i = 0; i < run; i++) {
      times[sample++] = time;
      time += delta;
    }
  }
  if (sample < count) throw new MovieInvalid('stts covers fewer samples than there are');
  times[count] = time;
  return times;
}

function readCompositionOffsets(ctts: DataView | undefined, count: number): Int32Array | undefined {
  if (ctts === undefined) return undefined;
  const offsets = new Int32Array(count);
  const entries = tableCount(ctts, 4, 8);
  let sample = 0;
  for (let entry = 0; entry < entries && sample < count; entry++) {
    const run = Math.min(ctts.getUint32(8 + entry * 8), count - sample);
    // Version 0 is unsigned on paper; writers put negative numbers there all the same, and none is past 2^31.
    offsets.fill(ctts.getInt32(12 + entry * 8), sample, sample + run);
    sample += run;
  }
  return offsets;
}

function readSync(stss: DataView | undefined, count: number): Uint8Array | undefined {
  if (stss === undefined) return undefined;
  const sync = new Uint8Array(count);
  const entries = tableCount(stss, 4, 4);
  for (let entry = 0; entry < entries; entry++) {
    const number = stss.getUint32(8 + entry * 4);
    if (number >= 1 && number <= count) sync[number - 1] = 1;
  }
  return sync;
}

function readOffsets(stbl: readonly Box[], sizes: Uint32Array): Float64Array {
  const offsets = new Float64Array(sizes.length);
  const stsc = requiredChild(stbl, 'stsc');
  const runs = tableCount(stsc, 4, 12);
  const co64 = child(stbl, 'co64');
  const chunkTable = co64 ?? requiredChild(stbl, 'stco');
  const chunks = tableCount(chunkTable, 4, co64 === undefined ? 4 : 8);
  let sample = 0;
  for (let run = 0; run < runs && sample < sizes.length; run++) {
    const first = stsc.getUint32(8 + run * 12);
    const next = run + 1 < runs ? stsc.getUint32(8 + (run + 1) * 12) : chunks + 1;
    const perChunk = stsc.getUint32(12 + run * 12);
    if (first < 1 || next < first || next > chunks + 1) throw new MovieInvalid('stsc is out of order');
    if (perChunk === 0) continue;
    for (let chunk = first; chunk < next && sample < sizes.length; chunk++) {
      let offset =
        co64 === undefined
          ? chunkTable.getUint32(8 + (chunk - 1) * 4)
          : Number(co64.getBigUint64(8 + (chunk - 1) * 8));
      for (let i = 0; i < perChunk && sample < sizes.length; i++) {
        offsets[sample] = offset;
        offset += sizes[sample++] ?? 0;
      }
    }
  }
  if (sample < sizes.length) throw new MovieInvalid('the chunks hold fewer samples than there are');
  return offsets;
}
