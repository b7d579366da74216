/**
 * A file that a seed repeats, in Node and in a page: a PDF by its first bytes, then numbers (xorshift32) that
 * no two places share.
 */
export function fileBytes(seed: number, bytes: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = (seed | 0) === 0 ? 1 : seed | 0;
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  const file = new Uint8Array(words.buffer, 0, bytes);
  file.set(new TextEncoder().encode('%PDF-1.4\n').subarray(0, bytes));
  return file;
}

/** What a client is to do with one file; plain data, so that a page can be handed it. */
export interface UploadTask {
  readonly client: 'tus-js-client' | 'uppy';
  readonly endpoint: string;
  readonly key: string;
  readonly seed: number;
  readonly bytes: number;
  readonly fileName: string;
  readonly chunkBytes?: number;
  readonly parallel?: number;
  readonly overridePatch?: boolean;
  readonly withCreation?: boolean;
  readonly deferred?: boolean;
  /** Stops once on the way and goes on after a moment. */
  readonly pauses?: boolean;
  /** Gives the upload up on the way, with termination. */
  readonly terminates?: boolean;
  /** Stops on the way and does not come back, as somebody who closes a page or ends a program. */
  readonly leaves?: boolean;
  /** Looks for an earlier upload of the same file first, and goes on with it. */
  readonly resumes?: boolean;
}

export interface UploadOutcome {
  /** Where the upload is, or was. */
  readonly url: string;
  /** From `Upload-Asset`, where the client got to read it. */
  readonly asset?: string;
  /** Whether an earlier upload of the file was found and gone on with. */
  readonly resumed: boolean;
  /** Requests that the client made, by method. */
  readonly requests: Readonly<Record<string, number>>;
}

/** A client's own retries: many, soon; a link that is back is used at once. */
export const RETRY_DELAYS: readonly number[] = [50, 100, 200, 300, ...Array.from({ length: 40 }, () => 500)];

/** How far an upload has to be for what is done to it in the middle. */
export const MIDDLE = 0.4;
