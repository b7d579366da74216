import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SignRequest } from '#libs/signing';
import { bytesOf, openStorage, type Storage, USAGE } from '#libs/storage';
import { readLines, writtenLine } from '#libs/usage/journal';
import { documentOf } from '../../../libs/signing/testing/revocation-lists.js';
import { type CephRig, cephSettings, hasCeph, startCeph } from '../../servers/ceph.js';
import { CountingProxy } from '../../servers/counting-proxy.js';
import { Edge, hasEdge } from '../../servers/edge.js';
import {
  ASSET,
  COMPOSED,
  EdgeTree,
  MEDIA,
  NOW,
  ORIGIN,
  PLAYLIST,
  ringText,
} from '../../servers/edge-tree.js';
import { askRaw, codeOf, type RawAnswer, type RawRequest } from '../../servers/raw-http.js';

const required = process.env['LECTERN_TEST_S3'] === 'required';
const runs = (hasEdge() && hasCeph()) || (process.env['LECTERN_TEST_RIGS'] === 'required' && required);
if (!runs) console.warn('nginx with Lua, or Ceph, is not installed: the edge before a bucket is not tested.');

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 200 });
const MIB = 1024 * 1024;

describe.runIf(runs)('the edge before a bucket', () => {
  let ceph: CephRig;
  let proxy: CountingProxy;
  let tree: EdgeTree;
  let cache: string;
  let settings: Record<string, string>;

  beforeAll(async () => {
    ceph = await startCeph();
    proxy = await CountingProxy.start(ceph.endpoint);
    cache = await mkdtemp(join(tmpdir(), 'lectern-edge-cache-'));
    const secret = join(cache, 'secret');
    await writeFile(secret, `${ceph.secretAccessKey}\n`, { mode: 0o600 });
    settings = {
      LECTERN_STORAGE: 's3',
      LECTERN_STORAGE_PATH: '',
      LECTERN_S3_ENDPOINT: proxy.url,
      LECTERN_S3_BUCKET: 'lectern',
      LECTERN_S3_ACCESS_KEY: ceph.accessKeyId,
      LECTERN_S3_SECRET_KEY_FILE: secret,
      LECTERN_EDGE_CACHE: join(cache, 'slices'),
      LECTERN_DELIVERY_OPEN_SECONDS: '1',
    };
    tree = await EdgeTree.start(settings, await storageOf(ceph));
    await ready(tree.edge);
  });
  afterAll(async () => {
    await tree.dispose();
    await proxy.stop();
    await ceph.stop();
    await rm(cache, { recursive: true, force: true });
  });

  function ask(request: RawRequest, port = tree.edge.port): Promise<RawAnswer> {
    return askRaw(port, { ...request, headers: { 'x-rig-now': String(NOW), ...request.headers } });
  }

  const media = { path: 'hls/v1080/media.mp4' };

  it('each byte of a cold object is fetched once, however many viewers ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => ask({ target: tree.url({ ...media, session: `viewer${i}` }) })),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body.equals(MEDIA)).toBe(true);
    }
    const ranges = proxy.of('GET').map(({ range }) => range);
    expect(ranges.length).toBe(4);
    expect(new Set(ranges)).toEqual(
      new Set([0, 1, 2, 3].map((slice) => `bytes=${slice * MIB}-${(slice + 1) * MIB - 1}`)),
    );
    expect(proxy.of('GET').reduce((sum, { bytes }) => sum + bytes, 0)).toBe(MEDIA.length);
    const part = await ask({ target: tree.url(media), headers: { range: 'bytes=1048000-1049000' } });
    expect(part.body.equals(MEDIA.subarray(1_048_000, 1_049_001))).toBe(true);
    expect(proxy.of('GET').length).toBe(4);
  });

  const URLS: [string, Partial<SignRequest>][] = [
    ['a playlist', {}],
    ['media', media],
    ['an empty object', { path: 'hls/empty.vtt' }],
    ['no extension', { path: 'hls/noextension' }],
    ['a composition', { path: 'hls/source-a1/composed.mp4' }],
    ['nothing', { path: 'hls/none.vtt' }],
    ['a folder', { path: 'hls' }],
    ['a name to save as', { path: 'source/original', scope: 'file', saveAs: '手术.pdf' }],
    ['expired', { expires: NOW }],
    ['revoked session', { session: 'gone' }],
    ['another network', { network: '10.0.0.0/8' }],
  ];
  const REQUESTS: [string, Record<string, string>][] = [
    ['GET', {}],
    ['GET', { origin: ORIGIN }],
    ['HEAD', { range: 'bytes=0-3' }],
    ['OPTIONS', { origin: ORIGIN, 'access-control-request-method': 'GET' }],
    ['GET', { 'if-none-match': '*' }],
    ['GET', { 'if-match': '"x"' }],
    ['GET', { range: 'bytes=3-9' }],
    ['GET', { range: 'bytes=-9' }],
    ['GET', { range: 'bytes=0-1,5-6' }],
    ['GET', { range: 'bytes=99999999999-' }],
    ['GET', { range: 'bytes=0-3', 'if-range': '"x"' }],
    ['POST', {}],
  ];

  it.each(URLS)('answers as delivery does: %s', async (_, change) => {
    const target = tree.url(change);
    for (const [method, headers] of REQUESTS) {
      const request = { method, target, headers: { 'x-request-id': 'both', ...headers } };
      const [edge, delivery] = await Promise.all([ask(request), ask(request, tree.deliveryPort)]);
      expect([method, headers, essence(edge)]).toEqual([method, headers, essence(delivery)]);
    }
  });

  it('hands a composition on, and says nothing of the bucket', async () => {
    const answer = await ask({ target: tree.url({ path: 'hls/source-a1/composed.mp4' }) });
    expect(answer.body.equals(COMPOSED)).toBe(true);
    for (const path of ['hls/source-a1/composed.mp4', 'hls/master.m3u8', 'hls/v1080/media.mp4']) {
      const { headers } = await ask({ target: tree.url({ path }) });
      expect(Object.keys(headers).filter((name) => /amz|rgw|bucket|cache-status/.test(name))).toEqual([]);
    }
  });

  it('follows the revocation list in the bucket', async () => {
    const target = tree.url({ session: 'one' });
    expect(codeOf(await ask({ target }))).toBe('ok');
    await tree.revoke(documentOf({ version: 2, sessions: { one: NOW + 60, gone: NOW } }));
    await eventually(async () => {
      const answers = await Promise.all(Array.from({ length: 16 }, () => ask({ target })));
      expect([...new Set(answers.map(codeOf))]).toEqual(['revoked']);
    });
  });

  it('serves what it holds while the bucket is away, and keeps the list', async () => {
    proxy.down = true;
    try {
      const held = await ask({ target: tree.url(media), headers: { range: 'bytes=0-99' } });
      expect(held.status).toBe(206);
      // Longer than what is known of an object holds by itself.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const stale = await ask({ target: tree.url(media), headers: { range: 'bytes=0-99' } });
      expect(stale.body.equals(MEDIA.subarray(0, 100))).toBe(true);
      expect(codeOf(await ask({ target: tree.url({ session: 'one' }) }))).toBe('revoked');
      const cold = await ask({ target: tree.url({ path: 'poster/w640.webp' }) });
      expect([cold.status, codeOf(cold)]).toEqual([503, 'storage-unavailable']);
      await eventually(async () =>
        expect((await ask({ target: '/readyz' }, tree.edge.healthPort)).status).toBe(503),
      );
      await eventually(async () =>
        expect(await tree.edge.errors()).toMatch(/bucket .*the last one stays in force/),
      );
    } finally {
      proxy.down = false;
    }
    await eventually(async () =>
      expect((await ask({ target: tree.url({ path: 'poster/w640.webp' }) })).status).toBe(200),
    );
  });

  it('still holds it after a restart', async () => {
    await tree.edge.stop();
    const before = proxy.of('GET').length;
    const edge = await Edge.start({
      root: tree.root,
      keyRing: ringText(),
      deliveryPort: tree.deliveryPort,
      settings,
    });
    try {
      await ready(edge);
      const answers = [tree.url(media), tree.url()].map((target) => ask({ target }, edge.port));
      const bodies = (await Promise.all(answers)).map(({ body }) => body);
      expect(bodies[0]?.equals(MEDIA)).toBe(true);
      expect(bodies[1]?.equals(PLAYLIST)).toBe(true);
      expect(proxy.of('GET').length).toBe(before);
      expect(await edge.errors()).not.toContain(ceph.secretAccessKey);
    } finally {
      await edge.stop();
    }
  });

  it('sends segments of usage to the bucket, the last ones when it ends', async () => {
    const usage = join(cache, 'usage');
    const pod = { LECTERN_USAGE_PATH: usage, LECTERN_POD: 'pod' };
    // Of one that was killed long ago.
    await mkdir(join(usage, 'pod.edge'), { recursive: true });
    const left = join(usage, 'pod.edge', `${Date.now() - 3600_000}-left.open`);
    await writeFile(left, writtenLine({ at: NOW, asset: ASSET, session: 'left', bytes: 7 }));
    await utimes(left, 1, 1);
    const edge = await Edge.start({
      root: tree.root,
      keyRing: ringText(),
      deliveryPort: tree.deliveryPort,
      settings: { ...settings, ...pod },
    });
    try {
      await ready(edge);
      await eventually(async () => expect(await sentTo()).toEqual({ left: 7 }));
      expect((await ask({ target: tree.url({ ...media, session: 'counted' }) }, edge.port)).status).toBe(200);
      expect(await edge.stop({ keepFolder: true })).toBe(0);
      expect(await edge.errors()).not.toContain('usage');
      expect(await sentTo()).toEqual({ left: 7, counted: MEDIA.length });
      expect(await readdir(join(usage, 'pod.edge'))).toEqual([]);
    } finally {
      await edge.stop();
    }
  });

  /** What the segments in the bucket tell, by session. */
  async function sentTo(): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    for await (const { key } of tree.storage.list(USAGE)) {
      const object = await tree.storage.open(key);
      const { lines } = readLines(await bytesOf(object, 0, object.bytes));
      await object.close();
      for (const { session, bytes } of lines) sums[session] = (sums[session] ?? 0) + bytes;
    }
    return sums;
  }

  /** Until each worker has read the list. */
  async function ready(edge: Edge): Promise<void> {
    await eventually(async () => {
      // Whichever worker answers speaks for all of them.
      expect((await ask({ target: '/readyz' }, edge.healthPort)).status).toBe(200);
    });
  }
});

const SAME_HEADERS = [
  'etag',
  'last-modified',
  'cache-control',
  'content-type',
  'content-length',
  'content-range',
];
SAME_HEADERS.push('content-disposition', 'accept-ranges', 'access-control-allow-origin', 'vary', 'allow');
SAME_HEADERS.push('x-content-type-options', 'content-security-policy', 'x-request-id', 'retry-after');

function essence({ status, headers, body }: RawAnswer) {
  const text = body.length < 1_000 ? body.toString('latin1') : `${body.length} bytes`;
  return { status, text, headers: Object.fromEntries(SAME_HEADERS.map((name) => [name, headers[name]])) };
}

function storageOf(ceph: CephRig): Promise<Storage> {
  return openStorage(cephSettings(ceph), { createBucket: true });
}
