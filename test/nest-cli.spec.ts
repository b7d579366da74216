import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('nest build makes of the uploader a program that starts', async () => {
  const root = path.resolve('.');
  // Beside the real dist, which other tests run from.
  const folder = await mkdtemp(path.join(tmpdir(), 'nest-build-'));
  try {
    await cp('package.json', path.join(folder, 'package.json'));
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const config = path.join(folder, 'tsconfig.json');
    await writeFile(
      config,
      JSON.stringify({
        extends: path.join(root, 'apps/uploader/tsconfig.app.json'),
        compilerOptions: { outDir: path.join(folder, 'dist') },
      }),
    );
    await run('node_modules/.bin/nest', ['build', 'uploader', '--path', path.relative(root, config)]);
    const main = path.join(folder, 'dist/apps/uploader/src/main.js');
    const started = run(process.execPath, [main], { env: { PATH: process.env['PATH'] } });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^lectern uploader: These settings need mending:\n[^]*DATABASE_URL: is needed/,
      ),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}, 600_000);
