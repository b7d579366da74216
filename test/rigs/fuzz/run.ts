import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyRing, sign, type SignRequest } from '#libs/signing';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { Random } from '../../model/random.js';
import { ASSET, NOW, RING } from '../edge/mutations.js';
import { converse } from './conversation.js';
import { type Contents, disagreement, faultIn, isForWantOfTime } from './judge.js';
import { compareWithNginx, endingOf } from './peers.js';
import { FuzzGenerator, type FuzzScript, type FuzzTargets } from './script.js';
import { ThreeWays } from '../urls/three-ways.js';

const AT_ONCE = 64;
const MOST_FAILURES = 40;
/** How long silence may last before nothing more is sent; on a busy machine it may be mere slowness: then anew. */
const PATIENCE_MS = [400, 4_000, 12_000] as const;
const OBJECTS = { 'hls/1.m3u8': 900, 'poster/w640.webp': 20_000, 'hls/v1080/media.mp4': 100_000 } as const;

export interface FuzzOptions {
  /** Fuzzed requests; each connection's marker comes on top. */
  readonly requests: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface FuzzOutcome {
  /** Requests, and the connections that they went over, on each way. */
  readonly done: number;
  readonly connections: number;
  readonly withEdge: boolean;
  readonly lane: { readonly answered: number; readonly handedOver: number };
  /** How many connections reached the marker, by way. */
  readonly marked: Readonly<Record<string, number>>;
  /** How often nginx answered otherwise, by the reason for which that is accepted. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly failures: readonly string[];
}

/**
 * Random and hostile bytes, the same ones to the lane, to Node's HTTP server without it, and to nginx in front of the
 * same files. Each connection ends with a marker request, whose answer proves that the framing was kept.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const root = await mkdtemp(path.join(tmpdir(), 'lectern-fuzz-'));
  let ways: ThreeWays | undefined;
  try {
    const random = new Random(options.seed);
    const bodies = await fill(root, random);
    const keyRing = JSON.stringify(RING);
    ways = await ThreeWays.start({ root, keyRing, now: NOW });
    const generator = new FuzzGenerator(random, targetsOf(KeyRing.parse(keyRing)));
    return await run(ways, generator, { ...options, bodies });
  } finally {
    await ways?.stop();
    await rm(root, { recursive: true, force: true });
  }
}

async function run(
  ways: ThreeWays,
  generator: FuzzGenerator,
  options: FuzzOptions & { bodies: readonly Buffer[] },
): Promise<FuzzOutcome> {
  const contents = await contentsOf(ways, options.bodies);
  const accepted = new Map<string, number>();
  const failures: string[] = [];
  const marked: Record<string, number> = { lane: 0, server: 0, edge: 0 };
  let [done, connections] = [0, 0];
  const one = async (): Promise<void> => {
    while (done < options.requests && failures.length < MOST_FAILURES && options.signal?.aborted !== true) {
      const script = generator.next();
      done += script.ids.length - 1;
      connections += 1;
      const found = await tried(ways, script, contents);
      for (const reason of found.accepted) accepted.set(reason, (accepted.get(reason) ?? 0) + 1);
      for (const way of found.marked) marked[way] = (marked[way] ?? 0) + 1;
      if (found.wrong !== undefined) failures.push(`${found.wrong}; ${shown(script)}`);
      options.onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  failures.push(...ways.crashes(), ...(await ways.edgeAlerts()));
  const lane = await ways.laneCounts();
  return { done, connections, withEdge: ways.edgePort !== undefined, lane, marked, accepted, failures };
}

/** The bytes, their signed URLs cut short. */
function shown({ pieces }: FuzzScript): string {
  return JSON.stringify(pieces)
    .replaceAll(/\/s\/k=k0~e=([19])[^ ]*?\/ast_[a-z0-9_]*\//g, '/s/$1../')
    .replaceAll(/(?:a{100})+/g, 'a..')
    .slice(0, 6_000);
}

interface Finding {
  readonly accepted: readonly string[];
  readonly marked: readonly string[];
  readonly wrong: string | undefined;
  /** Nothing that a second try could take back, such as a wrong byte. */
  readonly isCertain?: boolean;
}

/** What is wrong only when little time was left to answer is not wrong. */
async function tried(ways: ThreeWays, script: FuzzScript, contents: Contents): Promise<Finding> {
  let found: Finding | undefined;
  for (const quietMs of PATIENCE_MS) {
    found = await once(ways, script, contents, quietMs);
    if (found.wrong === undefined || found.isCertain === true) break;
  }
  return found as Finding;
}

async function once(
  ways: ThreeWays,
  script: FuzzScript,
  contents: Contents,
  quietMs: number,
): Promise<Finding> {
  const { lanePort, serverPort, edgePort } = ways;
  const [lane, server, edge] = await Promise.all([
    converse(lanePort, script, quietMs),
    converse(serverPort, script, quietMs),
    edgePort === undefined ? undefined : converse(edgePort, script, quietMs),
  ]);
  const marker = `X-Request-Id: ${script.ids.at(-1)}`.toLowerCase();
  const marked: string[] = [];
  const endings: string[] = [];
  for (const [name, said] of [
    ['lane', lane],
    ['server', server],
    ['edge', edge],
  ] as const) {
    if (said === undefined) continue;
    const ending = name === 'edge' ? endingOf(script, said, contents) : undefined;
    if (ending !== undefined) endings.push(ending);
    const fault = faultIn(script, ending === undefined ? said : { ...said, broken: undefined }, contents);
    if (fault !== undefined) {
      const isCertain = !isForWantOfTime(fault);
      return { accepted: [], marked, wrong: `the ${name}: ${fault}`, isCertain };
    }
    if (said.answers.some(({ head }) => head.toLowerCase().includes(marker))) marked.push(name);
  }
  const wrong = disagreement(script, lane, server);
  if (wrong !== undefined || edge === undefined) return { accepted: [], marked, wrong };
  const { accepted, wrong: contradiction } = compareWithNginx(script, server, edge);
  return { accepted: [...endings, ...accepted], marked, wrong: contradiction };
}

async function fill(root: string, random: Random): Promise<Buffer[]> {
  const storage = new NfsStorage({ root });
  const bodies: Buffer[] = [];
  for (const [name, bytes] of Object.entries(OBJECTS)) {
    const body = random.bytes(bytes);
    async function* source() {
      yield body;
    }
    await storage.put(parseStorageKey(`assets/${ASSET}/${name}`), source());
    bodies.push(body);
  }
  const list = JSON.stringify({ version: 1, updated: NOW, assets: {}, sessions: { gone: NOW + 900 } });
  await storage.replaceControl(parseStorageKey('control/revocations.json'), Buffer.from(list));
  return bodies;
}

/** The objects by their ETags, which all ways give alike. */
async function contentsOf(ways: ThreeWays, bodies: readonly Buffer[]): Promise<Contents> {
  const contents = new Map<string, Buffer>();
  const { good } = targetsOf(KeyRing.parse(JSON.stringify(RING)));
  for (const [index, target] of good.slice(0, bodies.length).entries()) {
    const answer = await fetch(`http://127.0.0.1:${ways.serverPort}${target}`);
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 200 || !body.equals(bodies[index] as Buffer))
      throw new Error('The files are not served.');
    contents.set(answer.headers.get('etag') ?? '', body);
  }
  return contents;
}

/** The edge goes by the machine's clock here, so what holds holds for long. */
function targetsOf(ring: KeyRing): FuzzTargets {
  const url = (change: Partial<SignRequest> = {}) =>
    sign(ring, {
      asset: ASSET,
      path: 'hls/1.m3u8',
      scope: 'play',
      expires: 9_000_000_000,
      epoch: 0,
      ...change,
    });
  const good = Object.keys(OBJECTS).map((name) => url({ path: name }));
  const [marker = ''] = good;
  return {
    good,
    marker,
    odd: [
      url({ path: 'hls/none.mp4' }),
      `${marker}?a=b`,
      `${marker}#a`,
      '/nowhere',
      '/s/x',
      '*',
      '/',
      'http://x/nowhere',
      'x:443',
      url({ expires: 1_000_000_000 }),
      url({ session: 'gone' }),
      url({ path: 'hls/1.m3u8', scope: 'file', saveAs: 'a.pdf' }),
      url({ kibPerSecond: 9_000_000 }),
      marker.replace('~h=', '~x=1~h='),
      `${marker}/../1.m3u8`,
      `${marker}%00`,
      `/s/${'a'.repeat(9_000)}`,
      `${marker}${'/a'.repeat(300)}`,
    ],
  };
}
