import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const pdf = (bytes: number) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]));
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let department: Department;
let doctor: Client;
let file: Uint8Array<ArrayBuffer>;
let stored: string;
/** A course of the doctor's that the whole unit sees. */
let ours: string;

beforeAll(async () => {
  department = await Department.create(facts, 'instant');
  doctor = department.doctor;
  file = pdf(123_456);
  ours = (await doctor.json<{ id: string }>('POST', '/v1/courses', { title: 'Ours', visibility: 'unit' }))
    .body.id;
  const { status, body } = await doctor.uploadForm('original.pdf', file, { courseId: ours });
  expect(status).toBe(202);
  stored = body.id;
});
/** Whatever went wrong in a test, no reservation may be left of it. */
afterAll(async () => expect((await department.settled()).reserved).toBe(0));

interface Begun {
  readonly id: string;
  readonly asset: string;
  readonly state: string;
  readonly offset: number;
  readonly code?: string;
}

function begin(by: Client, more: Record<string, unknown> = {}) {
  return by.json<Begun>('POST', '/v1/uploads', {
    fileName: 'again.pdf',
    bytes: file.length,
    sha256: hex(file),
    ...more,
  });
}

async function giveUp(by: Client, id: string): Promise<void> {
  await by.fetch(`/v1/uploads/${id}`, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
}

async function download(by: Client, asset: string): Promise<Buffer> {
  const { body } = await by.json<{ url: string }>('POST', `/v1/assets/${asset}/download-links`, {});
  const answer = await fetch(body.url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('an upload of what the caller’s unit stores already, and shows them', () => {
  it('is an asset at once: the caller’s own, counted and audited like any other', async () => {
    const before = await department.settled();
    const colleague = await department.another('colleague');
    const { status, body, headers } = await begin(colleague);
    expect([status, body.state, body.offset]).toEqual([200, 'completed', file.length]);
    expect(headers.get('upload-asset')).toBe(body.asset);
    expect(body.asset).not.toBe(stored);
    const asset = (await colleague.json<AssetView>('GET', `/v1/assets/${body.asset}`)).body;
    expect(asset).toMatchObject({
      fileName: 'again.pdf',
      owner: `${department.unit}-colleague`,
      bytes: file.length,
      sha256: hex(file),
      state: 'ready',
    });
    expect(await department.settled()).toMatchObject({
      used: before.used + file.length,
      assets: before.assets + 1,
      reserved: 0,
    });
    expect(hex(await download(colleague, body.asset))).toBe(hex(file));
  });

  it('is 201 by tus, with the offset at its end', async () => {
    const metadata = Object.entries({ filename: 'by-tus.pdf', sha256: hex(file).toUpperCase() })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    const created = await doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(file.length),
        'upload-metadata': metadata,
      },
    });
    expect([created.status, created.headers.get('upload-offset')]).toEqual([201, String(file.length)]);
    const head = await doctor.fetch(created.headers.get('location') ?? '', {
      method: 'HEAD',
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(file.length)]);
    expect(hex(await download(doctor, created.headers.get('upload-asset') ?? ''))).toBe(hex(file));
  });

  it('lives on when the one that it came from is deleted', async () => {
    const own = pdf(54_321);
    const first = (await doctor.uploadForm('first.pdf', own)).body.id;
    const more = { bytes: own.length, sha256: hex(own) };
    const second = (await begin(doctor, more)).body.asset;
    expect((await doctor.fetch(`/v1/assets/${first}`, { method: 'DELETE' })).status).toBe(202);
    expect(hex(await download(doctor, second))).toBe(hex(own));
    expect((await doctor.fetch(`/v1/assets/${second}`, { method: 'DELETE' })).status).toBe(202);
    // What lies in the trash is not offered any more.
    const third = await begin(doctor, more);
    expect([third.status, third.body.state]).toEqual([201, 'open']);
    await giveUp(doctor, third.body.id);
  });

  it('F29 is held to the quota and to the limit for one file', async () => {
    const { used } = await department.settled();
    await department.limit({ bytes: used + file.length - 1 });
    try {
      expect(await begin(doctor)).toMatchObject({ status: 507, body: { code: 'quota-exceeded' } });
      await department.limit({ fileBytes: file.length - 1 });
      expect((await begin(doctor)).status).toBe(413);
    } finally {
      await department.unlimit();
    }
    expect(await department.settled()).toMatchObject({ used, reserved: 0 });
  });

  it('is refused as the bytes would be, where the name does not fit them', async () => {
    const text = new Uint8Array(Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHello\n'));
    expect((await doctor.uploadForm('captions.srt', text)).status).toBe(202);
    const { used } = await department.settled();
    const { status, body } = await begin(doctor, {
      fileName: 'lesson.mp4',
      bytes: text.length,
      sha256: hex(text),
    });
    expect([status, body.code]).toEqual([415, 'unsupported-media-type']);
    expect(await department.settled()).toMatchObject({ used, reserved: 0 });
  });
});

describe('an upload of what others store', () => {
  it('F66 begins as any other where the caller may not see it, though it is of the same unit', async () => {
    const colleague = await department.another('curious');
    const hidden = pdf(77_777);
    const course = (
      await doctor.json<{ id: string; version: number }>('POST', '/v1/courses', { title: 'Mine' })
    ).body;
    const asset = (await doctor.uploadForm('private.pdf', hidden, { courseId: course.id })).body.id;
    const alone = (await doctor.uploadForm('of-no-course.pdf', hidden)).body.id;
    const more = { bytes: hidden.length, sha256: hex(hidden) };
    const before = await department.settled();
    const known = await begin(colleague, more);
    const unknown = await begin(colleague, { ...more, sha256: hex(randomBytes(8)) });
    expect([known.status, known.body.state, known.body.offset]).toEqual([201, 'open', 0]);
    expect(told(known)).toEqual(told(unknown));
    // By tus too, and where the name would not have fitted the bytes.
    const metadata = `filename ${btoa('film.mp4')},sha256 ${btoa(more.sha256)}`;
    const byTus = await colleague.fetch('/v1/uploads', {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': String(more.bytes), 'upload-metadata': metadata },
    });
    expect([byTus.status, byTus.headers.get('upload-offset')]).toEqual([201, null]);
    // Each holds as much as the other, and nothing is counted as stored.
    expect(await department.quota()).toMatchObject({
      used: before.used,
      reserved: before.reserved + 3 * hidden.length,
    });
    for (const { body } of [known, unknown]) await giveUp(colleague, body.id);
    await giveUp(colleague, ((await byTus.json()) as Begun).id);
    // From the moment on at which they may see it, they need not send it.
    await doctor.fetch(`/v1/courses/${course.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ visibility: 'unit' }),
    });
    expect(await begin(colleague, more)).toMatchObject({ status: 200, body: { state: 'completed' } });
    // And no longer than that.
    expect((await doctor.fetch(`/v1/assets/${asset}`, { method: 'DELETE' })).status).toBe(202);
    const another = await department.another('late');
    const late = await begin(another, more);
    expect([late.status, late.body.state]).toEqual([201, 'open']);
    await giveUp(another, late.body.id);
    // The owner need not, whoever else sees it.
    expect(await begin(doctor, more)).toMatchObject({ status: 200, body: { state: 'completed' } });
    expect((await doctor.fetch(`/v1/assets/${alone}`, { method: 'DELETE' })).status).toBe(202);
  });

  /** All that an answer says, but for what is new with every upload. */
  const told = ({ status, body, headers }: Awaited<ReturnType<typeof begin>>) => ({
    status,
    body: { ...body, id: '', asset: '', createdAt: '', expiresAt: '' },
    headers: [...headers.keys()].filter((name) => name !== 'date').sort(),
  });

  it('begins as any other: its answer tells nothing of other units, above or below either', async () => {
    const admin = department.admin;
    const strangers = await Department.create(facts, 'instant-strangers');
    const ward = `${department.unit}-ward`;
    const made = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
      subject: ward,
      name: ward,
      role: 'doctor',
      unit: 'demo-hospital',
      label: 'test',
    });
    const above = new Client(facts, made.body.secret);
    for (const by of [strangers.doctor, above]) {
      const known = await begin(by);
      const unknown = await begin(by, { sha256: hex(randomBytes(8)) });
      expect(known.status).toBe(201);
      expect(told(known)).toEqual(told(unknown));
      for (const { body } of [known, unknown]) await giveUp(by, body.id);
    }
    expect((await strangers.settled()).reserved).toBe(0);
  });

  it('begins as any other where the length is another one', async () => {
    const { status, body } = await begin(doctor, { bytes: file.length + 1 });
    expect([status, body.state]).toEqual([201, 'open']);
    await giveUp(doctor, body.id);
  });
});
