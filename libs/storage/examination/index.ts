export type { Finding } from '../finding.js';
export { examineFolder } from './nfs-doctor.js';
export { examineConfiguredBucket } from './s3-examination.js';
