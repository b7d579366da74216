import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { NotHere } from '../../servers/not-here.js';
import { Rehearsal } from './rehearsal.js';
import { rehearseBackup } from './backup.js';
import { rehearseKeys } from './keys.js';
import { rehearseNfs } from './nfs.js';
import { rehearseNode } from './node.js';
import { rehearsePassword } from './password.js';
import { rehearseUpgrade } from './upgrade.js';
import { rehearseVolume } from './volume.js';

/** npm run rig -- rehearsal: what day-two.md says, done on this machine. */
const { only, cycles, hangSeconds } = readOptions('rehearsal', RIGS.rehearsal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const rehearsals: Readonly<Record<string, (rehearsal: Rehearsal) => Promise<void>>> = {
  keys: rehearseKeys,
  password: rehearsePassword,
  volume: rehearseVolume,
  backup: rehearseBackup,
  upgrade: rehearseUpgrade,
  nfs: (rehearsal) => rehearseNfs(rehearsal, hangSeconds),
  node: rehearseNode,
};
let [passed, failed] = [0, 0];
for (let cycle = 0; cycle < cycles; cycle += 1)
  for (const name of only.split(',')) {
    const rehearse = rehearsals[name];
    if (rehearse === undefined)
      throw new Error(`There is no rehearsal ${name}: ${Object.keys(rehearsals).join(', ')}.`);
    const rehearsal = new Rehearsal(name);
    const began = Date.now();
    try {
      await rehearse(rehearsal);
    } catch (error) {
      if (error instanceof NotHere) console.log(`${name}: left out, ${error.message}`);
      else {
        console.error(error);
        rehearsal.hold('it came to its end', false, (error as Error).message);
      }
    }
    passed += rehearsal.passed;
    failed += rehearsal.failed;
    console.log(
      `${name}: ${rehearsal.failed === 0 ? 'held' : 'FAILED'}, ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
