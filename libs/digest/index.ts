export { BlockSha256, FILE_BLOCK_BYTES } from './block-sha256.js';
export { InvalidDigestState } from './digest.errors.js';
export { ResumableSha256 } from './resumable-sha256.js';
