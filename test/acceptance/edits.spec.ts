import { describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const doctor = new Client(facts, facts.keys.doctor);
const PDF = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'));

interface Course {
  readonly id: string;
  readonly assetOrder: readonly string[];
  readonly [field: string]: unknown;
}

async function newCourse(fields: object = {}): Promise<Course> {
  const { body } = await api(doctor)
    .post('/v1/courses')
    .send({ title: 'Course', ...fields })
    .expect(201);
  return body as Course;
}

async function newAsset(courseId?: string): Promise<string> {
  const { body } = await doctor.uploadForm('a.pdf', PDF, courseId === undefined ? {} : { courseId });
  return body.id;
}

describe('F68 an edit changes what it names and nothing else:', () => {
  it('of a course', async () => {
    const fields = { description: 'Long', tags: ['a', 'b'], visibility: 'unit' };
    const { id } = await newCourse(fields);
    const asset = await newAsset(id);
    for (const edit of [
      { title: 'New' },
      { assetOrder: [asset] },
      { tags: ['c'] },
      { visibility: 'all' },
      {},
    ])
      await api(doctor).patch(`/v1/courses/${id}`).send(edit).expect(200);
    const { body } = await api(doctor).get(`/v1/courses/${id}`).expect(200);
    expect(body).toMatchObject({
      title: 'New',
      description: 'Long',
      tags: ['c'],
      visibility: 'all',
      assetOrder: [asset],
    });
  });

  it('of an asset, whose course null takes away', async () => {
    const { id: courseId } = await newCourse();
    const asset = `/v1/assets/${await newAsset(courseId)}`;
    const named = await api(doctor).patch(asset).send({ title: 'Named' }).expect(200);
    expect(named.body).toMatchObject({ title: 'Named', courseId });
    const freed = await api(doctor).patch(asset).send({ courseId: null }).expect(200);
    expect(freed.body).toMatchObject({ title: 'Named', courseId: null });
  });

  it('of a unit', async () => {
    const { unit } = await Department.create(facts, 'edited');
    const { body } = await api(admin).patch(`/v1/admin/units/${unit}`).send({ name: 'Renamed' }).expect(200);
    expect(body).toMatchObject({ name: 'Renamed', parentId: 'demo-hospital' });
  });

  it.each([
    ['/v1/courses/', 'title'],
    ['/v1/courses/', 'tags'],
    ['/v1/courses/', 'visibility'],
    ['/v1/courses/', 'assetOrder'],
    ['/v1/assets/', 'title'],
    ['/v1/admin/units/', 'parentId'],
  ])('null is 400 where there can\u2019t be nothing: %s, %s', async (of, field) => {
    const id = of.includes('courses')
      ? (await newCourse()).id
      : of.includes('assets')
        ? await newAsset()
        : 'demo-clinic';
    const { body } = await api(admin)
      .patch(of + id)
      .send({ [field]: null })
      .expect(400);
    expect(body).toMatchObject({ code: 'invalid-request' });
  });
});

describe('limits', () => {
  const own = async () => (await Department.create(facts, 'limits')).unit;
  const at = (unit: string) => `/v1/admin/quotas/${unit}`;
  const shown = async (unit: string) => {
    const { body } = await api(admin).get(at(unit)).expect(200);
    const { limit, daily, fileBytes } = body as Record<string, { limit: number | null }>;
    return [limit, daily?.limit, fileBytes?.limit];
  };

  it('F68 stay what they are when a field is misspelt', async () => {
    const unit = await own();
    await api(admin).put(at(unit)).send({ bytes: 1000 }).expect(200);
    for (const method of ['put', 'patch'] as const) {
      const { body } = await api(admin)[method](at(unit)).send({ bytez: 2000 }).expect(400);
      expect(body).toMatchObject({ code: 'unknown-field', name: 'bytez', nearest: 'bytes' });
    }
    expect(await shown(unit)).toEqual([1000, null, null]);
  });

  it('are replaced, all of them, by PUT, and changed one by one by PATCH', async () => {
    const unit = await own();
    await api(admin).put(at(unit)).send({ bytes: 1000, fileBytes: 10 }).expect(200);
    await api(admin).patch(at(unit)).send({ dailyBytes: 500, fileBytes: null }).expect(200);
    expect(await shown(unit)).toEqual([1000, 500, null]);
    await api(admin).put(at(unit)).send({ dailyBytes: 400 }).expect(200);
    expect(await shown(unit)).toEqual([null, 400, null]);
  });
});

describe('the order of a course', () => {
  it('names its assets, each once', async () => {
    const { id } = await newCourse();
    const [first, second] = [await newAsset(id), await newAsset(id)];
    const elsewhere = await newAsset();
    const order = (assetOrder: readonly string[]) =>
      api(doctor).patch(`/v1/courses/${id}`).send({ assetOrder });
    const { body } = await order([second, first]).expect(200);
    expect((body as Course).assetOrder).toEqual([second, first]);
    for (const unknown of [elsewhere, 'ast_none'])
      expect((await order([first, unknown]).expect(400)).body).toMatchObject({
        code: 'invalid-asset-order',
        unknown: [unknown],
        doubled: [],
      });
    expect((await order([first, second, first]).expect(400)).body).toMatchObject({
      code: 'invalid-asset-order',
      unknown: [],
      doubled: [first],
    });
    const kept = await api(doctor).get(`/v1/courses/${id}`).expect(200);
    expect((kept.body as Course).assetOrder).toEqual([second, first]);
  });

  it('can be sent back as it was read, whatever has become of the assets', async () => {
    const { id } = await newCourse();
    const [moved, trashed, stays] = [await newAsset(id), await newAsset(id), await newAsset(id)];
    const at = `/v1/courses/${id}`;
    await api(doctor)
      .patch(at)
      .send({ assetOrder: [moved, trashed, stays] })
      .expect(200);
    await api(doctor).patch(`/v1/assets/${moved}`).send({ courseId: null }).expect(200);
    await api(doctor).delete(`/v1/assets/${trashed}`).expect(202);
    const { body } = await api(doctor).get(at).expect(200);
    const { assetOrder } = body as Course;
    expect(assetOrder).toEqual([trashed, stays]);
    await api(doctor).patch(at).send({ assetOrder: assetOrder.toReversed() }).expect(200);
  });
});
