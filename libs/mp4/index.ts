export { AdtsFrames } from './adts.js';
export { FileView } from './file-view.js';
export { FragmentIndexer, type IndexedFile } from './fragment-indexer.js';
export { type FragmentedFile, layOutTrack, type MoviePiece } from './fragments.js';
export { MovieInvalid, MovieTooComplex, TooManySamples } from './mp4.errors.js';
export { type Movie, type MovieSource, readBytes, readMovie, weighFragments } from './movie.js';
export { type PackagedTrack, packageable, picturesHold, WHOLE_TRACK } from './packageable.js';
export { sampledMovie } from './sampled-movie.js';
