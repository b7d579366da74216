import { parseArgs } from '../arguments.js';
import { NotHere, Rehearsal } from './rehearsal.js';
import { rehearseBackup } from './backup.js';
import { rehearseKeys } from './keys.js';
import { rehearseNfs } from './nfs.js';
import { rehearseNode } from './node.js';
import { rehearsePassword } from './password.js';
import { rehearseUpgrade } from './upgrade.js';
import { rehearseVolume } from './volume.js';

/** npm run rehearse [-- NAME …]: what operations.md says of day two, done on this machine; all of it unless named. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string', default: '1' },
    /** How long the storage of the rehearsal `nfs` stands still. */
    'hang-seconds': { type: 'string', default: '20' },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const rehearsals: Readonly<Record<string, (rehearsal: Rehearsal) => Promise<void>>> = {
  keys: rehearseKeys,
  password: rehearsePassword,
  volume: rehearseVolume,
  backup: rehearseBackup,
  upgrade: rehearseUpgrade,
  nfs: (rehearsal) => rehearseNfs(rehearsal, Number(values['hang-seconds'])),
  node: rehearseNode,
};
const names = positionals.length === 0 ? Object.keys(rehearsals) : positionals;
let [passed, failed] = [0, 0];
for (let cycle = 0; cycle < Number(values.cycles); cycle += 1)
  for (const name of names) {
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
