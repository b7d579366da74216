import { RawConnection } from '../../../apps/delivery/src/testing/served.js';

/** What a player asks for of a media file: its name beside the playlist, and the bytes of each request. */
interface MediaPlan {
  readonly path: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** What a viewer has to receive, by paths below the asset. */
export type Contents = ReadonlyMap<string, Buffer>;

/**
 * Plays one rung as hls.js does, on one keep-alive connection: the master playlist, the rung's playlist, then
 * the initialisation section and each segment by a range, one after another. Each byte is compared.
 *
 * @param target the signed URL of the master playlist
 * @returns what went wrong; undefined when all was as it should be
 */
export async function play(
  port: number,
  target: string,
  contents: Contents,
  rung: number,
): Promise<string | undefined> {
  const connection = new RawConnection(port);
  const base = target.slice(0, target.indexOf('/hls/') + 1);
  const get = async (path: string, range?: { start: number; end: number }) => {
    const field = range === undefined ? '' : `Range: bytes=${range.start}-${range.end}\r\n`;
    connection.send(`GET ${base}${path} HTTP/1.1\r\nHost: rig\r\nAccept: */*\r\n${field}\r\n`);
    const answer = await connection.next({ quietMs: 60_000 });
    const whole = contents.get(path) ?? Buffer.alloc(0);
    const expected = range === undefined ? whole : whole.subarray(range.start, range.end + 1);
    const status = range === undefined ? 200 : 206;
    if (answer === undefined) throw new Error(`${path}: no answer, expected ${status}`);
    if (answer.status !== status) throw new Error(`${path}: ${answer.status}, expected ${status}`);
    if (!answer.body.equals(expected))
      throw new Error(`${path} ${field.trim()}: ${answer.body.length} bytes are not those that were stored`);
    return answer.body;
  };
  try {
    const master = (await get('hls/master.m3u8')).toString();
    const rungs = master.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const playlist = `hls/${rungs[rung % rungs.length]}`;
    const plan = planOf((await get(playlist)).toString(), playlist);
    for (const range of plan.ranges) await get(plan.path, range);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    connection.socket.destroy();
  }
}

/** What RFC 8216 makes of a media playlist of one file: EXT-X-MAP, then EXT-X-BYTERANGE by EXT-X-BYTERANGE. */
function planOf(playlist: string, path: string): MediaPlan {
  const map = /^#EXT-X-MAP:URI="([^"]+)",BYTERANGE="([0-9]+)@([0-9]+)"$/m.exec(playlist);
  if (map === null) throw new Error(`${path}: the playlist has no map`);
  const ranges = [rangeOf(map[2], map[3])];
  for (const [, bytes, offset] of playlist.matchAll(/^#EXT-X-BYTERANGE:([0-9]+)@([0-9]+)$/gm))
    ranges.push(rangeOf(bytes, offset));
  return { path: path.slice(0, path.lastIndexOf('/') + 1) + map[1], ranges };
}

function rangeOf(bytes: string | undefined, offset: string | undefined): { start: number; end: number } {
  return { start: Number(offset), end: Number(offset) + Number(bytes) - 1 };
}
