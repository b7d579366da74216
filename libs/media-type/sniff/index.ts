export type { AssetKind } from '../media-types.js';
export { type MediaType, recognise, SNIFF_BYTES } from './recognise.js';
