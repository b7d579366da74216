import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { walkKillPoints } from './kill-points.js';
import { killAtRandom } from './random-kills.js';
import { Replicas } from '../../servers/replicas.js';
import { hasStrace } from './traced-task.js';

/**
 * npm run rig -- crash: kill -9 at random moments of two uploaders and their PostgreSQL while clients upload, and at
 * every system call of a publish (F07). One cycle is one kill.
 */
const { cycles, seed, clients, share } = readOptions('crash', RIGS.crash);
const traces = hasStrace();
const atCalls = traces ? Math.round(cycles * share) : 0;
if (!traces) console.log('strace is not to be had here: no process is killed at its system calls');
const began = Date.now();
const seconds = (): string => `${Math.round((Date.now() - began) / 1000)} s`;
console.log(`${cycles} kills, ${atCalls} of them at system calls, seed ${seed}`);

const failures: string[] = [];

async function atSystemCalls(): Promise<void> {
  if (atCalls === 0) return;
  const walked = await walkKillPoints({
    cycles: atCalls,
    seed,
    onProgress: (kills) => console.log(`${kills} kills at system calls, ${seconds()}`),
  });
  failures.push(...walked.failures);
  console.log(
    `${walked.kills} kills at ${walked.reached} of ${walked.points} system calls, ${walked.failures.length} failures, ${seconds()}`,
  );
}

async function atRandom(): Promise<void> {
  if (cycles <= atCalls) return;
  const replicas = await Replicas.start({ count: 2, killsDatabase: true });
  replicas.disposeOnSignal();
  try {
    const outcome = await killAtRandom(replicas, {
      cycles: cycles - atCalls,
      seed,
      clients,
      onProgress: (kills) => console.log(`${kills} kills at random, ${seconds()}`),
      onPhase: (phase) => console.log(`${phase}, ${seconds()}`),
    });
    failures.push(...outcome.failures);
    for (const [what, count] of outcome.kills) console.log(`killed ${count} times: ${what}`);
    for (const [what, count] of outcome.done) console.log(`${count} ${what}`);
    for (const [what, count] of Object.entries(outcome.figures)) console.log(`${what}: ${count}`);
    if (outcome.failures.length > 0)
      for (const replica of replicas.all) console.error(`${replica.name}:\n${replica.printed.slice(-4000)}`);
  } finally {
    await replicas.dispose();
  }
}

if (cycles <= atCalls)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await Promise.all([atSystemCalls(), atRandom()]);
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${seconds()} in all`);
console.log(`${Math.max(0, cycles - failures.length)} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
