import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId, randomToken } from '#libs/kernel';
import { withTestDatabase } from '../database/testing/test-database.js';
import {
  type Segment,
  UsageCounts,
  UsageReports,
  usageWindow,
  UsageWindowInvalid,
  UsageWindowTooLong,
} from './index.js';
import { readLines, type UsageLine, wholeLines, writtenLine } from './journal/index.js';

const NOW = new Date('2026-03-15T10:00:00Z');
const AT = NOW.getTime() / 1000;
const test = withTestDatabase({ maxConnections: 8 });
const counts = new UsageCounts();
const reports = new UsageReports();

interface Tree {
  readonly region: string;
  readonly ward: string;
  readonly doctor: string;
}

/** region > ward > doctor, by their rows alone: how they come about is another domain's. */
async function tree(): Promise<Tree> {
  const [region, ward, doctor] = [newId('unt'), newId('unt'), `doctor-${randomToken(8)}`];
  const rows = [
    [region, 'region', null, [region]],
    [ward, 'department', region, [region, ward]],
    [`@${doctor}`, 'doctor', ward, [region, ward, `@${doctor}`]],
  ] as const;
  for (const [id, kind, parentId, path] of rows)
    await test.database.kysely
      .insertInto('accounts')
      .values({ id, kind, name: id, parentId, path: [...path] })
      .execute();
  return { region, ward, doctor };
}

async function asset({ ward, doctor }: Tree): Promise<string> {
  const id = newId('ast');
  await sql`insert into assets (id, owner, unit, account, kind, file_name, title, content_type, bytes, sha256, facts)
    values (${id}, ${doctor}, ${ward}, ${`@${doctor}`}, 'video', 'a.mp4', 'a', 'video/mp4', 1, ${'0'.repeat(64)}, '{}')`.execute(
    test.database.kysely,
  );
  return id;
}

async function session(assetId: string, viewer: string, unit: string | null): Promise<string> {
  const id = newId('ses');
  await sql`insert into playback_sessions (id, asset_id, viewer, unit, created_at, expires_at)
    values (${id}, ${assetId}, ${viewer}, ${unit}, now(), now() + interval '1 hour')`.execute(
    test.database.kysely,
  );
  return id;
}

const segment = (lines: readonly UsageLine[], more: Partial<Segment> = {}): Segment => ({
  name: `pod/${randomToken(8)}`,
  content: Buffer.from(lines.map((line) => writtenLine(line)).join('')),
  isWhole: true,
  ...more,
});

const take = (...segments: Segment[]) => test.database.transaction((tx) => counts.take(tx, segments, NOW));

async function used(account: string, interval: 'day' | 'month' = 'month') {
  const window = usageWindow({ interval, from: '2026-03-15', to: '2026-03-15' }, NOW);
  const [series] = await reports.series(test.database.kysely, [[account]], window);
  const { sentBytes, minutesWatched, viewers, encodes } = series?.[0] ?? {};
  return { sentBytes, minutesWatched, viewers, encodes };
}

describe('segments', () => {
  it('count for the viewer and for every unit above, once, whoever takes them in at the same time', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const line = { at: AT, media: AT - 10, asset: lesson, session: opened, bytes: 1000 };
    const one = segment([line, { ...line, at: AT + 60, media: AT + 59 }]);
    const taken = await Promise.all([take(one), take(one), take(one, segment([]))]);
    expect(taken.reduce((sum, { lines }) => sum + lines, 0)).toBe(2);
    expect(await take(one)).toEqual({ segments: 0, lines: 0, broken: 0 });
    // 09:59, 10:00, 10:01 hold media.
    const expected = { sentBytes: 2000, minutesWatched: 3, viewers: 1, encodes: 0 };
    for (const account of [here.region, here.ward, `@${here.doctor}`])
      for (const interval of ['day', 'month'] as const)
        expect(await used(account, interval)).toEqual(expected);
  });

  it('count for the asset as well, with views and viewers; what was removed for good leaves the rest as it was', async () => {
    const here = await tree();
    const [one, two] = [await asset(here), await asset(here)];
    const [a, b] = [await session(one, here.doctor, here.ward), await session(one, 'guest', here.ward)];
    const line = { at: AT, media: AT, asset: one, session: a, bytes: 1000 };
    await take(segment([line, { ...line, session: b }, { ...line, session: '', bytes: 5 }]));
    // A session goes on, and an asset is given to somebody who only saves it.
    await take(
      segment([
        { ...line, at: AT + 3600, media: AT + 3600 },
        { at: AT, asset: two, session: a, bytes: 9 },
      ]),
    );
    const window = usageWindow({ interval: 'month', from: '2026-03-15', to: '2026-03-15' }, NOW);
    const series = await reports.assetSeries(test.database.kysely, [two, one], window);
    const period = '2026-03';
    expect(series).toEqual([
      [{ period, sentBytes: 9, minutesWatched: 0, views: 0, viewers: 0 }],
      [{ period, sentBytes: 3005, minutesWatched: 4, views: 2, viewers: 2 }],
    ]);
    expect([...(await reports.views(test.database.kysely, [one, two]))]).toEqual(
      expect.arrayContaining([
        [one, 2],
        [two, 0],
      ]),
    );
    const used = (more: object) => reports.usedAssets(test.database.kysely, window, { limit: 1, ...more });
    const first = await used({ under: here.region });
    expect(first.items.map(({ id }) => id)).toEqual([one]);
    const second = await used({ under: here.region, cursor: first.nextCursor });
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[two], null]);
    expect((await used({ owner: here.doctor, limit: 9 })).items).toHaveLength(2);
    expect((await used({ under: here.ward, owner: 'guest' })).items).toEqual([]);
    const [before] = await reports.series(test.database.kysely, [[here.ward]], window);
    expect(before).toMatchObject([{ sentBytes: 3014, views: 2, viewers: 2 }]);
    await sql`delete from assets where id = ${one}`.execute(test.database.kysely);
    await take(segment([{ ...line, session: b, bytes: 1 }]));
    expect(
      (await reports.usedAssets(test.database.kysely, window, { under: here.ward, limit: 9 })).items,
    ).toEqual([{ id: two, kind: 'video', title: 'a' }]);
    const [after] = await reports.series(test.database.kysely, [[here.ward]], window);
    expect(after).toMatchObject([{ sentBytes: 3015, views: 2, viewers: 2 }]);
  });

  it('of two replicas add their bytes up, and tell of one minute once', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const line = { at: AT, media: AT, asset: lesson, session: opened, bytes: 500 };
    await take(segment([line]));
    await take(segment([line]), segment([line]));
    expect(await used(here.ward)).toMatchObject({ sentBytes: 1500, minutesWatched: 1, viewers: 1 });
  });

  it('that grow after they were taken count for what is new', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const text = writtenLine({ at: AT, asset: lesson, session: opened, bytes: 7 });
    const name = `pod/${randomToken(8)}`;
    const grown = (content: string, isWhole: boolean) => ({ name, content: Buffer.from(content), isWhole });
    expect(await take(grown(`${text}${text.slice(0, 20)}`, false))).toMatchObject({ lines: 1, broken: 0 });
    expect(await take(grown(`${text}${text}`, true))).toMatchObject({ lines: 1, broken: 0 });
    expect(await used(here.ward)).toMatchObject({ sentBytes: 14, minutesWatched: 0, viewers: 0 });
  });

  it('with a torn end count without it, and say so', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const text = writtenLine({ at: AT, asset: lesson, session: opened, bytes: 7 });
    const torn = segment([], { content: Buffer.from(`${text}nonsense\n${text.slice(0, -9)}`) });
    expect(await take(torn)).toEqual({ segments: 1, lines: 1, broken: 2 });
    expect(await used(here.ward)).toMatchObject({ sentBytes: 7 });
  });

  it('count alike when their sessions, or their assets, are gone', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const [opened, other] = [
      await session(lesson, here.doctor, here.ward),
      await session(lesson, here.doctor, here.ward),
    ];
    const line = { at: AT, media: AT, asset: lesson, bytes: 100 };
    await test.database.kysely.deleteFrom('playbackSessions').where('id', '=', opened).execute();
    await take(segment([{ ...line, session: opened }]));
    await test.database.kysely.deleteFrom('assets').where('id', '=', lesson).execute();
    await take(segment([{ ...line, session: other }]));
    expect(await used(`@${here.doctor}`)).toMatchObject({ sentBytes: 200, viewers: 1 });
    expect(await used(here.region)).toMatchObject({ sentBytes: 200, viewers: 1 });
  });

  it('of sessions that nobody knows count for the asset’s unit, and of nobody’s asset for nobody', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const before = await used('');
    const line = { at: AT, media: AT, bytes: 100 };
    await take(
      segment([
        { ...line, asset: lesson, session: '' },
        { ...line, asset: lesson, session: 'lost' },
        { ...line, asset: 'ast_gone0000', session: randomToken(8) },
      ]),
    );
    expect(await used(here.ward)).toMatchObject({ sentBytes: 200, minutesWatched: 2, viewers: 0 });
    expect((await used('')).sentBytes).toBe((before.sentBytes ?? 0) + 100);
  });

  it('count for the unit that the viewer had; one without a unit counts for nobody’s and for themselves', async () => {
    const [here, elsewhere] = [await tree(), await tree()];
    const lesson = await asset(here);
    const line = { at: AT, media: AT, asset: lesson, bytes: 100 };
    await take(
      segment([
        { ...line, session: await session(lesson, elsewhere.doctor, elsewhere.ward) },
        { ...line, session: await session(lesson, here.doctor, null) },
        { ...line, session: await session(lesson, 'the-admin', null) },
      ]),
    );
    expect(await used(elsewhere.region)).toMatchObject({ sentBytes: 100, viewers: 1 });
    // As release 0.1.0 opened it: without a unit, but the account says where the doctor stands.
    expect(await used(here.region)).toMatchObject({ sentBytes: 100, viewers: 1 });
    expect(await used('@the-admin')).toMatchObject({ sentBytes: 100, viewers: 1 });
  });

  it('are forgotten, with what only they need, when told to', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const one = segment([{ at: AT, media: AT, asset: lesson, session: opened, bytes: 1 }]);
    await take(one);
    await test.database.kysely.deleteFrom('playbackSessions').where('id', '=', opened).execute();
    const later = new Date(Date.now() + 1000);
    await test.database.transaction((tx) => counts.forget(tx, { before: NOW, segmentsBefore: NOW }));
    expect(await take(one)).toMatchObject({ lines: 0 });
    await test.database.transaction((tx) => counts.forget(tx, { before: later, segmentsBefore: later }));
    expect(await test.database.kysely.selectFrom('pastSessions').selectAll().execute()).toEqual([]);
    expect(await test.database.kysely.selectFrom('watchedHours').selectAll().execute()).toEqual([]);
    expect(await test.database.kysely.selectFrom('usageSegments').selectAll().execute()).toEqual([]);
    expect(await used(here.ward)).toMatchObject({ sentBytes: 1, minutesWatched: 1 });
  });
});

describe('reports', () => {
  const entry = async (at: string, accounts: string[], kind: string, bytes: number, derived = 0) =>
    sql`insert into ledger (at, kind, account, accounts, used_bytes, derived_bytes)
      values (${at}::timestamptz, ${kind}, ${accounts.at(-1)}, ${accounts}::text[], ${bytes}, ${derived})`.execute(
      test.database.kysely,
    );

  it('tell what came and what is stored, from the ledger, by days and months', async () => {
    const { region, ward, doctor } = await tree();
    const path = [region, ward, `@${doctor}`];
    await entry('2026-01-31T23:59:59Z', path, 'settle', 1000);
    await entry('2026-02-02T00:00:00Z', path, 'derive', 0, 300);
    await entry('2026-02-03T00:00:00Z', path, 'settle', 50);
    await entry('2026-03-01T00:00:00Z', path, 'remove', -1000, -300);
    await entry('2026-03-02T00:00:00Z', [region], 'move', 500);
    const months = usageWindow({ interval: 'month', from: '2026-02-01', to: '2026-03-31' }, NOW);
    const [ofWard, both] = await reports.series(test.database.kysely, [[ward], [region, '']], months);
    expect(ofWard).toMatchObject([
      { period: '2026-02', receivedBytes: 50, usedBytes: 1050, derivedBytes: 300 },
      { period: '2026-03', receivedBytes: 0, usedBytes: 50, derivedBytes: 0 },
    ]);
    expect(both?.map(({ usedBytes }) => usedBytes)).toEqual([1050, 550]);
    const days = usageWindow({ interval: 'day', from: '2026-02-01', to: '2026-02-04' }, NOW);
    const [byDay] = await reports.series(test.database.kysely, [[`@${doctor}`]], days);
    expect(byDay?.map(({ usedBytes, derivedBytes }) => [usedBytes, derivedBytes])).toEqual([
      [1000, 0],
      [1000, 300],
      [1050, 300],
      [1050, 300],
    ]);
  });

  it('count a viewer once a day and once a month, and only inside the window', async () => {
    const here = await tree();
    const lesson = await asset(here);
    const opened = await session(lesson, here.doctor, here.ward);
    const on = (day: string) => {
      const at = Date.parse(`${day}T12:00:00Z`) / 1000;
      return { at, media: at, asset: lesson, session: opened, bytes: 1 };
    };
    await take(segment([on('2026-02-27'), on('2026-02-28'), on('2026-03-01')]));
    const viewers = async (interval: 'day' | 'month', from: string, to: string) => {
      const window = usageWindow({ interval, from, to }, NOW);
      const [series] = await reports.series(test.database.kysely, [[here.region]], window);
      return series?.map((point) => point.viewers);
    };
    expect(await viewers('day', '2026-02-26', '2026-03-02')).toEqual([0, 1, 1, 1, 0]);
    expect(await viewers('month', '2026-02-01', '2026-03-31')).toEqual([1, 1]);
    expect(await viewers('month', '2026-02-01', '2026-02-26')).toEqual([0]);
  });

  it('count encodes for the owner and all above', async () => {
    const here = await tree();
    const account = `@${here.doctor}`;
    for (const encodes of [2, 0, 1])
      await test.database.transaction((tx) => counts.encoded(tx, { account, encodes, now: NOW }));
    expect(await used(here.region)).toMatchObject({ encodes: 3, sentBytes: 0 });
    expect(await used(account)).toMatchObject({ encodes: 3 });
  });

  it('begin, unless told, with the month, or with the year', () => {
    expect(usageWindow({ interval: 'day' }, NOW)).toMatchObject({ from: '2026-03-01', to: '2026-03-15' });
    const year = usageWindow({ interval: 'month' }, NOW);
    expect([year.from, year.periods.length, year.periods.at(-1)]).toEqual(['2025-04-01', 12, '2026-03']);
  });

  it.each(['2026-02-30', '2026-2-1', 'yesterday', '2026-03-16'])('do not begin with %s', (from) => {
    expect(() => usageWindow({ interval: 'day', from, to: '2026-03-15' }, NOW)).toThrow(UsageWindowInvalid);
  });

  it.each([
    ['day', '2025-12-01', '2026-03-03'],
    ['month', '2023-03-31', '2026-03-01'],
    ['month', '1000-01-01', '2026-03-01'],
  ] as const)('by %s do not reach from %s to %s', (interval, from, to) => {
    expect(() => usageWindow({ interval, from, to }, NOW)).toThrow(UsageWindowTooLong);
  });
});

it('a line says what was written, and nothing of another grammar is one', () => {
  const lines = [
    { at: AT, asset: 'ast_00000000', session: '', bytes: 0 },
    { at: AT, media: AT - 70, asset: 'ast_00000000', session: 'a-B_9', bytes: 2 ** 40 },
  ];
  const text = lines.map((line) => writtenLine(line)).join('');
  expect(readLines(Buffer.from(text))).toEqual({ lines, broken: 0 });
  const wrong = [
    '{"at":1,"asset":"ast_00000000","session":"","bytes":-1}',
    '{"at":1,"asset":"AST","session":"","bytes":1}',
    '{"at":10,"media":11,"asset":"ast_00000000","session":"","bytes":1}',
    '{"at":900000,"media":1,"asset":"ast_00000000","session":"","bytes":1}',
    'null',
  ];
  expect(readLines(Buffer.from(wrong.join('\n')))).toEqual({ lines: [], broken: wrong.length });
  for (const text of ['ab\nc', 'ab\n', 'ab\n\0\0\nd\n']) expect(wholeLines(Buffer.from(text))).toBe(3);
  for (const text of ['', 'a', '\0\n']) expect(wholeLines(Buffer.from(text))).toBe(0);
});
