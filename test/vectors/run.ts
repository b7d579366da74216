import { readFile } from 'node:fs/promises';
import { MemoryStorage } from '#libs/storage';
import { runVectors, type VectorResult } from '../../apps/delivery/src/vector-run.js';
import { hasEdge } from '../servers/edge.js';
import { runEdgeVectors, type VectorFile } from '../rigs/edge/vectors.js';

/**
 * npm run vectors -- FILE: every vector of a file against the verifier, delivery's two ways of serving, and the
 * edge, as raw bytes. A vector passes when all of them agree with it.
 */
const HINT = 'Hint: npm run vectors -- test/vectors/signed-urls.json';

// Ctrl-C stops nginx, too.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const [file] = process.argv.slice(2);
const result = file === undefined ? 'Name a file of signed-URL vectors.' : await run(file);
if (typeof result === 'string') {
  console.error(`${result}\n${HINT}`);
  process.exitCode = 1;
} else {
  for (const failure of result.failures) console.log(`FAILED ${failure}`);
  const failed = result.failures.length;
  console.log(`${result.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** The result, or a sentence that says why there is none. */
async function run(path: string): Promise<VectorResult | string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return `The file ${path} can't be read.`;
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return `The file ${path} is not JSON.`;
  }
  let delivery: VectorResult;
  try {
    delivery = await runVectors(document, new MemoryStorage());
  } catch (error) {
    return `The file ${path} holds no vectors of signed URLs: ${reasonOf(error)}`;
  }
  console.log('verifier, fast lane and HTTP server: asked');
  return withEdge(delivery, document as VectorFile);
}

/** The edge's failures along with delivery's: a vector that fails in both counts once. */
async function withEdge(delivery: VectorResult, { vectors, ...file }: VectorFile): Promise<VectorResult> {
  if (!hasEdge()) {
    console.log('edge: left out, since nginx with its Lua module is not installed');
    console.log('  (Debian: apt-get install nginx-light libnginx-mod-http-lua)');
    return delivery;
  }
  const failed = new Set(delivery.failures.map((failure) => vectorOf(failure)));
  const failures = await runEdgeVectors({ vectors, ...file }, stop.signal);
  console.log('edge: asked');
  const more = failures.filter((failure) => !failed.has(vectorOf(failure)));
  return { passed: delivery.passed - more.length, failures: [...delivery.failures, ...more] };

  /** Failures start with the vector's name; one name may begin like another. */
  function vectorOf(failure: string): string {
    const named = vectors.filter(({ name }) => failure.startsWith(`${name}: `));
    return named.map(({ name }) => name).reduce((a, b) => (b.length > a.length ? b : a), '');
  }
}

function reasonOf(error: unknown): string {
  const issue = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues?.[0];
  if (issue !== undefined) return `${issue.path.map(String).join('.')}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
}
