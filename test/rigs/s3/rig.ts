import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { hasCeph } from '../../servers/ceph.js';
import { MUTATING } from '../../servers/s3-operations.js';
import { S3Run } from './run.js';

/**
 * npm run rig -- s3: uploads of all kinds on a real S3 server (Ceph RGW) behind a proxy that drops
 * replies, resets connections, answers 503 and errors in a 200, or nothing at all. In the end nothing may be
 * there twice, nothing that was acknowledged may be missing, and nothing may be left that nobody knows.
 */
const { cycles, seed, first, minutes, verbose } = readOptions('s3', RIGS.s3);
if (!hasCeph()) {
  console.error('The rig needs Ceph: apt-get install ceph-mon ceph-osd radosgw');
  process.exit(1);
}
const began = Date.now();
console.log(`${cycles} cycles, seed ${seed}`);
const run = await S3Run.start({ seed });
run.disposeOnSignal();
try {
  let count = 0;
  const options = { cycles, first, milliseconds: minutes * 60_000 };
  const outcome = await run.run(options, (line) => {
    count += 1;
    if (verbose || line.includes('FAILED')) console.log(line);
    else if (count % 25 === 0) console.log(`${count} cycles, ${Math.round((Date.now() - began) / 1000)} s`);
  });
  for (const [name, times] of [...outcome.faults].toSorted(([a], [b]) => a.localeCompare(b)))
    console.log(`${times} ${name}`);
  const dropped = MUTATING.filter((operation) => !outcome.faults.has(`drop-reply ${operation}`));
  // The first sixteen cycles see to it; a run that begins later has only chance.
  const isSure = first === 0 && outcome.cycles >= 16;
  const unmet = !isSure ? [] : dropped.map((operation) => `no reply of ${operation} was dropped`);
  const failures = [...outcome.failures, ...unmet];
  for (const failure of failures) console.error(`FAILURE ${failure}`);
  if (failures.length > 0) console.error(run.printed.slice(-6000));
  console.log(
    `${outcome.missed} cycles met no fault, ${outcome.orphansSwept} leftovers were swept, ` +
      `${outcome.peakConnections} connections at most, ${Math.round((Date.now() - began) / 1000)} s`,
  );
  console.log(
    `${outcome.cycles - Math.min(outcome.cycles, failures.length)} passed, ${failures.length} failed`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await run.dispose();
}
