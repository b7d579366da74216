import { readFile } from 'node:fs/promises';
import { MemoryStorage } from '#libs/storage';
import { runVectors, type VectorResult } from './vector-run.js';

const HINT = 'Hint: npm run vectors -- test/vectors/signed-urls.json';

const [file] = process.argv.slice(2);
const result = file === undefined ? 'Name a file of signed-URL vectors.' : await run(file);
if (typeof result === 'string') {
  console.error(`${result}\n${HINT}`);
  process.exitCode = 1;
} else {
  for (const failure of result.failures) console.log(`FAILED ${failure}`);
  console.log(`${result.passed} passed, ${result.failures.length} failed`);
  process.exitCode = result.failures.length === 0 ? 0 : 1;
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
  try {
    return await runVectors(document, new MemoryStorage());
  } catch (error) {
    return `The file ${path} holds no vectors of signed URLs: ${reasonOf(error)}`;
  }
}

function reasonOf(error: unknown): string {
  const issue = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues?.[0];
  if (issue !== undefined) return `${issue.path.map(String).join('.')}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
}
