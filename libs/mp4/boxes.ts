import { FileView } from './file-view.js';
import { MovieInvalid, MovieTooComplex } from './mp4.errors.js';

/** What boxes are read through. Each method throws RangeError where it would leave it, as DataView's do. */
export type View = DataView | FileView;

/** A box of ISO/IEC 14496-12 section 4.2: its four-character type and its payload. */
export interface Box<V extends View = View> {
  readonly type: string;
  readonly payload: V;
}

const MAX_SIBLINGS = 4096;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function bytesOf(view: View): Uint8Array {
  if (view instanceof FileView) return view.whole();
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

export function fourcc(view: View, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

/** A part of a view; throws RangeError when it does not lie inside, as DataView's own methods do. */
export function part<V extends View>(view: V, offset: number, length?: number): V;
export function part(view: View, offset: number, length = view.byteLength - offset): View {
  if (offset < 0 || length < 0 || offset + length > view.byteLength) throw new RangeError('outside the box');
  if (view instanceof FileView) return view.part(offset, length);
  return new DataView(view.buffer, view.byteOffset + offset, length);
}

/**
 * The boxes that lie one after another in `view`, from `from` on. Up to seven bytes at the end that can't
 * be a box are left alone, as QuickTime writes a terminator there.
 *
 * @throws MovieInvalid when a box is larger than what holds it
 */
export function boxesIn<V extends View>(view: V, from = 0): Box<V>[] {
  const boxes: Box<V>[] = [];
  let offset = from;
  while (offset + 8 <= view.byteLength) {
    const { type, header, size } = boxHeader(view, offset);
    const end = size === 0 ? view.byteLength : offset + size;
    if (end < offset + header || end > view.byteLength)
      throw new MovieInvalid(`box ${type} leaves its parent`);
    if (boxes.length >= MAX_SIBLINGS) throw new MovieTooComplex('too many boxes');
    boxes.push({ type, payload: part(view, offset + header, end - offset - header) });
    offset = end;
  }
  return boxes;
}

/** Of the box at `at`. `size` includes the header, and is 0 when the box reaches to the end of the file. */
export function boxHeader(view: View, at = 0): { type: string; header: number; size: number } {
  const size = view.getUint32(at);
  const type = fourcc(view, at + 4);
  if (size !== 1) {
    if (size !== 0 && size < 8) throw new MovieInvalid(`box ${type} is smaller than its header`);
    return { type, header: 8, size };
  }
  const large = Number(view.getBigUint64(at + 8));
  if (large < 16 || !Number.isSafeInteger(large))
    throw new MovieInvalid(`box ${type} has an impossible size`);
  return { type, header: 16, size: large };
}

export function child<V extends View>(boxes: readonly Box<V>[], type: string): V | undefined {
  return boxes.find((box) => box.type === type)?.payload;
}

export function requiredChild<V extends View>(boxes: readonly Box<V>[], type: string): V {
  const found = child(boxes, type);
  if (found === undefined) throw new MovieInvalid(`box ${type} is missing`);
  return found;
}

export function u16(...values: number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => out.setUint16(index * 2, value & 0xffff));
  return bytesOf(out);
}

export function u32(...values: number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => out.setUint32(index * 4, value >>> 0));
  return bytesOf(out);
}

export function u64(value: number): Uint8Array {
  const out = new DataView(new ArrayBuffer(8));
  out.setBigUint64(0, BigInt(value));
  return bytesOf(out);
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function box(type: string, ...content: Uint8Array[]): Uint8Array {
  const size = content.reduce((sum, bytes) => sum + bytes.byteLength, 8);
  const out = new Uint8Array(size);
  out.set(u32(size));
  out.set(ascii(type), 4);
  let offset = 8;
  for (const bytes of content) {
    out.set(bytes, offset);
    offset += bytes.byteLength;
  }
  return out;
}

export function fullBox(type: string, version: number, flags: number, ...content: Uint8Array[]): Uint8Array {
  return box(type, u32(version * 0x1000000 + flags), ...content);
}
