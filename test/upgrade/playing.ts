import { createHash } from 'node:crypto';

/** One stretch of a file that a player loads: the initialisation of a rendition, or a segment. */
export interface Piece {
  /** Below the asset. */
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly sha256: string;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The whole object behind a URL. @throws Error where it is not served */
export async function served(url: string): Promise<Buffer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status === 200) return bytes;
  throw new Error(`${belowAsset(url)} was answered ${answer.status}: ${bytes.subarray(0, 300).toString()}`);
}

/** How a URL is answered: the status, and the code of a refusal. */
export async function outcomeOf(url: string): Promise<{ status: number; code?: string }> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  if (answer.headers.get('content-type') !== 'application/problem+json') return { status: answer.status };
  return { status: answer.status, code: (JSON.parse(text) as { code: string }).code };
}

/**
 * Plays as a player does: the master playlist, each rendition's playlist, and of each all that it names.
 *
 * @throws Error where something is not served, or is not as long as its playlist says
 */
export async function played(hls: string): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const playlist of uris(await text(hls))) {
    const address = new URL(playlist, hls).href;
    for (const stretch of stretchesOf(await text(address)))
      pieces.push(await load(new URL(stretch.uri, address).href, stretch));
  }
  if (pieces.length === 0) throw new Error(`${belowAsset(hls)} names nothing to play`);
  return pieces.toSorted((a, b) => a.path.localeCompare(b.path) || a.first - b.first);
}

interface Stretch {
  readonly uri: string;
  readonly offset: number;
  readonly bytes: number;
}

/** RFC 8216: what EXT-X-MAP and EXT-X-BYTERANGE name, all of it with an offset. */
function stretchesOf(playlist: string): Stretch[] {
  const range =
    /^#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"|^#EXT-X-BYTERANGE:(\d+)@(\d+)\n([^#\n]+)/gm;
  return Array.from(playlist.matchAll(range), ([, map, length, from, bytes, offset, uri]) => ({
    uri: map ?? uri ?? '',
    bytes: Number(length ?? bytes),
    offset: Number(from ?? offset),
  }));
}

async function load(url: string, { offset, bytes }: Stretch): Promise<Piece> {
  const last = offset + bytes - 1;
  const answer = await fetch(url, {
    headers: { range: `bytes=${offset}-${last}` },
    signal: AbortSignal.timeout(60_000),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 206 || body.length !== bytes)
    throw new Error(
      `${belowAsset(url)} ${offset}-${last} was answered ${answer.status}, ${body.length} bytes`,
    );
  return { path: belowAsset(url), first: offset, last, sha256: sha256Of(body) };
}

async function text(url: string): Promise<string> {
  return (await served(url)).toString();
}

function uris(playlist: string): string[] {
  return playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** The part of a signed URL that says what it opens: its token is nobody's to read. */
export function belowAsset(url: string): string {
  return new URL(url).pathname.replace(/^\/s\/[^/]+\/[^/]+\//, '');
}
