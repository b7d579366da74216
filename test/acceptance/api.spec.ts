import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
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
  const { status, headers, body } = await by.json<Course>('POST', '/v1/courses', fields);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/courses/${body.id}`);
  return { id: body.id, etag: headers.get('etag') ?? '' };
}

async function doctorOf(unit: string): Promise<Client> {
  const subject = `doctor-${unique()}`;
  const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
    subject,
    name: subject,
    role: 'doctor',
    unit,
    label: 'test',
  });
  return new Client(facts, body.secret);
}

function send(
  by: Client,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  return by.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

describe('courses', () => {
  it('are found by their words, Chinese ones too', async () => {
    const mark = unique();
    const { id } = await newCourse(doctor, {
      title: `心肺复苏培训 ${mark}`,
      description: 'Basic life support',
      tags: ['急救'],
    });
    for (const words of ['复苏', `${mark} 急救`, 'LIFE support']) {
      const { body } = await doctor.json<Page<Course>>(
        'GET',
        `/v1/courses?q=${encodeURIComponent(words)}&limit=100`,
      );
      expect(body.items.map((course) => course.id)).toContain(id);
    }
    const { body } = await doctor.json<Page<Course>>(
      'GET',
      `/v1/courses?q=${encodeURIComponent(`${mark} 骨科`)}`,
    );
    expect(body.items).toEqual([]);
  });

  it('are edited only as they were read', async () => {
    const { id, etag } = await newCourse(doctor, { title: 'First' });
    const edited = await send(
      doctor,
      'PATCH',
      `/v1/courses/${id}`,
      { title: 'Second' },
      { 'if-match': etag },
    );
    expect([edited.status, ((await edited.json()) as Course).title]).toEqual([200, 'Second']);
    const late = await send(doctor, 'PATCH', `/v1/courses/${id}`, { title: 'Third' }, { 'if-match': etag });
    expect(late.status).toBe(412);
  });

  it('show to whom their visibility admits, and are a 404 to others', async () => {
    const other = await doctorOf('demo-clinic');
    const { id: hidden } = await newCourse(doctor, { title: 'Hidden', visibility: 'unit' });
    const { id: shared } = await newCourse(doctor, { title: 'Shared', visibility: 'region' });
    expect((await other.fetch(`/v1/courses/${hidden}`)).status).toBe(404);
    expect((await other.fetch(`/v1/courses/${shared}`)).status).toBe(200);
    expect((await send(other, 'PATCH', `/v1/courses/${shared}`, { title: 'Mine' }, {})).status).toBe(404);
    expect((await unitAdmin.fetch(`/v1/courses/${hidden}`)).status).toBe(200);
  });

  it('take assets only from who may change them', async () => {
    const other = await doctorOf('demo-clinic');
    const { id: shared } = await newCourse(doctor, { title: 'Shared', visibility: 'all' });
    expect((await other.uploadForm('a.pdf', PDF, { courseId: shared })).status).toBe(403);
    const { status, body } = await doctor.uploadForm('a.pdf', PDF, { courseId: shared });
    expect(status).toBe(202);
    expect((await other.fetch(`/v1/assets/${body.id}`)).status).toBe(200);
    const { body: listed } = await other.json<Page<{ id: string }>>('GET', `/v1/assets?courseId=${shared}`);
    expect(listed.items.map((asset) => asset.id)).toEqual([body.id]);
  });

  it('are paged without a gap or a double', async () => {
    const by = await doctorOf('demo-clinic');
    const made = new Set<string>();
    for (let index = 0; index < 7; index++) made.add((await newCourse(by, { title: `Course ${index}` })).id);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page<Course> } = await by.json(
        'GET',
        `/v1/courses?limit=3${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...body.items.map((course) => course.id).filter((id) => made.has(id)));
      cursor = body.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(made);
    expect((await by.fetch('/v1/courses?cursor=nonsense!')).status).toBe(400);
    expect((await by.fetch('/v1/courses?limit=1000')).status).toBe(400);
  });
});

describe('an Idempotency-Key', () => {
  it('makes a repeated POST create once, and answer the same', async () => {
    const key = { 'idempotency-key': unique() };
    const answers = await Promise.all(
      [1, 2].map(() => send(doctor, 'POST', '/v1/courses', { title: 'Once' }, key)),
    );
    const second = await send(doctor, 'POST', '/v1/courses', { title: 'Once' }, key);
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const { id } = (await second.json()) as Course;
    const created = answers.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    for (const answer of created) {
      expect(((await answer.json()) as Course).id).toBe(id);
      expect(answer.headers.get('location')).toBe(second.headers.get('location'));
    }
    expect((await send(doctor, 'POST', '/v1/courses', { title: 'Other' }, key)).status).toBe(422);
  });

  it('begins an upload once', async () => {
    const key = { 'idempotency-key': unique() };
    const begin = () => send(doctor, 'POST', '/v1/uploads', { fileName: 'a.pdf', bytes: 1000 }, key);
    const [first, again] = [await begin(), await begin()];
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(
      (
        await doctor.fetch(first.headers.get('location') ?? '', {
          method: 'DELETE',
          headers: { 'tus-resumable': '1.0.0' },
        })
      ).status,
    ).toBe(204);
  });
});

describe('quotas', () => {
  it('bind on every level, and say which unit binds', async () => {
    const hospital = `hospital-${unique()}`;
    const department = `department-${unique()}`;
    await admin.json('POST', '/v1/admin/units', {
      id: hospital,
      kind: 'hospital',
      name: 'H',
      parentId: 'demo-county',
    });
    await admin.json('POST', '/v1/admin/units', {
      id: department,
      kind: 'department',
      name: 'D',
      parentId: hospital,
    });
    await admin.json('PUT', `/v1/admin/quotas/${hospital}`, { bytes: 20 });
    await admin.json('PUT', `/v1/admin/quotas/${department}`, {
      bytes: 1_000,
      dailyBytes: 500,
      fileBytes: 200,
    });
    const by = await doctorOf(department);
    const { body: me } = await by.json<{ quota: { effective: number; bindingUnit: string } }>(
      'GET',
      '/v1/me',
    );
    expect(me.quota).toMatchObject({ effective: 20, bindingUnit: hospital });
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

    await admin.json('DELETE', `/v1/admin/quotas/${hospital}`);
    await admin.json('PUT', `/v1/admin/quotas/${department}`, { dailyBytes: PDF.length * 2 });
    expect((await by.uploadForm('b.pdf', PDF)).status).toBe(202);
    expect((await by.uploadForm('c.pdf', PDF)).body.code).toBe('daily-quota-exceeded');
    await admin.json('PUT', `/v1/admin/quotas/${department}`, { fileBytes: PDF.length - 1 });
    const tooLarge = await by.uploadForm('c.pdf', PDF);
    expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'file-too-large']);
  });

  it('of a unit are set from above only', async () => {
    expect((await send(unitAdmin, 'PUT', '/v1/admin/quotas/demo-hospital', { bytes: 1 }, {})).status).toBe(
      403,
    );
    expect((await send(unitAdmin, 'PUT', '/v1/admin/quotas/demo-county', { bytes: 1 }, {})).status).toBe(404);
    expect(
      (await send(unitAdmin, 'PUT', '/v1/admin/quotas/demo-department', { softPercent: 80 }, {})).status,
    ).toBe(200);
    expect((await unitAdmin.fetch('/v1/admin/quotas/demo-department', { method: 'DELETE' })).status).toBe(
      204,
    );
  });
});

describe('each service', () => {
  it.each(['uploader', 'delivery'] as const)('%s is alive, ready and measured', async (service) => {
    expect((await fetch(`${facts[service]}/livez`)).status).toBe(200);
    expect(await (await fetch(`${facts[service]}/readyz`)).json()).toEqual({ status: 'ok', failing: [] });
    expect(await (await fetch(`${facts[service]}/metrics`)).text()).toMatch(
      /^lectern_http_requests_total\{/m,
    );
  });

  it('describes its API, and shows it without the internet', async () => {
    const document = (await (await fetch(`${facts.uploader}/docs/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/v1/uploads/{id}');
    expect(await (await fetch(`${facts.uploader}/docs`)).text()).not.toMatch(/src="https?:/);
  });
});
