export { CHARSETS } from './charsets.js';
export { type Container, recogniseContainer } from './containers.js';
export { HEAD_BYTES, hasLongTag, headOf } from './head.js';
export { charsetTold, contentDispositionOf, contentTypeOf, extensionOf } from './served.js';
