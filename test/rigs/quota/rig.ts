import { raceForQuota } from '../../model/quota-race.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { Replicas } from '../../servers/replicas.js';

/**
 * npm run rig -- quota: many clients on three uploaders race for the last bytes of a unit's quota, and for what
 * one person may hold. The limits must hold after every single ledger entry, and the counters must never part from
 * the ledger.
 */
const { rounds, clients, seed } = readOptions('quota', RIGS.quota);
// Both are met now and then, as the unit's limit is.
const perPerson = { openUploads: 14, reservedBytes: 16_000 };
const replicas = await Replicas.start({
  environment: {
    LECTERN_OPEN_UPLOADS_PER_PERSON: String(perPerson.openUploads),
    LECTERN_RESERVED_BYTES_PER_PERSON: String(perPerson.reservedBytes),
    LECTERN_MAX_FILE_BYTES: String(perPerson.reservedBytes),
  },
});
replicas.disposeOnSignal();
try {
  const began = Date.now();
  console.log(`${rounds} rounds, ${clients} clients on ${replicas.all.length} replicas, seed ${seed}`);
  const outcome = await raceForQuota(replicas, {
    rounds,
    clients,
    seed,
    perPerson,
    onRound: (round) => {
      if (round % 100 === 0) console.log(`${round} rounds, ${Math.round((Date.now() - began) / 1000)} s`);
    },
  });
  for (const failure of outcome.failures) console.error(`FAILED ${failure}`);
  console.log(
    `${outcome.taken} uploads taken, ${outcome.refused} refused for the unit and ${outcome.bounded} for the person, ` +
      `the limits held at ${outcome.moments} moments`,
  );
  const failed = rounds - outcome.passed;
  if (failed > 0)
    for (const replica of replicas.all) console.error(`${replica.name}:\n${replica.printed.slice(-4000)}`);
  console.log(`${outcome.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await replicas.dispose();
}
