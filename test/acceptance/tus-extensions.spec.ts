import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { crc32 } from 'node:zlib';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AssetView, Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess } from './lectern-process.js';
import { askRaw } from '../servers/raw-http.js';

const facts = inject('lectern');
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH_TYPE = 'application/offset+octet-stream';
const MIB = 1024 * 1024;

let department: Department;
let doctor: Client;

beforeAll(async () => {
  department = await Department.create(facts, 'tus-extensions');
  doctor = department.doctor;
});
/** Whatever went wrong in a test, no reservation may be left of it. */
afterAll(async () => expect((await department.settled()).reserved).toBe(0));

const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const nameOf = (fileName: string) => `filename ${Buffer.from(fileName).toString('base64')}`;

function create(headers: Record<string, string>, body?: Uint8Array, by = doctor): Promise<Response> {
  return by.fetch('/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-metadata': nameOf('slides.pdf'), ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
}

async function begin(headers: Record<string, string>): Promise<string> {
  const created = await create(headers);
  expect(created.status).toBe(201);
  return created.headers.get('location') ?? '';
}

function patch(
  location: string,
  offset: number,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  return doctor.fetch(location, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': PATCH_TYPE, 'upload-offset': String(offset), ...headers },
    body: new Uint8Array(body),
  });
}

async function head(location: string): Promise<Headers> {
  const answer = await doctor.fetch(location, { method: 'HEAD', headers: TUS });
  expect(answer.status).toBe(200);
  return answer.headers;
}

const offsetOf = async (location: string) => Number((await head(location)).get('upload-offset'));
const terminate = (location: string) => doctor.fetch(location, { method: 'DELETE', headers: TUS });

async function expectProblem(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
}

async function expectAsset(asset: string | null, bytes: Uint8Array): Promise<void> {
  const { body } = await doctor.json<AssetView>('GET', `/v1/assets/${asset}`);
  expect([body.bytes, body.sha256]).toEqual([bytes.byteLength, hex(bytes)]);
}

it('OPTIONS names what is spoken', async () => {
  const { status, headers } = await fetch(`${facts.uploader}/v1/uploads`, { method: 'OPTIONS' });
  expect(status).toBe(204);
  expect(headers.get('tus-version')).toBe('1.0.0');
  expect(headers.get('tus-extension')?.split(',')).toEqual([
    'creation',
    'creation-with-upload',
    'creation-defer-length',
    'expiration',
    'checksum',
    'termination',
    'concatenation',
  ]);
  expect(headers.get('tus-checksum-algorithm')).toBe('sha1,sha256,crc32,crc32c');
});

describe('the end of an upload', () => {
  async function sent(): Promise<{ location: string; file: Buffer; asset: string | null }> {
    const file = pdf(40_000);
    const headers = { 'upload-length': String(file.length), 'content-type': PATCH_TYPE };
    const created = await create(headers, file);
    return {
      location: created.headers.get('location') ?? '',
      file,
      asset: created.headers.get('upload-asset'),
    };
  }

  it('can be asked for again with an empty PATCH, and takes nothing more', async () => {
    const { location, file, asset } = await sent();
    for (const times of [1, 2]) {
      const again = await patch(location, file.length, Buffer.alloc(0));
      const { status, headers } = again;
      expect([times, status, headers.get('upload-offset'), headers.get('upload-asset')]).toEqual([
        times,
        204,
        String(file.length),
        asset,
      ]);
    }
    await expectProblem(await patch(location, 5, Buffer.alloc(0)), 409, 'offset-mismatch');
    await expectProblem(await patch(location, file.length, Buffer.from('x')), 409, 'upload-not-open');
    await expectAsset(asset, file);
  });

  it('may be tidied up: the upload is gone, and its asset stays', async () => {
    const { location, file, asset } = await sent();
    expect((await terminate(location)).status).toBe(204);
    expect((await doctor.fetch(location, { method: 'HEAD', headers: TUS })).status).toBe(410);
    await expectProblem(await patch(location, file.length, Buffer.alloc(0)), 410, 'upload-terminated');
    await expectProblem(await terminate(location), 410, 'upload-terminated');
    await expectAsset(asset, file);
  });
});

describe('every answer says which version of tus is spoken', () => {
  const nowhere = '/v1/uploads/upl_nowhere';
  const typed = (type: string) => ({ ...TUS, 'content-type': type });
  it.each<[string, number, () => Promise<Response>]>([
    ['OPTIONS', 204, () => fetch(`${facts.uploader}/v1/uploads`, { method: 'OPTIONS' })],
    ['OPTIONS of an upload', 204, () => fetch(`${facts.uploader}${nowhere}`, { method: 'OPTIONS' })],
    ['nobody', 401, () => fetch(`${facts.uploader}/v1/uploads`, { method: 'POST', headers: TUS })],
    [
      'nobody at an upload',
      401,
      () => fetch(`${facts.uploader}${nowhere}`, { method: 'HEAD', headers: TUS }),
    ],
    ['an upload that is not there', 404, () => doctor.fetch(nowhere, { method: 'HEAD', headers: TUS })],
    ['a method that is not there', 405, () => doctor.fetch(nowhere, { method: 'PUT', headers: TUS })],
    ['another version', 412, () => create({ 'tus-resumable': '0.2.2', 'upload-length': '5' })],
    ['a header that is malformed', 400, () => create({ 'upload-length': 'many' })],
    [
      'another type',
      415,
      () => doctor.fetch(nowhere, { method: 'PATCH', headers: typed('text/plain'), body: 'x' }),
    ],
    [
      'another type to begin with',
      415,
      () => doctor.fetch('/v1/uploads', { method: 'POST', headers: typed('text/plain'), body: 'x' }),
    ],
    ['a file above every limit', 413, () => create({ 'upload-length': '900719925474099' })],
    [
      'a description beyond any measure',
      413,
      () =>
        doctor.fetch('/v1/uploads', {
          method: 'POST',
          headers: typed('application/json'),
          body: JSON.stringify({ title: 'x'.repeat(300_000) }),
        }),
    ],
  ])('to %s', async (_, status, ask) => {
    const answer = await ask();
    expect([answer.status, answer.headers.get('tus-resumable')]).toEqual([status, '1.0.0']);
    if (status === 412) expect(answer.headers.get('tus-version')).toBe('1.0.0');
    const { headers } = answer;
    if (status === 415) expect(headers.get('accept-patch') ?? headers.get('accept')).toContain(PATCH_TYPE);
  });

  it('to what no framework gets to see, too', async () => {
    const twoHosts = { ...TUS, host: 'one.example', Host: 'another.example' };
    const port = Number(new URL(facts.uploader).port);
    const { status, headers } = await askRaw(port, { method: 'PATCH', target: nowhere, headers: twoHosts });
    expect([status, headers['tus-resumable']]).toEqual([400, '1.0.0']);
  });
});

describe('creation-with-upload', () => {
  it('takes the first bytes, or all, with the creation', async () => {
    const file = pdf(300_000);
    const created = await create(
      { 'upload-length': String(file.length), 'content-type': PATCH_TYPE },
      file.subarray(0, 100_000),
    );
    expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '100000']);
    const done = await patch(created.headers.get('location') ?? '', 100_000, file.subarray(100_000));
    await expectAsset(done.headers.get('upload-asset'), file);
    const whole = await create({ 'upload-length': String(file.length), 'content-type': PATCH_TYPE }, file);
    expect([whole.status, whole.headers.get('upload-offset')]).toEqual([201, String(file.length)]);
    await expectAsset(whole.headers.get('upload-asset'), file);
  });

  it('F29 is one upload with an Idempotency-Key, though the link broke in the middle of its first bytes', async () => {
    const file = pdf(600_000);
    const headers = {
      ...TUS,
      'upload-metadata': nameOf('slides.pdf'),
      'upload-length': String(file.length),
      'content-type': PATCH_TYPE,
      'idempotency-key': randomBytes(8).toString('hex'),
    };
    await new Promise<void>((resolve) => {
      const broken = request(`${facts.uploader}/v1/uploads`, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${doctor.key}`, 'content-length': file.length },
      });
      broken.on('error', () => resolve()).on('close', () => resolve());
      broken.write(file.subarray(0, 300_000), () => setTimeout(() => broken.destroy(), 300));
    });
    let again = await create(headers, file);
    while (again.status === 409) again = await create(headers, file);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const location = again.headers.get('location') ?? '';
    const offset = await offsetOf(location);
    expect(offset).toBeGreaterThan(0);
    const done = await patch(location, offset, file.subarray(offset));
    await expectAsset(done.headers.get('upload-asset'), file);
    expect((await department.quota()).reserved).toBe(0);
  });
});

describe('what other servers take or refuse', () => {
  const bytes = pdf(50);
  const first = { ...TUS, 'upload-metadata': nameOf('slides.pdf'), 'upload-length': '300' };
  const begun = (headers: Record<string, string>, body?: Uint8Array) =>
    doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: { ...first, ...headers },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });

  it.each([
    ['an empty file', { 'upload-length': '0' }, undefined, 400, 'empty-file'],
    [
      'metadata that is malformed',
      { 'upload-metadata': 'hah INVALID' },
      undefined,
      400,
      'invalid-tus-header',
    ],
    ['first bytes of another type', { 'content-type': 'text/plain' }, bytes, 415, 'unsupported-media-type'],
    [
      'more bytes than were declared',
      { 'content-type': PATCH_TYPE },
      pdf(400),
      413,
      'upload-length-exceeded',
    ],
    [
      'pieces of elsewhere',
      { 'upload-concat': 'final;/files/a /files/b' },
      undefined,
      400,
      'invalid-tus-header',
    ],
  ])('refuses %s', async (_, headers, body, status, code) => {
    await expectProblem(await begun(headers, body), status, code);
  });

  it('takes metadata without a value, a type with a parameter, and no bytes for what is made of pieces', async () => {
    const created = await begun({ 'upload-metadata': `empty,${nameOf('slides.pdf')}` });
    const location = created.headers.get('location') ?? '';
    expect((await head(location)).get('upload-metadata')).toContain('empty ');
    const typed = { 'content-type': `${PATCH_TYPE}; charset=binary` };
    expect((await patch(location, 0, bytes, typed)).status).toBe(204);
    const made = { 'upload-concat': `final;${location}`, 'content-type': PATCH_TYPE };
    const { 'upload-length': _, ...rest } = first;
    const refused = await doctor.fetch('/v1/uploads', {
      method: 'POST',
      headers: { ...rest, ...made },
      body: new Uint8Array(bytes),
    });
    await expectProblem(refused, 403, 'upload-takes-pieces');
    expect((await terminate(location)).status).toBe(204);
  });
});

describe('creation-defer-length', () => {
  it('takes the length later, once', async () => {
    const file = pdf(200_000);
    const location = await begin({ 'upload-defer-length': '1' });
    expect((await head(location)).get('upload-defer-length')).toBe('1');
    expect((await patch(location, 0, file.subarray(0, 50_000))).status).toBe(204);
    await expectProblem(
      await patch(location, 50_000, file.subarray(50_000, 60_000), { 'upload-length': '40000' }),
      400,
      'upload-length-known',
    );
    const said = await patch(location, 50_000, file.subarray(50_000, 60_000), {
      'upload-length': String(file.length),
    });
    expect([said.status, said.headers.get('upload-offset')]).toEqual([204, '60000']);
    const known = await head(location);
    expect([known.get('upload-length'), known.get('upload-defer-length')]).toEqual([
      String(file.length),
      null,
    ]);
    await expectProblem(
      await patch(location, 60_000, file.subarray(60_000), { 'upload-length': '200001' }),
      400,
      'upload-length-known',
    );
    const done = await patch(location, 60_000, file.subarray(60_000));
    await expectAsset(done.headers.get('upload-asset'), file);
  });

  it('ends with an empty PATCH that says the length when all has come', async () => {
    const file = pdf(70_000);
    const location = await begin({ 'upload-defer-length': '1' });
    expect((await patch(location, 0, file)).status).toBe(204);
    const done = await patch(location, file.length, Buffer.alloc(0), {
      'upload-length': String(file.length),
    });
    expect(done.status).toBe(204);
    await expectAsset(done.headers.get('upload-asset'), file);
  });

  it('F21 counts real bytes against the quota, which grows with them and not beyond', async () => {
    const before = (await department.quota()).used;
    await department.limit({ bytes: before + 3 * MIB });
    try {
      const location = await begin({ 'upload-defer-length': '1' });
      expect((await department.quota()).reserved).toBe(0);
      expect((await patch(location, 0, pdf(2 * MIB))).status).toBe(204);
      const { reserved } = await department.quota();
      expect(reserved).toBeGreaterThanOrEqual(2 * MIB);
      expect(reserved).toBeLessThanOrEqual(3 * MIB);
      await expectProblem(await patch(location, 2 * MIB, pdf(2 * MIB)), 507, 'quota-exceeded');
      const offset = await offsetOf(location);
      expect(offset).toBeLessThanOrEqual(3 * MIB);
      await expectProblem(
        await patch(location, offset, Buffer.alloc(0), { 'upload-length': String(4 * MIB) }),
        507,
        'quota-exceeded',
      );
      expect((await head(location)).get('upload-defer-length')).toBe('1');
      expect((await terminate(location)).status).toBe(204);
    } finally {
      await department.unlimit();
    }
  });

  it.each([
    ['another value', { 'upload-defer-length': '2' }],
    ['a length as well', { 'upload-defer-length': '1', 'upload-length': '10' }],
  ])('with %s is refused', async (_, headers) => {
    await expectProblem(await create(headers), 400, 'invalid-tus-header');
  });
});

describe('checksum', () => {
  const file = pdf(400_000);
  const crc = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value >>> 0);
    return bytes.toString('base64');
  };
  const checksums: Record<string, (bytes: Buffer) => string> = {
    sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
    crc32: (bytes) => crc(crc32(bytes)),
    crc32c: (bytes) => crc(bitwiseCrc32c(bytes)),
  };
  /** By the definition, bit by bit: nothing in common with what is tested. */
  function bitwiseCrc32c(bytes: Buffer): number {
    let value = 0xffffffff;
    for (const byte of bytes) {
      value ^= byte;
      for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    }
    return ~value;
  }

  it.each(Object.entries(checksums))('F26 %s: a mismatch is 460, and the offset stays', async (name, of) => {
    const location = await begin({ 'upload-length': String(file.length) });
    const [first, second] = [file.subarray(0, 150_000), file.subarray(150_000)];
    // Damaged at its head, so that it looks like no file that is taken: still only a damaged PATCH.
    const damaged = Buffer.concat([Buffer.from([0, 1, 2, 3]), first.subarray(4)]);
    await expectProblem(
      await patch(location, 0, damaged, { 'upload-checksum': `${name} ${of(first)}` }),
      460,
      'checksum-mismatch',
    );
    expect(await offsetOf(location)).toBe(0);
    expect((await patch(location, 0, first, { 'upload-checksum': `${name} ${of(first)}` })).status).toBe(204);
    await expectProblem(
      await patch(location, 150_000, second, { 'upload-checksum': `${name} ${of(first)}` }),
      460,
      'checksum-mismatch',
    );
    expect(await offsetOf(location)).toBe(150_000);
    const done = await patch(location, 150_000, second, { 'upload-checksum': `${name} ${of(second)}` });
    await expectAsset(done.headers.get('upload-asset'), file);
  });

  it('F26 holds for the most bytes that one PATCH may bring, past any checkpoint on the way', async () => {
    const large = pdf(100 * MIB);
    const location = await begin({ 'upload-defer-length': '1' });
    expect((await patch(location, 0, large.subarray(0, 10 * MIB))).status).toBe(204);
    const middle = large.subarray(10 * MIB, 74 * MIB);
    const wrong = { 'upload-checksum': `sha1 ${checksums['sha1']?.(Buffer.from('x'))}` };
    await expectProblem(await patch(location, 10 * MIB, middle, wrong), 460, 'checksum-mismatch');
    expect(await offsetOf(location)).toBe(10 * MIB);
    // Shorter than what was refused, so that nothing of that may be left behind its end.
    const short = large.subarray(0, 30 * MIB);
    const done = await patch(location, 10 * MIB, short.subarray(10 * MIB), {
      'upload-length': String(short.length),
      'upload-checksum': `sha256 ${createHash('sha256')
        .update(short.subarray(10 * MIB))
        .digest('base64')}`,
    });
    expect(done.status).toBe(204);
    await expectAsset(done.headers.get('upload-asset'), short);
  });

  it('F26 counts nothing of a PATCH whose link broke before its checksum could be verified', async () => {
    const location = await begin({ 'upload-length': String(file.length) });
    await new Promise<void>((resolve) => {
      const broken = request(`${facts.uploader}${location}`, {
        method: 'PATCH',
        headers: {
          ...TUS,
          authorization: `Bearer ${doctor.key}`,
          'content-type': PATCH_TYPE,
          'upload-offset': 0,
          'upload-checksum': `sha1 ${checksums['sha1']?.(file)}`,
          'content-length': file.length,
        },
      });
      broken.on('error', () => resolve()).on('close', () => resolve());
      broken.write(file.subarray(0, 300_000), () => setTimeout(() => broken.destroy(), 200));
    });
    expect(await offsetOf(location)).toBe(0);
    expect((await terminate(location)).status).toBe(204);
  });

  it.each([
    ['an algorithm that is not announced', 'md5 AAAA'],
    ['no base64', 'sha1 ***'],
    ['a digest of another length', 'sha1 AAAA'],
  ])('with %s is 400', async (_, checksum) => {
    const location = await begin({ 'upload-length': String(file.length) });
    await expectProblem(
      await patch(location, 0, file, { 'upload-checksum': checksum }),
      400,
      'invalid-tus-header',
    );
    expect((await terminate(location)).status).toBe(204);
  });

  it('over more than 64 MiB is 413, and the upload goes on', async () => {
    const large = pdf(64 * MIB + 1);
    const location = await begin({ 'upload-length': String(large.length) });
    const checksum = `sha1 ${checksums['sha1']?.(large)}`;
    await expectProblem(
      await patch(location, 0, large, { 'upload-checksum': checksum }),
      413,
      'checksummed-body-too-long',
    );
    expect(await offsetOf(location)).toBe(0);
    expect((await terminate(location)).status).toBe(204);
  });
});

describe('X-HTTP-Method-Override', () => {
  it('makes PATCH, HEAD and DELETE of a POST', async () => {
    const file = pdf(50_000);
    const location = await begin({ 'upload-length': String(file.length) });
    const post = (meant: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
      doctor.fetch(location, {
        method: 'POST',
        headers: { ...TUS, 'x-http-method-override': meant, ...headers },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      });
    const patched = await post(
      'PATCH',
      { 'content-type': PATCH_TYPE, 'upload-offset': '0' },
      file.subarray(0, 20_000),
    );
    expect([patched.status, patched.headers.get('upload-offset')]).toEqual([204, '20000']);
    const seen = await post('HEAD');
    expect([seen.status, seen.headers.get('upload-offset'), await seen.text()]).toEqual([200, '20000', '']);
    expect((await post('OPTIONS')).status).toBe(204);
    expect((await post('DELETE')).status).toBe(204);
    expect((await doctor.fetch(location, { method: 'HEAD', headers: TUS })).status).toBe(410);
  });

  it('makes OPTIONS of a POST to where uploads begin, and nothing of one elsewhere', async () => {
    const override = (path: string, meant: string) =>
      fetch(`${facts.uploader}${path}`, { method: 'POST', headers: { 'x-http-method-override': meant } });
    const { status, headers } = await override('/v1/uploads', 'OPTIONS');
    expect([status, headers.get('tus-extension')?.includes('termination')]).toEqual([204, true]);
    for (const path of ['/v1/courses', '/v1/assets', '/v1/uploads/upl_nowhere/complete'])
      expect([path, (await override(path, 'OPTIONS')).status]).toEqual([path, 401]);
    // Nobody's PATCH of an asset, nor of a part of an upload.
    expect((await override('/v1/assets/ast_nowhere', 'DELETE')).status).toBe(405);
    expect((await override('/v1/uploads/upl_nowhere/parts/1', 'PUT')).status).toBe(405);
  });
});

describe('expiration', () => {
  it('slides with every PATCH', async () => {
    const file = pdf(50_000);
    const created = await create({ 'upload-length': String(file.length) });
    const first = Date.parse(created.headers.get('upload-expires') ?? '');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const location = created.headers.get('location') ?? '';
    const patched = await patch(location, 0, file.subarray(0, 10_000));
    expect(Date.parse(patched.headers.get('upload-expires') ?? '')).toBeGreaterThan(first);
    expect((await terminate(location)).status).toBe(204);
  });
});

describe('concatenation', () => {
  const file = pdf(9_000_000);
  const cuts = [0, 2_500_000, 2_500_001, 9_000_000] as const;
  const piece = (index: 0 | 1 | 2) => file.subarray(cuts[index], cuts[(index + 1) as 1 | 2 | 3]);

  async function partial(bytes: Buffer, { send = bytes.length } = {}): Promise<string> {
    const location = await begin({ 'upload-concat': 'partial', 'upload-length': String(bytes.length) });
    const sent = await patch(location, 0, bytes.subarray(0, send));
    expect([sent.status, sent.headers.get('upload-asset')]).toEqual([204, null]);
    return location;
  }

  it('makes one file of uploads that came in parallel and in any order', async () => {
    const before = await department.settled();
    const [third, first, second] = await Promise.all([
      partial(piece(2)),
      partial(piece(0)),
      partial(piece(1)),
    ]);
    const waiting = await department.quota();
    expect([waiting.reserved, waiting.assets]).toEqual([file.length, before.assets]);
    expect((await head(first)).get('upload-concat')).toBe('partial');
    const made = await create({ 'upload-concat': `final;${first} ${facts.uploader}${second} ${third}` });
    expect([made.status, made.headers.get('upload-offset')]).toEqual([201, String(file.length)]);
    await expectAsset(made.headers.get('upload-asset'), file);
    const location = made.headers.get('location') ?? '';
    const final = await head(location);
    // The answer may have been lost: asked again, it is the same upload, and no second one.
    const again = await create({ 'upload-concat': `final;${first} ${second} ${third}` });
    expect([again.status, again.headers.get('location'), again.headers.get('upload-asset')]).toEqual([
      201,
      location,
      made.headers.get('upload-asset'),
    ]);
    expect([final.get('upload-concat'), final.get('upload-length'), final.get('upload-offset')]).toEqual([
      `final;${first} ${second} ${third}`,
      String(file.length),
      String(file.length),
    ]);
    await expectProblem(await patch(location, file.length, Buffer.alloc(0)), 403, 'upload-takes-pieces');
    await expectProblem(
      await create({ 'upload-concat': `final;${first} ${second}` }),
      409,
      'partial-uploads-not-ready',
    );
    expect(await department.settled()).toMatchObject({
      used: before.used + file.length,
      reserved: 0,
      assets: before.assets + 1,
    });
  });

  it('is what tus-js-client does with parallelUploads', async () => {
    const before = await department.settled();
    await new Promise<void>((resolve, reject) => {
      new tus.Upload(file, {
        endpoint: `${facts.uploader}/v1/uploads`,
        parallelUploads: 3,
        headers: { authorization: `Bearer ${doctor.key}` },
        metadata: { filename: 'parallel.pdf' },
        onError: reject,
        onSuccess: () => resolve(),
      }).start();
    });
    const { body } = await doctor.json<{ items: AssetView[] }>('GET', '/v1/assets?limit=5');
    expect(body.items[0]).toMatchObject({ fileName: 'parallel.pdf', sha256: hex(file) });
    expect(await department.settled()).toMatchObject({ used: before.used + file.length, reserved: 0 });
  });

  it('waits for unfinished pieces, and takes none of another doctor', async () => {
    const whole = await partial(piece(0));
    const half = await partial(piece(1), { send: 0 });
    await expectProblem(
      await create({ 'upload-concat': `final;${whole} ${half}` }),
      409,
      'partial-uploads-not-ready',
    );
    const other = await department.another('other');
    await expectProblem(
      await create({ 'upload-concat': `final;${whole}` }, undefined, other),
      404,
      'upload-not-found',
    );
    await expectProblem(await create({ 'upload-concat': 'final;/elsewhere/1' }), 400, 'invalid-tus-header');
    expect((await patch(half, 0, piece(1))).status).toBe(204);
    expect((await create({ 'upload-concat': `final;${whole} ${half}` })).status).toBe(201);
  });

  it('F29 holds the limit for one file, and the pieces stay', async () => {
    const pieces = [await partial(piece(0)), await partial(piece(1))];
    await department.limit({ fileBytes: 2_500_000 });
    try {
      const answer = await create({ 'upload-concat': `final;${pieces.join(' ')}` });
      expect(answer.status).toBe(413);
    } finally {
      await department.unlimit();
    }
    expect((await department.quota()).reserved).toBe(2_500_001);
    const made = await create({ 'upload-concat': `final;${pieces.join(' ')}` });
    await expectAsset(made.headers.get('upload-asset'), file.subarray(0, 2_500_001));
  });

  it('of what is no file that is taken is 415, and leaves nothing', async () => {
    const before = await department.settled();
    const text = Buffer.from('<html><script>alert(1)</script></html>');
    const answer = await create({ 'upload-concat': `final;${await partial(text)}` });
    await expectProblem(answer, 415, 'unsupported-media-type');
    expect(await department.settled()).toMatchObject({ used: before.used, reserved: 0 });
  });
});

describe.skipIf(inject('isElsewhere'))('in front of browsers and behind proxies', () => {
  let lectern: LecternProcess;
  let uploader: string;
  let authorization: string;

  beforeAll(async () => {
    lectern = await LecternProcess.create({
      ...inject('environment'),
      LECTERN_TRUSTED_PROXIES: '127.0.0.1',
      LECTERN_CORS_ORIGINS: 'https://learn.example.org',
    });
    const started = await lectern.start();
    uploader = started.uploader;
    authorization = `Bearer ${started.keys.doctor}`;
  });
  afterAll(() => lectern.dispose());

  it('the Location is the one that the client used', async () => {
    const created = await fetch(`${uploader}/v1/uploads`, {
      method: 'POST',
      headers: {
        ...TUS,
        authorization,
        'upload-length': '10',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'med.example',
        'x-forwarded-prefix': '/lectern',
      },
    });
    expect(created.headers.get('location')).toMatch(
      /^https:\/\/med\.example\/lectern\/v1\/uploads\/upl_[a-z0-9]+$/,
    );
  });

  it('a page of an origin that is allowed may upload, and read every header of tus', async () => {
    const origin = 'https://learn.example.org';
    const preflight = await fetch(`${uploader}/v1/uploads/upl_1`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,tus-resumable,upload-offset,content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
    for (const name of [
      'Authorization',
      'Tus-Resumable',
      'Upload-Offset',
      'Upload-Checksum',
      'Upload-Concat',
    ])
      expect(preflight.headers.get('access-control-allow-headers')).toContain(name);
    // Errors, too, or a page could not tell its doctor what is wrong.
    const refused = await fetch(`${uploader}/v1/uploads/upl_1`, {
      method: 'HEAD',
      headers: { ...TUS, origin, authorization },
    });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([404, origin]);
    for (const name of ['Location', 'Upload-Offset', 'Upload-Expires', 'Tus-Extension', 'Upload-Asset'])
      expect(refused.headers.get('access-control-expose-headers')).toContain(name);
  });

  it('such a page may read what no route gets to see, too', async () => {
    const origin = 'https://learn.example.org';
    const { port } = new URL(uploader);
    const headers = { ...TUS, origin, host: 'one.example', Host: 'another.example' };
    const answer = await askRaw(Number(port), {
      method: 'PATCH',
      target: '/v1/uploads/upl_nowhere',
      headers,
    });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([400, origin]);
    expect(answer.headers['access-control-expose-headers']).toContain('Tus-Resumable');
  });

  it('a page of another origin may not', async () => {
    const answer = await fetch(`${uploader}/v1/uploads`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-methods')).toBeNull();
    expect(answer.headers.get('vary')).toBe('Origin');
  });
});
