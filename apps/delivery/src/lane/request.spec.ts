import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { KnownFields, LARGEST_HEAD_BYTES, readRequest } from './request.js';

const TARGET = '/s/k=a~e=1790003600~s=play~v=0~h=x/ast_1/hls/1.m3u8';
const request = (lines: string, target = TARGET, method = 'GET') =>
  `${method} ${target} HTTP/1.1\r\n${lines}\r\n`;
const HOST = 'Host: media.example.org\r\n';

describe('readRequest', () => {
  it('reads what players send', () => {
    const text = request(
      `${HOST}Connection: keep-alive\r\nRange: bytes=0-99\r\nIf-Range: "abc"\r\nOrigin: https://a.example\r\n` +
        'sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"\r\nAccept-Encoding:\r\nCookie: a=b; c=d\r\n',
    );
    expect(readRequest(`${text}GET`, 0)).toEqual({
      method: 'GET',
      target: TARGET,
      fields: {
        host: 'media.example.org',
        connection: 'keep-alive',
        range: 'bytes=0-99',
        'if-range': '"abc"',
        origin: 'https://a.example',
      },
      end: text.length,
    });
  });

  it('reads requests one after another', () => {
    const first = request(HOST);
    const second = request(`${HOST}If-None-Match: W/"x"\r\n`, `${TARGET}8`, 'HEAD');
    const read = readRequest(first + second, first.length);
    expect(read).toMatchObject({ method: 'HEAD', target: `${TARGET}8`, end: first.length + second.length });
  });

  it('asks for the rest at every place where a request can be cut', () => {
    const text = request(`${HOST}Range: bytes=0-\r\n`);
    for (let length = 0; length < text.length; length += 1) {
      expect(readRequest(text.slice(0, length), 0)).toBe('partial');
    }
  });

  it.each<[string, string]>([
    ['another method', request(HOST, TARGET, 'POST')],
    ['OPTIONS', request(HOST, TARGET, 'OPTIONS')],
    ['a method in small letters', request(HOST, TARGET, 'get')],
    ['another path', request(HOST, '/livez')],
    ['an absolute target', request(HOST, `http://x${TARGET}`)],
    ['a percent', request(HOST, `${TARGET}%2e`)],
    ['a query', request(HOST, `${TARGET}?a`)],
    ['a fragment', request(HOST, `${TARGET}#a`)],
    ['a backslash', request(HOST, `${TARGET}\\a`)],
    ['a space in the target', request(HOST, `${TARGET} a`)],
    ['two spaces', request(HOST).replace(' /s', '  /s')],
    ['HTTP/1.0', request(HOST).replace('1.1', '1.0')],
    ['HTTP/2', request(HOST).replace('1.1', '2.0')],
    ['an empty line in front', `\r\n${request(HOST)}`],
    ['no Host', request('Accept: */*\r\n')],
    ['an empty Host', request('Host:\r\n')],
    ['two Hosts', request(HOST + HOST)],
    ['a bare line feed', `GET ${TARGET} HTTP/1.1\nHost: x\n\n`],
    ['a bare line feed between fields', request(`${HOST}A: b\nC: d\r\n`)],
    ['a bare carriage return', request(`${HOST}A: b\rC: d\r\n`)],
    ['a folded field', request(`${HOST}A: b\r\n c\r\n`)],
    ['a space before the colon', request(`${HOST}A : b\r\n`)],
    ['no space after the colon', request(`${HOST}A:b\r\n`)],
    ['two spaces after the colon', request(`${HOST}A:  b\r\n`)],
    ['a tab', request(`${HOST}A: b\tc\r\n`)],
    ['a NUL', request(`${HOST}A: b\0c\r\n`)],
    ['a byte above 7E', request(`${HOST}A: b\u00e9\r\n`)],
    ['no name', request(`${HOST}: b\r\n`)],
    ['an odd name', request(`${HOST}A_b: c\r\n`)],
    ['Content-Length', request(`${HOST}Content-Length: 0\r\n`)],
    ['Transfer-Encoding', request(`${HOST}tRansfer-Encoding: chunked\r\n`)],
    ['Expect', request(`${HOST}Expect: 100-continue\r\n`)],
    ['Upgrade', request(`${HOST}Upgrade: h2c\r\n`)],
    ['TE', request(`${HOST}TE: trailers\r\n`)],
    ['Trailer', request(`${HOST}Trailer: A\r\n`)],
    ['If-Match', request(`${HOST}If-Match: *\r\n`)],
    ['a connection option', request(`${HOST}Connection: close, x\r\n`)],
    ['two Connections', request(`${HOST}Connection: close\r\nConnection: keep-alive\r\n`)],
    ['two ranges', request(`${HOST}Range: bytes=0-1,3-4\r\n`)],
    ['another unit', request(`${HOST}Range: lines=0-1\r\n`)],
    ['two Ranges', request(`${HOST}Range: bytes=0-1\r\nRange: bytes=0-1\r\n`)],
    ['a space in the range', request(`${HOST}Range: bytes=0-1 \r\n`)],
    ['an enormous range', request(`${HOST}Range: bytes=0-${'9'.repeat(16)}\r\n`)],
    ['several ETags', request(`${HOST}If-None-Match: "a", "b"\r\n`)],
    ['another date', request(`${HOST}If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n`)],
    ['a large head', request(`${HOST}A: ${'b'.repeat(LARGEST_HEAD_BYTES)}\r\n`)],
    ['a large head that has no end yet', `GET ${TARGET} HTTP/1.1\r\nA: ${'b'.repeat(LARGEST_HEAD_BYTES)}`],
  ])('leaves %s to others', (_, text) => {
    expect(readRequest(text, 0)).toBe('foreign');
  });

  it('F44 what is kept of a request keeps nothing of those that came with it', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept = [];
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let connection = 0; connection < 500; connection += 1) {
      const known = new KnownFields();
      const target = `${TARGET}/${connection}`;
      const text = request(`${HOST}Origin: https://${connection}.example.org\r\n`, target);
      const many = Buffer.from(text.repeat(Math.floor(60_000 / text.length)), 'latin1').toString('latin1');
      kept.push({ known, read: readRequest(many, 0, known) });
    }
    collect();
    const bytes = process.memoryUsage().heapUsed - before;
    expect(kept.at(-1)?.read).toMatchObject({ target: `${TARGET}/499` });
    expect(bytes / kept.length).toBeLessThan(20_000);
  });

  it('takes time in proportion to what it reads', () => {
    const hostile = `GET /s/${'a/'.repeat(3_000)} HTTP/1.1\r\n${'A: b  '.repeat(300)}`;
    const started = performance.now();
    for (let round = 0; round < 200; round += 1) readRequest(hostile, 0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

it.each(['', 'a/b', 'a..b', '[::1', 'a b', 'user@a'])(
  'leaves the host %j to the server, which refuses it',
  (host) => {
    expect(readRequest(`GET /s/a HTTP/1.1\r\nHost:${host === '' ? '' : ` ${host}`}\r\n\r\n`, 0)).toBe(
      'foreign',
    );
  },
);
