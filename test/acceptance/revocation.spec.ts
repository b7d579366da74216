import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);

let home: Department;
/** In which whoever learns is. */
let away: Department;
let teacher: Client;
let asset: string;

interface Opened {
  readonly session: string;
  readonly url: string;
}
interface Listed {
  readonly session: string;
  readonly viewer: string;
  readonly revokedAt: string | null;
}

async function outcome(url: string): Promise<number | string> {
  const response = await fetch(url);
  if (response.headers.get('content-type') !== 'application/problem+json') {
    await response.arrayBuffer();
    return response.status;
  }
  return ((await response.json()) as { code: string }).code;
}

async function play(client: Client): Promise<Opened> {
  const { session, hls } = await client.session(asset);
  return { session, url: hls };
}

async function link(client: Client): Promise<Opened> {
  const { status, body } = await client.json<Opened>('POST', `/v1/assets/${asset}/download-links`, {});
  if (status !== 201) throw new Error(`no link: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** A session and a link of one viewer, both of which open. */
async function openBoth(client: Client): Promise<Opened[]> {
  const both = [await play(client), await link(client)];
  expect(await outcomes(both)).toEqual([200, 200]);
  return both;
}

function outcomes(opened: readonly Opened[]): Promise<(number | string)[]> {
  return Promise.all(opened.map(({ url }) => outcome(url)));
}

/** Within 10 seconds; the machine may be busy. */
async function expectDead(opened: readonly Opened[]): Promise<void> {
  await vi.waitFor(async () => expect(await outcomes(opened)).toEqual(opened.map(() => 'revoked')), {
    timeout: 30_000,
    interval: 250,
  });
}

async function course(visibility: string, of = asset): Promise<string> {
  const { body } = await teacher.json<{ id: string }>('POST', '/v1/courses', {
    title: 'A course',
    visibility,
  });
  const moved = await teacher.json('PATCH', `/v1/assets/${of}`, { courseId: body.id });
  expect(moved.status).toBe(200);
  return body.id;
}

/** A key of somebody, by the id that revokes it. */
async function keyOf(
  subject: string,
  more: Record<string, unknown>,
): Promise<{ id: string; client: Client }> {
  const wanted = { subject, name: subject, role: 'doctor', label: 'test', ...more };
  const { status, body } = await admin.json<{ id: string; secret: string }>(
    'POST',
    '/v1/admin/api-keys',
    wanted,
  );
  expect(status).toBe(201);
  return { id: body.id, client: new Client(facts, body.secret) };
}

const named = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;

async function subjectOf(client: Client): Promise<string> {
  return (await client.json<{ subject: string }>('GET', '/v1/me')).body.subject;
}

beforeAll(async () => {
  home = await Department.create(facts, 'revoke-home');
  away = await Department.create(facts, 'revoke-away');
  teacher = home.doctor;
  const video = await openAsBlob(await recording({ seconds: 2, size: '320x180', source: 'screen' }));
  const { body } = await teacher.uploadForm('lesson.mp4', video);
  asset = body.id;
  await teacher.untilState(asset, ['playable', 'ready']);
});

describe('F67 signed URLs die within 10 seconds, sessions and links alike', () => {
  it.each<[string, (courseId: string) => Promise<{ status: number }>]>([
    [
      'when the visibility of the course is narrowed',
      (courseId) => teacher.json('PATCH', `/v1/courses/${courseId}`, { visibility: 'unit' }),
    ],
    ['when the course is deleted', (courseId) => teacher.json('DELETE', `/v1/courses/${courseId}`)],
    [
      'when the asset leaves the course',
      () => teacher.json('PATCH', `/v1/assets/${asset}`, { courseId: null }),
    ],
    ['when the asset goes into a course that fewer see', async () => ({ status: await narrower() })],
  ])('%s, but not of those who may see it still', async (_, narrow) => {
    const courseId = await course('all');
    const learner = await openBoth(away.doctor);
    const owner = await openBoth(teacher);
    const administrator = await openBoth(admin);
    expect((await narrow(courseId)).status).toBeLessThan(300);
    await expectDead(learner);
    expect(await outcomes([...owner, ...administrator])).toEqual([200, 200, 200, 200]);
    expect((await away.doctor.fetch(`/v1/assets/${asset}/playback-sessions`)).status).toBe(404);
  });

  async function narrower(): Promise<number> {
    await course('private');
    return 200;
  }

  it('when the API key is revoked that they were signed for; those of another key stay', async () => {
    await course('all');
    const subject = named('two-keys');
    const one = await keyOf(subject, { unit: away.unit });
    const two = await keyOf(subject, { unit: away.unit });
    const [ofOne, ofTwo] = [await openBoth(one.client), await openBoth(two.client)];
    expect((await admin.json('DELETE', `/v1/admin/api-keys/${one.id}`)).status).toBe(204);
    expect((await one.client.fetch('/v1/me')).status).toBe(401);
    await expectDead(ofOne);
    expect(await outcomes(ofTwo)).toEqual([200, 200]);
  });

  it('when the person is disabled, whose keys are refused until they are enabled', async () => {
    await course('all');
    const learner = await away.another('leaver');
    const subject = await subjectOf(learner);
    const opened = await openBoth(learner);
    const disabled = await admin.json<{ disabled: boolean; unit: string; disabledAt: string }>(
      'PATCH',
      `/v1/admin/people/${subject}`,
      { disabled: true },
    );
    expect(disabled).toMatchObject({ status: 200, body: { disabled: true, unit: away.unit } });
    const refused = await learner.json<{ code: string }>('GET', '/v1/me');
    expect([refused.status, refused.body.code]).toEqual([403, 'person-disabled']);
    await expectDead(opened);
    expect(
      (await admin.json('PATCH', `/v1/admin/people/${subject}`, { disabled: false })).body,
    ).toMatchObject({ disabled: false, disabledAt: null });
    expect((await learner.fetch('/v1/me')).status).toBe(200);
    // What died stays dead; what is opened from now on plays.
    expect(await outcomes(opened)).toEqual(['revoked', 'revoked']);
    await openBoth(learner);
  });

  it('when the unit moves out of the region that sees the course', async () => {
    const region = named('region');
    const hospital = named('hospital');
    await admin.json('POST', '/v1/admin/units', { id: region, kind: 'region', name: region });
    await admin.json('POST', '/v1/admin/units', {
      id: hospital,
      kind: 'hospital',
      name: hospital,
      parentId: 'demo-region',
    });
    const { client: learner } = await keyOf(named('mover'), { unit: hospital });
    await course('region');
    const opened = await openBoth(learner);
    const neighbour = await openBoth(away.doctor);
    const moved = await admin.json('PATCH', `/v1/admin/units/${hospital}`, { parentId: region });
    expect(moved.status).toBe(200);
    await expectDead(opened);
    expect(await outcomes(neighbour)).toEqual([200, 200]);
  });
});

describe('disabling a person', () => {
  it('is in the reach of units, and never one\u2019s own', async () => {
    const chief = await keyOf(named('chief'), { unit: away.unit, role: 'unit-admin' });
    const chiefsName = await subjectOf(chief.client);
    const [mine, foreign] = [await subjectOf(away.doctor), await subjectOf(home.doctor)];
    const edit = async (by: Client, subject: string, disabled: boolean) => {
      const { status, body } = await by.json<{ code?: string }>('PATCH', `/v1/admin/people/${subject}`, {
        disabled,
      });
      return body.code ?? status;
    };
    expect(await edit(chief.client, foreign, true)).toBe('person-not-found');
    expect(await edit(chief.client, named('nobody'), true)).toBe('person-not-found');
    expect(await edit(chief.client, away.unit, true)).toBe('person-not-found');
    expect(await edit(chief.client, chiefsName, true)).toBe('forbidden');
    expect(await edit(away.doctor, foreign, true)).toBe('forbidden');
    expect(await edit(chief.client, mine, true)).toBe(200);
    expect((await away.doctor.fetch('/v1/me')).status).toBe(403);
    expect(await edit(chief.client, mine, false)).toBe(200);
    // What an administrator has decided is not for an admin of a unit to undo.
    expect(await edit(admin, mine, true)).toBe(200);
    expect(await edit(chief.client, mine, false)).toBe('disabled-by-administrator');
    expect(await edit(admin, mine, false)).toBe(200);
    expect((await away.doctor.fetch('/v1/me')).status).toBe(200);
    // Before they were ever seen here.
    const stranger = named('stranger');
    expect(await edit(admin, stranger, true)).toBe(200);
    const { client } = await keyOf(stranger, { unit: away.unit });
    expect((await client.fetch('/v1/me')).status).toBe(403);
  });

  it('by an admin of a unit does not keep an administrator from calling', async () => {
    const chief = await keyOf(named('chief'), { unit: away.unit, role: 'unit-admin' });
    const name = named('root');
    const root = await keyOf(name, { unit: away.unit, role: 'admin' });
    expect((await root.client.fetch('/v1/me')).status).toBe(200);
    const { status } = await chief.client.json('PATCH', `/v1/admin/people/${name}`, { disabled: true });
    expect(status).toBe(200);
    expect((await root.client.fetch('/v1/me')).status).toBe(200);
  });
});

describe.each([
  ['playback-sessions', play, link],
  ['download-links', link, play],
] as const)('%s', (resource, open, other) => {
  it('are listed by page: all for the owner and admins, one\u2019s own for viewers', async () => {
    await course('all');
    const mine = [await open(away.doctor), await open(away.doctor)];
    const theirs = await open(teacher);
    await other(away.doctor);
    const path = `/v1/assets/${asset}/${resource}`;
    const all = async (by: Client): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body }: { body: { items: Listed[]; nextCursor: string | null } } = await by.json(
          'GET',
          `${path}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        found.push(...body.items.map(({ session }) => session));
        cursor = body.nextCursor;
      }
      return found;
    };
    const newestFirst = mine.map(({ session }) => session).toReversed();
    const own = await all(away.doctor);
    expect(own.slice(0, 2)).toEqual(newestFirst);
    expect(own).not.toContain(theirs.session);
    for (const by of [teacher, admin])
      expect((await all(by)).slice(0, 3)).toEqual([theirs.session, ...newestFirst]);
  });

  it('are ended by their viewer and by the owner, and by nobody else', async () => {
    await course('all');
    const [one, two, foreign] = [await open(away.doctor), await open(away.doctor), await open(teacher)];
    const path = `/v1/assets/${asset}/${resource}`;
    const end = async (by: Client, { session }: Opened) =>
      (await by.fetch(`${path}/${session}`, { method: 'DELETE' })).status;
    expect(await end(away.doctor, foreign)).toBe(404);
    expect(await end(away.doctor, await other(away.doctor))).toBe(404);
    expect(await end(away.doctor, one)).toBe(204);
    expect(await end(away.doctor, one)).toBe(204);
    expect(await end(teacher, two)).toBe(204);
    await expectDead([one, two]);
    expect(await outcome(foreign.url)).toBe(200);
    const { body } = await away.doctor.json<{ items: Listed[] }>('GET', path);
    expect(body.items.find(({ session }) => session === one.session)?.revokedAt).not.toBeNull();
  });
});
