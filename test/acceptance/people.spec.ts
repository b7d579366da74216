import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
/** Of demo-hospital. */
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const tag = randomBytes(4).toString('hex');
/** A department of demo-hospital, and one of another hospital. */
const ward = `people-${tag}`;
const other = `people-other-${tag}`;
const PDF = (bytes: number) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]));

interface PersonView {
  readonly id: string;
  readonly [more: string]: unknown;
}
type PeoplePage = { items: PersonView[]; nextCursor: string | null };

async function keyOf(subject: string, unit: string, role = 'doctor', name = subject): Promise<Client> {
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject, name, role, unit, label: 'people' })
    .expect(201);
  const client = new Client(facts, (body as { secret: string }).secret);
  await api(client).get('/v1/me').expect(200);
  return client;
}

async function list(by: Client, query: Record<string, string>): Promise<PeoplePage> {
  return (await api(by).get('/v1/admin/people').query(query).expect(200)).body as PeoplePage;
}
const idsOf = async (by: Client, query: Record<string, string>) =>
  (await list(by, query)).items.map(({ id }) => id);
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code;

function importing(csv: string | Buffer, query: Record<string, string> = {}) {
  return api(admin)
    .post('/v1/admin/people/import')
    .query(query)
    .set('content-type', 'text/csv')
    .serialize((sent: unknown) => sent as string)
    .send(csv);
}

beforeAll(async () => {
  const unit = (id: string, parentId: string) =>
    api(admin).post('/v1/admin/units').send({ id, kind: 'department', name: id, parentId }).expect(201);
  await unit(ward, 'demo-hospital');
  await unit(other, 'demo-clinic');
});

describe('people', () => {
  it('are found by name, id, role, unit and what they may do; each sees those in their reach', async () => {
    const [li, wang] = [`li-${tag}`, `wang-${tag}`];
    const client = await keyOf(li, ward, 'doctor', `李医生 ${tag}`);
    await keyOf(wang, other, 'unit-admin', `王主任 ${tag}`);
    await client.uploadForm('a.pdf', PDF(1000));
    const found = await list(admin, { q: `李医生 ${tag}` });
    expect(found.items).toEqual([
      expect.objectContaining({
        id: li,
        role: 'doctor',
        unit: ward,
        usedBytes: 1000,
        assets: 1,
        disabled: false,
      }),
    ]);
    expect(await idsOf(admin, { q: tag.toUpperCase(), unit: 'demo-hospital' })).toEqual([li]);
    expect(await idsOf(admin, { q: tag, role: 'unit-admin' })).toEqual([wang]);
    expect(await idsOf(unitAdmin, { q: tag })).toEqual([li]);
    expect(codeOf(await api(unitAdmin).get('/v1/admin/people').query({ unit: other }).expect(404))).toBe(
      'unit-not-found',
    );
    await api(unitAdmin).get(`/v1/admin/people/${wang}`).expect(404);
    await api(unitAdmin).patch(`/v1/admin/people/${li}`).send({ disabled: true }).expect(200);
    expect(await idsOf(admin, { q: tag, disabled: 'true' })).toEqual([li]);
    expect(await idsOf(admin, { q: tag, disabled: 'false' })).toEqual([wang]);
    const first = await list(admin, { q: tag, limit: '1' });
    expect(first.items).toHaveLength(1);
    const rest = await list(admin, { q: tag, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ id }) => id).toSorted()).toEqual([li, wang]);
    await api(client).get('/v1/admin/people').expect(403);
  });

  it('are what an administrator says, whatever their keys say, and move with what they hold', async () => {
    const id = `zhao-${tag}`;
    const path = `/v1/admin/people/${id}`;
    const zhao = await keyOf(id, ward, 'unit-admin');
    await zhao.uploadForm('a.pdf', PDF(2000));
    await api(zhao).get('/v1/admin/people').expect(200);
    const { body: before, headers } = await api(admin).get(path).expect(200);
    const etag = headers['etag'] as string;
    await api(admin)
      .patch(path)
      .set('if-match', etag)
      .send({ role: 'doctor', unit: other })
      .expect(200)
      .expect(({ body }) =>
        expect(body).toMatchObject({
          role: 'doctor',
          unit: other,
          version: ((before as PersonView)['version'] as number) + 1,
        }),
      );
    await api(admin).patch(path).set('if-match', etag).send({ role: null }).expect(412);
    await api(zhao).get('/v1/admin/people').expect(403);
    const { body: me } = await api(zhao).get('/v1/me').expect(200);
    expect(me).toMatchObject({ role: 'doctor', unit: { id: other } });
    const { body: quota } = await api(admin).get(`/v1/admin/quotas/units/${other}`).expect(200);
    expect((quota as { used: number }).used).toBeGreaterThanOrEqual(2000);
    await api(admin).patch(path).send({ role: null, unit: null }).expect(200);
    await api(zhao).get('/v1/admin/people').expect(200);
    expect((await api(zhao).get('/v1/me').expect(200)).body).toMatchObject({ unit: { id: ward } });
    // Who is an admin is for administrators to say; and nobody speaks of themselves.
    for (const role of ['admin', 'auditor']) await api(unitAdmin).patch(path).send({ role }).expect(403);
    await api(zhao).patch(path).send({ role: 'doctor' }).expect(403);
    await api(admin).patch(path).send({ role: 'doctor' }).expect(200);
    expect(codeOf(await api(unitAdmin).patch(path).send({ role: 'unit-admin' }).expect(403))).toBe(
      'assigned-by-administrator',
    );
  });

  it('courses and assets are found by the ids of the platform, each id once in a region', async () => {
    const [one, two] = [`one-${tag}`, `two-${tag}`];
    const client = await keyOf(one, ward);
    await keyOf(two, ward);
    const externalId = `平台-${tag}`;
    await api(admin).patch(`/v1/admin/people/${one}`).send({ externalId }).expect(200);
    expect(await idsOf(admin, { externalId })).toEqual([one]);
    expect(codeOf(await api(admin).patch(`/v1/admin/people/${two}`).send({ externalId }).expect(409))).toBe(
      'external-id-taken',
    );
    const course = (sent: object) =>
      api(client)
        .post('/v1/courses')
        .send({ title: 'A', ...sent });
    const { body: made } = await course({ externalId }).expect(201);
    expect(codeOf(await course({ externalId }).expect(409))).toBe('external-id-taken');
    const { body: asset } = await client.uploadForm('a.pdf', PDF(100));
    await api(client).patch(`/v1/assets/${asset.id}`).send({ externalId }).expect(200);
    for (const [path, id] of [
      ['/v1/courses', (made as { id: string }).id],
      ['/v1/assets', asset.id],
    ] as const) {
      const { body } = await api(client).get(path).query({ externalId }).expect(200);
      expect((body as PeoplePage).items).toEqual([expect.objectContaining({ id, externalId })]);
    }
    await api(client).patch(`/v1/assets/${asset.id}`).send({ externalId: null }).expect(200);
  });
});

describe('a list of people', () => {
  const csv = (...lines: string[]) => `id,name,role,unit,externalId\r\n${lines.join('\r\n')}\r\n`;

  it('is judged line by line, and taken as a whole or not at all', async () => {
    const [a, b] = [`csv-a-${tag}`, `csv-b-${tag}`];
    const bad = csv(
      `${a},甲,doctor,${ward},x-${tag}`,
      `${b},,doctor,nowhere-${tag},x-${tag}`,
      `${a},,boss,,`,
    );
    const { body: judged } = await importing(bad, { dryRun: 'true' }).expect(200);
    expect(judged).toMatchObject({
      dryRun: true,
      new: 1,
      refused: 2,
      lines: [
        { line: 2, id: a, verdict: 'new', problems: [] },
        { line: 3, id: b, verdict: 'refused', problems: [expect.any(String), 'unit: there is no such unit'] },
        { line: 4, id: a, verdict: 'refused' },
      ],
    });
    const { body: refused } = await importing(bad).expect(422);
    expect(refused).toMatchObject({ code: 'import-refused', lines: 2 });
    expect(await idsOf(admin, { q: `csv-a-${tag}` })).toEqual([]);
    await importing(csv(`${a},甲,doctor,${ward},x-${tag}`, `${b},乙,unit-admin,${ward},`)).expect(200);
    expect((await list(admin, { externalId: `x-${tag}` })).items).toMatchObject([
      { id: a, name: '甲', role: 'doctor', unit: ward, lastSeenAt: null },
    ]);
    const { body: again } = await importing(csv(`${a},,,,`, `${b},丙,,${other},`)).expect(200);
    expect(again).toMatchObject({ new: 0, changed: 1, unchanged: 1 });
    expect((await api(admin).get(`/v1/admin/people/${b}`)).body).toMatchObject({ name: '丙', unit: other });
  });

  it('comes in GB18030 too, and is refused with a reason where it is no list', async () => {
    const id = `gb-${tag}`;
    // "id,name,unit", and the name 王医生 in GB18030.
    const name = Buffer.from([0xcd, 0xf5, 0xd2, 0xbd, 0xc9, 0xfa]);
    await importing(
      Buffer.concat([Buffer.from(`id,name,unit\n${id},`), name, Buffer.from(`,${ward}\n`)]),
    ).expect(200);
    expect(await idsOf(admin, { q: `王医生`, unit: ward })).toEqual([id]);
    for (const [sent, detail] of [
      ['', 'names nobody'],
      ['id,nmae\nx,y\n', 'did you mean “name”'],
      ['name\nx\n', '`id` among them'],
      ['id,name\nx\n', 'line 2'],
      [`id\n${'x\n'.repeat(5_001)}`, 'more than 5000'],
      [Buffer.from([0x69, 0x64, 0x0a, 0xff, 0xff, 0x0a]), 'neither UTF-8 nor GB18030'],
    ] as const) {
      const { body } = await importing(sent).expect(400);
      expect(body).toMatchObject({ code: 'import-unreadable', detail: expect.stringContaining(detail) });
    }
    expect(codeOf(await importing(`id\n${'x'.repeat(2 * 1024 * 1024)}`).expect(413))).toBe('body-too-large');
    expect(
      (await api(unitAdmin).post('/v1/admin/people/import').set('content-type', 'text/csv').send('id\nx'))
        .status,
    ).toBe(403);
  });
});

describe('lessons of one who leaves', () => {
  it('are given to another, with their quota; the other’s they are from then on', async () => {
    const [from, to] = [`leaves-${tag}`, `stays-${tag}`];
    const leaving = await keyOf(from, ward);
    const staying = await keyOf(to, other);
    const { body: course } = await api(leaving).post('/v1/courses').send({ title: 'A' }).expect(201);
    const { body: asset } = await leaving.uploadForm('a.pdf', PDF(3000));
    await leaving.uploadForm('b.pdf', PDF(4000));
    const transfer = (by: Client, receiver: string) =>
      api(by).post(`/v1/admin/people/${from}/transfer`).send({ to: receiver });
    await transfer(unitAdmin, to).expect(404);
    await transfer(admin, `nobody-${tag}`).expect(404);
    const { body: link } = await api(leaving)
      .post(`/v1/assets/${asset.id}/download-links`)
      .send({})
      .expect(201);
    const { body: given } = await transfer(admin, to).expect(200);
    expect(given).toEqual({ assets: 2, courses: 1, bytes: 7000, complete: true });
    expect((await transfer(admin, to).expect(200)).body).toEqual({
      assets: 0,
      courses: 0,
      bytes: 0,
      complete: true,
    });
    const [left, got] = [
      await api(admin).get(`/v1/admin/people/${from}`),
      await api(admin).get(`/v1/admin/people/${to}`),
    ];
    expect(left.body).toMatchObject({ usedBytes: 0, assets: 0 });
    expect(got.body).toMatchObject({ usedBytes: 7000, assets: 2 });
    const { body: drift } = await api(admin).post('/v1/admin/quotas/units/demo-region/recompute').expect(200);
    expect(drift).toMatchObject({ drift: 0 });
    await api(leaving).get(`/v1/assets/${asset.id}`).expect(404);
    await api(staying).patch(`/v1/assets/${asset.id}`).send({ title: 'Mine' }).expect(200);
    await api(staying)
      .patch(`/v1/courses/${(course as { id: string }).id}`)
      .send({ title: 'Mine' })
      .expect(200);
    await vi.waitFor(async () => expect((await fetch((link as { url: string }).url)).status).toBe(403), {
      timeout: 60_000,
      interval: 500,
    });
    await api(admin).patch(`/v1/admin/people/${from}`).send({ disabled: true }).expect(200);
    expect(
      codeOf(await api(admin).post(`/v1/admin/people/${to}/transfer`).send({ to: from }).expect(409)),
    ).toBe('receiver-disabled');
  });
});
