import type { LoadPlan } from './load.js';

const GB = 1_000_000_000;
/** How many objects there are of each kind that has more than one. */
export const COUNT = 16;
const RANGE_BYTES = 2_000_000;
const REQUESTS_IN_TURN = 60;

/** What a kind of request asks for: whole objects, or ranges of one. */
export const KINDS = {
  playlist: { bytes: 2_300, path: (n: number) => `hls/v${n % COUNT}/media.m3u8` },
  thumbnail: { bytes: 21_000, path: (n: number) => `storyboard/${n % COUNT}.webp` },
  segment: { bytes: 1_000_000, path: (n: number) => `hls/segment-${n % COUNT}.mp4` },
  range: { bytes: GB, path: () => 'hls/v1080/media.mp4' },
};
export type Kind = keyof typeof KINDS;

/** As hls.js asks: playlists at the start and now and then, media in segments or ranges, pictures in the bar. */
const MIX = `
  playlist playlist segment segment thumbnail range segment thumbnail segment range
  thumbnail segment segment thumbnail range segment thumbnail segment range thumbnail
`
  .trim()
  .split(/\s+/) as Kind[];

export const CASES: Readonly<Record<string, readonly Kind[]>> = {
  playlist: ['playlist'],
  thumbnail: ['thumbnail'],
  segment: ['segment'],
  range: ['range'],
  mix: MIX,
};

/** The target of one file of an asset, for the viewer of connection `viewer`. */
export type Target = (asset: string, path: string, viewer: number) => string;

/** Each connection a viewer with a session of his own, who is somewhere else in the lesson. */
export function casePlan(
  target: Target,
  asset: string,
  kinds: readonly Kind[],
  options: { connections: number; inTurn?: number },
): LoadPlan {
  const requests: { head: string; bodyBytes: number }[] = [];
  const order = Array.from({ length: options.connections }, (_, viewer) =>
    Array.from({ length: options.inTurn ?? REQUESTS_IN_TURN }, (_, n) => {
      const kind = kinds[(n + viewer * 7) % kinds.length] ?? 'playlist';
      const { path, bytes } = KINDS[kind];
      const from = ((n * 37 + viewer * 101) * 7_919_111) % (GB - RANGE_BYTES);
      const isRange = kind === 'range';
      const head = headOf(target(asset, path(n + viewer), viewer), isRange ? from : undefined);
      return requests.push({ head, bodyBytes: isRange ? RANGE_BYTES : bytes }) - 1;
    }),
  );
  return { requests, order };
}

/** An object for each place of `objects`, dealt out to the connections in an order of chance. */
export function objectsPlan(
  target: Target,
  objects: readonly { asset: string; path: string }[],
  options: { connections: number; bodyBytes: number },
): LoadPlan {
  const { connections, bodyBytes } = options;
  const places = shuffled(objects.length);
  const order: number[][] = Array.from({ length: connections }, () => []);
  const requests = places.map((place, n) => {
    const viewer = n % connections;
    order[viewer]?.push(n);
    const { asset, path } = objects[place] ?? { asset: '', path: '' };
    return { head: headOf(target(asset, path, viewer)), bodyBytes };
  });
  // With fewer objects than connections, some share them.
  for (const [viewer, own] of order.entries()) if (own.length === 0) own.push(viewer % requests.length);
  return { requests, order };
}

function headOf(target: string, from?: number): string {
  const range = from === undefined ? '' : `Range: bytes=${from}-${from + RANGE_BYTES - 1}\r\n`;
  return `GET ${target} HTTP/1.1\r\nHost: media.example.org\r\n${range}${PLAYER}\r\n`;
}

/** The same order in every run. */
function shuffled(length: number): number[] {
  const places = Array.from({ length }, (_, place) => place);
  let state = 4_711;
  for (let at = length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [places[at], places[other]] = [places[other] ?? 0, places[at] ?? 0];
  }
  return places;
}

/** What Chrome sends along. */
const PLAYER = [
  'Connection: keep-alive',
  'User-Agent: Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  'Origin: https://learn.example.org',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: cors',
  'Sec-Fetch-Dest: empty',
  'Referer: https://learn.example.org/',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: zh-CN,zh;q=0.9,en;q=0.8',
  '',
].join('\r\n');
