export { type LecternClient, lecternClient, type Schemas } from './client.js';
export {
  createUpload,
  type Upload,
  type UploadEnd,
  type UploadOptions,
  type UploadState,
  type UploadTask,
} from './upload.js';
export type { Hours } from './upload-hours.js';
