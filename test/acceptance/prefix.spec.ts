import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { PrefixProxy } from '../servers/prefix-proxy.js';
import { Client } from './client.js';
import { LecternProcess } from './lectern-process.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(70_000)]);
const PART_BYTES = 65_536;

let front: string;
let media: string;
let doctor: Client;
let admin: Client;

beforeAll(async () => {
  const proxy = await PrefixProxy.start();
  front = `${proxy.url}/lectern`;
  media = `${proxy.url}/media`;
  const lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_PUBLIC_URL: `${front}/`,
    LECTERN_DELIVERY_URL: `${media}/`,
    LECTERN_RESUMABLE_DRAFT: 'true',
  });
  const facts = await lectern.start();
  proxy.servers['/lectern'] = facts.uploader;
  proxy.servers['/media'] = facts.delivery;
  const behind = { ...facts, uploader: front, delivery: media };
  doctor = new Client(behind, facts.keys.doctor);
  admin = new Client(behind, facts.keys.admin);
  return async () => {
    await lectern.dispose();
    await proxy.stop();
  };
});

interface Following {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

/** As a client that follows a link: to where it says, and nowhere else. */
function follow(by: Client, link: string | null, init: Following = {}): Promise<Response> {
  expect(link).toMatch(new RegExp(`^${front}/v1/`));
  const headers = { ...init.headers, authorization: `Bearer ${by.key}` };
  return fetch(link ?? '', { ...init, headers });
}

const locationOf = (answer: { headers: Headers }) => answer.headers.get('location');
const post = (path: string, headers: Record<string, string>, body?: BodyInit) =>
  doctor.fetch(path, { method: 'POST', headers, ...(body !== undefined && { body }) });

describe('behind a proxy that takes a prefix away, every link leads back:', () => {
  it('to courses and units, also when it is told again', async () => {
    const json = { 'content-type': 'application/json', 'idempotency-key': randomBytes(8).toString('hex') };
    const told = async () => locationOf(await post('/v1/courses', json, '{"title":"Once"}'));
    const [course, again] = [await told(), await told()];
    expect(again).toBe(course);
    expect((await follow(doctor, course)).status).toBe(200);
    const unit = { kind: 'department', name: 'Behind', parentId: 'demo-hospital' };
    const made = await admin.json('POST', '/v1/admin/units', unit);
    expect((await follow(admin, locationOf(made))).status).toBe(200);
  });

  it('to an upload by tus, and to the pieces of one', async () => {
    const bytes = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    const begin = async (headers: Record<string, string>) =>
      locationOf(await post('/v1/uploads', { ...TUS, ...headers }));
    const whole = await begin({ 'upload-length': String(PDF.length) });
    const sent = await follow(doctor, whole, { method: 'PATCH', headers: bytes, body: PDF });
    expect([sent.status, sent.headers.get('upload-asset')]).toEqual([204, expect.any(String)]);

    const piece = await begin({ 'upload-length': String(PDF.length), 'upload-concat': 'partial' });
    await follow(doctor, piece, { method: 'PATCH', headers: bytes, body: PDF });
    const final = await begin({ 'upload-concat': `final;${piece}` });
    const head = await follow(doctor, final, { method: 'HEAD', headers: TUS });
    expect(head.headers.get('upload-concat')).toBe(`final;${piece}`);
  });

  it('to an upload in parts', async () => {
    const begun = await doctor.json('POST', '/v1/uploads', {
      fileName: 'a.pdf',
      bytes: PDF.length,
      partBytes: PART_BYTES,
    });
    const upload = locationOf(begun) ?? '';
    for (const [index, part] of [PDF.subarray(0, PART_BYTES), PDF.subarray(PART_BYTES)].entries()) {
      const stored = await follow(doctor, `${upload}/parts/${index + 1}`, { method: 'PUT', body: part });
      expect(stored.status).toBe(204);
    }
    expect((await follow(doctor, `${upload}/complete`, { method: 'POST' })).status).toBe(200);
  });

  it('to an upload by the IETF draft', async () => {
    const headers = { 'upload-complete': '?0', 'upload-length': String(PDF.length) };
    const begun = locationOf(await post('/v1/resumable-uploads', headers));
    const append = {
      'content-type': 'application/partial-upload',
      'upload-offset': '0',
      'upload-complete': '?1',
    };
    expect((await follow(doctor, begun, { method: 'PATCH', headers: append, body: PDF })).status).toBe(200);
  });

  it('to an asset by form, its playback and the renewal of that', async () => {
    const form = new FormData();
    const file = await recording({ seconds: 8, size: '1280x720', source: 'screen' });
    form.set('file', await openAsBlob(file), 'lesson.mp4');
    const asset = locationOf(await doctor.fetch('/v1/assets', { method: 'POST', body: form }));
    const { id } = (await (await follow(doctor, asset)).json()) as { id: string };
    await doctor.untilState(id, ['playable', 'ready']);

    const opened = await follow(doctor, `${asset}/playback-sessions`, { method: 'POST' });
    const session = (await opened.json()) as { hls: string; renew: string };
    const master = await fetch(session.hls);
    const rung = (await master.text()).split('\n').find((line) => line !== '' && !line.startsWith('#'));
    expect([session.hls.startsWith(`${media}/s/`), master.status]).toEqual([true, 200]);
    expect((await fetch(new URL(rung ?? '', session.hls))).status).toBe(200);
    expect((await follow(doctor, session.renew, { method: 'POST' })).status).toBe(200);

    const link = await doctor.json<{ url: string }>('POST', `/v1/assets/${id}/download-links`);
    expect((await fetch(link.body.url)).status).toBe(200);
  });

  it('from the description of the API', async () => {
    const { body } = await doctor.json<{ servers: unknown }>('GET', '/docs/openapi.json');
    expect(body.servers).toEqual([{ url: front }]);
  });
});
