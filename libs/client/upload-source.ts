import * as tus from 'tus-js-client';
import { found } from './upload-problem.js';

/**
 * What is sent. A Blob or File; in Node also a stream of a file that `createReadStream` made, of which only the path is
 * taken: it is opened again from wherever the upload goes on. A stream that can't be read twice can't be resumed.
 */
export type UploadSource = Blob | { readonly path: string | Uint8Array; readonly readable: boolean };

/** A source as tus-js-client reads it, with its length. */
export type OpenSource = tus.UploadOptions['fileReader'] extends infer R
  ? Awaited<ReturnType<NonNullable<R & tus.UploadOptions['fileReader']>['openFile']>>
  : never;

/** @throws Refused: the file can't be read */
export async function openSource(source: UploadSource): Promise<OpenSource> {
  if (source instanceof Blob) return ofBlob(source);
  try {
    const file = await tus.defaultOptions.fileReader.openFile(source, MOST_BYTES);
    // tus-js-client closes it at the end of one go, and here another go may follow.
    return { size: file.size, slice: (start, end) => file.slice(start, end), close: () => undefined };
  } catch {
    throw unreadable();
  }
}

/** Of a stream that has no path tus-js-client would hold this many bytes, and tell by it that it is none. */
const MOST_BYTES = 1;

function ofBlob(blob: Blob): OpenSource {
  return {
    size: blob.size,
    async slice(start, end) {
      const part = blob.slice(start, end);
      // A file that was changed or removed would look like a link that is broken.
      await part
        .slice(0, 1)
        .arrayBuffer()
        .catch(() => {
          throw unreadable();
        });
      return { value: 'XMLHttpRequest' in globalThis ? part : await bytesOf(part), done: end >= blob.size };
    },
    close: () => undefined,
  };
}

/** Node sends no Blobs. */
async function bytesOf(part: Blob): Promise<Uint8Array & { size: number }> {
  const bytes = new Uint8Array(await part.arrayBuffer());
  return Object.assign(bytes, { size: bytes.length });
}

function unreadable() {
  return found('file-unreadable', 'The file can\u2019t be read: it was changed or moved. Choose it anew.');
}
