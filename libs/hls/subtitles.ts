/** A text track as the master playlist names it. */
interface Subtitle {
  /** Relative to the master playlist: of a playlist that names WebVTT. */
  readonly uri: string;
  /** BCP 47; `und` where nobody knows. */
  readonly language: string;
  /** What players offer it under; different from the others'. */
  readonly label: string;
  readonly isDefault: boolean;
  readonly isForced: boolean;
}

/** What a master playlist names beside what is played. */
export interface Tracks {
  readonly subtitles: readonly Subtitle[];
  /** Relative to it: of chapters as Apple's players read them. */
  readonly chapters?: string | undefined;
}

const GROUP = 'captions';
const IN_VARIANT = `,SUBTITLES="${GROUP}"`;
const SUBTITLES = '#EXT-X-MEDIA:TYPE=SUBTITLES,';
const CHAPTERS = '#EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",';
const VARIANT = '#EXT-X-STREAM-INF:';

/** A master playlist with these tracks instead of those that it had; all else in it stays as it is. */
export function withTracks(master: string, { subtitles, chapters }: Tracks): string {
  const group = subtitles.length === 0 ? '' : IN_VARIANT;
  const lines = master
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith(SUBTITLES) && !line.startsWith(CHAPTERS))
    .map((line) => (line.startsWith(VARIANT) ? line.replace(IN_VARIANT, '') + group : line));
  const first = lines.findIndex((line) => line.startsWith(VARIANT));
  lines.splice(
    first < 0 ? lines.length : first,
    0,
    ...(chapters === undefined ? [] : [`${CHAPTERS}URI="${chapters}"`]),
    ...subtitleLines(subtitles),
  );
  return `${lines.join('\n')}\n`;
}

/** The lines of a master playlist that make up its group of text tracks; none without any. */
function subtitleLines(subtitles: readonly Subtitle[]): string[] {
  const first = subtitles.find(({ isDefault, isForced }) => isDefault && !isForced);
  return subtitles.map((subtitle) => {
    const { uri, language, label, isForced } = subtitle;
    const attributes = [
      'TYPE=SUBTITLES',
      `GROUP-ID="${GROUP}"`,
      // A quoted string holds neither of these (RFC 8216, section 4.2).
      `NAME="${label.replaceAll(/["\r\n]/g, '')}"`,
      ...(language === 'und' ? [] : [`LANGUAGE="${language}"`]),
      `DEFAULT=${subtitle === first ? 'YES' : 'NO'}`,
      'AUTOSELECT=YES',
      `FORCED=${isForced ? 'YES' : 'NO'}`,
      `URI="${uri}"`,
    ];
    return `#EXT-X-MEDIA:${attributes.join(',')}`;
  });
}

/** The playlist of a text track that is one WebVTT file. @param file its name, relative to the playlist */
export function subtitlePlaylist(file: string, durationSeconds: number): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(durationSeconds))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXTINF:${durationSeconds.toFixed(6)},`,
    file,
    '#EXT-X-ENDLIST',
  ];
  return `${lines.join('\n')}\n`;
}
