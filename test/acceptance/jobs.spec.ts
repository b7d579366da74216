import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const isElsewhere = inject('isElsewhere');
const admin = new Client(facts, facts.keys.admin);
const PDF = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(991)]));
/** An MP4 by its first bytes, and nothing more. */
const CUT_OFF = new Uint8Array(
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom\0\0\0\0isommp42'), randomBytes(500)]),
);

let home: Department;
/** Who has their unit in reach, and who another. */
let chief: Client;
let stranger: Client;

async function chiefOf(unit: string): Promise<Client> {
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject: `${unit}-chief`, name: 'Chief', role: 'unit-admin', unit, label: 'jobs' })
    .expect(201);
  return new Client(facts, (body as { secret: string }).secret);
}

const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;

beforeAll(async () => {
  home = await Department.create(facts, 'jobs');
  const away = await Department.create(facts, 'jobs-away');
  [chief, stranger] = [await chiefOf(home.unit), await chiefOf(away.unit)];
});

describe('jobs', () => {
  it('that failed are listed with their reason to who has them in reach, and tried again', async () => {
    const { status, body: asset } = await home.doctor.uploadForm('lesson.mp4', CUT_OFF);
    expect(status).toBe(202);
    const path = `/v1/admin/jobs/${asset.id}`;
    const failed = {
      asset: asset.id,
      state: 'failed',
      failure: { code: expect.any(String), reason: expect.any(String) },
    };
    await vi.waitFor(
      async () => expect((await api(chief).get(path).expect(200)).body).toMatchObject(failed),
      { timeout: 60_000, interval: 300 },
    );
    const listed = await api(chief).get('/v1/admin/jobs').query({ state: 'failed' }).expect(200);
    expect((listed.body as { items: unknown[] }).items).toMatchObject([failed]);
    expect((await api(chief).get('/v1/admin/jobs/queues').expect(200)).body).toMatchObject({ failed: 1 });
    expect((await api(stranger).get('/v1/admin/jobs/queues').expect(200)).body).toMatchObject({ failed: 0 });
    for (const other of [
      await api(stranger).get(path),
      await api(stranger).post(`${path}/retry`),
      await api(chief).get('/v1/admin/jobs/ast_nowhere'),
    ])
      expect([other.status, codeOf(other)]).toEqual([404, 'job-not-found']);
    await api(stranger).get('/v1/admin/jobs').query({ unit: home.unit }).expect(404);
    await api(home.doctor).get('/v1/admin/jobs').expect(403);
    expect(codeOf(await api(chief).post(`${path}/cancel`).expect(409))).toBe('job-has-ended');
    expect(codeOf(await api(chief).patch(path).send({ priority: 'high' }).expect(409))).toBe(
      'job-not-waiting',
    );
    await api(chief).post(`${path}/retry`).expect(202);
    await vi.waitFor(
      async () => expect((await api(chief).get(path).expect(200)).body).toMatchObject(failed),
      { timeout: 60_000, interval: 300 },
    );
    await api(home.doctor).delete(`/v1/assets/${asset.id}`).expect(202);
    await api(chief).get(path).expect(404);
  });
});

describe('revocations', () => {
  it('end the URLs of an asset or a person, and are listed with their reason', async () => {
    const { body: asset } = await home.doctor.uploadForm('a.pdf', PDF);
    const link = async () => {
      const { body } = await api(home.doctor)
        .post(`/v1/assets/${asset.id}/download-links`)
        .send({})
        .expect(201);
      return (body as { url: string }).url;
    };
    const revoke = (by: Client, what: object) =>
      api(by)
        .post('/v1/admin/revocations')
        .send({ reason: '病人可以被认出', ...what });
    const person = `${home.unit}-doctor`;
    await revoke(chief, {}).expect(400);
    await revoke(stranger, { asset: asset.id }).expect(404);
    await revoke(stranger, { person }).expect(404);
    await revoke(home.doctor, { asset: asset.id }).expect(403);
    for (const what of [{ asset: asset.id }, { person }]) {
      const url = await link();
      expect((await fetch(url)).status).toBe(200);
      const { body } = await revoke(chief, what).expect(201);
      expect(body).toMatchObject({ ...what, reason: '病人可以被认出', revokedBy: `${home.unit}-chief` });
      await vi.waitFor(async () => expect((await fetch(url)).status).toBe(403), {
        timeout: 60_000,
        interval: 300,
      });
    }
    expect((await fetch(await link())).status).toBe(200);
    const { body: listed } = await api(chief).get('/v1/admin/revocations').expect(200);
    expect((listed as { items: object[] }).items).toMatchObject([
      { person, asset: null },
      { asset: asset.id },
    ]);
    const { body: none } = await api(stranger).get('/v1/admin/revocations').expect(200);
    expect(none).toMatchObject({ items: [] });
    const { body: of } = await api(admin).get('/v1/admin/revocations').query({ asset: asset.id }).expect(200);
    expect((of as { items: object[] }).items).toHaveLength(1);
  });
});

describe('signing keys', () => {
  it('are listed without their secrets', async () => {
    const { body } = await api(admin).get('/v1/admin/signing-keys').expect(200);
    const { items } = body as { items: { state: string }[] };
    expect(items.filter(({ state }) => state === 'signing')).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('secret');
    await api(chief).get('/v1/admin/signing-keys').expect(403);
    await api(chief).post('/v1/admin/signing-keys/rotate').expect(403);
  });

  it.skipIf(isElsewhere)(
    'a new one verifies at once, and is going to sign; one change at a time',
    async () => {
      const { body } = await api(admin).post('/v1/admin/signing-keys/rotate').expect(202);
      const { items } = body as { items: { kid: string; state: string; signsFrom: string | null }[] };
      const next = items.find(({ signsFrom }) => signsFrom !== null);
      expect(next).toMatchObject({ state: 'verifying' });
      await vi.waitFor(
        async () =>
          expect((await api(admin).get('/v1/admin/signing-keys').expect(200)).body).toMatchObject({
            items: expect.arrayContaining([expect.objectContaining({ kid: next?.kid })]),
          }),
        { timeout: 30_000, interval: 300 },
      );
      expect(codeOf(await api(admin).post('/v1/admin/signing-keys/rotate').expect(409))).toBe(
        'key-rotation-running',
      );
    },
  );
});
