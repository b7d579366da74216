import { createHash } from 'node:crypto';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { askRaw } from '../servers/raw-http.js';
import type { AssetView } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

/** What holds at every door alike, whatever a file comes by. */
let lectern: LecternProcess;
let facts: StartFacts;
let department: Department;

beforeAll(async () => {
  lectern = await LecternProcess.create({ ...inject('environment'), LECTERN_RESUMABLE_DRAFT: 'true' });
  facts = await lectern.start();
  department = await Department.create(facts, 'doors');
});
afterAll(() => lectern?.dispose());
/** Whatever went wrong in a test, no reservation may be left of it. */
afterAll(async () => expect((await department.settled()).reserved).toBe(0));

let made = 0;
/** Never the same bytes twice: they would be there at once. */
const pdf = () => Buffer.from(`%PDF-1.4\n${(made += 1)}\n%%EOF\n`);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH_TYPE = 'application/offset+octet-stream';

/** What is said of a file beside its bytes. */
interface Said {
  readonly fileName?: string;
  readonly title?: string;
  readonly courseId?: string;
  readonly sha256?: string;
  readonly externalId?: string;
  readonly replaces?: string;
}

interface Outcome {
  readonly status: number;
  readonly code?: string | undefined;
  readonly asset?: AssetView;
}

type Door = (said: Said, bytes: Buffer) => Promise<Outcome>;

async function outcome(answer: Response, asset?: string | null): Promise<Outcome> {
  const text = await answer.text();
  if (answer.status >= 400) return { status: answer.status, code: (JSON.parse(text) as Outcome).code };
  const id = asset ?? answer.headers.get('upload-asset') ?? (JSON.parse(text) as AssetView).id;
  const { body } = await department.doctor.json<AssetView>('GET', `/v1/assets/${id}`);
  return { status: answer.status, asset: body };
}

type Part = readonly [name: string, value: string | Blob, fileName?: string];

function sendForm(parts: readonly Part[]): Promise<Response> {
  const form = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, fileName);
  }
  return department.doctor.fetch('/v1/assets', { method: 'POST', body: form });
}

const fieldsOf = (said: Said): Part[] => Object.entries(said).filter(([name]) => name !== 'fileName');
const fileOf = ({ fileName = 'a.pdf' }: Said, bytes: Buffer): Part => [
  'file',
  new Blob([new Uint8Array(bytes)]),
  fileName,
];

async function json(said: Said, bytes: Buffer, more: object = {}): Promise<{ answer: Response; id: string }> {
  const answer = await department.doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fileName: 'a.pdf', bytes: bytes.length, ...said, ...more }),
  });
  const id = answer.status === 201 ? ((await answer.clone().json()) as { id: string }).id : '';
  return { answer, id };
}

const DOORS: Readonly<Record<string, Door>> = {
  form: async (said, bytes) => outcome(await sendForm([...fieldsOf(said), fileOf(said, bytes)])),
  'form, behind the file': async (said, bytes) =>
    outcome(await sendForm([fileOf(said, bytes), ...fieldsOf(said)])),
  tus: async ({ fileName = 'a.pdf', ...said }, bytes) => {
    const pairs = Object.entries({ filename: fileName, ...said }).map(
      ([key, text]) => `${key} ${base64(text)}`,
    );
    const headers = { ...TUS, 'content-type': PATCH_TYPE, 'upload-length': String(bytes.length) };
    return outcome(
      await department.doctor.fetch('/v1/uploads', {
        method: 'POST',
        headers: { ...headers, 'upload-metadata': pairs.join(',') },
        body: new Uint8Array(bytes),
      }),
    );
  },
  json: async (said, bytes) => {
    const { answer, id } = await json(said, bytes);
    if (id === '') return outcome(answer);
    const headers = { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' };
    return outcome(
      await department.doctor.fetch(`/v1/uploads/${id}`, {
        method: 'PATCH',
        headers,
        body: new Uint8Array(bytes),
      }),
    );
  },
  parts: async (said, bytes) => {
    const { answer, id } = await json(said, bytes, { partBytes: 65_536 });
    if (id === '') return outcome(answer);
    const at = `/v1/uploads/${id}`;
    const put = await department.doctor.fetch(`${at}/parts/1`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
    });
    if (put.status !== 204) return outcome(put);
    return outcome(await department.doctor.fetch(`${at}/complete`, { method: 'POST' }));
  },
  ietf: async ({ fileName = 'a.pdf', sha256, ...said }, bytes) => {
    const name = encodeURIComponent(fileName).replaceAll(
      /['()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16)}`,
    );
    return outcome(
      await department.doctor.fetch(`/v1/resumable-uploads?${new URLSearchParams(said).toString()}`, {
        method: 'POST',
        headers: {
          'upload-draft-interop-version': '10',
          'upload-complete': '?1',
          'content-disposition': `inline; filename*=UTF-8''${name}`,
          ...(sha256 !== undefined && {
            'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
          }),
        },
        body: new Uint8Array(bytes),
      }),
    );
  },
};

describe.each(Object.entries(DOORS))('by the door %s', (name, send) => {
  it('what is said of the file counts', async () => {
    const { body: course } = await department.doctor.json<{ id: string }>('POST', '/v1/courses', {
      title: name,
    });
    const bytes = pdf();
    const externalId = `${department.unit}-${name}`;
    const said = { title: `By ${name}`, courseId: course.id, sha256: hex(bytes), externalId };
    expect((await send(said, bytes)).asset).toMatchObject(said);
    expect(await send({ externalId }, pdf())).toEqual({ status: 409, code: 'external-id-taken' });
  });

  it('what replaces an asset is that asset from then on', async () => {
    const { asset: before } = await send({ title: 'Kept', fileName: 'first.pdf' }, pdf());
    const bytes = pdf();
    const made = await send({ replaces: before?.id ?? '', fileName: 'second.pdf' }, bytes);
    // By then its bytes lie where those of an asset of their own do.
    if (name === 'form, behind the file') {
      expect(made).toEqual({ status: 400, code: 'malformed-form' });
      return;
    }
    expect(made.asset).toMatchObject({
      id: before?.id,
      title: 'Kept',
      fileName: 'second.pdf',
      sha256: hex(bytes),
      replacement: null,
    });
    expect(await send({ replaces: before?.id ?? '', title: 'x' }, pdf())).toEqual({
      status: 400,
      code: 'replacement-keeps-description',
    });
  });

  it('what others would see waits for its release where the unit reviews', async () => {
    const { admin, doctor, unit } = department;
    await admin.json('PATCH', `/v1/admin/units/${unit}`, { releases: 'reviewed' });
    const { body: course } = await doctor.json<{ id: string }>('POST', '/v1/courses', {
      title: name,
      visibility: 'region',
    });
    expect((await send({ courseId: course.id }, pdf())).asset).toMatchObject({
      requestedVisibility: 'region',
      release: { state: 'waiting' },
    });
    await admin.json('PATCH', `/v1/admin/units/${unit}`, { releases: null });
  });

  it('what is empty counts as not said', async () => {
    // The digest of this door has a form of its own.
    const sha256 = name === 'ietf' ? {} : { sha256: '' };
    for (const title of ['', ' ']) {
      const { asset } = await send({ fileName: 'kept.pdf', title, courseId: '', ...sha256 }, pdf());
      expect([title, asset?.title, asset?.courseId]).toEqual([title, 'kept.pdf', null]);
    }
  });

  it('a sha256 that is not that of the bytes is 460, and nothing is kept', async () => {
    const { used } = await department.settled();
    expect(await send({ sha256: '0'.repeat(64) }, pdf())).toEqual({ status: 460, code: 'sha256-mismatch' });
    expect(await department.settled()).toMatchObject({ used, reserved: 0 });
  });

  it('a course that is not there is 404, and nothing is kept', async () => {
    const { used } = await department.settled();
    expect(await send({ courseId: 'crs_nowhere' }, pdf())).toEqual({ status: 404, code: 'course-not-found' });
    expect(await department.settled()).toMatchObject({ used, reserved: 0 });
  });

  it('names are taken up to their limits, which count characters, and refused beyond, never cut', async () => {
    for (const character of ['a', '👩']) {
      const said = { fileName: `${character.repeat(251)}.pdf`, title: character.repeat(200) };
      expect((await send(said, pdf())).asset).toMatchObject(said);
      for (const beyond of [{ fileName: `a${said.fileName}` }, { title: `a${said.title}` }]) {
        const { status, code } = await send(beyond, pdf());
        expect([character, status, code]).toEqual([
          character,
          400,
          'fileName' in beyond ? 'invalid-file-name' : 'invalid-request',
        ]);
      }
    }
  });

  it('joiners stay in names, and marks of direction go', async () => {
    // Hindi with a joiner, Persian with a non-joiner, a physician of one sign.
    const words = 'क्\u200dष نمی\u200cخواهم 👩\u200d⚕️';
    const { asset } = await send({ fileName: `\u202e${words}.pdf`, title: words }, pdf());
    expect([asset?.fileName, asset?.title]).toEqual([`${words}.pdf`, words]);
    expect(await send({ fileName: '\u200d\u200c' }, pdf())).toEqual({
      status: 400,
      code: 'invalid-file-name',
    });
  });
});

describe('a form', () => {
  const bytes = () => fileOf({}, pdf());

  it.each<[string, string, () => readonly Part[]]>([
    ['an unknown field behind its file', 'unknown-field', () => [bytes(), ['tilte', 'x']]],
    ['a field twice', 'malformed-form', () => [['title', 'x'], ['title', 'y'], bytes()]],
    ['a field twice behind its file', 'malformed-form', () => [bytes(), ['title', 'x'], ['title', 'y']]],
    ['a field before and behind its file', 'malformed-form', () => [['title', 'x'], bytes(), ['title', 'x']]],
    ['a field that does not fit behind its file', 'invalid-request', () => [bytes(), ['sha256', 'x']]],
    ['a key of every object', 'unknown-field', () => [bytes(), ['__proto__', 'x']]],
    ['a second file', 'file-missing', () => [bytes(), bytes()]],
    ['a second file without a name', 'file-missing', () => [bytes(), ['file', new Blob(['x']), '']]],
    [
      'a title that is sent as a file without a name',
      'malformed-form',
      () => [['title', new Blob(['x']), ''], bytes()],
    ],
  ])('with %s is 400, and keeps nothing', async (_, code, parts) => {
    const { used } = await department.settled();
    expect(await outcome(await sendForm(parts()))).toEqual({ status: 400, code });
    expect(await department.settled()).toMatchObject({ used, reserved: 0 });
  });

  it.each([
    ['in a charset that nobody knows', 'Content-Type: text/plain; charset=x-none\r\n'],
    ['in base64', 'Content-Transfer-Encoding: base64\r\n'],
  ])('with a title %s is 400', async (_, line) => {
    const field = `--B\r\nContent-Disposition: form-data; name="title"\r\n${line}\r\nTWluZQ==\r\n`;
    const file = `--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${pdf().toString()}\r\n`;
    const answer = await department.doctor.fetch('/v1/assets', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: `${field}${file}--B--\r\n`,
    });
    expect(await outcome(answer)).toEqual({ status: 400, code: 'malformed-form' });
  });
});

describe('tus', () => {
  const begin = (headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
    department.doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: { ...TUS, ...headers },
      ...(body !== undefined && { body }),
    });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'filename'])(
    'keeps a key of metadata that is named %s, and gives it back',
    async (key) => {
      const metadata = `${key} ${base64('x.pdf')}`;
      const created = await begin({ 'upload-length': '10', 'upload-metadata': metadata });
      expect(created.status).toBe(201);
      const at = created.headers.get('location') ?? '';
      const { headers } = await department.doctor.fetch(at, { method: 'HEAD', headers: TUS });
      expect(headers.get('upload-metadata')).toBe(metadata);
      expect(
        (await begin({ 'upload-length': '10', 'upload-metadata': `${metadata},${metadata}` })).status,
      ).toBe(400);
      await department.doctor.fetch(at, { method: 'DELETE', headers: TUS });
    },
  );

  it.each<[string, Record<string, string>, string]>([
    ['metadata whose base64 is cut', { 'upload-metadata': 'filename YS5wZ' }, 'Upload-Metadata'],
    [
      'metadata whose base64 is padded too much',
      { 'upload-metadata': 'filename YS5wZGY==' },
      'Upload-Metadata',
    ],
    [
      'a checksum of bytes that it does not bring',
      { 'upload-checksum': `sha1 ${base64('x'.repeat(20))}` },
      'Upload-Checksum',
    ],
  ])('refuses %s', async (_, headers, header) => {
    const answer = await begin({ 'upload-length': '10', ...headers });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ header })]);
  });

  it('refuses a length of a final upload that is said later', async () => {
    const answer = await begin({ 'upload-concat': 'final;/v1/uploads/upl_x', 'upload-defer-length': '1' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ header: 'Upload-Defer-Length' }),
    ]);
  });

  it('refuses a body of JSON, which it would not read', async () => {
    const body = new Uint8Array(Buffer.from('{"title":"Mine"}'));
    const answer = await begin({ 'upload-length': '10', 'content-type': 'application/json' }, body);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid-request' }),
    ]);
  });

  it('takes three bytes by tus-js-client, four at once', async () => {
    const { used } = await department.settled();
    const file = Buffer.from('abc');
    await new Promise<void>((resolve, reject) => {
      new tus.Upload(file, {
        endpoint: `${facts.uploader}/v1/uploads`,
        parallelUploads: 4,
        headers: { authorization: `Bearer ${department.doctor.key}` },
        metadata: { filename: 'short.txt' },
        onError: reject,
        onSuccess: () => resolve(),
      }).start();
    });
    const { body } = await department.doctor.json<{ items: AssetView[] }>('GET', '/v1/assets?limit=1');
    expect(body.items[0]).toMatchObject({ fileName: 'short.txt', sha256: hex(file) });
    expect(await department.settled()).toMatchObject({ used: used + file.length, reserved: 0 });
  });
});

describe('an empty last part', () => {
  const bytes = Buffer.alloc(65_536, '%PDF-1.4\n%%EOF\n');
  const begin = async (more = 0) =>
    (await json({}, Buffer.concat([bytes, Buffer.alloc(more)]), { partBytes: 65_536 })).id;
  const put = (id: string, number: number, body: Buffer, headers = {}) =>
    department.doctor.fetch(`/v1/uploads/${id}/parts/${number}`, {
      method: 'PUT',
      headers,
      body: new Uint8Array(body),
    });

  it('is taken of a file that the parts fill without a rest, and counts for nothing', async () => {
    const id = await begin();
    expect((await put(id, 1, bytes)).status).toBe(204);
    for (const headers of [{}, { 'content-digest': `sha-256=:${base64(createHash('sha256').digest())}:` }])
      expect((await put(id, 2, Buffer.alloc(0), headers)).status).toBe(204);
    expect((await department.doctor.json('GET', `/v1/uploads/${id}/parts`)).body).toMatchObject({
      count: 1,
      missing: [],
      stored: [{ number: 1 }],
    });
    const done = await department.doctor.fetch(`/v1/uploads/${id}/complete`, { method: 'POST' });
    expect((await outcome(done)).asset).toMatchObject({ bytes: bytes.length, sha256: hex(bytes) });
  });

  it('is refused with bytes, with another digest, and elsewhere', async () => {
    const id = await begin();
    const rest = await begin(1);
    const digest = { 'content-digest': `sha-256=:${base64(createHash('sha256').update('x').digest())}:` };
    expect([
      await outcome(await put(id, 2, Buffer.from('x'))),
      await outcome(await put(id, 2, Buffer.alloc(0), digest)),
      await outcome(await put(id, 3, Buffer.alloc(0))),
      await outcome(await put(id, 1, Buffer.alloc(0))),
      await outcome(await put(rest, 3, Buffer.alloc(0))),
    ]).toEqual([
      { status: 400, code: 'part-length-mismatch' },
      { status: 460, code: 'checksum-mismatch' },
      { status: 404, code: 'no-such-part' },
      { status: 400, code: 'part-length-mismatch' },
      { status: 404, code: 'no-such-part' },
    ]);
    for (const one of [id, rest])
      await department.doctor.fetch(`/v1/uploads/${one}`, { method: 'DELETE', headers: TUS });
  });
});

it.each(['authorization', 'content-type'])('a request with the field %s twice is 400', async (name) => {
  const { port } = new URL(facts.uploader);
  const headers = { authorization: `Bearer ${department.doctor.key}`, 'content-type': 'application/json' };
  const other = { [name.toUpperCase()]: 'Bearer x' };
  const { status } = await askRaw(Number(port), { target: '/v1/me', headers: { ...headers, ...other } });
  expect(status).toBe(400);
});

it('a request whose target is absolute is what it is without its host', async () => {
  const { port } = new URL(facts.uploader);
  const headers = { authorization: `Bearer ${department.doctor.key}` };
  const at = (target: string, method = 'GET', more = {}) =>
    askRaw(Number(port), { method, target, headers: { ...headers, ...more } });
  expect((await at('http://learn.example.org/v1/me')).status).toBe(200);
  expect((await at('http://learn.example.org/v1/me?titel=1')).status).toBe(400);
  expect((await at('HTTP://learn.example.org/v1/uploads', 'OPTIONS')).headers['tus-resumable']).toBe('1.0.0');
  expect((await at('http://learn.example.org')).headers['content-type']).toBe('text/html; charset=utf-8');
  expect((await at('http://somebody@learn.example.org/v1/me')).status).toBe(400);
  expect((await at('ftp://learn.example.org/v1/me')).status).toBe(400);
});
