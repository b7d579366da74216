import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../servers/free-port.js';
import { Browser, IdentityProvider } from '../servers/identity-provider.js';
import { anyone } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const COOKIE = 'lectern-session';

let provider: IdentityProvider;
let lectern: LecternProcess;
let facts: StartFacts;
let unit: string;

beforeAll(async () => {
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/v1/session/callback`;
  provider = await IdentityProvider.start({ id: 'lectern', secret: 'a secret of the test', callback }, {});
  lectern = await LecternProcess.create({
    LECTERN_HOST: '127.0.0.1',
    LECTERN_PORT: String(port),
    LECTERN_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LECTERN_OIDC_ISSUER: provider.issuer,
    LECTERN_OIDC_CLIENT_ID: 'lectern',
    LECTERN_OIDC_CLIENT_SECRET: 'a secret of the test',
    LECTERN_JWT_ROLE_CLAIM: 'groups',
    LECTERN_JWT_UNIT_CLAIM: 'department',
    LECTERN_ROLE_GROUPS: 'media-heads=unit-admin,teachers=doctor',
    LECTERN_UNIT_GROUPS: 'dept-17=surgery-17',
  });
  facts = await lectern.start();
  const admin = new Client(facts, facts.keys.admin);
  unit = 'surgery-17';
  const made = { id: unit, kind: 'department', name: 'Surgery', parentId: 'demo-hospital' };
  expect((await admin.json('POST', '/v1/admin/units', made)).status).toBe(201);
  provider.know('dr-li', { name: 'Li', groups: ['staff', 'teachers'], department: 'dept-17' });
  provider.know('dr-wu', { name: 'Wu', groups: ['staff'], department: 'dept-17' });
});
afterAll(async () => {
  await lectern?.dispose();
  await provider?.stop();
});

const at = (path: string) => `${facts.uploader}${path}`;
const isBack = (next: URL) => next.pathname === '/v1/session/callback';

async function signedIn(person: string, back = '/upload?tab=2'): Promise<Browser> {
  const browser = new Browser();
  const begin = at(`/v1/session/sign-in?return=${encodeURIComponent(back)}`);
  const callback = await browser.signIn(begin, person, isBack);
  const answer = await browser.fetch(callback);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, at(back)]);
  return browser;
}

async function codeOf(response: Response): Promise<unknown> {
  return [response.status, ((await response.json()) as { code?: string }).code];
}

describe('signing in to pages', () => {
  it('goes by the identity provider, whose groups are roles and units here', async () => {
    const browser = await signedIn('dr-li');
    const me = await (await browser.fetch(at('/v1/me'))).json();
    expect(me).toMatchObject({ subject: 'dr-li', name: 'Li', role: 'doctor', unit: { id: unit } });
    const session = (await (await browser.fetch(at('/v1/session'))).json()) as { expiresAt: string };
    expect(session).toMatchObject({ subject: 'dr-li', role: 'doctor', unit });
    expect(Date.parse(session.expiresAt)).toBeGreaterThan(Date.now());
  });

  it('sets a cookie that no script reads, and leaves none of the way there', async () => {
    const browser = new Browser();
    const callback = await browser.signIn(at('/v1/session/sign-in'), 'dr-li', isBack);
    const cookies = (await browser.fetch(callback)).headers.getSetCookie();
    expect(cookies.find((line) => line.startsWith(`${COOKIE}=`))).toMatch(
      /^lectern-session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/,
    );
    expect(cookies).toContainEqual(expect.stringMatching(/^lectern-sign-in=; Path=\/; Max-Age=0/));
    expect(await codeOf(await browser.fetch(callback))).toEqual([400, 'sign-in-failed']);
  });

  it('says whom to ask where the provider gives no role here', async () => {
    const browser = new Browser();
    const callback = await browser.signIn(at('/v1/session/sign-in'), 'dr-wu', isBack);
    const answer = await browser.fetch(callback);
    expect(await codeOf(answer)).toEqual([403, 'no-role-here']);
    expect(browser.cookie(facts.uploader, COOKIE)).toBeUndefined();
  });

  it('ends only in the browser that began it, and at no other address than ours', async () => {
    const callback = await new Browser().signIn(at('/v1/session/sign-in'), 'dr-li', isBack);
    expect(await codeOf(await new Browser().fetch(callback))).toEqual([400, 'sign-in-failed']);
    for (const back of ['//evil.example', 'https://evil.example/', '/\\evil.example'])
      await anyone(facts.uploader).get('/v1/session/sign-in').query({ return: back }).expect(400);
  });

  it('lets nothing be changed by what another site makes a browser send', async () => {
    const browser = await signedIn('dr-li');
    const change = (headers: Record<string, string>) =>
      browser.fetch(at('/v1/courses'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ title: 'Knots' }),
      });
    expect(await codeOf(await change({}))).toEqual([403, 'cross-site-request']);
    const elsewhere = { 'lectern-request': '1', 'sec-fetch-site': 'cross-site' };
    expect(await codeOf(await change(elsewhere))).toEqual([403, 'cross-site-request']);
    expect((await change({ 'lectern-request': '1', 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it('ends when somebody signs out, there and at the provider', async () => {
    const browser = await signedIn('dr-li');
    const ended = await browser.fetch(at('/v1/session'), {
      method: 'DELETE',
      headers: { 'lectern-request': '1' },
    });
    expect(((await ended.json()) as { signOut: string }).signOut).toContain(
      `${provider.issuer}/session/end?`,
    );
    expect(browser.cookie(facts.uploader, COOKIE)).toBeUndefined();
    expect(await codeOf(await browser.fetch(at('/v1/me')))).toEqual([401, 'unauthenticated']);
  });

  it('holds for nobody who has been disabled', async () => {
    const browser = await signedIn('dr-li');
    const admin = new Client(facts, facts.keys.admin);
    const disabled = (is: boolean) => admin.json('PATCH', '/v1/admin/people/dr-li', { disabled: is });
    expect((await disabled(true)).status).toBe(200);
    try {
      expect(await codeOf(await browser.fetch(at('/v1/me')))).toEqual([403, 'person-disabled']);
    } finally {
      await disabled(false);
    }
  });

  it('is begun by an API key where somebody has one, and ends with that', async () => {
    const { admin, doctor } = await Department.create(facts, 'session');
    const browser = new Browser();
    const headers = { authorization: `Bearer ${doctor.key}` };
    const begun = await browser.fetch(at('/v1/session'), { method: 'POST', headers });
    expect(begun.status).toBe(201);
    expect((await browser.fetch(at('/v1/me'))).status).toBe(200);
    const again = { method: 'POST', headers: { 'lectern-request': '1' } };
    expect(await codeOf(await browser.fetch(at('/v1/session'), again))).toEqual([403, 'api-key-needed']);
    const { body } = await admin.json<{ items: { id: string; subject: string }[] }>(
      'GET',
      '/v1/admin/api-keys',
    );
    const { subject } = (await begun.json()) as { subject: string };
    const key = body.items.find((item) => item.subject === subject);
    await admin.json('DELETE', `/v1/admin/api-keys/${key?.id}`);
    expect(await codeOf(await browser.fetch(at('/v1/me')))).toEqual([401, 'unauthenticated']);
  });
});
