import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
/** Of demo-hospital. */
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const PDF = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(991)]));

const fresh = (name: string) => `${name}-${randomBytes(4).toString('hex')}`;

async function person(subject: string, unit: string, role = 'doctor'): Promise<Client> {
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject, name: subject, role, unit, label: 'units' })
    .expect(201);
  return new Client(facts, (body as { secret: string }).secret);
}

const unit = (id: string, parentId: string, kind = 'department') =>
  api(admin).post('/v1/admin/units').send({ id, kind, name: id, parentId }).expect(201);

describe('F65 the ids of people and of units', () => {
  it('are two spaces: nobody is locked out by a unit of their id, whichever comes first', async () => {
    const first = fresh('first');
    await unit(first, 'demo-clinic');
    const late = await person(first, 'demo-department');
    await late.uploadForm('a.pdf', PDF);
    const { body: me } = await api(late).get('/v1/me').expect(200);
    expect(me).toMatchObject({ subject: first, quota: { account: first, used: 1000 } });
    const second = fresh('second');
    await (await person(second, 'demo-department')).uploadForm('a.pdf', PDF);
    await unit(second, 'demo-clinic');
    for (const id of [first, second]) {
      const { body: of } = await api(admin).get(`/v1/admin/quotas/units/${id}`).expect(200);
      expect(of).toMatchObject({ account: id, used: 0 });
      const { body: theirs } = await api(admin).get(`/v1/admin/quotas/people/${id}`).expect(200);
      expect(theirs).toMatchObject({ account: id, used: 1000 });
    }
    await api(admin).put(`/v1/admin/quotas/people/${first}`).send({ bytes: 1000 }).expect(200);
    const { body: unlimited } = await api(admin).get(`/v1/admin/quotas/units/${first}`).expect(200);
    expect(unlimited).toMatchObject({ limit: null });
    const { body: drift } = await api(admin).post('/v1/admin/quotas/units/demo-region/recompute').expect(200);
    expect(drift).toMatchObject({ drift: 0 });
  });

  it('of units can’t be tried by a unit admin: one of their own space, or one that is made', async () => {
    const elsewhere = fresh('elsewhere');
    await unit(elsewhere, 'demo-clinic');
    const asked = (id: string | undefined) =>
      api(unitAdmin)
        .post('/v1/admin/units')
        .send({ id, kind: 'department', name: 'Mine', parentId: 'demo-hospital' });
    const answers = [];
    for (const id of [
      elsewhere,
      fresh('nowhere'),
      `demo-clinic:${elsewhere}`,
      'demo-hospital:a:b',
      'demo-hospital:',
    ]) {
      const { status, body } = await asked(id);
      const { code, detail } = body as { code: string; detail: string };
      answers.push([status, code, detail]);
    }
    expect(answers).toEqual(answers.map(() => [400, 'invalid-request', expect.any(String)]));
    expect(answers[0]).toEqual(answers[1]);
    const own = `demo-hospital:${fresh('ward')}`;
    const { body: made } = await asked(own).expect(201);
    expect(made).toMatchObject({ id: own });
    await api(unitAdmin).get(`/v1/admin/units/${own}`).expect(200);
    const { body: again } = await asked(own).expect(409);
    expect(again).toMatchObject({ code: 'unit-exists' });
    expect((await asked(undefined).expect(201)).body).toMatchObject({ id: expect.stringMatching(/^unt_/) });
    // Nor may anybody put one into the space of a unit that does not stand above it.
    await api(admin)
      .post('/v1/admin/units')
      .send({ id: `demo-hospital:${fresh('x')}`, kind: 'department', name: 'x', parentId: 'demo-clinic' })
      .expect(400);
  });
});

describe('DELETE /v1/admin/units/{id}', () => {
  it('removes a unit that holds nothing, in the caller’s reach, and says so in the trail', async () => {
    const id = `demo-hospital:${fresh('gone')}`;
    await api(unitAdmin)
      .post('/v1/admin/units')
      .send({ id, kind: 'department', name: 'Gone', parentId: 'demo-hospital' })
      .expect(201);
    await api(unitAdmin).delete(`/v1/admin/units/${id}`).set('if-match', '"7"').expect(412);
    await api(unitAdmin).delete(`/v1/admin/units/${id}`).expect(204);
    await api(unitAdmin).get(`/v1/admin/units/${id}`).expect(404);
    await api(unitAdmin).delete(`/v1/admin/units/${id}`).expect(404);
    await api(unitAdmin).delete('/v1/admin/units/demo-clinic').expect(404);
    await api(unitAdmin).delete('/v1/admin/units/demo-hospital').expect(403);
    await unit(id, 'demo-hospital');
  });

  it('is 409 and tells what the unit still holds, until it holds nothing', async () => {
    const { unit: ward, doctor, admin: by } = await Department.create(facts, 'full');
    const { body: asset } = await doctor.uploadForm('a.pdf', PDF);
    const { body: course } = await api(doctor).post('/v1/courses').send({ title: 'Course' }).expect(201);
    const refused = await api(admin).delete(`/v1/admin/units/${ward}`).expect(409);
    expect(refused.body).toMatchObject({
      code: 'unit-not-empty',
      people: 1,
      assets: 1,
      courses: 1,
      apiKeys: 1,
    });
    expect(refused.body).not.toHaveProperty('units');
    // The doctor goes to another department; what they made stays until it is removed.
    const moved = await person(`${ward}-doctor`, 'demo-department');
    await api(moved).get('/v1/me').expect(200);
    const { id } = course as { id: string };
    await api(by).delete(`/v1/courses/${id}`).expect(202);
    const later = await api(admin).delete(`/v1/admin/units/${ward}`).expect(409);
    expect(later.body).toMatchObject({ assets: 1 });
    expect(later.body).not.toHaveProperty('people');
    expect(later.body).not.toHaveProperty('courses');
    expect(asset.id).toMatch(/^ast_/);
  });
});

describe('the unit that binds', () => {
  it('has its name beside its id, and is shown to those whom it binds: name, limit and use alone', async () => {
    const ward = await Department.create(facts, 'binding');
    await ward.limit({ bytes: 5000 });
    await ward.doctor.uploadForm('a.pdf', PDF);
    const { body: me } = await api(ward.doctor).get('/v1/me').expect(200);
    expect(me).toMatchObject({
      quota: { bindingUnit: ward.unit, bindingUnitName: 'binding', daily: { bindingUnitName: null } },
    });
    for (const path of [`units/${ward.unit}`, ward.unit]) {
      const { body } = await api(ward.doctor).get(`/v1/admin/quotas/${path}`).expect(200);
      expect(body).toEqual({ account: ward.unit, name: 'binding', limit: 5000, used: 1000 });
    }
    const other = await Department.create(facts, 'bystander');
    await api(other.doctor).get(`/v1/admin/quotas/units/${ward.unit}`).expect(403);
    await api(other.doctor)
      .get(`/v1/admin/quotas/units/${fresh('none')}`)
      .expect(403);
    // Above it, nobody set a limit: nothing there binds.
    await api(ward.doctor).get('/v1/admin/quotas/units/demo-county').expect(403);
    await api(ward.doctor).put(`/v1/admin/quotas/units/${ward.unit}`).send({}).expect(403);
  });
});

describe('a quota for somebody who has not come yet', () => {
  it('is set by an admin, is theirs when they come, and goes with them to another unit', async () => {
    const subject = fresh('newcomer');
    const path = `/v1/admin/quotas/people/${subject}`;
    await api(admin).get(path).expect(404);
    const { body: asked } = await api(admin).put(path).send({ bytes: 1500 }).expect(400);
    expect(asked).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('has come yet') });
    await api(admin)
      .put(path)
      .send({ bytes: 1500, unit: fresh('none') })
      .expect(404);
    const { body: set } = await api(admin)
      .put(path)
      .send({ bytes: 1500, unit: 'demo-department' })
      .expect(200);
    expect(set).toMatchObject({ account: subject, limit: 1500, used: 0 });
    const newcomer = await person(subject, 'demo-clinic');
    await newcomer.uploadForm('a.pdf', PDF);
    const { body: me } = await api(newcomer).get('/v1/me').expect(200);
    expect(me).toMatchObject({ unit: { id: 'demo-clinic' }, quota: { limit: 1500, used: 1000 } });
    const { status } = await newcomer.uploadForm('b.pdf', PDF);
    expect(status).toBe(507);
    await api(admin).put(path).send({ bytes: 3000, unit: 'demo-department' }).expect(400);
    await api(admin).put(path).send({ bytes: 3000 }).expect(200);
    await api(admin).delete(path).expect(204);
  });

  it('tells a unit admin nothing of who is elsewhere', async () => {
    const elsewhere = fresh('elsewhere');
    await api(await person(elsewhere, 'demo-clinic'))
      .get('/v1/me')
      .expect(200);
    const answers = [];
    for (const subject of [elsewhere, fresh('nobody')]) {
      const path = `/v1/admin/quotas/people/${subject}`;
      const { status, body } = await api(unitAdmin).put(path).send({ bytes: 1, unit: 'demo-department' });
      answers.push([status, (body as { code: string }).code, (await api(unitAdmin).get(path)).status]);
    }
    expect(answers).toEqual([
      [404, 'unit-not-found', 404],
      [404, 'unit-not-found', 404],
    ]);
  });
});
