export { StorageFault } from '../storage.errors.js';
export { openComposition, putComposition } from './composition.js';
export {
  type CompositionPiece,
  type CompositionIndex,
  CompositionWriter,
  writeCompositionIndex,
} from './composition-index.js';
export { contentOf } from './spilling-bytes.js';
