import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile } from './log-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('goes on with the file of the last start, and is its owner’s alone', async () => {
  const file = join(folder, 'lectern.log');
  new LogFile(file).write('one\n');
  new LogFile(file).write('two\n');
  expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('keeps one older file, and no more', async () => {
  const file = join(folder, 'lectern.log');
  const log = new LogFile(file, 8);
  for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n', 'fifth\n']) log.write(line);
  expect(await readFile(`${file}.old`, 'utf8')).toBe('third\nfourth\n');
  expect(await readFile(file, 'utf8')).toBe('fifth\n');
});

it('loses a line that can’t be written, and nothing else', async () => {
  const log = new LogFile('/dev/full');
  expect(() => log.write('lost\n')).not.toThrow();
});
