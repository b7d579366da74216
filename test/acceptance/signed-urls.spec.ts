import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { openAsBlob } from 'node:fs';
import { Client } from './client.js';
import { forged } from './forged.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);

let asset: string;
let hls: string;
let session: string;

async function upload(): Promise<string> {
  const { body } = await doctor.uploadForm(
    'lesson.mp4',
    await openAsBlob(await recording({ seconds: 2, size: '320x180', source: 'screen' })),
  );
  await doctor.untilState(body.id, ['playable', 'ready']);
  return body.id;
}

async function answer(url: string, init?: RequestInit): Promise<[number, string]> {
  const response = await fetch(url, init);
  const text = await response.text();
  return [
    response.status,
    text !== '' && response.headers.get('content-type') === 'application/problem+json'
      ? (JSON.parse(text) as { code: string }).code
      : '',
  ];
}

beforeAll(async () => {
  asset = await upload();
  ({ hls, session } = await doctor.session(asset));
});

describe('a signed URL', () => {
  it('opens the whole asset but its original, by relative URIs', async () => {
    const master = await (await fetch(hls)).text();
    const rung = /^[^#\n].*$/m.exec(master)?.[0] ?? '';
    const playlist = new URL(rung, hls);
    const media = await (await fetch(playlist)).text();
    const file = /URI="([^"]+)"/.exec(media)?.[1] ?? '';
    expect((await fetch(new URL(file, playlist), { headers: { range: 'bytes=0-99' } })).status).toBe(206);
    expect(await answer(hls.replace(/\/hls\/.*/, '/source/original'))).toEqual([403, 'out-of-scope']);
  });

  it('with one character changed is 403, wherever in its token', async () => {
    const start = hls.indexOf('~h=') + 3;
    for (const at of [start, start + 20, start + 42]) {
      const other = hls[at] === 'A' ? 'B' : 'A';
      expect(await answer(hls.slice(0, at) + other + hls.slice(at + 1))).toEqual([403, 'signature-invalid']);
    }
    expect(await answer(hls.replace(/~e=1/, '~e=2'))).toEqual([403, 'signature-invalid']);
    expect(await answer(hls.replace('~s=play', '~s=file'))).toEqual([403, 'signature-invalid']);
  });

  it('for another asset is 403', async () => {
    const other = await upload();
    expect(await answer(hls.replace(asset, other))).toEqual([403, 'signature-invalid']);
  });

  it('past its time is 403', async () => {
    const { body } = await doctor.json<{ hls: string; expiresAt: string }>(
      'POST',
      `/v1/assets/${asset}/playback-sessions`,
      { ttl: 30 },
    );
    expect((await answer(body.hls))[0]).toBe(200);
    await delay(Date.parse(body.expiresAt) - Date.now() + 1_000);
    expect(await answer(body.hls)).toEqual([403, 'signature-expired']);
  });

  it('F41 answers nothing of the object before it is verified, on any verb', async () => {
    const other = forged(hls);
    expect(await answer(other, { method: 'HEAD' })).toEqual([403, '']);
    expect(await answer(other, { headers: { range: 'bytes=999999999-' } })).toEqual([
      403,
      'signature-invalid',
    ]);
    expect(await answer(other, { headers: { 'if-none-match': '*' } })).toEqual([403, 'signature-invalid']);
    expect((await answer(hls, { method: 'POST' }))[0]).toBe(405);
  });

  it('beyond the end of the object is 416, and says how long it is', async () => {
    const response = await fetch(hls, { headers: { range: 'bytes=999999999-' } });
    expect([response.status, response.headers.get('content-range')]).toEqual([
      416,
      expect.stringMatching(/^bytes \*\/[0-9]+$/),
    ]);
  });

  it('of a revoked session dies within 10 seconds', async () => {
    expect(
      (await doctor.fetch(`/v1/assets/${asset}/playback-sessions/${session}`, { method: 'DELETE' })).status,
    ).toBe(204);
    const deadline = Date.now() + 10_000;
    while ((await answer(hls))[0] === 200 && Date.now() < deadline) await delay(250);
    expect(await answer(hls)).toEqual([403, 'revoked']);
    expect((await answer((await doctor.session(asset)).hls))[0]).toBe(200);
  });

  it('of a deleted asset dies within 10 seconds, and a new one plays after it is restored', async () => {
    const { hls: before } = await doctor.session(asset);
    expect((await doctor.fetch(`/v1/assets/${asset}`, { method: 'DELETE' })).status).toBe(202);
    expect((await doctor.fetch(`/v1/assets/${asset}`)).status).toBe(404);
    const deadline = Date.now() + 10_000;
    while ((await answer(before))[0] === 200 && Date.now() < deadline) await delay(250);
    expect(await answer(before)).toEqual([403, 'revoked']);
    expect((await doctor.fetch(`/v1/assets/${asset}/restore`, { method: 'POST' })).status).toBe(200);
    expect((await answer((await doctor.session(asset)).hls))[0]).toBe(200);
  });

  it('bound to a network refuses others', async () => {
    const { body } = await doctor.json<{ hls: string }>('POST', `/v1/assets/${asset}/playback-sessions`, {
      network: '10.20.0.0/16',
    });
    expect(await answer(body.hls)).toEqual([403, 'network-not-allowed']);
  });

  it('is never made up: an unknown path is 404', async () => {
    expect(await answer(`${facts.delivery}/s/${randomBytes(8).toString('hex')}/x/y`)).toEqual([
      404,
      'not-found',
    ]);
    const { hls: fresh } = await doctor.session(asset);
    expect(await answer(`${fresh}.missing`)).toEqual([404, 'not-found']);
  });
});
