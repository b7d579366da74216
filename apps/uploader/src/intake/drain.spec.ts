import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { QUEUES, Uploads } from '#libs/catalog';
import { bringUpToDate, JobQueue } from '#libs/database';
import { createLogger } from '#libs/http';
import { ApiKeys } from '#libs/identity';
import { Units } from '#libs/quotas';
import { createKeyRingFile, watchKeyRing } from '#libs/signing';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { readUploaderSettings } from '../config.js';
import { Uploader } from '../uploader.module.js';

const test = withTestDatabase();
const TUS = { 'tus-resumable': '1.0.0' };
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const BODY = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(300_000, 7)]);
const HALF = 150_000;
let key: string;
let url: string;
let uploader: Uploader;
let closed: Promise<unknown> | undefined;
/** The uploader's ends of connections, by the other's port. */
const connections = new Map<number | undefined, Socket>();
let sweepOfStorage: (() => Promise<number>) | undefined;

beforeAll(async () => {
  key = await test.database.transaction(async (tx) => {
    await new Units().create(tx, { id: 'u', kind: 'region', name: 'U' });
    const made = await new ApiKeys().create(tx, {
      subject: 'doctor',
      name: 'Doctor',
      role: 'doctor',
      unit: 'u',
      label: 'test',
    });
    return made.secret;
  });
});
beforeEach(() => start(20));

async function start(shutdownSeconds: number): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-drain-'));
  const keyRingFile = path.join(folder, 'ring.json');
  await createKeyRingFile(keyRingFile);
  const settings = readUploaderSettings({
    DATABASE_URL: test.url,
    LECTERN_HOST: '127.0.0.1',
    LECTERN_PORT: '0',
    LECTERN_STORAGE_PATH: path.join(folder, 'media'),
    LECTERN_DELIVERY_URL: 'http://127.0.0.1:8081',
    LECTERN_KEY_RING: keyRingFile,
    LECTERN_SHUTDOWN_SECONDS: String(shutdownSeconds),
  });
  const keyRing = await watchKeyRing(keyRingFile, { onError: () => undefined });
  const queue = new JobQueue(test.database, { queues: QUEUES });
  await bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: QUEUES });
  await queue.start();
  const storage = new NfsStorage({ root: path.join(folder, 'media') });
  await storage.selfTest();
  const sweep = storage.sweep.bind(storage);
  sweepOfStorage = undefined;
  storage.sweep = (olderThan) => sweepOfStorage?.() ?? sweep(olderThan);
  const logger = createLogger('uploader', { level: 'silent' });
  const registry = new Registry();
  const { database } = test;
  uploader = await Uploader.create({ settings, database, queue, storage, keyRing, logger, registry });
  const server = uploader.nest.getHttpServer() as Server;
  server.on('connection', (socket) => connections.set(socket.remotePort, socket));
  url = await uploader.listen();
  closed = undefined;
  return async () => {
    await (closed ?? uploader.close());
    await queue.stop();
    keyRing.close();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Nobody reads more of a body than its first bytes before the intake does. */
function hasReadAll({ socket }: ClientRequest): boolean {
  const theirs = connections.get(socket?.localPort);
  return theirs !== undefined && theirs.bytesRead >= HALF && theirs.bytesRead === socket?.bytesWritten;
}

interface Sending {
  readonly going: ClientRequest;
  readonly answer: Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>;
}

/** Half of the body is on its way; the rest is the test's to send. */
async function sending(method: string, route: string, headers: object, body = BODY): Promise<Sending> {
  const going = request(`${url}${route}`, {
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${key}`,
      connection: 'keep-alive',
      'content-length': body.byteLength,
      ...headers,
    },
  });
  const answer = new Promise<Awaited<Sending['answer']>>((resolve, reject) => {
    going.once('error', reject);
    going.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
  });
  answer.catch(() => undefined);
  going.write(body.subarray(0, HALF));
  await vi.waitFor(() => expect(hasReadAll(going)).toBe(true), { timeout: 20_000 });
  return { going, answer };
}

async function create(body: object): Promise<string> {
  const answer = await fetch(`${url}/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fileName: 'a.pdf', bytes: BODY.byteLength, ...body }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const BOUNDARY = 'drain-boundary';
const FORM = Buffer.concat([
  Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`),
  BODY,
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
]);
const FORM_TYPE = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

it('a form under way comes to its end before the uploader stops, and its connection ends with the answer', async () => {
  const { going, answer } = await sending('POST', '/v1/assets', FORM_TYPE, FORM);
  closed = uploader.close();
  await delay(500);
  going.end(FORM.subarray(HALF));
  const { status, headers } = await answer;
  expect([status, headers.connection]).toEqual([202, 'close']);
  await closed;
});

it('a part comes to its end, too', async () => {
  const id = await create({ partBytes: BODY.byteLength });
  const { going, answer } = await sending('PUT', `/v1/uploads/${id}/parts/1`, {
    'content-type': 'application/octet-stream',
  });
  closed = uploader.close();
  await delay(500);
  going.end(BODY.subarray(HALF));
  expect((await answer).status).toBe(204);
  await closed;
});

it('a PATCH with a checksum comes to its end, one without keeps what came and ends at once', async () => {
  const digest = createHash('sha256').update(BODY).digest('base64');
  const [checked, plain] = [await create({}), await create({})];
  const whole = await sending('PATCH', `/v1/uploads/${checked}`, {
    ...PATCH,
    'upload-offset': 0,
    'upload-checksum': `sha256 ${digest}`,
  });
  const resumable = await sending('PATCH', `/v1/uploads/${plain}`, { ...PATCH, 'upload-offset': 0 });
  closed = uploader.close();
  const stopped = await resumable.answer.catch(() => undefined);
  expect(stopped?.status ?? 409).toBe(409);
  whole.going.end(BODY.subarray(HALF));
  expect((await whole.answer).status).toBe(204);
  await closed;
  expect((await new Uploads().get(test.database.kysely, plain)).offset).toBe(HALF);
});

it('a sweep that is long in the storage keeps no stop waiting', async () => {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let swept = Promise.resolve();
  await new Promise<void>((begun) => {
    sweepOfStorage = async () => {
      begun();
      await gate;
      return 0;
    };
    swept = uploader.sweep();
  });
  closed = uploader.close();
  try {
    await vi.waitFor(() => expect(fetch(`${url}/livez`)).rejects.toThrow(), { timeout: 20_000 });
  } finally {
    letGo();
  }
  await Promise.all([swept, closed]);
});

it('a form that takes longer than allowed is cut, and leaves nothing', async () => {
  await uploader.close();
  const stop = await start(1);
  const { answer } = await sending('POST', '/v1/assets', FORM_TYPE, FORM);
  closed = uploader.close();
  const { status } = await answer.catch(() => ({ status: 0 }));
  expect([0, 409, 503]).toContain(status);
  await stop();
  const { rows } = await test.database.executeSql(
    "select id from uploads where door = 'form' and state = 'open'",
  );
  expect(rows).toEqual([]);
});
