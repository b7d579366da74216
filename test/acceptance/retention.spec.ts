import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
/** Of demo-hospital, above the department. */
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const PDF = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(991)]));
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

interface Due {
  readonly asset: string;
  readonly action: string;
  readonly rule: string;
  readonly bytes: number;
  readonly heldBy: string | null;
}

let ward: Department;
let other: Client;

beforeAll(async () => {
  ward = await Department.create(facts, 'kept');
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({
      subject: `${ward.unit}-other`,
      name: 'Other',
      role: 'unit-admin',
      unit: 'demo-clinic',
      label: 'retention',
    })
    .expect(201);
  other = new Client(facts, (body as { secret: string }).secret);
});

const upload = async (courseId?: string) =>
  (await ward.doctor.uploadForm('a.pdf', PDF, courseId === undefined ? {} : { courseId })).body.id;
const dryRun = async (by: Client, at: string) =>
  (
    (await api(by).get('/v1/admin/retention/dry-run').query({ unit: ward.unit, at }).expect(200)).body as {
      items: Due[];
    }
  ).items;

describe('/v1/admin/retention', () => {
  it('makes, shows, changes and removes rules in the caller’s reach', async () => {
    const made = await api(unitAdmin)
      .post('/v1/admin/retention')
      .send({ unit: ward.unit, trash: { afterDays: 30, since: 'uploaded' } })
      .expect(201);
    expect(made.body).toMatchObject({ unit: ward.unit, tag: null, keepsOriginals: false, version: 1 });
    const { id } = made.body as { id: string };
    const path = made.headers['location'] as string;
    expect(path).toBe(`/v1/admin/retention/${id}`);
    await api(other).get(path).expect(404);
    await api(other).delete(path).expect(404);
    await api(other).post('/v1/admin/retention').send({ unit: ward.unit, dropRungsAfterDays: 1 }).expect(404);
    await api(ward.doctor).get('/v1/admin/retention').expect(403);
    for (const body of [
      { unit: ward.unit },
      { unit: ward.unit, keepsOriginals: true, trash: { afterDays: 1, since: 'watched' } },
    ]) {
      const { body: problem } = await api(unitAdmin).post('/v1/admin/retention').send(body).expect(400);
      expect(problem).toMatchObject({ code: 'invalid-retention-rule' });
    }
    await api(unitAdmin).patch(path).set('if-match', '"9"').send({ dropRungsAfterDays: 10 }).expect(412);
    const { body: edited } = await api(unitAdmin)
      .patch(path)
      .set('if-match', String(made.headers['etag']))
      .send({ dropRungsAfterDays: 10 })
      .expect(200);
    expect(edited).toMatchObject({
      trash: { afterDays: 30, since: 'uploaded' },
      dropRungsAfterDays: 10,
      version: 2,
    });
    const { body: listed } = await api(admin)
      .get('/v1/admin/retention')
      .query({ unit: ward.unit })
      .expect(200);
    expect(listed).toMatchObject({ items: [{ id }] });

    const asset = await upload();
    expect(await dryRun(unitAdmin, inDays(29))).toEqual([]);
    expect(await dryRun(unitAdmin, inDays(31))).toEqual([
      expect.objectContaining({ asset, action: 'trash', rule: id, bytes: 1000, heldBy: null }),
    ]);
    await api(other).get('/v1/admin/retention/dry-run').query({ unit: ward.unit }).expect(404);
    await api(unitAdmin).delete(path).expect(204);
    await api(unitAdmin).get(path).expect(404);
    expect(await dryRun(unitAdmin, inDays(31))).toEqual([]);
    await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(202);
  });
});

describe('/v1/admin/holds', () => {
  it('keeps an asset, those of a course, and those of a unit, until each is lifted', async () => {
    const { body: rule } = await api(admin)
      .post('/v1/admin/retention')
      .send({ unit: ward.unit, trash: { afterDays: 1, since: 'watched' } })
      .expect(201);
    const { body: course } = await api(ward.doctor).post('/v1/courses').send({ title: 'C' }).expect(201);
    const { id: courseId } = course as { id: string };
    const [own, inCourse, inUnit] = [await upload(), await upload(courseId), await upload()];
    const reason = 'Case 2026-17';
    const { body: hold } = await api(admin).put(`/v1/admin/holds/assets/${own}`).send({ reason }).expect(200);
    expect(hold).toMatchObject({ kind: 'assets', id: own, unit: ward.unit, reason, byAdministrator: true });
    await api(unitAdmin).put(`/v1/admin/holds/courses/${courseId}`).send({ reason }).expect(200);
    for (const place of [`assets/${own}`, `courses/${courseId}`, `units/${ward.unit}`])
      await api(other).put(`/v1/admin/holds/${place}`).send({ reason }).expect(404);
    await api(ward.doctor).put(`/v1/admin/holds/assets/${own}`).send({ reason }).expect(403);

    const refused = async (method: 'delete' | 'patch', path: string) => {
      const sent = method === 'delete' ? api(ward.doctor).delete(path) : api(ward.doctor).patch(path);
      const { body } = await (method === 'delete' ? sent : sent.send({ courseId: null })).expect(409);
      expect(body).toMatchObject({ code: 'under-legal-hold' });
    };
    await refused('delete', `/v1/assets/${own}`);
    await refused('delete', `/v1/assets/${inCourse}`);
    await refused('patch', `/v1/assets/${inCourse}`);
    await refused('delete', `/v1/courses/${courseId}`);
    const held = async () =>
      Object.fromEntries((await dryRun(admin, inDays(2))).map(({ asset, heldBy }) => [asset, heldBy]));
    expect(await held()).toEqual({ [own]: 'asset', [inCourse]: 'course', [inUnit]: null });
    await api(unitAdmin).put(`/v1/admin/holds/units/${ward.unit}`).send({ reason }).expect(200);
    expect(await held()).toMatchObject({ [inUnit]: 'unit' });
    await refused('delete', `/v1/assets/${inUnit}`);
    const { body: listed } = await api(unitAdmin)
      .get('/v1/admin/holds')
      .query({ unit: ward.unit })
      .expect(200);
    expect((listed as { items: object[] }).items).toHaveLength(3);

    const { body: byOthers } = await api(unitAdmin).delete(`/v1/admin/holds/assets/${own}`).expect(403);
    expect(byOthers).toMatchObject({ code: 'held-by-administrator' });
    await api(admin).delete(`/v1/admin/holds/assets/${own}`).expect(204);
    const { body: gone } = await api(admin).delete(`/v1/admin/holds/assets/${own}`).expect(404);
    expect(gone).toMatchObject({ code: 'hold-not-found' });
    await refused('delete', `/v1/assets/${own}`);
    await api(unitAdmin).delete(`/v1/admin/holds/units/${ward.unit}`).expect(204);
    await api(unitAdmin).delete(`/v1/admin/holds/courses/${courseId}`).expect(204);
    for (const asset of [own, inCourse, inUnit])
      await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(202);
    const { body: trail } = await api(unitAdmin)
      .get('/v1/admin/audit')
      .query({ subject: own, unit: ward.unit })
      .expect(200);
    expect((trail as { items: { action: string }[] }).items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['hold.placed', 'hold.lifted', 'asset.trashed']),
    );
    await api(admin)
      .delete(`/v1/admin/retention/${(rule as { id: string }).id}`)
      .expect(204);
  });

  it('holds an asset that is in the trash already', async () => {
    const asset = await upload();
    await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(202);
    const inTrash = async () => {
      const { body } = await api(ward.doctor).get('/v1/assets').query({ state: 'trashed' }).expect(200);
      const items = (body as { items: { id: string; purgeAt: string | null; heldBy: string | null }[] })
        .items;
      const found = items.find(({ id }) => id === asset);
      return found && [found.purgeAt === null, found.heldBy];
    };
    expect(await inTrash()).toEqual([false, null]);
    await api(admin).put(`/v1/admin/holds/assets/${asset}`).send({ reason: 'late' }).expect(200);
    expect(await inTrash()).toEqual([true, 'asset']);
    await api(ward.doctor).post(`/v1/assets/${asset}/restore`).expect(200);
    await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(409);
    await api(admin).delete(`/v1/admin/holds/assets/${asset}`).expect(204);
    await api(admin).put('/v1/admin/holds/assets/ast_none').send({ reason: 'x' }).expect(404);
  });
});
