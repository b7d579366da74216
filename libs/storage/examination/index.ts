export type { Finding, Report } from '../finding.js';
export { examineFolder, type FolderExamination } from './nfs-doctor.js';
export { examineConfiguredBucket } from './s3-examination.js';
