import { type Box, child, requiredChild, type View } from './boxes.js';
import { MovieInvalid, MovieTooComplex } from './mp4.errors.js';

/** The samples of a track, in decode order, times in the track's own timescale. */
export interface Samples {
  readonly count: number;
  /** Of all of them together. */
  readonly bytes: number;
  /** Where the one that lies last in the file ends. */
  readonly fileEnd: number;
  /** Decode time at the end of the last one. */
  readonly decodeEnd: number;
  /** In media time: the first moment that they show, when the last one is shown, and the end of what they show. */
  readonly shown: { readonly from: number; readonly last: number; readonly until: number };
  /** Whether some may be shown in another order than they are decoded in. */
  readonly isReordered: boolean;
  /** Whether each can be decoded alone. */
  readonly isAllSync: boolean;

  // Each takes an index from 0 on, below `count`, and throws RangeError for another. Quick where indexes follow one another.
  decodeTime(index: number): number;
  duration(index: number): number;
  size(index: number): number;
  /** Where it lies in the file. */
  offset(index: number): number;
  /** Presentation minus decode time. */
  compositionOffset(index: number): number;
  /** Whether it can be decoded alone. */
  isSync(index: number): boolean;
}

/**
 * Reads `stbl` (ISO/IEC 14496-12 section 8.5 to 8.7). The tables stay as they are in the index, and samples are read out of
 * them when they are asked for: beside the index there is one byte for each. No count is believed before the box has
 * been seen to be long enough for it, and no more than `maxSamples` are ever gone through.
 *
 * @throws MovieInvalid when the tables contradict each other
 * @throws MovieTooComplex past `maxSamples`
 */
export function readSamples(stbl: readonly Box[], maxSamples: number): Samples {
  const sizes = new Sizes(stbl, maxSamples);
  const ctts = child(stbl, 'ctts');
  return new SampleTable(
    sizes,
    new TimeCursor(requiredChild(stbl, 'stts'), sizes.count),
    new PlaceCursor(stbl, sizes.count),
    ctts === undefined ? undefined : new ShiftCursor(ctts, sizes.count),
    child(stbl, 'stss'),
  );
}

/** A cursor's state is kept at each of so many samples: from there on it is found anew, step by step. */
const STRIDE = 64;
const placesOf = (count: number) => Math.ceil(count / STRIDE);

class SampleTable implements Samples {
  readonly count: number;
  readonly bytes: number;
  readonly fileEnd: number;
  readonly decodeEnd: number;
  readonly shown: Samples['shown'];
  private readonly cursors: readonly Cursor[];
  /** A bit for each sample; undefined where all can be decoded alone. */
  private readonly sync: Uint8Array | undefined;
  /** What the cursors stand on. */
  private index = 0;

  constructor(
    private readonly sizes: Sizes,
    private readonly times: TimeCursor,
    private readonly places: PlaceCursor,
    private readonly shifts: ShiftCursor | undefined,
    stss: View | undefined,
  ) {
    this.count = sizes.count;
    this.cursors = shifts === undefined ? [times, places] : [times, places, shifts];
    this.sync = readSync(stss, this.count);
    let [bytes, fileEnd, decodeEnd] = [0, 0, 0];
    let [from, last, until] = [Infinity, -Infinity, 0];
    for (let index = 0; index < this.count; index++) {
      if (index > 0) this.step();
      if (index % STRIDE === 0) for (const cursor of this.cursors) cursor.keep(index / STRIDE);
      const size = sizes.at(index);
      const shown = times.time + (shifts?.value ?? 0);
      bytes += size;
      fileEnd = Math.max(fileEnd, places.offset + size);
      decodeEnd = times.time + times.value;
      from = Math.min(from, shown);
      last = Math.max(last, shown);
      until = Math.max(until, shown + times.value);
    }
    this.bytes = bytes;
    this.fileEnd = fileEnd;
    this.decodeEnd = decodeEnd;
    this.shown = { from, last, until };
  }

  get isReordered(): boolean {
    return this.shifts !== undefined;
  }

  get isAllSync(): boolean {
    return this.sync === undefined;
  }

  decodeTime(index: number): number {
    this.moveTo(index);
    return this.times.time;
  }

  duration(index: number): number {
    this.moveTo(index);
    return this.times.value;
  }

  size(index: number): number {
    if (index >= this.count) throw new RangeError('no such sample');
    return this.sizes.at(index);
  }

  offset(index: number): number {
    this.moveTo(index);
    return this.places.offset;
  }

  compositionOffset(index: number): number {
    if (this.shifts === undefined) return 0;
    this.moveTo(index);
    return this.shifts.value;
  }

  isSync(index: number): boolean {
    return this.sync === undefined || ((this.sync[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  private moveTo(index: number): void {
    if (index === this.index) return;
    if (index < 0 || index >= this.count) throw new RangeError('no such sample');
    if (index < this.index || index - this.index > STRIDE) {
      const kept = Math.floor(index / STRIDE);
      for (const cursor of this.cursors) cursor.restore(kept);
      this.index = kept * STRIDE;
    }
    while (this.index < index) this.step();
  }

  private step(): void {
    this.times.step();
    this.places.step(this.sizes.at(this.index));
    this.shifts?.step();
    this.index++;
  }
}

/** Goes through a table of runs, sample by sample. */
interface Cursor {
  keep(place: number): void;
  restore(place: number): void;
}

/** The entry count of a table at `at`, checked against the room there is. */
function tableCount(table: View, at: number, entryBytes: number): number {
  const count = table.getUint32(at);
  if (at + 4 + count * entryBytes > table.byteLength)
    throw new MovieInvalid('a table is longer than its box');
  return count;
}

/** `stsz` or `stz2` */
class Sizes {
  readonly count: number;
  private readonly table: View;
  /** Of each, where all are the same; 0 where they are not. */
  private readonly same: number;
  /** That each size takes. */
  private readonly bits: number;

  constructor(stbl: readonly Box[], maxSamples: number) {
    const stsz = child(stbl, 'stsz');
    this.table = stsz ?? requiredChild(stbl, 'stz2');
    this.count = this.table.getUint32(8);
    if (this.count > maxSamples) throw new MovieTooComplex('too many samples');
    this.same = stsz === undefined ? 0 : stsz.getUint32(4);
    this.bits = stsz === undefined ? this.table.getUint8(7) : 32;
    if (![4, 8, 16, 32].includes(this.bits) || (stsz === undefined && this.bits === 32))
      throw new MovieInvalid('stz2 has an unknown field size');
    if (this.same === 0 && 12 + Math.ceil((this.count * this.bits) / 8) > this.table.byteLength)
      throw new MovieInvalid('a table is longer than its box');
  }

  at(index: number): number {
    if (this.same !== 0) return this.same;
    if (this.bits === 32) return this.table.getUint32(12 + index * 4);
    if (this.bits === 16) return this.table.getUint16(12 + index * 2);
    if (this.bits === 8) return this.table.getUint8(12 + index);
    return (this.table.getUint8(12 + (index >> 1)) >> (index % 2 === 0 ? 4 : 0)) & 15;
  }
}

/** Runs of samples that have one value. */
abstract class RunCursor implements Cursor {
  value = 0;
  protected readonly entries: number;
  private entry = -1;
  /** Samples of the entry from this one on. */
  private left = 0;
  private readonly keptEntries: Uint32Array;
  private readonly keptLeft: Uint32Array;

  constructor(
    protected readonly table: View,
    count: number,
  ) {
    this.entries = tableCount(table, 4, 8);
    this.keptEntries = new Uint32Array(placesOf(count));
    this.keptLeft = new Uint32Array(placesOf(count));
    if (count > 0) this.next();
  }

  step(): void {
    if (--this.left === 0) this.next();
  }

  keep(place: number): void {
    this.keptEntries[place] = this.entry;
    this.keptLeft[place] = this.left;
  }

  restore(place: number): void {
    this.entry = this.keptEntries[place] ?? 0;
    this.left = this.keptLeft[place] ?? 0;
    this.value = this.valueOf(this.entry);
  }

  private next(): void {
    do {
      this.entry++;
      this.left = this.entry < this.entries ? this.table.getUint32(8 + this.entry * 8) : this.beyond();
    } while (this.left === 0);
    this.value = this.valueOf(this.entry);
  }

  protected abstract valueOf(entry: number): number;

  /** Where the table has ended, and samples have not: how many have the value of an entry that is not there. */
  protected abstract beyond(): number;
}

/** `stts`: how long each sample lasts. */
class TimeCursor extends RunCursor {
  time = 0;
  private readonly keptTimes: Float64Array;

  constructor(table: View, count: number) {
    super(table, count);
    this.keptTimes = new Float64Array(placesOf(count));
  }

  override step(): void {
    this.time += this.value;
    super.step();
  }

  override keep(place: number): void {
    super.keep(place);
    this.keptTimes[place] = this.time;
  }

  override restore(place: number): void {
    super.restore(place);
    this.time = this.keptTimes[place] ?? 0;
  }

  protected valueOf(entry: number): number {
    return this.table.getUint32(12 + entry * 8);
  }

  protected beyond(): never {
    throw new MovieInvalid('stts covers fewer samples than there are');
  }
}

/** `ctts`: by how much later than it is decoded each sample is shown; by nothing where the table has ended. */
class ShiftCursor extends RunCursor {
  /** Version 0 is unsigned on paper; writers put negative numbers there all the same, and none is past 2^31. */
  protected valueOf(entry: number): number {
    return entry < this.entries ? this.table.getInt32(12 + entry * 8) : 0;
  }

  /** More than there are samples. */
  protected beyond(): number {
    return 2 ** 32 - 1;
  }
}

/** `stsc` with `stco` or `co64`: where each sample lies. */
class PlaceCursor implements Cursor {
  offset = 0;
  private run = -1;
  private chunk = 0;
  /** Samples of the chunk from this one on. */
  private left = 0;
  private perChunk = 0;
  /** The chunk that the next run begins with. */
  private nextRun = 0;
  private readonly stsc: View;
  private readonly runs: number;
  private readonly large: boolean;
  private readonly table: View;
  private readonly chunks: number;
  private readonly keptOffsets: Float64Array;
  private readonly keptRuns: Uint32Array;
  private readonly keptChunks: Uint32Array;
  private readonly keptLeft: Uint32Array;

  constructor(stbl: readonly Box[], count: number) {
    this.stsc = requiredChild(stbl, 'stsc');
    this.runs = tableCount(this.stsc, 4, 12);
    const co64 = child(stbl, 'co64');
    this.large = co64 !== undefined;
    this.table = co64 ?? requiredChild(stbl, 'stco');
    this.chunks = tableCount(this.table, 4, this.large ? 8 : 4);
    const places = placesOf(count);
    this.keptOffsets = new Float64Array(places);
    this.keptRuns = new Uint32Array(places);
    this.keptChunks = new Uint32Array(places);
    this.keptLeft = new Uint32Array(places);
    if (count > 0) this.nextChunk();
  }

  /** @param size of the sample that it stands on */
  step(size: number): void {
    this.offset += size;
    if (--this.left === 0) this.nextChunk();
  }

  keep(place: number): void {
    this.keptOffsets[place] = this.offset;
    this.keptRuns[place] = this.run;
    this.keptChunks[place] = this.chunk;
    this.keptLeft[place] = this.left;
  }

  restore(place: number): void {
    this.offset = this.keptOffsets[place] ?? 0;
    this.beginRun(this.keptRuns[place] ?? 0);
    this.chunk = this.keptChunks[place] ?? 0;
    this.left = this.keptLeft[place] ?? 0;
  }

  private nextChunk(): void {
    this.chunk++;
    while (this.chunk >= this.nextRun || this.perChunk === 0) {
      if (this.run + 1 >= this.runs) throw new MovieInvalid('the chunks hold fewer samples than there are');
      this.chunk = this.beginRun(this.run + 1);
    }
    this.left = this.perChunk;
    const at = this.chunk - 1;
    this.offset = this.large ? Number(this.table.getBigUint64(8 + at * 8)) : this.table.getUint32(8 + at * 4);
  }

  /** @returns its first chunk; they are counted from 1 on */
  private beginRun(run: number): number {
    const first = this.stsc.getUint32(8 + run * 12);
    const next = run + 1 < this.runs ? this.stsc.getUint32(8 + (run + 1) * 12) : this.chunks + 1;
    if (first < 1 || next < first || next > this.chunks + 1) throw new MovieInvalid('stsc is out of order');
    this.run = run;
    this.nextRun = next;
    this.perChunk = this.stsc.getUint32(12 + run * 12);
    return first;
  }
}

function readSync(stss: View | undefined, count: number): Uint8Array | undefined {
  if (stss === undefined) return undefined;
  const sync = new Uint8Array(Math.ceil(count / 8));
  const entries = tableCount(stss, 4, 4);
  for (let entry = 0; entry < entries; entry++) {
    const index = stss.getUint32(8 + entry * 4) - 1;
    if (index >= 0 && index < count) sync[index >> 3] = (sync[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return sync;
}
