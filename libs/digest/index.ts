export { InvalidDigestState } from './digest.errors.js';
export { ResumableSha256 } from './resumable-sha256.js';
