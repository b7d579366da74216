import { asFile, drive } from './drive.js';
import type { UploadOutcome, UploadTask } from './file.js';

/** What a page of the rig can be told to do. */
export interface UploadPage {
  run(task: UploadTask): Promise<UploadOutcome>;
  /** Resolves in the middle of the upload, which goes on until the page is left. */
  runToMiddle(task: UploadTask): Promise<void>;
}

const page: UploadPage = {
  run: (task) => drive(task, { file: asFile }),
  runToMiddle: (task) =>
    new Promise((resolve, reject) => {
      drive(task, { file: asFile, onMiddle: resolve }).catch(reject);
    }),
};
Object.assign(globalThis, { uploadPage: page });
