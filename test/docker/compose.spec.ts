import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../reference/settings-table.js';

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: { readonly disable?: boolean };
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const schema = CORE_SCHEMA.withTags(mergeTag);
const read = async (name: string) =>
  load(await readFile(`docker/${name}`, 'utf8'), { schema }) as Composition;
const base = await read('compose.yaml');
const bucket = await read('compose.s3.yaml');
/** Both files together, as compose puts them together where a service is in both. */
const services = Object.entries({ ...bucket.services, ...base.services }).map(
  ([name, service]): [string, Service] => {
    const other = base.services[name] === undefined ? {} : (bucket.services[name] ?? {});
    return [
      name,
      {
        ...service,
        environment: { ...service.environment, ...other.environment },
        secrets: [...(service.secrets ?? []), ...(other.secrets ?? [])],
      },
    ];
  },
);
const secrets = { ...base.secrets, ...bucket.secrets };

describe('each service of docker/compose*.yaml', () => {
  it.each(services)('%s may do nothing that it need not', (name, service) => {
    expect(service.image).toMatch(/^(lectern\/[a-z]+:\$\{LECTERN_TAG:-local\}|docker\.io\/[^:]+:[^:]+)$/);
    expect(service.image).not.toMatch(/:latest$/);
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.restart).toBeDefined();
    // The images of Lectern name their user themselves; of a new volume somebody has to change the owner.
    if (!service.image?.startsWith('lectern/') && name !== 'minio-volume')
      expect(service.user).toMatch(/^[1-9]\d+:[1-9]\d+$/);
    for (const port of service.ports ?? []) expect(port).toMatch(/^\$\{LECTERN_LISTEN:-127\.0\.0\.1\}:/);
  });

  it.each(services)('%s gets secrets as files that are there', (_, service) => {
    for (const [name, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|SECRET|DATABASE_URL|ACCESS_KEY|ROOT_USER/.test(name))
        expect([name, value]).toEqual([
          expect.stringMatching(/_FILE$/),
          expect.stringMatching(/^\/run\/secrets\//),
        ]);
      if (!value.startsWith('/run/secrets/')) continue;
      expect(service.secrets).toContain(value.slice('/run/secrets/'.length));
    }
    for (const name of service.secrets ?? []) expect(Object.keys(secrets)).toContain(name);
  });

  it.each(['uploader', 'delivery', 'worker'] as const)('%s is told of settings that there are', (app) => {
    const told = services.find(([name]) => name === app)?.[1].environment ?? {};
    const known = Object.keys(SETTINGS[app].shape);
    for (const name of Object.keys(told)) expect(known).toContain(name.replace(/_FILE$/, ''));
    for (const [name, schema] of Object.entries(SETTINGS[app].shape)) {
      const isNeeded = !schema.safeParse(undefined).success;
      if (isNeeded) expect([name, `${name}_FILE`].some((given) => given in told)).toBe(true);
    }
  });

  it('waits for what it needs', () => {
    for (const name of ['uploader', 'worker']) {
      expect(base.services[name]?.depends_on).toMatchObject({
        migrate: { condition: 'service_completed_successfully' },
        'self-test': { condition: 'service_completed_successfully' },
      });
    }
    expect(base.services['migrate']?.command).toEqual(['node', 'dist/apps/operator/src/migrate.js']);
    expect(base.services['self-test']?.command).toEqual(['node', 'dist/apps/operator/src/self-test.js']);
  });
});

describe('docker/make-secrets.sh', () => {
  it('makes every secret that a service is given, for nobody else, and keeps what is there', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'lectern-secrets-')), 'secrets');
    const make = () => promisify(execFile)('docker/make-secrets.sh', [folder]);
    const all = async () => {
      const names = (await readdir(folder, { recursive: true })).filter((name) => name !== 'keys').toSorted();
      return Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
      );
    };
    try {
      await make();
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      const made = await all();
      const wanted = Object.values(secrets).map(({ file }) => file.replace('./secrets/', ''));
      expect(made.map(([name]) => name)).toEqual(
        [...wanted, 'postgres-password', 'keys/ring.json'].toSorted(),
      );
      const of = new Map(made);
      expect(of.get('database-owner-url')).toContain(
        `//lectern:${of.get('postgres-password')}@postgres:5432/`,
      );
      expect(of.get('database-url')).toMatch(/^postgres:\/\/lectern_app:[\w-]{43}@postgres:5432\/lectern$/);
      for (const name of ['postgres-superuser-password', 'postgres-password', 'jwt-secret', 's3-secret-key'])
        expect(of.get(name)).toMatch(/^[\w-]{43}$/);
      const { keys } = JSON.parse(of.get('keys/ring.json') ?? '') as { keys: object[] };
      expect(keys).toEqual([
        { kid: expect.stringMatching(/^[0-9a-f]{8}$/), secret: expect.any(String), state: 'signing' },
      ]);
      await make();
      expect(await all()).toEqual(made);
    } finally {
      await rm(join(folder, '..'), { recursive: true, force: true });
    }
  });
});
