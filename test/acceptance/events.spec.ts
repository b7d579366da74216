import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { EventStream } from '../servers/event-stream.js';
import { anyone, api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const unitAdmin = new Client(facts, facts.keys.unitAdmin);
const TUS = { 'tus-resumable': '1.0.0' };
const file = new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(9_991)]));

let home: Department;
let other: Department;
let doctor: Client;
const streams: EventStream[] = [];

async function listen(client: Client, lastEventId?: string): Promise<EventStream> {
  const stream = await EventStream.open(facts.uploader, client.key, lastEventId);
  streams.push(stream);
  return stream;
}

async function begin(client: Client): Promise<{ location: string; upload: string; asset: string }> {
  const created = await client.fetch('/v1/uploads', {
    method: 'POST',
    headers: { ...TUS, 'upload-length': String(file.length), 'upload-metadata': 'filename YS5wZGY=' },
  });
  const { id, asset } = (await created.json()) as { id: string; asset: string };
  return { location: created.headers.get('location') ?? '', upload: id, asset };
}

const patch = (client: Client, location: string, offset: number, end: number) =>
  client.fetch(location, {
    method: 'PATCH',
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: file.subarray(offset, end),
  });

/** Somebody else of a unit of their own. */
async function keyOf(subject: string, unit: string): Promise<{ id: string; client: Client }> {
  const { body } = await api(home.admin)
    .post('/v1/admin/api-keys')
    .send({ subject, name: subject, role: 'doctor', unit, label: 'events' })
    .expect(201);
  const { id, secret } = body as { id: string; secret: string };
  return { id, client: new Client(facts, secret) };
}

beforeAll(async () => {
  home = await Department.create(facts, 'events');
  other = await Department.create(facts, 'elsewhere');
  doctor = home.doctor;
});
afterAll(() => streams.forEach((stream) => stream.close()));

describe('GET /v1/events', () => {
  it('tells of an upload and its asset to the owner and those above, and to nobody beside', async () => {
    const [own, above, all, foreign] = [
      await listen(doctor),
      await listen(unitAdmin),
      await listen(home.admin),
      await listen(other.doctor),
    ];
    expect(own.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    const { location, upload, asset } = await begin(doctor);
    expect((await patch(doctor, location, 0, 5_000)).status).toBe(204);
    expect((await own.event('upload.progress', upload)).data).toMatchObject({
      subject: upload,
      owner: `${home.unit}-doctor`,
      unit: home.unit,
      data: { asset, fileName: 'a.pdf', offset: 5_000, bytes: 10_000, state: 'open' },
    });
    expect((await patch(doctor, location, 5_000, file.length)).status).toBe(204);
    for (const stream of [own, above, all]) {
      const { data } = await stream.event('asset.ready', asset);
      expect(data).toMatchObject({ unit: home.unit, data: { state: 'ready', kind: 'attachment' } });
      const told = stream.typesOf(upload).filter((type) => type !== 'upload.progress');
      expect(told).toEqual(['upload.created', 'upload.completed']);
    }
    await own.until(() =>
      own.events.some(({ type, data }) => type === 'quota.changed' && data.data['used'] === 10_000),
    );
    await api(doctor).delete(`/v1/assets/${asset}`).expect(202);
    await api(doctor).post(`/v1/assets/${asset}/restore`).expect(200);
    await own.event('asset.restored', asset);
    expect(
      own
        .typesOf(asset)
        .filter((type) => type !== 'asset.progress')
        .slice(-2),
    ).toEqual(['asset.trashed', 'asset.restored']);
    // What is their own comes later than what was not for them.
    const theirs = await begin(other.doctor);
    await foreign.event('upload.created', theirs.upload);
    expect(foreign.events.filter(({ data }) => data.owner !== `${other.unit}-doctor`)).toEqual([]);
    await above.event('upload.created', theirs.upload);
    expect(own.typesOf(theirs.upload)).toEqual([]);
  });

  it('goes on after a break where it was, and says when it can’t', async () => {
    const first = await listen(doctor);
    const before = await begin(doctor);
    await first.event('upload.created', before.upload);
    first.close();
    const missed = await begin(doctor);
    await api(doctor).delete(`/v1/uploads/${missed.upload}`).set(TUS).expect(204);
    const second = await listen(doctor, first.lastId);
    await second.event('upload.ended', missed.upload);
    expect(second.typesOf(missed.upload)).toEqual(['upload.created', 'upload.ended']);
    expect(second.typesOf(before.upload)).toEqual([]);
    const [, ...places] = second.lastId.split('.');
    for (const unknown of ['17', ['0123456789ab', ...places].join('.')]) {
      const stream = await listen(doctor, unknown);
      expect((await stream.event('reset')).data).toEqual({ type: 'reset', reason: 'unknown' });
      const next = await begin(doctor);
      await stream.event('upload.created', next.upload);
      expect(stream.typesOf(missed.upload)).toEqual([]);
    }
  });

  it('ends when the key is revoked, or the person disabled', async () => {
    const subject = `${home.unit}-leaver`;
    const [one, two] = [await keyOf(subject, home.unit), await keyOf(subject, home.unit)];
    const [left, stays] = [await listen(one.client), await listen(two.client)];
    await api(home.admin).delete(`/v1/admin/api-keys/${one.id}`).expect(204);
    await left.over();
    expect(stays.isOver).toBe(false);
    await api(home.admin).patch(`/v1/admin/people/${subject}`).send({ disabled: true }).expect(200);
    await stays.over();
  });

  it('takes 20 streams of a person, callers alone, and HEAD', async () => {
    const { client } = await keyOf(`${home.unit}-many`, home.unit);
    const many = await Promise.all(Array.from({ length: 20 }, () => listen(client)));
    const { body } = await api(client).get('/v1/events').expect(429).expect('retry-after', '30');
    expect(body).toMatchObject({ code: 'too-many-event-streams', limit: 20, retryable: true });
    many[0]?.close();
    await expect
      .poll(async () => {
        const answer = await EventStream.ask(facts.uploader, client.key);
        answer.destroy();
        return answer.statusCode;
      })
      .toBe(200);
    await anyone(facts.uploader).get('/v1/events').expect(401);
    await api(doctor)
      .head('/v1/events')
      .expect(200)
      .expect('content-type', /^text\/event-stream/);
  });
});
