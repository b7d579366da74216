import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const OPEN = 6;
const MOST_BYTES = 4_000_000;
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH_TYPE = 'application/offset+octet-stream';
const pdf = (bytes: number) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]));
const filename = `filename ${Buffer.from('a.pdf').toString('base64')}`;

let lectern: LecternProcess;
let facts: StartFacts;

beforeAll(async () => {
  lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_OPEN_UPLOADS_PER_PERSON: String(OPEN),
    LECTERN_RESERVED_BYTES_PER_PERSON: String(MOST_BYTES),
    LECTERN_MAX_FILE_BYTES: String(MOST_BYTES),
    LECTERN_RESUMABLE_DRAFT: 'true',
  });
  facts = await lectern.start();
});
afterAll(() => lectern?.dispose());

interface UploadView {
  readonly id: string;
  readonly state: string;
  readonly reservedBytes: number;
  readonly expiresAt: string;
  readonly code?: string;
}
interface Reservation {
  readonly id: string;
  readonly person: string;
  readonly unit: string;
  readonly fileName: string;
  readonly reservedBytes: number;
  readonly receivedBytes: number;
}
interface List {
  readonly items: readonly Reservation[];
  readonly nextCursor: string | null;
}

/** A department whose people hold nothing; each has six places. */
const department = (name: string) => Department.create(facts, name);

function beginTus(by: Client, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) {
  return by.fetch('/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-metadata': filename, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}
const beginJson = (by: Client, bytes: number, more: object = {}) =>
  by.fetch('/v1/uploads', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fileName: 'a.pdf', bytes, ...more }),
  });
const beginDraft = (by: Client, bytes: number) =>
  by.fetch('/v1/resumable-uploads', {
    method: 'POST',
    headers: { 'upload-complete': '?0', 'upload-length': String(bytes) },
  });

/** Every way in which an upload begins and stays open. */
const WAYS: Readonly<Record<string, (by: Client) => Promise<Response>>> = {
  'by tus': (by) => beginTus(by, { 'upload-length': '1000' }),
  'by tus, as a piece': (by) => beginTus(by, { 'upload-length': '1000', 'upload-concat': 'partial' }),
  'by tus, with a length to come': (by) => beginTus(by, { 'upload-defer-length': '1' }),
  'as JSON': (by) => beginJson(by, 1000),
  'in numbered parts': (by) => beginJson(by, 100_000, { partBytes: 65_536 }),
  'by the draft': (by) => beginDraft(by, 1000),
};

const giveUp = (by: Client, id: string) => by.fetch(`/v1/uploads/${id}`, { method: 'DELETE', headers: TUS });
const held = async (by: Client, query = '') =>
  (await api(by).get(`/v1/admin/reservations${query}`).expect(200)).body as List;
const unfinishedOf = async (by: Client) =>
  ((await api(by).get('/v1/me').expect(200)).body as { quota: { unfinished: object } }).quota.unfinished;

describe('F64 one person', () => {
  it('has so many open uploads at most, of whatever kind, and no more of any', async () => {
    const { doctor, admin, unit } = await department('places');
    for (const [way, begin] of Object.entries(WAYS)) expect((await begin(doctor)).status, way).toBe(201);
    const { reserved } = await admin.quota(unit);
    for (const [way, begin] of Object.entries(WAYS)) {
      const answer = await begin(doctor);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json(), way).toMatchObject({
        status: 429,
        code: 'too-many-open-uploads',
        limit: OPEN,
        open: OPEN,
        retryable: true,
      });
    }
    expect(await doctor.uploadForm('a.pdf', pdf(1000))).toMatchObject({
      status: 429,
      body: { code: 'too-many-open-uploads' },
    });
    expect(await admin.quota(unit)).toMatchObject({ reserved });
    expect(await unfinishedOf(doctor)).toEqual({
      uploads: OPEN,
      uploadsLimit: OPEN,
      bytes: reserved,
      bytesLimit: MOST_BYTES,
    });
    // One less, and there is a place again.
    const { body } = await api(doctor).get('/v1/uploads').query({ limit: 100 }).expect(200);
    const [first, ...rest] = (body as { items: UploadView[] }).items;
    expect((await giveUp(doctor, first?.id ?? '')).status).toBe(204);
    expect((await doctor.uploadForm('a.pdf', pdf(1000))).status).toBe(202);
    for (const { id } of rest) await giveUp(doctor, id);
    expect(await unfinishedOf(doctor)).toMatchObject({ uploads: 0, bytes: 0 });
  });

  it('F29 begins no more than that, however many at once, and colleagues are not kept out by it', async () => {
    const ward = await department('crowd');
    const colleague = await ward.another('colleague');
    const begun = await Promise.all(Array.from({ length: 40 }, () => beginJson(ward.doctor, 100)));
    const statuses = begun.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(OPEN);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40 - OPEN);
    expect((await beginJson(colleague, 100)).status).toBe(201);
    const view = (await api(ward.admin).get(`/v1/admin/quotas/${ward.unit}`).expect(200)).body as object;
    expect(view).toMatchObject({
      unfinished: { uploads: OPEN + 1, uploadsLimit: null, bytes: 100 * (OPEN + 1), bytesLimit: null },
    });
  });

  it('reserves so many bytes at most, with a body of unknown length too', async () => {
    const { doctor, unit, admin } = await department('bytes');
    const first = (await (await beginJson(doctor, 3_000_000)).json()) as UploadView;
    const refused = await beginJson(doctor, 1_000_001);
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: 'too-many-bytes-reserved',
      limit: MOST_BYTES,
      reserved: 3_000_000,
      requested: 1_000_001,
    });
    const growing = await beginTus(doctor, { 'upload-defer-length': '1' });
    const location = growing.headers.get('location') ?? '';
    const file = pdf(1_500_000);
    const patch = (offset: number, bytes: Uint8Array<ArrayBuffer>) =>
      doctor.fetch(location, {
        method: 'PATCH',
        headers: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': String(offset) },
        body: bytes,
      });
    expect((await patch(0, file.subarray(0, 900_000))).status).toBe(204);
    const id = location.split('/').at(-1) ?? '';
    const view = async () => (await api(doctor).get(`/v1/uploads/${id}`).expect(200)).body as UploadView;
    // It tells what it holds by now, not what it began with.
    expect((await view()).reservedBytes).toBeGreaterThanOrEqual(900_000);
    expect((await patch(900_000, file.subarray(900_000))).status).toBe(429);
    expect((await admin.quota(unit)).reserved).toBeLessThanOrEqual(MOST_BYTES);
    // With the other one gone there is room for the rest.
    await giveUp(doctor, first.id);
    const head = await doctor.fetch(location, { method: 'HEAD', headers: TUS });
    const offset = Number(head.headers.get('upload-offset'));
    expect(offset).toBeGreaterThanOrEqual(900_000);
    expect((await patch(offset, file.subarray(offset))).status).toBe(204);
    await giveUp(doctor, id);
    expect(await view()).toMatchObject({ state: 'abandoned', reservedBytes: 0 });
    expect((await admin.quota(unit)).reserved).toBe(0);
  });

  it('may put together pieces that take all places', async () => {
    const { doctor, admin, unit } = await department('pieces');
    const pieces = [pdf(500), ...Array.from({ length: OPEN - 1 }, () => pdf(500))];
    const places: string[] = [];
    for (const piece of pieces) {
      const headers = { 'upload-length': '500', 'upload-concat': 'partial', 'content-type': PATCH_TYPE };
      places.push((await beginTus(doctor, headers, piece)).headers.get('location') ?? '');
    }
    expect((await beginJson(doctor, 100)).status).toBe(429);
    const made = await beginTus(doctor, { 'upload-concat': `final;${places.join(' ')}` });
    expect(made.status).toBe(201);
    await doctor.untilState(made.headers.get('upload-asset') ?? '', ['ready']);
    expect(await admin.quota(unit)).toMatchObject({ used: 500 * OPEN, reserved: 0 });
    expect(await unfinishedOf(doctor)).toMatchObject({ uploads: 0, bytes: 0 });
    for (const place of places) {
      const { body } = await api(doctor).get(place).expect(200);
      expect(body).toMatchObject({ reservedBytes: 0 });
    }
  });

  it('sees 0 bytes reserved for an upload that has become an asset', async () => {
    const { doctor } = await department('ended');
    const made = await beginTus(doctor, { 'upload-length': '700', 'content-type': PATCH_TYPE }, pdf(700));
    expect(await made.json()).toMatchObject({ state: 'completed', reservedBytes: 0 });
    const { body } = await api(doctor)
      .get(made.headers.get('location') ?? '')
      .expect(200);
    expect(body).toMatchObject({ state: 'completed', reservedBytes: 0 });
  });
});

interface Told {
  readonly status: number;
  readonly body: { readonly code?: string; readonly detail?: string };
}

/** Where and how the bytes of an upload are sent. */
interface Sending {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  readonly headers: Record<string, string>;
}

/** A request of which half of the body has been sent, and what it is answered in the end. */
function half(by: Client, { method, path, bytes, headers }: Sending): { answered: Promise<Told> } {
  const going = request(`${facts.uploader}${path}`, {
    method,
    agent: false,
    headers: { authorization: `Bearer ${by.key}`, 'content-length': bytes, ...headers },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    going.on('response', resolve).on('error', reject);
  }).then(async (answer) => {
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
    return { status: answer.statusCode ?? 0, body: JSON.parse(text) as Told['body'] };
  });
  answered.catch(() => undefined);
  going.write(pdf(bytes / 2));
  return { answered };
}

/** Until somebody writes to the upload: the first thing that a writer does is to prolong it. */
async function untilWrittenTo(by: Client, { id, expiresAt }: UploadView): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { body } = await by.json<UploadView>('GET', `/v1/uploads/${id}`);
    if (body.expiresAt !== expiresAt) return;
    await delay(10);
  }
  throw new Error('nobody writes to the upload');
}

describe('F64 an administrator', () => {
  it('sees what uploads hold, in their reach alone, by unit and by person, page by page', async () => {
    const [ward, other] = [await department('list'), await department('list-other')];
    const begun: string[] = [];
    for (const bytes of [100, 200, 300])
      begun.unshift(((await (await beginJson(ward.doctor, bytes)).json()) as UploadView).id);
    const theirs = ((await (await beginJson(other.doctor, 50)).json()) as UploadView).id;
    const parts = (await (await beginJson(ward.doctor, 100_000, { partBytes: 65_536 })).json()) as UploadView;
    begun.unshift(parts.id);
    await ward.doctor.fetch(`/v1/uploads/${parts.id}/parts/2`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: pdf(100_000 - 65_536),
    });

    const all = await held(ward.admin, `?unit=${ward.unit}`);
    expect(all.items.map(({ id }) => id)).toEqual(begun);
    expect(all.items[0]).toMatchObject({
      person: `${ward.unit}-doctor`,
      personName: `${ward.unit}-doctor`,
      unit: ward.unit,
      fileName: 'a.pdf',
      reservedBytes: 100_000,
      receivedBytes: 100_000 - 65_536,
    });
    expect(all.items[1]).toMatchObject({ reservedBytes: 300, receivedBytes: 0 });
    const first = await held(ward.admin, `?person=${ward.unit}-doctor&limit=3`);
    expect(first.items.map(({ id }) => id)).toEqual(begun.slice(0, 3));
    const rest = await held(
      ward.admin,
      `?person=${ward.unit}-doctor&limit=3&cursor=${String(first.nextCursor)}`,
    );
    expect([rest.items.map(({ id }) => id), rest.nextCursor]).toEqual([begun.slice(3), null]);

    // A unit admin, of the hospital above both, and of one of them.
    const hospital = new Client(facts, facts.keys.unitAdmin);
    const seen = (await held(hospital, '?limit=100')).items.map(({ id }) => id);
    expect(seen).toEqual(expect.arrayContaining([...begun, theirs]));
    const { body: key } = await api(ward.admin)
      .post('/v1/admin/api-keys')
      .send({
        subject: `${ward.unit}-head`,
        name: 'Head',
        role: 'unit-admin',
        unit: ward.unit,
        label: 'test',
      })
      .expect(201);
    const head = new Client(facts, (key as { secret: string }).secret);
    expect((await held(head)).items.map(({ id }) => id)).toEqual(begun);
    expect((await held(head, `?person=${other.unit}-doctor`)).items).toEqual([]);
    await api(head).get('/v1/admin/reservations').query({ unit: other.unit }).expect(404);
    const foreign = await api(head).delete(`/v1/admin/reservations/${theirs}`);
    const absent = await api(head).delete('/v1/admin/reservations/upl_absent');
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    expect((await api(other.doctor).get(`/v1/uploads/${theirs}`)).body).toMatchObject({ state: 'open' });

    // Whoever administers nothing sees nothing, and an auditor ends nothing.
    await api(ward.doctor).get('/v1/admin/reservations').expect(403);
    await api(ward.doctor).delete(`/v1/admin/reservations/${begun[0]}`).expect(403);
    const { body: auditorKey } = await api(ward.admin)
      .post('/v1/admin/api-keys')
      .send({ subject: 'auditor', name: 'Auditor', role: 'auditor', label: 'test' })
      .expect(201);
    const auditor = new Client(facts, (auditorKey as { secret: string }).secret);
    expect((await held(auditor, `?unit=${ward.unit}`)).items).toHaveLength(4);
    await api(auditor).delete(`/v1/admin/reservations/${begun[0]}`).expect(403);

    for (const id of begun) await api(head).delete(`/v1/admin/reservations/${id}`).expect(204);
    await api(head).delete(`/v1/admin/reservations/${begun[0]}`).expect(404);
    expect((await held(head)).items).toEqual([]);
    expect((await ward.quota()).reserved).toBe(0);
  });

  it.each([
    {
      kind: 'by tus',
      begin: (by: Client) => beginTus(by, { 'upload-length': '400000' }),
      put: (id: string) => ({
        method: 'PATCH',
        path: `/v1/uploads/${id}`,
        bytes: 400_000,
        headers: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' },
      }),
    },
    {
      kind: 'by tus, with a length to come',
      begin: (by: Client) => beginTus(by, { 'upload-defer-length': '1' }),
      put: (id: string) => ({
        method: 'PATCH',
        path: `/v1/uploads/${id}`,
        bytes: 400_000,
        headers: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': '0' },
      }),
    },
    {
      kind: 'by the draft',
      begin: (by: Client) => beginDraft(by, 400_000),
      put: (id: string) => ({
        method: 'PATCH',
        path: `/v1/resumable-uploads/${id}`,
        bytes: 400_000,
        headers: {
          'content-type': 'application/partial-upload',
          'upload-offset': '0',
          'upload-complete': '?1',
        },
      }),
    },
    {
      kind: 'in numbered parts',
      begin: (by: Client) => beginJson(by, 400_000, { partBytes: 200_000 }),
      put: (id: string) => ({
        method: 'PUT',
        path: `/v1/uploads/${id}/parts/1`,
        bytes: 200_000,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    },
  ])('ends an upload $kind: its quota is free, and whoever sends it is told', async ({ begin, put }) => {
    const { doctor, admin, unit } = await department('ending');
    const upload = (await (await begin(doctor)).json()) as UploadView;
    const { id } = upload;
    const { answered } = half(doctor, put(id));
    await untilWrittenTo(doctor, upload);
    await api(admin).delete(`/v1/admin/reservations/${id}`).query({ reason: '占用空间太久' }).expect(204);
    expect((await admin.quota(unit)).reserved).toBe(0);
    const told = {
      status: 410,
      body: { code: 'upload-ended', detail: expect.stringMatching(/administrator/) },
    };
    expect(await answered).toMatchObject(told);
    // And whoever comes back to it later.
    const { path, method, headers } = put(id);
    const again = await doctor.fetch(path, { method, headers, body: pdf(100) });
    expect({ status: again.status, body: await again.json() }).toMatchObject(told);
    if (method === 'PATCH')
      expect((await doctor.fetch(path, { method: 'HEAD', headers: TUS })).status).toBe(410);
    expect((await api(doctor).get(`/v1/uploads/${id}`).expect(200)).body).toMatchObject({
      state: 'abandoned',
      reservedBytes: 0,
    });
    expect((await held(admin, `?unit=${unit}`)).items).toEqual([]);
  });

  it('ends what came by form, and the form is told', async () => {
    const { doctor, admin, unit } = await department('form');
    const edge = '----edge';
    const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
    const form = request(`${facts.uploader}/v1/assets`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${doctor.key}`,
        'content-type': `multipart/form-data; boundary=${edge}`,
        'content-length': 1_000_000,
      },
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      form.on('response', resolve).on('error', reject);
    });
    answered.catch(() => undefined);
    form.write(head);
    form.write(pdf(300_000));
    let found: List = { items: [], nextCursor: null };
    for (let tries = 0; found.items.length === 0 && tries < 500; tries++) {
      found = await held(admin, `?unit=${unit}`);
      await delay(10);
    }
    await api(admin).delete(`/v1/admin/reservations/${found.items[0]?.id}`).expect(204);
    const answer = await answered;
    answer.resume();
    expect(answer.statusCode).toBe(410);
    expect(await admin.quota(unit)).toMatchObject({ reserved: 0, used: 0 });
  });
});
