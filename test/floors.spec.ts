import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const planted: string[] = [];

afterEach(async () => {
  for (const folder of planted.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** The rules that the linter finds broken when `room` holds a file with this import. */
async function rulesBroken(room: string, statement: string): Promise<string[]> {
  await mkdir(room, { recursive: true });
  const folder = await mkdtemp(path.join(room, 'planted-'));
  planted.push(folder);
  const file = path.join(folder, 'breach.ts');
  await writeFile(file, `${statement}\n`);
  const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
  const { stdout } = await run(process.execPath, [cruiser, '--output-type', 'json', file]).catch(
    (error: { stdout: string }) => error,
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map((violation) => violation.rule.name))];
}

describe('the floors', () => {
  it.each([
    ['libs/kernel', "export { parseStorageKey } from '#libs/storage';", 'floor-of-kernel'],
    ['libs/storage', "export { sign } from '#libs/signing';", 'floor-of-storage'],
    ['libs/quotas', "export { Assets } from '#libs/catalog';", 'floor-of-quotas'],
    ['libs/catalog', "export { Quotas } from '#libs/quotas';", 'floor-of-catalog'],
    ['libs/storage', "export { Module } from '@nestjs/common';", 'no-framework-below-http'],
    ['libs/quotas', "import fastify from 'fastify';\nexport default fastify;", 'no-framework-below-http'],
    ['apps/delivery/src', "export { openDatabase } from '#libs/database';", 'delivery-without-database'],
    [
      'libs/storage',
      "export { examineFolder } from '../examination/index.js';",
      'examination-only-for-the-operator',
    ],
    [
      'apps/uploader/src',
      "export { examineFolder } from '#libs/storage/examination';",
      'examination-only-for-the-operator',
    ],
    ['apps/worker/src', "export { Intake } from '../../../uploader/src/intake/intake.js';", 'apps-apart'],
    [
      'apps/uploader/src',
      "export { NfsStorage } from '../../../../libs/storage/nfs/nfs-storage.js';",
      'through-the-face',
    ],
  ])('catch a breach in %s: %s', async (room, statement, rule) => {
    expect(await rulesBroken(room, statement)).toContain(rule);
  });

  it('let through what goes down', async () => {
    expect(await rulesBroken('libs/catalog', "export { DomainError } from '#libs/kernel';")).toEqual([]);
    expect(await rulesBroken('apps/uploader/src', "export { NfsStorage } from '#libs/storage';")).toEqual([]);
    const examination = "export { examineFolder } from '#libs/storage/examination';";
    expect(await rulesBroken('apps/operator/src', examination)).toEqual([]);
  });
});
