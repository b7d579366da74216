import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { LoadPlan, WrittenPlan } from '../delivery-load/load.js';
import { type LoadedServer, measure } from '../delivery-load/measure.js';
import { ASSET } from '../delivery-load/media-tree.js';
import type { Peer } from '../delivery-load/peers.js';
import { casePlan, KINDS, type Kind, objectsPlan } from '../delivery-load/requests.js';
import { OPEN_OBJECTS, type Server, type ServerName, type Servers } from '../delivery-peers/servers.js';
import type { GrowthRun } from './growth.js';
import type { GrowthFigures, Sweep } from './growth-figures.js';

const SERVER_CORE = 0;
const CLIENT_CORE = 1;
const WARM_UP_SECONDS = 0.4;
const CONNECTIONS = 32;
const CONNECTION_STEPS = [10, 100, 1_000, 5_000];
const OBJECT_STEPS = [10, 100, 1_000, 10_000, 100_000];
const MOST_PROCESSES = 2;
const KINDS_ASKED: readonly Kind[] = ['playlist', 'segment'];

/** One thing to measure in every round. */
interface Step {
  readonly kind: Kind;
  readonly at: string;
  readonly peer: Peer;
  readonly loaded: readonly LoadedServer[];
  /** Whether each of its requests is sent once, unmeasured, before each of its turns. */
  readonly primed?: boolean;
}

/** One process and two, as replicas are: each with its own port, and its own part of the viewers. */
export async function processSweep(run: GrowthRun, figures: GrowthFigures): Promise<void> {
  const { tree, servers, peers, generator } = run;
  const cores = availableParallelism();
  if (cores < MOST_PROCESSES) return figures.note('processes', 'left out, there is one processor only');
  const apart = cores >= 2 * MOST_PROCESSES;
  const clientCore = (process: number) => (apart ? MOST_PROCESSES + process : process);
  figures.note(
    'processes',
    `${CONNECTIONS} connections to each process; ${
      apart
        ? 'each process has a processor of its own, and each client another'
        : 'each process shares one processor with its client, so that two use both'
    }`,
  );
  await tree.addKinds(KINDS_ASKED);
  const running: Map<ServerName, Server>[] = [];
  for (let core = 0; core < MOST_PROCESSES; core += 1) running.push(await started(servers, peers, { core }));
  const steps: Step[] = [];
  for (const kind of KINDS_ASKED) {
    for (const peer of peers) {
      const plan = await generator.write(casePlan(peer.target, ASSET, [kind], { connections: CONNECTIONS }));
      for (let count = 1; count <= MOST_PROCESSES; count += 1) {
        const loaded = running.slice(0, count).map((of, process) => ({
          server: serverOf(of, peer),
          plan,
          clientCore: clientCore(process),
        }));
        steps.push({ kind, at: String(count), peer, loaded });
      }
    }
  }
  await measureSteps(run, figures, 'processes', steps);
  for (const of of running) await stopped(of);
}

export async function connectionSweep(run: GrowthRun, figures: GrowthFigures): Promise<void> {
  const { tree, servers, peers, generator } = run;
  const room = openFilesLimit() - 200;
  const counts = CONNECTION_STEPS.filter((count) => count <= room);
  const leftOut =
    counts.length < CONNECTION_STEPS.length ? `; this user may open ${room + 200} files only` : '';
  figures.note('connections', `one process, one request under way on each connection${leftOut}`);
  await tree.addKinds(KINDS_ASKED);
  const running = await started(servers, peers, { core: SERVER_CORE });
  const steps: Step[] = [];
  for (const kind of KINDS_ASKED) {
    for (const connections of counts) {
      for (const peer of peers) {
        const plan = casePlan(peer.target, ASSET, [kind], {
          connections,
          inTurn: connections > 100 ? 4 : 40,
        });
        const loaded = [await loadOf(run, serverOf(running, peer), plan)];
        steps.push({ kind, at: String(connections), peer, loaded });
      }
    }
  }
  await measureSteps(run, figures, 'connections', steps);
  for (const { loaded } of steps) for (const { plan } of loaded) await generator.remove(plan);
  await stopped(running);
}

export async function objectSweep(run: GrowthRun, figures: GrowthFigures): Promise<void> {
  const { tree, servers, peers, generator } = run;
  figures.note(
    'objects',
    `one process, ${CONNECTIONS} connections, playlists of 100 to an asset in an order of chance, page cache warm; ` +
      `each server keeps ${OPEN_OBJECTS} open`,
  );
  const kind = 'playlist';
  const objects = tree.addObjects(OBJECT_STEPS.at(-1) ?? 0, kind);
  const running = await started(servers, peers, { core: SERVER_CORE });
  const steps: Step[] = [];
  for (const count of OBJECT_STEPS) {
    for (const peer of peers) {
      const options = { connections: CONNECTIONS, bodyBytes: KINDS[kind].bytes };
      const plan = objectsPlan(peer.target, objects.slice(0, count), options);
      const loaded = [await loadOf(run, serverOf(running, peer), plan)];
      // What a server can keep it has been asked for before: what is new is the cold sweep's matter.
      steps.push({ kind, at: String(count), peer, loaded, primed: count <= OPEN_OBJECTS });
    }
  }
  await measureSteps(run, figures, 'objects', steps);
  for (const { loaded } of steps) for (const { plan } of loaded) await generator.remove(plan);
  await stopped(running);
}

/** What the access log costs, which is off elsewhere: each server writes one line for each request. */
export async function logSweep(run: GrowthRun, figures: GrowthFigures): Promise<void> {
  const { tree, servers, peers, generator } = run;
  figures.note(
    'log',
    'one process, playlists; with it each server writes a line of JSON for each request to a file',
  );
  const kind = 'playlist';
  await tree.addKinds([kind]);
  const steps: Step[] = [];
  const all: Map<ServerName, Server>[] = [];
  for (const log of [false, true]) {
    const running = await started(servers, peers, { core: SERVER_CORE, log });
    all.push(running);
    for (const peer of peers) {
      const plan = casePlan(peer.target, ASSET, [kind], { connections: CONNECTIONS });
      const loaded = [await loadOf(run, serverOf(running, peer), plan)];
      steps.push({ kind, at: log ? 'on' : 'off', peer, loaded });
    }
  }
  await measureSteps(run, figures, 'log', steps);
  for (const { loaded } of steps) for (const { plan } of loaded) await generator.remove(plan);
  for (const running of all) await stopped(running);
}

/** Every step once in each round, the peers of a step one after another, and another one first each time. */
async function measureSteps(
  { generator, rounds, seconds, peers }: GrowthRun,
  figures: GrowthFigures,
  sweep: Sweep,
  steps: readonly Step[],
): Promise<void> {
  for (const { loaded } of steps) await measure(generator, loaded, WARM_UP_SECONDS);
  const groups = Map.groupBy(steps, ({ kind, at }) => `${kind} ${at}`);
  for (let round = 0; round < rounds; round += 1) {
    for (const group of groups.values()) {
      for (let turn = 0; turn < group.length; turn += 1) {
        const step = group[(turn + round) % peers.length];
        if (step === undefined) continue;
        const { kind, at, peer, loaded, primed } = step;
        if (primed === true) await measure(generator, loaded, 0);
        figures.add({ sweep, kind, at, peer: peer.name }, await measure(generator, loaded, seconds));
      }
    }
  }
}

/** One process of each server that the peers need. */
export async function started(
  servers: Servers,
  peers: readonly Peer[],
  options: { core: number; log?: boolean },
): Promise<Map<ServerName, Server>> {
  const running = new Map<ServerName, Server>();
  for (const name of new Set(peers.map(({ server }) => server)))
    running.set(name, await servers.start(name, options));
  return running;
}

export async function stopped(running: ReadonlyMap<ServerName, Server>): Promise<void> {
  for (const server of running.values()) await server.stop();
}

export function serverOf(running: ReadonlyMap<ServerName, Server>, peer: Peer): Server {
  const server = running.get(peer.server);
  if (server === undefined) throw new Error(`${peer.name} does not run.`);
  return server;
}

export async function loadOf(
  { generator }: GrowthRun,
  server: Server,
  plan: LoadPlan,
): Promise<LoadedServer> {
  const written: WrittenPlan = await generator.write(plan);
  return { server, plan: written, clientCore: CLIENT_CORE };
}

function openFilesLimit(): number {
  const text = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
}
