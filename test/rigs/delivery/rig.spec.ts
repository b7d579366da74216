import { expect, it } from 'vitest';
import { crowd } from './crowd.js';
import { endurance } from './endurance.js';
import { hungMountUnderLoad } from './hang.js';
import { hasNginx, rollingRestarts } from './rolling.js';
import { rigsAreRequired } from '../../servers/not-here.js';
import type { Findings } from '../faults/uploader-faults.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';

/** The short form of `npm run rig -- delivery`. */
const short = shortForm(RIGS.delivery);

function nothing(found: Findings, what: string): void {
  if (found === undefined && !rigsAreRequired()) console.warn(`${what}: left out, this machine can't do it.`);
  else expect(found).toEqual([]);
}

it('F06 a mount that hangs costs those who need it, under load, and no descriptor', async () => {
  nothing(await hungMountUnderLoad(short.hangSeconds, short.viewers), 'A mount that hangs');
});

it('a rolling restart is noticed by nobody', async () => {
  if (!hasNginx()) console.warn('nginx is not installed.');
  nothing(await rollingRestarts(short.restarts, short.viewers), 'A rolling restart');
});

it('F44 idle and slow connections are held, others served, and memory stays flat', async () => {
  const { idle, slow, holdSeconds: seconds, stallSeconds } = short;
  expect(await crowd({ idle, slow, seconds, stallSeconds })).toEqual([]);
});

it('memory stays flat over many requests', async () => {
  const { requests, objects, warmUp, growthMib: growthMiB, seed } = short;
  expect(await endurance({ requests, objects, warmUp, growthMiB, seed })).toEqual([]);
});
