import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const folder = 'dist/test/rigs';
const rigs = (await readdir('test/rigs')).filter((name) => name.endsWith('-rig.ts'));

describe('a rig that is asked for something else than it does', () => {
  it.each(['broken-link.ts', 'replicas-quota.ts', 'scale-figures.ts', ...rigs])(
    '%s names its options, without doing anything',
    (name) => {
      const program = `${folder}/${name.replace(/ts$/, 'js')}`;
      const run = (option: string) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [program, option], {
          encoding: 'utf8',
          timeout: 60_000,
        });
        return { status, stdout, stderr };
      };
      expect(run('--help')).toEqual({
        status: 0,
        stdout: expect.stringContaining(': its options are --'),
        stderr: '',
      });
      const wrong = run('--no-such-option');
      expect(wrong).toMatchObject({ status: 1, stdout: '' });
      expect(wrong.stderr).toMatch(
        /^[a-z0-9-]+: Unknown option '--no-such-option'\.\n {2}hint: its options are --.*\n$/,
      );
    },
  );
});
