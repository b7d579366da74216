import { sql } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import {
  Assets,
  Courses,
  dueAssets,
  Holds,
  PlaybackSessions,
  RetentionRules,
  RevocationEntries,
  unthinAsset,
  Uploads,
} from '#libs/catalog';
import { masterPlaylist } from '#libs/hls';
import type { Caller } from '#libs/http';
import { newId } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { MemoryStorage, parseStorageKey } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { Revocations } from '../playback/revocations.js';
import { AssetStory } from '../rest/asset-story.js';
import { RetentionMetrics } from '../retention-metrics.js';
import { Orphans } from './orphans.js';
import { Retention } from './retention.js';
import { Trash } from './trash.js';

const DAY_MS = 86_400_000;
const test = withTestDatabase();
const never = new AbortController().signal;
const logger = pino({ level: 'silent' });
const assets = new Assets();
const audit = new Audit();
const holds = new Holds();
const rules = new RetentionRules();
const quotas = new Quotas();
const sessions = new PlaybackSessions();
const caller: Caller = { subject: 'dr', name: 'Dr', role: 'doctor', unit: 'ward' };
const NOTHING = {
  tag: null,
  trashAfterDays: null,
  trashSince: null,
  dropRungsAfterDays: null,
  keepsOriginals: false,
};

let storage: MemoryStorage;
/** How many days after today. */
let days = 0;
const clock = { now: () => new Date(Date.now() + days * DAY_MS) };
const ids: string[] = [];

function rooms() {
  const { database } = test;
  const parts = { database, storage, assets, clock, logger, audit, quotas };
  const revocations = new Revocations(
    { ...parts, sessions, entries: new RevocationEntries() },
    { longestSeconds: 60 },
  );
  const story = new AssetStory({ ...parts, uploads: new Uploads() });
  const metrics = new RetentionMetrics(new Registry());
  return {
    retention: new Retention({ ...parts, revocations, story, metrics }),
    trash: new Trash({ ...parts, revocations, story }, 3600),
    orphans: new Orphans({ ...parts, uploads: new Uploads(), holds }, 60),
  };
}

const put = (key: string, text = 'x') =>
  storage.put(
    parseStorageKey(key),
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
const keys = async () => {
  const found: string[] = [];
  for await (const { key } of storage.list(parseStorageKey('assets'))) found.push(key);
  return found.toSorted();
};

async function asset(name: string, more: { unit?: string; course?: string; rungs?: string[] } = {}) {
  const id = newId('ast');
  ids.push(id);
  await test.database.transaction(async (tx) => {
    const unit = more.unit ?? 'ward';
    const file = { fileName: 'a.mp4', title: name, contentType: 'video/mp4', bytes: 1000 };
    const whose = { owner: 'dr', unit, account: unit, kind: 'video', courseId: more.course ?? null } as const;
    await assets.create(tx, { id, ...whose, ...file, sha256: '0'.repeat(64), state: 'ready' });
  });
  await put(`assets/${id}/source/original`);
  const rungs = more.rungs ?? [];
  if (rungs.length === 0) return id;
  const bandwidthOf = (rung: string) => (rung === 'source' ? 9_000_000 : Number.parseInt(rung, 10) * 1000);
  const variants = rungs.map((rung) => ({
    uri: `${rung}-x/index.m3u8`,
    bandwidth: bandwidthOf(rung),
    averageBandwidth: 1,
    codecs: 'avc1',
  }));
  await put(`assets/${id}/hls/r4-x.m3u8`, masterPlaylist(variants));
  for (const rung of [...rungs, 'audio'])
    for (const file of ['index.m3u8', 'stream.mp4']) await put(`assets/${id}/hls/${rung}-x/${file}`);
  await test.database.transaction(async (tx) => {
    for (const rung of [...rungs, 'audio'])
      await tx
        .insertInto('renditions')
        .values({
          assetId: id,
          rung,
          folder: `hls/${rung}-x`,
          state: 'done',
          attempt: 1,
          bytes: 100,
          width: rung === 'audio' ? null : 160,
          height: rung === 'audio' ? null : 90,
          bandwidth: rung === 'audio' ? 1 : bandwidthOf(rung),
          averageBandwidth: null,
          frameRate: null,
          codecs: null,
          durationSeconds: null,
          channels: null,
          keyframeBandwidth: null,
        })
        .execute();
    await sql`update assets set master = 'hls/r4-x.m3u8', derived_bytes = 500 where id = ${id}`.execute(tx);
    await quotas.addDerived(tx, { account: 'ward', asset: id, bytes: 500 });
  });
  return id;
}

const rule = (terms: Partial<typeof NOTHING> | Record<string, unknown>, unit = 'hospital') =>
  test.database.transaction((tx) => rules.create(tx, { ...NOTHING, ...terms, unit }));
const hold = (kind: 'asset' | 'course' | 'unit', id: string) =>
  test.database.transaction((tx) =>
    holds.place(tx, { kind, id, unit: 'ward', reason: 'case', actor: 'admin', byAdministrator: true }),
  );
const lift = (kind: 'asset' | 'course' | 'unit', id: string) =>
  test.database.transaction((tx) => holds.lift(tx, kind, id, { isAdministrator: true }));
const watch = (assetId: string, seconds: number) =>
  test.database.transaction((tx) =>
    sessions.create(
      tx,
      {
        id: newId('ses'),
        kind: 'play',
        assetId,
        viewer: 'v',
        role: 'doctor',
        unit: 'ward',
        apiKey: null,
        network: null,
        kibPerSecond: null,
        createdAt: clock.now(),
        expiresAt: new Date(clock.now().getTime() + seconds * 1000),
      } as const,
      { limit: 100 },
    ),
  );
/** What the dry run says, as title and action; what is held with by what. */
const dryRun = async () =>
  (await dueAssets(test.database.kysely, { at: clock.now(), limit: 100 })).map(
    ({ title, action, hold: by }) => `${title} ${action}${by === null ? '' : ` held by ${by}`}`,
  );
const inTrash = async () => {
  const all = await assets.among(test.database.kysely, ids);
  return all.filter(({ deletedAt }) => deletedAt !== null).map(({ title }) => title);
};
const actions = async (subject: string) =>
  (await audit.list(test.database.kysely, { subject, limit: 100 })).items.map(({ action }) => action);

beforeAll(() =>
  test.database.transaction(async (tx) => {
    const units = new Units();
    await units.create(tx, { id: 'region', kind: 'region', name: 'R' });
    await units.create(tx, { id: 'hospital', kind: 'hospital', name: 'H', parentId: 'region' });
    await units.create(tx, { id: 'ward', kind: 'department', name: 'W', parentId: 'hospital' });
    await units.create(tx, { id: 'clinic', kind: 'hospital', name: 'C', parentId: 'region' });
  }),
);
beforeEach(async () => {
  storage = new MemoryStorage();
  days = 0;
  await test.owner.executeSql('truncate assets, holds, retention_rules, courses cascade');
});

it('puts into the trash what the dry run said, by unit, tag and last use, and keeps what is to be kept', async () => {
  const course = (tags: string[]) =>
    test.database.transaction((tx) =>
      new Courses().create(tx, { title: 'C', unit: 'ward', owner: 'dr', tags }),
    );
  const [old, kept] = [await course(['old']), await course(['old', 'keep'])];
  await asset('plain');
  await asset('elsewhere', { unit: 'clinic' });
  const watched = await asset('watched', { course: old.id });
  await asset('unwatched', { course: old.id });
  await asset('kept', { course: kept.id });
  await rule({ trashAfterDays: 100, trashSince: 'watched', tag: 'old' });
  await rule({ keepsOriginals: true, tag: 'keep' }, 'ward');
  days = 50;
  await watch(watched, 60);
  expect(await dryRun()).toEqual([]);
  days = 101;
  const said = await dryRun();
  expect(said).toEqual(['unwatched trash']);
  const { retention, trash } = rooms();
  await Promise.all([retention.sweep(never), rooms().retention.sweep(never)]);
  expect(await inTrash()).toEqual(['unwatched']);
  expect(await dryRun()).toEqual([]);
  const [gone] = (await assets.among(test.database.kysely, ids)).filter(({ deletedAt }) => deletedAt);
  expect(await actions(gone?.id ?? '')).toEqual(['asset.trashed']);
  // Whoever takes it back has it for as long again.
  await trash.restore(caller, gone as never);
  await sql`update asset_uses set restored_at = ${clock.now()} where asset_id = ${gone?.id}`.execute(
    test.database.kysely,
  );
  expect(await dryRun()).toEqual([]);
  await rule({ trashAfterDays: 10, trashSince: 'uploaded' }, 'region');
  expect((await dryRun()).toSorted()).toEqual(['elsewhere trash', 'plain trash', 'watched trash']);
  days = 150;
  await retention.sweep(never);
  expect((await inTrash()).toSorted()).toEqual(['elsewhere', 'plain', 'unwatched', 'watched']);
});

it('passes over what is held, by whatever, on every way that removes bytes', async () => {
  const c = await test.database.transaction((tx) =>
    new Courses().create(tx, { title: 'C', unit: 'ward', owner: 'dr' }),
  );
  const own = await asset('own');
  const inCourse = await asset('in-course', { course: c.id });
  const trashed = await asset('trashed');
  const { retention, trash, orphans } = rooms();
  const row = (id: string) => assets.get(test.database.kysely, id);
  await trash.put(caller, await row(trashed));
  for (const [kind, id] of [
    ['asset', own],
    ['course', c.id],
    ['asset', trashed],
  ] as const)
    await hold(kind, id);
  await rule({ trashAfterDays: 1, trashSince: 'uploaded' });
  days = 40;
  expect((await dryRun()).toSorted()).toEqual(['in-course trash held by course', 'own trash held by asset']);
  const before = await keys();
  await retention.sweep(never);
  await trash.sweep(never);
  for (const id of [own, inCourse])
    await expect(trash.put(caller, await row(id))).rejects.toMatchObject({ code: 'under-legal-hold' });
  // Nor by what would take it out of the hold first.
  await test.database.transaction(async (tx) => {
    await expect(assets.update(tx, inCourse, { courseId: null })).rejects.toMatchObject({
      code: 'under-legal-hold',
      facts: { hold: 'course' },
    });
    await expect(new Courses().remove(tx, c.id)).rejects.toMatchObject({ code: 'under-legal-hold' });
  });
  // A rendition that no row names is one for the sweep of orphans.
  await put(`assets/${own}/hls/720p-old/stream.mp4`);
  await sql`update assets set updated_at = now() - interval '1 day'`.execute(test.database.kysely);
  const foldersFound = async () => {
    const found: string[] = [];
    for await (const { folder } of orphans.find()) found.push(folder);
    return found;
  };
  expect(await foldersFound()).toEqual([]);
  expect(await keys()).toEqual([...before, `assets/${own}/hls/720p-old/stream.mp4`].toSorted());
  expect(await inTrash()).toEqual(['trashed']);

  await lift('asset', own);
  expect(await foldersFound()).toEqual([`assets/${own}/hls/720p-old`]);
  await hold('unit', 'region');
  for await (const orphan of orphans.find()) throw new Error(orphan.folder);
  await lift('asset', trashed);
  await lift('course', c.id);
  // What is held from above does not leave it.
  await test.database.transaction(async (tx) => {
    await expect(holds.requireFreeToMove(tx, 'ward', 'elsewhere')).rejects.toMatchObject({
      code: 'under-legal-hold',
    });
    await holds.requireFreeToMove(tx, 'ward', 'clinic');
  });
  await trash.sweep(never);
  expect(await keys()).toHaveLength(before.length + 1);
  await lift('unit', 'region');
  await trash.sweep(never);
  await retention.sweep(never);
  expect((await keys()).some((key) => key.startsWith(`assets/${trashed}/`))).toBe(false);
  expect((await inTrash()).toSorted()).toEqual(['in-course', 'own']);
  await expect(hold('asset', trashed)).rejects.toMatchObject({ code: 'asset-not-found' });
});

it('a hold that comes while an asset is being judged waits for the verdict, or is obeyed', async () => {
  const id = await asset('raced');
  const { trash } = rooms();
  await trash.put(caller, await assets.get(test.database.kysely, id));
  let placed: Promise<unknown> | undefined;
  await test.database.transaction(async (tx) => {
    expect(await assets.beginPurge(tx, id)).toBe(true);
    placed = hold('asset', id);
    placed.catch(() => undefined);
  });
  await expect(placed).rejects.toMatchObject({ code: 'asset-not-found' });
});

it('drops rungs of what nobody watches, while no session is open, and has them made again', async () => {
  const id = await asset('lesson', { rungs: ['source', '1080p', '720p', '240p'] });
  const held = await asset('held', { rungs: ['720p', '240p'] });
  const small = await asset('small', { rungs: ['240p'] });
  await hold('asset', held);
  await rule({ dropRungsAfterDays: 30 });
  days = 31;
  await watch(id, 60);
  await sql`update asset_uses set watched_at = now()`.execute(test.database.kysely);
  // A session is open.
  expect(await dryRun()).toEqual(['held drop-rungs held by asset']);
  await sql`update playback_sessions set expires_at = now()`.execute(test.database.kysely);
  const [due] = await dueAssets(test.database.kysely, { at: clock.now(), limit: 1, id });
  expect(due).toMatchObject({ action: 'drop-rungs', rungs: ['1080p', '720p'], bytes: 200, hold: null });
  const before = await keys();
  await rooms().retention.sweep(never);
  const thinned = await assets.get(test.database.kysely, id);
  const master = `assets/${id}/${thinned.master}`;
  expect(before.filter((key) => key.startsWith(`assets/${id}/`)).length).toBe(12);
  expect((await keys()).filter((key) => key.startsWith(`assets/${id}/`))).toEqual(
    [
      ...['240p', 'audio', 'source'].flatMap((rung) => [
        `assets/${id}/hls/${rung}-x/index.m3u8`,
        `assets/${id}/hls/${rung}-x/stream.mp4`,
      ]),
      master,
      `assets/${id}/source/original`,
    ].toSorted(),
  );
  for (const other of [held, small])
    expect((await keys()).filter((key) => key.startsWith(`assets/${other}/`))).toEqual(
      before.filter((key) => key.startsWith(`assets/${other}/`)),
    );
  const object = await storage.open(parseStorageKey(master));
  let text = '';
  for await (const chunk of object.read()) text += Buffer.from(chunk).toString();
  expect(text.match(/^[^#].+$/gm)).toEqual(['240p-x/index.m3u8', 'source-x/index.m3u8']);
  expect(await actions(id)).toEqual(['asset.rungs-dropped']);
  const { rows } = await sql<{ derived: number; asset: number }>`
    select derived_bytes::int as derived, (select derived_bytes::int from assets where id = ${id}) as asset
    from accounts where id = 'ward'`.execute(test.database.kysely);
  expect((rows[0]?.derived ?? 0) - (rows[0]?.asset ?? 0)).toBe(1000);
  expect(rows[0]?.asset).toBeLessThan(500);
  expect(await dryRun()).toEqual(['held drop-rungs held by asset']);

  const ask = () => test.database.transaction((tx) => unthinAsset(tx, id));
  expect(await ask()).toMatchObject({ state: 'playable', thinnedAt: null, tries: 0 });
  expect(await ask()).toBeUndefined();
});
