import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { createUpload, type UploadEnd, type UploadOptions, type UploadState } from '#libs/client';
import { ThinLink, type ThinLinkOptions } from '../servers/thin-link.js';
import { forward, LocalProxy } from '../servers/local-proxy.js';
import type { AssetView, Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const MIB = 1024 * 1024;
const BYTES = 5 * MIB + 4711;
const FAST = { backOffMs: [10, 80] } as const satisfies UploadOptions;
/** What may be under way when a link breaks. */
const IN_FLIGHT = 128 * 1024;

let department: Department;
let doctor: Client;
const links: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  department = await Department.create(facts, 'client-upload');
  doctor = department.doctor;
});
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
});
afterAll(() => department.unlimit());

const newFile = (bytes = BYTES) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(bytes - 9)]);
const fileOf = (bytes: Buffer) => new File([new Uint8Array(bytes)], 'a lesson.pdf');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hashOf = (bytes: Buffer) => (first: number) => Promise.resolve(sha256(bytes.subarray(0, first)));
const codeIn = (end: UploadEnd) => (end.state === 'failed' ? end.problem.code : end.state);

async function linkOf(options?: ThinLinkOptions): Promise<ThinLink> {
  const link = await ThinLink.start(facts.uploader, options);
  links.push(link);
  return link;
}

/** The states by name, each once in a row. */
function told() {
  const states: string[] = [];
  const offsets: number[] = [];
  const onState = (state: UploadState): void => {
    if (states.at(-1) !== state.state) states.push(state.state);
    if (state.state === 'sending') offsets.push(state.offset);
  };
  return { states, offsets, onState };
}

async function assetOf(end: UploadEnd): Promise<AssetView> {
  if (end.state !== 'done') throw new Error(JSON.stringify(end));
  return (await doctor.json<AssetView>('GET', `/v1/assets/${end.assetId}`)).body;
}

/** Sends at least `part` of a file and stops. */
async function begun(bytes: Buffer, part: number, link: ThinLink): Promise<string> {
  const leaving = new AbortController();
  const upload = createUpload(
    { baseUrl: link.url, token: doctor.key },
    { file: fileOf(bytes) },
    {
      ...FAST,
      signal: leaving.signal,
      onState: (state) => state.state === 'sending' && state.offset >= part && leaving.abort(),
    },
  );
  expect(await upload.ended).toEqual({ state: 'stopped' });
  return upload.id ?? '';
}

describe('an upload by libs/client', () => {
  it('arrives whole over a link that keeps breaking, and little is sent twice', async () => {
    const bytes = newFile();
    const link = await linkOf({ bytesPerSecond: 3 * MIB, breakEvery: MIB });
    const { states, offsets, onState } = told();
    const upload = createUpload(
      { baseUrl: link.url, token: () => Promise.resolve(doctor.key) },
      { file: fileOf(bytes), title: 'Suture', externalId: 'emr-4711' },
      { ...FAST, onState },
    );
    const asset = await assetOf(await upload.ended);
    expect([asset.sha256, asset.fileName, asset['title'], asset['externalId']]).toEqual([
      sha256(bytes),
      'a lesson.pdf',
      'Suture',
      'emr-4711',
    ]);
    expect(link.broke).toBeGreaterThan(3);
    expect(link.asked).toBeLessThan(BYTES + link.broke * IN_FLIGHT);
    expect(states).toContain('waiting-for-link');
    expect(states.slice(-2)).toEqual(['finishing', 'done']);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });

  it('waits for room, for its turn and for a new sign-in, and tells a refusal by its code', async () => {
    const answers = [
      [429, 'too-many-requests', true],
      [507, 'storage-full', true],
      [503, 'unavailable', true],
      [409, 'offset-mismatch', true],
    ] as const;
    let refused = 0;
    let key = 'lk_of_yesterday';
    const proxy = await LocalProxy.start((incoming, outgoing) => {
      const answer = incoming.method === 'PATCH' ? answers[refused] : undefined;
      if (answer === undefined)
        return forward(incoming, outgoing, { base: facts.uploader, path: incoming.url ?? '' });
      refused += 1;
      const [status, code, retryable] = answer;
      incoming.resume();
      outgoing.writeHead(status, {
        'content-type': 'application/problem+json',
        connection: 'close',
        'retry-after': '0',
      });
      outgoing.end(
        JSON.stringify({ type: 'about:blank', title: code, status, detail: code, code, retryable }),
      );
    });
    links.push(proxy);
    const { states, onState } = told();
    const bytes = newFile(MIB);
    const service = {
      baseUrl: proxy.url,
      token: () => key,
      signIn: async () => {
        key = doctor.key;
      },
    };
    const upload = createUpload(service, { file: fileOf(bytes) }, { ...FAST, onState });
    expect((await assetOf(await upload.ended)).sha256).toBe(sha256(bytes));
    expect(refused).toBe(answers.length);
    for (const state of ['signing-in', 'waiting-for-link', 'waiting-for-room'])
      expect(states).toContain(state);

    const program = new File(['MZ no lesson'], 'a.exe');
    const end = await createUpload(service, { file: program }, FAST).ended;
    expect(codeIn(end)).toBe('unsupported-media-type');
    const signedOut = createUpload(
      { baseUrl: facts.uploader, token: 'lk_no' },
      { file: fileOf(bytes) },
      FAST,
    );
    expect(codeIn(await signedOut.ended)).toBe('unauthenticated');
  });

  it('ends at once when its SHA-256, known later, is that of a file which the person may see', async () => {
    const bytes = newFile();
    const known = createUpload({ baseUrl: facts.uploader, token: doctor.key }, { file: fileOf(bytes) }, FAST);
    await known.ended;
    const link = await linkOf({ bytesPerSecond: MIB / 2 });
    const upload = createUpload(
      { baseUrl: link.url, token: doctor.key },
      { file: fileOf(bytes) },
      { ...FAST, hash: hashOf(bytes) },
    );
    expect((await assetOf(await upload.ended)).sha256).toBe(sha256(bytes));
    expect(link.asked).toBeLessThan(BYTES / 2);
  });

  it('goes on at once where a request that was given up comes late', async () => {
    const bytes = newFile(2 * MIB);
    const link = await linkOf({ bytesPerSecond: 500_000 });
    const problems: unknown[] = [];
    let isLate = false;
    /** As one does that waited somewhere while another was sent in its place. */
    const comeLate = async (offset: number): Promise<void> => {
      if (isLate || problems.length > 0) return;
      isLate = true;
      await delay(150);
      await doctor.fetch(`/v1/uploads/${upload.id}`, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body: bytes.subarray(offset, offset + 1),
      });
      // It may have been before its time: then once more, when it is known that nobody minded.
      await delay(500);
      isLate = false;
    };
    const upload = createUpload(
      { baseUrl: link.url, token: doctor.key },
      { file: fileOf(bytes) },
      {
        // Who waits for the longest time does not come to an end here.
        backOffMs: [10, 3_600_000],
        onState: (state) => {
          if (state.state === 'sending') void comeLate(state.offset);
          if (state.state === 'waiting-for-link') problems.push(state.problem);
        },
      },
    );
    expect((await assetOf(await upload.ended)).sha256).toBe(sha256(bytes));
    expect(problems).toEqual([null]);
  });

  it('leaves it to whoever takes it over again', async () => {
    const bytes = newFile(2 * MIB);
    const link = await linkOf({ bytesPerSecond: 500_000 });
    const service = { baseUrl: link.url, token: doctor.key };
    const options = { backOffMs: [10, 4_000], hash: hashOf(bytes) } as const;
    const problems: unknown[] = [];
    const wait = (state: UploadState): void => {
      if (state.state === 'waiting-for-link') problems.push(state.problem?.code);
    };
    const first = createUpload(service, { file: fileOf(bytes) }, { ...options, onState: wait });
    await expect.poll(() => first.state.state === 'sending' && first.state.offset > 0).toBe(true);
    const other = createUpload(
      service,
      { file: fileOf(bytes), upload: first.id ?? '' },
      { ...options, onState: wait },
    );
    const end = await first.ended;
    expect(await other.ended).toEqual(end);
    expect((await assetOf(end)).sha256).toBe(sha256(bytes));
    expect(problems).toContain('upload-taken-over');
  });

  it('is paused, goes on, and is given up', async () => {
    const link = await linkOf({ bytesPerSecond: 2 * MIB });
    const bytes = newFile();
    let isPaused = false;
    const upload = createUpload(
      { baseUrl: link.url, token: doctor.key },
      { file: fileOf(bytes) },
      {
        ...FAST,
        onState: (state) => {
          if (state.state !== 'sending' || state.offset === 0 || isPaused) return;
          isPaused = true;
          upload.pause();
        },
      },
    );
    await expect.poll(() => upload.state.state).toBe('paused');
    const { id } = upload;
    const { body } = await doctor.json<{ offset: number; state: string }>('GET', `/v1/uploads/${id}`);
    expect(body.state).toBe('open');
    upload.resume();
    await expect.poll(() => upload.state.state).toBe('sending');
    await upload.abandon();
    expect(upload.state.state).toBe('abandoned');
    const gone = await doctor.fetch(`/v1/uploads/${id}`, {
      method: 'HEAD',
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect(gone.status).toBe(410);
    expect((await department.settled()).reserved).toBe(0);
  });
});

describe('an upload that is gone on with', () => {
  it('by its owner, with the same file alone', async () => {
    const bytes = newFile();
    const link = await linkOf({ bytesPerSecond: 4 * MIB });
    const upload = await begun(bytes, MIB, link);
    const service = { baseUrl: link.url, token: doctor.key };
    const other = newFile();
    const before = link.asked;
    for (const wrong of [other, newFile(BYTES - 1)]) {
      const end = await createUpload(
        service,
        { file: fileOf(wrong), upload },
        { ...FAST, hash: hashOf(wrong) },
      ).ended;
      expect(codeIn(end)).toBe('another-file');
    }
    expect(link.asked - before).toBeLessThan(10_000);
    expect(() => createUpload(service, { file: fileOf(bytes), upload })).toThrow(TypeError);
    const end = await createUpload(service, { file: fileOf(bytes), upload }, { ...FAST, hash: hashOf(bytes) })
      .ended;
    expect((await assetOf(end)).sha256).toBe(sha256(bytes));
  });

  it('by a machine that has the file and was told the code, which sends no byte of another', async () => {
    const bytes = newFile(9 * MIB);
    const link = await linkOf();
    const upload = await begun(bytes, 4 * MIB, link);
    const codeOf = async () =>
      (await doctor.json<{ code: string }>('POST', `/v1/uploads/${upload}/code`)).body.code;
    const old = await codeOf();
    const code = await codeOf();
    const enter = (code: string, file: Buffer) =>
      createUpload({ baseUrl: link.url }, { file: fileOf(file), code }, { ...FAST, hash: hashOf(file) })
        .ended;
    const before = link.asked;
    expect(codeIn(await enter(old, bytes))).toBe('upload-code-old');
    expect(codeIn(await enter(code, newFile(9 * MIB)))).toBe('another-file');
    expect(link.asked - before).toBeLessThan(10_000);
    expect((await assetOf(await enter(code, bytes))).sha256).toBe(sha256(bytes));
  });
});
