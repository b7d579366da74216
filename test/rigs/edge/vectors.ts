import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { Edge } from '../../servers/edge.js';
import { askRaw, codeOf } from '../../servers/raw-http.js';

export interface Vector {
  readonly name: string;
  readonly url: string;
  readonly now: number;
  readonly client: string;
  /** `ok`, `any-error` or the code of a refusal. */
  readonly expect: string;
}

/** A file of vectors of signed URLs, as test/vectors/signed-urls.json is one. */
export interface VectorFile {
  readonly keyRing: unknown;
  readonly revocations: unknown;
  readonly vectors: readonly Vector[];
}

/**
 * Sends each vector over a raw socket to an edge whose tree holds an object for each path that a vector names,
 * so that a refusal is never an object's absence. Twice, to one worker: the second time it remembers what it
 * found right the first time.
 *
 * @returns a sentence for each vector that the edge answers differently
 */
export async function runEdgeVectors(file: VectorFile, signal?: AbortSignal): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'lectern-edge-vectors-'));
  let edge: Edge | undefined;
  try {
    await fillForVectors(root, file);
    const settings = { LECTERN_EDGE_WORKERS: '1' };
    edge = await Edge.start({ root, keyRing: JSON.stringify(file.keyRing), settings });
    const failures = new Set<string>();
    for (const vector of [...file.vectors, ...file.vectors]) {
      signal?.throwIfAborted();
      const problem = await problemWith(edge.port, vector);
      if (problem !== undefined) failures.add(`${vector.name}: the edge ${problem}`);
    }
    return [...failures];
  } finally {
    await edge?.stop();
    await rm(root, { recursive: true, force: true });
  }
}

/** An object for each path that a vector names, and the vectors' revocation list. */
export async function fillForVectors(root: string, { vectors, revocations }: VectorFile): Promise<void> {
  const storage = new NfsStorage({ root });
  const keys = new Set<string>();
  for (const { url } of vectors) {
    const path = /^\/s\/[^/]*\/([a-z0-9_]{8,40}\/[A-Za-z0-9._/-]+)(?:\?.*)?$/.exec(url)?.[1];
    if (path?.split('/').every((segment) => /^[A-Za-z0-9]/.test(segment)) === true) keys.add(path);
  }
  for (const path of keys) {
    const key = `assets/${path}`;
    if (key.length <= 512) await storage.put(parseStorageKey(key), bytesOf(path));
  }
  await storage.replaceControl(
    parseStorageKey('control/revocations.json'),
    Buffer.from(JSON.stringify(revocations)),
  );
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(path);
}

/** What a server answers otherwise than the vector expects, said of the server. */
export async function problemWith(
  port: number,
  vector: Vector,
  more: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const { url, now, client, expect } = vector;
  const headers = { 'x-rig-now': String(now), 'x-forwarded-for': client, ...more };
  const answer = await askRaw(port, { target: url, headers });
  // What no request line can hold may be refused by the parser, before there is a target.
  if (answer.status === 400 && /[^\x21-\x7e]/.test(url) && expect !== 'ok') return undefined;
  const code = codeOf(answer);
  if (expect === 'any-error' ? code === 'ok' : code !== expect)
    return `says ${answer.status} ${code}, expected ${expect}`;
  if (code === 'ok') {
    const path = url.split('?', 1)[0]?.split('/').slice(3).join('/');
    return answer.body.toString() === path ? undefined : 'serves other bytes';
  }
  // Such as a target that is too long (431): how it is refused is not the vector's matter then.
  if (expect === 'any-error' && answer.status >= 400 && answer.status < 500) return undefined;
  const status = code === 'not-found' ? 404 : 403;
  return answer.status === status ? undefined : `says ${answer.status} with ${code}`;
}
