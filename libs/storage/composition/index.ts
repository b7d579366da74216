export { StorageFault } from '../storage.errors.js';
export { openComposition, putComposition } from './composition.js';
export {
  type CompositionPiece,
  CompositionWriter,
  writeCompositionIndex,
} from './composition-index.js';
