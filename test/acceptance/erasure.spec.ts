import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const PDF = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(991)]));
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;

let ward: Department;
let id: string;
let asset: string;

const path = () => `/v1/admin/people/${id}`;
const erase = (body: object) => api(admin).post(`${path()}/erasure`).send(body);

beforeAll(async () => {
  ward = await Department.create(facts, 'erased');
  id = `${ward.unit}-doctor`;
  asset = (await ward.doctor.uploadForm('a.pdf', PDF)).body.id;
  await api(ward.doctor).post('/v1/uploads').send({ fileName: 'b.mp4', bytes: 1000 }).expect(201);
  await api(ward.doctor).get('/v1/me').expect(200);
});

describe('POST /v1/admin/people/{id}/erasure', () => {
  it('says first what would become of everything, and is for admins who name the person twice', async () => {
    await api(unitAdmin).post(`${path()}/erasure`).send({ confirm: id }).expect(403);
    const { body } = await erase({ dryRun: true }).expect(200);
    expect(body).toMatchObject({
      dryRun: true,
      complete: false,
      pseudonym: null,
      lessons: { assets: 1, courses: 0, to: null },
      erased: { apiKeys: 1, sessions: 0, uploads: 1 },
    });
    expect((body as { stays: object[] }).stays.length).toBeGreaterThan(3);
    for (const confirm of [undefined, 'somebody-else'])
      expect(codeOf(await erase({ confirm, lessonsTo: null }).expect(400))).toBe('invalid-request');
    const { body: unplaced } = await erase({ confirm: id }).expect(409);
    expect(unplaced).toMatchObject({ code: 'lessons-not-placed', assets: 1, courses: 0 });
    await api(ward.doctor).get('/v1/me').expect(200);
    await api(admin).post('/v1/admin/people/nobody-here/erasure').send({ dryRun: true }).expect(404);
  });

  it('is stopped by a legal hold', async () => {
    const hold = `/v1/admin/holds/assets/${asset}`;
    await api(admin).put(hold).send({ reason: 'Case 2026-17' }).expect(200);
    for (const dryRun of [true, false])
      expect(codeOf(await erase({ dryRun, confirm: id, lessonsTo: null }).expect(409))).toBe(
        'person-under-legal-hold',
      );
    await api(admin).delete(hold).expect(204);
  });

  it('leaves a pseudonym, in lists and files of the trail too, which stays what it was', async () => {
    await ward.another('heir').then((heir) => api(heir).get('/v1/me').expect(200));
    const heir = `${ward.unit}-heir`;
    await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(202);
    await api(ward.doctor).post(`/v1/assets/${asset}/restore`).expect(200);
    const { body } = await erase({ confirm: id, lessonsTo: heir }).expect(200);
    expect(body).toMatchObject({
      complete: true,
      pseudonym: expect.stringMatching(/^psn_[0-9a-f]{40}$/) as string,
      lessons: { assets: 1, to: heir },
      erased: { apiKeys: 1, uploads: 1 },
    });
    const { pseudonym } = body as { pseudonym: string };
    await api(ward.doctor).get('/v1/me').expect(401);
    expect(codeOf(await api(admin).get(path()).expect(404))).toBe('person-not-found');
    expect(codeOf(await erase({ confirm: id }).expect(404))).toBe('person-not-found');
    expect((await api(admin).get(`/v1/assets/${asset}`).expect(200)).body).toMatchObject({ owner: heir });

    const audit = api(admin).get('/v1/admin/audit');
    const { body: listed } = await audit.query({ subject: asset, action: 'asset.trashed' }).expect(200);
    expect(listed).toMatchObject({ items: [{ actor: `erased person ${pseudonym}` }] });
    for (const format of ['csv', 'ndjson']) {
      const file = api(admin).get('/v1/admin/audit').query({ unit: ward.unit, format });
      const { text } = await file.buffer().expect(200);
      expect(text).toContain(`erased person ${pseudonym}`);
      expect(text).not.toContain(`${id}"`);
      expect(text).not.toContain(`,${id},`);
    }
    const { body: verdict } = await api(admin).post('/v1/admin/audit/verify').expect(200);
    expect(verdict).toMatchObject({ intact: true, findings: [], names: { findings: [] } });
    expect(JSON.stringify((verdict as { names: object }).names)).toContain(pseudonym);

    // Whoever comes with the same id is somebody new.
    const { body: key } = await api(admin)
      .post('/v1/admin/api-keys')
      .send({ subject: id, name: 'New', role: 'doctor', unit: ward.unit, label: 'new' })
      .expect(201);
    const again = new Client(facts, (key as { secret: string }).secret);
    await api(again).get('/v1/me').expect(200);
    expect((await api(admin).get(path()).expect(200)).body).toMatchObject({ assets: 0, disabled: false });
    expect((await api(again).get('/v1/uploads').expect(200)).body).toMatchObject({ items: [] });
  });
});

describe('POST /v1/admin/audit/acknowledgements', () => {
  it('takes what was lost, and nothing else', async () => {
    const lost = { fromSeq: 1, toSeq: 2, reason: 'Restored a dump' };
    const acknowledge = (by: Client) => api(by).post('/v1/admin/audit/acknowledgements').send(lost);
    await acknowledge(unitAdmin).expect(403);
    expect(codeOf(await acknowledge(admin).expect(409))).toBe('nothing-lost');
  });
});
