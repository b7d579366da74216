import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Large, and never written to: one inode for both, where both lie on one file system. */
const PACKAGES = 'node_modules';

/** The project without its builds, in a folder of its own, for builds of changed sources. */
export async function projectCopy(folder: string): Promise<string> {
  await mkdir(folder);
  const names = (await readdir('.')).filter((name) => !/^(\.git|data|dist.*|start\.log)$/.test(name));
  const others = names.filter((name) => name !== PACKAGES);
  await run('cp', ['-a', ...others, folder]);
  await run('cp', ['-al', PACKAGES, folder]).catch(() => run('cp', ['-a', PACKAGES, path.join(folder, '.')]));
  return folder;
}
