import { createHash, randomBytes } from 'node:crypto';
import { readdir, readlink } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AssetView } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH_TYPE = 'application/offset+octet-stream';
const GUARD_MS = 20_000;

let lectern: LecternProcess;
let facts: StartFacts;
let department: Department;
let authorization: string;

beforeAll(async () => {
  lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_MAX_FILE_BYTES: String(8 * MIB),
    LECTERN_TRUSTED_PROXIES: '127.0.0.1',
  });
  facts = await lectern.start();
  department = await Department.create(facts, 'faults');
  authorization = `Bearer ${department.doctor.key}`;
});
afterAll(async () => {
  try {
    // Whatever went wrong in a test, no reservation may be left of it.
    expect((await department.settled()).reserved).toBe(0);
  } finally {
    await lectern?.dispose();
  }
});

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/**
 * Sends a head as it is, then the same bytes again and again for as long as the other end takes them, or
 * `most` bytes; gives what was answered, and how much of the body was taken.
 */
function flood(
  head: readonly string[],
  piece: Uint8Array | string = '',
  most = Number.POSITIVE_INFINITY,
): Promise<{ answer: string; status: number; sent: number; closed: boolean }> {
  const { hostname, port } = new URL(facts.uploader);
  return new Promise((resolve) => {
    let [answer, sent, closed] = ['', 0, false];
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      pour();
    });
    const pour = (): void => {
      while (sent < most && piece.length > 0 && !socket.destroyed) {
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
    };
    const guard = setTimeout(() => socket.destroy(), GUARD_MS);
    socket.on('drain', pour).on('error', () => undefined);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('end', () => {
      closed = true;
    });
    socket.on('close', (failed) => {
      clearTimeout(guard);
      const status = Number(/^HTTP\/1\.1 ([0-9]{3})/.exec(answer)?.[1] ?? 0);
      resolve({ answer, status, sent, closed: closed || failed });
    });
  });
}

async function begin(headers: Record<string, string>): Promise<string> {
  const created = await department.doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-metadata': `filename ${base64('a.pdf')}`, ...headers },
  });
  expect(created.status).toBe(201);
  return created.headers.get('location') ?? '';
}

const patchHead = (location: string, offset: number, ...more: string[]) => [
  `PATCH ${location} HTTP/1.1`,
  'Host: x',
  `Authorization: ${authorization}`,
  'Tus-Resumable: 1.0.0',
  `Content-Type: ${PATCH_TYPE}`,
  `Upload-Offset: ${offset}`,
  ...more,
];
const chunkOf = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
const terminate = (location: string) => department.doctor.fetch(location, { method: 'DELETE', headers: TUS });

describe('a body that says nothing of its length', () => {
  it('F21 is refused at the byte that goes beyond what was declared, and leaves nothing', async () => {
    const location = await begin({ 'upload-length': '100000' });
    const piece = chunkOf(pdf(60_000));
    const { status, answer } = await flood(patchHead(location, 0, 'Transfer-Encoding: chunked'), piece);
    expect([status, answer.includes('upload-length-exceeded')]).toEqual([413, true]);
    const after = await department.doctor.fetch(location, { method: 'HEAD', headers: TUS });
    expect(after.status).toBe(410);
  });

  it('F21 is refused at the largest file that is taken, where the length is deferred', async () => {
    const location = await begin({ 'upload-defer-length': '1' });
    const { status, sent } = await flood(
      patchHead(location, 0, 'Transfer-Encoding: chunked'),
      chunkOf(pdf(MIB)),
    );
    expect(status).toBe(413);
    expect(sent).toBeLessThan(64 * MIB);
    const { body } = await department.doctor.json<{ items: object[] }>('GET', '/v1/uploads');
    expect(body.items).toEqual([]);
  });
});

it('F25 a PATCH at a wrong offset is told 409 at once and closed, whatever stands behind it', async () => {
  const location = await begin({ 'upload-length': '5000000' });
  const head = patchHead(location, 7, 'Content-Length: 5000000000');
  const { answer, status, sent, closed } = await flood(head, randomBytes(256 * 1024));
  expect([status, closed]).toEqual([409, true]);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(sent).toBeLessThan(200 * MIB);
  const after = await department.doctor.fetch(location, { method: 'HEAD', headers: TUS });
  expect([after.status, after.headers.get('upload-offset')]).toEqual([200, '0']);
  expect((await terminate(location)).status).toBe(204);
});

describe('whoever is refused while still sending', () => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const endless = (start: string, type: string, ...more: string[]) => [
    `${start} HTTP/1.1`,
    'Host: x',
    `Content-Type: ${type}`,
    'Content-Length: 5000000000',
    ...more,
  ];
  const by = () => `Authorization: ${authorization}`;
  const form = 'multipart/form-data; boundary=B';
  const file = '\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4';
  const refusals: readonly [number, string, () => string[] | Promise<string[]>][] = [
    [401, 'a form of nobody', () => endless('POST /v1/assets', form)],
    [403, 'a quota', () => endless('PUT /v1/admin/quotas/x', 'application/octet-stream', by())],
    [413, 'a form', () => endless('POST /v1/assets', form, by(), file)],
    [413, 'a course', () => endless('POST /v1/courses', 'application/json', by())],
    [
      415,
      'a PATCH that is being read',
      async () => patchHead(await begin({ 'upload-length': '5000000' }), 0, 'Content-Length: 5000000'),
    ],
  ];

  function expectWhole(answer: string, status: number): void {
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/\r\nconnection: close(?:\r\n|$)/i);
    expect(head.toLowerCase()).toContain(`\r\ncontent-length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body)).toMatchObject({ status });
  }

  /** Keeps its own half of the connection open, whatever the other end does with its own. */
  function open(head: readonly string[]): { socket: Socket; answer: Promise<string> } {
    const { hostname, port } = new URL(facts.uploader);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1'))).on('error', () => undefined);
    const answer = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return { socket, answer };
  }

  it.each(refusals)('%i for %s is read whole, and the body cut off', async (status, _, headOf) => {
    const { answer, sent, closed } = await flood(await headOf(), piece);
    expectWhole(answer, status);
    expect(closed).toBe(true);
    expect(sent).toBeLessThan(200 * MIB);
  });

  it.each(refusals)('%i for %s is read whole behind MiBs that were sent first', async (status, _, headOf) => {
    const { socket, answer } = open(await headOf());
    socket.pause();
    await new Promise((resolve) => socket.end(Buffer.alloc(4 * MIB, 'x'), () => resolve(undefined)));
    socket.resume();
    expectWhole(await answer, status);
  });

  it.concurrent.each(refusals)(
    '%i for %s is read whole, and nobody held by drops',
    async (status, _, headOf) => {
      const { socket, answer } = open(await headOf());
      socket.write(piece);
      const guard = setTimeout(() => socket.destroy(new Error('held')), GUARD_MS);
      const drip = setInterval(() => socket.write('x'), 100);
      const ended = await new Promise((resolve) => socket.once('error', resolve));
      clearInterval(drip);
      clearTimeout(guard);
      expect(ended).toMatchObject({ code: expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/) });
      expectWhole(await answer, status);
    },
  );
});

describe('F24 forms', () => {
  const form = (length: number) => [
    'POST /v1/assets HTTP/1.1',
    'Host: x',
    `Authorization: ${authorization}`,
    'Content-Type: multipart/form-data; boundary=B',
    `Content-Length: ${length}`,
  ];
  const part = (name: string, more = '') =>
    `--B\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;

  async function openFiles(): Promise<string[]> {
    const folder = `/proc/${lectern.pid}/fd`;
    const names = await readdir(folder);
    const links = await Promise.all(names.map((name) => readlink(path.join(folder, name)).catch(() => '')));
    return links.filter((link) => link.startsWith(path.join(lectern.data, 'media')));
  }

  it('that break off leave no descriptor and no file behind', async () => {
    const file = Buffer.from(pdf(300_000));
    const head = `${part('title')}x\r\n${part('file', '; filename="a.pdf"')}`;
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const { hostname, port } = new URL(facts.uploader);
          const socket = connect(Number(port), hostname).on('error', () => undefined);
          socket.write(`${form(5_000_000).join('\r\n')}\r\n\r\n`);
          socket.write(head);
          socket.write(file.subarray(0, index * 25_000));
          await delay(20 + 10 * index);
          socket.resetAndDestroy();
        }),
      );
    }
    expect((await department.settled()).reserved).toBe(0);
    let open = await openFiles();
    for (let tries = 0; open.length > 0 && tries < 100; tries++) {
      await delay(50);
      open = await openFiles();
    }
    expect(open).toEqual([]);
    const entries = await readdir(path.join(lectern.data, 'media'), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => []);
    const left = entries.filter((entry) => entry.isFile() && /assets|uploads|tmp/.test(entry.parentPath));
    expect(left.map((entry) => path.join(entry.parentPath, entry.name))).toEqual([]);
  });

  it('above the limit are told so before they are sent', async () => {
    const head = `${part('file', '; filename="a.pdf"')}%PDF-1.4\n`;
    const { status, sent } = await flood(form(5_000_000_000), head, head.length);
    expect([status, sent]).toEqual([413, head.length]);
  });

  it.each(['title[a][b]', 'title[]', '__proto__[title]', 'a'.repeat(200)])(
    'with a field called %s are refused, or it is passed over',
    async (name) => {
      const body = `${part(name)}x\r\n${part('file', '; filename="a.pdf"')}%PDF-1.4\nx\r\n--B--\r\n`;
      const { status, answer } = await flood([...form(body.length), 'Connection: close'], body, body.length);
      expect([202, 400]).toContain(status);
      if (status === 202) expect(answer).toContain('"title":"a.pdf"');
      const plain = await department.doctor.uploadForm('plain.pdf', new Uint8Array(pdf(1000)));
      expect([plain.status, plain.body['title']]).toEqual([202, 'plain.pdf']);
    },
  );
});

describe('F27 ids', () => {
  it.each([
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/etc/passwd',
    'upl_%00',
    'upl_1%0d%0aX-Injected:%20yes',
    'upl_%E2%80%AE1',
    '%ff%fe',
    "upl_1'%20or%20'1'='1",
    'u'.repeat(4000),
  ])('like %s name nothing', async (id) => {
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'GET']) {
      const { answer, status } = await flood([
        `${method} /v1/uploads/${id} HTTP/1.1`,
        'Host: x',
        `Authorization: ${authorization}`,
        'Tus-Resumable: 1.0.0',
        `Content-Type: ${PATCH_TYPE}`,
        'Upload-Offset: 0',
        'Content-Length: 0',
        'Connection: close',
      ]);
      expect(`${method} ${status}`).toMatch(/ 4(?:00|04|14)$/);
      expect(answer).not.toMatch(/\r\nX-Injected/i);
      expect(answer).not.toMatch(/root:|\/media\/|select /);
    }
  });

  it.each(['upl_%00', '..%2f..%2fetc'])('of parts and assets like %s name nothing', async (id) => {
    for (const place of [`/v1/assets/${id}`, `/v1/uploads/${id}/parts`, `/v1/courses/${id}`]) {
      const { status } = await department.doctor.fetch(place);
      expect(`${place} ${status}`).toMatch(/ 4(?:00|04)$/);
    }
  });
});

describe('F27 file names', () => {
  const NASTY = [
    ['../../../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\fakepath\\lesson.pdf', 'lesson.pdf'],
    ['a\u0000b.pdf', 'ab.pdf'],
    ['a\r\nX-Injected: yes.pdf', 'aX-Injected: yes.pdf'],
    ['invoice\u202Efdp.pdf', 'invoicefdp.pdf'],
    ['"; filename="evil.html', '"; filename="evil.html'],
  ] as const;

  async function expectKept(asset: string, kept: string): Promise<void> {
    const { body } = await department.doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect([body.fileName, body['title']]).toEqual([kept, kept]);
    const link = await department.doctor.json<{ url: string }>(
      'POST',
      `/v1/assets/${asset}/download-links`,
      {},
    );
    const saved = await fetch(link.body.url);
    await saved.arrayBuffer();
    expect(saved.headers.get('x-injected')).toBeNull();
    const disposition = saved.headers.get('content-disposition') ?? '';
    const extended = /filename\*=UTF-8''([^;]+)$/.exec(disposition)?.[1] ?? '';
    expect(decodeURIComponent(extended)).toBe(kept);
    expect(disposition).toMatch(/^attachment; filename="(?:[^"\\]|\\.)*"; filename\*=/);
  }

  it('with a NUL are refused by tus, whose metadata are given back as they came', async () => {
    for (const metadata of [
      `filename ${base64('a\u0000b.pdf')}`,
      `filename ${base64('a.pdf')},note ${base64('\u0000')}`,
    ]) {
      const headers = { ...TUS, 'upload-length': '10', 'upload-metadata': metadata };
      const { status } = await department.doctor.fetch('/v1/uploads', { method: 'POST', headers });
      expect(status).toBe(400);
    }
  });

  it.each(NASTY.filter(([name]) => !name.includes('\0')))('%j is kept as %j from tus', async (name, kept) => {
    const file = pdf(1_000);
    const created = await department.doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: {
        ...TUS,
        'upload-length': '1000',
        'upload-metadata': `filename ${base64(name)}`,
        'content-type': PATCH_TYPE,
      },
      body: new Uint8Array(file),
    });
    expect(created.status).toBe(201);
    await expectKept(created.headers.get('upload-asset') ?? '', kept);
  });

  it.each(NASTY)('%j is kept as %j from JSON', async (name, kept) => {
    const created = await department.doctor.json<{ id: string; fileName: string }>('POST', '/v1/uploads', {
      fileName: name,
      bytes: 1_000,
    });
    expect([created.status, created.body.fileName]).toEqual([201, kept]);
    expect((await terminate(`/v1/uploads/${created.body.id}`)).status).toBe(204);
  });

  it.each(['..', '/', '\u0000', '\u202e\u200b', 'a'.repeat(256)])('%j is refused', async (fileName) => {
    const { status, body } = await department.doctor.json<{ code: string }>('POST', '/v1/uploads', {
      fileName,
      bytes: 10,
    });
    expect([status, body.code]).toEqual([400, 'invalid-file-name']);
  });
});

describe('behind a proxy that rewrites host and prefix', () => {
  let proxy: Server;

  beforeAll(async () => {
    const { hostname, port } = new URL(facts.uploader);
    proxy = createServer((incoming, outgoing) => {
      if (incoming.url?.startsWith('/lectern/') !== true) {
        outgoing.writeHead(404).end();
        return;
      }
      const onward = request(
        {
          hostname,
          port,
          method: incoming.method,
          path: incoming.url.slice('/lectern'.length),
          headers: {
            ...incoming.headers,
            host: 'inner',
            'x-forwarded-host': incoming.headers.host,
            'x-forwarded-proto': 'http',
            'x-forwarded-prefix': '/lectern',
          },
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    proxy?.closeAllConnections();
    proxy?.close();
  });

  it.each([1, 3])('a real client follows every Location, %s at once', async (parallelUploads) => {
    const file = pdf(3_000_000);
    const front = `http://localhost:${(proxy.address() as AddressInfo).port}/lectern`;
    const upload = await new Promise<tus.Upload>((resolve, reject) => {
      const going = new tus.Upload(file, {
        endpoint: `${front}/v1/uploads`,
        parallelUploads,
        chunkSize: 600_000,
        headers: { authorization },
        metadata: { filename: 'a.pdf' },
        retryDelays: null,
        onError: reject,
        onSuccess: () => resolve(going),
      });
      going.start();
    });
    expect(upload.url).toMatch(new RegExp(`^${front}/v1/uploads/upl_`));
    const id = upload.url?.split('/').at(-1);
    const { body } = await department.doctor.json<{ asset: string }>('GET', `/v1/uploads/${id}`);
    const asset = await department.doctor.json<AssetView>('GET', `/v1/assets/${body.asset}`);
    expect(asset.body.sha256).toBe(hex(file));
  });
});

it('an upload that nobody goes on with is kept for 14 days after its last byte', async () => {
  const days = 24 * 3_600_000;
  const created = await department.doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-length': '10' },
  });
  const expires = Date.parse(created.headers.get('upload-expires') ?? '');
  expect(Math.abs(expires - Date.now() - 14 * days)).toBeLessThan(60_000);
  expect((await terminate(created.headers.get('location') ?? '')).status).toBe(204);
});
