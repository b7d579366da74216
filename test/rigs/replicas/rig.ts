import { aftermath } from '../../model/tus-aftermath.js';
import { runTus } from '../../model/tus-run.js';
import { parseArgs } from '../arguments.js';
import { Replicas } from '../../servers/replicas.js';

/**
 * npm run rig:replicas: random operations of tus on three uploaders that share a database and a storage path
 * and nothing else, each compared with a model; replicas are killed and hung meanwhile.
 */
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    replicas: { type: 'string', default: '3' },
    actors: { type: 'string', default: '6' },
    kills: { type: 'string', default: '0.002' },
    minutes: { type: 'string', default: '600' },
  },
});
const operations = Number(values.operations);
const replicas = await Replicas.start({ count: Number(values.replicas) });
replicas.disposeOnSignal();
try {
  const began = Date.now();
  console.log(`${operations} operations on ${values.replicas} replicas, seed ${values.seed}`);
  const outcome = await runTus(replicas, {
    operations,
    seed: Number(values.seed),
    actors: Number(values.actors),
    kills: Number(values.kills),
    milliseconds: Number(values.minutes) * 60_000,
    onProgress: (done) => console.log(`${done} operations, ${Math.round((Date.now() - began) / 1000)} s`),
  });
  for (const [name, count] of [...outcome.done].toSorted(([, a], [, b]) => b - a))
    console.log(`${count} ${name}`);
  const left = await aftermath(replicas, outcome);
  for (const difference of [...outcome.differences, ...left]) console.error(`DIFFERENCE ${difference}`);
  const failed = outcome.differences.length + left.length;
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(
    `${outcome.completed.length} uploads completed, ${outcome.open.length} still open, ${seconds} s`,
  );
  if (failed > 0)
    for (const replica of replicas.all) console.error(`${replica.name}:\n${replica.printed.slice(-4000)}`);
  console.log(`${outcome.operations - outcome.differences.length} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await replicas.dispose();
}
