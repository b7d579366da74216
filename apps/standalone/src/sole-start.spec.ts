import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlreadyStarted, holdFolder } from './sole-start.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-sole-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('holds a folder, by whatever name, until it is let go', async () => {
  const other = `${folder}-by-another-name`;
  await symlink(folder, other);
  try {
    const release = await holdFolder(folder);
    await expect(holdFolder(other)).rejects.toBeInstanceOf(AlreadyStarted);
    await release();
    await (await holdFolder(other))();
  } finally {
    await rm(other);
  }
});

it('is let go by a kill -9', async () => {
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { createServer } from 'node:net'; import { statSync } from 'node:fs';
       const { dev, ino } = statSync(${JSON.stringify(folder)});
       createServer().listen({ path: '\\0lectern-start-' + dev + '-' + ino }, () => console.log('held'));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(holder.stdout, 'data');
  await expect(holdFolder(folder)).rejects.toBeInstanceOf(AlreadyStarted);
  holder.kill('SIGKILL');
  await once(holder, 'close');
  await (await holdFolder(folder))();
});
