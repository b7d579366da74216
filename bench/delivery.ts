import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runGrowth } from './delivery-growth/growth.js';
import { LoadGenerator, type WrittenPlan } from './delivery-load/load.js';
import { type Measured, measure } from './delivery-load/measure.js';
import { ASSET, MediaTree } from './delivery-load/media-tree.js';
import { BEFORE, OURS, type Peer, PEER_NAMES, peersOf } from './delivery-load/peers.js';
import { CASES, casePlan } from './delivery-load/requests.js';
import { type Server, Servers } from './delivery-peers/servers.js';
import { CaseFigures } from './delivery-report/case-figures.js';
import { publishCases, publishGrowth } from './delivery-report/publish.js';

const HELP = `npm run bench -- delivery [options]

What serving costs: one process each of Lectern's delivery and of its peers, pinned to one processor, the load on
another, the same files, page cache warm, nobody logs. Rounds are interleaved, and of each figure the median
counts. Needs nginx with its Lua module and gcc (Debian: nginx-light libnginx-mod-http-lua gcc libc6-dev).

  --rounds 6          rounds; about 40 s each
  --seconds 1.4       of load for each case and peer in a round
  --connections 32    kept open, one request under way on each
  --cases LIST        of ${Object.keys(CASES).join(',')}; none: no case at all
  --peers LIST        of ${PEER_NAMES.join(',')}
  --before FOLDER     another checkout of Lectern, built there: its delivery is a peer too, named ${BEFORE}
  --log               everybody writes a line of JSON for each request to a file
  --growth            also how it grows: processes, connections, objects, cold and warm, log; under 5 minutes
  --growth-rounds 3   rounds of that
  --growth-seconds 0.6
  --sweeps LIST       of processes,connections,objects,cold,log
  --svg FOLDER        write pictures of the figures there, and the figures into its performance.md
  --folder FOLDER     where the files shall lie (2 GB; ${tmpdir()})

The last line is JSON: ours to each peer's, throughput (higher is better) and CPU for each request (lower).
`;

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '1.4' },
    connections: { type: 'string', default: '32' },
    cases: { type: 'string', default: Object.keys(CASES).join(',') },
    peers: { type: 'string', default: PEER_NAMES.join(',') },
    before: { type: 'string' },
    log: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    'growth-rounds': { type: 'string', default: '3' },
    'growth-seconds': { type: 'string', default: '0.6' },
    sweeps: { type: 'string', default: 'processes,connections,objects,cold,log' },
    svg: { type: 'string' },
    folder: { type: 'string', default: tmpdir() },
    help: { type: 'boolean', default: false },
  },
});
const ROUNDS = Number(given.rounds);
const SECONDS = Number(given.seconds);
const CONNECTIONS = Number(given.connections);
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
  const compared = given.before === undefined ? [] : [BEFORE];
  const wanted = new Set([OURS, ...compared, ...given.peers.split(',')]);
  const peers = peersOf(tree, secret).filter(({ name }) => wanted.has(name));
  const names = given.cases.split(',').filter((name) => name in CASES);
  const figures = new CaseFigures(names, peers, { rounds: ROUNDS });
  if (names.length > 0) {
    await runCases({ generator, tree, servers, peers, names, figures });
    const logs = given.log ? 'each writes a line of JSON for each request' : 'nobody logs';
    const conditions = `${CONNECTIONS} connections, ${SECONDS} s each, ${logs}`;
    console.log(`\nmedians of ${ROUNDS} rounds, ${conditions}`);
    console.log(figures.table());
    if (given.svg !== undefined) await publishCases(given.svg, figures, conditions);
  }
  const growth = given.growth
    ? await runGrowth({
        generator,
        tree,
        servers,
        peers: peers.filter(({ name }) => [OURS, 'nginx', 'nginx-lua'].includes(name)),
        sweeps: given.sweeps.split(','),
        rounds: Number(given['growth-rounds']),
        seconds: Number(given['growth-seconds']),
      })
    : undefined;
  if (growth !== undefined) {
    console.log(growth.table());
    if (given.svg !== undefined) await publishGrowth(given.svg, growth);
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

if (given.help) console.log(HELP);
else {
  const folder = await mkdtemp(join(given.folder, 'lectern-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  if (availableParallelism() === 1)
    console.log('One processor only: servers and client share it, throughput says little.');
  await main(folder);
}
