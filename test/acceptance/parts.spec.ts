import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { api } from './api.js';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess } from './lectern-process.js';

interface UploadView {
  readonly id: string;
  readonly asset: string;
  readonly state: string;
  readonly offset: number;
  readonly partBytes: number | null;
}
interface PartsView {
  readonly count: number;
  readonly stored: readonly { number: number; bytes: number; sha256: string | null }[];
  readonly missing: readonly number[];
  readonly expiresAt: string;
}

const facts = inject('lectern');
const KIB = 1024;
const PART = 256 * KIB;
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digestOf = (bytes: Uint8Array, name: 'sha-256' | 'sha-512' = 'sha-256') =>
  `${name}=:${createHash(name.replace('-', '')).update(bytes).digest('base64')}:`;

let department: Department;
let doctor: Client;

beforeAll(async () => {
  department = await Department.create(facts, 'parts');
  doctor = department.doctor;
});
/** Whatever went wrong in a test, no reservation may be left of it. */
afterAll(async () => expect((await department.settled()).reserved).toBe(0));

async function begin(
  bytes: number,
  more: Record<string, unknown> = {},
  by: Client = doctor,
): Promise<UploadView> {
  const { status, body } = await by.json<UploadView>('POST', '/v1/uploads', {
    fileName: 'slides.pdf',
    bytes,
    partBytes: PART,
    ...more,
  });
  expect([status, body.partBytes]).toEqual([201, PART]);
  return body;
}

const partOf = (file: Buffer, number: number) => file.subarray((number - 1) * PART, number * PART);

function put(
  id: string,
  number: number | string,
  bytes: Uint8Array,
  headers: Record<string, string> = {},
  by: Client = doctor,
): Promise<Response> {
  return by.fetch(`/v1/uploads/${id}/parts/${number}`, {
    method: 'PUT',
    headers,
    body: new Uint8Array(bytes),
  });
}

async function partsOf(id: string, by: Client = doctor): Promise<PartsView> {
  const { status, body } = await by.json<PartsView>('GET', `/v1/uploads/${id}/parts`);
  expect(status).toBe(200);
  return body;
}

const complete = (id: string, by: Client = doctor) =>
  by.json<UploadView & { code?: string; missing?: number[]; missingCount?: number }>(
    'POST',
    `/v1/uploads/${id}/complete`,
  );

async function giveUp(id: string): Promise<void> {
  await api(doctor).delete(`/v1/uploads/${id}`).set('tus-resumable', '1.0.0').expect(204);
}

async function expectProblem(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
}

describe('an upload in numbered parts', () => {
  it('is whole, whatever the order in which its parts came, several at once', async () => {
    const before = await department.settled();
    const file = pdf(5 * PART + 1_000);
    const { id, asset } = await begin(file.length);
    expect((await department.quota()).reserved).toBe(file.length);
    const first = await put(id, 6, partOf(file, 6), { 'content-digest': digestOf(partOf(file, 6)) });
    expect([first.status, first.headers.get('content-digest')]).toEqual([204, digestOf(partOf(file, 6))]);
    await Promise.all([4, 1].map((number) => put(id, number, partOf(file, number))));
    expect(await partsOf(id)).toMatchObject({
      count: 6,
      missing: [2, 3, 5],
      stored: [1, 4, 6].map((number) => ({
        number,
        bytes: partOf(file, number).length,
        sha256: hex(partOf(file, number)),
      })),
    });
    const early = await complete(id);
    expect([early.status, early.body.code, early.body.missing]).toEqual([409, 'parts-missing', [2, 3, 5]]);
    await Promise.all([5, 3, 2].map((number) => put(id, number, partOf(file, number))));
    const done = await complete(id);
    expect([done.status, done.body.state, done.headers.get('upload-asset')]).toEqual([
      200,
      'completed',
      asset,
    ]);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect([body.bytes, body.sha256]).toEqual([file.length, hex(file)]);
    expect(await department.settled()).toMatchObject({ used: before.used + file.length, reserved: 0 });
    // The answer may have been lost: the same again tells the same, and a late part changes nothing.
    expect((await complete(id)).body.state).toBe('completed');
    await expectProblem(await put(id, 1, partOf(file, 1)), 409, 'upload-not-open');
  });

  it('F26 keeps no part whose digest does not match, and what was there stays', async () => {
    const file = pdf(2 * PART);
    const { id, asset } = await begin(file.length);
    const damaged = Buffer.from(partOf(file, 2)).fill(0, 100, 200);
    for (const name of ['sha-256', 'sha-512'] as const) {
      const digest = { 'content-digest': digestOf(partOf(file, 2), name) };
      await expectProblem(await put(id, 2, damaged, digest), 460, 'checksum-mismatch');
    }
    expect((await partsOf(id)).missing).toEqual([1, 2]);
    expect((await put(id, 2, partOf(file, 2))).status).toBe(204);
    await expectProblem(
      await put(id, 2, damaged, { 'content-digest': digestOf(file) }),
      460,
      'checksum-mismatch',
    );
    expect(
      (await put(id, 1, partOf(file, 1), { 'content-digest': digestOf(partOf(file, 1), 'sha-512') })).status,
    ).toBe(204);
    expect((await complete(id)).status).toBe(200);
    expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(hex(file));
  });

  it('takes a part again as often as it is sent: the last one counts', async () => {
    const file = pdf(3 * PART);
    const { id, asset } = await begin(file.length);
    const wrong = pdf(PART);
    for (const bytes of [wrong, wrong, partOf(file, 2), partOf(file, 2)])
      expect((await put(id, 2, bytes, { 'content-digest': digestOf(bytes) })).status).toBe(204);
    for (const number of [1, 3]) {
      const same = await Promise.all([1, 2, 3].map(() => put(id, number, partOf(file, number))));
      expect(same.map(({ status }) => status)).toEqual([204, 204, 204]);
    }
    expect((await partsOf(id)).stored).toHaveLength(3);
    const both = await Promise.all([complete(id), complete(id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(hex(file));
  });

  it('takes parts one after another, and the same again, with a digest or without', async () => {
    const file = pdf(3 * PART + 7);
    const { id, asset } = await begin(file.length);
    for (const number of [1, 2, 3, 4]) {
      const digest = number === 3 ? { 'content-digest': digestOf(partOf(file, 3)) } : {};
      const answer = await put(id, number, partOf(file, number), digest);
      // What a part's own digest is it need not say, but what it says is right.
      const said = answer.headers.get('content-digest') ?? digestOf(partOf(file, number));
      expect([answer.status, said]).toEqual([204, digestOf(partOf(file, number))]);
      const again = [
        await put(id, number, partOf(file, number)),
        await put(id, number, partOf(file, number), { 'content-digest': digestOf(partOf(file, number)) }),
        await put(id, number, partOf(file, number), {
          'content-digest': digestOf(partOf(file, number), 'sha-512'),
        }),
      ];
      expect(again.map(({ status }) => status)).toEqual([204, 204, 204]);
      expect((await partsOf(id)).stored.map(({ bytes }) => bytes)).toEqual(
        [1, 2, 3, 4].slice(0, number).map((stored) => partOf(file, stored).length),
      );
    }
    const thirdDigest = (await partsOf(id)).stored[2]?.sha256;
    expect(thirdDigest).toBe(hex(partOf(file, 3)));
    expect((await complete(id)).status).toBe(200);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect([body.bytes, body.sha256]).toEqual([file.length, hex(file)]);
  });

  it.skipIf(inject('environment')['LECTERN_STORAGE'] === 's3')(
    'refuses other bytes for a part that is in the file already, and keeps what is there',
    async () => {
      const file = pdf(2 * PART);
      const { id, asset } = await begin(file.length);
      expect((await put(id, 1, partOf(file, 1))).status).toBe(204);
      const other = pdf(PART);
      await expectProblem(await put(id, 1, other), 409, 'part-already-written');
      const digest = { 'content-digest': digestOf(other) };
      await expectProblem(await put(id, 1, other, digest), 409, 'part-already-written');
      expect((await put(id, 2, partOf(file, 2))).status).toBe(204);
      expect((await complete(id)).status).toBe(200);
      expect((await doctor.json<AssetView>('GET', `/v1/assets/${asset}`)).body.sha256).toBe(hex(file));
    },
  );

  it('F21 F17 takes exactly the bytes that a part has', async () => {
    const file = pdf(PART + 10);
    const { id } = await begin(file.length);
    await expectProblem(await put(id, 1, file.subarray(0, PART - 1)), 400, 'part-length-mismatch');
    await expectProblem(await put(id, 2, file.subarray(0, 11)), 400, 'part-length-mismatch');
    await expectProblem(await put(id, 3, file.subarray(0, 10)), 404, 'no-such-part');
    for (const number of ['0', '-1', '1.5', 'x', '00001'])
      await expectProblem(await put(id, number, file.subarray(0, 10)), 404, 'no-such-part');
    // Without a Content-Length the bytes themselves are counted.
    const chunk = `${PART.toString(16)}\r\n${'x'.repeat(PART)}\r\n`;
    const start = `PUT /v1/uploads/${id}/parts/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${doctor.key}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw([start, chunk, chunk, chunk])).toMatch(/^HTTP\/1\.1 400 [^]*part-length-mismatch/);
    expect(await raw([start, '3\r\nabc\r\n0\r\n\r\n'])).toMatch(/^HTTP\/1\.1 400 [^]*part-length-mismatch/);
    expect((await partsOf(id)).missing).toEqual([1, 2]);
    await giveUp(id);
  });

  it('takes the bytes of a part under any content type that a library gives them', async () => {
    const file = pdf(PART + 10);
    const { id } = await begin(file.length);
    expect((await put(id, 1, partOf(file, 1), { 'content-type': 'application/json' })).status).toBe(204);
    expect((await put(id, 2, partOf(file, 2), { 'content-type': 'image/x-none' })).status).toBe(204);
    expect((await complete(id)).status).toBe(200);
  });

  it('keeps nothing of a part whose link broke', async () => {
    const file = pdf(2 * PART);
    const { id } = await begin(file.length);
    const start = `PUT /v1/uploads/${id}/parts/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${doctor.key}\r\nContent-Length: ${PART}\r\n\r\n`;
    await raw([start, file.subarray(0, PART - 1)], 300);
    expect((await partsOf(id)).missing).toEqual([1, 2]);
    await giveUp(id);
  });

  it('ends with its quota free when it is given up, and is 410 from then on', async () => {
    const before = await department.settled();
    const file = pdf(2 * PART);
    const { id } = await begin(file.length);
    expect((await put(id, 1, partOf(file, 1))).status).toBe(204);
    await giveUp(id);
    expect(await department.settled()).toMatchObject({ used: before.used, reserved: 0 });
    await expectProblem(await put(id, 2, partOf(file, 2)), 410, 'upload-expired');
    expect((await complete(id)).status).toBe(410);
  });

  it('is verified against the SHA-256 that was declared, and by what it is', async () => {
    const before = await department.settled();
    const file = pdf(2 * PART);
    const declared = await begin(file.length, { sha256: '0'.repeat(64) });
    const text = Buffer.alloc(2 * PART, 'this is no video\n');
    const video = await begin(text.length, { fileName: 'lesson.mp4' });
    for (const number of [1, 2]) {
      expect((await put(declared.id, number, partOf(file, number))).status).toBe(204);
      expect((await put(video.id, number, partOf(text, number))).status).toBe(204);
    }
    expect(await complete(declared.id)).toMatchObject({ status: 460, body: { code: 'sha256-mismatch' } });
    expect(await complete(video.id)).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(await department.settled()).toMatchObject({ used: before.used, reserved: 0 });
  });

  it('of another doctor is 404', async () => {
    const other = await department.another('other');
    const file = pdf(PART);
    const { id } = await begin(file.length);
    await expectProblem(await put(id, 1, file, {}, other), 404, 'upload-not-found');
    await api(other).get(`/v1/uploads/${id}/parts`).expect(404);
    expect((await complete(id, other)).status).toBe(404);
    await giveUp(id);
  });

  it('takes parts only where it was begun for them, and then nothing else', async () => {
    const { body } = await doctor.json<UploadView>('POST', '/v1/uploads', { fileName: 'a.pdf', bytes: 10 });
    await expectProblem(await put(body.id, 1, Buffer.alloc(10)), 409, 'upload-without-parts');
    await giveUp(body.id);
    const { id } = await begin(PART);
    const patched = await doctor.fetch(`/v1/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
      body: 'x',
    });
    await expectProblem(patched, 403, 'upload-takes-pieces');
    await giveUp(id);
  });

  it.each([
    ['too small', 1_000, 100],
    ['too large', 1_000, 2 ** 31],
    ['so small that there would be too many', 10_001 * 65_536, 65_536],
    ['of no whole number', 1_000, 65_536.5],
  ])('with parts that are %s is refused', async (_, bytes, partBytes) => {
    await api(doctor).post('/v1/uploads').send({ fileName: 'a.pdf', bytes, partBytes }).expect(400);
  });

  it.each(['sha-256=AAAA', 'md5=:AAAA:', 'sha-256=:AAAA:', 'nonsense'])(
    'with the Content-Digest %s is refused',
    async (digest) => {
      const { id } = await begin(PART);
      const answer = await put(id, 1, Buffer.alloc(PART), { 'content-digest': digest });
      await expectProblem(answer, 400, 'invalid-content-digest');
      await giveUp(id);
    },
  );
});

it.skipIf(inject('isElsewhere'))(
  'F07 is put together after a kill -9 in the middle, and nothing is left beside it',
  async () => {
    const environment = inject('environment');
    const lectern = await LecternProcess.create(environment);
    try {
      let own = new Client(facts, '');
      let admin = own;
      const connectAnew = async () => {
        const started = await lectern.start();
        own = new Client(started, started.keys.doctor);
        admin = new Client(started, started.keys.admin);
      };
      await connectAnew();
      const partBytes = 8 * KIB * KIB;
      const file = pdf(160 * KIB * KIB);
      const { body: upload } = await own.json<UploadView>('POST', '/v1/uploads', {
        fileName: 'large.pdf',
        bytes: file.length,
        partBytes,
      });
      // Backwards: what does not come in order is poured at the end.
      for (let number = 20; number >= 1; number--) {
        const bytes = file.subarray((number - 1) * partBytes, number * partBytes);
        expect((await put(upload.id, number, bytes, {}, own)).status).toBe(204);
      }
      for (const wait of [60, 250, 500]) {
        const asked = complete(upload.id, own).catch(() => undefined);
        await delay(wait);
        await lectern.kill();
        await asked;
        await connectAnew();
      }
      // Until PostgreSQL has noticed that the process was killed it may still be 202.
      for (;;) {
        const { status, body } = await complete(upload.id, own);
        expect([200, 202]).toContain(status);
        if (body.state === 'completed') break;
        await delay(100);
      }
      const { body } = await own.json<AssetView>('GET', `/v1/assets/${upload.asset}`);
      expect([body.bytes, body.sha256]).toEqual([file.length, hex(file)]);
      expect(await admin.quota('demo-department')).toMatchObject({ used: file.length, reserved: 0 });
      if (environment['LECTERN_STORAGE'] !== 's3')
        expect(await filesBelow(path.join(lectern.data, 'media', 'uploads'))).toEqual([]);
    } finally {
      await lectern.dispose();
    }
  },
);

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Sends bytes as they are and gives what comes back before the connection ends (or `hangUpMs` have passed). */
function raw(pieces: readonly (string | Uint8Array)[], hangUpMs = 2_000): Promise<string> {
  const { hostname, port } = new URL(facts.uploader);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      for (const piece of pieces) socket.write(piece);
    });
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
    setTimeout(() => socket.destroy(), hangUpMs).unref();
  });
}
