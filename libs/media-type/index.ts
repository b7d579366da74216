export { CONTAINER_BYTES, type Container, recogniseContainer } from './containers.js';
export type { AssetKind } from './media-types.js';
export { contentDispositionOf, contentTypeOf, extensionOf } from './served.js';
