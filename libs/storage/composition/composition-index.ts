import { StorageFault } from '../storage.errors.js';
import { type Part, SpillingBytes } from './spilling-bytes.js';

/** A piece of a composition: bytes of its own, or a range of the source. */
export type CompositionPiece =
  | { readonly literal: Uint8Array }
  /** `bytes` bytes of the source from `offset` on. */
  | { readonly offset: number; readonly bytes: number };

/** An index that is ready to be stored: `bytes` bytes in all. */
export interface CompositionIndex {
  readonly bytes: number;
  readonly parts: readonly Part[];
}

const MAGIC = Buffer.from('LECTCMP1', 'latin1');
export const INDEX_HEAD_BYTES = 32;
const EXTENT_BYTES = 20;
const LITERAL = 0;
const SOURCE = 1;
/** Ten hours of 50 pictures a second that each lie alone; some 36 MB in memory while the composition is open. */
const MAX_EXTENTS = 2 ** 21;
const MAX_LITERAL_BYTES = 2 ** 28;

/** The facts at an index's start. */
export interface CompositionHead {
  /** Of the composition. */
  readonly bytes: number;
  readonly sourceBytes: number;
  readonly extents: number;
  readonly literalBytes: number;
  /** Where the literals begin in the index object. */
  readonly literalsAt: number;
}

/**
 * Writes the index of a composition, piece by piece: it holds what is stored, and no piece. Pieces that lie side by side
 * become one; empty ones vanish.
 *
 * The index object, version 1, numbers in network byte order:
 *
 *     at 0     8  the text LECTCMP1; another version has another last character
 *     at 8     8  bytes of the composition
 *     at 16    8  bytes of the source
 *     at 24    4  n, the number of extents: 2,097,152 at most
 *     at 28    4  bytes of all literals: 256 MiB at most
 *     at 32  20n  the extents, in order. Each: 8 its start in the composition, 8 its offset in its origin,
 *                 4 its origin (0 the literals, 1 the source). It reaches to the next one's start, the last
 *                 one to the composition's end; none is empty.
 *     then        the literals, in the order of their extents and without gaps, to the object's end
 */
export class CompositionWriter {
  private readonly table: SpillingBytes;
  private readonly literals: SpillingBytes;
  private extents = 0;
  private bytes = 0;
  /** Of the last extent: what continues it lies there. */
  private lastOrigin = -1;
  private lastEnd = 0;

  /**
   * @param spill how the names of two files begin, which are made where the index is long: what is held does not grow with
   *   it then, and whoever names them removes them
   */
  constructor(
    private readonly sourceBytes: number,
    spill?: string,
  ) {
    const file = (name: string) => (spill === undefined ? undefined : `${spill}.${name}`);
    this.table = new SpillingBytes(file('extents'));
    this.literals = new SpillingBytes(file('literals'));
  }

  /** Copies a literal. @throws StorageFault past the limits, or for a range outside the source */
  add(piece: CompositionPiece): void {
    const isLiteral = 'literal' in piece;
    const length = isLiteral ? piece.literal.byteLength : piece.bytes;
    if (length === 0) return;
    const offset = isLiteral ? this.literals.bytes : piece.offset;
    const origin = isLiteral ? LITERAL : SOURCE;
    if (!isLiteral && !isInside(offset, length, this.sourceBytes))
      throw new StorageFault('A composition names bytes that its source does not have.');
    const isNew = origin !== this.lastOrigin || offset !== this.lastEnd;
    const literalBytes = this.literals.bytes + (isLiteral ? length : 0);
    if ((isNew && this.extents === MAX_EXTENTS) || literalBytes > MAX_LITERAL_BYTES)
      throw new StorageFault('A composition has more pieces than can be stored.');
    if (isNew) this.table.add(record(this.bytes, offset, origin));
    if (isNew) this.extents += 1;
    if (isLiteral) this.literals.add(piece.literal);
    this.lastOrigin = origin;
    this.lastEnd = offset + length;
    this.bytes += length;
  }

  /** The index of all that was added; to be asked for once. */
  end(): CompositionIndex {
    const head = Buffer.alloc(INDEX_HEAD_BYTES);
    MAGIC.copy(head);
    writeLong(head, this.bytes, 8);
    writeLong(head, this.sourceBytes, 16);
    head.writeUInt32BE(this.extents, 24);
    head.writeUInt32BE(this.literals.bytes, 28);
    return {
      bytes: head.byteLength + this.table.bytes + this.literals.bytes,
      parts: [Uint8Array.from(head), ...this.table.end(), ...this.literals.end()],
    };
  }
}

const recordBytes = Buffer.alloc(EXTENT_BYTES);

/** Valid until the next one. */
function record(start: number, offset: number, origin: number): Uint8Array {
  writeLong(recordBytes, start, 0);
  writeLong(recordBytes, offset, 8);
  recordBytes.writeUInt32BE(origin, 16);
  return recordBytes;
}

/** The index of a composition of such pieces. @throws as CompositionWriter */
export function writeCompositionIndex(
  pieces: Iterable<CompositionPiece>,
  sourceBytes: number,
): CompositionIndex {
  const writer = new CompositionWriter(sourceBytes);
  for (const piece of pieces) writer.add(piece);
  return writer.end();
}

/**
 * Reads the head of an index object of `objectBytes` bytes.
 *
 * @throws StorageFault when it is none, or its numbers do not add up
 */
export function readCompositionHead(head: Uint8Array, objectBytes: number): CompositionHead {
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (view.length < INDEX_HEAD_BYTES || !view.subarray(0, MAGIC.length).equals(MAGIC))
    throw damaged('it does not begin as an index');
  const extents = view.readUInt32BE(24);
  const literalBytes = view.readUInt32BE(28);
  const literalsAt = INDEX_HEAD_BYTES + extents * EXTENT_BYTES;
  if (extents > MAX_EXTENTS || literalBytes > MAX_LITERAL_BYTES) throw damaged('its counts are too large');
  if (literalsAt + literalBytes !== objectBytes) throw damaged('its size is another');
  return { bytes: readLong(view, 8), sourceBytes: readLong(view, 16), extents, literalBytes, literalsAt };
}

/** The extents of a composition: checked, flat, and found by position. */
export class Extents {
  readonly count: number;
  /** Where each begins in the composition, and as one more entry the composition's end. */
  private readonly starts: Float64Array;
  private readonly offsets: Float64Array;
  private readonly origins: Uint8Array;

  /**
   * @param table the records of `head.extents` extents
   * @throws StorageFault unless they cover the composition, the literals exactly, and nothing outside
   */
  constructor(head: CompositionHead, table: Uint8Array) {
    const view = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
    this.count = head.extents;
    if (view.length !== this.count * EXTENT_BYTES) throw damaged('its table is cut off');
    this.starts = new Float64Array(this.count + 1);
    this.offsets = new Float64Array(this.count);
    this.origins = new Uint8Array(this.count);
    for (let index = 0; index < this.count; index++) {
      const at = index * EXTENT_BYTES;
      this.starts[index] = readLong(view, at);
      this.offsets[index] = readLong(view, at + 8);
      const origin = view.readUInt32BE(at + 16);
      if (origin > SOURCE) throw damaged('an extent has an unknown origin');
      this.origins[index] = origin;
    }
    this.starts[this.count] = head.bytes;
    if (this.starts[0] !== 0) throw damaged('it does not begin at its start');
    this.check(head);
  }

  /** Memory that they hold. */
  get heldBytes(): number {
    return this.count * 17;
  }

  start(index: number): number {
    return this.starts[index] ?? 0;
  }

  /** Where an extent begins in its origin. */
  offset(index: number): number {
    return this.offsets[index] ?? 0;
  }

  isLiteral(index: number): boolean {
    return this.origins[index] === LITERAL;
  }

  /** The extent that holds the byte at `position` of the composition. */
  at(position: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private check({ sourceBytes, literalBytes }: CompositionHead): void {
    let literals = 0;
    for (let index = 0; index < this.count; index++) {
      const length = this.start(index + 1) - this.start(index);
      if (length <= 0) throw damaged('an extent is empty, or out of order');
      if (!this.isLiteral(index)) {
        if (!isInside(this.offset(index), length, sourceBytes)) throw damaged('an extent leaves the source');
        continue;
      }
      if (this.offset(index) !== literals) throw damaged('a literal is out of order');
      literals += length;
    }
    if (literals !== literalBytes) throw damaged('its literals do not add up');
  }
}

function isInside(offset: number, length: number, bytes: number): boolean {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  return whole && offset >= 0 && length >= 0 && offset + length <= bytes;
}

function damaged(detail: string): StorageFault {
  return new StorageFault('The index of a composition is damaged.', { cause: new Error(detail) });
}

const HALF = 2 ** 32;

function writeLong(target: Buffer, value: number, at: number): void {
  target.writeUInt32BE(Math.floor(value / HALF), at);
  target.writeUInt32BE(value % HALF, at + 4);
}

function readLong(view: Buffer, at: number): number {
  const value = view.readUInt32BE(at) * HALF + view.readUInt32BE(at + 4);
  if (!Number.isSafeInteger(value)) throw damaged('a number is too large');
  return value;
}
