import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const UPLOADER = 'apps/uploader/src';

/** A statement in a new folder of a room, and the rule that it breaks; null where it breaks none. */
type Planted = readonly [room: string, statement: string, rule: string | null];

const FLOORS: readonly Planted[] = [
  ['libs/kernel', "export { parseStorageKey } from '#libs/storage';", 'floor-of-kernel'],
  ['libs/client', "export { problemOf } from '#libs/http';", 'floor-of-client'],
  ['libs/storage', "export { sign } from '#libs/signing';", 'floor-of-storage'],
  ['libs/quotas', "export { Assets } from '#libs/catalog';", 'floor-of-quotas'],
  ['libs/catalog', "export { Quotas } from '#libs/quotas';", 'floor-of-catalog'],
  ['libs/webhooks', "export { Audit } from '#libs/audit';", 'floor-of-webhooks'],
  ['libs/egress', "export { openDatabase } from '#libs/database';", 'floor-of-egress'],
  ['libs/usage', "export { Quotas } from '#libs/quotas';", 'floor-of-usage'],
  ['libs/storage', "export { Module } from '@nestjs/common';", 'no-framework-below-http'],
  ['libs/quotas', "import fastify from 'fastify';\nexport default fastify;", 'no-framework-below-http'],
  [UPLOADER, "export { sql } from 'kysely';", 'no-query-above-the-domains'],
  ['apps/delivery/src', "export { openDatabase } from '#libs/database';", 'delivery-without-database'],
  ['apps/delivery/src', "export { UsageCounts } from '#libs/usage';", 'delivery-without-database'],
  ['apps/delivery/src', "export { writtenLine } from '#libs/usage/journal';", null],
  [
    'libs/storage',
    "export { examineFolder } from '../examination/index.js';",
    'examination-only-for-the-operator',
  ],
  [
    UPLOADER,
    "export { examineFolder } from '#libs/storage/examination';",
    'examination-only-for-the-operator',
  ],
  ['apps/worker/src', "export { Intake } from '../../../uploader/src/intake/intake.js';", 'apps-apart'],
  [UPLOADER, "export { NfsStorage } from '../../../../libs/storage/nfs/nfs-storage.js';", 'through-the-face'],
  ['libs/catalog', "export { DomainError } from '#libs/kernel';", null],
  [UPLOADER, "export { NfsStorage } from '#libs/storage';", null],
  ['apps/operator/src', "export { examineFolder } from '#libs/storage/examination';", null],
];

const UPLOADER_ROOMS: readonly Planted[] = [
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
  ['admin', "export { Intake } from '../../intake/intake.js';", 'room-of-admin'],
  ['webhooks', "export { Trash } from '../../upkeep/trash.js';", 'room-of-webhooks'],
  ['people', "export { FormDoor } from '../../doors/form/form-door.js';", 'room-of-people'],
  ['session', "export { Intake } from '../../intake/intake.js';", 'room-of-session'],
  ['console', "export { Trash } from '../../upkeep/trash.js';", 'room-of-console'],
  ['notices', "export { Intake } from '../../intake/intake.js';", 'room-of-notices'],
  ['releases', "export { Intake } from '../../intake/intake.js';", 'room-of-releases'],
  ['doors/tus', "export { Intake } from '../../../intake/intake.js';", null],
  ['doors/tus', "export { page } from '../../../rest/page.js';", null],
  ['rest', "export { SETTINGS } from '../../ground.module.js';", null],
].map(below(UPLOADER));

const DELIVERY_ROOMS: readonly Planted[] = [
  ['objects', "export type { FastLane } from '../../lane/fast-lane.js';", 'objects-know-no-lane'],
  ['', "export { FastLane } from '../lane/fast-lane.js';", 'objects-know-no-lane'],
  ['lane', "export type { Breach } from './breach.js';", 'lane-reads-downwards'],
].map(below('apps/delivery/src'));

const WORKER_ROOMS: readonly Planted[] = [
  ['ffmpeg', "export type { Recording } from '../../renditions/rendition-maker.js';", 'worker-ffmpeg'],
  ['renditions', "export { soundOutput } from '../../sound/encode-sound.js';", 'worker-renditions'],
  ['sound', "export { encodeLadder } from '../../video/encode-ladder.js';", 'worker-sound'],
  ['pictures', "export { soundOutput } from '../../sound/encode-sound.js';", 'worker-pictures'],
  ['video', "export { processAsset } from '../../jobs/process-asset.js';", 'worker-video'],
  ['jobs', "export { readWorkerSettings } from '../../config.js';", 'worker-jobs'],
].map(below('apps/worker/src'));

function below(folder: string): (one: readonly (string | null)[]) => Planted {
  return ([room, statement, rule]) => [path.join(folder, room ?? ''), statement ?? '', rule ?? null];
}

/** As above, but in a file beside the folders. */
const BESIDE: readonly Planted[] = [
  [UPLOADER, "export { Intake } from './intake/intake.js';", 'ground-knows-no-room'],
  [`${UPLOADER}/doors`, "export { TusDoor } from './tus/tus-door.js';", 'doors-share-downwards'],
];

const IN_FOLDERS = [...FLOORS, ...UPLOADER_ROOMS, ...DELIVERY_ROOMS, ...WORKER_ROOMS];
const planted: string[] = [];

afterAll(async () => {
  for (const place of planted) await rm(place, { recursive: true, force: true });
});

async function plant(room: string, statement: string): Promise<string> {
  await mkdir(room, { recursive: true });
  const folder = await mkdtemp(path.join(room, 'planted-'));
  planted.push(folder);
  return write(path.join(folder, 'breach.ts'), statement);
}

async function plantBeside(folder: string, statement: string): Promise<string> {
  const file = path.join(folder, `planted-${process.pid}.ts`);
  planted.push(file);
  return write(file, statement);
}

async function write(file: string, statement: string): Promise<string> {
  await writeFile(file, `${statement}\n`);
  return file;
}

describe('the floors', () => {
  /** By room and statement. */
  const files = new Map<string, string>();
  /** The rules that each file breaks. */
  const broken = new Map<string, Set<string>>();

  beforeAll(async () => {
    for (const [room, statement] of IN_FOLDERS)
      files.set(`${room} ${statement}`, await plant(room, statement));
    for (const [room, statement] of BESIDE)
      files.set(`${room} ${statement}`, await plantBeside(room, statement));
    const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
    const { stdout } = await run(process.execPath, [cruiser, '--output-type', 'json', ...files.values()], {
      maxBuffer: 64 * 1024 ** 2,
    }).catch((error: { stdout: string }) => error);
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    for (const { from, rule } of summary.violations)
      broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
  }, 120_000);

  it.each([...IN_FOLDERS, ...BESIDE])('in %s, %s: %s', (room, statement, rule) => {
    const file = files.get(`${room} ${statement}`) ?? '';
    const rules = [...(broken.get(file) ?? [])];
    if (rule === null) expect(rules).toEqual([]);
    else expect(rules).toContain(rule);
  });
});

describe('queries', () => {
  it.each([
    [UPLOADER, 'selectFrom', 1],
    ['apps/operator/src', 'deleteFrom', 1],
    ['libs/catalog', 'selectFrom', 0],
  ])('are left to the domains: one in %s by %s', async (room, verb, breaches) => {
    const statement = `export const rows = (q: Record<string, (table: string) => object>) => q.${verb}('assets');`;
    const file = await plant(room, statement);
    const { stdout } = await run('node_modules/.bin/oxlint', ['--format', 'json', file]).catch(
      (error: { stdout: string }) => error,
    );
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
    const found = diagnostics.filter(({ code }) => code.includes('no-restricted-properties'));
    expect(found).toHaveLength(breaches);
  });
});
