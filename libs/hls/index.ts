export { firstRung, ladder, type LadderSource, type Rung, SOUND_BITRATE } from './ladder.js';
export { subtitlePlaylist, type Tracks, withTracks } from './subtitles.js';
export { withoutVariants } from './thinned-master.js';
export { parseMasterPlaylist, parseMediaPlaylist } from './parse-playlist.js';
export { bandwidths, keyframePlaylist, masterPlaylist, mediaPlaylist } from './playlists.js';
