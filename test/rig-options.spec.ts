import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const entries = await readdir('test/rigs', { withFileTypes: true });
const rigs = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

describe('a rig that is asked for something else than it does', () => {
  it.each(rigs.filter((name) => name !== 'vectors'))(
    '%s names its options, without doing anything',
    (name) => {
      const program = `dist/test/rigs/${name}/rig.js`;
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
