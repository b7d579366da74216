export { CONTAINER_BYTES, type Container, recogniseContainer } from './containers.js';
export { contentDispositionOf, contentTypeOf, extensionOf } from './served.js';
