import { readFile } from 'node:fs/promises';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { runMutations } from './mutations.js';
import { runEdgeVectors, type VectorFile } from './vectors.js';

/**
 * npm run rig -- edge: every vector of a file and any number of altered URLs over raw sockets
 * through Debian's nginx with the configuration of docker/edge.
 */
const { count, seed, image, vectors } = readOptions('edge', RIGS.edge);
if (image !== '') process.env['LECTERN_TEST_EDGE_IMAGE'] = image;
// Ctrl-C ends the run early, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const file = JSON.parse(await readFile(vectors, 'utf8')) as VectorFile;
const failures = await runEdgeVectors(file, stop.signal);
console.log(`${file.vectors.length} vectors, ${failures.length} answered differently`);
console.log(`${count} altered URLs, seed ${seed}`);
const { done, codes, differences } = await runMutations({
  count,
  signal: stop.signal,
  seed,
  onProgress: (done) => done % 100_000 === 0 && console.log(`${done} altered URLs`),
});
for (const [code, times] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${times} ${code}`);
for (const failure of [...failures, ...differences]) console.error(`FAILED ${failure}`);
const failed = failures.length + differences.length;
console.log(`${file.vectors.length + done - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
