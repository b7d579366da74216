import type { PackagedTrack } from './packageable.js';

/** Which samples of a track a fragment holds: `first` to `last`, `last` not included. */
export interface FragmentPlan {
  readonly packaged: PackagedTrack;
  readonly first: number;
  readonly last: number;
}

/** A fragment's own bytes (`moof` and the head of `mdat`), and where the rest lies in the source. */
export interface FragmentLayout {
  readonly head: Uint8Array;
  readonly copies: readonly { readonly offset: number; readonly bytes: number }[];
  /** Of the whole fragment. */
  readonly bytes: number;
  /** Bytes from the fragment's start to the end of its first sample. */
  readonly firstEnd: number;
}

/** The one track of a file of fragments. */
const TRACK_ID = 1;

/** Samples that lie one after another in the source. */
interface Piece {
  readonly first: number;
  readonly count: number;
  readonly offset: number;
  readonly bytes: number;
  /** Where it lies in the fragment's `mdat`. */
  position: number;
}

interface Run {
  readonly first: number;
  count: number;
  readonly position: number;
  end: number;
}

const SYNC_SAMPLE = 0x02000000;
const OTHER_SAMPLE = 0x01010000;
const DEFAULT_BASE_IS_MOOF = 0x020000;
const MDAT_HEADER = 8;
const TRUN_HEADER = 20;
const FLAG = { dataOffset: 0x1, duration: 0x100, size: 0x200, flags: 0x400, composition: 0x800 };

/**
 * Lays a fragment out (ISO/IEC 14496-12 section 8.8): the media in the order in which it lies in the
 * source, so that it is read once and in big stretches, and the samples' tables pointing into it.
 */
export function layOut(plan: FragmentPlan, sequence: number): FragmentLayout {
  const pieces = piecesOf(plan);
  const copies: { offset: number; bytes: number }[] = [];
  let position = 0;
  for (const piece of pieces.toSorted((a, b) => a.offset - b.offset)) {
    piece.position = position;
    position += piece.bytes;
    const last = copies.at(-1);
    if (last !== undefined && last.offset + last.bytes === piece.offset) last.bytes += piece.bytes;
    else if (piece.bytes > 0) copies.push({ offset: piece.offset, bytes: piece.bytes });
  }
  const runs = runsOf(pieces);
  const traf = new Traf(plan, runs);
  const moofBytes = 8 + 16 + traf.bytes;
  const head = new DataView(new ArrayBuffer(moofBytes + MDAT_HEADER));
  const writer = new Writer(head);
  writer.box(moofBytes, 'moof');
  writer.box(16, 'mfhd');
  writer.u32(0);
  writer.u32(sequence);
  traf.write(writer, moofBytes + MDAT_HEADER);
  writer.box(position + MDAT_HEADER, 'mdat');
  const firstEnd = head.byteLength + (runs[0]?.position ?? 0) + plan.packaged.samples.size(plan.first);
  return { head: new Uint8Array(head.buffer), copies, bytes: head.byteLength + position, firstEnd };
}

/** In the order of decoding. */
function piecesOf({ packaged, first, last }: FragmentPlan): Piece[] {
  const { samples } = packaged;
  const pieces: Piece[] = [];
  let start = first;
  let offset = samples.offset(first);
  let end = offset;
  for (let index = first; index < last; index++) {
    const at = samples.offset(index);
    if (at !== end) {
      pieces.push({ first: start, count: index - start, offset, bytes: end - offset, position: 0 });
      start = index;
      offset = at;
      end = at;
    }
    end += samples.size(index);
  }
  pieces.push({ first: start, count: last - start, offset, bytes: end - offset, position: 0 });
  return pieces;
}

/** Pieces in the order of decoding, joined where they lie side by side. */
function runsOf(pieces: readonly Piece[]): Run[] {
  const runs: Run[] = [];
  for (const { first, count, position, bytes } of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last.end === position) {
      last.count += count;
      last.end += bytes;
    } else runs.push({ first, count, position, end: position + bytes });
  }
  return runs;
}

class Writer {
  private at = 0;

  constructor(private readonly view: DataView) {}

  u32(value: number): void {
    this.view.setUint32(this.at, value >>> 0);
    this.at += 4;
  }

  u64(value: number): void {
    this.view.setBigUint64(this.at, BigInt(value));
    this.at += 8;
  }

  box(size: number, type: string): void {
    this.u32(size);
    for (let i = 0; i < 4; i++) this.view.setUint8(this.at++, type.charCodeAt(i));
  }
}

class Traf {
  readonly bytes: number;
  private readonly flags: number;
  private readonly sameDuration: number | undefined;
  private readonly sampleBytes: number;

  constructor(
    private readonly plan: FragmentPlan,
    private readonly runs: readonly Run[],
  ) {
    const { samples } = plan.packaged;
    this.sameDuration = sameDuration(plan);
    this.flags =
      FLAG.dataOffset |
      FLAG.size |
      (this.sameDuration === undefined ? FLAG.duration : 0) |
      (samples.isAllSync ? 0 : FLAG.flags) |
      (samples.isReordered ? FLAG.composition : 0);
    const fields = [FLAG.size, FLAG.duration, FLAG.flags, FLAG.composition];
    this.sampleBytes = 4 * fields.filter((flag) => (this.flags & flag) !== 0).length;
    const tables = runs.reduce((sum, run) => sum + TRUN_HEADER + run.count * this.sampleBytes, 0);
    this.bytes = 8 + 24 + 20 + tables;
  }

  write(writer: Writer, dataStart: number): void {
    const { packaged, first } = this.plan;
    writer.box(this.bytes, 'traf');
    writer.box(24, 'tfhd');
    for (const field of [DEFAULT_BASE_IS_MOOF | 0x28, TRACK_ID, this.sameDuration ?? 0, SYNC_SAMPLE])
      writer.u32(field);
    writer.box(20, 'tfdt');
    writer.u32(0x01000000);
    writer.u64(packaged.samples.decodeTime(first) + packaged.timing.delay);
    for (const run of this.runs) {
      writer.box(TRUN_HEADER + run.count * this.sampleBytes, 'trun');
      for (const field of [0x01000000 | this.flags, run.count, dataStart + run.position]) writer.u32(field);
      for (let index = run.first; index < run.first + run.count; index++) this.writeSample(writer, index);
    }
  }

  private writeSample(writer: Writer, index: number): void {
    const { samples } = this.plan.packaged;
    if (this.sameDuration === undefined) writer.u32(samples.duration(index));
    writer.u32(samples.size(index));
    if (!samples.isAllSync) writer.u32(samples.isSync(index) ? SYNC_SAMPLE : OTHER_SAMPLE);
    if (samples.isReordered) writer.u32(samples.compositionOffset(index));
  }
}

function sameDuration({ packaged, first, last }: FragmentPlan): number | undefined {
  const { samples } = packaged;
  const duration = samples.duration(first);
  for (let index = first + 1; index < last; index++) {
    if (samples.duration(index) !== duration) return undefined;
  }
  return duration;
}
