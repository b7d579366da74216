import { measure } from '../delivery-load/measure.js';
import { ASSET, type MediaObject } from '../delivery-load/media-tree.js';
import type { Peer } from '../delivery-load/peers.js';
import { casePlan, KINDS, type Kind, objectsPlan } from '../delivery-load/requests.js';
import type { GrowthRun } from './growth.js';
import type { GrowthFigures } from './growth-figures.js';
import { loadOf, serverOf, started, stopped } from './sweeps.js';

const CONNECTIONS = 32;
const SERVER_CORE = 0;
const WARM_UP_SECONDS = 0.4;
const OBJECTS: readonly (readonly [Kind, number])[] = [
  ['playlist', 10_000],
  ['segment', 300],
];

/**
 * A process that has served others, but has never been asked for these objects, which are not in the page cache
 * either: each once, and then each once more.
 */
export async function coldSweep(run: GrowthRun, figures: GrowthFigures): Promise<void> {
  await run.tree.addKinds(OBJECTS.map(([kind]) => kind));
  for (const [kind, count] of OBJECTS) {
    const objects = run.tree.addObjects(count, kind);
    for (let round = 0; round < run.rounds; round += 1) {
      for (let turn = 0; turn < run.peers.length; turn += 1) {
        const peer = run.peers[(turn + round) % run.peers.length];
        if (peer === undefined) continue;
        const forgotten = await coldAndWarm(run, figures, peer, { kind, objects });
        figures.note(
          'cold',
          `one process, ${CONNECTIONS} connections, ${OBJECTS.map(([name, of]) => `${of} ${name}s`).join(' and ')}, ` +
            `each asked for once; cold: a new process that has served other objects, ${forgotten}; warm: the same once more`,
        );
      }
    }
  }
}

async function coldAndWarm(
  run: GrowthRun,
  figures: GrowthFigures,
  peer: Peer,
  { kind, objects }: { kind: Kind; objects: readonly MediaObject[] },
): Promise<string> {
  const running = await started(run.servers, [peer], { core: SERVER_CORE });
  const server = serverOf(running, peer);
  const others = await loadOf(
    run,
    server,
    casePlan(peer.target, ASSET, [kind], { connections: CONNECTIONS }),
  );
  const options = { connections: CONNECTIONS, bodyBytes: KINDS[kind].bytes };
  const these = await loadOf(run, server, objectsPlan(peer.target, objects, options));
  await measure(run.generator, [others], WARM_UP_SECONDS);
  const forgotten = await run.tree.forget(objects);
  for (const at of ['cold', 'warm'])
    figures.add({ sweep: 'cold', kind, at, peer: peer.name }, await measure(run.generator, [these], 0));
  await run.generator.remove(these.plan);
  await run.generator.remove(others.plan);
  await stopped(running);
  return forgotten;
}
