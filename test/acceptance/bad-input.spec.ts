import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anyone, api } from './api.js';
import { Client, type QuotaView } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(20_000)]);

/** A doctor of a unit of their own, so that what other tests hold does not count. */
let doctor: Client;
let unit: string;

beforeAll(async () => {
  unit = `bad-input-${randomBytes(4).toString('hex')}`;
  await admin.json('POST', '/v1/admin/units', {
    id: unit,
    kind: 'department',
    name: 'Bad input',
    parentId: 'demo-hospital',
  });
  doctor = new Client(facts, await keyFor(`${unit}-doctor`, unit));
});

/** Whatever went wrong in a test, nothing may be left of it. */
afterAll(async () => {
  const quota = await settled();
  expect({ used: quota.used, reserved: quota.reserved, assets: quota.assets }).toEqual({
    used: 0,
    reserved: 0,
    assets: 0,
  });
});

async function keyFor(subject: string, of: string): Promise<string> {
  const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
    subject,
    name: subject,
    role: 'doctor',
    unit: of,
    label: 'test',
  });
  return body.secret;
}

async function settled(): Promise<QuotaView> {
  for (let tries = 0; ; tries++) {
    const quota = await admin.quota(unit);
    if (quota.reserved === 0 || tries > 100) return quota;
    await delay(50);
  }
}

interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string;
  retryable: boolean;
  bindingUnit?: string;
}

/** What every problem must be, whatever it says. */
async function problemOf(response: Response): Promise<Problem> {
  const { status, headers } = response;
  return sound(status, Object.fromEntries(headers), (await response.json()) as Problem);
}

/** The same of a request that has not been sent yet. */
async function refused(test: PromiseLike<Answer>): Promise<Problem> {
  const { status, headers, body } = await test;
  return sound(status, headers, body as Problem);
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

function sound(status: number, headers: Record<string, string>, problem: Problem): Problem {
  expect(headers['content-type']).toBe('application/problem+json');
  expect(problem).toMatchObject({ status, requestId: headers['x-request-id'] });
  expect(JSON.stringify(problem)).not.toMatch(
    /\/(?:work|home|var|node_modules|dist)\/|select |insert |at .*\.js:/i,
  );
  return problem;
}

async function sendForm(
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
  fieldName = 'file',
): Promise<Problem> {
  const form = new FormData();
  form.set(fieldName, new Blob([bytes]), fileName);
  return problemOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }));
}

describe('a form', () => {
  it('with an empty file is 400', async () => {
    expect(await sendForm('empty.mp4', new Uint8Array())).toMatchObject({ status: 400, code: 'empty-file' });
  });

  it('with text under the name of a video is 415', async () => {
    expect(
      await sendForm('lesson.mp4', new Uint8Array(Buffer.from('this is no video\n'.repeat(100)))),
    ).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('F28 with HTML or SVG is 415, whatever its name says', async () => {
    const html = new Uint8Array(Buffer.from('<!doctype html><script>alert(1)</script>'));
    expect(await sendForm('page.html', html)).toMatchObject({ status: 415 });
    expect(
      await sendForm('picture.svg', new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))),
    ).toMatchObject({ status: 415 });
  });

  it('without a file is 400', async () => {
    const form = new FormData();
    form.set('title', 'nothing');
    expect(await problemOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }))).toMatchObject({
      status: 400,
      code: 'file-missing',
    });
  });

  it('with its file under another name is 400', async () => {
    expect(await sendForm('a.pdf', new Uint8Array(PDF), 'upload')).toMatchObject({
      status: 400,
      code: 'file-missing',
    });
  });

  it('with two files is 400, and keeps neither', async () => {
    const form = new FormData();
    form.append('file', new Blob([PDF]), 'a.pdf');
    form.append('file', new Blob([PDF]), 'b.pdf');
    expect(await problemOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }))).toMatchObject({
      status: 400,
      code: 'file-missing',
    });
  });

  it('F24 with thousands of fields is 400', async () => {
    const form = new FormData();
    for (let index = 0; index < 3000; index++) form.append(`field${index}[a][b]`, 'x');
    form.set('file', new Blob([PDF]), 'a.pdf');
    expect(await problemOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }))).toMatchObject({
      status: 400,
    });
  });

  it('that is no form at all is 415', async () => {
    expect(
      await problemOf(
        await doctor.fetch('/v1/assets', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      ),
    ).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('whose SHA-256 is another one is 460', async () => {
    const form = new FormData();
    form.set('sha256', '0'.repeat(64));
    form.set('file', new Blob([PDF]), 'a.pdf');
    expect(await problemOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }))).toMatchObject({
      status: 460,
      code: 'sha256-mismatch',
    });
  });

  it('F24 above the limit for one file is 413, told before the body is sent', async () => {
    await admin.json('PUT', `/v1/admin/quotas/${unit}`, { fileBytes: 1_000_000 });
    try {
      const { status, head } = await halfForm(Buffer.alloc(100), 50_000_000);
      expect(status).toBe(413);
      expect(head).toContain('application/problem+json');
    } finally {
      await admin.json('DELETE', `/v1/admin/quotas/${unit}`);
    }
  });

  it('above the quota is 507 and names the unit that binds', async () => {
    await admin.json('PUT', `/v1/admin/quotas/${unit}`, { bytes: PDF.length - 1 });
    try {
      expect(await sendForm('a.pdf', new Uint8Array(PDF))).toMatchObject({
        status: 507,
        code: 'quota-exceeded',
        bindingUnit: unit,
        limit: PDF.length - 1,
        used: 0,
        requested: PDF.length,
      });
    } finally {
      await admin.json('DELETE', `/v1/admin/quotas/${unit}`);
    }
  });

  it('F21 that hides its length by chunks is refused at the byte that breaks the quota', async () => {
    await admin.json('PUT', `/v1/admin/quotas/${unit}`, { bytes: 1_000_000 });
    try {
      const chunk = Buffer.from(`${(65_536).toString(16)}\r\n${'%PDF-1.4 '.padEnd(65_536, 'x')}\r\n`);
      const start = `POST /v1/assets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${doctor.key}\r\nContent-Type: multipart/form-data; boundary=B\r\nTransfer-Encoding: chunked\r\n\r\n`;
      const part = '--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
      const answer = await raw([
        start,
        `${part.length.toString(16)}\r\n${part}\r\n`,
        ...Array.from({ length: 200 }, () => chunk),
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 507 /);
      expect(answer).toContain('quota-exceeded');
    } finally {
      await admin.json('DELETE', `/v1/admin/quotas/${unit}`);
    }
  });

  it('whose body stops half-way leaves nothing', async () => {
    await halfForm(PDF, PDF.length * 2, { hangUp: true });
    expect(await settled()).toMatchObject({ used: 0, reserved: 0 });
  });

  /** Begins a form whose file claims `claimed` bytes, and sends only `bytes` of it. */
  async function halfForm(
    bytes: Buffer,
    claimed: number,
    options: { hangUp?: boolean } = {},
  ): Promise<{ status: number; head: string }> {
    const part = '--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    const length = part.length + claimed + '\r\n--B--\r\n'.length;
    const start = `POST /v1/assets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${doctor.key}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: ${length}\r\n\r\n`;
    const answer = await raw([start, part, bytes], options.hangUp === true ? 300 : undefined);
    return { status: Number(/^HTTP\/1\.1 ([0-9]{3})/.exec(answer)?.[1] ?? 0), head: answer };
  }
});

/** Sends bytes as they are and gives what comes back before the connection ends (or `hangUpMs` have passed). */
function raw(parts: readonly (string | Uint8Array)[], hangUpMs?: number): Promise<string> {
  const { hostname, port } = new URL(facts.uploader);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      for (const part of parts) socket.write(part);
    });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
    setTimeout(() => socket.destroy(), hangUpMs ?? 8_000).unref();
  });
}

describe('tus', () => {
  const tus = { 'tus-resumable': '1.0.0' };
  const begin = (headers: Record<string, string>) =>
    doctor.fetch('/v1/uploads', { method: 'POST', headers: { ...tus, ...headers } });

  it.each([
    ['no length', {}, 400],
    ['a length that is none', { 'upload-length': '12x' }, 400],
    ['a negative length', { 'upload-length': '-1' }, 400],
    ['no bytes', { 'upload-length': '0' }, 400],
    ['a file above every limit', { 'upload-length': '999999999999999' }, 413],
    ['metadata that is no base64', { 'upload-length': '5', 'upload-metadata': 'filename ???' }, 400],
    ['metadata that is no UTF-8', { 'upload-length': '5', 'upload-metadata': 'filename /w==' }, 400],
    ['another version', { 'upload-length': '5', 'tus-resumable': '0.2.2' }, 412],
  ])('with %s is refused', async (_, headers, status) => {
    expect((await problemOf(await begin(headers))).status).toBe(status);
  });

  it('at another offset is 409, and the upload goes on where it stood', async () => {
    const created = await begin({
      'upload-length': String(PDF.length),
      'upload-metadata': `filename ${Buffer.from('a.pdf').toString('base64')}`,
    });
    const location = created.headers.get('location') ?? '';
    const patch = {
      method: 'PATCH',
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '5' },
      body: PDF,
    };
    expect(await problemOf(await doctor.fetch(location, patch))).toMatchObject({
      status: 409,
      code: 'offset-mismatch',
    });
    const head = await doctor.fetch(location, { method: 'HEAD', headers: tus });
    expect([head.status, head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      200,
      '0',
      String(PDF.length),
    ]);
    expect((await doctor.fetch(location, { method: 'DELETE', headers: tus })).status).toBe(204);
    expect(
      (
        await problemOf(
          await doctor.fetch(location, { ...patch, headers: { ...patch.headers, 'upload-offset': '0' } }),
        )
      ).status,
    ).toBe(410);
  });

  it('with more bytes than were declared is 413, and leaves nothing', async () => {
    const created = await begin({ 'upload-length': '10' });
    const answer = await doctor.fetch(created.headers.get('location') ?? '', {
      method: 'PATCH',
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
      body: PDF,
    });
    expect((await problemOf(answer)).status).toBe(413);
    const again = await doctor.fetch(created.headers.get('location') ?? '', {
      method: 'PATCH',
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
      body: PDF,
    });
    // Its time is not over, and it does not say so.
    expect(await problemOf(again)).toMatchObject({
      status: 410,
      state: 'abandoned',
      detail: expect.stringContaining('was given up'),
    });
  });

  it('with text under the name of a video is 415, and leaves nothing', async () => {
    const text = Buffer.from('no video');
    const created = await begin({
      'upload-length': String(text.length),
      'upload-metadata': `filename ${Buffer.from('a.mp4').toString('base64')}`,
    });
    const answer = await doctor.fetch(created.headers.get('location') ?? '', {
      method: 'PATCH',
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
      body: text,
    });
    expect(await problemOf(answer)).toMatchObject({ status: 415 });
  });

  it('of another doctor is 404', async () => {
    const other = new Client(facts, await keyFor(`${unit}-other`, unit));
    const created = await begin({ 'upload-length': '10' });
    const location = created.headers.get('location') ?? '';
    expect(
      (
        await problemOf(
          await other.fetch(location, {
            method: 'PATCH',
            headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
            body: '0123456789',
          }),
        )
      ).status,
    ).toBe(404);
    expect((await other.fetch(location, { method: 'HEAD', headers: tus })).status).toBe(404);
    expect((await doctor.fetch(location, { method: 'DELETE', headers: tus })).status).toBe(204);
  });
});

describe('a caller', () => {
  it.each([
    ['without a token', ''],
    ['with a broken JWT', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA'],
    [
      'with an unsigned JWT',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x","role":"admin","exp":9999999999}').toString('base64url')}.`,
    ],
    ['with an unknown API key', `Bearer lk_${'A'.repeat(43)}`],
  ])('%s is 401, and told by RFC 6750 what is wrong', async (_, authorization) => {
    const asked = anyone(facts.uploader).get('/v1/me');
    if (authorization !== '') void asked.set('authorization', authorization);
    const challenge =
      authorization === '' ? /^Bearer$/ : /^Bearer error="invalid_token", error_description="/;
    expect(await refused(asked.expect('www-authenticate', challenge))).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });

  it('is refused before their bytes are read', async () => {
    const answer = await raw([
      `POST /v1/assets HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 5000000000\r\n\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('who is no admin may not administer', async () => {
    await refused(api(doctor).get(`/v1/admin/quotas/${unit}`).expect(403));
  });

  it('who asks for another unit\u2019s asset, or unit, learns nothing', async () => {
    const stranger = `stranger-${randomBytes(4).toString('hex')}`;
    await admin.json('POST', '/v1/admin/units', {
      id: stranger,
      kind: 'department',
      name: 'Strangers',
      parentId: 'demo-clinic',
    });
    const other = new Client(facts, await keyFor(`${stranger}-doctor`, stranger));
    const { body } = await other.uploadForm('a.pdf', new Uint8Array(PDF));
    const asset = `/v1/assets/${body.id}`;
    for (const asked of [
      api(doctor).get(asset),
      api(doctor).patch(asset).send({}),
      api(doctor).delete(asset),
      api(doctor).post(`${asset}/playback-sessions`).send({}),
      api(doctor).post(`${asset}/download-links`).send({}),
    ])
      expect(await refused(asked)).toMatchObject({ status: 404, code: 'asset-not-found' });
    const unitAdmin = new Client(facts, facts.keys.unitAdmin);
    await refused(api(unitAdmin).get(`/v1/admin/quotas/${stranger}`).expect(404));
  });
});

describe('what an administrator sends', () => {
  it('of a number that nothing can count is 400', async () => {
    const asked = api(admin).put(`/v1/admin/quotas/${unit}`).send({ assets: 3_000_000_000 });
    expect(await refused(asked)).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('of a version that is none is 412, and nothing is changed', async () => {
    const other = await Department.create(facts, 'versions');
    const { body: course } = await api(other.doctor).post('/v1/courses').send({ title: 'Kept' }).expect(201);
    const { body: asset } = await other.doctor.uploadForm('kept.pdf', new Uint8Array(PDF));
    const { id } = course as { id: string };
    for (const [method, path] of [
      ['put', `/v1/admin/quotas/${other.unit}`],
      ['delete', `/v1/admin/quotas/${other.unit}`],
      ['patch', `/v1/admin/units/${other.unit}`],
      ['delete', `/v1/courses/${id}`],
      ['delete', `/v1/assets/${asset.id}`],
    ] as const) {
      const asked = api(admin)[method](path).set('if-match', '"9999999999"');
      const problem = await refused(method === 'delete' ? asked : asked.send({}));
      expect([method, path, problem.status, problem.code]).toEqual([method, path, 412, 'version-conflict']);
    }
    for (const path of [`/v1/courses/${id}`, `/v1/assets/${asset.id}`]) {
      const { headers } = await api(admin).get(path).expect(200);
      await api(admin)
        .delete(path)
        .set('if-match', headers['etag'] ?? '')
        .expect(202);
    }
  });

  it.each(['nowhere', 'a doctor'])('of a unit that is %s is 404', async (name) => {
    const of = name === 'nowhere' ? name : `${unit}-doctor`;
    await api(doctor).get('/v1/me').expect(200);
    const key = { subject: 'x', name: 'x', role: 'doctor', unit: of, label: 'x' };
    for (const asked of [
      api(admin).post('/v1/courses').send({ title: 'x', unit: of }),
      api(admin).post('/v1/admin/api-keys').send(key),
    ])
      expect(await refused(asked)).toMatchObject({ status: 404, code: 'unit-not-found' });
  });
});

it('an auditor, who changes nothing, uploads nothing either', async () => {
  const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
    subject: `${unit}-auditor`,
    name: 'Auditor',
    role: 'auditor',
    unit,
    label: 'test',
  });
  const auditor = new Client(facts, body.secret);
  const form = await auditor.uploadForm('a.pdf', new Uint8Array(PDF));
  const { status } = await auditor.json('POST', '/v1/uploads', { fileName: 'a.pdf', bytes: 10 });
  expect([form.status, status]).toEqual([403, 403]);
});

it('F27 a file name keeps no mark that turns the direction of what is shown', async () => {
  const marks = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
  const begun = await api(doctor)
    .post('/v1/uploads')
    .send({ fileName: `a${marks}b.pdf`, bytes: 10 })
    .expect(201);
  const { id, fileName } = begun.body as { id: string; fileName: string };
  expect(fileName).toBe('ab.pdf');
  await api(doctor).delete(`/v1/uploads/${id}`).set('tus-resumable', '1.0.0').expect(204);
});
