export { FragmentIndexer } from './fragment-indexer.js';
export { type FragmentedFile, FragmentedMovie } from './fragments.js';
export { MovieEncrypted, MovieInvalid, MovieTooComplex, TooManySamples } from './mp4.errors.js';
export { type MovieSource, readBytes, readMovie, weighFragments } from './movie.js';
export { keyframesHold, packageable } from './packageable.js';
