import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyRing } from '#libs/signing';
import { Random } from '../../model/random.js';
import type { Answer } from '../../servers/answer-reader.js';
import { CLIENTS, expectedCode, fill, NOW, RING, targetsOf } from '../edge/mutations.js';
import { Pipelines, type WireRequest } from './pipelines.js';
import { ThreeWays } from './three-ways.js';
import { traversals } from './traversals.js';

const BATCH = 100;
const AT_ONCE = 24;
const CANARY = 'nobody may read this';
const MOST_DIFFERENCES = 200;
/** After one in so many of the requests that the lane gives away, the connection is asked for something that holds. */
const MARKER_EACH = 8;

export interface AlteredUrlsOptions {
  /** Altered URLs. */
  readonly mutations: number;
  readonly traversals: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  /** Ends the run early; what was found until then counts. */
  readonly signal?: AbortSignal;
}

export interface AlteredUrlsOutcome {
  readonly done: number;
  /** Whether nginx was one of the ways. */
  readonly withEdge: boolean;
  /** How many of the targets got each code. */
  readonly codes: ReadonlyMap<string, number>;
  /** What the lane itself has answered, and given to the server behind. */
  readonly lane: { readonly answered: number; readonly handedOver: number };
  /** A sentence for each that was not answered as libs/signing judges it, or not alike. */
  readonly differences: readonly string[];
}

interface Batch {
  readonly number: number;
  readonly targets: readonly string[];
  readonly client: string;
}

/**
 * Sends signed URLs that were altered at random (some of them signed anew with the right key) and traversals, byte for
 * byte over raw sockets, each to three ways:
 *
 * - the fast lane. What it gives away is the last request of its connection, so the lane itself judges each target.
 * - the HTTP server behind it. Half of them pass the lane by a field that it does not take; for the others there is no
 *   lane.
 * - nginx.
 *
 * All must answer as libs/signing judges the target, with the same status, code and bytes, each answer under its own
 * request's id.
 */
export async function alteredUrls(options: AlteredUrlsOptions): Promise<AlteredUrlsOutcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-altered-urls-'));
  let ways: ThreeWays | undefined;
  try {
    const root = path.join(folder, 'media');
    await fill(root);
    for (const place of [folder, root, path.join(root, 'assets')])
      await writeFile(path.join(place, 'canary.txt'), CANARY);
    ways = await ThreeWays.start({ root, keyRing: JSON.stringify(RING), now: NOW });
    return await run(ways, options);
  } finally {
    await ways?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(ways: ThreeWays, options: AlteredUrlsOptions): Promise<AlteredUrlsOutcome> {
  const ring = KeyRing.parse(JSON.stringify(RING));
  const codes = new Map<string, number>();
  const differences: string[] = [];
  const batches = batchesOf(ring, options);
  let done = 0;
  const one = async (): Promise<void> => {
    const lane = new Pipelines(ways.lanePort);
    const behind = [new Pipelines(ways.lanePort), new Pipelines(ways.serverPort)] as const;
    const edge = ways.edgePort === undefined ? undefined : new Pipelines(ways.edgePort);
    for (const batch of batches) {
      if (options.signal?.aborted === true || differences.length > MOST_DIFFERENCES) break;
      const expected = batch.targets.map((target) => expectedCode(target, ring, batch.client));
      const isPastLane = batch.number % 2 === 0;
      const [onLane, onServer, onEdge] = await Promise.all([
        askLane(lane, batch, expected),
        behind[isPastLane ? 0 : 1].ask(requestsOf(batch, isPastLane ? FALLING_THROUGH : '')),
        edge?.ask(requestsOf(batch, `X-Rig-Now: ${NOW}\r\n`)),
      ]);
      for (const [index, target] of batch.targets.entries()) {
        const code = expected[index] as string;
        codes.set(code, (codes.get(code) ?? 0) + 1);
        const answers = {
          'the lane': onLane[index],
          'the server': onServer[index],
          'the edge': onEdge?.[index],
        };
        const problem = problemWith(
          { target, id: idOf(batch, index), expected: code, client: batch.client },
          answers,
        );
        if (problem !== undefined)
          differences.push(`${JSON.stringify(target)} from ${batch.client}: ${problem}`);
      }
      done += batch.targets.length;
      options.onProgress?.(done);
    }
    for (const way of [lane, ...behind, edge]) way?.leave();
  };
  // One generator for all: each takes the next batch.
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  differences.push(...ways.crashes(), ...(await ways.edgeAlerts()));
  return { done, withEdge: ways.edgePort !== undefined, codes, lane: await ways.laneCounts(), differences };
}

/** Brings a request past the lane, and means nothing else. */
const FALLING_THROUGH = 'TE: trailers\r\n';

const idOf = ({ number }: Batch, index: number) => `u${number}-${index}`;
/** Bytes that no target may hold (RFC 9112 section 3.2): the parsers refuse them, and the connection with them. */
const isUnreadable = (target: string) => /[^\x21-\x7e]/.test(target);

function requestsOf(batch: Batch, fields: string): WireRequest[] {
  return batch.targets.map((target, index) => ({
    text: textOf(target, idOf(batch, index), batch.client, fields),
    isLast: isUnreadable(target),
    waits: isUnreadable(target),
  }));
}

function textOf(target: string, id: string, client: string, fields = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: rig\r\nX-Forwarded-For: ${client}\r\nX-Request-Id: ${id}\r\n${fields}\r\n`;
}

/**
 * Of what the lane gives away, one in MARKER_EACH is followed in the same pipeline by a copy of the request in front of
 * it. The connection must go on with exactly that copy.
 */
async function askLane(
  lane: Pipelines,
  batch: Batch,
  expected: readonly string[],
): Promise<(Answer | string)[]> {
  const requests: WireRequest[] = [];
  const isMarker: boolean[] = [];
  for (const [index, target] of batch.targets.entries()) {
    const text = textOf(target, idOf(batch, index), batch.client);
    const staysInLane = expected[index] === 'ok' && !target.includes('?');
    const isMarked = !staysInLane && !isUnreadable(target) && index % MARKER_EACH === 0;
    requests.push({ text, isLast: !staysInLane && !isMarked, waits: isUnreadable(target) });
    isMarker.push(false);
    if (isMarked) requests.push({ text, isLast: true });
    if (isMarked) isMarker.push(true);
  }
  const answers = await lane.ask(requests);
  const own = answers.filter((_, index) => isMarker[index] !== true);
  for (const [index, answer] of answers.entries()) {
    if (isMarker[index] !== true || sameAs(answers[index - 1], answer)) continue;
    const at = isMarker.slice(0, index).filter((is) => !is).length - 1;
    own[at] = 'the lane answers twice the same otherwise';
  }
  return own;
}

function sameAs(one: Answer | string | undefined, other: Answer | string): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return one.status === other.status && one.body.equals(other.body);
}

interface Asked {
  readonly target: string;
  readonly id: string;
  readonly expected: string;
  readonly client: string;
}

function problemWith(asked: Asked, answers: Record<string, Answer | string | undefined>): string | undefined {
  const [, server] = Object.values(answers);
  for (const [name, answer] of Object.entries(answers)) {
    if (answer === undefined) continue;
    const problem = typeof answer === 'string' ? answer : problemOf(asked, answer);
    if (problem !== undefined) return `${name}: ${problem}`;
    if (typeof answer === 'string' || typeof server !== 'object' || isUnreadable(asked.target)) continue;
    if (answer.status !== server.status) return `${name} says ${answer.status}, the server ${server.status}`;
    if (!answer.body.equals(server.body) && withoutId(answer) !== withoutId(server))
      return `${name} sends ${JSON.stringify(String(answer.body))}, the server ${JSON.stringify(String(server.body))}`;
  }
  return undefined;
}

/** The body of a problem, but for the id of its request. */
function withoutId({ body }: Answer): string {
  return String(body).replace(/"requestId":"[^"]*"/, '');
}

const STATUSES: Readonly<Record<string, number>> = { ok: 200, 'not-found': 404 };

function problemOf({ target, id, expected }: Asked, answer: Answer): string | undefined {
  const { status, body } = answer;
  if (body.includes(CANARY)) return `${status} with what lies outside`;
  if (isUnreadable(target) && (status === 400 || status === 404)) return undefined;
  if (status !== (STATUSES[expected] ?? 403)) return `${status} ${String(body)}, not ${expected}`;
  const answered = answer.field('x-request-id');
  // What nginx can't decode it refuses before it has read the fields; then the connection has to end.
  const isUnread =
    expected === 'not-found' && answer.isLast && /^[0-9a-f]+-[0-9]+-[0-9]+$/.test(answered ?? '');
  if (answered !== id && !isUnread) return `the answer to ${answered}, not to ${id}`;
  if (expected === 'ok') {
    const served = target.split('?', 1)[0]?.split('/').slice(4).join('/');
    return String(body) === served ? undefined : `the bytes of ${String(body)}, not of ${served}`;
  }
  const { code } = JSON.parse(String(body)) as { code?: unknown };
  return code === expected ? undefined : `${String(code)}, not ${expected}`;
}

function* batchesOf(ring: KeyRing, options: AlteredUrlsOptions): Generator<Batch> {
  const random = new Random(options.seed);
  const all = traversals(ring, options.traversals, options.seed);
  let number = 0;
  for (let left = options.traversals; left > 0; left -= BATCH) {
    const targets = Array.from({ length: Math.min(BATCH, left) }, () => all.next().value as string);
    yield { number: number++, targets, client: '203.0.113.9' };
  }
  for (let left = options.mutations; left > 0; left -= BATCH)
    yield {
      number: number++,
      targets: targetsOf(random, ring, Math.min(BATCH, left)),
      client: random.pick(CLIENTS),
    };
}
