import { type Subtitle, SUBTITLE_GROUP, subtitleLines } from './subtitles.js';

/** A stretch of a file: `offset` and `bytes` from its start. */
export interface Stretch {
  readonly offset: number;
  readonly bytes: number;
}

export interface PlaylistSegment extends Stretch {
  readonly durationSeconds: number;
}

/** One rendition as the master playlist names it. */
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
}

/**
 * The media playlist (RFC 8216, version 7) of a rendition whose segments all lie in one file of fragments,
 * each beginning with a keyframe. A whole recording: no player has to load it twice.
 *
 * @param file the file's name, relative to the playlist
 */
export function mediaPlaylist(file: string, init: Stretch, segments: readonly PlaylistSegment[]): string {
  // Not spread into arguments: a recording of a week has more segments than a call may have of these.
  const target = segments.reduce(
    (most, { durationSeconds }) => Math.max(most, Math.round(durationSeconds)),
    1,
  );
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${init.bytes}@${init.offset}"`,
  ];
  for (const { offset, bytes, durationSeconds } of segments) {
    lines.push(`#EXTINF:${durationSeconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${bytes}@${offset}`, file);
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
}

/** A rendition's start-up rate: some three megabits, which a clinic's line carries. */
const FIRST_BANDWIDTH = 3_500_000;

/**
 * The master playlist of a set of renditions. The first one named is where players begin: the best that
 * stays below 3.5 Mbit/s, or the smallest; the others follow from the best to the smallest. Each may be shown with each
 * of the text tracks.
 */
export function masterPlaylist(variants: readonly Variant[], subtitles: readonly Subtitle[] = []): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...subtitleLines(subtitles)];
  const group = subtitles.length === 0 ? [] : [`SUBTITLES="${SUBTITLE_GROUP}"`];
  const best = variants.toSorted((a, b) => b.bandwidth - a.bandwidth);
  const start = best.find(({ bandwidth }) => bandwidth <= FIRST_BANDWIDTH) ?? best.at(-1);
  for (const variant of start === undefined ? [] : [start, ...best.filter((other) => other !== start)]) {
    lines.push(`#EXT-X-STREAM-INF:${[...attributes(variant), ...group].join(',')}`, variant.uri);
  }
  return `${lines.join('\n')}\n`;
}

function attributes(variant: Variant): string[] {
  const { bandwidth, averageBandwidth, codecs, width, height, frameRate } = variant;
  return [
    `BANDWIDTH=${Math.ceil(bandwidth)}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth)}`,
    `CODECS="${codecs}"`,
    ...(width === undefined || height === undefined ? [] : [`RESOLUTION=${width}x${height}`]),
    ...(frameRate === undefined ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
  ];
}

/**
 * Peak and average bits a second. The peak is the largest rate of neighbouring segments that together last
 * 0.5 to 1.5 times the target duration (RFC 8216 section 4.1), so that a short last one says nothing.
 */
export function bandwidths(segments: readonly PlaylistSegment[]): { peak: number; average: number } {
  // Not spread into arguments: a recording of a week has more segments than a call may have of these.
  const target = segments.reduce(
    (most, { durationSeconds }) => Math.max(most, Math.round(durationSeconds)),
    1,
  );
  let peak = 0;
  for (let first = 0; first < segments.length; first++) {
    let seconds = 0;
    let bytes = 0;
    for (const segment of segments.slice(first, first + 32)) {
      seconds += segment.durationSeconds;
      bytes += segment.bytes;
      if (seconds > target * 1.5) break;
      if (seconds >= target * 0.5) peak = Math.max(peak, (bytes * 8) / seconds);
    }
  }
  const seconds = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const average = (bytes * 8) / Math.max(seconds, 0.001);
  return { peak: Math.max(peak, average), average };
}
