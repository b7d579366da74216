import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as tus from 'tus-js-client';
import { asFile, drive } from './drive.js';
import { fileBytes, type UploadOutcome, type UploadTask } from './file.js';

/** What tus-js-client exports in Node besides what its types tell. */
const { FileUrlStorage } = tus as unknown as { FileUrlStorage: new (path: string) => tus.UrlStorage };

const STREAM_CHUNK = 256 * 1024;

/**
 * In Node tus-js-client reads buffers and streams, and no File. Uppy hands it nothing else, so it is given a
 * reader of Files; all else of both clients is as they are.
 */
const filesInNode = {
  /** Of parallel uploads each is handed a slice, which is a buffer by then. */
  openFile: (file: Blob | Buffer) => {
    const size = file instanceof Blob ? file.size : file.length;
    return Promise.resolve({
      size,
      slice: async (start: number, end: number) => {
        const slice =
          file instanceof Blob
            ? Buffer.from(await file.slice(start, end).arrayBuffer())
            : Buffer.from(file.subarray(start, end));
        return { value: Object.assign(slice, { size: slice.length }), done: end >= size };
      },
      close: () => undefined,
    });
  },
};

/** Clients in this process, which remember in a file where their uploads are. */
export class NodeClients {
  constructor(private readonly addresses: string) {}

  async run(task: UploadTask): Promise<UploadOutcome> {
    // tus-js-client expects it to be there.
    await writeFile(this.addresses, '', { flag: 'a' });
    const urlStorage = new FileUrlStorage(this.addresses);
    if (task.client === 'uppy') {
      // Uppy's own name for a file, which is what a browser would go by.
      const options = { urlStorage, fileReader: filesInNode };
      return drive(task, { file: asFile, options });
    }
    return drive(task, { file: task.deferred === true ? asStream : asBuffer, options: { urlStorage } });
  }

  /** Leaves the upload in the middle and lets another client go on with it. */
  async runAndComeBack(task: UploadTask): Promise<UploadOutcome> {
    await this.run({ ...task, leaves: true });
    return this.run({ ...task, resumes: true });
  }
}

function asBuffer(task: UploadTask): Buffer {
  return Buffer.from(fileBytes(task.seed, task.bytes).buffer, 0, task.bytes);
}

function asStream(task: UploadTask): Readable {
  const file = asBuffer(task);
  return Readable.from(
    (function* () {
      for (let at = 0; at < file.length; at += STREAM_CHUNK) yield file.subarray(at, at + STREAM_CHUNK);
    })(),
    { objectMode: false },
  );
}
