export { ANYWHERE, type Destinations, isNetwork, publicAnd } from './destinations.js';
export { allowedAddresses, type Answer, NotAnswered, post, type PostFault } from './post.js';
export type { ResolveName } from './resolve-name.js';
export { signatureOf } from './signature.js';
export { faultOfUrl, type UrlFault } from './target-url.js';
