import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../test/rigs/options.js';
import { runGrowth } from './delivery-growth/growth.js';
import { LoadGenerator, type WrittenPlan } from './delivery-load/load.js';
import { type Measured, measure } from './delivery-load/measure.js';
import { ASSET, MediaTree } from './delivery-load/media-tree.js';
import { BEFORE, OURS, type Peer, PEER_NAMES, peersOf } from './delivery-load/peers.js';
import { CASES, casePlan } from './delivery-load/requests.js';
import { type Server, Servers } from './delivery-peers/servers.js';
import { CaseFigures } from './delivery-report/case-figures.js';
import { publishCases, publishGrowth } from './delivery-report/publish.js';
import { BENCHES } from './registry.js';

/**
 * What serving costs: one process each of Lectern's delivery and of its peers, pinned to one processor, the load on
 * another, the same files, page cache warm, nobody logs. Rounds are interleaved, and of each figure the median counts.
 * The last line is JSON: ours to each peer's, throughput (higher is better) and CPU for each request (lower).
 */
const given = readOptions('delivery', BENCHES.delivery);
const { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS } = given;
const WARM_UP_SECONDS = 0.7;
const SERVER_CORE = 0;
const CLIENT_CORE = 1;

async function main(folder: string): Promise<void> {
  const started = Date.now();
  const generator = await LoadGenerator.build(join(folder, 'load'));
  const tree = await MediaTree.create(join(folder, 'media'));
  const secret = randomBytes(32);
  const servers = new Servers(folder, tree.root, secret, given.before);
  process.on('exit', () => {
    generator.stop();
    servers.stop();
  });
  const compared = given.before === '' ? [] : [BEFORE];
  const wanted = new Set([
    OURS,
    ...compared,
    ...(given.peers === 'all' ? PEER_NAMES : given.peers.split(',')),
  ]);
  const peers = peersOf(tree, secret).filter(({ name }) => wanted.has(name));
  const names =
    given.cases === 'all' ? Object.keys(CASES) : given.cases.split(',').filter((name) => name in CASES);
  const figures = new CaseFigures(names, peers, { rounds: ROUNDS });
  if (names.length > 0) {
    await runCases({ generator, tree, servers, peers, names, figures });
    const logs = given.log ? 'each writes a line of JSON for each request' : 'nobody logs';
    const conditions = `${CONNECTIONS} connections, ${SECONDS} s each, ${logs}`;
    console.log(`\nmedians of ${ROUNDS} rounds, ${conditions}`);
    console.log(figures.table());
    if (given.svg !== '') await publishCases(given.svg, figures, conditions);
  }
  const growth = given.growth
    ? await runGrowth({
        generator,
        tree,
        servers,
        peers: peers.filter(({ name }) => [OURS, 'nginx', 'nginx-lua'].includes(name)),
        sweeps: given.sweeps.split(','),
        rounds: given.growthRounds,
        seconds: given.growthSeconds,
      })
    : undefined;
  if (growth !== undefined) {
    console.log(growth.table());
    if (given.svg !== '') await publishGrowth(given.svg, growth);
  }
  console.log(`\ntook ${Math.round((Date.now() - started) / 1000)} s`);
  const result = { bench: 'delivery', rounds: ROUNDS, cases: figures.ratios() };
  console.log(JSON.stringify(growth === undefined ? result : { ...result, growth: growth.ratios() }));
}

interface CaseRun {
  readonly generator: LoadGenerator;
  readonly tree: MediaTree;
  readonly servers: Servers;
  readonly peers: readonly Peer[];
  readonly names: readonly string[];
  readonly figures: CaseFigures;
}

async function runCases({ generator, tree, servers, peers, names, figures }: CaseRun): Promise<void> {
  await tree.addKinds(names.flatMap((name) => CASES[name] ?? []));
  const running = new Map<string, Server>();
  for (const name of new Set(peers.map(({ server }) => server)))
    running.set(name, await servers.start(name, { core: SERVER_CORE, log: given.log }));
  const plans = new Map<string, WrittenPlan>();
  for (const name of names) {
    for (const peer of peers) {
      const kinds = CASES[name] ?? [];
      const plan = casePlan(peer.target, ASSET, kinds, { connections: CONNECTIONS });
      plans.set(`${name} ${peer.name}`, await generator.write(plan));
    }
  }
  const run = async (name: string, peer: Peer, seconds: number): Promise<Measured> => {
    const [server, plan] = [running.get(peer.server), plans.get(`${name} ${peer.name}`)];
    if (server === undefined || plan === undefined) throw new Error(`${peer.name} does not run.`);
    return await measure(generator, [{ server, plan, clientCore: CLIENT_CORE }], seconds);
  };
  // What is compiled as it runs has to have run.
  for (const name of names) for (const peer of peers) await run(name, peer, WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      // Who is first changes with the round: what one leaves in caches helps another one each time.
      for (let turn = 0; turn < peers.length; turn += 1) {
        const peer = peers[(turn + round) % peers.length];
        if (peer !== undefined) figures.add(name, peer.name, await run(name, peer, SECONDS));
      }
    }
    console.log(`round ${round + 1} of ${ROUNDS} done`);
  }
  for (const server of running.values()) await server.stop();
}

const folder = await mkdtemp(join(given.folder, 'lectern-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
if (availableParallelism() === 1)
  console.log('One processor only: servers and client share it, throughput says little.');
await main(folder);
