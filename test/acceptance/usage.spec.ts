import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
/** Of demo-hospital. */
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(49_991)]);
const today = () => new Date().toISOString().slice(0, 10);

interface Series {
  readonly id: string | null;
  readonly kind: string | null;
  readonly series: readonly Readonly<Record<string, number | string>>[];
}

async function usage(query: string, caller = unitAdmin): Promise<Series[]> {
  const { body } = await api(caller).get(`/v1/admin/usage?${query}`).expect(200);
  return (body as { items: Series[] }).items;
}

const code = async (query: string, status: number, caller = unitAdmin) => {
  const { body } = await api(caller).get(`/v1/admin/usage${query}`).expect(status);
  return (body as { code: string }).code;
};

describe('what was used', () => {
  it('is told by unit and by person, as JSON and as CSV', async () => {
    const ward = await Department.create(facts, 'usage');
    const { body: sent } = await api(ward.doctor)
      .post('/v1/assets')
      .attach('file', PDF, 'paper.pdf')
      .expect(202);
    const asset = (sent as { id: string }).id;
    const { body: link } = await api(ward.doctor).post(`/v1/assets/${asset}/download-links`).expect(201);
    const answer = await fetch((link as { url: string }).url);
    expect((await answer.arrayBuffer()).byteLength).toBe(PDF.length);
    const person = `${ward.unit}-doctor`;
    const query = `from=${today()}`;
    // Delivery writes each second, and the worker looks every ten.
    await expect
      .poll(async () => (await usage(`unit=${ward.unit}&${query}`))[0]?.series.at(-1), { interval: 2000 })
      .toMatchObject({
        receivedBytes: PDF.length,
        usedBytes: PDF.length,
        sentBytes: PDF.length,
        minutesWatched: 0,
        viewers: 0,
      });
    const [of] = await usage(`person=${person}&${query}`);
    expect(of).toMatchObject({ id: person, kind: 'doctor', series: [{ sentBytes: PDF.length }] });
    const people = await usage(`unit=${ward.unit}&by=person&interval=month`);
    expect(people.map(({ id, series }) => [id, series.length])).toEqual([[person, 12]]);
    const told = { receivedBytes: null, usedBytes: null, derivedBytes: null, encodes: null };
    const sentOnly = { sentBytes: PDF.length, minutesWatched: 0, views: 0, viewers: 0 };
    for (const of of [`unit=${ward.unit}`, `person=${person}`])
      expect(await usage(`${of}&by=asset&${query}`)).toEqual([
        {
          id: asset,
          kind: 'attachment',
          name: 'paper.pdf',
          series: [{ period: today(), ...told, ...sentOnly }],
        },
      ]);
    const { body: own } = await api(ward.doctor).get(`/v1/assets/${asset}/usage?${query}`).expect(200);
    expect(own).toEqual({
      interval: 'day',
      from: today(),
      to: today(),
      series: [{ period: today(), ...sentOnly }],
    });
    const { body: shown } = await api(ward.doctor).get(`/v1/assets/${asset}`).expect(200);
    expect(shown).toMatchObject({ views: 0 });
    // Of what they may not change nobody is told how it is used, also where they may see it.
    for (const path of [asset, 'ast_nowhere0000']) {
      const { body } = await api(await ward.another('curious'))
        .get(`/v1/assets/${path}/usage`)
        .expect(404);
      expect(body).toMatchObject({ code: 'asset-not-found' });
    }
    const below = await usage(`by=unit&limit=100&${query}`);
    expect(below.find(({ id }) => id === ward.unit)?.series.at(-1)).toMatchObject({ sentBytes: PDF.length });
    expect((await usage(query))[0]).toMatchObject({ id: 'demo-hospital' });
    const [everything] = await usage(query, admin);
    expect(everything).toMatchObject({ id: null, kind: null });
    expect(Number(everything?.series.at(-1)?.['sentBytes'])).toBeGreaterThanOrEqual(PDF.length);
    const table = await api(unitAdmin)
      .get(`/v1/admin/usage.csv?unit=${ward.unit}&by=person&${query}`)
      .expect(200);
    expect(table.headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = table.text.replace(/^\uFEFF/, '').split('\r\n');
    expect(rows[0]).toBe(
      'id,kind,name,period,receivedBytes,usedBytes,derivedBytes,sentBytes,minutesWatched,views,viewers,encodes',
    );
    expect(rows.at(-2)).toBe(`${person},doctor,${person},${today()},50000,50000,0,50000,0,0,0,0`);
    const { text } = await api(unitAdmin)
      .get(`/v1/admin/usage.csv?unit=${ward.unit}&by=asset&${query}`)
      .expect(200);
    expect(text.split('\r\n').at(-2)).toBe(`${asset},attachment,paper.pdf,${today()},,,,50000,0,0,0,`);
  });

  it('is told of what lies in the caller’s reach; beyond it there is nothing', async () => {
    for (const query of [
      '?unit=demo-clinic',
      '?unit=demo-clinic&by=asset',
      '?unit=demo-region',
      '?unit=nowhere',
      '?unit=@demo-doctor',
    ])
      expect(await code(query, 404)).toBe('unit-not-found');
    expect(await code('?person=nobody', 404)).toBe('person-not-found');
    expect(await code('.csv?unit=demo-clinic', 404)).toBe('unit-not-found');
    expect(await code('', 403, new Client(facts, facts.keys.doctor))).toBe('forbidden');
  });

  it('has bounds, which their errors tell', async () => {
    expect(await code('?from=2026-02-02&to=2026-02-01', 400)).toBe('usage-window-invalid');
    expect(await code('?from=2026-01-01&to=2026-04-03', 400)).toBe('usage-window-too-long');
    expect(await code('?interval=month&from=2016-01-01&to=2026-01-01', 400)).toBe('usage-window-too-long');
    expect(await code('?from=2026-02-30', 400)).toBe('invalid-request');
    expect(await code('?person=demo-doctor&by=unit', 400)).toBe('invalid-request');
    expect(await code('?by=asset&cursor=nowhere', 400)).toBe('invalid-cursor');
    expect(await code('?units=a', 400)).toBe('unknown-parameter');
  });
});
