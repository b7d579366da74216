import { execFile } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOG_FIELDS, LOG_LINES } from '#libs/http';
import { KeyRing } from '#libs/signing';
import { recording } from '../../fixtures/recordings.js';
import { call, type Calling } from '../../servers/replicas-call.js';
import { type Replica, Replicas } from '../../servers/replicas.js';
import { ServiceProcess } from '../../servers/service-process.js';

const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
/** What every line has, and what those of a request have beside their own. */
const OF_ALL = ['level', 'time', 'app', 'pod', 'msg'];
const SECONDS = 30;

let replicas: Replicas;
let first: Replica;
let second: Replica;
let worker: ServiceProcess;
let delivery: ServiceProcess;

beforeAll(async () => {
  replicas = await Replicas.start({ count: 2, environment: { LECTERN_LOG_LEVEL: 'info' } });
  [first, second] = replicas.all as [Replica, Replica];
  const scratch = path.join(replicas.folder, 'scratch');
  [worker, delivery] = await Promise.all([
    ServiceProcess.start('worker', 'worker-1', { ...replicas.environment, LECTERN_SCRATCH: scratch }),
    ServiceProcess.start('delivery', 'delivery-1', replicas.environment),
  ]);
});
afterAll(async () => {
  await Promise.all([worker?.stop(), delivery?.stop()]);
  await replicas?.dispose();
});

function on(
  replica: Replica,
  method: string,
  where: string,
  more: Partial<Parameters<typeof call>[0]> = {},
): Calling {
  const headers = { authorization: `Bearer ${replicas.keys.doctor}`, ...more.headers };
  return call({ ...more, url: `${replica.url}${where}`, method, headers });
}

/** `npm run operator`, on what is built. */
function operator(
  given: readonly string[],
  input = '',
): Promise<{ code: number; out: string; errors: string }> {
  const program = path.resolve('dist/apps/operator/src/main.js');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...given], (error, out, errors) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, errors }),
    );
    child.stdin?.end(input);
  });
}

const logs = (): string[] => [first.printed, second.printed, worker.said, delivery.said];
const logged = (): Record<string, unknown>[] =>
  logs()
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The names of the lines about an asset, each once where it came several times in a row. */
function namesIn(out: string): string[] {
  const names = out
    .split('\n')
    .map((line) => /^[0-9 :.-]{23} [! ] \S+ \S+ +([a-z ]+?)(?:  |$)/.exec(line)?.[1])
    .filter((name) => name !== undefined);
  return names.filter((name, at) => name !== names[at - 1]);
}

async function measured(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

describe('what an operator is told', () => {
  let upload: string;
  let asset: string;

  it('an upload is cut, goes on at another replica, is processed, played and deleted', async () => {
    const body = await readFile(await recording({ seconds: 2, size: '320x240', source: 'screen' }));
    const half = Math.floor(body.byteLength / 2);
    const created = await on(first, 'POST', '/v1/uploads', {
      headers: { ...TUS, 'upload-length': body.byteLength },
    }).answer;
    const location = created.headers.location ?? '';
    upload = location.split('/').at(-1) ?? '';
    const going = on(first, 'PATCH', location, {
      headers: { ...PATCH, 'upload-offset': 0 },
      body,
      sends: half,
      stall: true,
    });
    await going.sent;
    await expect
      .poll(() => measured(first.url), { timeout: SECONDS * 1000 })
      .toContain('lectern_uploads_receiving 1');
    going.cut();
    await expect.poll(() => first.printed, { timeout: SECONDS * 1000 }).toContain('upload interrupted');
    const stands = await on(second, 'HEAD', location, { headers: TUS }).answer;
    const offset = Number(stands.headers['upload-offset']);
    const rest = { headers: { ...PATCH, 'upload-offset': offset }, body: body.subarray(offset) };
    expect((await on(second, 'PATCH', location, rest).answer).status).toBe(204);

    const about = await on(second, 'GET', `/v1/uploads/${upload}`).answer;
    asset = (JSON.parse(about.text) as { asset: string }).asset;
    const state = async () => {
      const { text } = await on(second, 'GET', `/v1/assets/${asset}`).answer;
      return (JSON.parse(text) as { state: string }).state;
    };
    await expect.poll(state, { timeout: 120_000, interval: 200 }).toBe('ready');
    const { text } = await on(second, 'POST', `/v1/assets/${asset}/playback-sessions`).answer;
    const { pathname } = new URL((JSON.parse(text) as { hls: string }).hls);
    expect((await fetch(`${delivery.url}${pathname}`)).status).toBe(200);
    expect((await on(first, 'DELETE', `/v1/assets/${asset}`).answer).status).toBe(202);
    // A stop of the worker waits for its job's last line, and delivery writes at the end of a turn.
    expect(await worker.stop()).toBe(0);
    await expect.poll(() => delivery.said, { timeout: SECONDS * 1000 }).toContain('"msg":"delivery"');
    for (const line of logged().filter(({ msg }) => /^(upload|job|step|asset (?!played))/.test(String(msg))))
      expect(line, String(line['msg'])).toMatchObject({ upload, asset });
  });

  it('an upload that comes in many requests to one replica is one story, not one of each request', async () => {
    const body = Buffer.from('%PDF-1.4\n'.padEnd(5_000, 'x'));
    const created = await on(first, 'POST', '/v1/uploads', {
      headers: { ...TUS, 'upload-length': body.byteLength },
    }).answer;
    const location = created.headers.location ?? '';
    for (let offset = 0; offset < body.byteLength; offset += 1_000) {
      const go = {
        headers: { ...PATCH, 'upload-offset': offset },
        body: body.subarray(offset, offset + 1_000),
      };
      expect((await on(first, 'PATCH', location, go).answer).status).toBe(204);
    }
    const id = location.split('/').at(-1);
    const told = () => logged().flatMap(({ upload: of, msg }) => (of === id ? [msg] : []));
    await expect.poll(told, { timeout: SECONDS * 1000 }).toEqual(['upload begun', 'upload finished']);
    const figures = await measured(first.url);
    expect(figures).toContain('lectern_uploads_begun_total{door="tus"} 2\n');
    expect(figures).toContain('lectern_uploads_finished_total{door="tus"} 1\n');
    expect(figures).toMatch(/^lectern_uploads_open \d+$/m);
  });

  it('one command prints that story from the logs', async () => {
    const files = await Promise.all(
      logs().map(async (text, at) => {
        const file = path.join(replicas.folder, `${at}.log`);
        await writeFile(file, text);
        return file;
      }),
    );
    const { code, out } = await operator(['story', upload, ...files.toReversed()]);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(`upload ${upload}, asset ${asset}`);
    expect(namesIn(out).filter((name) => /^(upload|session|asset)/.test(name))).toEqual([
      'upload begun',
      'upload interrupted',
      'upload resumed',
      'upload finished',
      'asset published',
      'asset ready',
      'session opened',
      'asset played',
      'asset trashed',
    ]);
    expect(namesIn(out)).toEqual(expect.arrayContaining(['job taken', 'step done', 'job done']));
    expect(out).toMatch(
      /uploader uploader-1 +upload interrupted +door tus, offset [\d,]+, code connection-lost/,
    );
    expect(out).toMatch(/uploader uploader-2 +upload resumed +door tus, offset [\d,]+/);
    expect(out).toMatch(/worker worker-1 +step done +.*step probe, [\d.]+ m?s/);
    expect(out).toMatch(/^viewers: 1 requests of 1 sessions, [\d,]+ bytes$/m);
    // By the asset's id, through a pipe, and with what kubectl puts before each line.
    const prefixed = logs().join('\n').replaceAll(/^\{/gm, '[pod/some-pod/some-container] {');
    expect((await operator(['story', asset, '-'], prefixed)).out).toBe(out.trimEnd() + '\n');
  });

  it('says so where there is no such story, and what it wants', async () => {
    expect(await operator(['story', 'upl_none'], 'no JSON\n{"upload":\n')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('No line names upl_none.'),
    });
    expect(await operator(['story'])).toMatchObject({ code: 2, errors: expect.stringContaining('hint:') });
    expect(await operator(['stories'])).toMatchObject({ code: 2, errors: expect.stringContaining('story') });
  });

  it('every line is as docs/reference.md has it, and holds neither key nor token', async () => {
    for (const [name, { fields }] of Object.entries(LOG_LINES))
      for (const field of fields) expect(Object.keys(LOG_FIELDS), name).toContain(field);
    const lines = logged();
    const seen = new Set<string>();
    for (const line of lines) {
      const name = String(line['msg']);
      if (!Object.hasOwn(LOG_LINES, name)) {
        // Those of libraries, and of the jail.
        expect(name).toMatch(/^(Server listening at|what reads uploads runs)/);
        continue;
      }
      seen.add(name);
      const { fields } = LOG_LINES[name as keyof typeof LOG_LINES];
      const known = [...OF_ALL, ...fields];
      expect(known, name).toEqual(expect.arrayContaining(Object.keys(line)));
      if (['request', 'delivery', 'upload begun', 'upload finished', 'step done'].includes(name)) continue;
      // What is documented is there.
      for (const field of fields.filter(
        (field) => !['rungs', 'uploads', 'jobs', 'connections'].includes(field),
      ))
        expect(Object.keys(line), name).toContain(field);
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'request',
        'delivery',
        'listening',
        'stopping',
        'stopped',
        'the key ring is read',
      ]),
    );
    const all = logs().join('\n');
    expect(all).not.toContain(replicas.keys.doctor);
    expect(all).not.toMatch(/\/s\/v1|Bearer|signature=/);
  });

  it('strangers do not fill the log: a hundred refusals a minute are told one by one', async () => {
    const before = second.printed.split('"status":401').length;
    await Promise.all(Array.from({ length: 300 }, () => fetch(`${second.url}/v1/me`)));
    const told = second.printed.split('"status":401').length - before;
    expect(told).toBeLessThanOrEqual(100);
    expect(told).toBeGreaterThan(0);
    expect(await measured(second.url)).toMatch(
      /lectern_http_requests_total\{method="GET",route="\/v1\/me",status="401"\} 300/,
    );
  });

  it('one command says which replica has which ring, and whether all agree', async () => {
    const urls = [first.url, `${second.url}/metrics`, delivery.url];
    const agreed = await operator(['key-rings', ...urls]);
    expect(agreed).toMatchObject({ code: 0, out: expect.stringContaining('All 3 have the same ring.') });
    // The same id with another secret: what nobody sees by the ids.
    const ringFile = replicas.environment['LECTERN_KEY_RING'] ?? '';
    const [own, others] = ['ring-own.json', 'ring-other.json'].map((name) =>
      path.join(replicas.folder, name),
    );
    await copyFile(ringFile, own ?? '');
    const { signingKid } = KeyRing.parse(await readFile(ringFile, 'utf8'));
    const other = { kid: signingKid, secret: 'A'.repeat(43), state: 'signing' };
    await writeFile(others ?? '', JSON.stringify({ keys: [other] }));
    await delivery.stop();
    await delivery.start({ LECTERN_KEY_RING: others ?? '' });
    expect(delivery.said).toMatch(/"msg":"the key ring is read"/);
    const differing = await operator(['key-rings', ...urls]);
    expect(differing).toMatchObject({ code: 1, out: expect.stringContaining('another secret') });
    // A key that is only added is a difference, too; and so is a replica that does not answer.
    const { keys } = JSON.parse(await readFile(ringFile, 'utf8')) as { keys: object[] };
    const added = { kid: 'added', secret: 'B'.repeat(43), state: 'verifying' };
    await writeFile(others ?? '', JSON.stringify({ keys: [...keys, added] }));
    await expect.poll(() => delivery.said, { timeout: SECONDS * 1000 }).toMatch(/"kids":\["\w+","added"\]/);
    const half = await operator(['key-rings', ...urls, 'http://127.0.0.1:1']);
    expect(half).toMatchObject({ code: 1, out: expect.stringContaining('The rings differ') });
    expect(half.out).toMatch(/^replica +\w+ +added +ring$/m);
    expect(half.out).toMatch(/^127\.0\.0\.1:1 +does not answer$/m);
    expect(await operator(['key-rings', 'delivery'])).toMatchObject({ code: 2 });
  });
});
