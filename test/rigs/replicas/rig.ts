import { aftermath } from '../../model/tus-aftermath.js';
import { runTus } from '../../model/tus-run.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { Replicas } from '../../servers/replicas.js';

/**
 * npm run rig -- replicas: random operations of tus on three uploaders that share a database and a storage path
 * and nothing else, each compared with a model; replicas are killed and hung meanwhile.
 */
const { operations, replicas: count, actors, kills, minutes, seed } = readOptions('replicas', RIGS.replicas);
const replicas = await Replicas.start({ count });
replicas.disposeOnSignal();
try {
  const began = Date.now();
  console.log(`${operations} operations on ${count} replicas, seed ${seed}`);
  const outcome = await runTus(replicas, {
    operations,
    seed,
    actors,
    kills,
    milliseconds: minutes * 60_000,
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
