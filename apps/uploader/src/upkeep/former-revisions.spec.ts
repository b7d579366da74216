import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import {
  type Asset,
  Assets,
  Courses,
  Holds,
  PlaybackSessions,
  QUEUES,
  Releases,
  Revisions,
  Uploads,
} from '#libs/catalog';
import { JobQueue, json } from '#libs/database';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { FormerRevisions } from './former-revisions.js';
import { Orphans } from './orphans.js';

const test = withTestDatabase();
const DAY_MS = 86_400_000;
const [assets, quotas, audit, holds] = [new Assets(), new Quotas(), new Audit(), new Holds()];
const never = new AbortController().signal;
const logger = pino({ level: 'silent' });
let storage: NfsStorage;
let revisions: Revisions;
let unit: string;
let asset: Asset;
let take: Asset;
/** Days that have passed. */
let days: number;
const clock = { now: () => new Date(Date.now() + days * DAY_MS) };

async function store(key: string): Promise<void> {
  const bytes = Buffer.from(key);
  await storage.put(
    parseStorageKey(key),
    (async function* () {
      yield bytes;
    })(),
    { bytes: bytes.length },
  );
}

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(parseStorageKey('assets'))) keys.push(key.slice(7));
  return keys.map((key) => key.replace(asset.id, 'A').replace(take.id, 'R')).sort();
}

const sweep = () =>
  new FormerRevisions(
    { database: test.database, storage, assets, revisions, clock, logger },
    30 * 86_400,
  ).sweep(never);
const used = async () => (await quotas.status(test.database.kysely, unit)).used;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'lectern-revisions-'));
  storage = new NfsStorage({ root });
  revisions = new Revisions({ quotas, audit, queue: new JobQueue(test.database, { queues: QUEUES }) });
  unit = newId('unt');
  days = 0;
  const made = { owner: 'd', unit, account: unit, kind: 'video', contentType: 'video/mp4' } as const;
  await test.database.transaction(async (tx) => {
    await new Units().create(tx, { id: unit, kind: 'region', name: 'U' });
    const expiresAt = new Date(Date.now() + DAY_MS);
    const create = async (id: string, bytes: number, more: object) => {
      const of = { fileName: 'a.mp4', title: 'A', bytes, sha256: '0'.repeat(64), state: 'ready' } as const;
      const row = await assets.create(tx, { id, ...made, ...of, ...more });
      const isFirst = row.replaces === null;
      await quotas.reserve(tx, {
        reservation: `r${id}`,
        account: unit,
        bytes,
        assets: isFirst ? 1 : 0,
        expiresAt,
      });
      await quotas.settle(tx, { reservation: `r${id}`, bytes, asset: id });
      const master = `hls/r1-${isFirst ? 'old' : `new.${id}`}.m3u8`;
      await tx
        .updateTable('assets')
        .set({ master, facts: json({ durationSeconds: bytes }) })
        .where('id', '=', id)
        .execute();
      return row;
    };
    asset = await create(newId('ast'), 100, {});
    take = await create(newId('rvn'), 40, { replaces: asset.id });
  });
  for (const path of [
    'source/original',
    'hls/r1-old.m3u8',
    `source/original-${take.id}`,
    `hls/r1-new.${take.id}.m3u8`,
  ])
    await store(`assets/${asset.id}/${path}`);
  expect(await test.database.transaction((tx) => revisions.adopt(tx, asset.id, take.id))).toBe(true);
  return () => rm(root, { recursive: true, force: true });
});

it('keeps what was shown before for as long as the trash keeps, then removes it and frees its quota', async () => {
  expect(await assets.get(test.database.kysely, asset.id)).toMatchObject({ bytes: 40, revision: take.id });
  expect(await used()).toBe(140);
  days = 29;
  await sweep();
  expect(await stored()).toHaveLength(4);
  days = 31;
  await sweep();
  expect(await stored()).toEqual(['A/hls/r1-new.R.m3u8', 'A/source/original-R']);
  expect(await used()).toBe(40);
  const { items } = await audit.list(test.database.kysely, { subject: asset.id, limit: 10 });
  expect(items.map(({ action }) => action)).toEqual(['asset.revision-purged', 'asset.replaced']);
  await expect(
    test.database.transaction((tx) => revisions.restore(tx, asset.id, null, 'd')),
  ).rejects.toMatchObject({ code: 'revision-not-found' });
});

it('keeps what a legal hold is on, or a viewer who began with it plays still', async () => {
  days = 31;
  await test.database.transaction((tx) =>
    holds.place(tx, { kind: 'asset', id: asset.id, unit, reason: 'r', actor: 'a', byAdministrator: true }),
  );
  await sweep();
  expect(await stored()).toHaveLength(4);
  await test.database.transaction((tx) => holds.lift(tx, 'asset', asset.id, { isAdministrator: true }));
  const session = {
    id: newId('ses'),
    kind: 'play',
    assetId: asset.id,
    viewer: 'v',
    role: 'doctor',
    unit,
  } as const;
  const times = { createdAt: clock.now(), expiresAt: new Date(clock.now().getTime() + 3_600_000) };
  await test.database.transaction((tx) =>
    new PlaybackSessions().create(
      tx,
      { ...session, apiKey: null, network: null, kibPerSecond: null, revision: null, ...times },
      { limit: 10 },
    ),
  );
  await sweep();
  expect(await stored()).toHaveLength(4);
  days = 32;
  await sweep();
  expect(await stored()).toHaveLength(2);
});

it('is shown again by a restore, which a replacement that was begun before does not undo', async () => {
  const late = await test.database.transaction((tx) =>
    assets.create(tx, {
      ...take,
      id: newId('rvn'),
      replaces: asset.id,
      revisedAt: new Date(Date.now() - 1000),
    }),
  );
  const restored = await test.database.transaction((tx) => revisions.restore(tx, asset.id, null, 'd'));
  expect(restored).toMatchObject({ bytes: 100, revision: null, facts: { durationSeconds: 100 } });
  expect(await used()).toBe(140);
  expect(await test.database.transaction((tx) => revisions.adopt(tx, asset.id, late.id))).toBe(false);
  expect(await assets.get(test.database.kysely, late.id)).toMatchObject({
    state: 'failed',
    failure: { code: 'superseded' },
  });
});

it('waits for its release again, in a unit that reviews, whichever bytes come into its place', async () => {
  const { database } = test;
  const releases = new Releases();
  const state = async () => {
    const [of] = (await releases.ofAssets(database.kysely, [asset.id])).values();
    return [of?.state, of?.shownTo === '*'];
  };
  const release = () => database.transaction((tx) => releases.release(tx, asset.id, { by: 'chief' }));
  const another = await database.transaction(async (tx) => {
    await new Units().update(tx, unit, { releases: 'reviewed' });
    const course = await new Courses().create(tx, { title: 'C', unit, owner: 'd', visibility: 'all' });
    await assets.update(tx, asset.id, { courseId: course.id });
    return assets.create(tx, { ...take, id: newId('rvn'), replaces: asset.id, revisedAt: new Date() });
  });
  await release();
  expect(await state()).toEqual(['released', true]);
  expect(await database.transaction((tx) => revisions.adopt(tx, asset.id, another.id))).toBe(true);
  expect(await state()).toEqual(['waiting', false]);
  await release();
  await database.transaction((tx) => revisions.restore(tx, asset.id, null, 'd'));
  expect(await state()).toEqual(['waiting', false]);
});

it('is no orphan while it is kept, and an original that nobody names is one', async () => {
  await store(`assets/${asset.id}/source/original-rvn_lost`);
  days = 20;
  const orphans = new Orphans(
    { database: test.database, storage, assets, uploads: new Uploads(), holds, audit, clock, logger },
    86_400,
  );
  const found: string[] = [];
  for await (const { folder } of orphans.find()) found.push(folder);
  expect(found).toEqual([`assets/${asset.id}/source/original-rvn_lost`]);
});
