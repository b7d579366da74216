import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { anyone, api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const PASSWORD = 'heron tulip basalt nine';
const ANOTHER = 'cello orchard mint seven';

describe.skipIf(inject('isElsewhere'))('local accounts', () => {
  let lectern: LecternProcess;
  let facts: StartFacts;
  let admin: Client;
  let department: Department;
  let address = 0;

  beforeAll(async () => {
    lectern = await LecternProcess.create({
      ...inject('environment'),
      LECTERN_TRUSTED_PROXIES: 'loopback',
      LECTERN_PUBLIC_URL: 'https://learn.example.org/media',
      LECTERN_FAILED_AUTHENTICATIONS: '5',
    });
    facts = await lectern.start();
    admin = new Client(facts, facts.keys.admin);
    department = await Department.create(facts, 'accounts');
  });
  afterAll(() => lectern.dispose());

  /** A page in a browser of its own, at an address of its own unless it is told. */
  const page = (from = `198.51.100.${(address += 1)}`) =>
    anyone(facts.uploader).set('lectern-request', '1').set('x-forwarded-for', from);
  const people = (id: string) => `/v1/admin/people/${encodeURIComponent(id)}`;

  async function person(more: object = {}): Promise<string> {
    const id = `p-${randomBytes(4).toString('hex')}`;
    await api(admin)
      .patch(people(id))
      .send({ role: 'doctor', unit: department.unit, ...more })
      .expect(200);
    return id;
  }

  async function invited(id: string, purpose = 'invitation', by = admin): Promise<string> {
    const { body } = await api(by)
      .post(`${people(id)}/invitation`)
      .send({ purpose })
      .expect(201);
    const [front, secret] = (body as { link: string }).link.split('#');
    expect(front).toBe('https://learn.example.org/media/invitation');
    return secret ?? '';
  }

  /** The value of Cookie: what a browser keeps on HTTPS it does not send to this test's HTTP. */
  const cookieOf = (headers: Record<string, unknown>) =>
    (headers['set-cookie'] as string[]).map((line) => line.split(';')[0] ?? '').join('; ');

  async function accept(secret: string, password = PASSWORD): Promise<string> {
    const { headers } = await page().post('/v1/session/invitation').send({ secret, password }).expect(201);
    return cookieOf(headers);
  }

  const signIn = (name: string, password: string, from?: string) =>
    page(from).post('/v1/session/password').send({ name, password });
  const me = (cookie: string) => anyone(facts.uploader).get('/v1/me').set('cookie', cookie);
  const codeOf = (body: unknown) => (body as { code?: string }).code;

  it('an invited person sets a password by the link, once, and signs in with it by id or e-mail', async () => {
    const ways = await anyone(facts.uploader).get('/v1/session/ways').expect(200);
    expect(ways.body).toEqual({ ways: ['password', 'api-key'], password: { least: 12, most: 256 } });
    const email = `Li.${randomBytes(4).toString('hex')}@Hospital.example.org`;
    const id = await person({ email, name: '李医生' });
    const first = await invited(id);
    const secret = await invited(id);

    const send = (password: string, which = secret) =>
      page().post('/v1/session/invitation').send({ secret: which, password });
    const foreign = anyone(facts.uploader)
      .post('/v1/session/invitation')
      .send({ secret, password: PASSWORD });
    expect(codeOf((await foreign.expect(403)).body)).toBe('cross-site-request');
    for (const [password, reason] of [
      ['elevenchars', 'too-short'],
      ['x'.repeat(257), 'too-long'],
      ['Password1234', 'common'],
      ['abcabcabcabc', 'common'],
      ['123456789012', 'common'],
      [`${id}-12`, 'of-yourself'],
    ] as const)
      expect((await send(password).expect(422)).body).toMatchObject({ code: 'password-refused', reason });
    expect(codeOf((await send(PASSWORD, first).expect(410)).body)).toBe('invitation-over');

    const accepted = await send(PASSWORD).expect(201);
    expect(accepted.body).toMatchObject({
      subject: id,
      name: '李医生',
      role: 'doctor',
      unit: department.unit,
      byPassword: true,
    });
    const headers = accepted.headers as Record<string, unknown>;
    await me(cookieOf(headers)).expect(200);
    expect(codeOf((await send(PASSWORD).expect(410)).body)).toBe('invitation-over');
    await signIn(id, PASSWORD).expect(201);
    // However a keyboard composes it, and whatever the case of the address.
    await signIn(email.toLowerCase(), PASSWORD.normalize('NFD')).expect(201);
    expect((await api(admin).get(people(id)).expect(200)).body).toMatchObject({ hasPassword: true, email });
    const twice = await api(admin)
      .patch(people(await person()))
      .send({ email: email.toUpperCase() })
      .expect(409);
    expect(codeOf(twice.body)).toBe('email-taken');
  });

  it('is what stands of the person here, at once', async () => {
    const id = await person();
    const cookie = await accept(await invited(id));
    expect((await me(cookie).expect(200)).body).toMatchObject({ role: 'doctor' });
    await api(admin).patch(people(id)).send({ role: 'unit-admin' }).expect(200);
    expect((await me(cookie).expect(200)).body).toMatchObject({ role: 'unit-admin' });
    await api(admin).patch(people(id)).send({ disabled: true }).expect(200);
    expect(codeOf((await me(cookie).expect(403)).body)).toBe('person-disabled');
    expect(codeOf((await signIn(id, PASSWORD).expect(403)).body)).toBe('person-disabled');
  });

  it('an admin invites within their reach, lists and ends invitations', async () => {
    const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
      subject: `${department.unit}-chief`,
      name: 'Chief',
      role: 'unit-admin',
      unit: department.unit,
      label: 'test',
    });
    const chief = new Client(facts, body.secret);
    const id = await person();
    const invite = (whom: string) =>
      api(chief)
        .post(`${people(whom)}/invitation`)
        .send({});
    await invited(id, 'invitation', chief);
    await invite(await person({ unit: 'demo-hospital' })).expect(404);
    await invite(await person({ role: 'auditor' })).expect(403);
    const listed = await api(chief).get('/v1/admin/invitations').expect(200);
    expect((listed.body as { items: object[] }).items).toMatchObject([
      { person: id, purpose: 'invitation', invitedBy: `${department.unit}-chief` },
    ]);
    await api(chief)
      .get(`${people(id)}/invitation`)
      .expect(200);
    await api(chief)
      .delete(`${people(id)}/invitation`)
      .expect(204);
    await api(chief)
      .get(`${people(id)}/invitation`)
      .expect(404);

    // What it was made for is no more.
    const secret = await invited(id, 'invitation', chief);
    await api(admin).patch(people(id)).send({ role: 'admin' }).expect(200);
    await page().post('/v1/session/invitation').send({ secret, password: PASSWORD }).expect(410);
    const nobody = await api(admin)
      .post(`${people('p-nobody')}/invitation`)
      .send({})
      .expect(409);
    expect(nobody.body).toMatchObject({ code: 'not-invitable', reason: 'no-role' });
  });

  it('a reset ends password and sessions, and its link sets another one', async () => {
    const id = await person();
    const cookie = await accept(await invited(id));
    const again = await api(admin)
      .post(`${people(id)}/invitation`)
      .send({})
      .expect(409);
    expect(codeOf(again.body)).toBe('password-is-set');
    const secret = await invited(id, 'reset');
    await me(cookie).expect(401);
    await signIn(id, PASSWORD).expect(403);
    await me(await accept(secret, ANOTHER)).expect(200);
  });

  it('changing one\u2019s own wants the present one, and ends the other sessions', async () => {
    const id = await person();
    const other = await accept(await invited(id));
    const cookie = cookieOf((await signIn(id, PASSWORD).expect(201)).headers);
    const change = (current: string) =>
      page().put('/v1/me/password').set('cookie', cookie).send({ current, password: ANOTHER });
    expect(codeOf((await change('not the present one').expect(403)).body)).toBe('wrong-password');
    await change(PASSWORD).expect(204);
    await me(cookie).expect(200);
    await me(other).expect(401);
    await signIn(id, PASSWORD).expect(403);
    await signIn(id, ANOTHER).expect(201);
    const none = await api(department.doctor)
      .put('/v1/me/password')
      .send({ current: PASSWORD, password: ANOTHER });
    expect([none.status, codeOf(none.body)]).toEqual([409, 'no-password']);
  });

  it('guesses have to wait, of somebody as of nobody, and others at the same address do not', async () => {
    const id = await person();
    await accept(await invited(id));
    const here = '203.0.113.7';
    const nobody = `p-${randomBytes(4).toString('hex')}`;
    const told = async (name: string, password: string) => {
      const { status, body, headers } = await signIn(name, password, here);
      const { code, detail, type } = body as Record<string, string>;
      return { status, code, detail, type, waits: headers['retry-after'] !== undefined };
    };
    for (let tries = 0; tries < 5; tries += 1) {
      const wrong = await told(id, ANOTHER);
      expect([wrong.status, wrong.code]).toEqual([403, 'wrong-password']);
      expect(await told(nobody, ANOTHER)).toEqual(wrong);
    }
    const waiting = await told(id, PASSWORD);
    expect(waiting).toMatchObject({ status: 429, code: 'too-many-passwords-tried', waits: true });
    expect(await told(nobody, PASSWORD)).toEqual(waiting);
    await signIn(id, PASSWORD, '203.0.113.8').expect(201);
    const neighbour = await person();
    await accept(await invited(neighbour));
    await signIn(neighbour, PASSWORD, here).expect(201);
    const metrics = await (await fetch(`${facts.uploader}/metrics`)).text();
    expect(metrics).toMatch(/lectern_password_sign_ins_refused_total\{code="too-many-passwords-tried"\} 2\b/);
  });

  it('a guessed cookie is a failed authentication, and one that has ended is none', async () => {
    const id = await person();
    const ended = await accept(await invited(id));
    await invited(id, 'reset');
    const [name = ''] = ended.split('=');
    const from = '203.0.113.50';
    const ask = (cookie: string) =>
      anyone(facts.uploader).get('/v1/me').set('cookie', cookie).set('x-forwarded-for', from);
    for (let tries = 0; tries < 10; tries += 1) await ask(ended).expect(401);
    const guess = () => ask(`${name}=${randomBytes(32).toString('base64url')}`);
    for (let tries = 0; tries < 5; tries += 1) await guess().expect(401);
    expect(codeOf((await guess().expect(429)).body)).toBe('too-many-failed-authentications');
    await ask(await accept(await invited(await person()))).expect(200);
  });
});
