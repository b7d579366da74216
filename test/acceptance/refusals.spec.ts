import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { anyone, api } from './api.js';
import { Client } from './client.js';

const facts = inject('lectern');
const doctor = new Client(facts, facts.keys.doctor);
const admin = new Client(facts, facts.keys.admin);

interface Operation {
  readonly requestBody?: unknown;
  /** Empty where nobody has to say who they are. */
  readonly security?: readonly unknown[];
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
}

const described = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Described;
/** Where the draft's door is open only where a setting says so. */
const paths = Object.entries(described.paths).filter(([path]) => !path.startsWith('/v1/resumable-uploads'));
const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Of every resource whose address this may be: `queues` is a job's name as well. */
function methodsAt(address: string): Set<string> {
  const isAt = (path: string) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(address);
  return new Set(paths.filter(([path]) => isAt(path)).flatMap(([, operations]) => Object.keys(operations)));
}
const exampleOf = (path: string) => path.replaceAll(/\{[^}]+\}/g, '1');

describe.each(paths)('%s', (path, operations) => {
  const there = VERBS.filter((verb) => operations[verb] !== undefined);
  const absent = VERBS.filter((verb) => !methodsAt(exampleOf(path)).has(verb));

  it('answers other methods with 405, and says which it has', async () => {
    for (const verb of absent) {
      const asked = anyone(facts.uploader)[verb](exampleOf(path));
      const { status, headers, body } = (await asked) as Answer;
      expect([verb, status, body.code]).toEqual([verb, 405, 'method-not-allowed']);
      const allow = headers['allow']?.split(', ') ?? [];
      for (const each of there) expect(allow).toContain(each.toUpperCase());
      expect(allow.includes('HEAD')).toBe(allow.includes('GET') || operations['head'] !== undefined);
    }
  });

  it('answers nobody with 401, before it looks at anything else', async () => {
    for (const verb of there.filter((each) => operations[each]?.security?.length !== 0)) {
      const { status, headers } = (await anyone(facts.uploader)[verb](exampleOf(path))) as Answer;
      expect([verb, status, headers['www-authenticate']]).toEqual([verb, 401, 'Bearer']);
    }
  });

  it('answers a body of another type with 415', async () => {
    const caller = path.startsWith('/v1/admin/') ? admin : doctor;
    for (const verb of there.filter((each) => each !== 'get' && each !== 'delete')) {
      // The bytes of a part are bytes, whatever their type.
      if (path.endsWith('/parts/{number}')) continue;
      const asked = api(caller)[verb](exampleOf(path)).set('tus-resumable', '1.0.0');
      const { status, body } = (await asked.set('content-type', 'application/xml').send('<a/>')) as Answer;
      expect([verb, status, body.code]).toEqual([verb, 415, 'unsupported-media-type']);
    }
  });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly code: string; readonly detail: string };
}

it('who may not call at all is told that, whatever the body is', async () => {
  const asked = api(doctor).put('/v1/admin/quotas/x').set('content-type', 'application/xml').send('<a/>');
  expect(((await asked) as Answer).status).toBe(403);
});

it.each([facts.uploader, facts.delivery])(
  'health and metrics of %s have GET and HEAD, no more',
  async (base) => {
    for (const path of ['/livez', '/readyz', '/metrics']) {
      expect((await anyone(base).head(path)).status).toBe(200);
      const { status, headers } = await anyone(base).post(path).send({});
      expect([path, status, headers['allow']]).toEqual([path, 405, 'GET, HEAD']);
      expect((await anyone(base).post(`${path}/x`).send({})).status).toBe(404);
    }
  },
);

it('HEAD says what GET would', async () => {
  for (const path of ['/v1/me', '/v1/assets', '/v1/courses', '/v1/uploads']) {
    const [got, head] = [await api(doctor).get(path), await api(doctor).head(path)];
    expect([head.status, head.headers['content-type'], head.text]).toEqual([
      200,
      got.headers['content-type'],
      undefined,
    ]);
  }
});

it.each([
  ['a body that is no UTF-8', Buffer.from('{"title":"\xff"}', 'latin1'), 'UTF-8'],
  ['a key that would reach a prototype', '{"title":"x","__proto__":{"a":1}}', '__proto__'],
  ['no JSON', '{"title":', 'JSON'],
])('a course made of %s is 400, and told what it is', async (_, body, word) => {
  const asked = api(doctor).post('/v1/courses').set('content-type', 'application/json');
  const answer = await asked.serialize((sent: unknown) => sent as string).send(body);
  expect([answer.status, (answer as Answer).body.code]).toEqual([400, 'invalid-request']);
  expect((answer as Answer).body.detail).toContain(word);
});

it('a path with a part that is longer than any name is 404, and not repeated', async () => {
  const answer = (await api(doctor).get(`/v1/assets/${'x'.repeat(300)}`)) as Answer;
  expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
  expect(JSON.stringify(answer.body)).not.toContain('xxx');
});
