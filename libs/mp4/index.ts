export { AdtsFrames } from './adts.js';
export { FragmentIndexer } from './fragment-indexer.js';
export { type FragmentedFile, FragmentedMovie, type MoviePiece } from './fragments.js';
export { MovieEncrypted, MovieInvalid, MovieTooComplex, TooManySamples } from './mp4.errors.js';
export { type MovieSource, readBytes, readMovie, weighFragments } from './movie.js';
export { packageable, picturesHold } from './packageable.js';
export { sampledMovie } from './sampled-movie.js';
