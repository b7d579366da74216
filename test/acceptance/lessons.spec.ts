import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { anyone, api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const pdf = (bytes = 2_000) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]));
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let home: Department;
let teacher: Client;
let learner: Client;
let unitAdmin: Client;
let auditor: Client;
/** A course of the teacher's that the whole unit sees. */
let courseId: string;

async function personWith(role: string, unit: string | null): Promise<Client> {
  const subject = `${unit ?? home.unit}-${role}`;
  const body = { subject, name: subject, role, label: 'test', ...(unit !== null && { unit }) };
  const made = await api(admin).post('/v1/admin/api-keys').send(body).expect(201);
  return new Client(facts, (made.body as { secret: string }).secret);
}

beforeAll(async () => {
  home = await Department.create(facts, 'lessons');
  teacher = home.doctor;
  learner = await home.another('learner');
  unitAdmin = await personWith('unit-admin', home.unit);
  auditor = await personWith('auditor', null);
  const made = await api(teacher).post('/v1/courses').send({ title: 'Ours', visibility: 'unit' }).expect(201);
  courseId = (made.body as { id: string }).id;
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly deletedAt: string; readonly purgeAt: string }[];
}

async function found(by: Client, query: Record<string, string>): Promise<string[]> {
  const { body } = await api(by).get('/v1/assets').query(query).expect(200);
  return (body as Listed).items.map(({ id }) => id);
}

describe('assets are found', () => {
  let asset: string;
  beforeAll(async () => {
    const fields = { title: '心肺复苏：第一课', courseId };
    asset = (await teacher.uploadForm('CPR-Übung.pdf', pdf(), fields)).body.id;
    const description = '胸外按压的深度 and the RATE of it';
    const { body } = await api(teacher).patch(`/v1/assets/${asset}`).send({ description }).expect(200);
    expect(body).toMatchObject({ description, title: fields.title });
  });

  it.each(['肺复', '按压', 'rate', 'übung.PDF', '第一课 深度 ｃｐｒ'])(
    'by their texts, Chinese or not, whatever the case and the width: %s',
    async (q) => {
      expect(await found(learner, { q })).toEqual([asset]);
    },
  );

  it.each(['复肺', '课胸', 'rates', '%', '按压 heart'])('by nothing that is not there: %s', async (q) => {
    expect(await found(teacher, { q })).toEqual([]);
  });

  it('by those alone who may see them', async () => {
    const stranger = (await Department.create(facts, 'elsewhere')).doctor;
    expect(await found(stranger, { q: '胸外按压' })).toEqual([]);
  });

  it('by queries of 200 characters at most', async () => {
    const { body } = await api(teacher)
      .get('/v1/assets')
      .query({ q: 'x'.repeat(201) })
      .expect(400);
    expect(body).toMatchObject({ code: 'invalid-request' });
  });
});

it('the trash shows who may restore it what is in it, and the day of its end', async () => {
  const asset = (await teacher.uploadForm('old.pdf', pdf(), { title: 'Old', courseId })).body.id;
  const trash = { state: 'trashed' };
  await api(teacher).delete(`/v1/assets/${asset}`).expect(202);
  expect(await found(teacher, { q: 'old' })).toEqual([]);
  for (const by of [teacher, unitAdmin, auditor, admin])
    expect(await found(by, { ...trash, owner: `${home.unit}-doctor` })).toEqual([asset]);
  // It saw the asset through a course, and could not restore it.
  expect(await found(learner, trash)).toEqual([]);
  const { body } = await api(teacher)
    .get('/v1/assets')
    .query({ ...trash, q: 'old' })
    .expect(200);
  const [item] = (body as Listed).items;
  const days = Date.parse(item?.purgeAt ?? '') - Date.parse(item?.deletedAt ?? '');
  expect(days).toBe(30 * 24 * 3600_000);
  const restored = await api(teacher).post(`/v1/assets/${asset}/restore`).expect(200);
  expect(restored.body).toMatchObject({ deletedAt: null, purgeAt: null });
  expect(await found(teacher, trash)).toEqual([]);
  expect(await found(learner, { q: 'old' })).toEqual([asset]);
});

interface Position {
  readonly seconds: number;
  readonly durationSeconds: number;
  readonly watched: readonly { readonly from: number; readonly to: number }[];
  readonly watchedSeconds: number;
  readonly share: number;
  readonly completedAt: string | null;
  readonly creditedSeconds: number;
}

interface Session {
  readonly session: string;
  readonly hls: string;
  readonly renew: string;
  readonly expiresAt: string;
}

describe('a recording', () => {
  const title = '=HYPERLINK("x")，心电图';
  let asset: string;
  const at = () => `/v1/assets/${asset}/position`;
  const open = async (by: Client, wish = {}) =>
    (await api(by).post(`/v1/assets/${asset}/playback-sessions`).send(wish).expect(201)).body as Session;
  const report = async (by: Client, seconds: number, from: number, to: number) =>
    (
      await api(by)
        .put(at())
        .send({ seconds, watched: [{ from, to }] })
        .expect(200)
    ).body as Position;

  beforeAll(async () => {
    const file = await openAsBlob(await recording({ seconds: 4, size: '640x360', source: 'screen' }));
    asset = (await teacher.uploadForm('ecg.mp4', file, { title, courseId })).body.id;
    await teacher.untilState(asset, ['playable', 'ready']);
  });

  it('keeps the place of each viewer, and is no place beyond its end', async () => {
    const before = await api(learner).get(at()).expect(200);
    expect(before.body).toMatchObject({ seconds: 0, watched: [], share: 0, completedAt: null });
    await api(learner).put(at()).send({ seconds: 1.5 }).expect(200);
    expect((await api(learner).get(at()).expect(200)).body).toMatchObject({ seconds: 1.5, watched: [] });
    expect((await api(teacher).get(at()).expect(200)).body).toMatchObject({ seconds: 0 });
    for (const beyond of [{ seconds: 60 }, { seconds: 1, watched: [{ from: 0, to: 60 }] }]) {
      const { body } = await api(learner).put(at()).send(beyond).expect(400);
      expect(body).toMatchObject({ code: 'position-beyond-end', durationSeconds: expect.any(Number) });
    }
    for (const bad of [{}, { seconds: -1 }, { seconds: 1, watched: [{ from: 2, to: 1 }] }])
      expect((await api(learner).put(at()).send(bad).expect(400)).body).toMatchObject({
        code: 'invalid-request',
      });
    const paper = (await teacher.uploadForm('paper.pdf', pdf())).body.id;
    const nothing = await api(teacher).put(`/v1/assets/${paper}/position`).send({ seconds: 0 }).expect(409);
    expect(nothing.body).toMatchObject({ code: 'not-playable' });
    const stranger = (await Department.create(facts, 'elsewhere')).doctor;
    await api(stranger).put(at()).send({ seconds: 0 }).expect(404);
    await api(stranger).get(at()).expect(404);
  });

  it('counts as watched what could be played since the last report, and so nothing twice', async () => {
    // Without a session nothing can have been played.
    expect(await report(learner, 4, 0, 4)).toMatchObject({ creditedSeconds: 0, watchedSeconds: 0 });
    const began = performance.now();
    const { session } = await open(learner);
    let credited = 0;
    const done = await vi.waitUntil(
      async () => {
        // The whole of it each time, as who sends reports again would.
        const now = await report(learner, 4, 0, 4);
        credited += now.creditedSeconds;
        const passed = (performance.now() - began) / 1000;
        expect(credited).toBeLessThanOrEqual(2 * passed + 0.01);
        expect(now.watchedSeconds).toBeCloseTo(credited, 2);
        return now.completedAt === null ? undefined : now;
      },
      { timeout: 60_000, interval: 300 },
    );
    expect(done.share).toBeGreaterThanOrEqual(0.9);
    expect(done.watched).toEqual([{ from: 0, to: expect.closeTo(done.watchedSeconds, 2) as number }]);
    const again = await report(learner, 0.5, 0, 0.5);
    expect(again).toMatchObject({ creditedSeconds: 0, seconds: 0.5, completedAt: done.completedAt });
    await api(learner).delete(`/v1/assets/${asset}/playback-sessions/${session}`).expect(204);
  });

  it('is in the history of who watched it, as a table too that no spreadsheet calculates', async () => {
    const history = '/v1/me/history';
    const { body } = await api(learner).get(history).query({ completed: 'true' }).expect(200);
    expect(body).toMatchObject({ items: [{ asset, title, seconds: 0.5 }], nextCursor: null });
    expect((await api(learner).get(history).query({ completed: 'false' }).expect(200)).body).toMatchObject({
      items: [],
    });
    const table = await api(learner).get(history).set('accept', 'text/csv').expect(200);
    expect(table.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="history.csv"',
    });
    const [head, row, rest] = table.text.split('\r\n');
    expect(head?.startsWith('\uFEFFasset,title,seconds')).toBe(true);
    expect(row?.startsWith(`${asset},"'=HYPERLINK(""x"")，心电图",0.5,`)).toBe(true);
    expect(rest).toBe('');
    const paged = await api(learner).get(history).query({ format: 'csv', cursor: 'x' }).expect(400);
    expect(paged.body).toMatchObject({ code: 'invalid-request' });
  });

  it('has viewers, whom those see who look after them', async () => {
    const viewers = `/v1/assets/${asset}/viewers`;
    for (const by of [unitAdmin, auditor, admin]) {
      const { body } = await api(by).get(viewers).expect(200);
      expect(body).toMatchObject({ items: [{ viewer: `${home.unit}-learner`, unit: home.unit, asset }] });
    }
    await api(teacher).get(viewers).expect(403);
    const { unit } = await Department.create(facts, 'elsewhere');
    await api(await personWith('unit-admin', unit))
      .get(viewers)
      .expect(404);
    const table = await api(auditor).get(viewers).query({ format: 'csv' }).expect(200);
    expect(table.text.split('\r\n')[1]).toContain(`${home.unit}-learner,${home.unit},${asset}`);
  });

  it('gives new URLs of a session, to its viewer alone, until that is revoked', async () => {
    const { session, hls, renew, expiresAt } = await open(learner, { ttl: 60, network: '0.0.0.0/0' });
    const path = new URL(renew, facts.uploader).pathname;
    expect(path).toBe(`/v1/assets/${asset}/playback-sessions/${session}/renew`);
    const { body } = await api(learner).post(path).send({ ttl: 600 }).expect(200);
    const renewed = body as Session;
    expect(renewed.session).toBe(session);
    expect(Date.parse(renewed.expiresAt) - Date.parse(expiresAt)).toBeGreaterThanOrEqual(540_000);
    for (const url of [hls, renewed.hls]) expect((await anyone(url).get('')).status).toBe(200);
    // It never ends sooner for being renewed, and what it was bound to it stays bound to.
    const shorter = (await api(learner).post(path).send({ ttl: 60 }).expect(200)).body as Session;
    expect(Date.parse(shorter.expiresAt)).toBeGreaterThanOrEqual(Date.parse(renewed.expiresAt));
    for (const by of [teacher, admin])
      expect((await api(by).post(path).expect(404)).body).toMatchObject({ code: 'session-not-found' });
    await api(learner)
      .post(path.replace(session, 'x'.repeat(26)))
      .expect(404);
    const tooLong = await api(learner).post(path).send({ ttl: 10_000_000 }).expect(400);
    expect(tooLong.body).toMatchObject({ code: 'ttl-out-of-bounds' });
    await api(learner).delete(`/v1/assets/${asset}/playback-sessions/${session}`).expect(204);
    await vi.waitFor(
      async () => {
        for (const url of [hls, renewed.hls, shorter.hls])
          expect((await anyone(url).get('')).body).toMatchObject({ code: 'revoked' });
      },
      { timeout: 60_000, interval: 200 },
    );
    expect((await api(learner).post(path).expect(410)).body).toMatchObject({ code: 'session-over' });
  });
});

interface Upload {
  readonly id: string;
  readonly asset: string;
  readonly state: string;
  readonly offset: number;
}

describe('a hash that its sender knows only when the upload has begun', () => {
  const file = pdf(300_000);
  let stored: string;
  beforeAll(async () => {
    stored = (await teacher.uploadForm('stored.pdf', file, { courseId })).body.id;
  });
  const begin = async (by: Client, more: object = {}) => {
    const body = { fileName: 'late.pdf', bytes: file.length, ...more };
    return (await api(by).post('/v1/uploads').send(body).expect(201)).body as Upload;
  };
  const declare = (by: Client, { id }: Upload, sha256: string) =>
    api(by).patch(`/v1/uploads/${id}`).send({ sha256 });
  const append = (by: Client, { id }: Upload, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
    by.fetch(`/v1/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
      },
      body: bytes,
    });
  const giveUp = (by: Client, { id }: Upload) =>
    api(by).delete(`/v1/uploads/${id}`).set('tus-resumable', '1.0.0').expect(204);

  it.each([{}, { partBytes: 65_536 }])(
    'ends it as an asset where the caller may see these bytes, with its reservation free: %j',
    async (more) => {
      const before = await home.settled();
      const upload = await begin(learner, more);
      const first = file.slice(0, 65_536);
      if (!('partBytes' in more)) expect((await append(learner, upload, 0, first)).status).toBe(204);
      else
        for (const number of [2, 3])
          await learner.fetch(`/v1/uploads/${upload.id}/parts/${number}`, { method: 'PUT', body: first });
      const answer = await declare(learner, upload, hex(file).toUpperCase()).expect(200);
      const ended = answer.body as Upload;
      expect(ended).toMatchObject({
        id: upload.id,
        state: 'completed',
        offset: file.length,
        reservedBytes: 0,
      });
      expect(answer.headers['upload-asset']).toBe(ended.asset);
      expect(ended.asset).not.toBe(stored);
      const asset = await api(learner).get(`/v1/assets/${ended.asset}`).expect(200);
      expect(asset.body).toMatchObject({
        owner: `${home.unit}-learner`,
        fileName: 'late.pdf',
        sha256: hex(file),
        state: 'ready',
      });
      expect(await home.settled()).toMatchObject({ used: before.used + file.length, reserved: 0 });
      const link = await api(learner).post(`/v1/assets/${ended.asset}/download-links`).expect(201);
      const bytes = await fetch((link.body as { url: string }).url);
      expect(hex(new Uint8Array(await bytes.arrayBuffer()))).toBe(hex(file));
      expect((await append(learner, upload, 65_536, first)).status).not.toBe(204);
      expect((await declare(learner, upload, hex(file)).expect(409)).body).toMatchObject({
        code: 'upload-not-open',
      });
    },
  );

  it('tells nothing of what others keep, and is what the bytes are held to', async () => {
    const stranger = (await Department.create(facts, 'elsewhere')).doctor;
    const upload = await begin(stranger);
    const foreign = await declare(stranger, upload, hex(file)).expect(200);
    const absent = await begin(stranger);
    const nobody = await declare(stranger, absent, 'a'.repeat(64)).expect(200);
    expect([(foreign.body as Upload).state, (nobody.body as Upload).state]).toEqual(['open', 'open']);
    await declare(stranger, upload, hex(file)).expect(200);
    const other = await declare(stranger, upload, 'a'.repeat(64)).expect(409);
    expect(other.body).toMatchObject({ code: 'sha256-declared' });
    expect((await append(stranger, upload, 0, file)).status).toBe(204);
    expect((await declare(stranger, upload, hex(file)).expect(409)).body).toMatchObject({
      code: 'upload-not-open',
    });
    expect((await append(stranger, absent, 0, file)).status).toBe(460);
    expect((await declare(learner, upload, hex(file)).expect(404)).body).toMatchObject({
      code: 'upload-not-found',
    });
  });

  it('is a hash, and nothing else, and not of a piece', async () => {
    const upload = await begin(learner);
    for (const body of [{}, { sha256: 'abc' }, { sha256: null }])
      expect(
        (await api(learner).patch(`/v1/uploads/${upload.id}`).send(body).expect(400)).body,
      ).toMatchObject({ code: 'invalid-request' });
    const misspelt = await api(learner).patch(`/v1/uploads/${upload.id}`).send({ sha265: 'a' }).expect(400);
    expect(misspelt.body).toMatchObject({ code: 'unknown-field', nearest: 'sha256' });
    await giveUp(learner, upload);
    expect((await declare(learner, upload, hex(file)).expect(410)).body).toMatchObject({
      code: 'upload-expired',
    });
    const made = await learner.fetch('/v1/uploads', {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '100', 'upload-concat': 'partial' },
    });
    const piece = { id: made.headers.get('location')?.split('/').at(-1) } as Upload;
    expect((await declare(learner, piece, hex(file)).expect(409)).body).toMatchObject({
      code: 'piece-without-sha256',
    });
    await giveUp(learner, piece);
  });
});
