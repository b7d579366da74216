import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../model/random.js';
import { rigsAreRequired } from '../../servers/not-here.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { hungMount } from './hung-mount.js';
import { Replicas } from '../../servers/replicas.js';
import { failingOperations, type Findings, fullDisk, fullInodes, fullQuota } from './uploader-faults.js';

/** The short form of `npm run rig -- faults`, but for its failing system calls. */
const { rounds, hangSeconds, seed } = shortForm(RIGS.faults);

/** Nothing found; or this machine lacks what it takes, and need not have it. */
function nothing(found: Findings, what: string): void {
  if (found === undefined && !rigsAreRequired()) console.warn(`${what}: left out, this machine can't do it.`);
  else expect(found).toEqual([]);
}

describe('a storage that fails', () => {
  let replicas: Replicas;
  beforeAll(async () => {
    replicas = await Replicas.start({ count: 0 });
  });
  afterAll(() => replicas.dispose());

  it('F01 F03 operations of a mount that fail acknowledge nothing, leave nothing, and go on afterwards', async () => {
    nothing(await failingOperations(replicas, new Random(seed), rounds), 'A mount that fails');
  });

  it('F01 a disk, its inodes and a quota that are full are 507 through every door', async () => {
    nothing(await fullDisk(replicas), 'A full disk');
    nothing(await fullInodes(replicas), 'Full inodes');
    nothing(await fullQuota(replicas), 'A full quota (EDQUOT)');
  });

  it('F06 a mount that hangs leaves the services alive, shedding load, and as they were when it is back', async () => {
    nothing(await hungMount(replicas, hangSeconds), 'A mount that hangs');
  });
});
