export { type LecternClient, lecternClient, type Schemas } from './client.js';
export {
  createUpload,
  type Upload,
  type UploadEnd,
  type UploadOptions,
  type UploadState,
  type UploadTask,
} from './upload.js';
export type { UploadService } from './upload-calls.js';
export type { Hours } from './upload-hours.js';
export type { UploadProblem } from './upload-problem.js';
export type { UploadSource } from './upload-source.js';
