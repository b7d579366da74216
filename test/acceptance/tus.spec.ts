import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Client, type AssetView } from './client.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = 24 * 1024 * 1024;
const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
const sha256 = createHash('sha256').update(file).digest('hex');

const isElsewhere = inject('isElsewhere');
let lectern: LecternProcess;
let facts: StartFacts;
let doctor: Client;

beforeAll(async () => {
  if (isElsewhere) facts = inject('lectern');
  else {
    lectern = await LecternProcess.create(inject('environment'));
    facts = await lectern.start();
  }
  doctor = new Client(facts, facts.keys.doctor);
});
afterAll(() => lectern?.dispose());

async function begin(): Promise<{ location: string; asset: string }> {
  const created = await doctor.fetch('/v1/uploads', {
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': String(BYTES),
      'upload-metadata': `filename ${Buffer.from('讲义.pdf').toString('base64')}`,
    },
  });
  expect(created.status).toBe(201);
  expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now());
  return {
    location: created.headers.get('location') ?? '',
    asset: ((await created.json()) as { asset: string }).asset,
  };
}

async function offsetOf(location: string): Promise<number> {
  const head = await doctor.fetch(location, { method: 'HEAD', headers: TUS });
  expect(head.status).toBe(200);
  return Number(head.headers.get('upload-offset'));
}

/** Sends from `offset` on and cuts the connection after about `bytes`; the link just breaks. */
function cut(location: string, offset: number, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    const patch = request(`${facts.uploader}${location}`, {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${doctor.key}`,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': offset,
        'content-length': BYTES - offset,
      },
    });
    patch.on('error', () => resolve()).on('close', () => resolve());
    patch.write(file.subarray(offset, offset + bytes), () => setTimeout(() => patch.destroy(), 150));
  });
}

function patchRest(location: string, offset: number): Promise<Response> {
  return doctor.fetch(location, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: new Uint8Array(file.subarray(offset)),
  });
}

describe('a tus upload', () => {
  it('keeps what came before each broken link, and ends whole', async () => {
    const { location, asset } = await begin();
    let offset = 0;
    for (let cuts = 0; cuts < 3; cuts++) {
      await cut(location, offset, 5_000_000);
      const reached = await offsetOf(location);
      expect(reached).toBeGreaterThan(offset);
      offset = reached;
    }
    const done = await patchRest(location, offset);
    expect([done.status, done.headers.get('upload-offset'), done.headers.get('upload-asset')]).toEqual([
      204,
      String(BYTES),
      asset,
    ]);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect([body.sha256, body.bytes, body.fileName]).toEqual([sha256, BYTES, '讲义.pdf']);
  });

  it.skipIf(isElsewhere)('F07 survives a kill -9 of the service in the middle', async () => {
    const { location, asset } = await begin();
    await cut(location, 0, 9_000_000);
    const acknowledged = await offsetOf(location);
    const patch = cut(location, acknowledged, 4_000_000);
    await delay(50);
    await lectern.kill();
    await patch;
    facts = await lectern.start();
    const offset = await offsetOf(location);
    expect(offset).toBeGreaterThanOrEqual(acknowledged);
    expect((await patchRest(location, offset)).status).toBe(204);
    expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(sha256);
  });

  it('F20 that a newcomer takes over goes on with the newcomer', async () => {
    const { location, asset } = await begin();
    const stale = request(`${facts.uploader}${location}`, {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${doctor.key}`,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': 0,
        'content-length': BYTES,
      },
    });
    stale.on('error', () => {});
    stale.write(file.subarray(0, 3_000_000));
    await delay(1_000);
    const offset = await offsetOf(location);
    expect(offset).toBeGreaterThan(0);
    expect((await patchRest(location, offset)).status).toBe(204);
    stale.destroy();
    expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(sha256);
  });

  it('works with tus-js-client, in chunks', async () => {
    const asset = await new Promise<string>((resolve, reject) => {
      let last = '';
      const upload = new tus.Upload(file, {
        endpoint: `${facts.uploader}/v1/uploads`,
        chunkSize: 5_000_000,
        headers: { authorization: `Bearer ${doctor.key}` },
        metadata: { filename: 'slides.pdf' },
        onAfterResponse: (_, response) => {
          last = response.getHeader('Upload-Asset') ?? last;
        },
        onError: reject,
        onSuccess: () => resolve(last),
      });
      upload.start();
    });
    expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(sha256);
  });

  it.skipIf(isElsewhere)(
    'keeps what a PATCH received when the service is stopped, and nothing of it is lost by the restart',
    async () => {
      const { location } = await begin();
      const patch = request(`${facts.uploader}${location}`, {
        method: 'PATCH',
        headers: {
          ...TUS,
          authorization: `Bearer ${doctor.key}`,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': 0,
          'content-length': BYTES,
        },
      });
      patch.on('error', () => {});
      patch.write(file.subarray(0, 6_000_000));
      await delay(400);
      expect(await lectern.stop()).toBe(0);
      patch.destroy();
      facts = await lectern.start();
      expect(await offsetOf(location)).toBeGreaterThan(5_000_000);
      expect((await doctor.fetch(location, { method: 'DELETE', headers: TUS })).status).toBe(204);
    },
  );
});
