import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { alteredUrls } from '../urls/altered-urls.js';
import { crowd } from './crowd.js';
import { endurance } from './endurance.js';
import { hungMountUnderLoad } from './hang.js';
import { rollingRestarts } from './rolling.js';
import type { Findings } from '../faults/uploader-faults.js';

/**
 * npm run rig -- delivery: delivery as operators run it, on a mount that hangs, restarted under load, with a crowd of
 * idle and slow connections, over many requests, and asked for altered URLs and traversals. `--only hang,crowd` runs
 * some of it.
 */
const values = readOptions('delivery', RIGS.delivery);
// Ctrl-C ends the process, and each scene ends with it what it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { seed, viewers } = values;
const began = Date.now();
let [passed, failed] = [0, 0];

function tell(name: string, found: Findings, count = 1): void {
  const seconds = Math.round((Date.now() - began) / 1000);
  if (found === undefined) return console.log(`${name}: left out, this machine can't do it`);
  for (const sentence of found.slice(0, 50)) console.error(`FAILED ${name}: ${sentence}`);
  failed += found.length;
  passed += Math.max(0, count - found.length);
  console.log(`${name}: ${found.length === 0 ? 'held' : `${found.length} failures`}, ${seconds} s`);
}

async function altered(cycle: number): Promise<void> {
  const { mutations } = values;
  const { done, codes, differences } = await alteredUrls({
    mutations,
    traversals: 20_000,
    seed: seed + cycle,
  });
  for (const [code, times] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${times} ${code}`);
  tell(`${done} altered URLs and traversals`, differences, done);
}

const scenes: Readonly<Record<string, (cycle: number) => Promise<void>>> = {
  hang: async () => tell('a mount that hangs', await hungMountUnderLoad(values.hangSeconds, viewers)),
  rolling: async () => tell('rolling restarts', await rollingRestarts(values.restarts, viewers)),
  crowd: async () => {
    const { idle, slow } = values;
    const [seconds, stallSeconds] = [values.holdSeconds, values.stallSeconds];
    tell(`${idle} idle and ${slow} slow connections`, await crowd({ idle, slow, seconds, stallSeconds }));
  },
  endurance: async (cycle) => {
    const { requests, objects } = values;
    const options = {
      requests,
      objects,
      warmUp: values.warmUp,
      growthMiB: values.growthMib,
      seed: seed + cycle,
    };
    tell(`${requests} requests`, await endurance(options));
  },
  mutations: altered,
};

console.log(`${values.cycles} cycles, seed ${seed}`);
for (let cycle = 0; cycle < values.cycles; cycle += 1)
  for (const name of values.only.split(',')) {
    const scene = scenes[name];
    if (scene === undefined) throw new Error(`There is no scene ${name}.`);
    await scene(cycle);
  }
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
