import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomToken } from '#libs/kernel';
import { EventLog } from '../database/index.js';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import {
  AssetNotFailed,
  AssetNotFound,
  Assets,
  AttemptRunning,
  CourseNotFound,
  Courses,
  MAX_TRIES,
  mayChange,
  type NewAsset,
  type PlaybackSession,
  PlaybackSessions,
  Processing,
  RevocationEntries,
  StaleAttempt,
  TooManySessions,
  VersionConflict,
  type Viewer,
} from './index.js';

const LATER = new Date('2030-01-01T00:00:00Z');
const SHA = 'a'.repeat(64);
const TREE = [
  { id: 'north', kind: 'region' },
  { id: 'north-hospital', kind: 'hospital', parentId: 'north' },
  { id: 'north-icu', kind: 'department', parentId: 'north-hospital' },
  { id: 'north-er', kind: 'department', parentId: 'north-hospital' },
  { id: 'north-clinic', kind: 'hospital', parentId: 'north' },
  { id: 'south', kind: 'region' },
  { id: 'south-hospital', kind: 'hospital', parentId: 'south' },
] as const;
const PATHS: Readonly<Record<string, readonly string[]>> = {
  north: ['north'],
  'north-hospital': ['north', 'north-hospital'],
  'north-icu': ['north', 'north-hospital', 'north-icu'],
  'north-er': ['north', 'north-hospital', 'north-er'],
  'north-clinic': ['north', 'north-clinic'],
  'south-hospital': ['south', 'south-hospital'],
};

function viewer(role: Viewer['role'], unit: string | null, subject = `${role}-of-${unit}`): Viewer {
  return { role, subject, unit, unitPath: unit === null ? [] : (PATHS[unit] ?? []) };
}

const test = withTestDatabase();
const courses = new Courses();
const assets = new Assets();
const processing = new Processing();
const sessions = new PlaybackSessions();
const entries = new RevocationEntries();
const inTransaction = <T>(work: Parameters<typeof test.database.transaction<T>>[0]) =>
  test.database.transaction(work);
const open = (session: Partial<PlaybackSession> & Pick<PlaybackSession, 'id' | 'assetId'>, limit = 100) =>
  inTransaction((tx) =>
    sessions.create(
      tx,
      {
        kind: 'play',
        viewer: 'v',
        role: 'doctor',
        unit: null,
        apiKey: null,
        network: null,
        kibPerSecond: null,
        createdAt: new Date(),
        expiresAt: LATER,
        ...session,
      },
      { limit },
    ),
  );
const createAsset = (more: Partial<NewAsset> = {}) =>
  inTransaction((tx) =>
    assets.create(tx, {
      owner: 'owner',
      unit: 'north-icu',
      account: 'north-icu',
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: 5,
      sha256: SHA,
      ...more,
    }),
  );

beforeAll(async () => {
  await inTransaction(async (tx) => {
    for (const unit of TREE) await new Units().create(tx, { name: unit.id, ...unit });
  });
});

describe('who sees what', () => {
  const made = new Map<string, string>();
  beforeAll(async () => {
    for (const visibility of ['private', 'unit', 'region', 'all'] as const) {
      const course = await inTransaction((tx) =>
        courses.create(tx, { title: visibility, unit: 'north-hospital', owner: 'author', visibility }),
      );
      made.set(course.id, visibility);
      await createAsset({ owner: 'author', unit: 'north-hospital', courseId: course.id, title: visibility });
    }
  });

  it.each<[string, Viewer, string]>([
    ['an administrator', viewer('admin', null), 'all private region unit'],
    ['an auditor', viewer('auditor', null), 'all private region unit'],
    ['the owner, wherever', viewer('doctor', 'south-hospital', 'author'), 'all private region unit'],
    ['a doctor of the unit', viewer('doctor', 'north-hospital'), 'all region unit'],
    ['a doctor below the unit', viewer('doctor', 'north-icu'), 'all region unit'],
    ['a doctor beside the unit', viewer('doctor', 'north-clinic'), 'all region'],
    ['a doctor above the unit', viewer('doctor', 'north'), 'all region'],
    ['a doctor of another region', viewer('doctor', 'south-hospital'), 'all'],
    ['a doctor without a unit', viewer('doctor', null), 'all'],
    ['the unit’s administrator', viewer('unit-admin', 'north-hospital'), 'all private region unit'],
    ['an administrator above', viewer('unit-admin', 'north'), 'all private region unit'],
    ['an administrator below', viewer('unit-admin', 'north-icu'), 'all region unit'],
    ['an administrator elsewhere', viewer('unit-admin', 'south-hospital'), 'all'],
  ])('%s', async (_, who, expected) => {
    const q = test.database.kysely;
    const seen = (await courses.list(q, { viewer: who, limit: 100 })).items.map((course) => course.title);
    expect(seen.toSorted().join(' ')).toBe(expected);
    const assetsSeen = (await assets.list(q, { viewer: who, limit: 100 })).items.map((asset) => asset.title);
    expect(assetsSeen.toSorted().join(' ')).toBe(expected);
    for (const [id, title] of made) {
      const one = await courses.visibleTo(q, who, id).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(CourseNotFound);
          return false;
        },
      );
      expect(one).toBe(expected.split(' ').includes(title));
    }
  });

  it('says who may change what', async () => {
    const thing = { owner: 'author', unit: 'north-hospital' };
    const may = (who: Viewer) => mayChange(test.database.kysely, who, thing);
    expect(await may(viewer('admin', null))).toBe(true);
    expect(await may(viewer('auditor', null))).toBe(false);
    expect(await may(viewer('auditor', null, 'author'))).toBe(false);
    expect(await may(viewer('doctor', 'north-hospital'))).toBe(false);
    expect(await may(viewer('doctor', 'south-hospital', 'author'))).toBe(true);
    expect(await may(viewer('unit-admin', 'north-hospital'))).toBe(true);
    expect(await may(viewer('unit-admin', 'north'))).toBe(true);
    expect(await may(viewer('unit-admin', 'north-icu'))).toBe(false);
  });
});

describe('Courses', () => {
  const admin = viewer('admin', null);
  const find = async (q: string) =>
    (await courses.list(test.database.kysely, { viewer: admin, q, unit: 'south', limit: 100 })).items.map(
      (course) => course.title,
    );

  it('finds any part of title, description and tags, in Chinese too, and nothing else', async () => {
    await inTransaction(async (tx) => {
      const make = (title: string, description: string, tags: string[]) =>
        courses.create(tx, { title, description, tags, unit: 'south', owner: 'o' });
      await make('心脏超声基础', '二尖瓣与三尖瓣', ['超声', '心内科']);
      await make('胸部CT阅片', 'Ｆｕｌｌｗｉｄｔｈ text', ['影像']);
      await make('100% of _it_', 'back\\slash', ['Ward Round']);
    });
    expect(await find('超声')).toEqual(['心脏超声基础']);
    expect(await find('尖瓣')).toEqual(['心脏超声基础']);
    expect(await find('心')).toEqual(['心脏超声基础']);
    expect(await find('声超')).toEqual([]);
    expect(await find('内科 基础')).toEqual(['心脏超声基础']);
    expect(await find('超声 阅片')).toEqual([]);
    expect(await find('ct')).toEqual(['胸部CT阅片']);
    expect(await find('fullwidth')).toEqual(['胸部CT阅片']);
    expect(await find('%')).toEqual(['100% of _it_']);
    expect(await find('0% _it')).toEqual(['100% of _it_']);
    expect(await find('_')).toEqual(['100% of _it_']);
    expect(await find('\\s')).toEqual(['100% of _it_']);
    expect(await find('WARD')).toEqual(['100% of _it_']);
    expect(await find('  ')).toHaveLength(3);
  });

  it('is edited under a version, and searched by what it says then', async () => {
    const course = await inTransaction((tx) =>
      courses.create(tx, { title: 'Before', unit: 'south', owner: 'o' }),
    );
    const edit = (title: string, expectedVersion: number) =>
      inTransaction((tx) => courses.update(tx, course.id, { title }, { expectedVersion }));
    const both = await Promise.allSettled([edit('Later one', 1), edit('Later two', 1)]);
    expect(both.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(both.find((answer) => answer.status === 'rejected')?.reason).toBeInstanceOf(VersionConflict);
    expect(await find('later')).toHaveLength(1);
    expect(await find('before')).toEqual([]);
  });

  it('is gone once removed, and its assets are in no course', async () => {
    const course = await inTransaction((tx) => courses.create(tx, { title: 'X', unit: 'south', owner: 'o' }));
    const asset = await createAsset({ courseId: course.id });
    await inTransaction((tx) => courses.remove(tx, course.id));
    await expect(courses.visibleTo(test.database.kysely, viewer('admin', null), course.id)).rejects.toThrow(
      CourseNotFound,
    );
    await expect(inTransaction((tx) => courses.remove(tx, course.id))).rejects.toThrow(CourseNotFound);
    expect((await assets.get(test.database.kysely, asset.id)).courseId).toBeNull();
  });
});

describe('Assets', () => {
  const start = (id: string, worker: string, more: { leaseUntil?: Date; now?: Date } = {}) =>
    inTransaction((tx) => processing.startAttempt(tx, id, { worker, leaseUntil: LATER, ...more }));
  const get = (id: string) => assets.get(test.database.kysely, id);

  const log = new EventLog();
  const begin = { xact: 0, seq: 0 };
  const eventsOf = async (id: string) =>
    (await log.after(test.database.kysely, 'happened', begin, { limit: 10_000 })).filter(
      ({ subject }) => subject === id,
    );
  const latestOf = async (id: string) =>
    (await log.after(test.database.kysely, 'latest', begin, { limit: 10_000 })).filter(
      ({ subject }) => subject === id,
    );

  it('F34 goes from processing to ready, and tells of every step', async () => {
    const { id } = await createAsset();
    const attempt = (await start(id, 'w'))?.attempt ?? 0;
    await inTransaction((tx) => processing.probed(tx, id, { attempt, facts: { durationSeconds: 12.5 } }));
    const rendition = { rung: '720p', folder: 'r1', state: 'encoding' as const, width: 1280, height: 720 };
    await inTransaction((tx) => processing.addRendition(tx, id, { attempt, rendition }));
    await inTransaction((tx) => processing.progress(tx, id, { attempt, rung: '720p', percent: 41.7 }));
    // What is logged is read when all that was begun before is over, in other databases of the server too.
    await expect
      .poll(async () => (await latestOf(id))[0])
      .toMatchObject({
        type: 'asset.progress',
        data: { rung: '720p', percent: 42, rendition: 'encoding' },
      });
    const done = { rung: '720p', folder: 'r1', state: 'done' as const, bytes: 900, percent: 100 };
    await inTransaction((tx) => processing.addRendition(tx, id, { attempt, rendition: done }));
    await inTransaction((tx) => processing.addDerivedBytes(tx, id, { attempt, bytes: 900 }));
    const publish = (master: string) =>
      inTransaction((tx) => processing.publishMaster(tx, id, { attempt, master }));
    await publish('hls/playable.m3u8');
    const { playableAt } = await get(id);
    const poster = [{ path: 'p.jpg', width: 640, height: 360, format: 'jpeg' }];
    await inTransaction((tx) => processing.setPoster(tx, id, { attempt, poster }));
    await publish('hls/ready.m3u8');
    await inTransaction((tx) => processing.ready(tx, id, { attempt }));
    expect(await get(id)).toMatchObject({
      state: 'ready',
      master: 'hls/ready.m3u8',
      facts: { durationSeconds: 12.5 },
      poster,
      derivedBytes: 900,
      playableAt,
      worker: null,
    });
    expect((await assets.renditionsOf(test.database.kysely, [id])).get(id)).toMatchObject([
      { rung: '720p', width: 1280, percent: 100, bytes: 900, state: 'done', attempt },
    ]);
    expect(await start(id, 'w')).toBeUndefined();
    await expect
      .poll(async () => (await eventsOf(id)).map(({ type }) => type))
      .toEqual(['asset.processing', 'asset.playable', 'asset.ready']);
    expect(await latestOf(id)).toEqual([]);
  });

  it('F34 lets one worker at it, and fences off the one that was overtaken', async () => {
    const { id } = await createAsset();
    const both = await Promise.allSettled([start(id, 'a'), start(id, 'b')]);
    const winner = both.find((answer) => answer.status === 'fulfilled')?.value;
    expect(both.find((answer) => answer.status === 'rejected')?.reason).toBeInstanceOf(AttemptRunning);
    const stale = winner?.attempt ?? 0;
    const fresh = await start(id, 'c', { now: new Date(LATER.getTime() + 1) });
    expect(fresh?.attempt).toBe(stale + 1);
    const publish = (attempt: number) =>
      inTransaction(async (tx) => {
        await processing.publishMaster(tx, id, { attempt, master: `m${attempt}` });
        await processing.ready(tx, id, { attempt });
      });
    const rendition = { rung: 'x', folder: 'x', state: 'done' as const };
    await expect(publish(stale)).rejects.toThrow(StaleAttempt);
    await expect(
      inTransaction((tx) => processing.addRendition(tx, id, { attempt: stale, rendition })),
    ).rejects.toThrow(StaleAttempt);
    await expect(
      inTransaction((tx) => processing.fail(tx, id, { attempt: stale, code: 'x', reason: 'x' })),
    ).rejects.toThrow(StaleAttempt);
    const renew = (attempt: number) =>
      inTransaction((tx) => processing.renewAttempt(tx, id, { attempt, leaseUntil: LATER }));
    expect(await renew(stale)).toBe(false);
    expect(await renew(stale + 1)).toBe(true);
    await publish(stale + 1);
    expect((await get(id)).master).toBe(`m${stale + 1}`);
    expect(await renew(stale + 1)).toBe(false);
  });

  it('F34 fails after its attempts are spent, and can be tried again; a stop of the worker costs none', async () => {
    const { id } = await createAsset();
    const now = new Date(LATER.getTime() + 1);
    for (let n = 0; n < 3; n += 1) {
      const attempt = (await start(id, 'w', { now }))?.attempt ?? 0;
      expect(await inTransaction((tx) => processing.releaseAttempt(tx, id, { attempt }))).toBe(true);
    }
    for (let n = 1; n <= MAX_TRIES; n += 1) expect((await start(id, `w${n}`, { now }))?.attempt).toBe(n + 3);
    expect(await start(id, 'w', { now })).toBeUndefined();
    expect(await get(id)).toMatchObject({ state: 'failed', failure: { code: 'internal' }, worker: null });
    expect(await start(id, 'w', { now })).toBeUndefined();
    expect(await inTransaction((tx) => assets.retry(tx, id))).toMatchObject({
      state: 'processing',
      failure: null,
    });
    await expect(inTransaction((tx) => assets.retry(tx, id))).rejects.toThrow(AssetNotFailed);
    expect((await start(id, 'w'))?.attempt).toBe(MAX_TRIES + 4);
  });

  it('F63 can be tried again five times in a day, whatever restarts between, and says when it can be once more', async () => {
    const { id } = await createAsset();
    const day = new Date('2026-01-01T08:00:00Z');
    const failOnce = async () => {
      const attempt = (await start(id, 'w'))?.attempt ?? 0;
      await inTransaction((tx) => processing.fail(tx, id, { attempt, code: 'internal', reason: 'R' }));
    };
    const retry = (now: Date) => inTransaction((tx) => assets.retry(tx, id, now));
    for (let n = 0; n < 5; n += 1) {
      await failOnce();
      await retry(new Date(day.getTime() + n * 3600_000));
    }
    await failOnce();
    await expect(retry(new Date(day.getTime() + 23 * 3600_000))).rejects.toMatchObject({
      code: 'retries-spent',
      kind: 'too-many',
      facts: { limit: 5, retryAt: '2026-01-02T08:00:00.000Z' },
    });
    expect(await get(id)).toMatchObject({ state: 'failed', retries: 5 });
    expect(await retry(new Date(day.getTime() + 24 * 3600_000))).toMatchObject({
      state: 'processing',
      retries: 1,
    });
  });

  it('stays in the trash until it is restored, or its bytes begin to go', async () => {
    const owner = viewer('doctor', 'north-icu', 'trasher');
    const { id } = await createAsset({ owner: 'trasher' });
    const q = test.database.kysely;
    const attempt = (await start(id, 'w'))?.attempt ?? 0;
    await inTransaction((tx) => assets.trash(tx, id));
    await expect(inTransaction((tx) => processing.ready(tx, id, { attempt }))).rejects.toThrow(StaleAttempt);
    await expect(assets.visibleTo(q, owner, id)).rejects.toThrow(AssetNotFound);
    expect((await assets.visibleTo(q, owner, id, { trashed: true })).id).toBe(id);
    const mine = { viewer: owner, owner: owner.subject, limit: 10 };
    expect((await assets.list(q, mine)).items).toEqual([]);
    expect((await assets.list(q, { ...mine, trashed: true })).items).toHaveLength(1);
    const purge = () => inTransaction((tx) => assets.purge(tx, id));
    expect(await inTransaction((tx) => assets.restore(tx, id))).toBe(true);
    expect((await assets.get(test.database.kysely, id)).deletedAt).toBeNull();
    expect(await inTransaction((tx) => assets.restore(tx, id))).toBe(false);
    expect(await purge()).toBe(false);
    expect(await inTransaction((tx) => assets.beginPurge(tx, id))).toBe(false);
    await inTransaction((tx) => assets.trash(tx, id));
    expect((await assets.trashedBefore(q, LATER, 10)).map((asset) => asset.id)).toContain(id);
    expect(await inTransaction((tx) => assets.beginPurge(tx, id))).toBe(true);
    await expect(inTransaction((tx) => assets.restore(tx, id))).rejects.toThrow(AssetNotFound);
    expect(await purge()).toBe(true);
    await expect(get(id)).rejects.toThrow(AssetNotFound);
  });

  it('names what storage has to hold, in the trash too, until its bytes begin to go', async () => {
    const q = test.database.kysely;
    const ids = [(await createAsset()).id, (await createAsset()).id].toSorted();
    const [first = '', last = ''] = ids;
    const stored = async (after?: string) =>
      (await assets.stored(q, { after, limit: 1000 })).map(({ id }) => id).filter((id) => ids.includes(id));
    expect(await stored()).toEqual(ids);
    expect(await stored(first)).toEqual([last]);
    await inTransaction((tx) => assets.trash(tx, first));
    expect(await stored()).toEqual(ids);
    await inTransaction((tx) => assets.beginPurge(tx, first));
    expect(await stored()).toEqual([last]);
  });

  it('filters lists', async () => {
    const q = test.database.kysely;
    const here = await createAsset({ owner: 'filter', kind: 'image', state: 'ready' });
    await createAsset({ owner: 'filter', kind: 'attachment', unit: 'south', account: 'south' });
    const list = async (filters: Parameters<Assets['list']>[1]) =>
      (await assets.list(q, filters)).items.map((asset) => asset.id);
    const who = viewer('admin', null);
    expect(await list({ viewer: who, owner: 'filter', limit: 10 })).toHaveLength(2);
    expect(await list({ viewer: who, owner: 'filter', kind: 'image', limit: 10 })).toEqual([here.id]);
    expect(await list({ viewer: who, owner: 'filter', state: 'ready', limit: 10 })).toEqual([here.id]);
  });

  it('is edited under a version, into courses that are there', async () => {
    const { id, version } = await createAsset();
    const edit = (change: Parameters<Assets['update']>[2], expectedVersion?: number) =>
      inTransaction((tx) => assets.update(tx, id, change, { expectedVersion }));
    expect(await edit({ title: 'New' }, version)).toMatchObject({ title: 'New', version: version + 1 });
    await expect(edit({ title: 'Newer' }, version)).rejects.toThrow(VersionConflict);
    await expect(edit({ courseId: 'crs_none' })).rejects.toThrow(CourseNotFound);
  });

  it('raises the epoch, and keeps sessions until they expire', async () => {
    const { kysely } = test.database;
    const { id } = await createAsset();
    expect(await inTransaction((tx) => assets.bumpEpoch(tx, id))).toBe(1);
    const now = new Date();
    const members = async (raisedAfter = new Date(0)) => {
      const { assets: ofAssets, sessions: ofSessions } = await entries.members(kysely, { now, raisedAfter });
      return {
        assets: JSON.parse(`{${ofAssets.join(',')}}`),
        sessions: JSON.parse(`{${ofSessions.join(',')}}`),
      };
    };
    expect((await members()).assets).toMatchObject({ [id]: 1 });
    // What was signed before is dead by itself by then, but for what lies in the trash.
    expect((await members(LATER)).assets).not.toHaveProperty(id);
    await inTransaction((tx) => assets.trash(tx, id));
    expect((await members(LATER)).assets).toMatchObject({ [id]: 1 });
    await open({ id: 's1', assetId: id });
    const revoke = () => inTransaction((tx) => sessions.revoke(tx, 's1', now));
    expect([await revoke(), await revoke()]).toEqual([true, false]);
    expect((await members()).sessions).toEqual({ s1: LATER.getTime() / 1000 });
    await inTransaction((tx) => sessions.forget(tx, now));
    expect(await sessions.get(kysely, 's1')).toBeDefined();
    await inTransaction((tx) => entries.take(tx));
    await inTransaction((tx) => sessions.forget(tx, LATER));
    expect(await sessions.get(kysely, 's1')).toBeUndefined();
    expect(await entries.isUnpublished(kysely)).toBe(true);
  });

  it('prolongs a session until an hour after its end, unless it was revoked, and never ends it sooner', async () => {
    const { kysely } = test.database;
    const { id: assetId } = await createAsset();
    const end = new Date('2026-11-30T08:00:00Z');
    const after = (minutes: number) => new Date(end.getTime() + minutes * 60_000);
    const renew = (id: string, now: Date, expiresAt: Date) =>
      inTransaction((tx) => sessions.renew(tx, id, { role: 'doctor', unit: 'north-icu', expiresAt, now }));
    for (const id of ['r1', 'r2', 'r3']) await open({ id, assetId, expiresAt: end });
    await inTransaction((tx) => sessions.forget(tx, after(59)));
    // What is over can be revoked, so that nobody renews it.
    expect(await inTransaction((tx) => sessions.revoke(tx, 'r2', after(59)))).toBe(true);
    expect(await renew('r2', after(59), after(90))).toBeUndefined();
    expect(await renew('r1', after(59), after(90))).toMatchObject({
      expiresAt: after(90),
      unit: 'north-icu',
    });
    expect(await renew('r1', after(60), after(80))).toMatchObject({ expiresAt: after(90) });
    expect(await renew('r3', after(60), after(90))).toBeUndefined();
    await inTransaction((tx) => sessions.forget(tx, after(60)));
    const kept = await Promise.all(['r1', 'r2', 'r3'].map((id) => sessions.get(kysely, id)));
    expect(kept.map((session) => session?.id)).toEqual(['r1', undefined, undefined]);
    await sql`delete from playback_sessions where id = 'r1'`.execute(kysely);
  });

  it('F61 writes very many entries in several texts, and each entry once', async () => {
    const { kysely } = test.database;
    const { id } = await createAsset();
    await open({ id: 'pattern', assetId: id });
    await sql`insert into playback_sessions (id, kind, asset_id, viewer, role, unit, created_at, expires_at, revoked_at)
      select 'many' || n, kind, asset_id, viewer, role, unit, created_at, expires_at, now()
      from playback_sessions, generate_series(1, 12000) n where id = 'pattern'`.execute(kysely);
    const at = { now: new Date(), raisedAfter: new Date(0) };
    const { sessions: texts } = await entries.members(kysely, at);
    expect(texts.length).toBeGreaterThan(2);
    const ids = texts
      .flatMap((text) => Object.keys(JSON.parse(`{${text}}`)))
      .filter((one) => one.startsWith('many'));
    expect(ids.length).toBe(12_000);
    expect(new Set(ids).size).toBe(12_000);
    await sql`delete from playback_sessions where id like 'many%' or id = 'pattern'`.execute(kysely);
  });

  it('the version of the list only grows, and passes one that the database does not know', async () => {
    const next = (written: number) => inTransaction((tx) => entries.nextVersion(tx, written));
    const first = await next(0);
    expect(await next(0)).toBe(first + 1);
    expect(await next(first + 100)).toBe(first + 101);
    expect(await entries.lastVersion(test.database.kysely)).toBe(first + 101);
    expect(await next(5)).toBe(first + 102);
  });

  it('bounds what one viewer may have open, revoked ones counted', async () => {
    const { id } = await createAsset();
    await open({ id: 'b1', assetId: id, viewer: 'many' }, 2);
    await open({ id: 'b2', assetId: id, viewer: 'many' }, 2);
    await inTransaction((tx) => sessions.revoke(tx, 'b1', new Date()));
    await expect(open({ id: 'b3', assetId: id, viewer: 'many' }, 2)).rejects.toThrow(TooManySessions);
    await open({ id: 'b4', assetId: id, viewer: 'somebody else' }, 2);
  });

  it.each<[string, Parameters<typeof viewer>, boolean]>([
    ['its owner', ['doctor', 'south-hospital', 'owner'], true],
    ['an administrator', ['admin', null], true],
    ['an auditor', ['auditor', null], true],
    ['a doctor of the unit', ['doctor', 'north-icu'], true],
    ['a doctor of another unit', ['doctor', 'north-er'], false],
    ['an admin of a unit above', ['unit-admin', 'north-hospital'], true],
    ['an admin of another hospital', ['unit-admin', 'south-hospital'], false],
    ['a doctor of a unit that is gone', ['doctor', 'nowhere'], false],
  ])('F67 what was opened by %s', async (_, [role, unit, subject], keeps) => {
    const course = await inTransaction((tx) =>
      courses.create(tx, { title: 'C', unit: 'north-icu', owner: 'chief', visibility: 'all' }),
    );
    const { id } = await createAsset({ courseId: course.id });
    const session = randomToken(10);
    const { subject: who } = viewer(role, unit, subject);
    await open({ id: session, assetId: id, viewer: who, role, unit });
    const revokeUnseen = (scope: string[] | 'everything') =>
      inTransaction((tx) => sessions.revokeUnseen(tx, scope, new Date()));
    await revokeUnseen([id]);
    expect((await sessions.get(test.database.kysely, session))?.revokedAt).toBeNull();
    await inTransaction((tx) => courses.update(tx, course.id, { visibility: 'unit' }));
    await revokeUnseen(['ast_another00']);
    expect((await sessions.get(test.database.kysely, session))?.revokedAt).toBeNull();
    await revokeUnseen('everything');
    const found = await sessions.get(test.database.kysely, session);
    expect([found?.revokedAt === null, who]).toEqual([keeps, who]);
  });
});
