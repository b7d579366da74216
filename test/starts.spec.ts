import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvalidSettings } from '#libs/kernel';
import { readDeliverySettings } from '../apps/delivery/src/config.js';
import { requireSettings, requireStart } from '../apps/standalone/src/config.js';
import { readUploaderSettings } from '../apps/uploader/src/config.js';
import { readWorkerSettings } from '../apps/worker/src/config.js';

const SERVICES = {
  uploader: readUploaderSettings,
  delivery: readDeliverySettings,
  worker: readWorkerSettings,
  standalone: requireSettings,
} as const;

const PROGRAMS = {
  uploader: 'dist/apps/uploader/src/main.js',
  delivery: 'dist/apps/delivery/src/main.js',
  worker: 'dist/apps/worker/src/main.js',
  standalone: 'dist/apps/standalone/src/main.js',
  migrate: 'dist/apps/operator/src/migrate.js',
  doctor: 'dist/apps/operator/src/doctor.js',
  verify: 'dist/apps/operator/src/verify.js',
} as const;
type Program = keyof typeof PROGRAMS;

/** Enough for each of them to go on to what it is there for, were it not for what a test adds. */
const RIGHT = {
  DATABASE_URL: 'postgres://lectern:secret@127.0.0.1:1/lectern',
  LECTERN_STORAGE_PATH: '/nowhere/at/all',
  LECTERN_KEY_RING: '/nowhere/ring.json',
  LECTERN_DELIVERY_URL: 'https://learn.example.org',
} as const;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

async function run(given: readonly string[], environment: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [...given], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, errors };
}

const start = (program: Program, changes: Record<string, string>) =>
  run([resolve(PROGRAMS[program])], { ...RIGHT, ...changes });

let folder: string;
let taken: Server;
let port: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-starts-'));
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  port = String((taken.address() as { port: number }).port);
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a setting that there is not', () => {
  const sentence = 'LECTERN_LOGLEVL: there is no such setting; did you mean LECTERN_LOG_LEVEL?';

  it.each(Object.entries(SERVICES))('stops the start of %s', (_, read) => {
    expect(problemsOf(() => read({ ...RIGHT, LECTERN_LOGLEVL: 'debug' }))).toEqual([sentence]);
  });

  it.each(['migrate', 'doctor', 'verify'] as const)('is told by %s', async (program) => {
    const ended = await start(program, { LECTERN_LOGLEVL: 'debug' });
    expect(ended).toMatchObject({ out: '', code: program === 'migrate' ? 1 : 2 });
    expect(ended.errors).toContain(`lectern ${program}: These settings need mending:\n  - ${sentence}\n`);
    expect(ended.errors).not.toContain('    at ');
  });

  it('is not one of the tests, nor another program’s, nor what Kubernetes tells of a Service', () => {
    const environment = {
      ...RIGHT,
      LECTERN_TEST_S3: 'required',
      LECTERN_EDGE_WORKERS: '2',
      LECTERN_DEBUG: '1',
      // As the kubelet writes them for a Service named lectern-delivery, and for one named lectern.
      LECTERN_DELIVERY_SERVICE_HOST: '10.152.183.7',
      LECTERN_DELIVERY_SERVICE_PORT: '8081',
      LECTERN_DELIVERY_SERVICE_PORT_HTTP: '8081',
      LECTERN_DELIVERY_PORT: 'tcp://10.152.183.7:8081',
      LECTERN_DELIVERY_PORT_8081_TCP: 'tcp://10.152.183.7:8081',
      LECTERN_DELIVERY_PORT_8081_TCP_PROTO: 'tcp',
      LECTERN_DELIVERY_PORT_8081_TCP_PORT: '8081',
      LECTERN_DELIVERY_PORT_8081_TCP_ADDR: '10.152.183.7',
      LECTERN_SERVICE_HOST: '10.152.183.8',
      LECTERN_SERVICE_PORT: '8080',
      LECTERN_PORT: 'tcp://10.152.183.8:8080',
      LECTERN_PORT_8080_TCP: 'tcp://10.152.183.8:8080',
    };
    expect(readDeliverySettings(environment).LECTERN_DELIVERY_PORT).toBe(8081);
    expect(readUploaderSettings(environment).LECTERN_PORT).toBe(8080);
    requireSettings(environment);
    // What a pod itself says stands in place of what it is told.
    expect(
      readDeliverySettings({ ...environment, LECTERN_DELIVERY_PORT: '9000' }).LECTERN_DELIVERY_PORT,
    ).toBe(9000);
    expect(() => readDeliverySettings({ ...RIGHT, LECTERN_DELIVERY_SERVICE_HOST: 'a' })).toThrow(
      'LECTERN_DELIVERY_SERVICE_HOST: there is no such setting; did you mean',
    );
  });
});

describe('a start on a port that is taken', () => {
  const said = (name: string) =>
    `  - ${name}: 127.0.0.1:${port} is taken by another program: stop it (ss -ltnp names it), or choose another port\n`;

  it.each([
    ['uploader', { LECTERN_HOST: '127.0.0.1' }, 'LECTERN_PORT'],
    ['delivery', { LECTERN_DELIVERY_HOST: '127.0.0.1' }, 'LECTERN_DELIVERY_PORT'],
    ['worker', { LECTERN_WORKER_HOST: '127.0.0.1' }, 'LECTERN_WORKER_PORT'],
    ['standalone', { LECTERN_PORT: '0' }, 'LECTERN_DELIVERY_PORT'],
  ] as const)('of %s with %j says so before anything else is started', async (program, host, name) => {
    const ended = await start(program, { ...host, [name]: port, LECTERN_DATA: join(folder, 'data') });
    expect(ended).toEqual({
      code: 1,
      out: '',
      errors: `lectern ${program}: These settings need mending:\n${said(name)}`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('of standalone names the API’s, too', async () => {
    const environment = { LECTERN_PORT: port, LECTERN_DELIVERY_PORT: '0', LECTERN_DATA: folder };
    await expect(requireStart(environment)).rejects.toThrow(said('LECTERN_PORT').trim());
  });
});

describe('all that is wrong', () => {
  it('is told at once: unknown, invalid, missing and contradictory', () => {
    const environment = {
      LECTERN_STORAGE: 's3',
      LECTERN_S3_BUKET: 'media',
      LECTERN_PORT: '80a',
      LECTERN_PLAYBACK_MIN_SECONDS: '900',
      LECTERN_PLAYBACK_MAX_SECONDS: '60',
      LECTERN_JWT_SECRET: 'x'.repeat(32),
      LECTERN_JWT_JWKS_URL: 'https://id.example.org/keys',
      LECTERN_KEY_RING: '/ring.json',
      LECTERN_KEY_RING_FILE: '/ring-of-ring',
      LECTERN_SHUTDOWN_SECONDS: '-1',
    };
    expect(problemsOf(() => readUploaderSettings(environment))).toEqual([
      'LECTERN_S3_BUKET: there is no such setting; did you mean LECTERN_S3_BUCKET?',
      'LECTERN_KEY_RING: give either this or LECTERN_KEY_RING_FILE',
      'DATABASE_URL: is needed',
      'LECTERN_PORT: must be a number',
      'LECTERN_DELIVERY_URL: is needed',
      'LECTERN_SHUTDOWN_SECONDS: must be 0 or more',
      'LECTERN_S3_BUCKET: is needed with LECTERN_STORAGE=s3',
      'LECTERN_S3_ACCESS_KEY: is needed with LECTERN_STORAGE=s3',
      'LECTERN_S3_SECRET_KEY: is needed with LECTERN_STORAGE=s3',
      'LECTERN_PLAYBACK_MIN_SECONDS: must not be longer than LECTERN_PLAYBACK_MAX_SECONDS',
      'LECTERN_JWT_SECRET: give either this or LECTERN_JWT_JWKS_URL',
    ]);
    expect(
      problemsOf(() => requireSettings({ LECTERN_PORT: '9000', LECTERN_DELIVERY_PORT: '9000' })),
    ).toEqual(['LECTERN_DELIVERY_PORT: must be another port than LECTERN_PORT']);
  });
});

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return (error as InvalidSettings).problems;
  }
}
