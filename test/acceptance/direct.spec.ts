import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type CephRig, hasCeph, startCeph } from '../servers/ceph.js';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess } from './lectern-process.js';

interface UploadView {
  readonly id: string;
  readonly asset: string;
  readonly state: string;
  readonly direct: boolean;
}
interface PartsView {
  readonly stored: readonly { number: number; bytes: number; sha256: string | null }[];
  readonly missing: readonly number[];
}
interface Address {
  readonly url: string;
  readonly method: string;
  readonly bytes: number;
  readonly expiresAt: string;
}

const MIB = 1024 * 1024;
const PART = 5 * MIB;
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const required = process.env['LECTERN_TEST_S3'] === 'required';

describe('direct uploads where they are off', () => {
  it('are a clear problem, before anything is reserved', async () => {
    const facts = inject('lectern');
    const department = await Department.create(facts, 'direct-off');
    const { status, body } = await department.doctor.json<{ code: string }>('POST', '/v1/uploads', {
      fileName: 'slides.pdf',
      bytes: 3 * PART,
      partBytes: PART,
      direct: true,
    });
    expect([status, body.code]).toEqual([422, 'direct-uploads-off']);
    expect((await department.quota()).reserved).toBe(0);
  });
});

describe.skipIf(!hasCeph() && !required)('direct uploads to a bucket', () => {
  let ceph: CephRig;
  let lectern: LecternProcess;
  let department: Department;
  let doctor: Client;

  beforeAll(async () => {
    ceph = await startCeph();
    lectern = await LecternProcess.create({
      LECTERN_STORAGE: 's3',
      LECTERN_S3_ENDPOINT: ceph.endpoint,
      LECTERN_S3_ACCESS_KEY: ceph.accessKeyId,
      LECTERN_S3_SECRET_KEY: ceph.secretAccessKey,
      LECTERN_DIRECT_UPLOADS: 'true',
      LECTERN_DIRECT_ENDPOINT: ceph.endpoint.replace('127.0.0.1', 'localhost'),
      LECTERN_DIRECT_URL_SECONDS: '120',
      LECTERN_LOG_LEVEL: 'info',
    });
    department = await Department.create(await lectern.start(), 'direct');
    doctor = department.doctor;
  });
  afterAll(async () => {
    await lectern.dispose();
    await ceph.stop();
  });

  const begin = (bytes: number, more: Record<string, unknown> = {}, by: Client = doctor) =>
    by.json<UploadView & { code?: string }>('POST', '/v1/uploads', {
      fileName: 'slides.pdf',
      bytes,
      partBytes: PART,
      direct: true,
      ...more,
    });

  const address = (id: string, number: number | string, by: Client = doctor) =>
    by.json<Address & { code?: string }>('POST', `/v1/uploads/${id}/parts/${number}/url`);

  const parts = async (id: string) => (await doctor.json<PartsView>('GET', `/v1/uploads/${id}/parts`)).body;

  async function put({ url }: Address, bytes: Uint8Array): Promise<number> {
    // No token: the address is all that there is.
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
    await answer.arrayBuffer();
    return answer.status;
  }

  async function sendAll(id: string, file: Buffer): Promise<void> {
    for (let number = 1; (number - 1) * PART < file.length; number += 1) {
      const { body } = await address(id, number);
      expect(await put(body, file.subarray((number - 1) * PART, number * PART))).toBe(200);
    }
  }

  async function completed(id: string): Promise<UploadView> {
    for (;;) {
      const { status, body } = await doctor.json<UploadView>('POST', `/v1/uploads/${id}/complete`);
      if (status === 200) return body;
      expect(status).toBe(202);
      await delay(100);
    }
  }

  it('bring a file past the service, read there before it counts', async () => {
    const file = pdf(2 * PART + 1_000);
    const { status, body } = await begin(file.length, { sha256: hex(file) });
    expect([status, body.direct]).toEqual([201, true]);
    expect((await department.quota()).reserved).toBe(file.length);
    const given = await address(body.id, 3);
    expect(given.body).toMatchObject({ method: 'PUT', bytes: 1_000 });
    expect(given.body.url).toContain('//localhost:');
    expect(given.headers.get('cache-control')).toBe('no-store');
    expect(Date.parse(given.body.expiresAt)).toBeLessThanOrEqual(Date.now() + 120_000);
    expect((await parts(body.id)).missing).toEqual([1, 2, 3]);
    await sendAll(body.id, file);
    expect(await parts(body.id)).toMatchObject({ missing: [], stored: [{ sha256: null }, {}, {}] });
    expect(await completed(body.id)).toMatchObject({ state: 'completed', asset: body.asset });
    const asset = await doctor.untilState(body.asset, ['ready']);
    expect(asset).toMatchObject({ bytes: file.length, sha256: hex(file), contentType: 'application/pdf' });
    expect(await department.settled()).toMatchObject({ used: file.length, reserved: 0 });
    const links = await doctor.json<{ url: string }>('POST', `/v1/assets/${body.asset}/download-links`, {});
    expect(hex(new Uint8Array(await (await fetch(links.body.url)).arrayBuffer()))).toBe(hex(file));
    // F45: who reads the log gets no address.
    expect(lectern.printed).not.toContain('X-Amz-Signature');
  });

  it('end at once where their bytes turn out to be stored, and the addresses of their parts with them', async () => {
    const file = pdf(PART + 1_000);
    const first = await begin(file.length);
    await sendAll(first.body.id, file);
    await completed(first.body.id);
    const second = await begin(file.length);
    const there = await address(second.body.id, 1);
    expect(await put(there.body, file.subarray(0, PART))).toBe(200);
    const late = await doctor.json<UploadView>('PATCH', `/v1/uploads/${second.body.id}`, {
      sha256: hex(file),
    });
    expect([late.status, late.body.state]).toEqual([200, 'completed']);
    const { asset } = late.body;
    const links = await doctor.json<{ url: string }>('POST', `/v1/assets/${asset}/download-links`, {});
    expect(hex(new Uint8Array(await (await fetch(links.body.url)).arrayBuffer()))).toBe(hex(file));
    expect(await put(there.body, file.subarray(0, PART))).toBe(404);
    expect((await department.settled()).reserved).toBe(0);
  });

  it('F64 hold quota that an administrator sees and ends: no part has an address any more', async () => {
    const { body } = await begin(3 * PART);
    const there = await address(body.id, 1);
    const listed = await department.admin.json<{ items: object[] }>(
      'GET',
      `/v1/admin/reservations?person=${department.unit}-doctor`,
    );
    expect(listed.body.items).toMatchObject([{ id: body.id, reservedBytes: 3 * PART, receivedBytes: null }]);
    const ended = await department.admin.fetch(`/v1/admin/reservations/${body.id}`, { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect(await address(body.id, 1)).toMatchObject({ status: 410, body: { code: 'upload-ended' } });
    expect(await put(there.body, randomBytes(PART))).toBe(404);
    expect((await department.quota()).reserved).toBe(0);
    // Of another's there is no address either, nor is one that is not there told from it.
    const another = await department.another('stranger');
    const mine = await begin(3 * PART);
    const [foreign, absent] = [await address(mine.body.id, 1, another), await address('upl_no', 1, another)];
    expect([foreign.status, foreign.body.code]).toEqual([absent.status, absent.body.code]);
    expect(foreign.status).toBe(404);
    await doctor.fetch(`/v1/uploads/${mine.body.id}`, {
      method: 'DELETE',
      headers: { 'tus-resumable': '1.0.0' },
    });
  });

  it('F07 are read after a kill, when they are asked for again', async () => {
    const file = pdf(4 * PART);
    const { body } = await begin(file.length, { sha256: hex(file) });
    await sendAll(body.id, file);
    const asked = doctor.json('POST', `/v1/uploads/${body.id}/complete`).catch(() => undefined);
    await delay(30);
    await lectern.kill();
    await asked;
    const facts = await lectern.start();
    doctor = new Client(facts, doctor.key);
    expect(await completed(body.id)).toMatchObject({ state: 'completed' });
    expect(await doctor.untilState(body.asset, ['ready'])).toMatchObject({ sha256: hex(file) });
    expect((await department.settled()).reserved).toBe(0);
  });

  it('are refused, removed and given back when the bytes are not what was said', async () => {
    const { used } = await department.quota();
    const cases = [
      [{ sha256: hex(Buffer.from('other')) }, pdf(PART + 1), 460, 'sha256-mismatch'],
      [{}, randomBytes(PART + 1), 415, 'unsupported-media-type'],
    ] as const;
    for (const [more, file, expected, code] of cases) {
      const { body } = await begin(file.length, more);
      await sendAll(body.id, file);
      const { status, body: problem } = await doctor.json<{ code: string }>(
        'POST',
        `/v1/uploads/${body.id}/complete`,
      );
      expect([status, problem.code]).toEqual([expected, code]);
      expect(await department.settled()).toMatchObject({ used, reserved: 0 });
      expect((await doctor.json('GET', `/v1/assets/${body.asset}`)).status).toBe(404);
    }
  });

  it.each([
    ['with parts that a bucket does not take', { partBytes: MIB }, 422, 'direct-part-size'],
    ['without partBytes', { partBytes: undefined }, 400, 'invalid-request'],
    ['above the quota', { bytes: 10 * PART }, 507, 'quota-exceeded'],
  ])('are not begun %s', async (_, more, status, code) => {
    if (status === 507) await department.limit({ bytes: (await department.quota()).used + 3 * PART });
    const answer = await begin(2 * PART, more);
    await department.unlimit();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await department.quota()).reserved).toBe(0);
  });

  it('are their sender’s alone, and take bytes by no other door', async () => {
    const stranger = await department.another('stranger');
    const { body } = await begin(2 * PART);
    expect((await address(body.id, 1, stranger)).status).toBe(404);
    expect((await address(body.id, 3)).status).toBe(404);
    expect((await address(body.id, '1x')).status).toBe(404);
    const here = await doctor.fetch(`/v1/uploads/${body.id}/parts/1`, { method: 'PUT', body: 'bytes' });
    expect([here.status, ((await here.json()) as { code: string }).code]).toEqual([409, 'upload-is-direct']);
    const patch = await doctor.fetch(`/v1/uploads/${body.id}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: 'bytes',
    });
    expect(patch.status).toBe(403);
    const incomplete = await doctor.json<{ code: string }>('POST', `/v1/uploads/${body.id}/complete`);
    expect([incomplete.status, incomplete.body.code]).toEqual([409, 'parts-missing']);
    const headers = { 'tus-resumable': '1.0.0' };
    const ended = await doctor.fetch(`/v1/uploads/${body.id}`, { method: 'DELETE', headers });
    expect(ended.status).toBe(204);
    expect((await address(body.id, 1)).status).toBe(410);
    expect((await department.settled()).reserved).toBe(0);
    const ordinary = await begin(2 * PART, { direct: false });
    expect(ordinary.body.direct).toBe(false);
    const none = await address(ordinary.body.id, 1);
    expect([none.status, none.body.code]).toEqual([409, 'upload-not-direct']);
    await doctor.fetch(`/v1/uploads/${ordinary.body.id}`, { method: 'DELETE', headers });
  });
});
