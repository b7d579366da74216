import { raceForQuota } from '../../model/quota-race.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { Replicas } from '../../servers/replicas.js';

/**
 * npm run rig -- quota: many clients on three uploaders race for the last bytes of a unit's quota. The limit must
 * hold after every single ledger entry, and the counters must never part from the ledger.
 */
const { rounds, clients, seed } = readOptions('quota', RIGS.quota);
const replicas = await Replicas.start();
replicas.disposeOnSignal();
try {
  const began = Date.now();
  console.log(`${rounds} rounds, ${clients} clients on ${replicas.all.length} replicas, seed ${seed}`);
  const outcome = await raceForQuota(replicas, {
    rounds,
    clients,
    seed,
    onRound: (round) => {
      if (round % 100 === 0) console.log(`${round} rounds, ${Math.round((Date.now() - began) / 1000)} s`);
    },
  });
  for (const failure of outcome.failures) console.error(`FAILED ${failure}`);
  console.log(
    `${outcome.taken} uploads taken, ${outcome.refused} refused, the limit held at ${outcome.moments} moments`,
  );
  const failed = rounds - outcome.passed;
  if (failed > 0)
    for (const replica of replicas.all) console.error(`${replica.name}:\n${replica.printed.slice(-4000)}`);
  console.log(`${outcome.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await replicas.dispose();
}
