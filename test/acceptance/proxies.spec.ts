import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import { type Certificate, certificateFor } from '../servers/certificates.js';
import { sectionOf } from '../servers/documented.js';
import { freePort } from '../servers/free-port.js';
import { apacheModules, FrontProxy, hasProxy, PROXIES, type ProxyKind } from '../servers/front-proxy.js';
import { type Answer, Http2Client, type Sending } from '../servers/http2-client.js';
import { rigsAreRequired } from '../servers/not-here.js';
import { TappedLine } from '../servers/tapped-line.js';
import { Client } from './client.js';
import { forged } from './forged.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

const HOST = 'learn.example.org';
const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const PDF = '%PDF-1.4\n';
/** What the first request of an upload says that it sends: more than any proxy takes unless it is told to. */
const SAID = 3 * 1024 * MIB;
/** What it sends before its link breaks: more than all the sockets on the way hold, so that some of it has arrived. */
const SENT = 16 * MIB;
/** Of a download that its client does not read, no more than so much leaves delivery, for sockets alone to hold. */
const HELD = 16 * MIB;

/** Of their time-outs none may end what Lectern itself would let go on: they can't be waited for here. */
const TIMEOUTS: Readonly<Record<ProxyKind, readonly RegExp[]>> = {
  nginx: [/proxy_read_timeout 1h;/, /proxy_send_timeout 1h;/, /client_body_timeout 2m;/],
  Caddy: [/keepalive 60s/],
  HAProxy: [/timeout client 2m/, /timeout server 1h/],
  Apache: [/^ *Timeout 120$/m, /ProxyTimeout 3600/, /RequestReadTimeout body=0/, /ttl=60/],
};

/** Proxies that can't hand on interim responses, and therefore ask for none. */
const WITHOUT_INTERIM: readonly ProxyKind[] = ['nginx'];
/** Proxies that may lose a refusal which comes while they still send a large body. */
const LOSES_REFUSALS: readonly ProxyKind[] = ['Apache', 'Caddy'];

const random = (start: string, bytes: number) => Buffer.concat([Buffer.from(start), randomBytes(bytes)]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const jsonOf = ({ body }: Answer) => JSON.parse(body.toString()) as Record<string, unknown>;

let folder: string;
let certificate: Certificate;
let port: number;
let front: string;
let facts: StartFacts;
let api: TappedLine;
let media: TappedLine;
let lesson: string;
let large: string;
const largeBytes = random(PDF, 2 * HELD);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lectern-proxies-'));
  certificate = await certificateFor(HOST, folder);
  port = await freePort();
  front = `https://${HOST}:${port}/lectern`;
  const lectern = await LecternProcess.create({
    ...inject('environment'),
    LECTERN_TRUSTED_PROXIES: '127.0.0.1',
    LECTERN_DELIVERY_URL: front,
    LECTERN_RESUMABLE_DRAFT: 'true',
  });
  facts = await lectern.start();
  api = await TappedLine.start(facts.uploader);
  media = await TappedLine.start(facts.delivery);
  const doctor = new Client(facts, facts.keys.doctor);
  const file = await readFile(await recording({ seconds: 2, size: '320x180', source: 'screen' }));
  lesson = (await doctor.uploadForm('lesson.mp4', new Uint8Array(file))).body.id;
  large = (await doctor.uploadForm('large.pdf', largeBytes)).body.id;
  await doctor.untilState(lesson, ['playable', 'ready']);
  return async () => {
    await lectern.dispose();
    await api.stop();
    await media.stop();
    await rm(folder, { recursive: true, force: true });
  };
});

/** What the document has for a proxy, with the places of this test in it. */
async function siteOf(kind: ProxyKind, prefix = '/lectern'): Promise<string> {
  const { text, code } = await sectionOf('docs/proxies.md', kind);
  const modules = /a2enmod ([a-z0-9_ ]+)/.exec(text)?.[1]?.split(' ');
  const { both, certificate: chain, key } = certificate.files;
  const site = code
    .replaceAll('/lectern', prefix)
    .replaceAll('8443', String(port))
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${api.port}`)
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${media.port}`)
    .replaceAll(`/etc/haproxy/${HOST}.pem`, both)
    .replaceAll(`/etc/ssl/${HOST}.pem`, chain)
    .replaceAll(`/etc/ssl/${HOST}.key`, key);
  return modules === undefined ? site : `${apacheModules(modules)}\n${site}`;
}

function connect(localAddress?: string): Promise<Http2Client> {
  return Http2Client.connect(`https://${HOST}:${port}`, certificate.authority, localAddress);
}

const missing = PROXIES.filter((kind) => !rigsAreRequired() && !hasProxy(kind));
if (missing.length > 0) console.warn(`Left out, since they are not installed: ${missing.join(', ')}.`);

describe.for(PROXIES.filter((kind) => !missing.includes(kind)))('%s as the document has it', (kind) => {
  let proxy: FrontProxy;
  let client: Http2Client;

  beforeAll(async () => {
    proxy = await FrontProxy.start(kind, await siteOf(kind), port);
    client = await connect();
    return async () => {
      client.close();
      await proxy.stop();
    };
  });

  const asDoctor = (headers: Sending['headers'] = {}) => ({
    authorization: `Bearer ${facts.keys.doctor}`,
    ...headers,
  });
  const ask = (target: string, sending: Sending = {}, by = client): Promise<Answer> =>
    by.send(target, { ...sending, headers: asDoctor(sending.headers) });
  const post = (target: string, headers?: Sending['headers'], body?: Uint8Array): Promise<Answer> =>
    ask(target, { method: 'POST', headers: headers ?? {}, body });
  /** The target of a link that leads through the proxy. */
  const targetOf = (link: unknown, below = `${front}/v1/`): string => {
    expect(String(link).slice(0, below.length)).toBe(below);
    return String(link).slice(new URL(front).origin.length);
  };
  const begin = async (headers: Record<string, string>): Promise<string> => {
    const { status, headers: told } = await post('/lectern/v1/uploads', { ...TUS, ...headers });
    expect(status).toBe(201);
    return targetOf(told.location);
  };
  const problem = (status: number, code: string) => ({ status, code, type: `urn:lectern:problem:${code}` });
  const expectProblem = (answer: Answer, status: number, code: string): void => {
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(jsonOf(answer)).toMatchObject(problem(status, code));
  };
  const open = async (wish: object = {}): Promise<Record<string, string>> => {
    const json = { 'content-type': 'application/json' };
    const target = `/lectern/v1/assets/${lesson}/playback-sessions`;
    return jsonOf(await post(target, json, Buffer.from(JSON.stringify(wish)))) as Record<string, string>;
  };

  it('leads back to an upload by scheme, host, port and prefix, whatever a client claims of them', async () => {
    const upload = await begin({
      'upload-length': '10',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-prefix': '/evil',
      forwarded: 'for=203.0.113.9;proto=http;host=evil.example',
    });
    expect((await ask(upload, { method: 'HEAD', headers: TUS })).headers['upload-offset']).toBe('0');
    const told = await client.send('/lectern/v1/uploads', { method: 'OPTIONS' });
    expect(told.headers['tus-version']).toBe('1.0.0');
  });

  it('does so in HTTP/1.1, too, and lets a client wait for the word to go on', async () => {
    const place = { host: '127.0.0.1', port, servername: HOST, ca: certificate.authority, agent: false };
    const headers = {
      host: `${HOST}:${port}`,
      expect: '100-continue',
      'upload-length': '9',
      'content-length': '9',
    };
    const going = request({
      ...place,
      method: 'POST',
      path: '/lectern/v1/uploads',
      headers: { ...asDoctor(BYTES), ...headers },
    });
    // Some say so themselves, and hand on that Lectern does.
    going.once('continue', () => going.end(PDF)).flushHeaders();
    const [answer] = (await once(going, 'response')) as [IncomingMessage];
    expect([answer.statusCode, answer.headers['upload-offset']]).toEqual([201, '9']);
    targetOf(answer.resume().headers.location);
  });

  it('hands an upload on while it is sent, of any length, and again from where it broke', async () => {
    const file = random(PDF, SENT);
    const upload = await begin({ 'upload-defer-length': '1' });
    const send = (offset: number, more: Record<string, string>) =>
      client.begin(upload, 'PATCH', asDoctor({ ...BYTES, 'upload-offset': String(offset), ...more }));

    let before = api.asked;
    const broken = send(0, { 'content-length': String(SAID) });
    broken.stream.write(file.subarray(0, SENT - MIB));
    await until(() => api.asked - before > SENT - MIB);
    broken.stream.close();

    const { headers } = await ask(upload, { method: 'HEAD', headers: TUS });
    const offset = Number(headers['upload-offset']);
    expect(offset).toBeGreaterThan(0);
    before = api.asked;
    // Of a length that is not said.
    const { stream, answer } = send(offset, { 'upload-length': String(file.length) });
    stream.write(file.subarray(offset, -1));
    await until(() => api.asked - before > file.length - offset - 1);
    stream.end(file.subarray(-1));
    const sent = await answer;
    expect(sent.status).toBe(204);
    const asset = jsonOf(await ask(`/lectern/v1/assets/${String(sent.headers['upload-asset'])}`));
    expect(asset).toMatchObject({ bytes: file.length, sha256: sha256(file) });
  });

  it('takes no body for none, however its end is told', async () => {
    const { stream, answer } = client.begin(
      '/lectern/v1/uploads',
      'POST',
      asDoctor({ ...TUS, 'upload-length': '10' }),
    );
    stream.end();
    expect((await answer).status).toBe(201);
  });

  it('hands on what a refusal says, though it comes before the end of the body', async () => {
    const upload = await begin({ 'upload-length': String(SENT) });
    const bytes = LOSES_REFUSALS.includes(kind) ? 300_000 : SENT;
    const headers = { ...BYTES, 'upload-offset': '5' };
    const answer = await ask(upload, { method: 'PATCH', headers, body: random(PDF, bytes - 9) });
    expectProblem(answer, 409, 'offset-mismatch');
    expect(jsonOf(answer)['offset']).toBe(0);
  });

  it('takes a form', async () => {
    const form = new FormData();
    form.set('file', new Blob([random(PDF, 3 * MIB)]), '讲义.pdf');
    const encoded = new Response(form);
    const type = encoded.headers.get('content-type') ?? '';
    const answer = await post('/lectern/v1/assets', { 'content-type': type }, await encoded.bytes());
    expect(answer.status).toBe(202);
    expect(jsonOf(await ask(targetOf(answer.headers.location)))['fileName']).toBe('讲义.pdf');
  });

  it('hands on 104 of the IETF draft, or has none sent', async () => {
    const headers = { 'upload-draft-interop-version': '8', 'upload-complete': '?1' };
    const answer = await post('/lectern/v1/resumable-uploads', headers, random(PDF, MIB));
    expect([answer.status, answer.headers['upload-complete']]).toEqual([200, '?1']);
    const expected = WITHOUT_INTERIM.includes(kind) ? [] : [[104, answer.headers.location]];
    expect(answer.interim.map((told) => [told[':status'], told.location])).toEqual(expected);
    targetOf(answer.headers.location);
  });

  it('serves signed URLs, their ranges, their refusals and their renewal', async () => {
    const { hls, renew } = await open();
    const master = targetOf(hls, `${front}/s/`);
    const [rung = ''] = (await client.send(master)).body.toString().match(/^[^#\n].*$/m) ?? [];
    const list = new URL(rung, hls).pathname;
    const [segment = ''] = (await client.send(list)).body.toString().match(/^[^#\n].*$/m) ?? [];
    const target = new URL(segment, `https://${HOST}${list}`).pathname;
    const part = await client.send(target, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.body.length]).toEqual([206, 10]);
    expect(part.headers['content-range']).toMatch(/^bytes 10-19\//);
    expectProblem(await client.send(forged(master)), 403, 'signature-invalid');
    expect((await post(targetOf(renew))).status).toBe(200);
  });

  it('tells delivery whose address it is, whatever a client claims', async () => {
    const { hls } = await open({ network: '127.0.0.2/32' });
    const target = targetOf(hls, `${front}/s/`);
    const elsewhere = await connect('127.0.0.2');
    expect((await elsewhere.send(target)).status).toBe(200);
    elsewhere.close();
    const claim = { 'x-forwarded-for': '127.0.0.2', forwarded: 'for=127.0.0.2', 'x-real-ip': '127.0.0.2' };
    expectProblem(await client.send(target, { headers: claim }), 403, 'network-not-allowed');
  });

  it('holds nothing of a download back, and takes no more than it can hand on', async () => {
    const link = jsonOf(await post(`/lectern/v1/assets/${large}/download-links`));
    const before = media.answered;
    const { stream, answer } = client.begin(targetOf(link['url'], `${front}/s/`), 'GET', {}, true);
    stream.pause();
    for (let seen = -1; media.answered > seen || seen === before; await delay(100)) seen = media.answered;
    expect(media.answered - before).toBeLessThan(HELD);
    stream.resume();
    expect(sha256((await answer).body)).toBe(sha256(largeBytes));
  });

  it('shows what is for clients alone, by paths as they came', async () => {
    const inside = ['/metrics', '/v1/../metrics', '/v1/%2e%2e/metrics', '/s/../metrics', '/livez', '/readyz'];
    for (const target of inside.flatMap((each) => [each, `/lectern${each}`]))
      expect([target, (await client.send(target)).status]).toEqual([target, expect.toBeOneOf([400, 404])]);
    const headers = { authorization: `Bearer ${facts.keys.admin}` };
    const person = await client.send('/lectern/v1/admin/people/a%2Fb', { headers });
    // Nobody is called so, and the path is one segment still.
    expectProblem(person, 404, 'person-not-found');
    const stranger = await client.send('/lectern/v1/me');
    expectProblem(stranger, 401, 'unauthenticated');
    expect(stranger.headers['www-authenticate']).toMatch(/^Bearer/);
    expect((await client.send('/lectern/docs/openapi.json')).status).toBe(200);
    const page = await client.send('/lectern/watch/nothing');
    expect(page.status).toBe(200);
    expect(String(page.body)).toContain('<base href="/lectern/"');
    const [script = ''] = /console\/index-[\w-]+\.js/.exec(String(page.body)) ?? [];
    expect((await client.send(`/lectern/${script}`)).status).toBe(200);
  });

  it('takes headers as long as Lectern does', async () => {
    const long = await client.send('/lectern/v1/me', { headers: { 'x-long': 'x'.repeat(14_000) } });
    expectProblem(long, 401, 'unauthenticated');
  });

  it('ends nothing that Lectern lets go on', async () => {
    const { code } = await sectionOf('docs/proxies.md', kind);
    for (const directive of TIMEOUTS[kind]) expect(code).toMatch(directive);
  });

  it('does without a prefix once that is deleted', async () => {
    client.close();
    await proxy.stop();
    proxy = await FrontProxy.start(kind, await siteOf(kind, ''), port);
    client = await connect();
    const headers = { ...TUS, 'upload-length': '10', 'x-forwarded-prefix': '/evil' };
    const { origin } = new URL(front);
    const upload = targetOf((await post('/v1/uploads', headers)).headers.location, `${origin}/v1/`);
    expect((await ask(upload, { method: 'HEAD', headers: TUS })).status).toBe(200);
    const { hls = '' } = jsonOf(await post(`/v1/assets/${lesson}/playback-sessions`)) as { hls?: string };
    expect((await client.send(hls.slice(front.length))).status).toBe(200);
    expect((await client.send('/metrics')).status).toBe(404);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); await delay(20))
    if (Date.now() > deadline) throw new Error('It does not come to hold.');
}
