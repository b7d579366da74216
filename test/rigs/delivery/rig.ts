import { parseArgs } from '../arguments.js';
import { alteredUrls } from '../urls/altered-urls.js';
import { crowd } from './crowd.js';
import { endurance } from './endurance.js';
import { hungMountUnderLoad } from './hang.js';
import { rollingRestarts } from './rolling.js';
import type { Findings } from '../faults/uploader-faults.js';

/**
 * npm run rig:delivery: delivery as operators run it, on a mount that hangs, restarted under load, with a crowd of
 * idle and slow connections, over many requests, and asked for altered URLs and traversals. `--only hang,crowd` runs
 * some of it.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'hang,rolling,crowd,endurance,mutations' },
    cycles: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    viewers: { type: 'string', default: '16' },
    'hang-seconds': { type: 'string', default: '60' },
    /** Times that each of the two replicas is restarted. */
    restarts: { type: 'string', default: '5' },
    idle: { type: 'string', default: '5000' },
    slow: { type: 'string', default: '500' },
    'hold-seconds': { type: 'string', default: '90' },
    'stall-seconds': { type: 'string', default: '20' },
    requests: { type: 'string', default: '200000' },
    'warm-up': { type: 'string', default: '150000' },
    objects: { type: 'string', default: '10000' },
    /** Altered URLs; the traversals come on top. */
    mutations: { type: 'string', default: '100000' },
  },
});
// Ctrl-C ends the process, and each scene ends with it what it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [seed, viewers] = [Number(values.seed), Number(values.viewers)];
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
  const mutations = Number(values.mutations);
  const { done, codes, differences } = await alteredUrls({
    mutations,
    traversals: 20_000,
    seed: seed + cycle,
  });
  for (const [code, times] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${times} ${code}`);
  tell(`${done} altered URLs and traversals`, differences, done);
}

const scenes: Readonly<Record<string, (cycle: number) => Promise<void>>> = {
  hang: async () =>
    tell('a mount that hangs', await hungMountUnderLoad(Number(values['hang-seconds']), viewers)),
  rolling: async () => tell('rolling restarts', await rollingRestarts(Number(values.restarts), viewers)),
  crowd: async () => {
    const [idle, slow] = [Number(values.idle), Number(values.slow)];
    const [seconds, stallSeconds] = [Number(values['hold-seconds']), Number(values['stall-seconds'])];
    tell(`${idle} idle and ${slow} slow connections`, await crowd({ idle, slow, seconds, stallSeconds }));
  },
  endurance: async (cycle) => {
    const [requests, objects] = [Number(values.requests), Number(values.objects)];
    const options = {
      requests,
      objects,
      warmUp: Number(values['warm-up']),
      growthMiB: 20,
      seed: seed + cycle,
    };
    tell(`${requests} requests`, await endurance(options));
  },
  mutations: altered,
};

console.log(`${values.cycles} cycles, seed ${seed}`);
for (let cycle = 0; cycle < Number(values.cycles); cycle += 1)
  for (const name of values.only.split(',')) {
    const scene = scenes[name];
    if (scene === undefined) throw new Error(`There is no scene ${name}.`);
    await scene(cycle);
  }
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
