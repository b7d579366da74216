import type { Asker } from '#libs/signing';
import type { Pass } from '../admission.js';
import { isRange, LARGEST_HEAD_BYTES, type LaneFields, type LaneRequest } from './request.js';

/** Longer ones are read in full: it can't be known here what of a target is the path. */
const LONGEST_PATH = 512;
/** No longer than the longest that the lane understands. */
const LONGEST_RANGE = 64;
const SPACE = 0x20;

/** What may differ from one request to the next. */
export interface Asked {
  /** It may hold anything but a space. */
  readonly path: string;
  /** In the form that `readRequest` asks for; there if, and only if, the first request had one. */
  readonly range: string | undefined;
  readonly found: Found;
}

/**
 * A request that a connection has sent, and what was found out about it. A player sends the same bytes again and
 * again, but for the name of the file that it wants and the range of it: what is the same need not be read, nor
 * judged, anew.
 */
export class Repetition {
  /** Up to the path. */
  readonly #before: Buffer;
  /** From the path on, up to the range where there is one. */
  readonly #between: Buffer;
  /** What follows the range; undefined where there is none. */
  readonly #after: Buffer | undefined;

  /**
   * @param bytes the request's
   * @returns undefined for requests that are not plain: what their fields mean depends on the object
   */
  static of(request: LaneRequest, bytes: Buffer, found: Found): Repetition | undefined {
    const { method, target, fields } = request;
    const { grant } = found.pass;
    const isPlain =
      method === 'GET' &&
      fields['if-range'] === undefined &&
      fields['if-none-match'] === undefined &&
      fields['if-modified-since'] === undefined &&
      fields['x-request-id'] === undefined &&
      fields.connection?.toLowerCase() !== 'close';
    const isPlay = grant.scope === 'play' && grant.kibPerSecond === undefined && grant.saveAs === undefined;
    if (!isPlain || !isPlay || !target.endsWith(`/${grant.path}`)) return undefined;
    return new Repetition(bytes, 'GET '.length + target.length, found);
  }

  private constructor(
    bytes: Buffer,
    pathEnd: number,
    readonly found: Found,
  ) {
    // Of its own: a piece of Node's pool would keep the whole of it, for as long as the connection lives.
    const copy = Buffer.allocUnsafeSlow(bytes.length);
    bytes.copy(copy);
    this.#before = copy.subarray(0, pathEnd - found.pass.grant.path.length);
    const { range } = found.fields;
    if (range === undefined) {
      this.#between = copy.subarray(pathEnd);
      return;
    }
    // The field that was read stands once, so this is where it stands, whatever another field may hold.
    const line = /\r\nrange: /i.exec(copy.toString('latin1'));
    const rangeAt = (line?.index ?? 0) + '\r\nrange: '.length;
    this.#between = copy.subarray(pathEnd, rangeAt);
    this.#after = copy.subarray(rangeAt + range.length);
  }

  /** What these bytes ask for, where they are that request for another path or range, and nothing else. */
  in(buffer: Buffer, length: number): Asked | undefined {
    const from = this.#before.length;
    if (length > LARGEST_HEAD_BYTES) return undefined;
    const to = this.#after === undefined ? length - this.#between.length : buffer.indexOf(SPACE, from);
    if (to <= from || to - from > LONGEST_PATH) return undefined;
    if (!holds(buffer, to, length, this.#between) || !holds(buffer, 0, length, this.#before))
      return undefined;
    const path = buffer.toString('latin1', from, to);
    if (this.#after === undefined) return { path, range: undefined, found: this.found };
    const rangeAt = to + this.#between.length;
    const rangeEnd = length - this.#after.length;
    if (rangeEnd <= rangeAt || rangeEnd - rangeAt > LONGEST_RANGE) return undefined;
    if (!holds(buffer, rangeEnd, length, this.#after)) return undefined;
    const range = buffer.toString('latin1', rangeAt, rangeEnd);
    return isRange(range) ? { path, range, found: this.found } : undefined;
  }
}

/** The last request of a connection without a range, and the last one with: players send both in turn. */
export class Repetitions {
  #plain: Repetition | undefined;
  #ranged: Repetition | undefined;

  keep(repetition: Repetition): void {
    if (repetition.found.fields.range === undefined) this.#plain = repetition;
    else this.#ranged = repetition;
  }

  /** As `Repetition.in`, of whichever of them it is. */
  in(buffer: Buffer, length: number): Asked | undefined {
    return this.#plain?.in(buffer, length) ?? this.#ranged?.in(buffer, length);
  }
}

/** Whether `expected` stands in the buffer's first `length` bytes, at `at`. */
function holds(buffer: Buffer, at: number, length: number, expected: Buffer): boolean {
  const end = at + expected.length;
  return end <= length && expected.equals(buffer.subarray(at, end));
}

/** What the same bytes stand for each time. */
export interface Found {
  readonly pass: Pass;
  readonly asker: Asker;
  readonly fields: LaneFields;
}
