import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage, parseStorageKey } from '#libs/storage';
import type { DeliverySettings } from '../delivery-settings.js';
import { ASSET, NOW, PROXIES, put, RawConnection, serve, type Served, url } from '../testing/served.js';

const FILES: Readonly<Record<string, Buffer>> = {
  'hls/1.m3u8': Buffer.from('#EXTM3U\n'),
  'hls/2.m3u8': randomBytes(2_300),
  'storyboard/1.webp': randomBytes(21_000),
  'hls/audio.m4s': randomBytes(60_000),
  // Not kept in memory as a whole.
  'hls/media.mp4': randomBytes(200_000),
  'source/original': randomBytes(5_000),
};

let storage: MemoryStorage;
let running: Served[];
let connections: RawConnection[];
beforeEach(async () => {
  storage = new MemoryStorage();
  for (const [path, bytes] of Object.entries(FILES)) await put(storage, path, bytes);
  running = [];
  connections = [];
});
afterEach(async () => {
  for (const { socket } of connections) socket.destroy();
  await Promise.all(running.map(({ delivery }) => delivery.close()));
});

async function start(settings: Partial<DeliverySettings> = {}): Promise<Served> {
  const served = await serve(storage, { ...PROXIES, shutdownSeconds: 1, ...settings });
  running.push(served);
  return served;
}

function open({ port }: Served): RawConnection {
  const connection = new RawConnection(port);
  connections.push(connection);
  return connection;
}

const token = url({ path: 'hls/1.m3u8' }).slice(0, -'hls/1.m3u8'.length);
const get = (path: string, fields = 'Accept: */*\r\n') =>
  `GET ${token}${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;

const part = (path: string, range: string) => get(path, `Accept: */*\r\nRange: ${range}\r\nX-Y: z\r\n`);

async function ask(connection: RawConnection, text: string) {
  connection.send(text);
  const answer = await connection.next();
  const { date, 'x-request-id': id, ...headers } = answer?.headers ?? {};
  return { status: answer?.status, headers, body: answer?.body.toString('base64'), date, id };
}

it('the same request for one file after the other gets what the HTTP server says', async () => {
  const [lane, general] = [await start(), await start({ fastLane: false })];
  const [ours, theirs] = [open(lane), open(general)];
  const ids = new Set<string | undefined>();
  const paths = Object.keys(FILES).filter((path) => !path.startsWith('source/'));
  for (const path of [...paths, ...paths, ...paths.toReversed()]) {
    const [one, other] = [await ask(ours, get(path)), await ask(theirs, get(path))];
    ids.add(one.id).add(other.id);
    expect(one.date).toMatch(/^[A-Z][a-z]{2}, [0-9]{2} .* GMT$/);
    expect({ ...one, date: '', id: '' }).toEqual({ ...other, date: '', id: '' });
    expect(Buffer.from(one.body ?? '', 'base64').equals(FILES[path] ?? Buffer.alloc(0))).toBe(true);
  }
  expect(ids.size).toBe(6 * paths.length);
  expect(await lane.lane()).toMatchObject({ answered: 3 * paths.length, handedOver: 0 });
});

it('a file that came into memory another way is of its own type, not of the one asked for before', async () => {
  const served = await start();
  const path = 'storyboard/1.webp';
  expect((await ask(open(served), get(path).replace('HTTP/1.1', 'HTTP/1.0'))).status).toBe(200);
  const connection = open(served);
  for (let n = 0; n < 2; n += 1) await ask(connection, get('hls/1.m3u8'));
  for (const one of [await ask(connection, get(path)), await ask(open(served), get(path))]) {
    expect([one.status, one.headers['content-type']]).toEqual([200, 'image/webp']);
  }
});

it('one range after the other, and files in between, get what the HTTP server says', async () => {
  const [lane, general] = [await start(), await start({ fastLane: false })];
  const [ours, theirs] = [open(lane), open(general)];
  const ranges = ['0-0', '5-1999', '7-', '-9', '100-900000', '1-0', '-900000', '00-01'];
  const [media, small] = ['hls/media.mp4', 'storyboard/1.webp'];
  const texts = ranges.flatMap((range) => [
    part(media, `bytes=${range}`),
    get(media),
    part(small, `bytes=${range}`),
    get('hls/1.m3u8'),
  ]);
  for (const text of texts) {
    const [one, other] = [await ask(ours, text), await ask(theirs, text)];
    expect({ ...one, date: '', id: '' }).toEqual({ ...other, date: '', id: '' });
  }
  expect(await lane.lane()).toMatchObject({ answered: texts.length, handedOver: 0 });
});

it('what is opened anew says the type of its own, whichever file was asked for before', async () => {
  const served = await start({ openObjectSeconds: 0.3 });
  const connection = open(served);
  const types = [
    ['hls/1.m3u8', 'application/vnd.apple.mpegurl'],
    ['storyboard/1.webp', 'image/webp'],
    ['hls/media.mp4', 'video/mp4'],
  ] as const;
  for (let round = 0; round < 40; round += 1) {
    for (const [path, type] of types)
      expect((await ask(connection, get(path))).headers).toMatchObject({ 'content-type': type });
    await sleep(30);
  }
});

it('each viewer gets the age, the origin and the id that are their own', async () => {
  const served = await start({ corsOrigins: ['https://a.example', 'https://b.example'] });
  const viewers = [
    { expires: NOW + 86_400, origin: 'https://a.example' },
    { expires: NOW + 60, origin: 'https://b.example' },
    { expires: NOW + 7_200, origin: 'https://elsewhere.example' },
    { expires: NOW + 86_399, origin: undefined },
  ].map((viewer) => ({ ...viewer, connection: open(served) }));
  for (let round = 0; round < 4; round += 1) {
    for (const { expires, origin, connection } of viewers) {
      connection.send(
        `GET ${url({ expires })} HTTP/1.1\r\nHost: x\r\n${origin === undefined ? '' : `Origin: ${origin}\r\n`}\r\n`,
      );
      const answer = await connection.next();
      expect(answer?.headers['cache-control']).toBe(`private, max-age=${expires - NOW}, immutable`);
      const isAllowed = origin === 'https://a.example' || origin === 'https://b.example';
      expect(answer?.headers['access-control-allow-origin']).toBe(isAllowed ? origin : undefined);
      expect(answer?.body.toString()).toBe('#EXTM3U\n');
    }
  }
});

describe('what differs by more than the name of a file in memory is read in full', () => {
  const tail = ' HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n';
  it.each<[string, string]>([
    ['an original', get('source/original')],
    ['no such file', get('hls/none.m3u8')],
    ['a way up', get('hls/../hls/1.m3u8')],
    ['an escape', get('hls/%31.m3u8')],
    ['a query', get('hls/1.m3u8?x')],
    ['two requests', get('hls/1.m3u8') + get('hls/2.m3u8')],
    ['a request in a path', `GET ${token}hls/1.m3u8${tail}GET ${token}hls/2.m3u8${tail}`],
    ['a field in a path', `GET ${token}hls/1.m3u8 HTTP/1.1\r\nRange: bytes=0-1\r\nX: /hls/1.m3u8${tail}`],
    ['a length in a path', `GET ${token}hls/1.m3u8 HTTP/1.1\r\nContent-Length: 3\r\nX: /hls/1.m3u8${tail}`],
    ['a line feed', get('hls/1.m3u8\n')],
    ['a letter of another set', get('hls/\u00e9.m3u8')],
    ['no path', get('')],
    ['a long path', get(`hls/${'a/'.repeat(300)}1.m3u8`)],
    ['another token', get('hls/1.m3u8').replace('~h=', '~h=A')],
    ['a range', get('hls/1.m3u8', 'Accept: */*\r\nRange: bytes=0-1\r\n')],
    ['a head', get('hls/1.m3u8').replace('GET', 'HEAD')],
    ['several ranges', part('hls/1.m3u8', 'bytes=0-1,3-4')],
    ['a range that can not be', part('hls/1.m3u8', 'bytes=90000-')],
    ['a range of other units', part('hls/1.m3u8', 'lines=0-1')],
    ['no range', part('hls/1.m3u8', '')],
    ['a space in a range', part('hls/1.m3u8', 'bytes=0-1 ')],
    ['a long range', part('hls/1.m3u8', `bytes=${'0'.repeat(80)}-1`)],
    ['a field in a range', part('hls/1.m3u8', 'bytes=0-1\r\nIf-Range: "x"')],
    ['a second range', part('hls/1.m3u8', 'bytes=0-1\r\nRange: bytes=2-3')],
    ['a length in a range', part('hls/1.m3u8', 'bytes=0-1\r\nContent-Length: 3')],
    ['two requests for ranges', part('hls/1.m3u8', 'bytes=0-1') + part('hls/1.m3u8', 'bytes=2-3')],
    ['a request in a range', part('hls/1.m3u8', `bytes=0-1${tail}GET ${token}hls/2.m3u8${tail}`)],
    ['a range in a path', part('hls/1.m3u8 HTTP/1.1\r\nRange: bytes=0-1\r\nX: ', 'bytes=2-3')],
    ['another version', get('hls/1.m3u8').replace('HTTP/1.1', 'HTTP/1.0')],
  ])('%s', async (_, text) => {
    // Both at once, for each is listened to until it has been quiet for a while.
    const answered = [true, false].map(async (fastLane) => {
      const served = await start({ fastLane });
      // An original may be in memory too, for those who have a URL for it.
      const file = open(served);
      expect((await ask(file, `GET ${url({ scope: 'file', path: 'source/original' })}${tail}`)).status).toBe(
        200,
      );
      const connection = open(served);
      for (const path of ['hls/1.m3u8', 'hls/2.m3u8', 'hls/1.m3u8']) {
        expect((await ask(connection, get(path))).status).toBe(200);
        expect((await ask(connection, part(path, 'bytes=0-2'))).status).toBe(206);
      }
      connection.socket.write(Buffer.from(text, 'latin1'));
      const got: unknown[] = [];
      for (let n = 0; n < 3; n += 1) {
        const answer = await connection
          .next({ quietMs: 700, isHead: text.startsWith('HEAD') })
          .catch((error: unknown) => String(error));
        if (answer === undefined || typeof answer === 'string') break;
        const { date: _date, 'x-request-id': _id, ...headers } = answer.headers;
        const isProblem = answer.status >= 400;
        got.push([
          answer.status,
          isProblem ? headers['content-type'] : headers,
          isProblem || answer.body.toString('base64'),
        ]);
      }
      return got;
    });
    const [ours, theirs] = await Promise.all(answered);
    expect(ours).toEqual(theirs);
  });
});

it('a revocation holds for the next request of a connection that has been granted it before', async () => {
  const served = await start();
  const connection = open(served);
  for (let n = 0; n < 3; n += 1) expect((await ask(connection, get('hls/1.m3u8'))).status).toBe(200);
  const list = { version: 1, updated: NOW, assets: { [ASSET]: 1 }, sessions: {} };
  async function* document() {
    yield Buffer.from(JSON.stringify(list));
  }
  await storage.put(parseStorageKey('control/revocations.json'), document());
  await served.delivery.revocations.refresh();
  expect((await ask(connection, get('hls/1.m3u8'))).status).toBe(403);
});

it('tells of each answer in the log and in the metrics', async () => {
  const served = await start();
  const connection = open(served);
  const ids = [];
  for (const path of ['hls/1.m3u8', 'hls/2.m3u8', 'hls/1.m3u8'])
    ids.push((await ask(connection, get(path))).id);
  await sleep(50);
  const lines = served.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const said = lines.filter(({ msg }) => msg === 'delivery');
  expect(said.map(({ requestId }) => requestId)).toEqual(ids);
  expect(said[1]).toEqual({
    level: 30,
    time: expect.stringMatching(/^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$/),
    app: 'delivery',
    requestId: ids[1],
    method: 'GET',
    status: 200,
    asset: ASSET,
    path: 'hls/2.m3u8',
    client: '127.0.0.1',
    bytes: 2_300,
    ms: expect.any(Number),
    msg: 'delivery',
  });
});
