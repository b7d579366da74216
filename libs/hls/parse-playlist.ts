import type { PlaylistSegment, Stretch, Variant } from './playlists.js';

export interface ParsedMediaPlaylist {
  readonly targetDuration: number;
  readonly init: (Stretch & { readonly uri: string }) | undefined;
  readonly segments: readonly (PlaylistSegment & { readonly uri: string })[];
  readonly ended: boolean;
}

/** Reads a media playlist of the kind that `mediaPlaylist` writes. @throws RangeError for any other text */
export function parseMediaPlaylist(text: string): ParsedMediaPlaylist {
  const lines = linesOf(text);
  const segments: (PlaylistSegment & { uri: string })[] = [];
  let durationSeconds = 0;
  let stretch: Stretch = { offset: 0, bytes: 0 };
  for (const line of lines) {
    if (line.startsWith('#EXTINF:')) durationSeconds = Number.parseFloat(line.slice(8));
    else if (line.startsWith('#EXT-X-BYTERANGE:')) stretch = parseStretch(line.slice(17));
    else if (!line.startsWith('#')) segments.push({ uri: line, durationSeconds, ...stretch });
  }
  const map = parseAttributes(lines.find((line) => line.startsWith('#EXT-X-MAP:')) ?? '');
  const uri = map.get('URI');
  const target = lines.find((line) => line.startsWith('#EXT-X-TARGETDURATION:'));
  return {
    targetDuration: Number(target?.slice(22)),
    init: uri === undefined ? undefined : { uri, ...parseStretch(map.get('BYTERANGE') ?? '') },
    segments,
    ended: lines.includes('#EXT-X-ENDLIST'),
  };
}

/** Reads the variants of a master playlist, in its order. @throws RangeError when it is no playlist */
export function parseMasterPlaylist(text: string): Variant[] {
  const lines = linesOf(text);
  return lines.flatMap((line, index) => {
    if (!line.startsWith('#EXT-X-STREAM-INF:')) return [];
    const found = parseAttributes(line);
    const [width, height] = (found.get('RESOLUTION') ?? '').split('x').map(Number);
    const frameRate = found.get('FRAME-RATE');
    return [
      {
        uri: lines[index + 1] ?? '',
        bandwidth: Number(found.get('BANDWIDTH')),
        averageBandwidth: Number(found.get('AVERAGE-BANDWIDTH')),
        codecs: found.get('CODECS') ?? '',
        ...(width && height ? { width, height } : {}),
        ...(frameRate === undefined ? {} : { frameRate: Number(frameRate) }),
      },
    ];
  });
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0] !== '#EXTM3U') throw new RangeError('The text is not a playlist.');
  return lines;
}

function parseStretch(text: string): Stretch {
  const [bytes, offset] = text.split('@').map(Number);
  if (bytes === undefined || offset === undefined) throw new RangeError('A byte range has no offset.');
  return { offset, bytes };
}

function parseAttributes(line: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, quoted, plain] of line.matchAll(/([A-Z-]+)=(?:"([^"]*)"|([^",]*))/g)) {
    if (name !== undefined) found.set(name, quoted ?? plain ?? '');
  }
  return found;
}
