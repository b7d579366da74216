import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { anyone, api } from './api.js';
import { Client } from './client.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const admin = new Client(facts, facts.keys.admin);
const PDF = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'));

interface Course {
  readonly id: string;
  readonly title: string;
  readonly version: number;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const unique = () => randomBytes(5).toString('hex');

async function newCourse(by: Client, fields: object): Promise<{ id: string; etag: string }> {
  const { headers, body } = await api(by).post('/v1/courses').send(fields).expect(201);
  const { id } = body as Course;
  expect(headers['location']).toBe(`/v1/courses/${id}`);
  return { id, etag: headers['etag'] ?? '' };
}

async function doctorOf(unit: string): Promise<Client> {
  const subject = `doctor-${unique()}`;
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject, name: subject, role: 'doctor', unit, label: 'test' })
    .expect(201);
  return new Client(facts, (body as { secret: string }).secret);
}

describe('courses', () => {
  it('are found by their words, Chinese ones too', async () => {
    const mark = unique();
    const { id } = await newCourse(doctor, {
      title: `心肺复苏培训 ${mark}`,
      description: 'Basic life support',
      tags: ['急救'],
    });
    for (const q of ['复苏', `${mark} 急救`, 'LIFE support']) {
      const { body } = await api(doctor).get('/v1/courses').query({ q, limit: 100 }).expect(200);
      expect((body as Page<Course>).items.map((course) => course.id)).toContain(id);
    }
    const { body } = await api(doctor)
      .get('/v1/courses')
      .query({ q: `${mark} 骨科` })
      .expect(200);
    expect((body as Page<Course>).items).toEqual([]);
  });

  it('are edited only as they were read', async () => {
    const { id, etag } = await newCourse(doctor, { title: 'First' });
    const edit = (title: string) =>
      api(doctor).patch(`/v1/courses/${id}`).set('if-match', etag).send({ title });
    const edited = await edit('Second').expect(200);
    expect((edited.body as Course).title).toBe('Second');
    await edit('Third').expect(412);
  });

  it('show to whom their visibility admits, and are a 404 to others', async () => {
    const other = await doctorOf('demo-clinic');
    const { id: hidden } = await newCourse(doctor, { title: 'Hidden', visibility: 'unit' });
    const { id: shared } = await newCourse(doctor, { title: 'Shared', visibility: 'region' });
    await api(other).get(`/v1/courses/${hidden}`).expect(404);
    await api(other).get(`/v1/courses/${shared}`).expect(200);
    await api(other).patch(`/v1/courses/${shared}`).send({ title: 'Mine' }).expect(404);
    await api(unitAdmin).get(`/v1/courses/${hidden}`).expect(200);
  });

  it('take assets only from who may change them', async () => {
    const other = await doctorOf('demo-clinic');
    const { id: shared } = await newCourse(doctor, { title: 'Shared', visibility: 'all' });
    expect((await other.uploadForm('a.pdf', PDF, { courseId: shared })).status).toBe(403);
    const { status, body } = await doctor.uploadForm('a.pdf', PDF, { courseId: shared });
    expect(status).toBe(202);
    await api(other).get(`/v1/assets/${body.id}`).expect(200);
    const { body: listed } = await api(other).get('/v1/assets').query({ courseId: shared }).expect(200);
    expect((listed as Page<{ id: string }>).items.map((asset) => asset.id)).toEqual([body.id]);
  });

  it('are paged without a gap or a double', async () => {
    const by = await doctorOf('demo-clinic');
    const made = new Set<string>();
    for (let index = 0; index < 7; index++) made.add((await newCourse(by, { title: `Course ${index}` })).id);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { limit: 3, ...(cursor !== undefined && { cursor }) };
      const answer = await api(by).get('/v1/courses').query(query).expect(200);
      const page = answer.body as Page<Course>;
      seen.push(...page.items.map((course) => course.id).filter((id) => made.has(id)));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(made);
    await api(by).get('/v1/courses?cursor=nonsense!').expect(400);
    await api(by).get('/v1/courses?limit=1000').expect(400);
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (path: string, key: string, body: object) =>
    api(doctor).post(path).set('idempotency-key', key).send(body);

  it('makes a repeated POST create once, and answer the same', async () => {
    const key = unique();
    const answers = await Promise.all([1, 2].map(async () => keyed('/v1/courses', key, { title: 'Once' })));
    const second = await keyed('/v1/courses', key, { title: 'Once' })
      .expect(201)
      .expect('idempotency-replayed', 'true');
    const created = answers.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    for (const answer of created) {
      expect((answer.body as Course).id).toBe((second.body as Course).id);
      expect(answer.headers['location']).toBe(second.headers['location']);
    }
    await keyed('/v1/courses', key, { title: 'Other' }).expect(422);
  });

  it('begins an upload once', async () => {
    const key = unique();
    const begin = async () => keyed('/v1/uploads', key, { fileName: 'a.pdf', bytes: 1000 });
    const [first, again] = [await begin(), await begin()];
    expect(again.headers['location']).toBe(first.headers['location']);
    await api(doctor)
      .delete(first.headers['location'] ?? '')
      .set('tus-resumable', '1.0.0')
      .expect(204);
  });
});

describe('quotas', () => {
  it('bind on every level, and say which unit binds', async () => {
    const hospital = `hospital-${unique()}`;
    const department = `department-${unique()}`;
    for (const unit of [
      { id: hospital, kind: 'hospital', name: 'H', parentId: 'demo-county' },
      { id: department, kind: 'department', name: 'D', parentId: hospital },
    ])
      await api(admin).post('/v1/admin/units').send(unit).expect(201);
    const limit = (unit: string, limits: object) =>
      api(admin).put(`/v1/admin/quotas/${unit}`).send(limits).expect(200);
    await limit(hospital, { bytes: 20 });
    await limit(department, { bytes: 1_000, dailyBytes: 500, fileBytes: 200 });
    const by = await doctorOf(department);
    const { body: me } = await api(by).get('/v1/me').expect(200);
    expect(me).toMatchObject({ quota: { effective: 20, bindingUnit: hospital } });
    expect((await by.uploadForm('a.pdf', PDF)).status).toBe(202);
    const { status, body } = await by.uploadForm('b.pdf', PDF);
    expect([status, body]).toEqual([
      507,
      expect.objectContaining({
        code: 'quota-exceeded',
        bindingUnit: hospital,
        limit: 20,
        used: PDF.length,
        requested: PDF.length,
      }),
    ]);

    await api(admin).delete(`/v1/admin/quotas/${hospital}`).expect(204);
    await limit(department, { dailyBytes: PDF.length * 2 });
    expect((await by.uploadForm('b.pdf', PDF)).status).toBe(202);
    expect((await by.uploadForm('c.pdf', PDF)).body.code).toBe('daily-quota-exceeded');
    await limit(department, { fileBytes: PDF.length - 1 });
    const tooLarge = await by.uploadForm('c.pdf', PDF);
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'file-too-large']);
  });

  it.each([
    ['demo-hospital', { bytes: 1 }, 403],
    ['demo-county', { bytes: 1 }, 404],
    ['demo-department', { softPercent: 80 }, 200],
  ])('of a unit are set from above only: %s, %j, %i', async (unit, limits, status) => {
    await api(unitAdmin).put(`/v1/admin/quotas/${unit}`).send(limits).expect(status);
    if (status === 200) await api(unitAdmin).delete(`/v1/admin/quotas/${unit}`).expect(204);
  });
});

describe('each service', () => {
  it.each(['uploader', 'delivery'] as const)('%s is alive, ready and measured', async (service) => {
    const at = anyone(facts[service]);
    await at.get('/livez').expect(200);
    const { body } = await at.get('/readyz').expect(200);
    expect(body).toEqual({ status: 'ok', failing: [] });
    await at.get('/metrics').expect(200, /^lectern_http_requests_total\{/m);
  });

  it('describes its API, and shows it without the internet', async () => {
    const { body } = await anyone(facts.uploader).get('/docs/openapi.json').expect(200);
    expect(Object.keys((body as { paths: object }).paths)).toContain('/v1/uploads/{id}');
    const { text } = await anyone(facts.uploader).get('/docs').expect(200);
    expect(text).not.toMatch(/src="https?:/);
  });
});
