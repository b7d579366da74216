import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomToken } from '#libs/kernel';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Units } from '../quotas/index.js';
import { Assets, PlaybackSessions, PositionBeyondEnd, Watching } from './index.js';

const test = withTestDatabase();
const watching = new Watching();
const sessions = new PlaybackSessions();
const START = Date.parse('2026-11-30T08:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000);

let viewer: string;
let lesson: { id: string; title: string; durationSeconds: number };
beforeAll(async () => {
  await test.database.transaction((tx) => new Units().create(tx, { id: 'u', kind: 'region', name: 'U' }));
});
beforeEach(async () => {
  viewer = `per-${randomToken(10)}`;
  lesson = await anotherLesson();
});

async function anotherLesson() {
  const facts = { owner: 'o', unit: 'u', account: 'u', kind: 'video', contentType: 'video/mp4' } as const;
  const file = { fileName: 'a.mp4', title: 'A lesson', bytes: 1, sha256: '0'.repeat(64) };
  const { id, title } = await test.database.transaction((tx) =>
    new Assets().create(tx, { ...facts, ...file }),
  );
  return { id, title, durationSeconds: 1000 };
}

async function open(from: number, until = 100_000, asset = lesson): Promise<string> {
  const id = randomToken(26);
  const whose = {
    viewer,
    role: 'doctor',
    unit: null,
    apiKey: null,
    network: null,
    kibPerSecond: null,
  } as const;
  const times = { createdAt: at(from), expiresAt: at(until) };
  await test.database.transaction((tx) =>
    sessions.create(tx, { id, kind: 'play', assetId: asset.id, ...whose, ...times }, { limit: 100 }),
  );
  return id;
}

function report(now: number, ranges: string, asset = lesson, position = 0) {
  const watched = ranges
    .split(' ')
    .filter(Boolean)
    .map((text) => {
      const [from = 0, to = 0] = text.split('-').map(Number);
      return { from, to };
    });
  const rules = { fastestRate: 2, completionShare: 0.9, now: at(now) };
  const said = { viewer, unit: 'u', asset, position, watched };
  return test.database.transaction((tx) => watching.report(tx, said, rules));
}

const credited = async (...args: Parameters<typeof report>) => (await report(...args)).creditedSeconds;

describe('a report counts', () => {
  it('as far as time has passed since the session was opened, and since the last one', async () => {
    await open(0);
    expect(await credited(10, '0-100')).toBe(20);
    expect(await credited(10, '0-100')).toBe(0);
    expect(await credited(15, '0-100')).toBe(10);
    expect(await credited(600, '0-40')).toBe(10);
    // What had passed before it is not left for the next.
    expect(await credited(601, '0-1000')).toBe(2);
  });

  it('nothing without a session, or with one that has ended or was revoked', async () => {
    expect(await credited(10, '0-10')).toBe(0);
    await open(20, 30);
    expect(await credited(40, '0-10')).toBe(0);
    const id = await open(50);
    await test.database.transaction((tx) => sessions.revoke(tx, id, at(51)));
    expect(await credited(60, '0-10')).toBe(0);
    await open(60);
    expect(await credited(70, '0-10')).toBe(10);
  });

  it('the same whether a player says where it is in between', async () => {
    await open(0);
    for (const now of [2, 4, 6, 8]) expect(await credited(now, '')).toBe(0);
    expect(await credited(10, '0-20')).toBe(20);
  });

  it('once, of all that one person watches: no more than the time allows', async () => {
    const other = await anotherLesson();
    await open(0);
    await open(0, 100_000, other);
    // At the usual speed side by side, as in two windows.
    expect(await credited(10, '0-10')).toBe(10);
    expect(await credited(10, '0-10', other)).toBe(10);
    expect(await credited(20, '10-30')).toBe(20);
    expect(await credited(20, '10-30', other)).toBe(0);
  });

  it('once, when two come at the same moment', async () => {
    await open(0);
    const both = await Promise.all([credited(10, '0-100'), credited(10, '0-100')]);
    expect(both.toSorted((a, b) => a - b)).toEqual([0, 20]);
  });

  it('not at all behind the end, which may be a second away', async () => {
    await expect(report(10, '', lesson, 1001.5)).rejects.toThrow(PositionBeyondEnd);
    await expect(report(10, '0-1 990-1002')).rejects.toThrow(PositionBeyondEnd);
    expect(await watching.get(test.database.kysely, viewer, lesson.id)).toBeUndefined();
    await open(0);
    const { watched } = await report(10, '990-1000.9', lesson, 1000.9);
    expect(watched).toMatchObject({ positionSeconds: 1000, ranges: [{ from: 990, to: 1000 }] });
  });
});

it('a recording is completed once, at the share that counts', async () => {
  await open(0);
  expect(await report(449, '0-898')).toMatchObject({ creditedSeconds: 898, hasCompleted: false });
  expect(await report(460, '0-900')).toMatchObject({
    hasCompleted: true,
    watched: { completedAt: at(460), watchedSeconds: 900, unit: 'u' },
  });
  expect(await report(600, '0-1000')).toMatchObject({
    hasCompleted: false,
    watched: { completedAt: at(460), watchedSeconds: 1000 },
  });
});

it('history goes by the last report, in pages, and outlives the recording', async () => {
  const lessons = await Promise.all(Array.from({ length: 5 }, anotherLesson));
  for (const [index, one] of lessons.entries()) await report(index, '', one);
  await report(9, '', lessons[1]);
  await test.owner.kysely
    .deleteFrom('assets')
    .where('id', '=', lessons[1]?.id ?? '')
    .execute();
  const order = [1, 4, 3, 2, 0].map((index) => lessons[index]?.id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await watching.history(test.database.kysely, { viewer, limit: 2, cursor });
    seen.push(...page.items.map(({ assetId }) => assetId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(order);
  const whole = await watching.wholeHistory(test.database.kysely, {
    viewer,
    since: at(3),
    until: at(9),
    limit: 10,
  });
  expect(whole.map(({ assetId }) => assetId)).toEqual(order.slice(1, 3));
  const all = { assetId: lessons[0]?.id ?? '', limit: 10 };
  expect((await watching.viewers(test.database.kysely, all)).items).toMatchObject([{ viewer }]);
  expect((await watching.viewers(test.database.kysely, { ...all, under: 'none' })).items).toEqual([]);
});
