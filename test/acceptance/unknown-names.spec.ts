import { beforeAll, describe, expect, inject, it } from 'vitest';
import { anyone, api } from './api.js';
import { Client } from './client.js';
import { Department } from './department.js';

const facts = inject('lectern');
const admin = new Client(facts, facts.keys.admin);
const PDF = new Uint8Array(Buffer.from('%PDF-1.4\n%%EOF\n'));

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly string[];
  /** undefined where the body is bytes or a form. */
  readonly fields: Readonly<Record<string, Schema>> | undefined;
}

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'];
let routes: Route[];

beforeAll(async () => {
  const { body } = await anyone(facts.uploader).get('/docs/openapi.json').expect(200);
  const { paths, components } = body as Document;
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) return resolve(components.schemas[name] ?? {});
    return schema.allOf?.[0] === undefined ? schema : resolve(schema.allOf[0]);
  };
  routes = Object.entries(paths)
    // What comes from an identity provider may have parameters that nobody here knows (RFC 6749 section 4.1.2).
    .filter(([path]) => path.startsWith('/v1/') && path !== '/v1/session/callback')
    .flatMap(([path, operations]) =>
      METHODS.filter((method) => method in operations).map((method): Route => {
        const { parameters = [], requestBody } = operations[method] ?? {};
        const bodies = Object.entries(requestBody?.content ?? {});
        const json = bodies
          .filter(([type]) => type.startsWith('application/json'))
          .map(([, { schema }]) => resolve(schema ?? {}))
          .find(({ format }) => format !== 'binary');
        return {
          method,
          path: path.replaceAll(/\{[^}]+\}/g, '1'),
          parameters: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
          fields: bodies.length > 0 && json === undefined ? undefined : (json?.properties ?? {}),
        };
      }),
    );
  expect(routes.length).toBeGreaterThan(30);
});

/** A name that is spelt wrong, and what was meant; of a route that takes none, any. */
function misspelt(known: readonly string[]): { name: string; nearest: string | null } {
  const meant = known.find((name) => name.length > 3) ?? known[0];
  return meant === undefined
    ? { name: 'access_token', nearest: null }
    : { name: `${meant.slice(0, 1)}${meant}`, nearest: meant };
}

describe('a name that nothing takes is 400, and told with the one that was meant:', () => {
  it('as a query parameter of every route below /v1', async () => {
    const wrong: unknown[] = [];
    for (const { method, path, parameters } of routes) {
      const { name, nearest } = misspelt(parameters);
      const by = api(admin);
      const asked = by[method as 'get'](`${path}?${name}=1`).set('tus-resumable', '1.0.0');
      const { status, headers, body } = await asked;
      const told = method === 'head' || (body as { code: string }).code === 'unknown-parameter';
      const named = method === 'head' || (body.name === name && body.nearest === nearest);
      if (status !== 400 || !told || !named || headers['content-type'] !== 'application/problem+json')
        wrong.push([method, path, name, status, body]);
    }
    expect(wrong).toEqual([]);
  });

  it('as a field of every body below /v1, also where none is taken', async () => {
    const wrong: unknown[] = [];
    const bodies = routes.filter(
      ({ method, fields }) => ['post', 'put', 'patch', 'delete'].includes(method) && fields !== undefined,
    );
    expect(bodies.length).toBeGreaterThan(15);
    for (const { method, path, fields = {} } of bodies) {
      const { name, nearest } = misspelt(Object.keys(fields));
      const by = api(admin);
      const { status, body } = await by[method as 'post'](path).send({ [name]: 1 });
      const { code, name: told, nearest: near } = body as Record<string, unknown>;
      if (status !== 400 || code !== 'unknown-field' || told !== name || near !== nearest)
        wrong.push([method, path, name, status, body]);
    }
    expect(wrong).toEqual([]);
  });

  it('as a field of a form', async () => {
    const { doctor, quota } = await ownDepartment();
    expect(await doctor.uploadForm('a.pdf', PDF, { tilte: 'Mine' })).toMatchObject({
      status: 400,
      body: { code: 'unknown-field', name: 'tilte', nearest: 'title' },
    });
    expect(await quota()).toMatchObject({ used: 0, reserved: 0 });
  });

  it('and one that stands behind its file, too', async () => {
    const { doctor, quota } = await ownDepartment();
    const form = new FormData();
    form.set('file', new Blob([PDF]), 'a.pdf');
    form.set('tilte', 'Mine');
    const answer = await doctor.fetch('/v1/assets', { method: 'POST', body: form });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'unknown-field', name: 'tilte', nearest: 'title' }),
    ]);
    expect(await quota()).toMatchObject({ used: 0, reserved: 0 });
  });

  it('but keys of tus\u2019s metadata are the client\u2019s own', async () => {
    const { doctor } = await ownDepartment();
    const { headers } = await api(doctor)
      .post('/v1/uploads')
      .set({ 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': 'relativePath bnVsbA==' })
      .expect(201);
    const at = headers['location'] ?? '';
    await api(doctor)
      .head(at)
      .set('tus-resumable', '1.0.0')
      .expect(200)
      .expect('upload-metadata', 'relativePath bnVsbA==');
    await api(doctor).delete(at).set('tus-resumable', '1.0.0').expect(204);
  });
});

it('F68 no field of an edit has a default, which would be written where it is left out', () => {
  const edits = routes.filter(({ method, fields }) => method === 'patch' && fields !== undefined);
  expect(edits.length).toBeGreaterThan(2);
  for (const { path, fields = {} } of edits)
    for (const [name, schema] of Object.entries(fields))
      expect([path, name, 'default' in schema]).toEqual([path, name, false]);
});

async function ownDepartment() {
  const department = await Department.create(facts, 'names');
  return { doctor: department.doctor, quota: () => department.settled() };
}
