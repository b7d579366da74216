import { readFile } from 'node:fs/promises';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { buildEdgeImage, noImages } from './image.js';
import { describedRight, refusesWrongSettings, runsRight } from './checks.js';
import { runMutations } from '../edge/mutations.js';
import { runEdgeVectors, type VectorFile } from '../edge/vectors.js';

/**
 * npm run rig -- edge-image: builds the edge's image and runs it as Kubernetes would (an ordinary user, nothing
 * writable, no capability), with every vector and altered URLs over raw sockets. `--image NAME` takes one that is
 * there. A base that is not there is made of Debian's packages.
 */
const { image: given, count, seed, cycles } = readOptions('edge-image', RIGS['edge-image']);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const reason = noImages();
if (reason !== undefined) {
  console.log(`Skipped: ${reason}.`);
  console.log('0 passed, 0 failed');
  process.exit(process.env['LECTERN_TEST_RIGS'] === 'required' ? 1 : 0);
}

async function built(): Promise<string> {
  if (given !== '') return given;
  const began = Date.now();
  const name = await buildEdgeImage('rig');
  console.log(`the image was built in ${Math.round((Date.now() - began) / 1000)} s`);
  return name;
}

const image = await built();
// The rigs of the edge run the image from here on.
process.env['LECTERN_TEST_EDGE_IMAGE'] = image;
const file = JSON.parse(await readFile('test/vectors/signed-urls.json', 'utf8')) as VectorFile;
const scenes: [string, () => Promise<string[]>][] = [
  ['what the image says of itself and holds', () => describedRight(image)],
  [`${file.vectors.length} vectors over a raw socket`, () => runEdgeVectors(file, stop.signal)],
  [
    `${count} altered URLs, seed ${seed}`,
    async () => (await runMutations({ count, seed, signal: stop.signal })).differences.slice(),
  ],
  ['user, rights, folders, end', () => runsRight()],
  ['wrong settings', () => refusesWrongSettings(image)],
];
let passed = 0;
let failed = 0;
for (let cycle = 0; cycle < cycles && !stop.signal.aborted; cycle += 1)
  for (const [name, scene] of scenes) {
    if (stop.signal.aborted) break;
    const wrong = await scene().catch((error: unknown) => [String(error)]);
    for (const sentence of wrong) console.error(`FAILED ${name}: ${sentence}`);
    if (wrong.length === 0) console.log(`ok ${name}`);
    if (wrong.length === 0) passed += 1;
    else failed += 1;
  }
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
