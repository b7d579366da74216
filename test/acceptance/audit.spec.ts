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

interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly unit: string | null;
}
interface Page {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
}

let ward: Department;
let auditor: Client;
let asset: string;

const person = async (subject: string, role: string, unit?: string) => {
  const { body } = await api(admin)
    .post('/v1/admin/api-keys')
    .send({ subject, name: subject, role, unit, label: 'audit' })
    .expect(201);
  return new Client(facts, (body as { secret: string }).secret);
};
const list = async (by: Client, query: Record<string, string | number>) =>
  (await api(by).get('/v1/admin/audit').query(query).expect(200)).body as Page;

beforeAll(async () => {
  ward = await Department.create(facts, 'audited');
  auditor = await person(`auditor-${randomBytes(4).toString('hex')}`, 'auditor');
  asset = (await ward.doctor.uploadForm('a.pdf', PDF)).body.id;
  await api(ward.doctor).delete(`/v1/assets/${asset}`).expect(202);
  await api(ward.doctor).post(`/v1/assets/${asset}/restore`).expect(200);
});

describe('GET /v1/admin/audit', () => {
  it('lists what was done, by whom, how, to what, where and when, page by page', async () => {
    const { items } = await list(auditor, { subject: asset });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['asset.trashed', 'asset.restored']),
    );
    const [trashed] = (await list(auditor, { subject: asset, action: 'asset.trashed' })).items;
    expect(trashed).toMatchObject({ actor: `${ward.unit}-doctor`, unit: ward.unit });
    const at = trashed?.at ?? '';
    const one = { subject: asset, action: 'asset.trashed' };
    expect((await list(admin, { ...one, from: at })).items).toHaveLength(1);
    expect((await list(admin, { ...one, to: at })).items).toEqual([]);
    expect((await list(admin, { actor: `${ward.unit}-doctor`, unit: 'demo-clinic' })).items).toEqual([]);
    const found: Entry[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await list(auditor, {
        unit: ward.unit,
        limit: 1,
        ...(cursor !== undefined && { cursor }),
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(found).toEqual((await list(auditor, { unit: ward.unit, limit: 100 })).items);
    expect(found.length).toBeGreaterThan(2);
    await api(auditor).get('/v1/admin/audit').query({ from: 'yesterday' }).expect(400);
    await api(auditor).get('/v1/admin/audit').query({ cursor: 'x' }).expect(400);
  });

  it('shows a unit admin their unit and what lies below it, and a doctor nothing', async () => {
    const { items } = await list(unitAdmin, { actor: `${ward.unit}-doctor`, limit: 100 });
    expect(items.length).toBeGreaterThan(1);
    expect(items.every(({ unit }) => unit === ward.unit)).toBe(true);
    const other = await person(`${ward.unit}-other`, 'unit-admin', 'demo-clinic');
    expect((await list(other, { subject: asset })).items).toEqual([]);
    await api(other).get('/v1/admin/audit').query({ unit: ward.unit }).expect(404);
    await api(ward.doctor).get('/v1/admin/audit').expect(403);
  });

  it('gives all that fits as a file, in which no name is a formula', async () => {
    const evil = await person('=1+1', 'doctor', ward.unit);
    await api(evil)
      .delete(`/v1/assets/${(await evil.uploadForm('b.pdf', PDF)).body.id}`)
      .expect(202);
    const file = async (format: string) => {
      const query = { unit: ward.unit, format };
      const { headers, text } = await api(unitAdmin).get('/v1/admin/audit').query(query).buffer().expect(200);
      expect(headers['content-disposition']).toBe(`attachment; filename="audit.${format}"`);
      return text;
    };
    const csv = (await file('csv')).replace(/^\u{feff}/u, '').split('\r\n');
    expect(csv[0]).toBe('seq,at,actor,action,subject,unit,facts,hash');
    expect(csv.join('\n')).toContain(",'=1+1,asset.trashed,");
    const lines = (await file('ndjson')).trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    // The export before this one is an entry, too.
    expect(entries.map(({ seq }) => String(seq))).toEqual(
      [String(entries[0]?.seq), String(entries[1]?.seq)].concat(
        csv.slice(2, -1).map((line) => line.split(',')[0] ?? ''),
      ),
    );
    expect(entries[0]).toMatchObject({ action: 'audit.exported', actor: 'demo-unit-admin' });
    await api(unitAdmin).get('/v1/admin/audit').query({ format: 'xlsx' }).expect(400);
  });
});

describe('POST /v1/admin/audit/verify', () => {
  it('says whether the trail is what was written, to admins and auditors', async () => {
    const { body } = await api(auditor).post('/v1/admin/audit/verify').expect(200);
    expect(body).toMatchObject({ intact: true, findings: [], moreFindings: 0 });
    expect((body as { rows: number }).rows).toBeGreaterThan(3);
    const [entry] = (await list(auditor, { action: 'audit.verified', limit: 1 })).items;
    expect(entry).toMatchObject({ facts: { intact: true } });
    await api(unitAdmin).post('/v1/admin/audit/verify').expect(403);
  });
});
