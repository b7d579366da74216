import { type Tracks, withTracks } from './subtitles.js';

/** A stretch of a file: `offset` and `bytes` from its start. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

export interface PlaylistSegment extends Stretch {
  readonly durationSeconds: number;
}

/** A rendition of the picture as the master playlist names it, or of the sound where there is no picture. */
export interface Variant {
  /** Relative to the master playlist. */
  readonly uri: string;
  /** Peak bits a second, RFC 8216 section 4.3.4.2. */
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  /** RFC 6381. */
  readonly codecs: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly frameRate?: number | undefined;
  /** Its keyframes alone. */
  readonly keyframes?: { readonly uri: string; readonly bandwidth: number } | undefined;
}

/** The sound that goes with every picture. */
export interface SoundTrack {
  readonly uri: string;
  readonly bandwidth: number;
  readonly averageBandwidth: number;
  readonly codecs: string;
  readonly channels?: number | undefined;
}

/**
 * The media playlist (RFC 8216, version 7) of a rendition whose segments all lie in one file of fragments,
 * each beginning with a keyframe. A whole recording: no player has to load it twice.
 *
 * @param file the file's name, relative to the playlist
 */
export function mediaPlaylist(file: string, init: Stretch, segments: readonly PlaylistSegment[]): string {
  return playlistOf(file, init, segments, []);
}

/** The playlist of a picture's keyframes alone (RFC 8216 section 4.3.3.6), by which players search and preview. */
export function keyframePlaylist(file: string, init: Stretch, keyframes: readonly PlaylistSegment[]): string {
  return playlistOf(file, init, keyframes, ['#EXT-X-I-FRAMES-ONLY']);
}

function playlistOf(
  file: string,
  init: Stretch,
  segments: readonly PlaylistSegment[],
  tags: readonly string[],
): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetOf(segments)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...tags,
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${init.bytes}@${init.offset}"`,
  ];
  for (const { offset, bytes, durationSeconds } of segments) {
    lines.push(`#EXTINF:${durationSeconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${bytes}@${offset}`, file);
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
}

function targetOf(segments: readonly PlaylistSegment[]): number {
  // Not spread into arguments: a recording of a week has more segments than a call may have of these.
  return segments.reduce((most, { durationSeconds }) => Math.max(most, Math.round(durationSeconds)), 1);
}

/**
 * Of the picture that players begin with: its first segment comes on a line of 400 kbit/s within a dozen seconds (of
 * 1.7 Mbit/s it took 28), and who has a better line sees a better picture from the second one on. The pictures of a
 * quiet lecture stay below it in any size.
 */
const FIRST_BANDWIDTH = 900_000;

/**
 * The master playlist of a set of renditions. The first one named is where players begin: the best that
 * stays below 0.9 Mbit/s, or the smallest; the others follow from the best to the smallest.
 *
 * @param beside.sound what every variant is heard with; undefined where there is none, or it is in the variants
 * @param beside.tracks text tracks, with each of which every variant may be shown, and chapters
 */
export function masterPlaylist(
  variants: readonly Variant[],
  beside: { readonly sound?: SoundTrack | undefined; readonly tracks?: Tracks } = {},
): string {
  const { sound, tracks } = beside;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'];
  if (sound !== undefined) lines.push(soundTag(sound));
  for (const variant of inOrder(variants))
    lines.push(`#EXT-X-STREAM-INF:${attributes(variant, sound).join(',')}`, variant.uri);
  for (const variant of bestFirst(variants))
    if (variant.keyframes !== undefined) lines.push(keyframesTag(variant));
  const master = `${lines.join('\n')}\n`;
  return tracks === undefined ? master : withTracks(master, tracks);
}

function bestFirst<T extends { readonly bandwidth: number }>(variants: readonly T[]): T[] {
  return variants.toSorted((a, b) => b.bandwidth - a.bandwidth);
}

/** As a master playlist names them: that with which players begin, and then from the best to the smallest. */
export function inOrder<T extends { readonly bandwidth: number }>(variants: readonly T[]): T[] {
  const best = bestFirst(variants);
  const start = best.find(({ bandwidth }) => bandwidth <= FIRST_BANDWIDTH) ?? best.at(-1);
  return start === undefined ? [] : [start, ...best.filter((other) => other !== start)];
}

const SOUND_GROUP = 'sound';

function soundTag({ uri, channels }: SoundTrack): string {
  const attributes = [
    'TYPE=AUDIO',
    `GROUP-ID="${SOUND_GROUP}"`,
    'NAME="Sound"',
    'DEFAULT=YES',
    'AUTOSELECT=YES',
    ...(channels === undefined ? [] : [`CHANNELS="${channels}"`]),
    `URI="${uri}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}`;
}

function attributes(variant: Variant, sound: SoundTrack | undefined): string[] {
  const { bandwidth, averageBandwidth, codecs, width, height, frameRate } = variant;
  return [
    `BANDWIDTH=${Math.ceil(bandwidth + (sound?.bandwidth ?? 0))}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth + (sound?.averageBandwidth ?? 0))}`,
    `CODECS="${sound === undefined ? codecs : `${codecs},${sound.codecs}`}"`,
    ...sizeOf(width, height),
    ...(frameRate === undefined ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
    ...(sound === undefined ? [] : [`AUDIO="${SOUND_GROUP}"`]),
    // Captions inside the picture's own bytes are not looked for where nothing says that there are none.
    ...(width === undefined ? [] : ['CLOSED-CAPTIONS=NONE']),
  ];
}

function keyframesTag({ codecs, width, height, keyframes }: Variant): string {
  const attributes = [
    `BANDWIDTH=${Math.ceil(keyframes?.bandwidth ?? 0)}`,
    `CODECS="${codecs}"`,
    ...sizeOf(width, height),
    `URI="${keyframes?.uri ?? ''}"`,
  ];
  return `#EXT-X-I-FRAME-STREAM-INF:${attributes.join(',')}`;
}

function sizeOf(width: number | undefined, height: number | undefined): string[] {
  return width === undefined || height === undefined ? [] : [`RESOLUTION=${width}x${height}`];
}

/**
 * Peak and average bits a second. The peak is the largest rate of neighbouring segments that together last
 * 0.5 to 1.5 times the target duration (RFC 8216 section 4.1), so that a short last one says nothing.
 */
export function bandwidths(segments: readonly PlaylistSegment[]): { peak: number; average: number } {
  const target = targetOf(segments);
  let peak = 0;
  for (let first = 0; first < segments.length; first++) {
    let seconds = 0;
    let bytes = 0;
    for (const segment of segments.slice(first, first + 32)) {
      seconds += segment.durationSeconds;
      bytes += segment.bytes;
      // Playlists have six digits: what is half of it there is half of it.
      if (seconds > target * 1.5 + 1e-6) break;
      if (seconds >= target * 0.5 - 1e-6) peak = Math.max(peak, (bytes * 8) / seconds);
    }
  }
  const seconds = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const average = (bytes * 8) / Math.max(seconds, 0.001);
  return { peak: Math.max(peak, average), average };
}
