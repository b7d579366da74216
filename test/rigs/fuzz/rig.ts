import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { fuzz } from './run.js';

/**
 * npm run rig -- fuzz: random and hostile bytes on the fast lane, on Node's HTTP server without it and on nginx (the
 * edge) in front of the same files: no desync, no crash, and no answer that one of the others contradicts.
 */
const { cycles, seed } = readOptions('fuzz', RIGS.fuzz);
// Ctrl-C ends the run early, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
console.log(`${cycles} fuzzed requests, seed ${seed}`);
let told = 0;
const outcome = await fuzz({
  requests: cycles,
  seed,
  signal: stop.signal,
  onProgress: (done) => {
    if (done - told < 50_000) return;
    told = done;
    console.log(`${done} requests on each way, ${seconds()} s`);
  },
});
const { done, connections, lane, marked, accepted, withEdge } = outcome;
const failures = [...outcome.failures];
if (!withEdge)
  failures.push('nginx was left out: this machine has none with Lua (nginx-light, libnginx-mod-http-lua)');
const ways = Object.entries(marked).map(([way, times]) => `${way} ${times}`);
console.log(`${done} requests over ${connections} connections on each way in ${seconds()} s`);
console.log(`the marker was answered: ${ways.join(', ')}; all other connections were closed`);
console.log(`the lane answered ${lane.answered} requests and gave ${lane.handedOver} connections away`);
for (const [why, times] of [...accepted].toSorted(([, a], [, b]) => b - a))
  console.log(`accepted ${times} times: ${why}`);
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${done - Math.min(done, failures.length)} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
