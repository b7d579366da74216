/** Edits of MP4 files that no muxer makes. */

const CONTAINERS = new Set([
  'moov',
  'trak',
  'mdia',
  'minf',
  'stbl',
  'edts',
  'dinf',
  'mvex',
  'moof',
  'traf',
  'udta',
]);
/** Bytes before the boxes that these have inside. */
const HEADS: Readonly<Record<string, number>> = {
  stsd: 8,
  dref: 8,
  avc1: 78,
  hvc1: 78,
  encv: 78,
  mp4a: 28,
  enca: 28,
};

export function box(type: string, ...payload: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(payload);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes]);
}

export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value, i * 2);
  return bytes;
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, i * 4);
  return bytes;
}

/** What becomes of a box's payload; undefined takes the box away. */
type Edit = (payload: Buffer, path: string) => Buffer | { type: string; payload: Buffer } | undefined;

/**
 * Goes through all boxes, inner ones first, and lets the edit of a type have its payload. Sizes follow; places in the
 * file do not: only a file whose samples come before its `moov` may grow.
 */
export function edited(bytes: Buffer, edits: Readonly<Record<string, Edit>>, path = ''): Buffer {
  const made: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at) || bytes.length - at;
    const type = bytes.toString('latin1', at + 4, at + 8);
    let payload = bytes.subarray(at + 8, at + size);
    const head = CONTAINERS.has(type) ? 0 : HEADS[type];
    const inner = `${path}/${type}`;
    if (head !== undefined)
      payload = Buffer.concat([payload.subarray(0, head), edited(payload.subarray(head), edits, inner)]);
    const edit = edits[type];
    const result = edit === undefined ? payload : edit(Buffer.from(payload), inner);
    if (result !== undefined)
      made.push(Buffer.isBuffer(result) ? box(type, result) : box(result.type, result.payload));
    at += size;
  }
  return Buffer.concat(made);
}

/** Puts a box at the end of each box of a type; a box of the same type that is there goes. */
export function withBox(bytes: Buffer, parent: string, added: Buffer): Buffer {
  const type = added.toString('latin1', 4, 8);
  const without = edited(bytes, { [type]: () => undefined });
  return edited(without, { [parent]: (payload) => Buffer.concat([payload, added]) });
}

/** Where the payload of the first box of a type lies. */
export function payloadAt(bytes: Buffer, type: string): number {
  const at = bytes.indexOf(type, 0, 'latin1');
  if (at < 0) throw new Error(`there is no ${type}`);
  return at + 4;
}

/** Turned for players, clockwise; the track of the picture must be the first. */
export function turned(bytes: Buffer, degrees: 90 | 180 | 270): Buffer {
  const [one, minus] = [0x1_0000, -0x1_0000];
  const [a, b, c, d] = { 90: [0, one, minus, 0], 180: [minus, 0, 0, minus], 270: [0, minus, one, 0] }[
    degrees
  ] as [number, number, number, number];
  let isDone = false;
  return edited(bytes, {
    tkhd: (payload) => {
      if (isDone) return payload;
      isDone = true;
      // Version 0, ISO 14496-12 section 8.3.2: the matrix begins 40 bytes into the payload.
      u32(a, b, 0, c, d, 0).copy(payload, 40);
      return payload;
    },
  });
}
