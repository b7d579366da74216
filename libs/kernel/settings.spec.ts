import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidSettings, loadSettings } from './settings.js';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  LECTERN_SECRET: z.string().min(32).optional(),
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'settings-'));
  await writeFile(path.join(folder, 'url'), 'postgres://db/lectern\n');
  await writeFile(path.join(folder, 'empty'), '\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(schema, environment);
    return [];
  } catch (error) {
    return (error as InvalidSettings).problems;
  }
}

describe('settings from files', () => {
  it('are read without the line break at their end', () => {
    const settings = loadSettings(schema, { DATABASE_URL_FILE: path.join(folder, 'url') });
    expect(settings).toEqual({ DATABASE_URL: 'postgres://db/lectern' });
  });

  it('are refused when the file is empty, as a Secret is that nobody filled in, and each is named once', () => {
    const empty = path.join(folder, 'empty');
    expect(problemsOf({ DATABASE_URL_FILE: empty, LECTERN_SECRET_FILE: empty })).toEqual([
      'DATABASE_URL_FILE: the file is empty',
      'LECTERN_SECRET_FILE: the file is empty',
    ]);
  });

  it('are refused when the file is not there, and an empty variable counts as not set', () => {
    expect(problemsOf({ DATABASE_URL_FILE: path.join(folder, 'none') })).toEqual([
      "DATABASE_URL_FILE: the file can't be read",
    ]);
    expect(problemsOf({ DATABASE_URL: 'postgres://db/lectern', LECTERN_SECRET_FILE: '' })).toEqual([]);
  });
});

describe('a wrong setting', () => {
  const typed = z.object({
    LECTERN_PORT: z.coerce.number().int().min(1).max(65_535),
    LECTERN_LOG_LEVEL: z.enum(['info', 'debug']),
    LECTERN_URL: z.url(),
    LECTERN_SECRET: z.string().min(32),
    LECTERN_LIST: z.string().refine(() => false, 'holds something that is no address'),
    LECTERN_NEEDED: z.string(),
  });
  const port = (value: string) =>
    loadProblems({ LECTERN_PORT: value }).filter((problem) => problem.startsWith('LECTERN_PORT'));

  function loadProblems(environment: Record<string, string>): readonly string[] {
    try {
      loadSettings(typed, environment);
      return [];
    } catch (error) {
      return (error as InvalidSettings).problems;
    }
  }

  it('is named with what it should be, in plain words, and never with its value', () => {
    expect(
      loadProblems({
        LECTERN_PORT: '80a',
        LECTERN_LOG_LEVEL: 'loud',
        LECTERN_URL: 'media',
        LECTERN_SECRET: 'short',
        LECTERN_LIST: 'x',
      }),
    ).toEqual([
      'LECTERN_PORT: must be a number',
      'LECTERN_LOG_LEVEL: must be one of info, debug',
      'LECTERN_URL: must be an address such as https://media.example.org',
      'LECTERN_SECRET: must have 32 characters or more',
      'LECTERN_LIST: holds something that is no address',
      'LECTERN_NEEDED: is needed',
    ]);
    expect(port('99999')).toEqual(['LECTERN_PORT: must be 65535 or less']);
    expect(port('0')).toEqual(['LECTERN_PORT: must be 1 or more']);
    expect(port('80.5')).toEqual(['LECTERN_PORT: must be a whole number']);
  });
});
