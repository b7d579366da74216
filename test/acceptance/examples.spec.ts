import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { recording } from '../fixtures/recordings.js';
import type { AssetView } from './client.js';
import { Department } from './department.js';

const run = promisify(execFile);
const facts = inject('lectern');
let folder: string;
let department: Department;
let environment: NodeJS.ProcessEnv;

/** All that docs/examples.md says in a language, as one program. */
async function programIn(language: string): Promise<string> {
  const page = await readFile('docs/examples.md', 'utf8');
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))]
    .map(([, block = '']) => block)
    .join('\n');
}

beforeAll(async () => {
  folder = await mkdtemp('/var/tmp/lectern-examples-');
  department = await Department.create(facts, 'examples');
  environment = {
    ...process.env,
    API: facts.uploader,
    ADMIN: facts.keys.admin,
    UNIT: department.unit,
    FILE: await recording({ seconds: 4, size: '640x360', source: 'screen' }),
  };
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ type: 'module', imports: { '#libs/*': './libs/*/index.js' } }),
  );
  await symlink(path.resolve('dist/libs'), path.join(folder, 'libs'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('docs/examples.md', () => {
  it.each([
    ['sh', 'example.sh', 'sh', ['-e']],
    ['ts', 'example.ts', process.execPath, ['--disable-warning=ExperimentalWarning']],
    ['python', 'example.py', 'python3', []],
  ] as const)('goes all the way in %s', async (language, name, program, args) => {
    await writeFile(path.join(folder, name), await programIn(language));
    const { stdout } = await run(program, [...args, name], {
      cwd: folder,
      env: environment,
      timeout: 120_000,
    });
    const [, asset = '', hls = ''] = /asset (ast_\w+) hls (\S+)/.exec(stdout) ?? [];
    expect(stdout).toContain('#EXTM3U');
    expect(stdout).toMatch(/receivedBytes/);
    const { body } = await department.admin.json<AssetView>('GET', `/v1/assets/${asset}`);
    expect(body).toMatchObject({ title: 'Basic life support', fileName: 'lesson.mp4' });
    await expect.poll(async () => (await fetch(hls)).status).toBe(403);
  });
});
