import { readSync } from 'node:fs';

/** Held of a file at a time: what is asked for next lies near, and a movie has a few tables that are read side by side. */
const WINDOW_BYTES = 16 * 1024;
const NOTHING = new DataView(new ArrayBuffer(0));

/** A stretch of a file to be read from as a DataView is: little of it is in memory, whatever its length. It waits for the disk. */
export class FileView {
  private window = NOTHING;
  /** What windows are read into, one after the other. */
  private held: Uint8Array<ArrayBuffer> | undefined;
  /** Where the window begins in the stretch. */
  private from = 0;

  /** @param start where it begins in the file */
  constructor(
    private readonly file: number,
    private readonly start: number,
    readonly byteLength: number,
  ) {}

  part(offset: number, length: number): FileView {
    return new FileView(this.file, this.start + offset, length);
  }

  /** All of it in memory. */
  whole(): Uint8Array {
    return this.filled(new Uint8Array(this.byteLength), 0);
  }

  getUint8(at: number): number {
    return this.covering(at, 1).getUint8(at - this.from);
  }

  getUint16(at: number): number {
    return this.covering(at, 2).getUint16(at - this.from);
  }

  getUint32(at: number): number {
    return this.covering(at, 4).getUint32(at - this.from);
  }

  getInt32(at: number): number {
    return this.covering(at, 4).getInt32(at - this.from);
  }

  getBigUint64(at: number): bigint {
    return this.covering(at, 8).getBigUint64(at - this.from);
  }

  getBigInt64(at: number): bigint {
    return this.covering(at, 8).getBigInt64(at - this.from);
  }

  private covering(at: number, length: number): DataView {
    if (at < this.from || at + length > this.from + this.window.byteLength) {
      if (at < 0 || at + length > this.byteLength) throw new RangeError('outside the stretch');
      // What lies a little before is asked for, too, where somebody goes back a step.
      const from = Math.max(0, at - WINDOW_BYTES / 8);
      this.held ??= new Uint8Array(Math.min(WINDOW_BYTES, this.byteLength));
      const held = this.held.subarray(0, this.byteLength - from);
      this.window = NOTHING;
      this.filled(held, from);
      this.window = new DataView(held.buffer, 0, held.byteLength);
      this.from = from;
    }
    return this.window;
  }

  private filled(bytes: Uint8Array, from: number): Uint8Array {
    for (let at = 0; at < bytes.byteLength; ) {
      const read = readSync(this.file, bytes, at, bytes.byteLength - at, this.start + from + at);
      if (read === 0) throw new RangeError('the file is shorter than it was');
      at += read;
    }
    return bytes;
  }
}
