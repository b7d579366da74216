import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AssetView, Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const TUS = { 'tus-resumable': '1.0.0' };
const MIB = 1024 * 1024;
const BYTES = 13 * MIB + 4711;
const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

interface Admission {
  readonly token: string;
  readonly expiresAt: string;
  readonly upload: string;
  readonly bytes: number;
  readonly partBytes: number | null;
  readonly offset: number;
  readonly code?: string;
}

const isElsewhere = inject('isElsewhere');
let lectern: LecternProcess;
let facts: StartFacts;
let department: Department;
let doctor: Client;

beforeAll(async () => {
  if (isElsewhere) facts = inject('lectern');
  else {
    lectern = await LecternProcess.create(inject('environment'));
    facts = await lectern.start();
  }
  department = await Department.create(facts, 'continue');
  doctor = department.doctor;
});
afterAll(() => lectern?.dispose());

async function begin(bytes = BYTES): Promise<string> {
  const { body } = await doctor.json<{ id: string }>('POST', '/v1/uploads', {
    fileName: 'a patient.pdf',
    bytes,
  });
  return body.id;
}

function patch(who: Client, upload: string, offset: number, body: Uint8Array): Promise<Response> {
  return who.fetch(`/v1/uploads/${upload}`, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: new Uint8Array(body),
  });
}

/** Sends and breaks off: the link is gone. */
function cut(who: Client, upload: string, from: number, to: number): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(`${facts.uploader}/v1/uploads/${upload}`, {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${who.key}`,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': from,
        'content-length': BYTES - from,
      },
    });
    sending.on('error', () => resolve()).on('close', () => resolve());
    sending.write(file.subarray(from, to), () => setTimeout(() => sending.destroy(), 300));
  });
}

async function codeOf(upload: string): Promise<string> {
  const { status, body } = await doctor.json<{ code: string; expiresAt: string }>(
    'POST',
    `/v1/uploads/${upload}/code`,
  );
  expect([status, body]).toEqual([
    201,
    { code: expect.stringMatching(/^\d{8}$/), expiresAt: expect.any(String) },
  ]);
  return body.code;
}

function redeem(code: string): Promise<{ status: number; body: Admission }> {
  return new Client(facts, '').json<Admission>('POST', '/v1/continue', { code });
}

/** Somebody with the token that a code was changed for. */
async function enterBy(code: string): Promise<{ machine: Client; admission: Admission }> {
  const { status, body } = await redeem(code);
  expect(status).toBe(201);
  return { machine: new Client(facts, body.token), admission: body };
}

async function prove(who: Client, { upload, offset }: Admission, of: Uint8Array) {
  const proof = sha256(of.subarray(0, offset)).toString('hex');
  const { status, body } = await who.json<{ code: string } | undefined>(
    'POST',
    `/v1/uploads/${upload}/proof`,
    {
      offset,
      sha256: proof,
    },
  );
  return [status, body?.code];
}

async function offsetOf(who: Client, upload: string): Promise<number> {
  const head = await who.fetch(`/v1/uploads/${upload}`, { method: 'HEAD', headers: TUS });
  expect([head.status, head.headers.get('upload-length')]).toEqual([200, String(BYTES)]);
  return Number(head.headers.get('upload-offset'));
}

const codeIn = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('an upload that is gone on with elsewhere', () => {
  it('is ended by a machine that knows the code and has the file, with one request\u2019s bytes sent twice at most', async () => {
    const upload = await begin();
    const acknowledged = 6 * MIB + 77;
    expect((await patch(doctor, upload, 0, file.subarray(0, acknowledged))).status).toBe(204);
    await cut(doctor, upload, acknowledged, acknowledged + MIB);
    if (!isElsewhere) {
      // What is known of the bytes that came outlives the process.
      await lectern.kill();
      facts = await lectern.start();
      doctor = new Client(facts, doctor.key);
    }
    const { machine, admission } = await enterBy(await codeOf(upload));
    expect(admission).toMatchObject({ upload, bytes: BYTES, partBytes: null });
    expect(JSON.stringify(admission)).not.toContain('patient');
    expect(admission.offset).toBeGreaterThanOrEqual(acknowledged);
    expect(await prove(machine, admission, file)).toEqual([204, undefined]);

    const offset = await offsetOf(machine, upload);
    expect(offset).toBe(admission.offset);
    await cut(machine, upload, offset, offset + 2 * MIB);
    const reached = await offsetOf(machine, upload);
    expect(reached).toBeGreaterThanOrEqual(offset);
    const done = await patch(machine, upload, reached, file.subarray(reached));
    expect([done.status, done.headers.get('upload-offset')]).toEqual([204, String(BYTES)]);
    const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${done.headers.get('upload-asset')}`);
    expect([body.sha256, body.bytes, body['owner']]).toEqual([
      sha256(file).toString('hex'),
      BYTES,
      `${department.unit}-doctor`,
    ]);
    // The last answer may be lost: it can be asked for again, and that is all.
    expect(await offsetOf(machine, upload)).toBe(BYTES);
  });

  it('takes nothing before the proof, another file never, and lets nobody do anything else', async () => {
    const upload = await begin();
    await patch(doctor, upload, 0, file.subarray(0, 5 * MIB));
    const { machine, admission } = await enterBy(await codeOf(upload));
    const early = await patch(machine, upload, 5 * MIB, file.subarray(5 * MIB));
    expect([early.status, await codeIn(early)]).toEqual([403, 'file-not-proven']);
    const other = Buffer.from(file);
    other[5 * MIB - 1]! ^= 1;
    expect(await prove(machine, admission, other)).toEqual([409, 'another-file']);
    expect(await prove(machine, { ...admission, offset: 4 * MIB }, file)).toEqual([409, 'offset-mismatch']);
    expect(await prove(machine, admission, file)).toEqual([204, undefined]);

    const foreign = await begin();
    for (const [method, path] of [
      ['GET', '/v1/me'],
      ['GET', '/v1/uploads'],
      ['POST', '/v1/uploads'],
      ['GET', `/v1/uploads/${upload}`],
      ['DELETE', `/v1/uploads/${upload}`],
      ['POST', `/v1/uploads/${upload}/code`],
      ['HEAD', `/v1/uploads/${foreign}`],
      ['PATCH', `/v1/uploads/${foreign}`],
      ['GET', '/v1/assets'],
      ['GET', '/v1/admin/units'],
    ] as const) {
      const answer = await machine.fetch(path, { method, headers: TUS });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    }
    const head = await machine.fetch(`/v1/uploads/${upload}`, { method: 'HEAD', headers: TUS });
    expect([head.status, head.headers.get('upload-metadata')]).toEqual([200, null]);

    // Owner and machine are fenced as two clients are: who comes later goes on.
    const half = await patch(doctor, upload, 5 * MIB, file.subarray(5 * MIB, 6 * MIB));
    expect(half.status).toBe(204);
    const behind = await patch(machine, upload, 5 * MIB, file.subarray(5 * MIB));
    expect([behind.status, await codeIn(behind)]).toEqual([409, 'offset-mismatch']);

    // The owner ends it: by a new code, or with the upload.
    const code = await codeOf(upload);
    expect((await patch(machine, upload, 6 * MIB, file.subarray(6 * MIB))).status).toBe(401);
    const next = await enterBy(code);
    expect((await doctor.fetch(`/v1/uploads/${upload}`, { method: 'DELETE', headers: TUS })).status).toBe(
      204,
    );
    expect(await prove(next.machine, next.admission, file)).toEqual([410, 'upload-expired']);
    expect((await redeem(code)).status).toBe(410);
  });

  it('goes on in numbered parts, too', async () => {
    const { body } = await doctor.json<{ id: string; asset: string }>('POST', '/v1/uploads', {
      fileName: 'parts.pdf',
      bytes: BYTES,
      partBytes: 5 * MIB,
    });
    const part = (number: number) => new Uint8Array(file.subarray((number - 1) * 5 * MIB, number * 5 * MIB));
    const put = (who: Client, number: number) =>
      who.fetch(`/v1/uploads/${body.id}/parts/${number}`, { method: 'PUT', body: part(number) });
    expect((await put(doctor, 1)).status).toBe(204);
    const { machine, admission } = await enterBy(await codeOf(body.id));
    expect(admission).toMatchObject({ partBytes: 5 * MIB, offset: 5 * MIB });
    expect((await put(machine, 2)).status).toBe(403);
    expect(await prove(machine, admission, file)).toEqual([204, undefined]);
    const parts = await machine.json<{ missing: number[] }>('GET', `/v1/uploads/${body.id}/parts`);
    expect(parts.body.missing).toEqual([2, 3]);
    for (const number of [2, 3]) expect((await put(machine, number)).status).toBe(204);
    const done = await machine.json<{ fileName: string }>('POST', `/v1/uploads/${body.id}/complete`);
    expect([done.status, done.body.fileName]).toEqual([200, '']);
    const { body: asset } = await doctor.json<AssetView>('GET', `/v1/assets/${body.asset}`);
    expect(asset.sha256).toBe(sha256(file).toString('hex'));
  });
});

describe('a code', () => {
  it('is made by the owner alone, once there is enough to prove', async () => {
    const upload = await begin();
    const code = (who: Client) => who.json<{ code: string }>('POST', `/v1/uploads/${upload}/code`);
    const early = await code(doctor);
    expect([early.status, early.body.code]).toEqual([409, 'upload-not-continuable']);
    await patch(doctor, upload, 0, file.subarray(0, 5 * MIB));
    const colleague = await department.another('colleague');
    expect((await code(colleague)).body.code).toBe('upload-not-found');
    expect((await code(department.admin)).body.code).toBe('upload-not-found');
    expect((await code(doctor)).status).toBe(201);
  });

  it('is good ten times; the owner may compare a file as often as they like', async () => {
    const upload = await begin();
    await patch(doctor, upload, 0, file.subarray(0, 5 * MIB));
    const mine = { upload, offset: 5 * MIB } as Admission;
    expect(await prove(doctor, mine, file)).toEqual([204, undefined]);
    expect(await prove(doctor, mine, randomBytes(5 * MIB))).toEqual([409, 'another-file']);
    expect(await prove(doctor, { ...mine, offset: 4 * MIB }, file)).toEqual([409, 'offset-mismatch']);

    const code = await codeOf(upload);
    const first = await enterBy(`${code.slice(0, 4)} ${code.slice(4)}`);
    const second = await enterBy(code);
    expect(await prove(first.machine, first.admission, file)).toEqual([401, 'unauthenticated']);
    for (let tries = 0; tries < 8; tries += 1)
      expect(await prove(second.machine, second.admission, randomBytes(5 * MIB))).toEqual([
        409,
        'another-file',
      ]);
    expect(await prove(second.machine, second.admission, file)).toEqual([401, 'unauthenticated']);
    const spent = await redeem(code);
    expect([spent.status, spent.body.code]).toEqual([410, 'upload-code-old']);
  });

  it.skipIf(isElsewhere)(
    'that is wrong is told apart from an old one, ten times from one address',
    async () => {
      const upload = await begin();
      await patch(doctor, upload, 0, file.subarray(0, 5 * MIB));
      const old = await codeOf(upload);
      const code = await codeOf(upload);
      expect((await redeem(old)).body.code).toBe('upload-code-old');
      expect((await redeem('1234567')).body.code).toBe('invalid-request');
      const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, '0');
      const codes: unknown[] = [];
      let last = await redeem(wrong);
      for (; last.status === 403; last = await redeem(wrong)) codes.push(last.body.code);
      // Some were tried in vain above.
      expect(codes.length).toBeLessThan(10);
      expect(new Set(codes)).toEqual(new Set(['upload-code-wrong']));
      expect([last.status, last.body.code]).toEqual([429, 'too-many-codes-tried']);
      expect((await redeem(code)).status).toBe(429);
      expect((await doctor.fetch('/v1/me')).status).toBe(200);
    },
  );
});
