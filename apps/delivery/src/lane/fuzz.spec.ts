import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MemoryStorage } from '#libs/storage';
import { PROXIES, put, RawConnection, serve, type Served, url } from '../testing/served.js';

/**
 * Random and hostile requests, the same bytes to a server with the lane and to one without: the same answers,
 * in status, meaning and bytes, or the lane has handed the connection over.
 */
const ROUNDS = Number(process.env['LECTERN_TEST_FUZZ_ROUNDS'] ?? 1_500);
const SEED = Number(process.env['LECTERN_TEST_FUZZ_SEED'] ?? Math.floor(Math.random() * 1e9));
const AT_ONCE = 24;
const MEDIA = 'hls/v1080/media.mp4';

let lane: Served;
let general: Served;
beforeAll(async () => {
  const storage = new MemoryStorage();
  await put(storage, 'hls/1.m3u8', Buffer.from('#EXTM3U\n'));
  await put(storage, MEDIA, randomBytes(300_000));
  lane = await serve(storage, { ...PROXIES, shutdownSeconds: 1 });
  general = await serve(storage, { ...PROXIES, shutdownSeconds: 1, fastLane: false });
});
afterAll(() => Promise.all([lane, general].map(({ delivery }) => delivery.close())));

/** Numbers from 0 to below 1 that depend on the seed alone (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FIELDS = [
  'Range: bytes=0-9',
  'Range: bytes=5-',
  'Range: bytes=-7',
  'Range: bytes=9-5',
  'Range: bytes=0-1,3-4',
  'Range: bytes=99999999-',
  'Range: items=0-4',
  'range:  bytes=0-4 ',
  'If-None-Match: *',
  'If-None-Match: "x", W/"y"',
  'If-Match: "x"',
  'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',
  'If-Modified-Since: whenever',
  'If-Range: "x"',
  'Connection: keep-alive',
  'Connection: Upgrade',
  'Connection: close',
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 4, 4',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: xchunked',
  'Expect: 100-continue',
  'Upgrade: websocket',
  'TE: trailers',
  'Host: y',
  'X-Forwarded-For: 10.1.2.3',
  'X-Forwarded-For: 10.1.2.3, nonsense',
  'X-A : b',
  ' folded',
  '\tfolded',
  'X-A:b',
  'X-A: \u00ff\u0001',
  'X-A: \r',
  `X-A: ${'a'.repeat(9_000)}`,
  ':',
  '',
];

const SCRAPS = [
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\0',
  '%2e',
  '/',
  '..',
  '?',
  '#',
  ':',
  '~',
  '=',
  '\u00e9',
  'GET /s/',
  '0\r\n\r\n',
];

interface Shape {
  readonly text: string;
  readonly isHead: boolean;
}

const USUAL_FIELDS = [
  'Range: bytes=0-9',
  'Range: bytes=5-',
  'Range: bytes=-7',
  'If-None-Match: *',
  'If-Range: "x"',
  'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',
  'Accept: */*',
  'Origin: https://a.example',
];

function hostile(random: () => number): Shape[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const media = url({ path: MEDIA });
  const odd = [
    url({ path: 'hls/none.mp4' }),
    `${url()}?a=b`,
    '/livez',
    '/s/x',
    '*',
    url({ expires: 1_000_000_000 }),
  ];
  const shapes = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const isUsual = random() < 0.7;
    const method = pick(isUsual ? ['GET', 'GET', 'HEAD'] : ['GET', 'HEAD', 'POST', 'OPTIONS', 'get', 'GETX']);
    const target = pick(isUsual ? [url(), media] : [url(), media, ...odd]);
    const version = isUsual
      ? 'HTTP/1.1'
      : pick(['HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'http/1.1', 'HTTP/2.0', '']);
    const fields = Array.from({ length: Math.floor(random() * 4) }, () =>
      pick(isUsual ? USUAL_FIELDS : FIELDS),
    );
    const host = isUsual || random() < 0.9 ? ['Host: x'] : [];
    const lines = [`${method} ${target} ${version}`, ...host, ...fields, '', ''];
    return { text: lines.join('\r\n'), isHead: method === 'HEAD' };
  });
  if (random() < 0.6) return shapes;
  return shapes.map((shape) => {
    const at = Math.floor(random() * shape.text.length);
    const cut = random() < 0.5 ? 0 : 1 + Math.floor(random() * 3);
    return { ...shape, text: shape.text.slice(0, at) + pick(SCRAPS) + shape.text.slice(at + cut) };
  });
}

/** What a server answers to these bytes: status, what it means, and the bytes, until it closes or is quiet. */
async function answers(
  port: number,
  shapes: readonly Shape[],
  split: number,
  quietMs: number,
): Promise<string[]> {
  const connection = new RawConnection(port);
  const last = `GET ${url()} HTTP/1.1\r\nHost: x\r\nX-Request-Id: last\r\nConnection: close\r\n\r\n`;
  const bytes = shapes.map(({ text }) => text).join('') + last;
  connection.send(bytes.slice(0, split));
  if (split < bytes.length) setTimeout(() => connection.send(bytes.slice(split)), 2);
  const got: string[] = [];
  try {
    for (let index = 0; index < 8; index += 1) {
      const answer = await connection.next({ quietMs, isHead: shapes[index]?.isHead === true });
      if (answer === undefined) break;
      if (answer.status === 100) {
        index -= 1;
        continue;
      }
      const { headers, status, body } = answer;
      const isRefused = status === 400 || status === 408 || status === 431;
      const meaning = isRefused
        ? 'refused'
        : `${status} ${headers['content-range'] ?? ''} ${headers['etag'] ?? ''}`;
      const isLast = headers['x-request-id'] === 'last' ? 'last ' : '';
      const isOurs = status === 200 || status === 206;
      got.push(
        `${isLast}${meaning} ${isOurs ? `${body.length} ${body.toString('base64', 0, 30)}` : ''}`.trim(),
      );
      if (isRefused) break;
    }
  } catch (error) {
    got.push(`broken: ${error instanceof Error ? error.message.slice(0, 80) : ''}`);
  }
  connection.socket.destroy();
  return got;
}

/**
 * The same answers, one by one. Where the bytes hold something that is refused, Node's parser may see it before
 * the answers to the requests in front are out, and its refusal may be lost in a reset: then one way may say
 * less than the other, but nothing else, and neither may come as far as the last request.
 */
function agree(ours: readonly string[] = [], theirs: readonly string[] = []): boolean {
  const isRefused = ours.includes('refused') || theirs.includes('refused');
  const heard = [ours, theirs].map((all) => all.filter((answer) => answer !== 'refused'));
  const [shorter = [], longer = []] = heard.toSorted((a, b) => a.length - b.length);
  if (!isRefused && shorter.length !== longer.length) return false;
  if (isRefused && longer.some((answer) => answer.startsWith('last'))) return false;
  return shorter.every((answer, index) => answer === longer[index]);
}

it(`F43 ${ROUNDS} rounds of hostile requests, seed ${SEED}: no answer that the HTTP server contradicts`, async () => {
  const random = generator(SEED);
  for (let round = 0; round < ROUNDS; round += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const shapes = hostile(random);
        const split = Math.floor(random() * 1_200);
        const ask = (quietMs: number) =>
          Promise.all([lane, general].map(({ port }) => answers(port, shapes, split, quietMs)));
        let [ours, theirs] = await ask(500);
        // On a busy machine silence may be mere slowness.
        if (!agree(ours, theirs)) [ours, theirs] = await ask(8_000);
        if (!agree(ours, theirs))
          expect(JSON.stringify(ours), JSON.stringify([split, shapes])).toBe(JSON.stringify(theirs));
      }),
    );
  }
  const { answered, handedOver } = await lane.lane();
  expect(answered).toBeGreaterThan(ROUNDS / 10);
  expect(handedOver).toBeGreaterThan(ROUNDS / 10);
});
