import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '#libs/kernel';
import { Units } from '#libs/quotas';
import { KeyRing, sign } from '#libs/signing';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { secretSettings } from '../../../../test/reference/settings-table.js';
import { readArguments } from './bundle-arguments.js';
import { Scrubber } from './scrubber.js';

const PROGRAM = fileURLToPath(new URL('../../../../dist/apps/operator/src/main.js', import.meta.url));
const run = promisify(execFile);
const test = withTestDatabase();

let folder: string;
let environment: Record<string, string>;
/** Every secret of the installation, by what it is of. */
const secrets = new Map<string, string>();
/** What can be read of people and recordings, and of what the program does not know as secret. */
const TOLD: Record<string, string> = {
  jwt: `${b64('{"alg":"HS256"}')}.${b64('{"sub":"doctor-7"}')}.c2lnbmF0dXJlLW9mLWEtdG9rZW4`,
  apiKey: `lk_${'Ab3-'.repeat(10)}xyz`,
  cookie: 'session=plain-cookie-value',
  query: 'X-Amz-Signature=0123456789abcdef0123456789abcdef',
  privateKey: '-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg\\n-----END PRIVATE KEY-----',
  fileName: 'Wang Xiaoming appendectomy.mp4',
  address: 'wang.xiaoming@hospital.example',
  password: 'pass of "somebody else"',
};

function b64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** The secret amid others in base64, at each of the places where it may begin. */
function amid(secret: string): string[] {
  const around = [0, 1, 2].map((before) => `${'u'.repeat(before)}${secret}::end`);
  return around.map((text) => Buffer.from(text).toString('base64'));
}

/** A secret in the forms in which it may stand somewhere. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    // What is its own there: neither what came before nor what comes behind.
    ...amid(secret).map((text, before) => text.slice(4, Math.floor(((before + bytes.length) * 8) / 6))),
  ];
}

/** Texts that hold it in each of these forms. */
function textsWith(secret: string): string[] {
  return [...formsOf(secret).slice(0, 7), ...amid(secret)];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-bundle-spec-'));
  environment = { PATH: process.env['PATH'] ?? '', LECTERN_STORAGE_PATH: join(folder, 'media') };
  await mkdir(join(folder, 'media'));
  for (const [index, name] of [...secretSettings()].entries()) {
    const owner = name === 'DATABASE_OWNER_URL';
    const value = name.startsWith('DATABASE_')
      ? owner
        ? test.ownerUrl
        : test.url
      : `Geheim ${index}/+"ü%&=~ of ${name}`;
    secrets.set(name, value);
    // Every other one from a file, as in a cluster.
    if (index % 2 === 0) environment[name] = value;
    else {
      environment[`${name}_FILE`] = join(folder, name);
      await writeFile(join(folder, name), `${value}\n`);
    }
  }
  for (const url of [test.url, test.ownerUrl])
    secrets.set(`password of ${url.slice(0, 20)}`, new URL(url).password);
  const ring = KeyRing.fresh();
  environment['LECTERN_KEY_RING'] = join(folder, 'ring.json');
  await writeFile(join(folder, 'ring.json'), ring);
  const { keys } = JSON.parse(ring) as { keys: { secret: string }[] };
  const secret = keys[0]?.secret ?? '';
  secrets.set('key ring', secret);
  const bytes = Buffer.from(secret, 'base64url');
  TOLD['ringInHex'] = bytes.toString('hex');
  TOLD['ringInBase64'] = bytes.toString('base64').replace(/=+$/, '');
  secrets.set('a name of no setting', 'value-of-no-setting-1');
  environment['LECTERN_SMPT_URL'] = 'value-of-no-setting-1';
  secrets.set('user info', 'pass-of-proxy');
  environment['LECTERN_S3_ENDPOINT'] = 'https://someone:pass-of-proxy@s3.example.org/?k=v';
  const target = sign(KeyRing.parse(ring), {
    asset: 'ast_e0zbgj09tqm83xssss6ys3',
    path: 'hls/master.m3u8',
    scope: 'play',
    expires: 1_990_000_000,
    epoch: 0,
  });
  TOLD['signed'] = target.split('/')[2] ?? '';
  TOLD['signedEncoded'] = encodeURIComponent(TOLD['signed']);
  const line = (facts: object) =>
    JSON.stringify({ level: 30, time: '2026-01-01T00:00:00Z', app: 'uploader', ...facts });
  const log = [
    line({ msg: 'kept: upload begun', upload: 'upl_abc', unit: 'unt_1' }),
    ...[...secrets.values()].flatMap((value) => textsWith(value).map((form) => `seen ${form} there`)),
    ...[...secrets.values()].map((value) => line({ msg: 'x', err: { message: `refused ${value}` } })),
    line({ url: `https://media.example.org${target}`, encoded: encodeURIComponent(target) }),
    line({
      headers: { authorization: `Bearer ${TOLD['jwt']}`, cookie: TOLD['cookie'] },
      key: TOLD['apiKey'],
    }),
    line({
      fileName: TOLD['fileName'],
      by: TOLD['address'],
      inner: line({ password: TOLD['password'], title: TOLD['fileName'] }),
    }),
    line({ password: TOLD['password'] }),
    `GET /bucket/object?X-Amz-Credential=AKIAABCDEFGHIJKLMNOP&${TOLD['query']} HTTP/1.1`,
    TOLD['privateKey'] ?? '',
    `ring ${TOLD['ringInHex']} and ${TOLD['ringInBase64']}`,
  ];
  await writeFile(join(folder, 'uploader.log'), `${'old line\n'.repeat(200_000)}${log.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function unpacked(archive: string): Promise<Map<string, string>> {
  const place = await mkdtemp(join(folder, 'unpacked-'));
  await run('tar', ['-xzf', archive, '-C', place]);
  const files = await readdir(place, { recursive: true, withFileTypes: true });
  const read = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(place.length + 1).replace(/^[^/]+\//, ''), await readFile(file, 'utf8')] as const;
    });
  return new Map(await Promise.all(read));
}

describe('npm run operator -- bundle', () => {
  it('tells an installation in one archive, and no secret of it in any form', async () => {
    await test.database.transaction((tx) =>
      new Units().create(tx, { kind: 'region', name: 'Region of tests' }),
    );
    const all = [...secrets.values()].flatMap(textsWith).join('\n');
    const server = createServer((_, answer) => answer.end(`lectern_build_info 1\n${all}\n`));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const archive = join(folder, 'all.tar.gz');
    const given = ['--to', archive, '--logs', join(folder, 'uploader.log'), '--log-mib', '1'];
    const { stdout } = await run(
      process.execPath,
      [PROGRAM, 'bundle', ...given, '--metrics', `http://127.0.0.1:${port}`, 'http://127.0.0.1:9'],
      { env: environment },
    );
    server.close();
    expect((await stat(archive)).mode & 0o777).toBe(0o600);
    const files = await unpacked(archive);
    expect([...files.keys()].toSorted()).toEqual([
      'README.txt',
      'catalog.json',
      'database.json',
      'disks.txt',
      'doctor.txt',
      'logs/1-uploader.log',
      `metrics/127.0.0.1-${port}.txt`,
      'queues.json',
      'quota.json',
      'settings.txt',
      'verify.txt',
      'versions.txt',
    ]);
    for (const name of files.keys()) expect(stdout).toContain(`KiB  ${name}\n`);
    expect(stdout).toContain('Look at it before you send it.');

    for (const [name, text] of [...files, ['what is printed', stdout] as const]) {
      for (const [of, secret] of secrets)
        for (const form of formsOf(secret)) expect(text.includes(form), `${of} in ${name}`).toBe(false);
      for (const [of, told] of Object.entries(TOLD))
        expect(text.includes(told), `${of} in ${name}`).toBe(false);
    }

    const text = (name: string) => files.get(name) ?? '';
    for (const name of SETTING_NAMES) expect(text('settings.txt')).toMatch(new RegExp(`^${name} +\\S`, 'm'));
    for (const name of secretSettings())
      expect(text('settings.txt')).toMatch(new RegExp(`^${name} +set\\b`, 'm'));
    expect(text('settings.txt')).toMatch(/^LECTERN_S3_ENDPOINT +https:\/\/s3.example.org\/$/m);
    expect(text('settings.txt')).toMatch(/^ {2}LECTERN_SMPT_URL$/m);
    expect(text('settings.txt')).toMatch(/^LECTERN_PORT +default$/m);
    expect(text('versions.txt')).toMatch(/^Lectern +\d+\.\d+\.\d+\n/);
    expect(text('versions.txt')).toMatch(/^PostgreSQL +PostgreSQL \d+/m);
    expect(JSON.parse(text('quota.json'))).toMatchObject({
      units: [{ name: 'Region of tests', usedBytes: 0 }],
    });
    expect(JSON.parse(text('catalog.json'))).toEqual({ assets: [], uploads: [], failures: [] });
    expect(text('logs/1-uploader.log')).toMatch(/^\[[\d.]+ MiB before this are left out\]\nold line\n/);
    expect(text('logs/1-uploader.log')).toContain('kept: upload begun');
    expect(text('doctor.txt')).toMatch(/^ok {7}durable/m);
    expect(text('verify.txt')).toContain('0 assets');
    expect(text('README.txt')).toContain('metrics/127.0.0.1:9.txt: does not answer');
  });

  it('is made of what there is where nothing answers, and goes to standard output too', async () => {
    const { stdout, stderr } = await run(
      '/bin/sh',
      [
        '-c',
        `"$0" "$1" bundle --no-checks --logs /nowhere.log - --to - < /dev/null > "$2"; echo "ended $?"`,
        process.execPath,
        PROGRAM,
        join(folder, 'out.tar.gz'),
      ],
      { env: { PATH: environment['PATH'] ?? '', LECTERN_STORAGE_PATH: folder } },
    );
    expect(stdout).toBe('ended 0\n');
    expect(stderr).toMatch(/^FAILED {2}database.json: DATABASE_URL is not set$/m);
    expect(stderr).toMatch(/^FAILED {2}logs\/1-nowhere.log: /m);
    expect((await unpacked(join(folder, 'out.tar.gz'))).get('README.txt')).toContain(
      'DATABASE_URL is not set',
    );
  });

  it('ends with 1 and a sentence where there can be no archive, and writes over none', async () => {
    const ended = (to: string) =>
      run(process.execPath, [PROGRAM, 'bundle', '--to', to], { env: environment }).then(
        () => ({ code: 0, stderr: '' }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
      );
    await writeFile(join(folder, 'taken'), 'kept');
    await chmod(join(folder, 'taken'), 0o400);
    expect(await ended(join(folder, 'taken'))).toEqual({
      code: 1,
      stderr: expect.stringContaining('is there already: remove it, or name another file with --to.'),
    });
    expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('kept');
    expect(await ended(join(folder, 'none', 'all.tar.gz'))).toEqual({
      code: 1,
      stderr: `lectern operator: There is no folder ${join(folder, 'none')}.\n`,
    });
    expect(await ended('/proc/bundle.tar.gz')).toMatchObject({
      code: 1,
      stderr: expect.not.stringMatching(/ {4}at /),
    });
  });
});

describe('what is cut', () => {
  const cut = (text: string, ...known: string[]) => new Scrubber(known).scrub(text);

  it.each([
    ['postgres://lectern:geheim@db:5432/lectern', 'postgres://[cut]@db:5432/lectern'],
    ['token="abc def" next', 'token=[cut] next'],
    ['{"password":"a\\"b","n":1}', '{"password":[cut],"n":1}'],
    ['"{\\"secret\\":\\"abc\\",\\"n\\":1}"', '"{\\"secret\\":[cut],\\"n\\":1}"'],
    ['Cookie: a=b; c=d', 'Cookie: [cut]'],
    ['/s/k=1~e=1990000000~s=play~v=0~h=abc/ast_1/hls/master.m3u8', '/s/[cut]/ast_1/hls/master.m3u8'],
    ['lectern_uploads_total{code="token-expired"} 3', 'lectern_uploads_total{code="token-expired"} 3'],
    ['Basic authentication is off', 'Basic authentication is off'],
  ])('%s', (text, left) => {
    expect(cut(text)).toBe(left);
  });

  it('leaves a word that stands everywhere, and short ones inside of others', () => {
    const scrubber = new Scrubber(['lectern', 'abcd']);
    expect(scrubber.scrub('lectern_up abcdef abcd')).toBe('lectern_up abcdef [cut]');
    expect([...scrubber.ordinary]).toEqual(['lectern']);
  });

  it('does not take long over a line that is long', () => {
    const text = `${'a'.repeat(300_000)}\n${'\\'.repeat(300_000)}\n${'password'.repeat(30_000)}\n${'token="'.repeat(30_000)}`;
    expect(cut(text).length).toBeGreaterThan(300_000);
  });
});

describe('arguments', () => {
  it('are lists behind options', () => {
    expect(readArguments(['--logs', 'a', 'b', '--to=-', '--metrics', 'http://a:1', '--no-checks'])).toEqual({
      to: '-',
      logs: ['a', 'b'],
      metrics: ['http://a:1'],
      logBytes: 5 * 1024 * 1024,
      checks: false,
    });
  });

  it.each([
    ['--unknown'],
    ['stray'],
    ['--to'],
    ['--logs'],
    ['--metrics', 'delivery:8081'],
    ['--log-mib', '51'],
  ])('are refused with a sentence: %s %s', (...given) => {
    expect(() => readArguments(given)).toThrow(/\.$/);
  });
});
