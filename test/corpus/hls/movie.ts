import { sizeOfSps } from './bits.js';

/** ISO 14496-12 boxes of an init segment and of the fragments that follow it. */

export interface Track {
  readonly id: number;
  readonly kind: 'picture' | 'sound' | 'other';
  readonly timescale: number;
  /** RFC 6381. */
  readonly codec: string;
  /** As it is to be shown: turned, and with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes before each NAL unit; 0 where samples are not made of these. */
  readonly lengthBytes: number;
  /** Sequence and picture parameter sets of H.264 in the sample entry. */
  readonly parameterSets: readonly Uint8Array[];
  /** From the edit list: what presentation times are ahead of composition times, in the timescale. */
  readonly edit: number;
  readonly defaults: { readonly duration: number; readonly size: number; readonly flags: number };
  /** What the boxes of the sample entry have wrong. */
  readonly faults: readonly string[];
}

interface Sample {
  /** All times in the timescale. */
  readonly decodes: number;
  readonly shown: number;
  readonly duration: number;
  readonly isSync: boolean;
  /** Its bytes. */
  readonly data: Uint8Array;
}

/** What a segment has of a track. */
export interface Run {
  readonly track: number;
  readonly samples: readonly Sample[];
}

interface Box {
  readonly type: string;
  readonly at: number;
  readonly payload: Uint8Array;
}

/** @throws Error where boxes do not fit into each other */
export function boxesOf(bytes: Uint8Array, from = 0): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw new Error(`a box is cut off at ${at}`);
    let size = u32(bytes, at);
    let head = 8;
    if (size === 1) {
      size = u64(bytes, at + 8);
      head = 16;
    }
    const type = text(bytes, at + 4);
    if (size < head || at + size > bytes.length)
      throw new Error(`the box ${type} at ${at} has ${size} bytes`);
    boxes.push({ type, at, payload: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return boxes;
}

/** @throws Error for what is no init segment */
export function readInit(bytes: Uint8Array): Track[] {
  const top = boxesOf(bytes);
  for (const { type } of top)
    if (!['ftyp', 'moov', 'free', 'styp', 'sidx'].includes(type))
      throw new Error(`the init segment has a ${type}`);
  if (top[0]?.type !== 'ftyp') throw new Error('the init segment has no ftyp');
  const moov = boxesOf(only(top, 'moov'));
  const movieScale = u32(only(moov, 'mvhd'), only(moov, 'mvhd')[0] === 1 ? 20 : 12);
  const defaults = new Map(
    boxesOf(only(moov, 'mvex'))
      .filter(({ type }) => type === 'trex')
      .map(({ payload }) => [
        u32(payload, 4),
        { duration: u32(payload, 12), size: u32(payload, 16), flags: u32(payload, 20) },
      ]),
  );
  return moov
    .filter(({ type }) => type === 'trak')
    .map(({ payload }) => trackOf(boxesOf(payload), defaults, movieScale));
}

function trackOf(
  trak: readonly Box[],
  defaults: ReadonlyMap<number, Track['defaults']>,
  movieScale: number,
): Track {
  const tkhd = only(trak, 'tkhd');
  const wide = tkhd[0] === 1;
  const id = u32(tkhd, wide ? 20 : 12);
  const matrix = wide ? 52 : 40;
  const isTurned = i32(tkhd, matrix) === 0;
  const mdia = boxesOf(only(trak, 'mdia'));
  const mdhd = only(mdia, 'mdhd');
  const timescale = u32(mdhd, mdhd[0] === 1 ? 20 : 12);
  const handler = text(only(mdia, 'hdlr'), 8);
  const stbl = boxesOf(only(boxesOf(only(mdia, 'minf')), 'stbl'));
  const entries = boxesOf(only(stbl, 'stsd'), 8);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1)
    throw new Error(`track ${id} has ${entries.length} sample entries`);
  const trex = defaults.get(id);
  if (trex === undefined) throw new Error(`track ${id} has no trex`);
  const kind = handler === 'vide' ? 'picture' : handler === 'soun' ? 'sound' : 'other';
  const facts = kind === 'picture' ? pictureOf(entry) : kind === 'sound' ? soundOf(entry) : NEITHER;
  const edit = editOf(trak, timescale, movieScale);
  const { width, height } = facts;
  return {
    id,
    kind,
    timescale,
    ...facts,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    edit,
    defaults: trex,
  };
}

type EntryFacts = Pick<Track, 'codec' | 'width' | 'height' | 'lengthBytes' | 'parameterSets' | 'faults'>;
const NEITHER: EntryFacts = { codec: '', width: 0, height: 0, lengthBytes: 0, parameterSets: [], faults: [] };

/** Only empty edits at the beginning, and one edit of all that follows, are understood by every player. */
function editOf(trak: readonly Box[], timescale: number, movieScale: number): number {
  const edts = trak.find(({ type }) => type === 'edts');
  const elst = edts && boxesOf(edts.payload).find(({ type }) => type === 'elst')?.payload;
  if (elst === undefined) return 0;
  const wide = elst[0] === 1;
  let shift = 0;
  let at = 8;
  for (let left = u32(elst, 4); left > 0; left--) {
    const duration = wide ? u64(elst, at) : u32(elst, at);
    const time = wide ? Number(i64(elst, at + 8)) : i32(elst, at + 4);
    at += wide ? 20 : 12;
    if (time === -1) shift += (duration / movieScale) * timescale;
    else {
      if (left > 1) throw new Error('an edit list of several parts');
      shift -= time;
    }
  }
  return shift;
}

function pictureOf({ type, payload }: Box): EntryFacts {
  const faults: string[] = [];
  const coded = { width: u16(payload, 24), height: u16(payload, 26) };
  const inner = boxesOf(payload, 78);
  let { width } = coded;
  for (const box of inner) {
    if (box.type === 'pasp') {
      if (box.payload.length !== 8) faults.push(`pasp has ${box.payload.length} bytes`);
      else if (u32(box.payload, 0) === 0 || u32(box.payload, 4) === 0) faults.push('pasp is zero');
      else width = (width * u32(box.payload, 0)) / u32(box.payload, 4);
    }
    if (box.type === 'colr') {
      const form = box.payload.length < 4 ? '' : text(box.payload, 0);
      const expected = { nclx: 11, nclc: 10 }[form];
      if (expected === undefined ? !['prof', 'rICC'].includes(form) : box.payload.length !== expected)
        faults.push(`colr ${form} has ${box.payload.length} bytes`);
    }
    if (box.type === 'btrt' && box.payload.length !== 12) faults.push(`btrt has ${box.payload.length} bytes`);
    if (box.type === 'clap' && box.payload.length !== 32) faults.push(`clap has ${box.payload.length} bytes`);
    if (box.type === 'sinf') faults.push('the picture is encrypted');
  }
  const shown = { width: Math.round(width), height: coded.height, faults };
  const avcC = inner.find((box) => box.type === 'avcC')?.payload;
  if (avcC !== undefined) {
    const parameterSets = parameterSetsOf(avcC);
    const sps = parameterSets.find((unit) => ((unit[0] ?? 0) & 31) === 7);
    if (sps === undefined) faults.push('avcC has no sequence parameter set');
    else {
      const size = sizeOfSps(sps);
      if (size.width !== coded.width || size.height !== coded.height)
        faults.push(
          `the sample entry says ${coded.width}x${coded.height}, the stream ${size.width}x${size.height}`,
        );
    }
    const profile = [avcC[1], avcC[2], avcC[3]].map((byte) => (byte ?? 0).toString(16).padStart(2, '0'));
    return {
      codec: `${type}.${profile.join('')}`,
      lengthBytes: ((avcC[4] ?? 0) & 3) + 1,
      parameterSets,
      ...shown,
    };
  }
  const hvcC = inner.find((box) => box.type === 'hvcC')?.payload;
  if (hvcC !== undefined)
    return {
      codec: `${type}.${hevcOf(hvcC)}`,
      lengthBytes: ((hvcC[21] ?? 0) & 3) + 1,
      parameterSets: [],
      ...shown,
    };
  throw new Error(`a picture of an unknown kind: ${type}`);
}

function parameterSetsOf(avcC: Uint8Array): Uint8Array[] {
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [31, 255]) {
    for (let left = (avcC[at++] ?? 0) & mask; left > 0; left--) {
      const size = u16(avcC, at);
      sets.push(avcC.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return sets;
}

/** ISO 14496-15 annex E.3. */
function hevcOf(hvcC: Uint8Array): string {
  const head = hvcC[1] ?? 0;
  const space = ['', 'A', 'B', 'C'][head >> 6];
  let flags = 0;
  for (let bit = 0; bit < 32; bit++) if ((u32(hvcC, 2) >>> bit) & 1) flags += 2 ** (31 - bit);
  const constraints = Array.from(hvcC.subarray(6, 12));
  while (constraints.at(-1) === 0) constraints.pop();
  const parts = [`${space}${head & 31}`, flags.toString(16), `${head & 32 ? 'H' : 'L'}${hvcC[12]}`];
  return [...parts, ...constraints.map((byte) => byte.toString(16))].join('.').toUpperCase();
}

function soundOf({ type, payload }: Box): EntryFacts {
  const inner = boxesOf(payload, 28);
  const plain: Readonly<Record<string, string>> = {
    Opus: 'Opus',
    fLaC: 'fLaC',
    'ac-3': 'ac-3',
    'ec-3': 'ec-3',
  };
  const faults = inner.some((box) => box.type === 'sinf') ? ['the sound is encrypted'] : [];
  if (type !== 'mp4a') return { ...NEITHER, codec: plain[type] ?? type, faults };
  const esds = inner.find((box) => box.type === 'esds')?.payload;
  if (esds === undefined) throw new Error('mp4a has no esds');
  return { ...NEITHER, codec: `mp4a.${aacOf(esds)}`, faults };
}

/** ISO 14496-1 section 7.2.6: the descriptors within each other, up to AudioSpecificConfig. */
function aacOf(esds: Uint8Array): string {
  let at = 4;
  let objectType = 0;
  while (at < esds.length) {
    const tag = esds[at++] ?? 0;
    let size = 0;
    for (let more = true; more; ) {
      const byte = esds[at++] ?? 0;
      size = size * 128 + (byte & 127);
      more = (byte & 128) !== 0;
    }
    if (tag === 3) at += 3 + ((esds[at + 2] ?? 0) & 128 ? 2 : 0);
    else if (tag === 4) {
      objectType = esds[at] ?? 0;
      at += 13;
    } else if (tag === 5) {
      const first = (esds[at] ?? 0) >> 3;
      const kind = first === 31 ? 32 + ((((esds[at] ?? 0) & 7) << 3) | ((esds[at + 1] ?? 0) >> 5)) : first;
      return `${objectType.toString(16)}.${kind}`;
    } else at += size;
  }
  return objectType.toString(16);
}

/**
 * The samples of a segment, by track.
 *
 * @throws Error where it is no run of whole fragments, or samples lie outside of their `mdat`
 */
export function readSegment(
  bytes: Uint8Array,
  tracks: readonly Track[],
  part: 'whole' | 'first sample' = 'whole',
): Run[] {
  const runs = new Map<number, Sample[]>();
  const boxes = part === 'whole' ? boxesOf(bytes) : headOf(bytes);
  for (const [i, moof] of boxes.entries()) {
    if (['styp', 'sidx', 'prft', 'emsg', 'mdat'].includes(moof.type)) continue;
    if (moof.type !== 'moof') throw new Error(`a segment has a ${moof.type}`);
    const mdat = boxes.slice(i + 1).find(({ type }) => type === 'mdat');
    if (mdat === undefined) throw new Error('a moof has no mdat');
    const from = mdat.payload.byteOffset - bytes.byteOffset;
    const place = { bytes, moofAt: moof.at, from, to: from + mdat.payload.length };
    for (const { type, payload } of boxesOf(moof.payload)) {
      if (type !== 'traf') continue;
      const { track, samples } = readFragment(boxesOf(payload), tracks, place, part === 'whole');
      runs.set(track, [...(runs.get(track) ?? []), ...samples]);
    }
  }
  return [...runs].map(([track, samples]) => ({ track, samples }));
}

/** A `moof` and as much of its `mdat` as there is. */
function headOf(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const [size, type] = [u32(bytes, at), text(bytes, at + 4)];
    const end = Math.min(bytes.length, at + size);
    boxes.push({ type, at, payload: bytes.subarray(at + 8, end) });
    if (size < 8) break;
    at += size;
  }
  return boxes;
}

interface Place {
  readonly bytes: Uint8Array;
  readonly moofAt: number;
  readonly from: number;
  readonly to: number;
}

function readFragment(traf: readonly Box[], tracks: readonly Track[], place: Place, isWhole: boolean): Run {
  const tfhd = only(traf, 'tfhd');
  const id = u32(tfhd, 4);
  const track = tracks.find((one) => one.id === id);
  if (track === undefined) throw new Error(`a fragment is of track ${id}, which the init segment has not`);
  const flags = u32(tfhd, 0) & 0xff_ffff;
  if ((flags & 0x2_0000) === 0 || (flags & 1) !== 0)
    throw new Error('a fragment counts from elsewhere than its moof');
  let at = 8 + (flags & 2 ? 4 : 0);
  const take = (bit: number, otherwise: number): number => {
    if ((flags & bit) === 0) return otherwise;
    at += 4;
    return u32(tfhd, at - 4);
  };
  const usual = {
    duration: take(8, track.defaults.duration),
    size: take(16, track.defaults.size),
    flags: take(32, track.defaults.flags),
  };
  const tfdt = only(traf, 'tfdt');
  let decodes = tfdt[0] === 1 ? u64(tfdt, 4) : u32(tfdt, 4);
  const samples: Sample[] = [];
  let dataAt = place.from;
  for (const { type, payload } of traf) {
    if (type !== 'trun') continue;
    const has = u32(payload, 0) & 0xff_ffff;
    const version = payload[0];
    let next = 8;
    if (has & 1) {
      dataAt = place.moofAt + i32(payload, next);
      next += 4;
    }
    const firstFlags = has & 4 ? u32(payload, next) : undefined;
    if (has & 4) next += 4;
    const field = (bit: number, otherwise: number): number => {
      if ((has & bit) === 0) return otherwise;
      next += 4;
      return u32(payload, next - 4);
    };
    for (let i = 0; i < u32(payload, 4); i++) {
      const duration = field(0x100, usual.duration);
      const size = field(0x200, usual.size);
      const own = field(0x400, i === 0 && firstFlags !== undefined ? firstFlags : usual.flags);
      const raw = field(0x800, 0);
      const offset = version === 0 ? raw : raw | 0;
      if (dataAt < place.from || dataAt + size > place.to) {
        if (isWhole || samples.length === 0) throw new Error('a sample lies outside of its mdat');
        return { track: id, samples };
      }
      samples.push({
        decodes,
        shown: decodes + offset + track.edit,
        duration,
        isSync: (own & 0x1_0000) === 0,
        data: place.bytes.subarray(dataAt, dataAt + size),
      });
      decodes += duration;
      dataAt += size;
    }
  }
  return { track: id, samples };
}

/** @throws Error where the lengths do not fill the sample */
export function unitsOf(data: Uint8Array, lengthBytes: number): Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    let size = 0;
    for (let i = 0; i < lengthBytes; i++) size = size * 256 + (data[at + i] ?? 0);
    at += lengthBytes;
    if (size === 0 || at + size > data.length)
      throw new Error(`a NAL unit has ${size} bytes of ${data.length - at}`);
    units.push(data.subarray(at, at + size));
    at += size;
  }
  return units;
}

function only(boxes: readonly Box[], type: string): Uint8Array {
  const found = boxes.filter((box) => box.type === type);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} boxes ${type}`);
  return found[0].payload;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
const u16 = (bytes: Uint8Array, at: number): number => view(bytes).getUint16(at);
const u32 = (bytes: Uint8Array, at: number): number => view(bytes).getUint32(at);
const i32 = (bytes: Uint8Array, at: number): number => view(bytes).getInt32(at);
const u64 = (bytes: Uint8Array, at: number): number => Number(view(bytes).getBigUint64(at));
const i64 = (bytes: Uint8Array, at: number): bigint => view(bytes).getBigInt64(at);
const text = (bytes: Uint8Array, at: number): string =>
  Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
