import type { Pass } from '../admission.js';
import { LARGEST_HEAD_BYTES, type LaneRequest } from './request.js';

/** Longer ones are read in full: it can't be known here what of a target is the path. */
const LONGEST_PATH = 512;

/**
 * A request that a connection has sent, and what was found out about it. A player sends the same bytes again and
 * again, but for the name of the file that it wants: what is the same need not be read, nor judged, anew.
 */
export class Repetition {
  readonly #before: Buffer;
  readonly #after: Buffer;

  /**
   * @param bytes the request's
   * @returns undefined for requests that are not plain: what their fields mean depends on the object
   */
  static of(request: LaneRequest, bytes: Buffer, found: Found): Repetition | undefined {
    const { method, target, fields } = request;
    const { grant } = found.pass;
    const isPlain =
      method === 'GET' &&
      fields.range === undefined &&
      fields['if-range'] === undefined &&
      fields['if-none-match'] === undefined &&
      fields['if-modified-since'] === undefined &&
      fields['x-request-id'] === undefined &&
      fields.connection?.toLowerCase() !== 'close';
    const isPlay = grant.scope === 'play' && grant.kibPerSecond === undefined && grant.saveAs === undefined;
    if (!isPlain || !isPlay || !target.endsWith(`/${grant.path}`)) return undefined;
    const pathEnd = 'GET '.length + target.length;
    return new Repetition(bytes, pathEnd - grant.path.length, pathEnd, found);
  }

  private constructor(
    bytes: Buffer,
    pathAt: number,
    pathEnd: number,
    readonly found: Found,
  ) {
    // Of its own: a piece of Node's pool would keep the whole of it, for as long as the connection lives.
    const copy = Buffer.allocUnsafeSlow(bytes.length);
    bytes.copy(copy);
    this.#before = copy.subarray(0, pathAt);
    this.#after = copy.subarray(pathEnd);
  }

  /** The path, where these bytes are that request with another path, and nothing else; it may hold anything. */
  pathIn(buffer: Buffer, length: number): string | undefined {
    const from = this.#before.length;
    const to = length - this.#after.length;
    if (to <= from || to - from > LONGEST_PATH || length > LARGEST_HEAD_BYTES) return undefined;
    if (!this.#after.equals(buffer.subarray(to, length))) return undefined;
    if (!this.#before.equals(buffer.subarray(0, from))) return undefined;
    return buffer.toString('latin1', from, to);
  }
}

/** What the same bytes stand for each time. */
export interface Found {
  readonly pass: Pass;
  /** The client's address. */
  readonly client: string;
  readonly originGroup: string;
}
