import type { ByteRange } from '../byte-range.js';
import type { Extents } from './composition-index.js';
import { StorageFault } from '../storage.errors.js';
import type { OpenObject } from '../storage.js';

/** A gap in the source up to this size is read and dropped: that costs less than another read. */
const READ_THROUGH_BYTES = 128 * 1024;

/** Extents `first` to `last` of one origin, which one read of `from` to `to` (not included) serves. */
interface Window {
  readonly first: number;
  readonly last: number;
  readonly isLiteral: boolean;
  readonly from: number;
  readonly to: number;
}

/** Reads ranges of a composition; as many at once as its objects allow. */
export class ComposedReader {
  constructor(
    private readonly extents: Extents,
    private readonly parts: {
      readonly index: OpenObject;
      readonly source: OpenObject;
      readonly literalsAt: number;
    },
  ) {}

  /**
   * The bytes of a range inside the composition. Reads each stretch of an origin once, and the stretch
   * behind a literal at the same time as that.
   *
   * @throws StorageFault when an origin gives fewer bytes than it had
   */
  async *read(range: ByteRange, options: { signal?: AbortSignal | undefined }): AsyncGenerator<Uint8Array> {
    const windows = this.windows(range);
    let window = windows.next().value;
    let ahead: Ahead | undefined;
    try {
      while (window !== undefined) {
        const own: Ahead = ahead ?? new Ahead(this.chunks(window, range, options));
        const next = windows.next().value;
        ahead =
          window.isLiteral && next !== undefined ? new Ahead(this.chunks(next, range, options)) : undefined;
        yield* own.chunks();
        window = next;
      }
    } finally {
      ahead?.drop();
    }
  }

  private *windows(range: ByteRange): Generator<Window, undefined> {
    const { extents } = this;
    for (let first = extents.at(range.start); extents.start(first) <= range.end; ) {
      const isLiteral = extents.isLiteral(first);
      const { from, to: firstEnd } = this.stretch(first, range);
      let to = firstEnd;
      let last = first;
      while (last + 1 < extents.count && extents.start(last + 1) <= range.end) {
        const gap = extents.offset(last + 1) - to;
        const joins = extents.isLiteral(last + 1) === isLiteral && gap >= 0 && gap <= READ_THROUGH_BYTES;
        if (!joins) break;
        last += 1;
        to = this.stretch(last, range).to;
      }
      yield { first, last, isLiteral, from, to };
      first = last + 1;
      if (first >= extents.count) return undefined;
    }
    return undefined;
  }

  /** The part of an extent that lies in `range`, as offsets in its origin. */
  private stretch(index: number, range: ByteRange): { from: number; to: number } {
    const { extents } = this;
    const shift = extents.offset(index) - extents.start(index);
    const start = Math.max(extents.start(index), range.start);
    const end = Math.min(extents.start(index + 1), range.end + 1);
    return { from: start + shift, to: end + shift };
  }

  private async *chunks(
    window: Window,
    range: ByteRange,
    options: { signal?: AbortSignal | undefined },
  ): AsyncGenerator<Uint8Array> {
    const { index: indexObject, source, literalsAt } = this.parts;
    const shift = window.isLiteral ? literalsAt : 0;
    const object = window.isLiteral ? indexObject : source;
    let position = window.from;
    let index = window.first;
    for await (const chunk of object.read(
      { start: window.from + shift, end: window.to + shift - 1 },
      options,
    )) {
      const chunkEnd = position + chunk.byteLength;
      let begin = 0;
      let filled = 0;
      for (; index <= window.last; index++) {
        const { from, to } = this.stretch(index, range);
        if (from >= chunkEnd) break;
        const start = Math.max(from, position) - position;
        const end = Math.min(to, chunkEnd) - position;
        // Gaps are closed inside the chunk, which is ours: many small pieces still make one large chunk.
        if (filled === 0) begin = start;
        else chunk.copyWithin(filled, start, end);
        filled = filled === 0 ? end : filled + end - start;
        if (to > chunkEnd) break;
      }
      if (filled > begin) yield chunk.subarray(begin, filled);
      position = chunkEnd;
    }
    if (position !== window.to) throw new StorageFault('The object was cut short while it was read.');
  }
}

/** A stream whose first chunk is being read already. */
class Ahead {
  private readonly first: Promise<IteratorResult<Uint8Array, unknown>>;

  constructor(private readonly source: AsyncGenerator<Uint8Array>) {
    this.first = source.next();
    // Whoever asks for the chunk hears of it; nobody may.
    this.first.catch(() => undefined);
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      const first = await this.first;
      if (first.done === true) return;
      yield first.value;
      yield* this.source;
    } finally {
      this.drop();
    }
  }

  /** Ends the reading; without waiting for a read that may hang. */
  drop(): void {
    this.source.return(undefined).catch(() => undefined);
  }
}
