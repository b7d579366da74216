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

/** The rules that the linter finds broken when `room` holds a folder with a file with this import. */
async function rulesBroken(room: string, statement: string): Promise<string[]> {
  await mkdir(room, { recursive: true });
  const folder = await mkdtemp(path.join(room, 'planted-'));
  planted.push(folder);
  return rulesBrokenBy(path.join(folder, 'breach.ts'), statement);
}

async function rulesBrokenBy(file: string, statement: string): Promise<string[]> {
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
  });
});

const UPLOADER = 'apps/uploader/src';

describe('the rooms of the uploader', () => {
  it.each([
    ['rest', "export type { Intention } from '../../intake/intake.js';", 'rest-lowest'],
    ['rest', "export { Uploader } from '../../uploader.module.js';", 'rest-lowest'],
    ['intake', "export { TusDoor } from '../../doors/tus/tus-door.js';", 'intake-knows-no-door'],
    ['intake', "export { checked } from '../../doors/description.js';", 'intake-knows-no-door'],
    ['intake', "export { Reach } from '../../rest/reach.js';", 'intake-by-libs'],
    ['doors/tus', "export { JsonDoor } from '../../json/json-door.js';", 'doors-apart'],
    ['doors/parts', "export type { UploadFields } from '../../ietf/upload-fields.js';", 'doors-apart'],
    ['doors/form', "export { Trash } from '../../../upkeep/trash.js';", 'room-of-doors'],
    ['playback', "export { Intake } from '../../intake/intake.js';", 'room-of-playback'],
    ['upkeep', "export { FormDoor } from '../../doors/form/form-door.js';", 'room-of-upkeep'],
    ['catalog', "export { FormDoor } from '../../doors/form/form-door.js';", 'room-of-catalog'],
    ['admin', "export { Playback } from '../../playback/playback.js';", 'room-of-admin'],
  ])('catch a breach in %s: %s', async (room, statement, rule) => {
    expect(await rulesBroken(`${UPLOADER}/${room}`, statement)).toContain(rule);
  });

  it.each([
    [UPLOADER, "export { Intake } from './intake/intake.js';", 'ground-knows-no-room'],
    [`${UPLOADER}/doors`, "export { TusDoor } from './tus/tus-door.js';", 'doors-share-downwards'],
  ])('catch a breach beside the folders of %s: %s', async (folder, statement, rule) => {
    const file = path.join(folder, `planted-${process.pid}.ts`);
    planted.push(file);
    expect(await rulesBrokenBy(file, statement)).toContain(rule);
  });

  it('let through what goes down', async () => {
    const down =
      "export { Intake } from '../../../intake/intake.js';\nexport { page } from '../../../rest/page.js';";
    expect(await rulesBroken(`${UPLOADER}/doors/tus`, down)).toEqual([]);
    const ground = "export { SETTINGS } from '../../ground.module.js';";
    expect(await rulesBroken(`${UPLOADER}/rest`, ground)).toEqual([]);
  });
});
