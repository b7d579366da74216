import { Random } from '../../model/random.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { hungMount } from './hung-mount.js';
import { Replicas } from '../../servers/replicas.js';
import { failSystemCalls } from './storage-faults.js';
import { hasStrace } from '../crash/traced-task.js';
import { failingOperations, type Findings, fullDisk, fullInodes, fullQuota } from './uploader-faults.js';

/**
 * npm run rig -- faults: system calls that fail (strace), a mount that fails and hangs (FUSE), a disk, inodes and a
 * quota that are really full, under real uploaders. One cycle goes once through the list, with other sizes, errors
 * and places each time (F01, F02, F03, F06, F10).
 */
const { cycles, seed, injections, rounds, hangSeconds } = readOptions('faults', RIGS.faults);
const random = new Random(seed);
const began = Date.now();
let [passed, failed] = [0, 0];

function tell(name: string, found: Findings, count = 1): void {
  const seconds = Math.round((Date.now() - began) / 1000);
  if (found === undefined) {
    console.log(`${name}: left out, this machine can't do it`);
    return;
  }
  for (const sentence of found) console.error(`FAILED ${name}: ${sentence}`);
  const bad = Math.min(count, found.length);
  failed += found.length;
  passed += count - bad;
  console.log(`${name}: ${count - bad} of ${count} held, ${seconds} s`);
}

console.log(`${cycles} cycles, seed ${seed}`);
const replicas = await Replicas.start({ count: 0 });
replicas.disposeOnSignal();
try {
  for (let cycle = 1; cycle <= cycles; cycle++) {
    if (hasStrace()) {
      const outcome = await failSystemCalls({ cycles: injections, seed: random.whole(1, 1_000_000) });
      tell(`system calls that fail (${outcome.refusals} refused)`, outcome.failures, outcome.injections);
    } else tell('system calls that fail', undefined);
    tell('operations of a mount that fail', await failingOperations(replicas, random, rounds), rounds);
    tell('a full disk', await fullDisk(replicas));
    tell('no inode left', await fullInodes(replicas));
    tell('a quota of the file system', await fullQuota(replicas));
    tell('a mount that hangs', await hungMount(replicas, hangSeconds));
  }
} finally {
  await replicas.dispose();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
