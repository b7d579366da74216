import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '#libs/http';
import { KeyRing, type SignRequest, sign } from '#libs/signing';
import { MemoryStorage, NfsStorage, parseStorageKey, putComposition, type Storage } from '#libs/storage';
import { documentOf } from '../../../libs/signing/testing/revocation-lists.js';
import { createDelivery, type Delivery } from './delivery.js';
import type { DeliverySettings } from './delivery-settings.js';

const NOW = 1_790_000_000;
const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const ORIGIN = 'https://learn.example.org';
const PLAYLIST = Buffer.from('#EXTM3U\n#EXT-X-VERSION:7\n');
const LARGE = randomBytes(8 * 1024 * 1024 + 17);
const TRUSTED: Partial<DeliverySettings> = { corsOrigins: [ORIGIN], trustedProxies: ['127.0.0.1'] };

let ring: { current: KeyRing };
let folder: string;
let running: Delivery[];
let lines: string[];
let clock: { now(): Date };
let fastLane = true;

beforeAll(() => {
  ring = { current: KeyRing.parse(KeyRing.fresh()) };
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-delivery-'));
  running = [];
  lines = [];
  clock = { now: () => new Date(NOW * 1000) };
});
afterEach(async () => {
  await Promise.all(running.map((delivery) => delivery.close()));
  await rm(folder, { recursive: true });
});

async function put(storage: Storage, path: string, bytes: Uint8Array): Promise<void> {
  async function* source() {
    yield bytes;
  }
  await storage.put(parseStorageKey(`assets/${ASSET}/${path}`), source());
}

async function filled<S extends Storage>(storage: S): Promise<S> {
  await put(storage, 'hls/master.m3u8', PLAYLIST);
  await put(storage, 'hls/v1080/media.mp4', LARGE);
  await put(storage, 'hls/empty.vtt', Buffer.alloc(0));
  await put(storage, 'source/original', LARGE.subarray(0, 100_000));
  return storage;
}

/** Fragments over an original of 8 MiB: heads of 1000 bytes, and media that leaves gaps in it. */
const FRAGMENTS = Array.from({ length: 5 }, (_, index) => ({
  head: Buffer.alloc(1000, index + 1),
  media: [
    { offset: index * 1_600_000, bytes: 800_000 },
    { offset: index * 1_600_000 + 900_000, bytes: 500_000 },
  ],
}));
const FRAGMENT_BYTES = 1_301_000;
const COMPOSED = Buffer.concat(
  FRAGMENTS.flatMap(({ head, media }) => [
    head,
    ...media.map(({ offset, bytes }) => LARGE.subarray(offset, offset + bytes)),
  ]),
);

async function withComposition<S extends Storage>(storage: S): Promise<S> {
  await put(storage, 'source/original', LARGE);
  await putComposition(
    storage,
    parseStorageKey(`assets/${ASSET}/hls/source-a1/stream.index`),
    FRAGMENTS.flatMap(({ head, media }) => [{ literal: head }, ...media]),
    { sourceBytes: LARGE.length },
  );
  return storage;
}

async function start(storage: Storage, settings: Partial<DeliverySettings> = TRUSTED): Promise<number> {
  const logger = createLogger('delivery', { destination: { write: (line) => void lines.push(line) } });
  const delivery = await createDelivery({
    storage,
    keyRing: ring,
    logger,
    settings: { ...settings, fastLane },
    clock,
  });
  running.push(delivery);
  return Number(new URL(await delivery.listen(0, '127.0.0.1')).port);
}

function url(change: Partial<SignRequest> = {}): string {
  const base: SignRequest = {
    asset: ASSET,
    path: 'hls/master.m3u8',
    scope: 'play',
    expires: NOW + 3600,
    epoch: 0,
  };
  return sign(ring.current, { ...base, ...change });
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function opened(port: number, path: string, method = 'GET', headers: Record<string, string> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false }, resolve);
  request.on('error', reject).end();
  return promise;
}

async function ask(...what: Parameters<typeof opened>): Promise<Answer> {
  const response = await opened(...what);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

function codeOf(answer: Answer): string {
  return (JSON.parse(answer.body.toString()) as { code: string }).code;
}

/** Everything that the server sends for these bytes until it closes. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text, 'latin1');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}

/** A source that gives nothing until it is aborted, as one on a hung server. */
async function* silence(signal: AbortSignal | undefined, onAbort: () => void) {
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  onAbort();
  signal?.throwIfAborted();
  yield Buffer.alloc(0);
}

describe.each<[string, boolean]>([
  ['on the fast lane', true],
  ['on the HTTP server', false],
])('%s', (_name, isFastLane) => {
  beforeEach(() => {
    fastLane = isFastLane;
  });

  describe.each<[string, () => Storage]>([
    ['memory', () => new MemoryStorage()],
    ['nfs', () => new NfsStorage({ root: folder })],
  ])('over %s', (_, make) => {
    it('serves an object with headers that fit an immutable one', async () => {
      const port = await start(await filled(make()));
      const answer = await ask(port, url());
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(PLAYLIST);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/vnd.apple.mpegurl',
        'content-length': String(PLAYLIST.length),
        'cache-control': 'private, max-age=3600, immutable',
        'accept-ranges': 'bytes',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
        etag: expect.stringMatching(/^"[A-Za-z0-9_-]{22}"$/),
        'last-modified': expect.stringMatching(/GMT$/),
        'x-request-id': expect.any(String),
      });
      expect(answer.headers).not.toHaveProperty('content-disposition');
    });

    it('gives the same ETag on every replica', async () => {
      const storage = await filled(make());
      const [one, two] = [await start(storage), await start(storage)];
      expect((await ask(one, url())).headers.etag).toBe((await ask(two, url())).headers.etag);
    });

    it.each<[string, number, Record<string, string>, string | undefined, [number, number] | undefined]>([
      ['hls/v1080/media.mp4', 200, {}, undefined, [0, LARGE.length]],
      ['hls/v1080/media.mp4', 206, { range: 'bytes=0-0' }, `bytes 0-0/${LARGE.length}`, [0, 1]],
      [
        'hls/v1080/media.mp4',
        206,
        { range: 'bytes=1000-2000999' },
        `bytes 1000-2000999/${LARGE.length}`,
        [1000, 2_001_000],
      ],
      [
        'hls/v1080/media.mp4',
        206,
        { range: 'bytes=-17' },
        `bytes ${LARGE.length - 17}-${LARGE.length - 1}/${LARGE.length}`,
        [LARGE.length - 17, LARGE.length],
      ],
      ['hls/v1080/media.mp4', 200, { range: 'bytes=0-1,5-6' }, undefined, [0, LARGE.length]],
      ['hls/v1080/media.mp4', 200, { range: 'bytes=9-5' }, undefined, [0, LARGE.length]],
      ['hls/v1080/media.mp4', 416, { range: `bytes=${LARGE.length}-` }, `bytes */${LARGE.length}`, undefined],
      ['hls/empty.vtt', 200, {}, undefined, [0, 0]],
      ['hls/empty.vtt', 416, { range: 'bytes=0-' }, 'bytes */0', undefined],
      ['hls/none.vtt', 404, {}, undefined, undefined],
      ['hls', 404, {}, undefined, undefined],
    ])('F42 %s: %i for %j', async (path, status, headers, contentRange, part) => {
      const port = await start(await filled(make()));
      const answer = await ask(port, url({ path }), 'GET', headers);
      expect(answer.status).toBe(status);
      expect(answer.headers['content-range']).toBe(contentRange);
      expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
      if (part === undefined) return;
      const content = path === 'hls/empty.vtt' ? Buffer.alloc(0) : LARGE;
      expect(answer.body.equals(content.subarray(...part))).toBe(true);
    });

    it('serves many readers of one object at once', async () => {
      const port = await start(await filled(make()));
      const path = url({ path: 'hls/v1080/media.mp4' });
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => ask(port, path, 'GET', { range: `bytes=${i * 600_000}-` })),
      );
      answers.forEach((answer, i) => expect(answer.body.equals(LARGE.subarray(i * 600_000))).toBe(true));
    });

    it('serves a removed object no longer than an open one is used', async () => {
      const storage = await filled(make());
      const port = await start(storage, { openObjectSeconds: 0.2 });
      expect((await ask(port, url())).status).toBe(200);
      await storage.remove(parseStorageKey(`assets/${ASSET}/hls/master.m3u8`));
      await vi.waitFor(async () => expect((await ask(port, url())).status).toBe(404), 10_000);
    });

    it('puts a revocation in force, and keeps it while the list cannot be read', async () => {
      const storage = await filled(make());
      const port = await start(storage);
      const control = parseStorageKey('control/revocations.json');
      const session = url({ session: 'one' });
      expect((await ask(port, session)).status).toBe(200);
      const list = documentOf({ sessions: { one: NOW + 3600 }, assets: { ast_other000: 1 } });
      await storage.replaceControl(control, list);
      await running[0]?.revocations.refresh();
      expect(codeOf(await ask(port, session))).toBe('revoked');
      await storage.replaceControl(control, Buffer.from('{"version": 3'));
      await running[0]?.revocations.refresh();
      expect(codeOf(await ask(port, session))).toBe('revoked');
      expect((await ask(port, url({ session: 'two' }))).status).toBe(200);
      expect(lines.some((line) => line.includes('revocation list cannot be read'))).toBe(true);
    });
  });

  describe.each<[string, () => Storage]>([
    ['memory', () => new MemoryStorage()],
    ['nfs', () => new NfsStorage({ root: folder })],
  ])('a composition over %s', (_, make) => {
    const path = 'hls/source-a1/composed.mp4';
    const last = COMPOSED.length - 1;

    it.each<[number, Record<string, string>, [number, number] | undefined]>([
      [200, {}, [0, last]],
      [206, { range: 'bytes=0-999' }, [0, 999]],
      [206, { range: 'bytes=999-1000' }, [999, 1000]],
      [206, { range: 'bytes=800990-801010' }, [800_990, 801_010]],
      [
        206,
        { range: `bytes=${FRAGMENT_BYTES}-${2 * FRAGMENT_BYTES - 1}` },
        [FRAGMENT_BYTES, 2 * FRAGMENT_BYTES - 1],
      ],
      [
        206,
        { range: `bytes=${FRAGMENT_BYTES - 7}-${4 * FRAGMENT_BYTES}` },
        [FRAGMENT_BYTES - 7, 4 * FRAGMENT_BYTES],
      ],
      [206, { range: 'bytes=-3' }, [last - 2, last]],
      [206, { range: 'bytes=5000000-' }, [5_000_000, last]],
      [416, { range: `bytes=${COMPOSED.length}-` }, undefined],
      [200, { range: 'bytes=0-3', 'if-range': '"another"' }, [0, last]],
    ])('%i for %j', async (status, headers, part) => {
      const port = await start(await withComposition(make()));
      const answer = await ask(port, url({ path }), 'GET', headers);
      expect(answer.status).toBe(status);
      if (part === undefined) {
        expect(answer.headers['content-range']).toBe(`bytes */${COMPOSED.length}`);
        return;
      }
      const [from, to] = part;
      expect(answer.headers).toMatchObject({
        'content-type': 'video/mp4',
        'content-length': String(to + 1 - from),
        'accept-ranges': 'bytes',
      });
      if (status === 206)
        expect(answer.headers['content-range']).toBe(`bytes ${from}-${to}/${COMPOSED.length}`);
      expect(answer.body.equals(COMPOSED.subarray(from, to + 1))).toBe(true);
    });

    it('has one ETag on every replica, which conditions go by', async () => {
      const storage = await withComposition(make());
      const [one, two] = [await start(storage), await start(storage)];
      const head = await ask(one, url({ path }), 'HEAD');
      expect([head.status, head.body.length]).toEqual([200, 0]);
      expect(head.headers['content-length']).toBe(String(COMPOSED.length));
      const { etag = '' } = head.headers;
      expect((await ask(two, url({ path }), 'HEAD')).headers.etag).toBe(etag);
      expect((await ask(two, url({ path }), 'GET', { 'if-none-match': etag })).status).toBe(304);
      const part = await ask(two, url({ path }), 'GET', { range: 'bytes=990-1009', 'if-range': etag });
      expect(part.status).toBe(206);
      expect(part.body.equals(COMPOSED.subarray(990, 1010))).toBe(true);
    });

    it('serves many readers at once', async () => {
      const port = await start(await withComposition(make()));
      const answers = await Promise.all(
        Array.from({ length: 10 }, (__, i) =>
          ask(port, url({ path }), 'GET', { range: `bytes=${i * 600_000}-` }),
        ),
      );
      answers.forEach((answer, i) => expect(answer.body.equals(COMPOSED.subarray(i * 600_000))).toBe(true));
    });

    it('opens the original to nobody, and is gone with it', async () => {
      const storage = await withComposition(make());
      const port = await start(storage, { openObjectSeconds: 0.2 });
      const original = url().replace('hls/master.m3u8', 'source/original');
      expect(codeOf(await ask(port, original))).toBe('out-of-scope');
      expect(codeOf(await ask(port, url().replace('hls/master.m3u8', 'source/composed.mp4')))).toBe(
        'out-of-scope',
      );
      expect((await ask(port, url({ path: 'hls/source-a2/composed.mp4' }))).status).toBe(404);
      expect((await ask(port, url({ path }), 'HEAD')).status).toBe(200);
      await storage.remove(parseStorageKey(`assets/${ASSET}/source/original`));
      await vi.waitFor(async () => expect((await ask(port, url({ path }))).status).toBe(404), 10_000);
    });
  });

  describe('conditions', () => {
    it.each<[string, string, (etag: string, date: string) => Record<string, string>, number]>([
      ['GET', 'the ETag', (etag) => ({ 'if-none-match': etag }), 304],
      ['HEAD', 'the ETag', (etag) => ({ 'if-none-match': etag }), 304],
      ['GET', 'another ETag', () => ({ 'if-none-match': '"x"' }), 200],
      ['GET', 'the date', (_, date) => ({ 'if-modified-since': date }), 304],
      ['GET', 'a range if it is this one', (etag) => ({ range: 'bytes=0-3', 'if-range': etag }), 206],
      ['GET', 'a range if it is another one', () => ({ range: 'bytes=0-3', 'if-range': '"x"' }), 200],
      ['GET', 'another ETag to match', () => ({ 'if-match': '"x"' }), 412],
      ['HEAD', 'nothing', () => ({}), 200],
      ['HEAD', 'a range', () => ({ range: 'bytes=0-3' }), 200],
    ])('%s with %s', async (method, _, headers, status) => {
      const port = await start(await filled(new MemoryStorage()));
      const { etag = '', 'last-modified': date = '' } = (await ask(port, url())).headers;
      const answer = await ask(port, url(), method, headers(etag, date));
      expect(answer.status).toBe(status);
      if (status < 400) expect(answer.headers.etag).toBe(etag);
      if (status === 304 || method === 'HEAD') expect(answer.body.length).toBe(0);
      if (method === 'HEAD' && status === 200) {
        expect(answer.headers['content-length']).toBe(String(PLAYLIST.length));
      }
    });
  });

  describe('refusals', () => {
    const cases: [string, () => string, number, string][] = [
      ['forged', () => url().replace('~v=0', '~v=1'), 403, 'signature-invalid'],
      ['malformed', () => url().replace('/hls/', '/hls/%2e%2e/'), 404, 'not-found'],
      ['expired', () => url({ expires: NOW }), 403, 'signature-expired'],
      ['early', () => url({ notBefore: NOW + 31 }), 403, 'signature-not-yet-valid'],
      ['from elsewhere', () => url({ network: '10.0.0.0/8' }), 403, 'network-not-allowed'],
      ['out of scope', () => url().replace('hls/master.m3u8', 'source/original'), 403, 'out-of-scope'],
    ];
    const verbs: [string, Record<string, string>][] = [
      ['GET', {}],
      ['HEAD', {}],
      ['GET', { 'if-none-match': '*' }],
      ['GET', { 'if-match': '"x"' }],
      ['GET', { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }],
      ['GET', { range: 'bytes=0-0' }],
      ['GET', { range: 'bytes=99999999999-' }],
      ['OPTIONS', { origin: ORIGIN, 'access-control-request-method': 'GET' }],
    ];

    it.each(cases)(
      'F41 a URL that is %s tells nothing of the object, on any verb',
      async (_, make, status, code) => {
        const port = await start(await filled(new MemoryStorage()));
        await ask(port, url());
        for (const [method, headers] of verbs) {
          const answer = await ask(port, make(), method, { ...headers, 'x-forwarded-for': '203.0.113.9' });
          expect(answer.status).toBe(status);
          expect(answer.headers).toMatchObject({
            'content-type': 'application/problem+json',
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
          });
          for (const header of ['etag', 'last-modified', 'content-range', 'accept-ranges']) {
            expect(answer.headers).not.toHaveProperty(header);
          }
          if (method === 'HEAD') continue;
          const problem = JSON.parse(answer.body.toString()) as Record<string, unknown>;
          expect(problem).toEqual({
            type: `urn:lectern:problem:${code}`,
            title: expect.any(String),
            status,
            detail: expect.any(String),
            code,
            requestId: answer.headers['x-request-id'],
            retryable: false,
          });
        }
      },
    );

    it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('405 for %s', async (method) => {
      const port = await start(await filled(new MemoryStorage()));
      const answer = await ask(port, url(), method);
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
      expect(codeOf(answer)).toBe('method-not-allowed');
    });

    it('serves nothing until the revocation list was read once', async () => {
      const storage = await filled(new MemoryStorage());
      const control = parseStorageKey('control/revocations.json');
      await storage.replaceControl(control, Buffer.from('no list'));
      const port = await start(storage);
      const answer = await ask(port, url());
      expect([answer.status, codeOf(answer)]).toEqual([503, 'revocations-unknown']);
      expect((await ask(port, '/readyz')).status).toBe(503);
      expect(codeOf(await ask(port, url({ expires: NOW })))).toBe('signature-expired');
      await storage.replaceControl(control, documentOf());
      await running[0]?.revocations.refresh();
      expect((await ask(port, url())).status).toBe(200);
      expect((await ask(port, '/readyz')).status).toBe(200);
    });

    it('goes by the ring that is in force now', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const before = url();
      ring.current = KeyRing.parse(KeyRing.fresh());
      expect(codeOf(await ask(port, before))).toBe('signature-invalid');
      expect((await ask(port, url())).status).toBe(200);
    });
  });

  describe('F47 the client', () => {
    it('is the socket unless the peer is a trusted proxy', async () => {
      const storage = await filled(new MemoryStorage());
      const forwarded = { 'x-forwarded-for': '10.20.3.4' };
      const bound = url({ network: '10.20.0.0/16' });
      expect((await ask(await start(storage), bound, 'GET', forwarded)).status).toBe(200);
      const plain = await start(storage, {});
      expect(codeOf(await ask(plain, bound, 'GET', forwarded))).toBe('network-not-allowed');
      expect((await ask(plain, url({ network: '127.0.0.0/8' }))).status).toBe(200);
    });
  });

  describe('CORS', () => {
    it.each<[string[], string | undefined, string | undefined, string | undefined]>([
      [[ORIGIN], ORIGIN, ORIGIN, 'Origin'],
      [[ORIGIN], 'https://evil.example', undefined, 'Origin'],
      [[ORIGIN], undefined, undefined, 'Origin'],
      [['*'], 'https://any.example', '*', undefined],
      [[], ORIGIN, undefined, undefined],
    ])('%j and origin %s: %s', async (corsOrigins, origin, allowed, vary) => {
      const port = await start(await filled(new MemoryStorage()), { corsOrigins });
      const headers = origin === undefined ? {} : { origin };
      for (const [method, target, status] of [
        ['GET', url(), 200],
        ['OPTIONS', url(), 204],
        ['GET', url({ expires: NOW }), 403],
      ] as const) {
        const answer = await ask(port, target, method, headers);
        expect(answer.status).toBe(status);
        expect(answer.headers['access-control-allow-origin']).toBe(allowed);
        expect(answer.headers.vary).toBe(vary);
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
      }
      const preflight = await ask(port, url(), 'OPTIONS', headers);
      expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
      expect(preflight.headers['access-control-allow-headers']).toContain('Range');
    });
  });

  describe('downloads', () => {
    it('F28 are attachments that can do nothing', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const file = { scope: 'file', path: 'source/original' } as const;
      const page = await ask(port, url({ ...file, saveAs: 'page.html' }));
      expect(page.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      });
      const lesson = await ask(port, url({ ...file, saveAs: '手术.pdf' }));
      expect(lesson.headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="__.pdf"; filename*=UTF-8''%E6%89%8B%E6%9C%AF.pdf`,
      });
      expect(lesson.body.equals(LARGE.subarray(0, 100_000))).toBe(true);
      expect((await ask(port, url(file))).headers['content-disposition']).toBe('attachment');
    });
  });

  describe('faults on the way', () => {
    const media = { path: 'hls/v1080/media.mp4' };
    const mediaKey = parseStorageKey(`assets/${ASSET}/hls/v1080/media.mp4`);

    it('F46 an object that became shorter: the connection is cut, and nothing is padded', async () => {
      const storage = await filled(new NfsStorage({ root: folder }));
      const port = await start(storage);
      await ask(port, url(media), 'HEAD');
      await truncate(storage.localFiles.path(mediaKey), 3_000_000);
      const response = await opened(port, url(media));
      expect(response.headers['content-length']).toBe(String(LARGE.length));
      const chunks: Buffer[] = [];
      await expect(
        (async () => {
          for await (const chunk of response) chunks.push(chunk as Buffer);
        })(),
      ).rejects.toThrow('aborted');
      const body = Buffer.concat(chunks);
      expect(body.length).toBeLessThanOrEqual(3_000_000);
      expect(body.equals(LARGE.subarray(0, body.length))).toBe(true);
    });

    it('F46 an object that is empty when it is read: a problem, not a head that lies', async () => {
      const storage = await filled(new NfsStorage({ root: folder }));
      const port = await start(storage);
      await ask(port, url(media), 'HEAD');
      await truncate(storage.localFiles.path(mediaKey), 0);
      const answer = await ask(port, url(media));
      expect([answer.status, codeOf(answer)]).toEqual([500, 'storage-fault']);
      expect(answer.body.toString()).not.toContain(folder);
    });

    it('F46 an original that became shorter under a composition: the connection is cut', async () => {
      const storage = await withComposition(new NfsStorage({ root: folder }));
      const port = await start(storage);
      const path = 'hls/source-a1/composed.mp4';
      await ask(port, url({ path }), 'HEAD');
      const original = storage.localFiles.path(parseStorageKey(`assets/${ASSET}/source/original`));
      await truncate(original, 3_000_000);
      const response = await opened(port, url({ path }));
      const chunks: Buffer[] = [];
      await expect(
        (async () => {
          for await (const chunk of response) chunks.push(chunk as Buffer);
        })(),
      ).rejects.toThrow('aborted');
      const body = Buffer.concat(chunks);
      expect(body.length).toBeLessThan(COMPOSED.length);
      expect(body.equals(COMPOSED.subarray(0, body.length))).toBe(true);
      const anew = await ask(await start(storage), url({ path }));
      expect([anew.status, codeOf(anew)]).toEqual([500, 'storage-fault']);
      expect(anew.body.toString()).not.toContain(folder);
    });

    it('F44 a reader that takes nothing holds little, and is cut', async () => {
      const storage = await filled(new NfsStorage({ root: folder }));
      await put(storage, 'hls/huge.mp4', Buffer.alloc(64 * 1024 * 1024));
      const port = await start(storage, { stallSeconds: 1 });
      const socket: Socket = connect(port, '127.0.0.1');
      socket.pause();
      socket.write(`GET ${url({ path: 'hls/huge.mp4' })} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await vi.waitFor(() => expect(lines.some((line) => line.includes('"cut":true'))).toBe(true), 30_000);
      const line = JSON.parse(lines.find((text) => text.includes('"cut":true')) ?? '{}') as { bytes: number };
      expect(line.bytes).toBeLessThan(32 * 1024 * 1024);
      socket.destroy();
    });

    it('F44 a viewer who leaves ends the reading', async () => {
      const storage = await filled(new NfsStorage({ root: folder }));
      await put(storage, 'hls/huge.mp4', Buffer.alloc(64 * 1024 * 1024));
      const port = await start(storage);
      const response = await opened(port, url({ path: 'hls/huge.mp4' }));
      response.once('data', () => response.destroy());
      await vi.waitFor(() => expect(lines.some((line) => line.includes('"cut":true'))).toBe(true), 10_000);
      expect(lines.some((line) => line.includes('"level":50'))).toBe(false);
    });

    it('F06 a viewer who leaves while storage is silent ends the reading', async () => {
      const aborted = Promise.withResolvers<void>();
      class SilentStorage extends MemoryStorage {
        override async open(...args: Parameters<MemoryStorage['open']>) {
          const open = await super.open(...args);
          open.read = (_, options) => silence(options?.signal, aborted.resolve);
          return open;
        }
      }
      const port = await start(await filled(new SilentStorage()), { stallSeconds: 1 });
      await expect(ask(port, url(media))).rejects.toThrow('socket hang up');
      await aborted.promise;
      await vi.waitFor(() => expect(lines.some((line) => line.includes('"status":499'))).toBe(true), 10_000);
    });

    it('l= holds the connection to its rate', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const started = performance.now();
      const answer = await ask(port, url({ ...media, kibPerSecond: 256 }), 'GET', {
        range: 'bytes=0-393215',
      });
      // The first quarter of a second is free: 384 KiB at 256 KiB/s can't come in less than 1.25 s.
      expect(performance.now() - started).toBeGreaterThan(1_000);
      expect(answer.body.equals(LARGE.subarray(0, 393_216))).toBe(true);
    });

    it('F45 no token is ever logged', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const targets = [
        url({ session: 'sessionSeen' }),
        url({ expires: NOW }),
        url().replace('~v=0', '~v=1'),
        url().replace('/hls/', '/hls/%2e/'),
        url({ path: 'hls/none.m3u8' }),
        `/elsewhere${url()}`,
        `http://localhost${url()}`,
      ];
      for (const target of targets) await ask(port, target, 'GET', { referer: `https://x.example${url()}` });
      await ask(port, url(), 'POST');
      await vi.waitFor(
        () => expect(lines.filter((line) => line.includes('"status"'))).toHaveLength(8),
        5_000,
      );
      const log = lines.join('');
      expect(log).not.toMatch(/~|[ke]=/);
      expect(log).toContain('"session":"sessionSeen"');
      const requests = lines.filter((line) => line.includes('"msg":"delivery"'));
      const first = JSON.parse(requests.find((line) => line.includes('sessionSeen')) ?? '{}') as object;
      expect(first).toMatchObject({
        method: 'GET',
        status: 200,
        asset: ASSET,
        path: 'hls/master.m3u8',
        client: '127.0.0.1',
        bytes: PLAYLIST.length,
      });
    });
  });

  describe('F43 on the wire', () => {
    const host = 'Host: x\r\n';
    it.each<[string, () => string, number]>([
      ['both lengths', () => `${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
      ['two lengths', () => `${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`, 400],
      ['bare line feeds', () => `Host: x\nX-A: b\n\n`, 400],
      ['a folded header', () => `${host}X-A: b\r\n c: d\r\n\r\n`, 400],
      ['a space before the colon', () => `${host}X-A : b\r\n\r\n`, 400],
      ['headers of 20 KiB', () => `${host}X-A: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
    ])('%s: %s', async (_, tail, status) => {
      const port = await start(await filled(new MemoryStorage()));
      const answer = await raw(port, `GET ${url()} HTTP/1.1\r\n${tail()}`);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    });

    it('a body is never taken for the next request', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const smuggled = `GET ${url({ path: 'hls/empty.vtt' })} HTTP/1.1\r\n${host}\r\n`;
      const answer = await raw(
        port,
        `GET ${url()} HTTP/1.1\r\n${host}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      );
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    });

    it('nobody is told to go on with a body, in a pipeline neither', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const first = `GET ${url({ path: 'hls/v1080/media.mp4' })} HTTP/1.1\r\n${host}\r\n`;
      const second = `GET ${url()} HTTP/1.1\r\n${host}Expect: 100-continue\r\n\r\n`;
      // Whether a body follows can't be known: the connection ends with that answer.
      const answer = await raw(port, `${first}${second}${second}`);
      expect(answer.match(/HTTP\/1\.1 [0-9]{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
      expect(answer.endsWith(`\r\n\r\n${PLAYLIST.toString()}`)).toBe(true);
    });

    it('an absolute target is the one that is signed, with a host in front', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const ask = (target: string) => raw(port, `GET ${target} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
      const plain = await ask(url());
      for (const front of ['http://x', 'HTTPS://media.example.org:8443', 'http://[::1]']) {
        const answer = await ask(`${front}${url()}`);
        expect(answer).toMatch(/^HTTP\/1.1 200 /);
        expect(answer.endsWith(PLAYLIST.toString())).toBe(true);
      }
      expect(plain.endsWith(PLAYLIST.toString())).toBe(true);
      expect(await ask(`http://x${url({ expires: 1_000_000_000 })}`)).toMatch(/^HTTP\/1.1 403 /);
      for (const front of ['ftp://x', 'http://a@x', 'http://'])
        expect(await ask(`${front}${url()}`)).toMatch(/^HTTP\/1.1 400 /);
      // On a connection that began with another.
      const both = await raw(
        port,
        `GET ${url()} HTTP/1.1\r\n${host}\r\nGET http://x${url()} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
      );
      expect(both.match(/HTTP\/1\.1 [0-9]{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    });

    it('requests in a pipeline are answered in their order', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const requests = ['hls/v1080/media.mp4', 'hls/none', 'hls/master.m3u8'].map(
        (path, i) => `GET ${url({ path })} HTTP/1.1\r\n${host}${i === 2 ? 'Connection: close\r\n' : ''}\r\n`,
      );
      const answer = await raw(port, requests.join(''));
      expect([...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map((match) => match[1])).toEqual([
        '200',
        '404',
        '200',
      ]);
      expect(answer.endsWith(PLAYLIST.toString())).toBe(true);
    });
  });

  describe('operations', () => {
    it('/livez, /readyz, /metrics and nothing else', async () => {
      const port = await start(await filled(new MemoryStorage()));
      await ask(port, url());
      await ask(port, url({ expires: NOW }));
      expect((await ask(port, '/livez')).status).toBe(200);
      expect((await ask(port, '/readyz')).status).toBe(200);
      const nothing = await ask(port, '/s');
      expect([nothing.status, codeOf(nothing)]).toEqual([404, 'not-found']);
      const metrics = (await ask(port, '/metrics')).body.toString();
      for (const line of [
        'lectern_delivery_requests_total{method="GET",status="2xx"} 1',
        'lectern_delivery_requests_total{method="GET",status="4xx"} 1',
        // Nothing has failed yet: the first failure is an increase.
        'lectern_delivery_requests_total{method="GET",status="5xx"} 0',
        'lectern_delivery_verdicts_total{code="ok"} 1',
        'lectern_delivery_verdicts_total{code="signature-expired"} 1',
        `lectern_delivery_sent_bytes_total ${PLAYLIST.length}`,
        'lectern_delivery_open_objects 1',
        'lectern_delivery_revocations_age_seconds 0',
        'lectern_delivery_object_lookups_total{outcome="hit"} 0',
        'lectern_delivery_object_lookups_total{outcome="miss"} 1',
        'lectern_delivery_request_seconds_bucket{status="2xx",le="600"} 1',
        'lectern_delivery_request_seconds_bucket{status="4xx",le="+Inf"} 1',
        'lectern_delivery_request_seconds_count{status="2xx"} 1',
      ]) {
        expect(metrics).toContain(line);
      }
      expect(metrics).not.toContain('request_seconds_count{status="5xx"}');
      await ask(port, url());
      await ask(port, url({ path: 'hls/v1080/media.mp4' }));
      const later = (await ask(port, '/metrics')).body.toString();
      for (const line of [
        'lectern_delivery_object_lookups_total{outcome="hit"} 1',
        'lectern_delivery_object_lookups_total{outcome="miss"} 2',
        'lectern_delivery_request_seconds_count{status="2xx"} 3',
      ]) {
        expect(later).toContain(line);
      }
    });

    it('lets answers finish when it is closed, and takes no more', async () => {
      const port = await start(await filled(new MemoryStorage()));
      const response = await opened(port, url({ path: 'hls/v1080/media.mp4', kibPerSecond: 512 }), 'GET', {
        range: 'bytes=0-524287',
      });
      const closing = running[0]?.close();
      await sleep(50);
      await expect(ask(port, url())).rejects.toThrow('ECONNREFUSED');
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      expect(bytes).toBe(524_288);
      await closing;
    });

    it('an answer that begins while it is closed is the last of its connection', async () => {
      const storage = await filled(new MemoryStorage());
      const mayOpen = Promise.withResolvers<void>();
      const isAsked = Promise.withResolvers<void>();
      const open = storage.open.bind(storage);
      storage.open = async (...asked) => {
        if (asked[0].endsWith('media.mp4')) {
          isAsked.resolve();
          await mayOpen.promise;
        }
        return open(...asked);
      };
      const port = await start(storage);
      const agent = new Agent({ keepAlive: true });
      const path = url({ path: 'hls/v1080/media.mp4' });
      // The lane leaves what has such a condition to the HTTP server.
      const options = { port, host: '127.0.0.1', path, headers: { 'if-match': '*' }, agent };
      const answering = new Promise<IncomingMessage>((resolve, reject) =>
        httpRequest(options, resolve).on('error', reject).end(),
      );
      await isAsked.promise;
      const closing = running[0]?.close();
      await vi.waitFor(() => expect(ask(port, url())).rejects.toThrow('ECONNREFUSED'));
      mayOpen.resolve();
      const answer = await answering;
      expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
      answer.resume();
      await closing;
      agent.destroy();
    });

    it('cuts what is not finished at the deadline', async () => {
      const port = await start(await filled(new MemoryStorage()), { shutdownSeconds: 0.3 });
      const response = await opened(port, url({ path: 'hls/v1080/media.mp4', kibPerSecond: 1 }));
      const ended = new Promise((resolve) => response.on('error', resolve).on('close', resolve).resume());
      await running[0]?.close();
      await ended;
      expect(response.complete).toBe(false);
    });
  });
});
