import { connect } from 'node:net';
import { z } from 'zod';
import { createLogger } from '#libs/http';
import { KeyRing, REFUSALS, RevocationList, verify } from '#libs/signing';
import { ASSETS, parseStorageKey, REVOCATIONS, type Storage } from '#libs/storage';
import { createDelivery } from './delivery.js';

const Vector = z.object({
  name: z.string(),
  url: z.string(),
  now: z.int(),
  client: z.string(),
  expect: z.enum(['ok', 'any-error', ...Object.keys(REFUSALS)]),
  grant: z.record(z.string(), z.unknown()).optional(),
});
type Vector = z.output<typeof Vector>;

const VectorFile = z.object({
  keyRing: z.record(z.string(), z.unknown()),
  revocations: z.record(z.string(), z.unknown()),
  vectors: z.array(Vector).min(1),
});

export interface VectorResult {
  readonly passed: number;
  /** A sentence for each vector that failed. */
  readonly failures: readonly string[];
}

/**
 * Runs vectors of signed URLs: through the verifier, and as raw requests through two delivery servers on
 * the loopback, one with the fast lane and one without it, whose (empty) storage is filled with an object
 * for each path that a vector names. A vector passes when all three agree with it.
 *
 * @throws InvalidKeyRing, InvalidRevocationList, ZodError when the file does not have the format
 */
export async function runVectors(document: unknown, storage: Storage): Promise<VectorResult> {
  const file = VectorFile.parse(document);
  const ring = KeyRing.parse(JSON.stringify(file.keyRing));
  const listText = JSON.stringify(file.revocations);
  const revocations = RevocationList.parse(listText);
  await fill(storage, file.vectors, listText);
  let now = 0;
  const start = (fastLane: boolean) =>
    createDelivery({
      storage,
      keyRing: { current: ring },
      logger: createLogger('vectors', { level: 'silent' }),
      clock: { now: () => new Date(now * 1000) },
      settings: { trustedProxies: ['127.0.0.1'], fastLane },
    });
  const servers = [
    { name: 'the fast lane', delivery: await start(true) },
    { name: 'the HTTP server', delivery: await start(false) },
  ];
  const failures: string[] = [];
  try {
    const ports: { name: string; port: number }[] = [];
    for (const { name, delivery } of servers) {
      ports.push({ name, port: Number(new URL(await delivery.listen(0, '127.0.0.1')).port) });
    }
    for (const vector of file.vectors) {
      now = vector.now;
      const problems = [verifierProblem(vector, ring, revocations)];
      for (const { name, port } of ports) {
        const problem = serverProblem(vector, await answerTo(port, vector));
        problems.push(problem && `${name} ${problem}`);
      }
      const problem = problems.find((sentence) => sentence !== undefined);
      if (problem !== undefined) failures.push(`${vector.name}: ${problem}`);
    }
  } finally {
    for (const { delivery } of servers) await delivery.close();
  }
  return { passed: file.vectors.length - failures.length, failures };
}

/** An object for every path that can be read off a URL, so that a refusal is never an object's absence. */
async function fill(storage: Storage, vectors: readonly Vector[], revocations: string): Promise<void> {
  const keys = new Set<string>();
  for (const { url } of vectors) {
    const path = /^\/s\/[^/]*\/([a-z0-9_]{8,40}\/[A-Za-z0-9._/-]+)(?:\?.*)?$/.exec(url)?.[1];
    if (path !== undefined && path.split('/').every((segment) => /^[A-Za-z0-9]/.test(segment)))
      keys.add(path);
  }
  for (const path of keys) {
    const key = `${ASSETS}/${path}`;
    if (key.length <= 512) await storage.put(parseStorageKey(key), bytesOf(path));
  }
  await storage.replaceControl(REVOCATIONS, Buffer.from(revocations));
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(path);
}

function verifierProblem(vector: Vector, ring: KeyRing, revocations: RevocationList): string | undefined {
  const { now, client } = vector;
  const verdict = verify(vector.url, { ring, revocations, now, asker: { client } });
  const code = verdict.granted ? 'ok' : verdict.code;
  if (!agrees(vector, code)) return `the verifier says ${code}, expected ${vector.expect}`;
  if (vector.grant === undefined || !verdict.granted) return undefined;
  for (const [name, value] of Object.entries(vector.grant)) {
    const given = (verdict.grant as unknown as Record<string, unknown>)[name];
    if (given !== value) return `the verifier's grant has ${name} ${JSON.stringify(given)}`;
  }
  return undefined;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function serverProblem(vector: Vector, answer: Answer): string | undefined {
  const { status, body } = answer;
  if (status === 200) {
    if (vector.expect !== 'ok') return `serves it, expected ${vector.expect}`;
    const path = vector.url.split('?', 1)[0]?.split('/').slice(3).join('/');
    return body === path ? undefined : 'serves other bytes';
  }
  // What no request line can hold is refused by the HTTP parser, before there is a target.
  if (status === 400 && /[^\x21-\x7e]/.test(vector.url) && vector.expect !== 'ok') return undefined;
  const code = codeOf(body);
  if (!agrees(vector, code)) return `says ${status} ${code}, expected ${vector.expect}`;
  const expected = code === 'not-found' ? 404 : 403;
  return status === expected ? undefined : `says ${status} with ${code}, expected ${expected}`;
}

function agrees(vector: Vector, code: string): boolean {
  return vector.expect === 'any-error' ? code !== 'ok' : code === vector.expect;
}

function codeOf(body: string): string {
  try {
    const problem = JSON.parse(body) as { code?: unknown };
    return typeof problem.code === 'string' ? problem.code : 'no code';
  } catch {
    return 'no problem document';
  }
}

const ANSWER_MS = 10_000;

/** A raw socket, since an ordinary client rewrites the path first. */
function answerTo(port: number, vector: Vector): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(
      `GET ${vector.url} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${vector.client}\r\nConnection: close\r\n\r\n`,
      'utf8',
    );
  });
  const chunks: Buffer[] = [];
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('The server did not answer in time.')));
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', reject);
  socket.on('close', () => {
    const text = Buffer.concat(chunks).toString('utf8');
    const end = text.indexOf('\r\n\r\n');
    const body = text.slice(end + 4);
    const chunked = /\r\ntransfer-encoding: chunked\r\n/i.test(text.slice(0, end + 2));
    resolve({ status: Number(text.split(' ', 2)[1]), body: chunked ? withoutChunks(body) : body });
  });
  return promise;
}

function withoutChunks(body: string): string {
  return body.replace(/[0-9a-f]+\r\n([^]*?)\r\n/gi, '$1');
}
