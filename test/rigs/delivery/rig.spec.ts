import { expect, it } from 'vitest';
import { crowd } from './crowd.js';
import { endurance } from './endurance.js';
import { hungMountUnderLoad } from './hang.js';
import { hasNginx, rollingRestarts } from './rolling.js';
import { rigsAreRequired } from '../../servers/fault-mounts.js';
import type { Findings } from '../faults/uploader-faults.js';

/** Short forms of `npm run rig:delivery`. */
const seed = Date.now() % 1_000_000;

function nothing(found: Findings, what: string): void {
  if (found === undefined && !rigsAreRequired()) console.warn(`${what}: left out, this machine can't do it.`);
  else expect(found).toEqual([]);
}

it('F06 a mount that hangs costs those who need it, under load, and no descriptor', async () => {
  nothing(await hungMountUnderLoad(12, 4), 'A mount that hangs');
});

it('a rolling restart is noticed by nobody', async () => {
  if (!hasNginx()) console.warn('nginx is not installed.');
  nothing(await rollingRestarts(1, 6), 'A rolling restart');
});

it('F44 idle and slow connections are held, others served, and memory stays flat', async () => {
  expect(await crowd({ idle: 300, slow: 30, seconds: 12, stallSeconds: 4 })).toEqual([]);
});

it('memory stays flat over many requests', async () => {
  // Too few to be past the step that the rig's warm-up takes: a leak of some 12 KiB for each request is seen.
  const options = { requests: 20_000, objects: 500, warmUp: 4_000, growthMiB: 130, seed };
  expect(await endurance(options)).toEqual([]);
});
