import { openAsBlob } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const doctor = new Client(facts, facts.keys.doctor);
const PDF = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'));

async function newCourse(): Promise<{ at: string; etag: string }> {
  const { headers, body } = await api(doctor).post('/v1/courses').send({ title: 'First' }).expect(201);
  return { at: `/v1/courses/${(body as { id: string }).id}`, etag: headers['etag'] ?? '' };
}

/** Everything that can be edited, with the addresses at which it is read. */
async function editable(): Promise<string[]> {
  const { unit, doctor: other } = await Department.create(facts, 'tags');
  const { body } = await other.uploadForm('a.pdf', PDF);
  const { at } = await newCourse();
  return [at, `/v1/assets/${body.id}`, `/v1/admin/units/${unit}`, `/v1/admin/quotas/${unit}`];
}

const titled = (at: string, ifMatch: string, title: string) =>
  api(doctor).patch(at).set('if-match', ifMatch).send({ title });

describe('If-Match', () => {
  it('F68 holds while an asset is processed: its version counts what people edit', async () => {
    // One that no other test sends: what is known already is ready at once.
    const file = await recording({ seconds: 9, size: '1280x720', source: 'screen' });
    const sent = await doctor.uploadForm('lesson.mp4', await openAsBlob(file));
    const at = `/v1/assets/${sent.body.id}`;
    const before = await api(doctor).get(at).expect(200);
    const etag = before.headers['etag'] ?? '';
    await doctor.untilState(sent.body.id, ['ready']);
    const after = await api(doctor).get(at).expect(200);
    expect(after.headers['etag']).not.toBe(etag);
    expect((after.body as { version: number }).version).toBe((before.body as { version: number }).version);
    await titled(at, etag, 'Second').expect(200);
    const problem = await titled(at, etag, 'Third').expect(412);
    expect(problem.body).toMatchObject({ code: 'version-conflict' });
    await titled(at, after.headers['etag'] ?? '', 'Third').expect(412);
  });

  it('takes lists and *, and compares strongly', async () => {
    const { at, etag } = await newCourse();
    await titled(at, '*', 'Any').expect(200);
    await titled(at, etag, 'Stale').expect(412);
    const { headers } = await api(doctor).get(at).expect(200);
    const now = headers['etag'] ?? '';
    await titled(at, `W/${now}`, 'Weak').expect(412);
    await titled(at, `"other", W/${now}`, 'Weak').expect(412);
    await titled(at, '"somebody-elses"', 'Foreign').expect(412);
    const again = await titled(at, `"other",, "a,b" , ${now}`, 'Listed').expect(200);
    expect(again.headers['etag']).toBe((await api(doctor).get(at)).headers['etag']);
    for (const malformed of ['unquoted', '"open', '"a" "b"', ''])
      expect((await titled(at, malformed, 'Malformed').expect(400)).body).toMatchObject({
        code: 'invalid-request',
      });
  });

  it('of an edit that names nothing leaves the version where it is', async () => {
    for (const at of (await editable()).filter((path) => !path.includes('quotas'))) {
      const { headers } = await api(admin).get(at).expect(200);
      const edited = await api(admin)
        .patch(at)
        .set('if-match', headers['etag'] ?? '')
        .send({})
        .expect(200);
      expect([at, edited.headers['etag']]).toEqual([at, headers['etag']]);
    }
  });
});

describe('If-None-Match', () => {
  it('of what is there still is 304, without a body, by GET and HEAD of everything that can be edited', async () => {
    for (const at of await editable()) {
      const { headers } = await api(admin).get(at).expect(200).expect('cache-control', 'private, no-cache');
      const etag = headers['etag'] ?? '';
      expect([at, etag]).toEqual([at, expect.stringMatching(/^"[0-9]+-[A-Za-z0-9_-]{22}"$/)]);
      expect((await api(admin).head(at).expect(200)).headers['etag']).toBe(etag);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
        for (const method of ['get', 'head'] as const) {
          const answer = await api(admin)[method](at).set('if-none-match', known).expect(304);
          expect([answer.text ?? '', answer.headers['etag'], answer.headers['content-type']]).toEqual([
            '',
            etag,
            undefined,
          ]);
        }
      await api(admin).get(at).set('if-none-match', '"other", W/"1"').expect(200);
    }
  });

  it('of what machines have changed meanwhile is 200: a strong ETag is one representation\u2019s', async () => {
    const department = await Department.create(facts, 'used');
    const at = `/v1/admin/quotas/${department.unit}`;
    const before = await api(admin).get(at).expect(200);
    const etag = before.headers['etag'] ?? '';
    await department.doctor.uploadForm('a.pdf', PDF);
    const after = await api(admin).get(at).set('if-none-match', etag).expect(200);
    expect(after.headers['etag']).not.toBe(etag);
    await api(admin).put(at).set('if-match', etag).send({ bytes: 1000 }).expect(200);
  });
});
