import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { type LecternClient, lecternClient, type Schemas } from '#libs/client';
import { recording } from '../fixtures/recordings.js';

const facts = inject('lectern');
const baseUrl = facts.uploader;
const admin = lecternClient({ baseUrl, token: facts.keys.admin });

const unique = () => randomBytes(5).toString('hex');
const pdf = (bytes: number) => new Blob(['%PDF-1.4\n', randomBytes(bytes)]);
const TUS = { 'Tus-Resumable': '1.0.0' } as const;
const BYTES = { 'Content-Type': 'application/offset+octet-stream' };

/** What a call gave, which is to be a success. */
async function given<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (data === undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

/** The status of a call without a body. */
async function done(answer: Promise<{ error?: unknown; response: Response }>): Promise<number> {
  const { error, response } = await answer;
  if (error !== undefined) throw new Error(JSON.stringify(error));
  return response.status;
}

async function doctorOf(unit: string): Promise<LecternClient> {
  const subject = `doctor-${unique()}`;
  const body = { subject, name: subject, role: 'doctor', unit, label: 'test' } as const;
  const { secret } = await given(admin.POST('/v1/admin/api-keys', { body }));
  // A token that is asked for each time, as of a provider of tokens that live for minutes.
  return lecternClient({ baseUrl, token: () => Promise.resolve(secret) });
}

async function newUnit(): Promise<string> {
  const body = {
    id: `client-${unique()}`,
    kind: 'department',
    name: 'Clients',
    parentId: 'demo-hospital',
  } as const;
  return (await given(admin.POST('/v1/admin/units', { body }))).id;
}

async function untilPlayable(by: LecternClient, id: string): Promise<Schemas['Asset']> {
  for (;;) {
    const asset = await given(by.GET('/v1/assets/{id}', { params: { path: { id } } }));
    if (asset.state === 'playable' || asset.state === 'ready') return asset;
    if (asset.state === 'failed') throw new Error(asset.failure?.reason);
    await delay(100);
  }
}

describe('the generated client', () => {
  it('takes a lesson from the file to the learner', async () => {
    const unit = await newUnit();
    const doctor = await doctorOf(unit);
    const course = await given(
      doctor.POST('/v1/courses', {
        body: { title: 'Basic life support', tags: ['急救'] },
        params: { header: { 'Idempotency-Key': unique() } },
      }),
    );

    // By tus: begun as JSON, sent in two goes.
    const file = await openAsBlob(await recording({ seconds: 4, size: '640x360', source: 'screen' }));
    const begun = await doctor.POST('/v1/uploads', {
      body: { fileName: 'lesson.mp4', bytes: file.size, courseId: course.id, title: 'A lesson' },
    });
    expect(begun.response.status).toBe(201);
    const { id, asset } = await given(Promise.resolve(begun));
    const half = Math.floor(file.size / 2);
    for (const [from, to] of [
      [0, half],
      [half, file.size],
    ] as const) {
      const sent = await doctor.PATCH('/v1/uploads/{id}', {
        params: { path: { id }, header: { ...TUS, 'Upload-Offset': from } },
        body: file.slice(from, to),
        headers: BYTES,
      });
      expect([sent.error, sent.response.headers.get('upload-offset')]).toEqual([undefined, String(to)]);
    }

    expect(await untilPlayable(doctor, asset)).toMatchObject({ title: 'A lesson', courseId: course.id });
    const path = { id: asset };
    const session = await given(
      doctor.POST('/v1/assets/{id}/playback-sessions', { params: { path }, body: { ttl: 60 } }),
    );
    const playlist = await fetch(session.hls ?? '');
    expect([playlist.status, await playlist.text()]).toEqual([200, expect.stringContaining('#EXTM3U')]);
    const link = await given(doctor.POST('/v1/assets/{id}/download-links', { params: { path } }));
    expect((await (await fetch(link.url)).arrayBuffer()).byteLength).toBe(file.size);
    const revoked = doctor.DELETE('/v1/assets/{id}/playback-sessions/{session}', {
      params: { path: { ...path, session: session.session } },
    });
    expect(await done(revoked)).toBe(204);

    const read = await doctor.GET('/v1/assets/{id}', { params: { path } });
    const etag = read.response.headers.get('etag') ?? '';
    const edit = (title: string) =>
      doctor.PATCH('/v1/assets/{id}', { params: { path, header: { 'If-Match': etag } }, body: { title } });
    expect((await given(edit('A better lesson'))).title).toBe('A better lesson');
    const late = await edit('Too late');
    expect([late.response.status, late.error?.code]).toEqual([412, 'version-conflict']);

    const now = await doctor.GET('/v1/assets/{id}', { params: { path } });
    const header = { 'If-Match': now.response.headers.get('etag') ?? '' };
    expect(await done(doctor.DELETE('/v1/assets/{id}', { params: { path, header } }))).toBe(202);
    const gone = await doctor.GET('/v1/assets/{id}', { params: { path } });
    expect([gone.response.status, gone.error?.code]).toEqual([404, 'asset-not-found']);
  });

  it('sends a file in numbered parts, and one by form', async () => {
    const doctor = await doctorOf(await newUnit());
    const partBytes = 65_536;
    const file = pdf(2 * partBytes);
    const { id } = await given(
      doctor.POST('/v1/uploads', { body: { fileName: 'parts.pdf', bytes: file.size, partBytes } }),
    );
    const { missing } = await given(doctor.GET('/v1/uploads/{id}/parts', { params: { path: { id } } }));
    expect(missing).toEqual([1, 2, 3]);
    for (const number of missing) {
      const put = doctor.PUT('/v1/uploads/{id}/parts/{number}', {
        params: { path: { id, number: String(number) } },
        body: file.slice((number - 1) * partBytes, number * partBytes),
        headers: { 'Content-Type': 'application/octet-stream' },
      });
      expect(await done(put)).toBe(204);
    }
    const complete = () => given(doctor.POST('/v1/uploads/{id}/complete', { params: { path: { id } } }));
    let { state } = await complete();
    while (state !== 'completed') ({ state } = await complete());

    const form = new Blob([pdf(1000)], { type: 'application/pdf' });
    const asset = await given(doctor.POST('/v1/assets', { body: { title: 'By form', file: form } }));
    expect(asset).toMatchObject({ title: 'By form', kind: 'attachment' });
  });

  it('walks through lists page by page', async () => {
    const doctor = await doctorOf(await newUnit());
    const made: string[] = [];
    for (const title of ['One', 'Two', 'Three'])
      made.push((await given(doctor.POST('/v1/courses', { body: { title } }))).id);
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { limit: 2, ...(cursor !== undefined && { cursor }) };
      const page: Schemas['CoursePage'] = await given(doctor.GET('/v1/courses', { params: { query } }));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen.filter((id) => made.includes(id))).toEqual(made.toReversed());
  });

  it('sets a quota as an administrator, which binds a doctor with a problem that names it', async () => {
    const unit = await newUnit();
    const doctor = await doctorOf(unit);
    const params = { path: { account: unit } };
    expect(await given(admin.GET('/v1/admin/quotas/{account}', { params }))).toMatchObject({
      limit: null,
      used: 0,
    });
    const set = await admin.PUT('/v1/admin/quotas/{account}', { params, body: { bytes: 1000 } });
    expect(set.data?.limit).toBe(1000);
    const { error, response } = await doctor.POST('/v1/uploads', {
      body: { fileName: 'a.pdf', bytes: 5000 },
    });
    expect([response.status, error?.code, error?.['bindingUnit']]).toEqual([507, 'quota-exceeded', unit]);
    expect((await given(doctor.GET('/v1/me'))).quota?.effective).toBe(1000);
    const header = { 'If-Match': set.response.headers.get('etag') ?? '' };
    expect(await done(admin.DELETE('/v1/admin/quotas/{account}', { params: { ...params, header } }))).toBe(
      204,
    );
  });
});
