export { FragmentIndexer } from './fragment-indexer.js';
export { type FragmentedFile, FragmentedMovie, type MoviePiece, type Segment } from './fragments.js';
export { MovieInvalid, MovieTooComplex, MovieTruncated } from './mp4.errors.js';
export {
  defaultMovieLimits,
  type Edit,
  type Movie,
  type MovieLimits,
  type MovieSource,
  readMovie,
  type Track,
} from './movie.js';
export {
  keyframesHold,
  type Packageable,
  packageable,
  type PackagedTrack,
  type PackagedTracks,
} from './packageable.js';
export type { Samples } from './sample-table.js';
