/** A text track as the master playlist names it. */
export interface Subtitle {
  /** Relative to the master playlist: of a playlist that names WebVTT. */
  readonly uri: string;
  /** BCP 47; `und` where nobody knows. */
  readonly language: string;
  /** What players offer it under; different from the others'. */
  readonly label: string;
  readonly isDefault: boolean;
  readonly isForced: boolean;
}

export const SUBTITLE_GROUP = 'captions';

/** The lines of a master playlist that make up its group of text tracks; none without any. */
export function subtitleLines(subtitles: readonly Subtitle[]): string[] {
  const first = subtitles.find(({ isDefault, isForced }) => isDefault && !isForced);
  return subtitles.map((subtitle) => {
    const { uri, language, label, isForced } = subtitle;
    const attributes = [
      'TYPE=SUBTITLES',
      `GROUP-ID="${SUBTITLE_GROUP}"`,
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
