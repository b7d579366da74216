import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyRing, type SignRequest, sign, verify } from '#libs/signing';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { documentOf, listOf } from '../../../libs/signing/testing/revocation-lists.js';
import { Random } from '../../model/random.js';
import { Edge } from '../../servers/edge.js';
import { askAllRaw, codeOf, type RawAnswer } from '../../servers/raw-http.js';

export interface MutationOptions {
  readonly count: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  /** Ends the run early; what was found until then counts. */
  readonly signal?: AbortSignal;
}

export interface MutationOutcome {
  readonly done: number;
  /** How many requests got each code. */
  readonly codes: ReadonlyMap<string, number>;
  /** A sentence for each request that the edge answered otherwise than the verifier does. */
  readonly differences: readonly string[];
}

export const NOW = 1_790_000_000;
export const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const OTHER = 'ast_c4dwa7n36096q14dr9gpqy';
const PATHS = ['hls/master.m3u8', 'hls/v1080/media.mp4', 'poster/w640.webp', 'source/original', 'a'];
export const CLIENTS = ['203.0.113.9', '10.20.30.40', 'fdab::7', '::ffff:10.20.1.1'];
const BATCH = 1_000;
const SECRETS = [Buffer.alloc(32, 1), Buffer.alloc(48, 2)];
export const RING = {
  keys: SECRETS.map((secret, i) => ({
    kid: `k${i}`,
    secret: secret.toString('base64url'),
    state: i === 0 ? 'signing' : 'verifying',
  })),
};

/** The list is made anew, so that every refusal is met. */
const LISTED = { assets: { [OTHER]: 3 }, sessions: { gone: NOW + 900 } };
const LIST = listOf(LISTED);

/**
 * Signed URLs that were altered at random, some of them signed anew with the right key, sent over raw sockets:
 * the edge must answer each as libs/signing judges it, byte for byte the same target.
 */
export async function runMutations(options: MutationOptions): Promise<MutationOutcome> {
  const random = new Random(options.seed);
  const root = await mkdtemp(join(tmpdir(), 'lectern-edge-mutations-'));
  let edge: Edge | undefined;
  const codes = new Map<string, number>();
  const differences: string[] = [];
  try {
    await fill(root);
    // One worker, so that what it remembers is met.
    const settings = { LECTERN_EDGE_WORKERS: '1' };
    edge = await Edge.start({ root, keyRing: JSON.stringify(RING), settings });
    const ring = KeyRing.parse(JSON.stringify(RING));
    let done = 0;
    while (done < options.count && options.signal?.aborted !== true) {
      const targets = targetsOf(random, ring, Math.min(BATCH, options.count - done));
      const client = random.pick(CLIENTS);
      const headers = { 'x-rig-now': String(NOW), 'x-forwarded-for': client };
      const answers = await askAllRaw(
        edge.port,
        targets.map((target) => ({ target, headers })),
      );
      for (const [index, target] of targets.entries()) {
        const expected = expectedCode(target, ring, client);
        const got = answers[index] as RawAnswer;
        const code = codeOf(got);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (code !== expected)
          differences.push(`${target} from ${client}: the edge says ${got.status} ${code}, not ${expected}`);
      }
      done += targets.length;
      options.onProgress?.(done);
    }
    return { done, codes, differences };
  } finally {
    await edge?.stop();
    await rm(root, { recursive: true, force: true });
  }
}

export async function fill(root: string): Promise<void> {
  const storage = new NfsStorage({ root });
  for (const asset of [ASSET, OTHER])
    for (const path of PATHS) {
      async function* source() {
        yield Buffer.from(path);
      }
      await storage.put(parseStorageKey(`assets/${asset}/${path}`), source());
    }
  await storage.replaceControl(parseStorageKey('control/revocations.json'), documentOf(LISTED));
}

export function expectedCode(target: string, ring: KeyRing, client: string): string {
  const verdict = verify(target, { ring, revocations: LIST, now: NOW, asker: { client } });
  if (!verdict.granted) return verdict.code;
  const { asset, path } = verdict.grant;
  return [ASSET, OTHER].includes(asset) && PATHS.includes(path) ? 'ok' : 'not-found';
}

function valid(random: Random, ring: KeyRing): string {
  const scope = random.pick(['play', 'file'] as const);
  const maybe = <T>(value: T) => (random.next() < 0.3 ? value : undefined);
  const optional = {
    notBefore: maybe(NOW + random.whole(-60, 60)),
    session: maybe(random.pick(['gone', 'here', 'A_b-9'])),
    network: maybe(
      random.pick(['10.20.0.0/16', '203.0.113.9/32', 'fd00::/8', '::ffff:10.0.0.0/104', '::/0']),
    ),
    kibPerSecond: maybe(random.whole(1_000_000, 9_999_999)),
    saveAs:
      scope === 'file' ? maybe(random.pick(['a.pdf', '手术 1.pdf', '"%\u202e.mp4', '🎬.mov'])) : undefined,
  };
  const request = {
    asset: random.pick([ASSET, OTHER]),
    path: random.pick(PATHS.filter((path) => scope === 'file' || !path.startsWith('source/'))),
    scope,
    expires: NOW + random.pick([-1, 0, 1, 3600, 50_000_000]),
    epoch: random.whole(0, 5),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<SignRequest>),
  };
  return sign(ring, request);
}

const VISIBLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i));
const PIECES = [
  '..',
  './',
  '//',
  '/../',
  '%2e',
  '%2f',
  '%00',
  '%',
  '~',
  '=',
  '?',
  '#',
  ';',
  '\\',
  '\u00e9',
  '\u00ff',
];
const FIELDS = [
  '~b=1790000000',
  '~j=gone',
  '~n=10.20.0.0_16',
  '~n=0.0.0.0_33',
  '~n=::ffff:0:0_96',
  '~l=5000000',
  '~l=0',
];
FIELDS.push(
  '~d=YS5wZGY',
  '~d=YQ0K',
  '~d=__4',
  '~d=wqA',
  '~d=7aCA',
  '~d=Li8',
  '~s=play',
  '~v=00',
  '~e=01790003600',
);

type Mutation = (random: Random, target: string) => string;

const at = (random: Random, text: string) => random.whole(1, text.length - 1);
const MUTATIONS: readonly Mutation[] = [
  (random, t) => splice(t, at(random, t), 1, random.pick(VISIBLE)),
  (random, t) => splice(t, at(random, t), 0, random.pick(VISIBLE)),
  (random, t) => splice(t, at(random, t), random.whole(1, 8), ''),
  (random, t) => splice(t, at(random, t), 0, random.pick(PIECES)),
  (random, t) => splice(t, at(random, t), 0, random.pick(FIELDS)),
  (random, t) => t.replace('~h=', `${random.pick(FIELDS)}~h=`),
  (random, t) => t + `/${'a'.repeat(random.whole(60, 129))}`.repeat(random.whole(1, 9)),
  (random, t) => t.slice(0, at(random, t)),
  (random, t) => t + t.slice(random.whole(0, t.length - 1)),
  (random, t) => t.replace(/[0-9]+/, (digits) => String(Number(digits) + random.pick([-1, 1]))),
  (_, t) => t.replace(ASSET, OTHER),
  (_, t) => t.replace('/hls/', '/source/'),
  (random, t) => splice(t, t.lastIndexOf('/') + 1, 999, random.pick(PATHS)),
  (random, t) => `${t}?${random.pick(VISIBLE)}=/../x`,
  (_, t) => t.toUpperCase(),
  (random, t) => swapFields(random, t),
  (_, t) => t,
];

/** Each signed URL is followed by altered ones of its own: by then the edge remembers it. */
export function targetsOf(random: Random, ring: KeyRing, count: number): string[] {
  const targets: string[] = [];
  while (targets.length < count) {
    const good = valid(random, ring);
    targets.push(good);
    for (let more = random.whole(3, 9); more > 0; more -= 1) targets.push(mutated(random, good));
  }
  return targets.slice(0, count);
}

/** A target that begins with `/`: what does not is no request that has one. */
function mutated(random: Random, good: string): string {
  let target = good;
  for (let rounds = random.whole(1, 3); rounds > 0; rounds -= 1)
    target = random.pick(MUTATIONS)(random, target);
  if (random.next() < 0.4) target = signedAnew(random, target);
  return target.length > 4_000 ? target.slice(0, 4_000) : target;
}

/** The MAC that the right key makes of whatever stands there: only the grammar and the claims can refuse it. */
export function signedAnew(random: Random, target: string): string {
  const match = /^\/s\/(.*)~h=[^/]*\/([^/]*)\/(.*)$/s.exec(target);
  if (match === null) return target;
  const [, claims = '', asset = '', path = ''] = match;
  const resource = /~s=play/.test(claims) ? `${asset}/` : `${asset}/${path}`;
  const mac = createHmac('sha256', SECRETS[random.whole(0, 1)] as Buffer)
    .update(`lectern-url-v1\n${claims}\n${resource}`, 'latin1')
    .digest('base64url');
  return `/s/${claims}~h=${mac}/${asset}/${path}`;
}

function splice(text: string, from: number, count: number, insert: string): string {
  return text.slice(0, from) + insert + text.slice(from + count);
}

function swapFields(random: Random, target: string): string {
  const [head = '', ...rest] = target.slice(3).split('/');
  const fields = head.split('~');
  const [a, b] = [random.whole(0, fields.length - 1), random.whole(0, fields.length - 1)];
  const [first = '', second = ''] = [fields[a], fields[b]];
  fields[a] = second;
  fields[b] = first;
  return `/s/${[fields.join('~'), ...rest].join('/')}`;
}
