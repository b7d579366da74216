import { parseArgs } from '../arguments.js';
import { rollingRestart } from './run.js';

/**
 * npm run rig:rolling: three uploaders and three deliveries behind nginx are replaced in turn, `--cycles` times each,
 * while people send files and watch: nobody may notice.
 */
const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '200' },
    viewers: { type: 'string', default: '500' },
    cycles: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'pre-stop-ms': { type: 'string', default: '2000' },
    /** Bytes per second of each upload. */
    rate: { type: 'string', default: '60000' },
    'longest-seconds': { type: 'string', default: '9' },
    /** Longer than the slowest form: on a busy machine it takes several times what its rate says. */
    'shutdown-seconds': { type: 'string', default: '90' },
    /** Of each viewer, between two requests. */
    'pause-ms': { type: 'string', default: '4000' },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

console.log(
  `${values.uploads} uploads and ${values.viewers} viewers, ${values.cycles} cycles, seed ${values.seed}`,
);
const report = await rollingRestart({
  uploads: Number(values.uploads),
  viewers: Number(values.viewers),
  rounds: Number(values.cycles),
  preStopMs: Number(values['pre-stop-ms']),
  rate: Number(values.rate),
  shutdownSeconds: Number(values['shutdown-seconds']),
  longestSeconds: Number(values['longest-seconds']),
  pauseMs: Number(values['pause-ms']),
  seed: Number(values.seed),
});
if (report === undefined) {
  console.log('Left out: nginx with Lua is not installed (nginx-light, libnginx-mod-http-lua).');
  console.log('0 passed, 0 failed');
} else {
  const { uploads, requests, failures } = report;
  for (const failure of failures.slice(0, 50)) console.error(`FAILED ${failure}`);
  console.log(`${Math.max(0, uploads + requests - failures.length)} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
