export { AUDIO_BITRATE, firstRung, ladder, type LadderSource, type Rung } from './ladder.js';
export { parseMasterPlaylist, type ParsedMediaPlaylist, parseMediaPlaylist } from './parse-playlist.js';
export {
  bandwidths,
  masterPlaylist,
  mediaPlaylist,
  type PlaylistSegment,
  type Stretch,
  type Variant,
} from './playlists.js';
