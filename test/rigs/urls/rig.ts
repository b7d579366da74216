import { readFile } from 'node:fs/promises';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { alteredUrls } from './altered-urls.js';
import type { VectorFile } from '../edge/vectors.js';
import { TRAVERSALS } from './traversals.js';
import { vectorsOnAllWays } from './ways-vectors.js';

/**
 * npm run rig -- urls: every vector of a file, altered URLs and traversals over raw sockets, each on the fast lane, on the
 * HTTP server behind it and on the edge: no way may answer otherwise than libs/signing judges, or than the others.
 */
const { mutations, traversals, seed, vectors: vectorFile } = readOptions('urls', RIGS.urls);
// Ctrl-C ends the run early, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(0);

const file = JSON.parse(await readFile(vectorFile, 'utf8')) as VectorFile;
const vectors = await vectorsOnAllWays(file, stop.signal);
console.log(`${file.vectors.length} vectors, ${vectors.length} answered otherwise, ${seconds()} s`);
console.log(`${mutations} altered URLs and ${traversals} of ${TRAVERSALS} traversals, seed ${seed}`);
let told = 0;
const outcome = await alteredUrls({
  mutations,
  traversals,
  seed,
  signal: stop.signal,
  onProgress: (done) => {
    if (done - told < 50_000) return;
    told = done;
    console.log(`${done} targets on each way, ${seconds()} s`);
  },
});
const { done, codes, lane, withEdge, differences } = outcome;
for (const [code, times] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${times} ${code}`);
console.log(`the lane answered ${lane.answered} requests and gave ${lane.handedOver} connections away`);
const failures = [...vectors, ...differences];
if (!withEdge)
  failures.push(
    'the edge was left out: this machine has no nginx with Lua (nginx-light, libnginx-mod-http-lua)',
  );
for (const failure of failures.slice(0, 100)) console.error(`FAILED ${failure}`);
const ways = withEdge ? 3 : 2;
console.log(`${done} targets on ${ways} ways in ${seconds()} s`);
console.log(
  `${file.vectors.length + done - Math.min(done, failures.length)} passed, ${failures.length} failed`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
