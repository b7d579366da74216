export { AUDIO_BITRATE, firstRung, ladder, type LadderSource, type Rung } from './ladder.js';
export { parseMasterPlaylist, parseMediaPlaylist } from './parse-playlist.js';
export { bandwidths, masterPlaylist, mediaPlaylist } from './playlists.js';
export { type Subtitle, subtitlePlaylist } from './subtitles.js';
