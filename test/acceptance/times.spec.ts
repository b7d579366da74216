import { beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { Client } from './client.js';
import { LecternProcess } from './lectern-process.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const PDF = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'));

describe('a time', () => {
  const keyUntil = (expiresAt: string) =>
    api(admin)
      .post('/v1/admin/api-keys')
      .send({ subject: 'timed', name: 'Timed', role: 'auditor', label: 'timed', expiresAt });

  it.each([
    ['2040-03-01T08:00:00Z', '2040-03-01T08:00:00.000Z'],
    ['2040-03-01T08:00:00.5+08:00', '2040-03-01T00:00:00.500Z'],
    ['2040-03-01T00:00:00-23:30', '2040-03-01T23:30:00.000Z'],
  ])('may have any offset, and is answered in UTC: %s', async (given, told) => {
    const { body } = await keyUntil(given).expect(201);
    const { id, expiresAt } = body as { id: string; expiresAt: string };
    expect(expiresAt).toBe(told);
    const { body: list } = await api(admin).get('/v1/admin/api-keys').query({ limit: 100 }).expect(200);
    const { items } = list as { items: { id: string; expiresAt: string }[] };
    expect(items.find((key) => key.id === id)?.expiresAt).toBe(told);
    await api(admin).delete(`/v1/admin/api-keys/${id}`).expect(204);
  });

  it.each([
    ['in the past', '2020-01-01T00:00:00+08:00', 'must be still to come'],
    ['now', new Date().toISOString(), 'must be still to come'],
    ['on no calendar', '2041-02-29T00:00:00Z', 'RFC 3339'],
    ['without an offset', '2040-03-01T08:00:00', 'RFC 3339'],
  ])('%s is 400, and told by its field', async (_, given, sentence) => {
    const { body } = await keyUntil(given).expect(400);
    expect(body).toMatchObject({
      code: 'invalid-request',
      problems: [expect.stringMatching(new RegExp(`^expiresAt: .*${sentence}`))],
    });
  });
});

describe.skipIf(inject('isElsewhere'))('the life of a session or link', () => {
  const bounds = {
    LECTERN_PLAYBACK_SECONDS: '600',
    LECTERN_PLAYBACK_MIN_SECONDS: '120',
    LECTERN_PLAYBACK_MAX_SECONDS: '3600',
  };
  let by: Client;
  let link: string;

  beforeAll(async () => {
    const lectern = await LecternProcess.create({ ...inject('environment'), ...bounds });
    const own = await lectern.start();
    by = new Client(own, own.keys.doctor);
    const { body } = await by.uploadForm('a.pdf', PDF);
    link = `/v1/assets/${body.id}/download-links`;
    return () => lectern.dispose();
  });

  it.each([119, 3601, 1_000_000_000])('is refused outside its bounds: %i', async (ttl) => {
    const { body } = await api(by).post(link).send({ ttl }).expect(400);
    expect(body).toMatchObject({ code: 'ttl-out-of-bounds', least: 120, most: 3600 });
  });

  it.each([120, 3600])('is what was asked for within them, and told: %i', async (ttl) => {
    const before = Date.now();
    const { body } = await api(by).post(link).send({ ttl }).expect(201);
    const { expiresAt, url } = body as { expiresAt: string; url: string };
    const lives = (Date.parse(expiresAt) - before) / 1000;
    expect([lives > ttl - 2, lives < ttl + 60]).toEqual([true, true]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('is the usual one, within the bounds, where none is asked for', async () => {
    const before = Date.now();
    const { body } = await api(by).post(link).expect(201);
    const lives = (Date.parse((body as { expiresAt: string }).expiresAt) - before) / 1000;
    expect([lives > 598, lives < 660]).toEqual([true, true]);
  });
});
