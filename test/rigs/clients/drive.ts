import type { Readable } from 'node:stream';
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import * as tus from 'tus-js-client';
import { fileBytes, MIDDLE, RETRY_DELAYS, type UploadOutcome, type UploadTask } from './file.js';

/** What differs between Node and a browser: where a file comes from, and where addresses are remembered. */
export interface Surroundings {
  /** The file as the client takes it there. */
  file(task: UploadTask): File | Blob | Buffer | Readable;
  readonly options?: Partial<tus.UploadOptions>;
  /** Told when the upload is in the middle. */
  readonly onMiddle?: () => void;
}

const PAUSE_MS = 300;
/** So often somebody tells a client that has given up to try again. */
const BY_HAND = 3;

/** Does with a real client what the task says, and resolves when the client says that it is done. */
export function drive(task: UploadTask, around: Surroundings): Promise<UploadOutcome> {
  return task.client === 'uppy' ? withUppy(task, around) : withTus(task, around);
}

/** The file of a task as pages get files, with a date that stays, since clients go by it. */
export function asFile(task: UploadTask): File {
  return new File([fileBytes(task.seed, task.bytes)], task.fileName, {
    type: 'application/pdf',
    lastModified: 1_700_000_000_000,
  });
}

/** Counts requests and reads what an answer's headers tell. */
class Seen {
  asset: string | undefined;
  readonly requests: Record<string, number> = {};

  readonly hooks = {
    onBeforeRequest: (request: tus.HttpRequest): void => {
      const method = request.getHeader('X-HTTP-Method-Override') ?? request.getMethod();
      this.requests[method] = (this.requests[method] ?? 0) + 1;
    },
    onAfterResponse: (_: tus.HttpRequest, response: tus.HttpResponse): void => {
      const asset = response.getHeader('Upload-Asset');
      if (typeof asset === 'string' && asset !== '') this.asset = asset;
    },
  };

  outcome(url: string | null | undefined, resumed: boolean): UploadOutcome {
    return {
      url: url ?? '',
      resumed,
      requests: this.requests,
      ...(this.asset === undefined ? {} : { asset: this.asset }),
    };
  }
}

function optionsOf(task: UploadTask, around: Surroundings): tus.UploadOptions {
  return {
    endpoint: task.endpoint,
    headers: { authorization: `Bearer ${task.key}` },
    retryDelays: [...RETRY_DELAYS],
    ...(task.chunkBytes === undefined ? {} : { chunkSize: task.chunkBytes }),
    ...(task.parallel === undefined ? {} : { parallelUploads: task.parallel }),
    overridePatchMethod: task.overridePatch === true,
    uploadDataDuringCreation: task.withCreation === true,
    uploadLengthDeferred: task.deferred === true,
    ...around.options,
  };
}

async function withTus(task: UploadTask, around: Surroundings): Promise<UploadOutcome> {
  const seen = new Seen();
  let byHand = 0;
  let inMiddle = (): void => undefined;
  const middle = new Promise<void>((resolve) => {
    inMiddle = resolve;
  });
  let settle = (_error?: Error): void => undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  const upload = new tus.Upload(around.file(task) as File, {
    ...optionsOf(task, around),
    ...seen.hooks,
    metadata: { filename: task.fileName },
    onProgress: (sent) => {
      if (sent > task.bytes * MIDDLE) inMiddle();
    },
    // tus-js-client does not repeat the request that puts parallel uploads together: its user does.
    onError: (error) => {
      byHand += 1;
      if (byHand > BY_HAND) settle(error);
      else setTimeout(() => upload.start(), PAUSE_MS);
    },
    onSuccess: () => settle(),
  });
  const previous = task.resumes === true ? (await upload.findPreviousUploads())[0] : undefined;
  if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
  upload.start();
  await Promise.race([middle, done]);
  around.onMiddle?.();
  if (task.terminates === true || task.leaves === true) {
    const { url } = upload;
    await upload.abort(task.terminates === true);
    return seen.outcome(url, false);
  }
  if (task.pauses === true) {
    await upload.abort();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    upload.start();
  }
  await done;
  return seen.outcome(upload.url, previous !== undefined);
}

async function withUppy(task: UploadTask, around: Surroundings): Promise<UploadOutcome> {
  const seen = new Seen();
  let resumed = false;
  const uppy = new Uppy({
    logger: {
      debug: (...words: unknown[]) => {
        if (String(words[0]).includes('Resuming upload of')) resumed = true;
      },
      warn: () => undefined,
      error: () => undefined,
    },
  });
  uppy.use(Tus, { ...optionsOf(task, around), ...seen.hooks } as unknown as ConstructorParameters<
    typeof Tus
  >[1]);
  const id = uppy.addFile({ name: task.fileName, type: 'application/pdf', data: around.file(task) as File });
  const middle = new Promise<void>((resolve) => {
    uppy.on('upload-progress', (_, { bytesUploaded }) => {
      if (bytesUploaded > task.bytes * MIDDLE) resolve();
    });
  });
  const done = uppy.upload();
  await Promise.race([middle, done]);
  around.onMiddle?.();
  const address = (): string | undefined =>
    uppy.getFile(id)?.uploadURL ?? uppy.getFile(id)?.tus?.uploadUrl ?? undefined;
  if (task.terminates === true || task.leaves === true) {
    const url = address();
    if (task.terminates === true) uppy.cancelAll();
    else uppy.pauseAll();
    return seen.outcome(url, false);
  }
  if (task.pauses === true) {
    uppy.pauseAll();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    uppy.resumeAll();
  }
  let result = await done;
  for (let tries = 0; tries < BY_HAND && (result?.failed?.length ?? 0) > 0; tries++)
    result = await uppy.retryAll();
  const failed = result?.failed?.[0];
  if (failed !== undefined) throw new Error(`uppy gave up: ${failed.error ?? 'no reason'}`);
  return seen.outcome(address(), resumed);
}
