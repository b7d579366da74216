import { createHash, randomBytes } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PATCH_TYPE = 'application/offset+octet-stream';
const PARTIAL = 'application/partial-upload';
const BYTES = 400_000;
const HALF = BYTES / 2;
const PART = 256 * 1024;
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

let lectern: LecternProcess;
let facts: StartFacts;
let department: Department;
let owner: Client;
let strangers: Record<Stranger, Client>;

const STRANGERS = ['a colleague', 'a doctor of another unit', 'the unit’s admin', 'an admin'] as const;
type Stranger = (typeof STRANGERS)[number];

beforeAll(async () => {
  lectern = await LecternProcess.create({ ...inject('environment'), LECTERN_RESUMABLE_DRAFT: 'true' });
  facts = await lectern.start();
  department = await Department.create(facts, 'ownership');
  owner = department.doctor;
  strangers = {
    'a colleague': await department.another('colleague'),
    'a doctor of another unit': new Client(facts, facts.keys.doctor),
    'the unit’s admin': new Client(facts, facts.keys.unitAdmin),
    'an admin': department.admin,
  };
  for (const stranger of Object.values(strangers)) await stranger.fetch('/v1/me');
});
afterAll(async () => {
  try {
    // Whatever went wrong in a test, no reservation may be left of it.
    expect((await department.settled()).reserved).toBe(0);
  } finally {
    await lectern?.dispose();
  }
});

interface Live {
  readonly id: string;
  /** Sends the rest, and gives what the request is answered then. */
  finish(): Promise<{ status: number; headers: Record<string, unknown> }>;
}

interface UploadView {
  readonly id: string;
  readonly expiresAt: string;
}

async function begin(kind: 'whole' | 'partial' | 'parts' | 'ietf'): Promise<UploadView> {
  const headers: Record<string, string> =
    kind === 'ietf'
      ? { 'upload-complete': '?0', 'upload-length': String(BYTES) }
      : {
          ...TUS,
          'upload-length': String(BYTES),
          'upload-metadata': `filename ${base64('a.pdf')}`,
          ...(kind === 'partial' ? { 'upload-concat': 'partial' } : {}),
        };
  const created =
    kind === 'parts'
      ? await owner.fetch('/v1/uploads', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ fileName: 'a.pdf', bytes: BYTES, partBytes: PART }),
        })
      : await owner.fetch(kind === 'ietf' ? '/v1/resumable-uploads' : '/v1/uploads', {
          method: 'POST',
          headers,
        });
  expect(created.status).toBe(201);
  return (await created.json()) as UploadView;
}

/** How the owner sends the bytes of each kind: its request, of how many bytes, and the answer that it ends with. */
const SENDING = {
  whole: { method: 'PATCH', at: (id: string) => `/v1/uploads/${id}`, bytes: BYTES, status: 204 },
  partial: { method: 'PATCH', at: (id: string) => `/v1/uploads/${id}`, bytes: BYTES, status: 204 },
  parts: { method: 'PUT', at: (id: string) => `/v1/uploads/${id}/parts/1`, bytes: PART, status: 204 },
  ietf: { method: 'PATCH', at: (id: string) => `/v1/resumable-uploads/${id}`, bytes: BYTES, status: 200 },
} as const;

/** An upload whose owner is in the middle of a request: half of its bytes have been sent. */
async function live(kind: keyof typeof SENDING): Promise<Live> {
  const { id, expiresAt } = await begin(kind);
  const { method, at, bytes, status } = SENDING[kind];
  const headers = {
    whole: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' },
    partial: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' },
    parts: { 'content-type': 'application/octet-stream' },
    ietf: { 'content-type': PARTIAL, 'upload-offset': '0', 'upload-complete': '?1' },
  }[kind];
  const body = pdf(bytes);
  const sending: ClientRequest = request(`${facts.uploader}${at(id)}`, {
    method,
    agent: false,
    headers: { authorization: `Bearer ${owner.key}`, 'content-length': bytes, ...headers },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sending.on('response', resolve).on('error', reject);
  });
  answered.catch(() => undefined);
  sending.write(body.subarray(0, HALF));
  // The first thing that a writer does is to prolong its upload.
  for (let tries = 0; ; tries++) {
    const { body: seen } = await owner.json<UploadView>('GET', `/v1/uploads/${id}`);
    if (seen.expiresAt !== expiresAt) break;
    if (tries > 500) throw new Error('nobody writes to the upload');
    await delay(10);
  }
  return {
    id,
    finish: async () => {
      sending.end(body.subarray(HALF));
      const answer = await answered;
      answer.resume();
      expect(answer.statusCode).toBe(status);
      return { status: answer.statusCode ?? 0, headers: answer.headers };
    },
  };
}

interface Attempt {
  readonly method: string;
  readonly at?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const bytes = 'x'.repeat(1000);
const tusPatch = { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' };
const octets = { 'content-type': 'application/octet-stream' };
const partial = { 'content-type': PARTIAL, 'upload-offset': '0', 'upload-complete': '?0' };
const final = (...ids: string[]) => ({
  ...TUS,
  'upload-metadata': `filename ${base64('a.pdf')}`,
  'upload-concat': `final;${ids.map((id) => `/v1/uploads/${id}`).join(' ')}`,
});

/** Everything that one can ask of an upload by its id. `own` is a complete partial upload of the stranger’s. */
const ATTEMPTS: Readonly<Record<string, (id: string, own: string) => Attempt>> = {
  'HEAD by tus': () => ({ method: 'HEAD', headers: TUS }),
  'HEAD without tus': () => ({ method: 'HEAD' }),
  'HEAD by the draft': (id) => ({ method: 'HEAD', at: `/v1/resumable-uploads/${id}` }),
  GET: () => ({ method: 'GET' }),
  'PATCH by tus': () => ({ method: 'PATCH', headers: tusPatch, body: bytes }),
  'PATCH by tus at another offset': () => ({
    method: 'PATCH',
    headers: { ...tusPatch, 'upload-offset': '7' },
    body: bytes,
  }),
  'PATCH by tus with a length': () => ({
    method: 'PATCH',
    headers: { ...tusPatch, 'upload-length': '1000' },
    body: bytes,
  }),
  'PATCH by tus with a checksum': () => ({
    method: 'PATCH',
    headers: { ...tusPatch, 'upload-checksum': `sha256 ${sha256(Buffer.from(bytes))}` },
    body: bytes,
  }),
  'PATCH by an overridden method': () => ({
    method: 'POST',
    headers: { ...tusPatch, 'x-http-method-override': 'PATCH' },
    body: bytes,
  }),
  'PATCH by the draft': (id) => ({
    method: 'PATCH',
    at: `/v1/resumable-uploads/${id}`,
    headers: partial,
    body: bytes,
  }),
  'PATCH by the draft at another offset': (id) => ({
    method: 'PATCH',
    at: `/v1/resumable-uploads/${id}`,
    headers: { ...partial, 'upload-offset': '7' },
    body: bytes,
  }),
  'DELETE by tus': () => ({ method: 'DELETE', headers: TUS }),
  'DELETE by the draft': (id) => ({ method: 'DELETE', at: `/v1/resumable-uploads/${id}` }),
  'GET of the parts': (id) => ({ method: 'GET', at: `/v1/uploads/${id}/parts` }),
  'PUT of a part': (id) => ({
    method: 'PUT',
    at: `/v1/uploads/${id}/parts/1`,
    headers: octets,
    body: bytes,
  }),
  'PUT of a part with its digest': (id) => ({
    method: 'PUT',
    at: `/v1/uploads/${id}/parts/1`,
    headers: { ...octets, 'content-digest': `sha-256=:${sha256(Buffer.from(bytes))}:` },
    body: bytes,
  }),
  'PUT of a part that there is not': (id) => ({
    method: 'PUT',
    at: `/v1/uploads/${id}/parts/999`,
    headers: octets,
    body: bytes,
  }),
  'the address of a part': (id) => ({ method: 'POST', at: `/v1/uploads/${id}/parts/1/url` }),
  'the end of all parts': (id) => ({ method: 'POST', at: `/v1/uploads/${id}/complete` }),
  'Upload-Concat of it': (id) => ({ method: 'POST', at: '/v1/uploads', headers: final(id) }),
  'Upload-Concat of an own one and it': (id, own) => ({
    method: 'POST',
    at: '/v1/uploads',
    headers: final(own, id),
  }),
  'Upload-Concat of it and an own one': (id, own) => ({
    method: 'POST',
    at: '/v1/uploads',
    headers: final(id, own),
  }),
  'Upload-Concat of it twice': (id) => ({ method: 'POST', at: '/v1/uploads', headers: final(id, id) }),
};

/** All that an answer says, but for what is new with every answer. */
async function told(
  by: Client,
  id: string,
  { method, at = `/v1/uploads/${id}`, headers = {}, body }: Attempt,
) {
  const answer = await by.fetch(at, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  const ignored = new Set(['date', 'x-request-id']);
  return {
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !ignored.has(name))),
    body: text.replaceAll(id, 'ID').replace(/"requestId":"[^"]*"/, '"requestId":""'),
  };
}

/** An id like the other, of nothing. */
const absentLike = (id: string) => id.replace(/.{6}$/, 'QQQQQQ');

describe.each(STRANGERS)('F66 %s', (who) => {
  let own: string;
  let complete: boolean;

  beforeAll(async () => {
    // Whoever has no unit can have no upload of their own; their ids are of nothing then.
    const created = await strangers[who].fetch('/v1/uploads', {
      method: 'POST',
      headers: {
        ...TUS,
        'content-type': PATCH_TYPE,
        'upload-length': '1000',
        'upload-concat': 'partial',
      },
      body: bytes,
    });
    complete = created.status === 201;
    own = /[^/]+$/.exec(created.headers.get('location') ?? '')?.[0] ?? 'upl_none';
  });
  afterAll(async () => {
    if (!complete) return;
    // Nothing of what was tried has used it.
    const ended = await strangers[who].fetch(`/v1/uploads/${own}`, { method: 'DELETE', headers: TUS });
    expect(ended.status).toBe(204);
  });

  it.each(Object.keys(SENDING) as (keyof typeof SENDING)[])(
    'can not disturb an upload of the kind %s, nor tell it from none',
    async (kind) => {
      for (const [name, attempt] of Object.entries(ATTEMPTS)) {
        const upload = await live(kind);
        const by = strangers[who];
        const foreign = await told(by, upload.id, attempt(upload.id, own));
        const none = absentLike(upload.id);
        const absent = await told(by, none, attempt(none, own));
        expect(foreign, name).toEqual(absent);
        expect(foreign.status, name).toBeGreaterThanOrEqual(400);
        expect(await upload.finish().catch((error: Error) => error), name).toMatchObject({
          status: SENDING[kind].status,
        });
        await owner.fetch(`/v1/uploads/${upload.id}`, { method: 'DELETE', headers: TUS });
      }
    },
  );
});

/** A grey square. */
function png(side: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  const rows = deflateSync(Buffer.alloc(side * (side + 1), Buffer.from([0, ...Array(side).fill(128)])));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]),
  );
}

const json = (method: string, at: string, body: object): Attempt => ({
  method,
  at,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('F66 of an asset, a course or a session that the caller may not see', () => {
  let asset: AssetView;
  let course: string;
  let session: string;
  /** An asset that the colleague may see, and change nothing of. */
  let shared: string;

  beforeAll(async () => {
    const { body } = await owner.uploadForm('a.png', png(64));
    asset = await owner.untilState(body.id, ['ready']);
    ({ session } = await owner.session(asset.id));
    course = (await owner.json<{ id: string }>('POST', '/v1/courses', { title: 'Mine' })).body.id;
    const open = await owner.json<{ id: string }>('POST', '/v1/courses', {
      title: 'Ours',
      visibility: 'unit',
    });
    shared = (await owner.uploadForm('b.png', png(32), { courseId: open.body.id })).body.id;
    await owner.untilState(shared, ['ready']);
  });

  const OF_ASSETS: Readonly<Record<string, (id: string) => Attempt>> = {
    GET: (id) => ({ method: 'GET', at: `/v1/assets/${id}` }),
    PATCH: (id) => json('PATCH', `/v1/assets/${id}`, { title: 'Theirs' }),
    DELETE: (id) => ({ method: 'DELETE', at: `/v1/assets/${id}` }),
    restore: (id) => ({ method: 'POST', at: `/v1/assets/${id}/restore` }),
    retry: (id) => ({ method: 'POST', at: `/v1/assets/${id}/retry` }),
    'playback session': (id) => json('POST', `/v1/assets/${id}/playback-sessions`, {}),
    'end of a session': (id) => ({ method: 'DELETE', at: `/v1/assets/${id}/playback-sessions/${session}` }),
    'download link': (id) => json('POST', `/v1/assets/${id}/download-links`, {}),
  };
  const OF_COURSES: Readonly<Record<string, (id: string) => Attempt>> = {
    GET: (id) => ({ method: 'GET', at: `/v1/courses/${id}` }),
    PATCH: (id) => json('PATCH', `/v1/courses/${id}`, { title: 'Theirs' }),
    DELETE: (id) => ({ method: 'DELETE', at: `/v1/courses/${id}` }),
    'upload into it': (id) => json('POST', '/v1/uploads', { fileName: 'a.pdf', bytes: 1000, courseId: id }),
    'list of its assets': (id) => ({ method: 'GET', at: `/v1/assets?courseId=${id}` }),
  };

  const DOCTORS = ['a colleague', 'a doctor of another unit'] as const;

  it.each(DOCTORS)('%s is told what is told of none, and nothing happens', async (who) => {
    const by = strangers[who];
    const compare = async (id: string, attempts: typeof OF_ASSETS) => {
      const none = absentLike(id);
      for (const [name, attempt] of Object.entries(attempts))
        expect(await told(by, id, attempt(id)), name).toEqual(await told(by, none, attempt(none)));
    };
    await compare(asset.id, OF_ASSETS);
    await compare(course, OF_COURSES);
    expect(await owner.untilState(asset.id, ['ready'])).toEqual(asset);
    const kept = await owner.json<{ title: string }>('GET', `/v1/courses/${course}`);
    expect(kept.body.title).toBe('Mine');
  });

  it('another’s session of an asset that one sees is as one that there is not, and lives on', async () => {
    const by = strangers['a colleague'];
    const theirs = await owner.session(shared);
    const ending = (id: string): Attempt => ({
      method: 'DELETE',
      at: `/v1/assets/${shared}/playback-sessions/${id}`,
    });
    const none = absentLike(theirs.session);
    const foreign = await told(by, theirs.session, ending(theirs.session));
    expect(foreign).toEqual(await told(by, none, ending(none)));
    expect(foreign.status).toBe(404);
    // Of another asset than the one that is named, too.
    expect((await told(by, session, ending(session))).status).toBe(404);
    expect((await fetch(theirs.images[0]?.url ?? '')).status).toBe(200);
    expect((await owner.fetch(ending(theirs.session).at ?? '', { method: 'DELETE' })).status).toBe(204);
  });
});
