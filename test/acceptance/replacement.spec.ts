import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { api } from './api.js';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const pdf = (bytes = 1000) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]));
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

interface View extends AssetView {
  readonly revision: string;
  readonly replacement: { readonly state: string; readonly failure: { readonly code: string } | null } | null;
  readonly beyondEnd: unknown;
}
interface Revision {
  readonly id: string;
  readonly role: string;
  readonly bytes: number;
  readonly purgeAt: string | null;
  readonly failure: { readonly code: string } | null;
}

let ward: Department;
let doctor: Client;

beforeAll(async () => {
  ward = await Department.create(facts, 'replaced');
  doctor = ward.doctor;
});

const view = async (id: string) => (await doctor.json<View>('GET', `/v1/assets/${id}`)).body;
const revisions = async (id: string) =>
  (await api(doctor).get(`/v1/assets/${id}/revisions`).expect(200)).body as { items: Revision[] };

async function until(id: string, holds: (asset: View) => boolean): Promise<View> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const asset = await view(id);
    if (holds(asset)) return asset;
    await delay(100);
  }
  throw new Error(`it never came: ${JSON.stringify(await view(id))}`);
}

async function text(url: string | URL): Promise<string> {
  const response = await fetch(url);
  expect([String(url), response.status]).toEqual([String(url), 200]);
  return response.text();
}

/** The seconds that the first rung of a master playlist plays, whose media is there to its last byte. */
async function seconds(hls: string): Promise<number> {
  const master = await text(hls);
  const uri = /^(?!#).+\.m3u8$/m.exec(master)?.[0] ?? '';
  const playlist = new URL(uri, hls);
  const lines = (await text(playlist)).split('\n');
  const media = new URL(lines.findLast((line) => line.endsWith('.mp4')) ?? '', playlist);
  const [length = 0, start = 0] = (/BYTERANGE:(\d+)@(\d+)/.exec(lines.join('\n')) ?? []).slice(1).map(Number);
  const part = await fetch(media, { headers: { range: `bytes=${start}-${start + length - 1}` } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, length]);
  return lines.reduce((sum, line) => sum + Number(/^#EXTINF:([\d.]+)/.exec(line)?.[1] ?? 0), 0);
}

async function tus(bytes: Uint8Array | Blob, metadata: Record<string, string>): Promise<Response> {
  const pairs = Object.entries({ filename: 'take.mp4', ...metadata });
  return doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes instanceof Blob ? bytes.size : bytes.byteLength),
      'upload-metadata': pairs.map(([name, value]) => `${name} ${base64(value)}`).join(','),
    },
  });
}

const send = (location: string, bytes: Uint8Array<ArrayBuffer> | Blob) =>
  doctor.fetch(new URL(location, 'http://x').pathname, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  });

const attachment = async (bytes = pdf()) =>
  (await doctor.uploadForm('a.pdf', bytes, { title: 'Handout' })).body;

async function saved(id: string): Promise<string> {
  const { body } = await doctor.json<{ url: string }>('POST', `/v1/assets/${id}/download-links`, {});
  return hex(new Uint8Array(await (await fetch(body.url)).arrayBuffer()));
}

describe('a recording that is replaced under its link', () => {
  let asset: View;
  let session: { hls: string; session: string };

  it('is served as it was until the new one is ready, and keeps all that was said of it', async () => {
    const first = await openAsBlob(await recording({ seconds: 6, size: '320x240', source: 'screen' }));
    const { body: uploaded } = await doctor.uploadForm('first.mp4', first, { title: 'Suture' });
    asset = (await doctor.untilState(uploaded.id, ['ready'])) as View;
    const path = `/v1/assets/${asset.id}`;
    expect(asset).toMatchObject({ revision: 'first', replacement: null, beyondEnd: null });
    const captions = '1\n00:00:01,000 --> 00:00:02,000\nneedle\n\n2\n00:00:05,000 --> 00:00:05,500\nend\n';
    await doctor.fetch(`${path}/captions/en`, {
      method: 'PUT',
      headers: { 'content-type': 'application/x-subrip' },
      body: captions,
    });
    await doctor.json('PUT', `${path}/chapters`, {
      chapters: [
        { title: 'One', startSeconds: 0 },
        { title: 'Two', startSeconds: 5 },
      ],
    });
    session = await doctor.session(asset.id);
    const before = await ward.quota();

    const shorter = await openAsBlob(await recording({ seconds: 3, size: '320x240', source: 'screen' }));
    const created = await tus(shorter, { replaces: asset.id });
    expect(created.status).toBe(201);
    expect(await created.json()).toMatchObject({ asset: asset.id, replaces: asset.id });
    expect((await ward.quota()).reserved).toBe(shorter.size);
    const sent = await send(created.headers.get('location') ?? '', shorter);
    expect([sent.status, sent.headers.get('upload-asset')]).toEqual([204, asset.id]);

    const replaced = await until(asset.id, ({ revision }) => revision !== 'first');
    expect(replaced).toMatchObject({
      title: 'Suture',
      fileName: 'take.mp4',
      state: 'ready',
      bytes: shorter.size,
      replacement: null,
      beyondEnd: { captions: [{ language: 'en', cues: 1 }], chapters: 1 },
    });
    expect(replaced.durationSeconds).toBeCloseTo(3, 0);
    const quota = await ward.quota();
    expect([quota.used, quota.assets]).toEqual([before.used + shorter.size, before.assets]);
  });

  it('plays on in sessions that were open, also renewed, and anew in new ones', async () => {
    expect(await seconds(session.hls)).toBeCloseTo(6, 0);
    const renewed = await doctor.json<{ hls: string }>(
      'POST',
      `/v1/assets/${asset.id}/playback-sessions/${session.session}/renew`,
      {},
    );
    expect(await seconds(renewed.body.hls)).toBeCloseTo(6, 0);
    const now = await doctor.session(asset.id);
    expect(await seconds(now.hls)).toBeCloseTo(3, 0);
    expect(await text(now.hls)).toContain('LANGUAGE="en"');
    const found = await doctor.json<{ items: { id: string }[] }>('GET', '/v1/assets?q=needle');
    expect(found.body.items.map(({ id }) => id)).toEqual([asset.id]);
  });

  it('is listed once, with what it showed before, which can be shown again', async () => {
    const listed = await doctor.json<{ items: { id: string }[] }>('GET', '/v1/assets?q=suture');
    expect(listed.body.items.map(({ id }) => id)).toEqual([asset.id]);
    const { items } = await revisions(asset.id);
    expect(items.map(({ id, role, purgeAt }) => [id === 'first', role, purgeAt === null])).toEqual([
      [false, 'shown', true],
      [true, 'former', false],
    ]);
    const path = `/v1/assets/${asset.id}/revisions/first/restore`;
    const stranger = await ward.another('stranger');
    await api(stranger).post(path).expect(404);
    await api(stranger).get(`/v1/assets/${asset.id}/revisions`).expect(404);
    const { body } = await api(doctor).post(path).expect(200);
    expect(body).toMatchObject({ revision: 'first', beyondEnd: null, fileName: 'first.mp4' });
    expect(await seconds((await doctor.session(asset.id)).hls)).toBeCloseTo(6, 0);
    await api(doctor).post(path).expect(200);
    const missing = await api(doctor).post(`/v1/assets/${asset.id}/revisions/rvn_none/restore`).expect(404);
    expect(missing.body).toMatchObject({ code: 'revision-not-found' });
    const { body: trail } = await api(admin).get('/v1/admin/audit').query({ subject: asset.id }).expect(200);
    const actions = (trail as { items: { action: string }[] }).items.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(['asset.replacement-uploaded', 'asset.replaced', 'asset.revision-restored']),
    );
  });

  it('stays as it was where the new one can not be played, and says so', async () => {
    const broken = Buffer.from(
      await (
        await openAsBlob(await recording({ seconds: 3, size: '320x240', source: 'screen' }))
      ).arrayBuffer(),
    );
    const bytes = new Uint8Array(broken.subarray(0, Math.floor(broken.length / 40)));
    const { status, body } = await doctor.uploadForm('broken.mp4', bytes, { replaces: asset.id });
    expect([status, body.id]).toEqual([202, asset.id]);
    const failed = await until(asset.id, ({ replacement }) => replacement?.state === 'failed');
    expect(failed).toMatchObject({ revision: 'first', state: 'ready', failure: null });
    expect(failed.replacement?.failure?.code).toEqual(expect.any(String));
    const { items } = await revisions(asset.id);
    const wrong = items.find(({ role }) => role === 'failed');
    const refused = await api(doctor)
      .post(`/v1/assets/${asset.id}/revisions/${wrong?.id}/restore`)
      .expect(409);
    expect(refused.body).toMatchObject({ code: 'revision-not-restorable' });
  });
});

describe('a replacement', () => {
  it('is refused before its bytes where its sender may not replace, or says what stays', async () => {
    const { id, version } = (await attachment()) as View & { version: number };
    const begin = (by: Client, more: object = {}, headers: Record<string, string> = {}) =>
      api(by)
        .post('/v1/uploads')
        .set(headers)
        .send({ fileName: 'b.pdf', bytes: 1000, replaces: id, ...more });
    const stranger = await ward.another('second');
    expect((await begin(stranger).expect(404)).body).toMatchObject({ code: 'asset-not-found' });
    expect((await begin(doctor, { title: 'x' }).expect(400)).body).toMatchObject({
      code: 'replacement-keeps-description',
      said: ['title'],
    });
    const stale = await begin(doctor, {}, { 'if-match': `"${version + 1}"` }).expect(412);
    expect(stale.body).toMatchObject({ code: 'version-conflict' });
    const image = await doctor.uploadForm(
      'lesson.mp4',
      await openAsBlob(await recording({ seconds: 3, size: '320x240', source: 'screen' })),
      { replaces: id },
    );
    expect([image.status, image.body.code]).toEqual([415, 'replacement-of-another-kind']);
    await api(doctor).delete(`/v1/assets/${id}`).expect(202);
    await begin(doctor).expect(404);
    expect((await ward.settled()).reserved).toBe(0);
  });

  it('that was begun last is shown, whichever comes first', async () => {
    const { id } = await attachment();
    const [earlier, later] = [pdf(2000), pdf(3000)];
    const begun = await tus(earlier, { filename: 'earlier.pdf', replaces: id });
    expect((await doctor.uploadForm('later.pdf', later, { replaces: id })).status).toBe(202);
    expect(await saved(id)).toBe(hex(later));
    expect((await send(begun.headers.get('location') ?? '', earlier)).status).toBe(204);
    expect(await view(id)).toMatchObject({ fileName: 'later.pdf', replacement: null });
    const { items } = await revisions(id);
    expect(items.map(({ role, failure }) => [role, failure?.code])).toEqual([
      ['shown', undefined],
      ['failed', 'superseded'],
      ['former', undefined],
    ]);
  });

  it('comes by parts as well, and at once where its bytes are stored', async () => {
    const { id } = await attachment();
    const bytes = pdf(70_000);
    const { body: parts } = await doctor.json<{ id: string }>('POST', '/v1/uploads', {
      fileName: 'parts.pdf',
      bytes: bytes.length,
      partBytes: 65_536,
      replaces: id,
    });
    for (const [index, start] of [0, 65_536].entries())
      await doctor.fetch(`/v1/uploads/${parts.id}/parts/${index + 1}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes.slice(start, start + 65_536),
      });
    const done = await doctor.fetch(`/v1/uploads/${parts.id}/complete`, { method: 'POST' });
    expect(done.status).toBeLessThan(300);
    expect(await saved(id)).toBe(hex(bytes));

    const other = pdf(500);
    expect((await doctor.uploadForm('other.pdf', other, { replaces: id })).status).toBe(202);
    expect(await saved(id)).toBe(hex(other));

    const twin = await attachment();
    const instant = await doctor.json<{ id: string }>('POST', '/v1/uploads', {
      fileName: 'again.pdf',
      bytes: bytes.length,
      sha256: hex(bytes),
      replaces: twin.id,
    });
    // The bytes were replaced themselves: what is shown no more is not looked for.
    expect(instant.status).toBe(201);
    await doctor.fetch(`/v1/uploads/${instant.body.id}`, {
      method: 'DELETE',
      headers: { 'tus-resumable': '1.0.0' },
    });
    const at = await doctor.json<{ asset: string }>('POST', '/v1/uploads', {
      fileName: 'again.pdf',
      bytes: other.length,
      sha256: hex(other),
      replaces: twin.id,
    });
    expect([at.status, at.body.asset]).toEqual([200, twin.id]);
    expect(await saved(twin.id)).toBe(hex(other));
  });

  it('of what is in the trash by then is shown when that is restored', async () => {
    const { id } = await attachment();
    const bytes = pdf(1500);
    const begun = await tus(bytes, { filename: 'late.pdf', replaces: id });
    await api(doctor).delete(`/v1/assets/${id}`).expect(202);
    expect((await send(begun.headers.get('location') ?? '', bytes)).status).toBe(204);
    await api(doctor).post(`/v1/assets/${id}/restore`).expect(200);
    expect(await saved(id)).toBe(hex(bytes));
  });
});

describe('the id that a platform gives a file', () => {
  it('is the asset’s, and nobody else’s, also while it is on its way', async () => {
    const externalId = `lms-${randomBytes(6).toString('hex')}`;
    const bytes = pdf(1200);
    const begin = (by: Client, more: object = {}) =>
      api(by)
        .post('/v1/uploads')
        .send({ fileName: 'a.pdf', bytes: bytes.length, externalId, ...more });
    const { body } = await begin(doctor).expect(201);
    const { id } = body as { id: string };
    expect(body).toMatchObject({ externalId });
    const other = await ward.another('platform');
    const taken = await begin(other).expect(409);
    expect(taken.body).toMatchObject({ code: 'external-id-taken' });
    expect(JSON.stringify(taken.body)).not.toContain(id);
    const { id: elsewhere } = await attachment();
    await api(doctor).patch(`/v1/assets/${elsewhere}`).send({ externalId }).expect(409);

    // The same file once more is the same upload: it says from where to go on.
    await doctor.fetch(`/v1/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.slice(0, 700),
    });
    const again = await begin(doctor).expect(200);
    expect([again.headers['upload-offset'], again.body]).toMatchObject(['700', { id, offset: 700 }]);
    const byTus = await tus(bytes, { filename: 'a.pdf', externalId });
    expect([byTus.status, byTus.headers.get('upload-offset')]).toEqual([201, '700']);
    expect(byTus.headers.get('location')).toContain(id);
    await begin(doctor, { bytes: 1201 }).expect(409);
    const rest = await doctor.fetch(`/v1/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '700',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.slice(700),
    });
    const made = rest.headers.get('upload-asset') ?? '';
    expect(await view(made)).toMatchObject({ externalId });
    await begin(doctor).expect(409);

    expect((await ward.settled()).reserved).toBe(0);
  });
});
