import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '#libs/http';
import { KeyRing, sign } from '#libs/signing';
import { NfsStorage } from '#libs/storage';
import { createDelivery } from '../../apps/delivery/src/delivery.js';
import { Random } from '../model/random.js';
import {
  ASSET,
  CLIENTS,
  expectedCode,
  fill,
  type MutationOptions,
  type MutationOutcome,
  NOW,
  RING,
  signedAnew,
  targetsOf,
} from './edge-mutations.js';
import { askAllRaw, codeOf, type RawAnswer } from './raw-http.js';

const BATCH = 400;
const AT_ONCE = 8;
const CANARY = 'nobody may read this';

/** On the lane, which a player's request takes, and past it, where this field brings a request. */
const FALLING_THROUGH = { te: 'trailers' };

export interface DeliveryMutationOptions extends MutationOptions {
  /** So many of the traversals, at random; all of them unless told. */
  readonly traversals?: number;
}

/**
 * Altered URLs and the traversals of the public lists, over raw sockets, each once to the fast lane (on a connection
 * of its own, since one that was handed over stays where it is) and once to the HTTP server behind it. Both must
 * answer as libs/signing judges the target, with the same bytes, and nothing from outside an asset is ever sent.
 */
export async function mutateDelivery(options: DeliveryMutationOptions): Promise<MutationOutcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-delivery-mutations-'));
  const root = path.join(folder, 'media');
  const ring = KeyRing.parse(JSON.stringify(RING));
  await fill(root);
  for (const place of [folder, root]) await writeFile(path.join(place, 'canary.txt'), CANARY);
  const delivery = await createDelivery({
    storage: new NfsStorage({ root }),
    keyRing: { current: ring },
    logger: createLogger('mutations', { level: 'silent' }),
    clock: { now: () => new Date(NOW * 1000) },
    settings: { trustedProxies: ['127.0.0.1'] },
  });
  try {
    const port = Number(new URL(await delivery.listen(0, '127.0.0.1')).port);
    return await run(port, ring, options);
  } finally {
    await delivery.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(port: number, ring: KeyRing, options: DeliveryMutationOptions): Promise<MutationOutcome> {
  const random = new Random(options.seed);
  const codes = new Map<string, number>();
  const differences: string[] = [];
  const batches = batchesOf(random, ring, options);
  let done = 0;
  const one = async (): Promise<void> => {
    for (const { targets, client } of batches) {
      if (options.signal?.aborted === true) return;
      const headers = { 'x-forwarded-for': client };
      const fallen = { ...headers, ...FALLING_THROUGH };
      const onLane = await askAllRaw(port, asked(targets, headers), { pipeline: 1 });
      // Not in pipelines either: Node says 400 to what it can't parse ahead of answers that are under way.
      const behind = await askAllRaw(port, asked(targets, fallen), { pipeline: 1 });
      for (const [index, target] of targets.entries()) {
        const [lane, server] = [onLane[index], behind[index]] as [RawAnswer, RawAnswer];
        const code = codeOf(lane);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        const problem = problemWith(target, { lane, server, expected: expectedCode(target, ring, client) });
        if (problem !== undefined) differences.push(`${target} from ${client}: ${problem}`);
      }
      done += targets.length;
      options.onProgress?.(done);
    }
  };
  // One generator for all: each takes the next batch.
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { done, codes, differences };
}

function asked(targets: readonly string[], headers: Readonly<Record<string, string>>) {
  return targets.map((target) => ({ target, headers }));
}

function problemWith(
  target: string,
  { lane, server, expected }: { lane: RawAnswer; server: RawAnswer; expected: string },
): string | undefined {
  // Bytes that no target may hold (RFC 9112 section 3.2): refused before anybody looks at the URL.
  if (/[^\x21-\x7e]/.test(target) && expected !== 'ok')
    if (lane.status === 400 && server.status === 400) return undefined;
  // No signed URL: the framework's to refuse, as it likes, but alike.
  if (!target.startsWith('/s/') && lane.status >= 400 && lane.status < 500)
    if (lane.status === server.status && !lane.body.includes(CANARY)) return undefined;
  for (const [name, answer] of [
    ['the lane', lane],
    ['the server', server],
  ] as const) {
    const code = codeOf(answer);
    if (code !== expected) return `${name} says ${answer.status} ${code}, not ${expected}`;
    const status = code === 'ok' ? 200 : code === 'not-found' ? 404 : 403;
    if (answer.status !== status) return `${name} says ${answer.status} with ${code}`;
    if (answer.body.includes(CANARY)) return `${name} sends what lies outside`;
  }
  const isSame = expected !== 'ok' || lane.body.equals(server.body);
  return isSame ? undefined : 'the lane and the server send different bytes';
}

function* batchesOf(random: Random, ring: KeyRing, { count, traversals: some }: DeliveryMutationOptions) {
  const all = traversalsOf(ring);
  const traversals = some === undefined ? all : Array.from({ length: some }, () => random.pick(all));
  for (let at = 0; at < traversals.length; at += BATCH)
    yield { targets: traversals.slice(at, at + BATCH), client: '203.0.113.9' };
  for (let left = count; left > 0; left -= BATCH)
    yield { targets: targetsOf(random, ring, Math.min(BATCH, left)), client: random.pick(CLIENTS) };
}

/** Ways to write `..` and `/` as the public lists of traversals have them. */
const UPS = [
  '..',
  '%2e%2e',
  '.%2e',
  '%2e.',
  '%252e%252e',
  '..%00',
  '%c0%ae%c0%ae',
  '%uff0e%uff0e',
  '....',
  '..;',
];
UPS.push('..%09', '.%0d.', '%e0%80%ae%e0%80%ae', '\\..', '..\\', '.', '...', '0x2e0x2e');
const SLASHES = [
  '/',
  '%2f',
  '%252f',
  '\\',
  '%5c',
  '%255c',
  '//',
  '/./',
  '%c0%af',
  '%c1%9c',
  '%e0%80%af',
  '%u2215',
];
const GOALS = [
  'canary.txt',
  'control/revocations.json',
  'etc/passwd',
  'source/original',
  'ring.json',
  'proc/self/environ',
];

function traversalsOf(ring: KeyRing): string[] {
  const request = { asset: ASSET, scope: 'play', expires: NOW + 3600, epoch: 5 } as const;
  const good = sign(ring, { ...request, path: 'a' });
  const base = good.slice(0, -1);
  const targets: string[] = [];
  for (const up of UPS)
    for (const slash of SLASHES)
      for (const goal of GOALS)
        for (const depth of [1, 3, 8]) {
          const way = `${up}${slash}`.repeat(depth) + goal;
          const target = `${base}${way}`;
          const filed = target.replace('~s=play', '~s=file');
          targets.push(target, `${base}hls/${way}`, signedAnew(new Random(depth), filed), `/s/${way}`);
          targets.push(`${good}${slash}${way}`, `${good}?${way}`);
        }
  return targets;
}
