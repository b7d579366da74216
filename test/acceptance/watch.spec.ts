import { openAsBlob } from 'node:fs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');

let ours: Department;
let asset: string;

beforeAll(async () => {
  ours = await Department.create(facts, 'watch');
  const file = await openAsBlob(await recording({ seconds: 2, size: '320x180', source: 'screen' }));
  const { body } = await ours.doctor.uploadForm('lesson.mp4', file);
  asset = body.id;
  await ours.doctor.untilState(asset, ['ready']);
});

describe('the poster by its address', () => {
  const ask = (caller: Client, id: string, { query = '', accept = '*/*' } = {}) =>
    caller.fetch(`/v1/assets/${id}/poster${query}`, { redirect: 'manual', headers: { accept } });

  it('leads to a picture of the width that is asked for, which opens nothing else', async () => {
    const answer = await ask(ours.doctor, asset, { query: '?width=200' });
    expect(answer.status).toBe(302);
    const [, seconds] = /^private, max-age=(\d+)$/.exec(answer.headers.get('cache-control') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
    expect(Number(seconds)).toBeLessThan(300);
    const url = answer.headers.get('location') ?? '';
    expect(url).toContain(`${facts.delivery}/s/`);
    expect(url).toContain('~s=file');
    const picture = await fetch(url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const small = await ask(ours.doctor, asset, { accept: 'image/avif,image/webp,*/*' });
    const packed = await fetch(small.headers.get('location') ?? '');
    expect([packed.status, packed.headers.get('content-type')]).toEqual([200, 'image/avif']);
  });

  it('is not for whom the asset is none of, nor of what has none', async () => {
    const theirs = await Department.create(facts, 'elsewhere');
    const foreign = await ask(theirs.doctor, asset);
    expect([foreign.status, ((await foreign.json()) as { code: string }).code]).toEqual([
      404,
      'asset-not-found',
    ]);
    const { body } = await ours.doctor.uploadForm('notes.txt', new TextEncoder().encode('notes'));
    const none = await ask(ours.doctor, body.id);
    expect([none.status, ((await none.json()) as { code: string }).code]).toEqual([404, 'track-not-found']);
    await api(ours.doctor).get(`/v1/assets/${asset}/poster?width=0`).expect(400);
  });

  it('dies with the URLs of its asset', async () => {
    const url = (await ask(ours.doctor, asset)).headers.get('location') ?? '';
    expect((await fetch(url)).status).toBe(200);
    const admin = new Client(facts, facts.keys.admin);
    await api(admin).post('/v1/admin/revocations').send({ asset, reason: 'test' }).expect(201);
    await expect.poll(async () => (await fetch(url)).status, { timeout: 15_000 }).toBe(403);
    const again = (await ask(ours.doctor, asset)).headers.get('location') ?? '';
    expect((await fetch(again)).status).toBe(200);
  });
});

it('gives no ticket for a frame where no origin may show lessons, nor of what the caller may not see', async () => {
  const refused = await api(ours.doctor).post(`/v1/assets/${asset}/embed-tickets`).expect(409);
  expect(refused.body).toMatchObject({ code: 'embedding-not-set-up' });
  const theirs = await Department.create(facts, 'elsewhere');
  await api(theirs.doctor).post(`/v1/assets/${asset}/embed-tickets`).expect(404);
});
