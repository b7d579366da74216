import { raceForQuota } from '../../model/quota-race.js';
import { parseArgs } from '../arguments.js';
import { Replicas } from '../../servers/replicas.js';

/**
 * npm run rig:quota: many clients on three uploaders race for the last bytes of a unit's quota. The limit must
 * hold after every single ledger entry, and the counters must never part from the ledger.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    clients: { type: 'string', default: '64' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const rounds = Number(values.rounds);
const replicas = await Replicas.start();
replicas.disposeOnSignal();
try {
  const began = Date.now();
  console.log(
    `${rounds} rounds, ${values.clients} clients on ${replicas.all.length} replicas, seed ${values.seed}`,
  );
  const outcome = await raceForQuota(replicas, {
    rounds,
    clients: Number(values.clients),
    seed: Number(values.seed),
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
