import { readFile } from 'node:fs/promises';
import { parseArgs } from '../arguments.js';
import { runMutations } from './mutations.js';
import { runEdgeVectors, type VectorFile } from './vectors.js';

/**
 * node dist/test/rigs/edge/rig.js: every vector of a file and any number of altered URLs over raw sockets
 * through Debian's nginx with the configuration of docker/edge.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Runs this image in place of the machine's nginx. */
    image: { type: 'string' },
    vectors: { type: 'string', default: 'test/vectors/signed-urls.json' },
  },
});
if (values.image !== undefined) process.env['LECTERN_EDGE_IMAGE'] = values.image;
// Ctrl-C ends the run early, and everything that it started.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const file = JSON.parse(await readFile(values.vectors, 'utf8')) as VectorFile;
const failures = await runEdgeVectors(file, stop.signal);
console.log(`${file.vectors.length} vectors, ${failures.length} answered differently`);
const count = Number(values.count);
console.log(`${count} altered URLs, seed ${values.seed}`);
const { done, codes, differences } = await runMutations({
  count,
  signal: stop.signal,
  seed: Number(values.seed),
  onProgress: (done) => done % 100_000 === 0 && console.log(`${done} altered URLs`),
});
for (const [code, times] of [...codes].toSorted(([, a], [, b]) => b - a)) console.log(`${times} ${code}`);
for (const failure of [...failures, ...differences]) console.error(`FAILED ${failure}`);
const failed = failures.length + differences.length;
console.log(`${file.vectors.length + done - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
