/**
 * Looks at a folder as another process sees it, perhaps through another mount: a program of its own, run by
 * nfs-reader.ts. It needs nothing of the project, so it also runs from its source.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

interface Question {
  readonly id: number;
  readonly ask: 'there' | 'size' | 'wait' | 'spin' | 'read' | 'hold' | 'held';
  readonly path: string;
  readonly ms?: number;
}

let held: FileHandle | undefined;

async function answer({ ask, path, ms = 0 }: Question): Promise<unknown> {
  switch (ask) {
    case 'there':
      return (await sizeOf(path)) !== undefined;
    case 'size':
      return (await sizeOf(path)) ?? null;
    case 'wait':
      return waitFor(path, ms);
    case 'spin':
      return spin(path, ms);
    case 'read':
      return (await readWhole(path)) ?? null;
    case 'hold':
      held = await open(path, 'r');
      return true;
    case 'held':
      return readHeld();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return lstat(path).then(({ size }) => size, missing);
}

/** How long it takes until a name is there, in milliseconds; null when it does not come. */
async function waitFor(path: string, ms: number): Promise<number | null> {
  const start = performance.now();
  while (performance.now() - start < ms) {
    if ((await sizeOf(path)) !== undefined) return performance.now() - start;
    await delay(50);
  }
  return null;
}

/** The first sight of a name that comes into being while it is looked for. */
async function spin(path: string, ms: number): Promise<unknown> {
  const start = performance.now();
  for (let looks = 1; performance.now() - start < ms; looks += 1) {
    const seen = await readWhole(path);
    if (seen !== undefined) return { ...seen, looks };
  }
  return null;
}

async function readWhole(path: string): Promise<{ bytes: number; sha256: string } | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return missing(error);
  }
  try {
    const found = await file.readFile();
    return { bytes: found.length, sha256: createHash('sha256').update(found).digest('hex') };
  } finally {
    await file.close();
  }
}

async function readHeld(): Promise<number> {
  const file = held;
  held = undefined;
  if (file === undefined) return 0;
  try {
    return (await file.readFile()).length;
  } finally {
    await file.close();
  }
}

function missing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

process.on('message', (question: Question) => {
  answer(question).then(
    (value) => process.send?.({ id: question.id, value }),
    (error: Error & { errno?: number }) =>
      process.send?.({ id: question.id, error: error.message, errno: error.errno }),
  );
});
process.on('disconnect', () => process.exit(0));
