import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const isElsewhere = inject('isElsewhere');

describe.skipIf(isElsewhere)('limits', () => {
  let lectern: LecternProcess;
  let facts: StartFacts;
  let department: Department;

  beforeAll(async () => {
    lectern = await LecternProcess.create({
      ...inject('environment'),
      LECTERN_FAILED_AUTHENTICATIONS: '5',
      LECTERN_CREATIONS_PER_MINUTE: '4',
      LECTERN_SEARCHES_PER_MINUTE: '3',
    });
    facts = await lectern.start();
    department = await Department.create(facts, 'limits');
  });
  afterAll(() => lectern.dispose());

  const guess = () => new Client(facts, `lk_${randomBytes(32).toString('base64url')}`).fetch('/v1/me');
  const told = async (response: Response) => {
    const { headers, status } = response;
    const body = (await response.json()) as Record<string, unknown>;
    const retryAfter = Number(headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(body).toMatchObject({ retryable: true, retryAfterSeconds: retryAfter });
    return [status, body['code'], headers.get('ratelimit-policy'), headers.get('ratelimit')?.split(';t=')[0]];
  };

  it('who guesses tokens is told to wait, and nobody with one that holds is', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).status).toBe(401);
    expect(await told(await guess())).toEqual([
      429,
      'too-many-failed-authentications',
      '"failed-authentications";q=5;w=300',
      '"failed-authentications";r=0',
    ]);
    // From the same address, on connections of their own, whether the token has been seen here before or not.
    expect((await department.doctor.fetch('/v1/me')).status).toBe(200);
    const fresh = await department.another('fresh');
    expect((await fresh.fetch('/v1/me')).status).toBe(200);
    expect((await fetch(`${facts.uploader}/v1/me`)).status).toBe(401);
    expect((await guess()).status).toBe(429);
  });

  it('a caller makes and searches so much in a minute, and another is not touched by it', async () => {
    const { doctor } = department;
    const other = await department.another('other');
    const upload = (who: Client) =>
      who.fetch('/v1/uploads', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fileName: 'a.pdf', bytes: 10 }),
      });
    const search = (who: Client) => who.fetch('/v1/courses?q=heart');
    // A minute may end in the middle, once.
    const until429 = async (ask: (who: Client) => Promise<Response>, most: number) => {
      for (let tries = 0; tries <= 2 * most; tries += 1) {
        const answer = await ask(doctor);
        if (answer.status === 429) return answer;
        expect(answer.ok).toBe(true);
      }
      return expect.fail('no limit');
    };
    expect(await told(await until429(upload, 4))).toEqual([
      429,
      'too-many-creations',
      '"creations";q=4;w=60',
      '"creations";r=0',
    ]);
    expect(await told(await until429(search, 3))).toEqual([
      429,
      'too-many-searches',
      '"searches";q=3;w=60',
      '"searches";r=0',
    ]);
    expect((await upload(other)).status).toBe(201);
    expect((await search(other)).status).toBe(200);
    expect((await doctor.fetch('/v1/courses')).status).toBe(200);
  });

  it('a key is good for its scopes, and says which it would need', async () => {
    const key = async (scopes: readonly string[] | undefined, role = 'doctor') => {
      const { status, body } = await department.admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
        subject: `${department.unit}-scoped`,
        name: 'A studio',
        role,
        ...(role === 'doctor' ? { unit: department.unit } : {}),
        label: 'studio',
        ...(scopes === undefined ? {} : { scopes }),
      });
      expect(status).toBe(201);
      return new Client(facts, body.secret);
    };
    const upload = await key(['upload']);
    const view = await key(['view']);
    const admin = await key(['admin'], 'admin');
    const all = await key(undefined);
    const ways = [
      ['GET', '/v1/uploads', 'upload'],
      ['DELETE', '/v1/courses/crs_none', 'upload'],
      ['GET', '/v1/assets', 'view'],
      ['POST', '/v1/assets/ast_none/playback-sessions', 'view'],
      ['GET', '/v1/admin/api-keys', 'admin'],
    ] as const;
    for (const [method, path, needed] of ways)
      for (const [scope, who] of [
        ['upload', upload],
        ['view', view],
        ['admin', admin],
      ] as const) {
        const answer = await who.fetch(path, { method });
        const is = [method, path, scope, answer.status === 403, answer.headers.get('www-authenticate')];
        const challenge = `Bearer error="insufficient_scope", scope="${needed}"`;
        expect(is).toEqual([method, path, scope, scope !== needed, scope === needed ? null : challenge]);
      }
    expect((await all.fetch('/v1/uploads')).status).toBe(200);
    for (const who of [upload, view, admin]) expect((await who.fetch('/v1/me')).status).toBe(200);

    const { body: page } = await department.admin.json<{ items: { label: string; scopes: string[] }[] }>(
      'GET',
      '/v1/admin/api-keys?limit=4',
    );
    expect(page.items.map(({ scopes }) => scopes)).toEqual([
      ['upload', 'view', 'admin'],
      ['admin'],
      ['view'],
      ['upload'],
    ]);
    for (const scopes of [[], ['upload', 'upload'], ['write']]) {
      const wrong = await department.admin.json<{ code: string }>('POST', '/v1/admin/api-keys', {
        subject: 'x',
        name: 'x',
        role: 'admin',
        label: 'x',
        scopes,
      });
      expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-request']);
    }
  });
});
