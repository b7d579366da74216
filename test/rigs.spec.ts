import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BENCHES } from '../bench/registry.js';
import { help, type Program, readOptions, shortForm } from './rigs/options.js';
import { RIGS } from './rigs/registry.js';

function run(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('the registries', () => {
  it('name every rig there is, and none besides', async () => {
    const entries = await readdir('test/rigs', { withFileTypes: true });
    const folders = entries
      .filter((entry) => entry.isDirectory() && existsSync(`test/rigs/${entry.name}/rig.ts`))
      .map(({ name }) => name);
    expect(Object.keys(RIGS).toSorted()).toEqual(folders.toSorted());
  });

  it('name every benchmark there is, and none besides', async () => {
    const files = (await readdir('bench')).filter((file) => file.endsWith('.ts') && file !== 'registry.ts');
    expect(Object.keys(BENCHES).toSorted()).toEqual(files.map((file) => file.slice(0, -3)).toSorted());
  });

  it('tell of every rig with a short form what is shorter, and the other way round', () => {
    for (const [name, program] of Object.entries<Program>(RIGS)) {
      const isShorter = Object.values(program.options).some(({ short }) => short !== undefined);
      expect([name, isShorter]).toEqual([name, program.takesShort !== undefined]);
    }
  });

  it.each([
    ['test/rigs/run.mjs', RIGS],
    ['bench/run.mjs', BENCHES],
  ] as const)('%s lists them, and knows no other name', (runner, programs) => {
    const list = run(runner);
    expect(list).toMatchObject({ status: 0, stderr: '' });
    for (const name of Object.keys(programs)) expect(list.stdout).toContain(`\n  ${name} `);
    for (const line of list.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const wrong = run(runner, 'no-such-name', '--help');
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toMatch(
      /^(rig|bench): there is none named 'no-such-name'\.\n {2}hint: npm run .*\n$/,
    );
  });

  it('print what one can be told, after one -- or two', () => {
    const printed = `${help('crash', RIGS.crash)}\n`;
    for (const args of [['--help'], ['--', '--help']])
      expect(run('test/rigs/run.mjs', 'crash', ...args)).toEqual({ status: 0, stdout: printed, stderr: '' });
  });
});

describe('the options of a program', () => {
  const program = {
    shows: 'something',
    takes: '1 min',
    takesShort: '1 s',
    options: {
      holdSeconds: { full: 60, short: 2, says: 'for which it holds' },
      only: { full: 'a,b', says: 'of them' },
      verbose: { full: false, says: 'tells more' },
    },
  } satisfies Program;

  it('are those of the full form, of the short form, or what is said', () => {
    const full = { holdSeconds: 60, only: 'a,b', verbose: false };
    for (const option of ['hold-seconds N', 'only TEXT', 'verbose'])
      expect(help('it', program)).toContain(`\n  --${option} `);
    expect(readOptions('it', program, [])).toEqual(full);
    expect(readOptions('it', program, ['--short'])).toEqual({ ...full, holdSeconds: 2 });
    expect(shortForm(program)).toEqual({ ...full, holdSeconds: 2 });
    expect(readOptions('it', program, ['--short', '--hold-seconds=7', '--only', 'b', '--verbose'])).toEqual({
      holdSeconds: 7,
      only: 'b',
      verbose: true,
    });
  });
});

describe('a rig that is asked for something else than it does', () => {
  it.each(Object.entries<Program>(RIGS))('%s names its options, without doing anything', (name, program) => {
    const built = `dist/test/rigs/${name}/rig.js`;
    expect(run(built, '--help')).toEqual({ status: 0, stdout: `${help(name, program)}\n`, stderr: '' });
    const wrong = run(built, '--no-such-option');
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toMatch(
      /^[a-z0-9-]+: Unknown option '--no-such-option'\.\n {2}hint: (its options are --.*|it takes no options)\n$/,
    );
  });

  it('takes no word for a number', () => {
    const { status, stderr } = run('dist/test/rigs/quota/rig.js', '--rounds', 'many');
    expect(stderr).toMatch(
      /^quota: --rounds takes a number, not 'many'\.\n {2}hint: its options are --rounds N, .*\n$/,
    );
    expect(status).toBe(2);
  });
});
