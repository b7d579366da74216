import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { EventStream } from '../servers/event-stream.js';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
/** Of demo-hospital, above the department. */
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const PDF = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(991)]));

let ward: Department;
let mate: Client;
let stranger: Client;
let foreignAdmin: Client;
let stream: EventStream;

interface Released {
  readonly requestedVisibility: string | null;
  readonly release: { state: string; reason: string | null; by: string | null } | null;
}

const setPolicy = (releases: string | null) =>
  api(unitAdmin).patch(`/v1/admin/units/${ward.unit}`).send({ releases }).expect(200);
const course = async (by: Client, visibility: string, unit?: string) =>
  (
    (
      await api(by)
        .post('/v1/courses')
        .send({ title: 'Lessons', visibility, ...(unit !== undefined && { unit }) })
        .expect(201)
    ).body as { id: string }
  ).id;
const upload = async (courseId: string, by = ward.doctor) =>
  (await by.uploadForm('a.pdf', PDF, { courseId })).body.id;
const seen = async (by: Client, asset: string) => (await by.fetch(`/v1/assets/${asset}`)).status;
const opened = async (by: Client, asset: string) =>
  (await by.fetch(`/v1/assets/${asset}/download-links`, { method: 'POST' })).status;
const standing = async (asset: string, by = ward.doctor) =>
  (await api(by).get(`/v1/assets/${asset}`).expect(200)).body as Released;
const queue = async (by: Client, query: Record<string, string> = {}) =>
  (
    (
      await api(by)
        .get('/v1/admin/releases')
        .query({ unit: ward.unit, ...query })
        .expect(200)
    ).body as {
      items: { asset: string; state: string }[];
    }
  ).items.map(({ asset }) => asset);
const release = (by: Client, asset: string) => api(by).post(`/v1/admin/releases/${asset}/release`);
const refuse = (by: Client, asset: string, reason: string) =>
  api(by).post(`/v1/admin/releases/${asset}/refuse`).send({ reason });

beforeAll(async () => {
  ward = await Department.create(facts, 'reviewed');
  mate = await ward.another('mate');
  stranger = (await Department.create(facts, 'outside')).doctor;
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({
      subject: `${ward.unit}-x`,
      name: 'X',
      role: 'unit-admin',
      unit: 'demo-clinic',
      label: 'releases',
    })
    .expect(201);
  foreignAdmin = new Client(facts, (body as { secret: string }).secret);
  stream = await EventStream.open(facts.uploader, ward.doctor.key);
});
afterAll(() => stream.close());

describe('a unit that reviews', () => {
  it('shows a lesson to others once its admin has released it, and says so to its doctor', async () => {
    const before = await upload(await course(ward.doctor, 'region'));
    expect((await setPolicy('reviewed')).body).toMatchObject({
      releases: 'reviewed',
      releasesInForce: 'reviewed',
    });
    // What others could see before stays as it was.
    expect(await seen(stranger, before)).toBe(200);
    await api(ward.doctor).patch(`/v1/admin/units/${ward.unit}`).send({ releases: 'open' }).expect(403);

    const region = await course(ward.doctor, 'region');
    const asset = await upload(region);
    expect(await standing(asset)).toMatchObject({
      requestedVisibility: 'region',
      release: { state: 'waiting', reason: null, by: null },
    });
    await stream.event('asset.waiting', asset);
    expect([await seen(mate, asset), await seen(stranger, asset), await opened(stranger, asset)]).toEqual([
      200, 404, 404,
    ]);

    await api(ward.doctor).get('/v1/admin/releases').expect(403);
    await release(ward.doctor, asset).expect(403);
    for (const answer of [release(foreignAdmin, asset), refuse(foreignAdmin, asset, 'no')])
      expect((await answer.expect(404)).body).toMatchObject({ code: 'release-not-found' });
    expect(await queue(unitAdmin)).toEqual([asset]);

    await api(unitAdmin).post(`/v1/admin/releases/${asset}/refuse`).send({}).expect(400);
    const refused = await refuse(unitAdmin, asset, 'The patient can be recognised at 2:10').expect(200);
    expect(refused.body).toMatchObject({ asset, state: 'refused', requestedVisibility: 'region' });
    await stream.event('asset.refused', asset);
    expect((await standing(asset)).release).toMatchObject({
      state: 'refused',
      reason: 'The patient can be recognised at 2:10',
    });
    expect(await queue(unitAdmin)).toEqual([]);
    expect(await queue(unitAdmin, { state: 'refused' })).toEqual([asset]);
    expect(await seen(stranger, asset)).toBe(404);

    await release(unitAdmin, asset).set('if-match', '"1"').expect(412);
    await release(unitAdmin, asset).set('if-match', String(refused.headers['etag'])).expect(200);
    await stream.event('asset.released', asset);
    expect(await standing(asset)).toMatchObject({
      requestedVisibility: null,
      release: { state: 'released' },
    });
    expect([await seen(stranger, asset), await opened(stranger, asset)]).toEqual([200, 201]);

    const { body: trail } = await api(admin).get('/v1/admin/audit').query({ subject: asset }).expect(200);
    const actions = (trail as { items: { action: string }[] }).items.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['release.asked', 'release.refused', 'release.granted', 'asset.uploaded']),
    );
  });

  it('asks again when a lesson is to be seen by more, by whatever way, and never when by fewer', async () => {
    const own = await course(ward.doctor, 'unit');
    const asset = await upload(own);
    expect((await standing(asset)).release).toBeNull();
    const widen = (visibility: string) =>
      api(ward.doctor).patch(`/v1/courses/${own}`).send({ visibility }).expect(200);
    await widen('region');
    expect((await standing(asset)).release).toMatchObject({ state: 'waiting' });
    await release(unitAdmin, asset).expect(200);
    // What was released stays so while more is asked for.
    await widen('all');
    expect(await standing(asset)).toMatchObject({
      requestedVisibility: 'all',
      release: { state: 'waiting' },
    });
    expect(await seen(stranger, asset)).toBe(200);
    await widen('region');
    expect(await standing(asset)).toMatchObject({
      requestedVisibility: null,
      release: { state: 'released' },
    });
    await widen('private');
    expect((await standing(asset)).release).toBeNull();
    await widen('region');
    expect([(await standing(asset)).release?.state, await seen(stranger, asset)]).toEqual(['waiting', 404]);

    const moved = await upload(own);
    const aside = await course(ward.doctor, 'private');
    await api(ward.doctor).patch(`/v1/assets/${moved}`).send({ courseId: aside }).expect(200);
    expect((await standing(moved)).release).toBeNull();
    await api(ward.doctor).patch(`/v1/assets/${moved}`).send({ courseId: own }).expect(200);
    expect((await standing(moved)).release).toMatchObject({ state: 'waiting' });
    expect(await queue(admin)).toEqual([asset, moved]);

    // A release that is taken back ends what was opened by it.
    await release(unitAdmin, moved).expect(200);
    expect(await opened(stranger, moved)).toBe(201);
    await refuse(unitAdmin, moved, 'A mistake').expect(200);
    expect([await seen(stranger, moved), await opened(stranger, moved)]).toEqual([404, 404]);
  });

  it('takes no doctor’s lesson for one of an admin, whose own wait for nobody', async () => {
    const asset = await upload(await course(unitAdmin, 'region', ward.unit), unitAdmin);
    expect((await standing(asset, unitAdmin)).release?.state ?? 'released').toBe('released');
    expect(await seen(stranger, asset)).toBe(200);
  });

  it('hands its setting down, and lets go of what waits when it is open again', async () => {
    const { body: child } = await api(unitAdmin)
      .post('/v1/admin/units')
      .send({ kind: 'department', name: 'Sibling', parentId: 'demo-hospital' })
      .expect(201);
    expect(child).toMatchObject({ releases: null, releasesInForce: 'open' });
    const asset = await upload(await course(ward.doctor, 'all'));
    expect(await seen(stranger, asset)).toBe(404);
    expect((await setPolicy(null)).body).toMatchObject({ releases: null, releasesInForce: 'open' });
    expect(await seen(stranger, asset)).toBe(200);
    expect(await standing(asset)).toMatchObject({ release: { state: 'released' } });
    const person = await api(unitAdmin)
      .patch(`/v1/admin/units/${ward.unit}-doctor`)
      .send({ releases: 'reviewed' })
      .expect(400);
    expect(person.body).toMatchObject({ code: 'invalid-request' });
  });
});

describe('PATCH /v1/me', () => {
  it('says which mails one gets, and in which language', async () => {
    const { body: me } = await api(mate).get('/v1/me').expect(200);
    expect(me).toMatchObject({ email: null, language: 'zh-CN', notices: { released: true, refused: true } });
    const edit = { language: 'en', notices: { released: false } };
    const { body: edited } = await api(mate).patch('/v1/me').send(edit).expect(200);
    expect(edited).toMatchObject({ language: 'en', notices: { released: false, refused: true } });
    await api(mate)
      .patch('/v1/me')
      .send({ notices: { refused: false } })
      .expect(200);
    expect((await api(mate).get('/v1/me').expect(200)).body).toMatchObject({
      language: 'en',
      notices: { released: false, refused: false, quotaNearlyFull: true },
    });
    for (const [wrong, code] of [
      [{ language: 'de' }, 'invalid-request'],
      [{ notices: { everything: false } }, 'unknown-field'],
      [{ email: 'a@b.example' }, 'unknown-field'],
    ] as const)
      expect((await api(mate).patch('/v1/me').send(wrong).expect(400)).body).toMatchObject({ code });
  });
});
