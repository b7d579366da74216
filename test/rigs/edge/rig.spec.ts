import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignRequest } from '#libs/signing';
import { hasEdge } from '../../servers/edge.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { runMutations } from './mutations.js';
import { ASSET, COMPOSED, EdgeTree, MEDIA, NOW, ORIGIN } from '../../servers/edge-tree.js';
import { runEdgeVectors, type VectorFile } from './vectors.js';
import { askRaw, codeOf, type RawAnswer, type RawRequest } from '../../servers/raw-http.js';

const runs = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';
if (!runs) console.warn('nginx with its Lua module is not installed: the edge is not tested.');

const golden = JSON.parse(
  readFileSync(new URL('../../vectors/signed-urls.json', import.meta.url), 'utf8'),
) as VectorFile;

describe.runIf(runs)('signed URLs on the edge', () => {
  it('F40 every golden vector, as raw bytes', async () => {
    expect(golden.vectors.length).toBeGreaterThan(100);
    expect(await runEdgeVectors(golden)).toEqual([]);
  });

  it('names each vector that fails', async () => {
    const [first, ...rest] = golden.vectors.slice(0, 4) as [VectorFile['vectors'][0]];
    const vectors = [{ ...first, expect: 'revoked' }, ...rest];
    expect(await runEdgeVectors({ ...golden, vectors })).toEqual([
      'play: master playlist: the edge says 200 ok, expected revoked',
    ]);
  });

  it('F40 altered URLs are judged as libs/signing judges them', async () => {
    const count = Number(process.env['LECTERN_TEST_EDGE_MUTATIONS'] ?? shortForm(RIGS.edge).count);
    const { codes, differences } = await runMutations({ count, seed: 20_260_101 });
    expect(differences.slice(0, 20)).toEqual([]);
    for (const code of ['ok', 'not-found', 'signature-invalid', 'signature-expired', 'revoked'])
      expect(codes.get(code), code).toBeGreaterThan(10);
  });
});

const SAME_HEADERS = [
  'etag',
  'last-modified',
  'cache-control',
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
  'access-control-expose-headers',
  'vary',
  'allow',
  'retry-after',
  'x-content-type-options',
  'x-request-id',
  'referrer-policy',
  'content-security-policy',
  'cross-origin-resource-policy',
];

/** What a reader of a failed test can take in. */
function bodyOf({ body }: RawAnswer): string {
  if (body.length < 1_000) return body.toString('latin1');
  return `${body.length} bytes, SHA-256 ${createHash('sha256').update(body).digest('hex')}`;
}

function essence(answer: RawAnswer) {
  const headers = Object.fromEntries(SAME_HEADERS.map((name) => [name, answer.headers[name]]));
  return { status: answer.status, headers, body: bodyOf(answer) };
}

describe.runIf(runs)('the same answer as delivery', () => {
  let tree: EdgeTree;
  beforeAll(async () => {
    tree = await EdgeTree.start();
  });
  afterAll(() => tree.dispose());

  /** Sends a request to both. */
  async function both(request: RawRequest): Promise<{ edge: RawAnswer; delivery: RawAnswer }> {
    const headers = { 'x-request-id': 'both', 'x-rig-now': String(NOW), ...request.headers };
    const [edge, delivery] = await Promise.all([
      askRaw(tree.edge.port, { ...request, headers }),
      askRaw(tree.deliveryPort, { ...request, headers }),
    ]);
    return { edge, delivery };
  }

  async function same(request: RawRequest): Promise<RawAnswer> {
    const { edge, delivery } = await both(request);
    expect(essence(edge), `${request.method ?? 'GET'} ${JSON.stringify(request.headers)}`).toEqual(
      essence(delivery),
    );
    return edge;
  }

  const media = { path: 'hls/v1080/media.mp4' };
  const original = { path: 'source/original', scope: 'file' } as const;
  const URLS: [string, Partial<SignRequest>, number][] = [
    ['a playlist', {}, 200],
    ['media', media, 200],
    ['a poster', { path: 'poster/w640.webp' }, 200],
    ['an empty object', { path: 'hls/empty.vtt' }, 200],
    ['no extension', { path: 'hls/noextension' }, 200],
    ['an index', { path: 'hls/source-a1/stream.index' }, 200],
    ['a composition', { path: 'hls/source-a1/composed.mp4' }, 200],
    ['a composition without an index', { path: 'hls/source-a2/composed.mp4' }, 404],
    ['nothing', { path: 'hls/none.vtt' }, 404],
    ['a folder', { path: 'hls' }, 404],
    ['below a file', { path: 'hls/master.m3u8/x' }, 404],
    ['a long path', { path: `${'a'.repeat(100)}/${'b/'.repeat(190)}c` }, 404],
    ['a path too long for a key', { path: Array(4).fill('a'.repeat(127)).join('/') }, 404],
    ['the original', original, 200],
    ['a name to save as', { ...original, saveAs: '手术 "1"%\\_\u{1f3ac}(b)\'.pdf'.replace('\\', '') }, 200],
    ['a name that turns around', { ...original, saveAs: 'a\u202efdp.exe' }, 200],
    ['a name of a page', { ...original, saveAs: 'page.HTML' }, 200],
    ['a name in capitals', { ...original, saveAs: 'A.MP4' }, 200],
    ['a far expiry', { expires: 99_999_999_999 }, 200],
    ['expired', { expires: NOW }, 403],
    ['not yet', { notBefore: NOW + 31 }, 403],
    ['just now', { notBefore: NOW + 30 }, 200],
    ['revoked session', { session: 'gone' }, 403],
    ['revoked asset', { asset: 'ast_other000', epoch: 1 }, 403],
    ['its network', { network: '127.0.0.0/8' }, 200],
    ['another network', { network: '10.0.0.0/8' }, 403],
    ['a composition for its network', { path: 'hls/source-a1/composed.mp4', network: '127.0.0.1/32' }, 200],
  ];
  const HEADERS: [string, Record<string, string>][] = [
    ['GET', {}],
    ['GET', { origin: ORIGIN }],
    ['GET', { origin: 'https://evil.example' }],
    ['HEAD', {}],
    ['HEAD', { range: 'bytes=0-3' }],
    ['OPTIONS', { origin: ORIGIN, 'access-control-request-method': 'GET' }],
    ['GET', { 'if-none-match': '*' }],
    ['HEAD', { 'if-none-match': '*' }],
    ['GET', { 'if-match': '"x"' }],
    ['GET', { range: 'bytes=0-0' }],
    ['GET', { range: 'bytes=99999999999-' }],
    ['POST', {}],
  ];

  it.each(URLS)('%s', async (_, change, status) => {
    const target = tree.url(change);
    for (const [method, headers] of HEADERS) {
      const answer = await same({ method, target, headers });
      if (method === 'GET' && Object.keys(headers).length === 0) expect(answer.status).toBe(status);
    }
  });

  it('F42 ranges and conditions', async () => {
    const target = tree.url(media);
    const { etag = '', 'last-modified': date = '' } = (await same({ target })).headers;
    const later = new Date(Date.parse(date) + 1000).toUTCString();
    const earlier = new Date(Date.parse(date) - 1000).toUTCString();
    const last = MEDIA.length - 1;
    const cases: [number, Record<string, string>][] = [
      ...(
        [
          [206, `bytes=0-${last}`],
          [206, 'bytes=1000-2000999'],
          [206, 'bytes=-17'],
          [206, `bytes=-${last + 500}`],
          [206, `bytes=${last}-`],
          [206, `bytes=5-${last + 9}`],
          [206, 'BYTES= 7 - 9'.replace(' - ', '-')],
          [206, 'bytes=00-0005'],
          [206, 'bytes=0-99999999999999999999999'],
          [416, `bytes=${last + 1}-`],
          [416, 'bytes=-0'],
          [416, 'bytes=99999999999999999999999-'],
          [200, 'bytes=9-5'],
          [200, 'bytes=-'],
          [200, 'bytes=a-b'],
          [200, 'bytes=0-1,5-6'],
          [200, 'bytes=0-1,'],
          [200, 'bytes 0-1'],
          [200, 'items=0-1'],
          [200, 'bytes=-5-9'],
        ] as const
      ).map(([status, range]): [number, Record<string, string>] => [status, { range }]),
      [304, { 'if-none-match': etag }],
      [304, { 'if-none-match': `W/${etag}` }],
      [304, { 'if-none-match': `"x", ${etag}` }],
      [304, { 'if-none-match': etag, range: 'bytes=0-1' }],
      [200, { 'if-none-match': '"x"', 'if-modified-since': later }],
      [200, { 'if-none-match': 'x' }],
      [304, { 'if-modified-since': date }],
      [304, { 'if-modified-since': later }],
      [200, { 'if-modified-since': earlier }],
      [200, { 'if-modified-since': 'yesterday' }],
      [200, { 'if-match': etag }],
      [200, { 'if-match': '*' }],
      [412, { 'if-match': `W/${etag}` }],
      [412, { 'if-unmodified-since': earlier }],
      [200, { 'if-unmodified-since': date }],
      [206, { 'if-match': etag, 'if-unmodified-since': earlier, range: 'bytes=0-1' }],
      [206, { 'if-range': etag, range: 'bytes=0-1' }],
      [206, { 'if-range': date, range: 'bytes=0-1' }],
      [200, { 'if-range': `W/${etag}`, range: 'bytes=0-1' }],
      [200, { 'if-range': later, range: 'bytes=0-1' }],
      [200, { 'if-range': '"x"', range: `bytes=${last + 1}-` }],
    ];
    for (const [status, headers] of cases) {
      const answer = await same({ target, headers });
      expect([answer.status, headers]).toEqual([status, headers]);
    }
  });

  it('F42 of a composition and of an empty object', async () => {
    for (const range of ['bytes=990-1010', 'bytes=-1', `bytes=${COMPOSED.length}-`, 'bytes=0-'])
      for (const path of ['hls/source-a1/composed.mp4', 'hls/empty.vtt'])
        await same({ target: tree.url({ path }), headers: { range } });
    const whole = await same({ target: tree.url({ path: 'hls/source-a1/composed.mp4' }) });
    expect(whole.body.equals(COMPOSED)).toBe(true);
  });

  it('F40 F47 whatever climbs, hides or is written otherwise', async () => {
    const good = tree.url();
    const at = (change: string) => good.replace('hls/master.m3u8', change);
    const targets = [
      'hls/../hls/master.m3u8',
      '../x',
      '..%2fx',
      '%2e%2e/x',
      'hls//master.m3u8',
      'hls/./master.m3u8',
      'hls\\master.m3u8',
      '.tmp/x',
      'hls/%00',
      'hls/..;/x',
      'hls/master.m3u8/',
      '..%c0%af',
      '....//x',
      '%252e%252e/x',
      '..%5cx',
      'hls/master.m3u8%20',
      'hls/master.m3u8::$DATA',
      '/etc/passwd',
      '~root',
    ].map(at);
    targets.push(
      `/${good}`,
      good.replace('/s/', '/S/'),
      good.replace('/s/', '/s//'),
      `/x/..${good}`,
      '/s/',
      '/s',
    );
    targets.push(
      `/%73${good.slice(2)}`,
      `${good}#x`,
      `http://localhost/x/..${good}`,
      `http://localhost//${good}`,
      '/',
      '/../../etc/passwd',
      '/s/%zz',
    );
    targets.push(
      good.replace(ASSET, `x/../${ASSET}`),
      good.replace('~v=0', '~v=%30'),
      at('../'.repeat(12) + 'etc/passwd'),
    );
    for (const target of targets) {
      const { edge, delivery } = await both({ target });
      expect([target, edge.status, codeOf(edge)]).toEqual([target, delivery.status, codeOf(delivery)]);
      expect([target, edge.status]).toEqual([target, 404]);
    }
    // A target with a host in front of it (RFC 9112 section 3.2.2) is the path alone.
    expect((await same({ target: `http://localhost${good}` })).status).toBe(200);
  });

  it('F47 the client behind trusted proxies', async () => {
    const target = tree.url({ network: '10.20.0.0/16' });
    for (const [forwarded, status] of [
      ['10.20.3.4', 200],
      ['10.20.3.4:4711', 200],
      ['::ffff:10.20.3.4', 200],
      ['10.20.3.4, 127.0.0.1', 200],
      ['10.20.3.4,203.0.113.9', 403],
      ['10.20.3.4, nobody', 403],
      ['nobody, 10.20.3.4', 200],
      ['', 403],
    ] as const)
      expect((await same({ target, headers: { 'x-forwarded-for': forwarded } })).status).toBe(status);
  });

  it('serves nothing through a symbolic link', async () => {
    await symlink('/etc/passwd', tree.fileOf('hls/link.vtt'));
    await symlink(dirname(tree.fileOf('hls/master.m3u8')), tree.fileOf('linked'));
    for (const path of ['hls/link.vtt', 'linked/master.m3u8']) {
      const answer = await askRaw(tree.edge.port, {
        target: tree.url({ path }),
        headers: { 'x-rig-now': String(NOW) },
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body.toString()).not.toMatch(/root:|EXTM3U/);
    }
  });
});
