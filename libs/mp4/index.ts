export { FragmentIndexer, type IndexedFile } from './fragment-indexer.js';
export { type FragmentedFile, FragmentedTrack } from './fragments.js';
export { MovieInvalid, MovieTooComplex, TooManySamples } from './mp4.errors.js';
export { type Movie, type MovieSource, readBytes, readMovie, weighFragments } from './movie.js';
export { keyframesHold, type PackagedTrack, packageable } from './packageable.js';
