export type { AssetKind } from '../media-types.js';
export { adviceOn, type MediaType, recognise } from './recognise.js';
export { wholeText } from './text.js';
