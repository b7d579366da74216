import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { rollingRestart } from './run.js';

/**
 * npm run rig -- rolling: three uploaders and three deliveries behind nginx are replaced in turn, `--cycles` times each,
 * while people send files and watch: nobody may notice.
 */
const values = readOptions('rolling', RIGS.rolling);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { uploads, viewers, cycles, seed } = values;
console.log(`${uploads} uploads and ${viewers} viewers, ${cycles} cycles, seed ${seed}`);
const report = await rollingRestart({ ...values, rounds: cycles });
if (report === undefined) {
  console.log('Left out: nginx with Lua is not installed (nginx-light, libnginx-mod-http-lua).');
  console.log('0 passed, 0 failed');
} else {
  const { uploads, requests, failures } = report;
  for (const failure of failures.slice(0, 50)) console.error(`FAILED ${failure}`);
  console.log(`${Math.max(0, uploads + requests - failures.length)} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
