import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Input } from './input.js';

const run = promisify(execFile);

/** A folder of its own in which one input is made. */
export class Making {
  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /**
   * ffmpeg, with arguments that are parted by spaces and have none within; the last one, the file, is the input
   * itself unless told. Names in braces are files of the folder.
   */
  async ffmpeg(args: string, file = this.name): Promise<void> {
    const words = args.split(/\s+/).filter((word) => word !== '');
    const named = words.map((word) => word.replaceAll(/\{([^}]+)\}/g, (_, name: string) => this.path(name)));
    await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...named, this.path(file)], {
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  read(file = this.name): Promise<Buffer> {
    return readFile(this.path(file));
  }

  async write(bytes: Uint8Array | string, file = this.name): Promise<void> {
    await writeFile(this.path(file), bytes);
  }

  private path(file: string): string {
    return path.join(this.folder, file);
  }
}

/**
 * Makes what is missing of the inputs, and gives the folder where they lie under their names. Made once for each state of
 * this code and of ffmpeg; several runs may make them at once.
 */
export async function makeInputs(
  inputs: readonly Input[],
  print: (line: string) => void = () => undefined,
): Promise<string> {
  const folder = path.join(tmpdir(), 'lectern-corpus', await stateOfCode());
  await mkdir(folder, { recursive: true });
  const missing = inputs.filter(({ name }) => !existsSync(path.join(folder, name)));
  if (missing.length > 0) print(`${missing.length} inputs are made in ${folder}`);
  const left = missing.values();
  const makers = Array.from({ length: availableParallelism() }, async () => {
    for (const input of left) await make(input, folder);
  });
  await Promise.all(makers);
  return folder;
}

async function make({ name, make }: Input, folder: string): Promise<void> {
  const own = await mkdtemp(path.join(folder, '.making-'));
  try {
    await make(new Making(own, name));
    await rename(path.join(own, name), path.join(folder, name));
  } catch (error) {
    throw new Error(`${name} can't be made: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function stateOfCode(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(import.meta.dirname)).filter((name) => /\.[jt]s$/.test(name)).toSorted();
  for (const name of names) hash.update(await readFile(path.join(import.meta.dirname, name)));
  hash.update((await run('ffmpeg', ['-version'])).stdout.split('\n', 1)[0] ?? '');
  return hash.digest('hex').slice(0, 12);
}
