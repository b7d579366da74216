import { createHash, randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AssetView } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const PLACE = '/v1/resumable-uploads';
const NEWEST = '10';
const DRAFT = { 'upload-draft-interop-version': NEWEST };
const PARTIAL = 'application/partial-upload';
const TYPES = 'https://iana.org/assignments/http-problem-types#';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Interim responses, in order. */
  readonly interim: readonly { readonly status: number; readonly headers: IncomingHttpHeaders }[];
}

interface Sending {
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  /** Sent without saying how long it is. */
  readonly chunked?: boolean;
  /** The link breaks after so many bytes, once an interim response has come. */
  readonly cutAfter?: number;
}

let lectern: LecternProcess;
let facts: StartFacts;
let department: Department;

beforeAll(async () => {
  lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_RESUMABLE_DRAFT: 'true',
    LECTERN_TRUSTED_PROXIES: '127.0.0.1',
    LECTERN_MAX_FILE_BYTES: '20000000',
    LECTERN_CORS_ORIGINS: 'https://learn.example.org',
  });
  facts = await lectern.start();
  department = await Department.create(facts, 'ietf');
});
afterAll(() => lectern?.dispose());
/** Whatever went wrong in a test, no reservation may be left of it. */
afterAll(async () => expect((await department.settled()).reserved).toBe(0));

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digest = (bytes: Uint8Array) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

function send(method: string, path: string, sending: Sending = {}): Promise<Answer> {
  const { headers = {}, body, chunked = false, cutAfter } = sending;
  return new Promise((resolve, reject) => {
    const going = request(`${facts.uploader}${path}`, {
      method,
      agent: false,
      headers: {
        authorization: `Bearer ${department.doctor.key}`,
        ...DRAFT,
        ...(body === undefined || chunked ? {} : { 'content-length': body.byteLength }),
        ...headers,
      },
    });
    const interim: { status: number; headers: IncomingHttpHeaders }[] = [];
    const broken = (): void => resolve({ status: 0, headers: {}, text: '', interim });
    going.on('information', (info) => {
      interim.push({ status: info.statusCode, headers: info.headers });
      if (cutAfter === undefined) return;
      // Long enough for what was sent to arrive.
      setTimeout(() => going.destroy(), 1_000);
    });
    going.on('error', (error) => (cutAfter === undefined ? reject(error) : broken()));
    going.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, interim }),
      );
    });
    if (cutAfter !== undefined) going.write(body?.subarray(0, cutAfter));
    else if (chunked) {
      going.write(body?.subarray(0, 1000));
      going.end(body?.subarray(1000));
    } else going.end(body);
  });
}

const named = (fileName: string) => ({
  'content-disposition': `inline; filename="x"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
});

function begin(headers: Record<string, string>, body?: Uint8Array): Promise<Answer> {
  return send('POST', PLACE, {
    headers: { ...named('讲义.pdf'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

function append(
  place: string,
  offset: number,
  complete: boolean,
  body: Uint8Array,
  more: Record<string, string> = {},
): Promise<Answer> {
  return send('PATCH', place, {
    headers: {
      'content-type': PARTIAL,
      'upload-offset': String(offset),
      'upload-complete': complete ? '?1' : '?0',
      ...more,
    },
    body,
  });
}

async function expectAsset(answer: Answer, bytes: Uint8Array, fileName = '讲义.pdf'): Promise<void> {
  expect([answer.status, answer.headers['upload-complete']]).toEqual([200, '?1']);
  const said = JSON.parse(answer.text) as AssetView;
  expect(answer.headers['upload-asset']).toBe(said.id);
  const { body } = await department.doctor.json<AssetView>('GET', `/v1/assets/${said.id}`);
  expect([body.bytes, body.sha256, body.fileName]).toEqual([bytes.byteLength, hex(bytes), fileName]);
}

function expectProblem(answer: Answer, status: number, type: string): void {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.text)).toMatchObject({ status, type });
  expect(answer.status).toBe(status);
}

describe('the IETF draft of resumable uploads', () => {
  it('is announced by OPTIONS', async () => {
    const { status, headers } = await send('OPTIONS', PLACE);
    expect(status).toBe(204);
    expect(headers['accept-patch']).toBe(PARTIAL);
    expect(headers['upload-limit']).toBe('max-size=20000000, min-size=1');
    expect(headers['upload-draft-interop-version']).toBe(NEWEST);
  });

  it.each([
    ['10', '10', 'max-age', 409, 'mismatching-upload-offset'],
    ['9', '9', 'max-age', 409, 'mismatching-upload-offset'],
    ['8', '8', 'max-age', 400, 'completed-upload'],
    ['7', '7', 'max-age', 400, 'completed-upload'],
    ['6', '6', 'expires', 400, 'completed-upload'],
  ])('is spoken in interop version %s', async (said, version, lifetime, status, type) => {
    const file = pdf(30_000);
    const speaks = { 'upload-draft-interop-version': said };
    const created = await begin({ 'upload-complete': '?0', 'upload-length': '30000', ...speaks });
    const [told] = created.interim;
    const limit = new RegExp(`^max-size=20000000, min-size=1, ${lifetime}=12[0-9]{5}$`);
    for (const { headers } of [created, { headers: told?.headers ?? {} }]) {
      expect(headers['upload-draft-interop-version']).toBe(version);
      expect(headers['upload-limit']).toMatch(limit);
    }
    const place = created.headers.location ?? '';
    const done = await append(place, 0, true, file, speaks);
    await expectAsset(done, file);
    const stands = await send('HEAD', place, { headers: speaks });
    expect(stands.headers['upload-limit']).toMatch(limit);
    const elsewhere = await append(place, 1, true, Buffer.alloc(0), speaks);
    expectProblem(elsewhere, status, `${TYPES}${type}`);
    expect([elsewhere.headers['upload-complete'], elsewhere.headers['upload-draft-interop-version']]).toEqual(
      ['?0', version],
    );
  });

  it('answers GET of an upload as HEAD, without a body', async () => {
    const place = (await begin({ 'upload-complete': '?0', 'upload-length': '9' })).headers.location ?? '';
    const [got, head] = [await send('GET', place), await send('HEAD', place)];
    expect([got.status, got.text]).toEqual([204, '']);
    for (const name of ['upload-offset', 'upload-complete', 'upload-length', 'cache-control'])
      expect([name, got.headers[name]]).toEqual([name, head.headers[name]]);
    expect(got.headers['upload-limit']).toContain('max-age=');
    expect((await send('DELETE', place)).status).toBe(204);
  });

  it('says with every refusal of bytes that it is not about the whole, and in which version', async () => {
    const nowhere = `${PLACE}/upl_nowhere`;
    const strange = { headers: { authorization: 'Bearer nobody' }, body: Buffer.from('x') };
    const answers = [
      [401, await send('POST', PLACE, strange)],
      [401, await send('PATCH', nowhere, strange)],
      [404, await append(nowhere, 0, true, Buffer.from('x'))],
      [404, await append(`${nowhere}/x`, 0, true, Buffer.from('x'))],
      [405, await send('PATCH', PLACE, { body: Buffer.from('x') })],
      [415, await send('PATCH', nowhere, { body: Buffer.from('x') })],
      [400, await append(nowhere, -1, true, Buffer.from('x'))],
      [400, await begin({}, Buffer.from('x'))],
      [413, await begin({ 'upload-complete': '?0', 'upload-length': '20000001' })],
    ] as const;
    for (const [status, answer] of answers) {
      const { headers } = answer;
      expect([answer.status, headers['upload-complete'], headers['upload-draft-interop-version']]).toEqual([
        status,
        '?0',
        NEWEST,
      ]);
    }
  });

  it('takes a whole file in one request, and tells with 104 where to go on if that breaks', async () => {
    const file = pdf(300_000);
    const answer = await begin({ 'upload-complete': '?1', 'content-type': 'application/json' }, file);
    await expectAsset(answer, file);
    expect(answer.interim).toHaveLength(1);
    const [told] = answer.interim;
    expect(told?.status).toBe(104);
    expect(told?.headers).toMatchObject({ location: answer.headers.location, ...DRAFT });
    expect(told?.headers['upload-limit']).toMatch(/^max-size=20000000, min-size=1, max-age=12[0-9]{5}$/);
  });

  it.each([
    ['no interop version', { 'upload-draft-interop-version': '' }],
    ['another interop version', { 'upload-draft-interop-version': '5' }],
    ['one that is not there yet', { 'upload-draft-interop-version': '11' }],
  ])('sends no 104 to who says %s', async (_, headers) => {
    const file = pdf(50_000);
    const answer = await begin({ 'upload-complete': '?1', ...headers }, file);
    await expectAsset(answer, file);
    expect(answer.interim).toEqual([]);
    expect(answer.headers['upload-draft-interop-version']).toBe(NEWEST);
  });

  it('goes on after a broken link with what had come', async () => {
    const file = pdf(6_000_000);
    const lost = await send('POST', PLACE, {
      headers: { 'upload-complete': '?1', ...named('讲义.pdf') },
      body: file,
      cutAfter: 2_000_000,
    });
    expect(lost.status).toBe(0);
    const place = lost.interim[0]?.headers.location ?? '';
    const { status, headers } = await send('HEAD', place);
    expect([status, headers['upload-length'], headers['upload-complete']]).toEqual([204, '6000000', '?0']);
    const offset = Number(headers['upload-offset']);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(2_000_000);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['upload-limit']).toContain('max-age=');
    const done = await append(place, offset, true, file.subarray(offset));
    await expectAsset(done, file);
    const after = await send('HEAD', place);
    expect(after.headers).toMatchObject({
      'upload-complete': '?1',
      'upload-offset': '6000000',
      'upload-asset': done.headers['upload-asset'],
    });
  });

  it('takes a file of unknown length in appends, the last of them empty', async () => {
    const file = pdf(200_000);
    const created = await begin({ 'upload-complete': '?0' }, file.subarray(0, 70_000));
    expect([created.status, created.headers['upload-complete'], created.headers['upload-offset']]).toEqual([
      201,
      '?0',
      '70000',
    ]);
    const place = created.headers.location ?? '';
    expect((await send('HEAD', place)).headers['upload-length']).toBeUndefined();
    const more = await append(place, 70_000, false, file.subarray(70_000));
    expect([more.status, more.headers['upload-complete']]).toEqual([204, '?0']);
    await expectAsset(await append(place, 200_000, true, Buffer.alloc(0)), file);
    // The answer may have been lost: asking for it again is no second upload.
    await expectAsset(await append(place, 200_000, true, Buffer.alloc(0)), file);
  });

  it('takes a body whose length only its end tells', async () => {
    const file = pdf(150_000);
    const headers = { 'upload-complete': '?1', ...named('讲义.pdf') };
    await expectAsset(await send('POST', PLACE, { headers, body: file, chunked: true }), file);
  });

  it('F25 refuses another offset with 409 and says which it is', async () => {
    const file = pdf(100_000);
    const { headers } = await begin({ 'upload-complete': '?0', 'upload-length': '100000' });
    const place = headers.location ?? '';
    const answer = await append(place, 5, true, file.subarray(5));
    expectProblem(answer, 409, `${TYPES}mismatching-upload-offset`);
    expect(JSON.parse(answer.text)).toMatchObject({ 'expected-offset': 0, 'provided-offset': 5 });
    expect(answer.headers['upload-offset']).toBe('0');
    await expectAsset(await append(place, 0, true, file), file);
  });

  it('F21 holds lengths against each other and against what comes', async () => {
    const file = pdf(100_000);
    const twice = await begin({ 'upload-complete': '?1', 'upload-length': '99999' }, file);
    expectProblem(twice, 400, `${TYPES}inconsistent-upload-length`);
    expect(twice.headers['upload-complete']).toBe('?0');
    const { headers } = await begin({ 'upload-complete': '?0', 'upload-length': '100000' });
    const place = headers.location ?? '';
    const short = await append(place, 0, true, file.subarray(0, 50_000));
    expectProblem(short, 400, `${TYPES}inconsistent-upload-length`);
    expect([short.headers['upload-complete'], short.headers['upload-offset']]).toEqual(['?0', '0']);
    expectProblem(
      await append(place, 0, false, file, { 'upload-length': '100001' }),
      400,
      `${TYPES}inconsistent-upload-length`,
    );
    const beyond = await append(place, 0, false, Buffer.concat([file, file]));
    expect([beyond.status, beyond.headers['upload-limit'] === undefined]).toEqual([413, false]);
    expect((await send('HEAD', place)).status).toBe(410);
    const large = await begin({ 'upload-complete': '?0', 'upload-length': '20000001' });
    expect([large.status, large.headers['upload-limit']]).toEqual([413, 'max-size=20000000, min-size=1']);
  });

  it('F21 counts real bytes against the quota where no length is said', async () => {
    const { used } = await department.quota();
    await department.limit({ bytes: used + 1_000_000 });
    try {
      const { headers } = await begin({ 'upload-complete': '?0' });
      const place = headers.location ?? '';
      expect((await append(place, 0, false, pdf(2_000_000))).status).toBe(507);
      expect(Number((await send('HEAD', place)).headers['upload-offset'])).toBeLessThanOrEqual(1_000_000);
      expect((await send('DELETE', place)).status).toBe(204);
    } finally {
      await department.unlimit();
    }
  });

  it('takes no more of what is complete, and nothing of what is cancelled', async () => {
    const file = pdf(50_000);
    const { headers } = await begin({ 'upload-complete': '?1' }, file);
    const place = headers.location ?? '';
    const more = await append(place, 50_000, true, file);
    expectProblem(more, 400, `${TYPES}inconsistent-upload-length`);
    expect([more.headers['upload-complete'], more.headers['upload-offset']]).toEqual(['?0', '50000']);
    const asset = (await send('HEAD', place)).headers['upload-asset'];
    expect((await send('DELETE', place)).status).toBe(204);
    for (const method of ['HEAD', 'GET', 'DELETE']) expect((await send(method, place)).status).toBe(410);
    expect((await append(place, 50_000, true, Buffer.alloc(0))).status).toBe(410);
    const kept = await department.doctor.json<AssetView>('GET', `/v1/assets/${String(asset)}`);
    expect(kept.body.sha256).toBe(hex(file));
    const other = (await begin({ 'upload-complete': '?0' })).headers.location ?? '';
    expect((await send('DELETE', other)).status).toBe(204);
    expect((await append(other, 0, true, file)).status).toBe(410);
    expect((await send('HEAD', other)).status).toBe(410);
  });

  it('F20 a newcomer stops whoever still holds the upload', async () => {
    const file = pdf(3_000_000);
    const place =
      (await begin({ 'upload-complete': '?0', 'upload-length': '3000000' })).headers.location ?? '';
    const stale = request(`${facts.uploader}${place}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${department.doctor.key}`,
        'content-type': PARTIAL,
        'upload-offset': '0',
        'upload-complete': '?1',
        'content-length': file.length,
      },
    });
    const ended = new Promise((resolve) => stale.on('error', resolve).on('close', resolve));
    stale.write(file.subarray(0, 1_000_000));
    await delay(1_000);
    const offset = Number((await send('HEAD', place)).headers['upload-offset']);
    await ended;
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(1_000_000);
    await expectAsset(await append(place, offset, true, file.subarray(offset)), file);
  });

  it('F26 keeps nothing of a body, nor of a file, that is not what its digest says', async () => {
    const file = pdf(80_000);
    const place = (await begin({ 'upload-complete': '?0', 'upload-length': '80000' })).headers.location ?? '';
    const wrong = { 'content-digest': digest(Buffer.from('x')) };
    const { reserved } = await department.quota();
    const unread = await begin({ 'upload-complete': '?1', 'content-digest': 'nonsense' }, file);
    expect([unread.status, (await department.quota()).reserved]).toEqual([400, reserved]);
    expect((await append(place, 0, true, file, wrong)).status).toBe(460);
    expect((await send('HEAD', place)).headers['upload-offset']).toBe('0');
    await expectAsset(await append(place, 0, true, file, { 'content-digest': digest(file) }), file);
    const other = await begin({ 'upload-complete': '?1', 'repr-digest': digest(Buffer.from('x')) }, file);
    expect([other.status, other.headers['upload-complete']]).toEqual([460, '?1']);
    const right = await begin({ 'upload-complete': '?1', 'repr-digest': digest(file) }, file);
    await expectAsset(right, file);
  });

  it.each([
    ['no Upload-Complete', {}, 400],
    ['one that is no Boolean', { 'upload-complete': '1' }, 400],
    ['an empty file', { 'upload-complete': '?1' }, 400],
  ])('refuses a creation with %s', async (_, headers, status) => {
    expect((await begin(headers)).status).toBe(status);
  });

  it('tells of what is no file that is taken that all of it came', async () => {
    const answer = await begin({ 'upload-complete': '?1' }, Buffer.from('<html><script>alert(1)</script>'));
    expect([answer.status, answer.headers['upload-complete']]).toEqual([415, '?1']);
  });

  it('refuses an append of another type, and says which it takes', async () => {
    const place = (await begin({ 'upload-complete': '?0' })).headers.location ?? '';
    const headers = { 'content-type': 'application/octet-stream', 'upload-offset': '0' };
    const answer = await send('PATCH', place, { headers, body: Buffer.from('x') });
    expect([answer.status, answer.headers['accept-patch']]).toEqual([415, PARTIAL]);
    expect((await send('DELETE', place)).status).toBe(204);
  });

  it('shows nothing to another doctor, and nothing of the tus door', async () => {
    const place = (await begin({ 'upload-complete': '?0' })).headers.location ?? '';
    const other = { authorization: `Bearer ${(await department.another('other')).key}` };
    for (const method of ['HEAD', 'DELETE'])
      expect((await send(method, place, { headers: other })).status).toBe(404);
    expect((await send('DELETE', place)).status).toBe(204);
    const tusMade = await department.doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '10' },
    });
    const id = (tusMade.headers.get('location') ?? '').split('/').at(-1);
    expect((await send('HEAD', `${PLACE}/${id}`)).status).toBe(404);
    await department.doctor.fetch(`/v1/uploads/${id}`, {
      method: 'DELETE',
      headers: { 'tus-resumable': '1.0.0' },
    });
  });

  it('begins once for each Idempotency-Key', async () => {
    const headers = { 'upload-complete': '?0', 'upload-length': '9', 'idempotency-key': hex(randomBytes(8)) };
    const first = await begin(headers);
    const second = await begin(headers);
    expect([second.status, second.headers.location]).toEqual([201, first.headers.location]);
    expect((await send('DELETE', first.headers.location ?? '')).status).toBe(204);
  });

  it('gives the Location that the client used, in the 104 too', async () => {
    const front = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'med.example',
      'x-forwarded-prefix': '/lectern',
    };
    const { headers, interim } = await begin({ 'upload-complete': '?0', ...front });
    expect(headers.location).toMatch(
      /^https:\/\/med\.example\/lectern\/v1\/resumable-uploads\/upl_[a-z0-9]+$/,
    );
    expect(interim[0]?.headers.location).toBe(headers.location);
    const place = new URL(headers.location ?? '').pathname.replace('/lectern', '');
    expect((await send('DELETE', place)).status).toBe(204);
  });

  it('lets pages of an allowed origin send and read every field of it', async () => {
    const origin = { origin: 'https://learn.example.org' };
    const asked = { ...origin, 'access-control-request-method': 'PATCH' };
    const preflight = await send('OPTIONS', PLACE, { headers: asked });
    for (const name of [
      'Upload-Complete',
      'Upload-Offset',
      'Upload-Length',
      'Content-Disposition',
      'Repr-Digest',
    ])
      expect(preflight.headers['access-control-allow-headers']).toContain(name);
    const { headers } = await send('OPTIONS', PLACE, { headers: origin });
    for (const name of ['Location', 'Upload-Complete', 'Upload-Offset', 'Upload-Limit', 'Accept-Patch'])
      expect(headers['access-control-expose-headers']).toContain(name);
  });

  it('works with tus-js-client, which speaks an earlier version of it', async () => {
    const file = pdf(2_500_000);
    const options = {
      endpoint: `${facts.uploader}${PLACE}`,
      protocol: 'ietf-draft-05',
      chunkSize: 1_000_000,
      headers: { authorization: `Bearer ${department.doctor.key}`, ...named('讲义.pdf') },
    };
    const asset = await new Promise<string>((resolve, reject) => {
      let last = '';
      new tus.Upload(file, {
        ...options,
        onAfterResponse: (_, response) => {
          last = response.getHeader('Upload-Asset') ?? last;
        },
        onError: reject,
        onSuccess: () => resolve(last),
      }).start();
    });
    const { body } = await department.doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect([body.sha256, body.bytes]).toEqual([hex(file), file.length]);
  });
});

describe('where the setting is off', () => {
  it.each(['POST', 'OPTIONS'])('%s finds nothing', async (method) => {
    const { uploader, keys } = inject('lectern');
    const answer = await fetch(`${uploader}${PLACE}`, {
      method,
      headers: { authorization: `Bearer ${keys.doctor}`, 'upload-complete': '?1' },
      ...(method === 'POST' ? { body: 'x' } : {}),
    });
    expect(answer.status).toBe(404);
  });
});
