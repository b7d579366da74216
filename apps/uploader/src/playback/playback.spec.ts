import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import {
  AssetNotFound,
  Assets,
  Courses,
  PlaybackSessions,
  QUEUES,
  RevocationEntries,
  TooManySessions,
  type Viewer,
  Uploads,
} from '#libs/catalog';
import { type Database, JobQueue, openDatabase } from '#libs/database';
import { createLogger, InvalidToken } from '#libs/http';
import { ApiKeys, People, PersonChanged, PersonDisabled } from '#libs/identity';
import { randomToken, systemClock } from '#libs/kernel';
import { Units } from '#libs/quotas';
import { createKeyRingFile, type KeyRingWatch, watchKeyRing } from '#libs/signing';
import { NfsStorage } from '#libs/storage';
import { DatabaseLink } from '../../../../libs/database/testing/database-link.js';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { AssetStory } from '../rest/asset-story.js';
import { SessionNotFound } from './playback.errors.js';
import { Playback } from './playback.js';
import { Revocations } from './revocations.js';

const test = withTestDatabase();
const sessions = new PlaybackSessions();
const people = new People();
const apiKeys = new ApiKeys();
const assets = new Assets();
const courses = new Courses();
const LIMIT = 3;
let root: string;
let keyRing: KeyRingWatch;
let playback: Playback;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lectern-playback-'));
  await createKeyRingFile(path.join(root, 'ring.json'));
  keyRing = await watchKeyRing(path.join(root, 'ring.json'), { onError: () => undefined });
  const { database } = test;
  playback = playbackOn(database);
  await database.transaction(async (tx) => {
    const units = new Units();
    await units.create(tx, { id: 'r', kind: 'region', name: 'R' });
    for (const id of ['here', 'elsewhere'])
      await units.create(tx, { id, kind: 'hospital', name: id, parentId: 'r' });
    const { id: account } = await units.enrol(tx, { doctor: 'owner', name: 'Owner', unit: 'here' });
    const course = {
      id: 'crs_1',
      title: 'For all',
      unit: 'here',
      owner: 'owner',
      visibility: 'all',
    } as const;
    const { id: courseId } = await courses.create(tx, course);
    await assets.create(tx, {
      id: 'ast_00000001',
      owner: 'owner',
      unit: 'here',
      account,
      courseId,
      kind: 'video',
      fileName: 'a.mp4',
      title: 'A',
      contentType: 'video/mp4',
      bytes: 1,
      sha256: '0'.repeat(64),
    });
  });
});
afterAll(async () => {
  keyRing.close();
  await rm(root, { recursive: true, force: true });
});

function playbackOn(database: Database): Playback {
  const queue = new JobQueue(database, { queues: QUEUES });
  const parts = { database, queue, assets, sessions, people, apiKeys, clock: systemClock };
  const storage = new NfsStorage({ root });
  const logger = createLogger('t', { level: 'silent' });
  const revocations = new Revocations(
    { ...parts, storage, entries: new RevocationEntries(), logger },
    { longestSeconds: 600 },
  );
  const story = new AssetStory({ database, uploads: new Uploads(), logger });
  return new Playback(
    { ...parts, audit: new Audit(), keyRing, revocations, story },
    {
      deliveryUrl: 'http://x',
      usualSeconds: 60,
      minimumSeconds: 60,
      maximumSeconds: 600,
      sessionsPerPerson: LIMIT,
    },
  );
}

const viewer = (role: Viewer['role'], subject: string, unit: string | null): Viewer => ({
  role,
  subject,
  unit,
  unitPath: unit === null ? [] : ['r', unit],
});

async function openedBy(subject: string): Promise<string> {
  const id = randomToken(26);
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 60_000) };
  const whose = { viewer: subject, role: 'doctor', unit: 'elsewhere', apiKey: null } as const;
  await test.database.transaction((tx) =>
    sessions.create(
      tx,
      { id, kind: 'play', assetId: 'ast_00000001', network: null, kibPerSecond: null, ...whose, ...times },
      { limit: 100 },
    ),
  );
  return id;
}

it.each([
  ['whoever opened it', viewer('doctor', 'learner', 'elsewhere')],
  ['the owner', viewer('doctor', 'owner', 'here')],
  ['an admin of the unit', viewer('unit-admin', 'chief', 'here')],
  ['an admin of a unit above', viewer('unit-admin', 'chief', 'r')],
  ['an administrator', viewer('admin', 'root', null)],
])('a session is ended by %s', async (_, by) => {
  const session = await openedBy('learner');
  await playback.revoke(by, 'ast_00000001', 'play', session);
  expect((await sessions.get(test.database.kysely, session))?.revokedAt).not.toBeNull();
});

it.each([
  ['another learner', viewer('doctor', 'other', 'here')],
  ['an admin of another hospital', viewer('unit-admin', 'chief', 'elsewhere')],
  ['an auditor', viewer('auditor', 'auditor', null)],
])('a session is not ended by %s, who sees the asset', async (_, by) => {
  const session = await openedBy('learner');
  await expect(playback.revoke(by, 'ast_00000001', 'play', session)).rejects.toThrow(SessionNotFound);
  expect((await sessions.get(test.database.kysely, session))?.revokedAt).toBeNull();
});

const link = (subject: string, apiKey: string | null = null, personVersion?: number) =>
  playback.downloadLink(
    { ...viewer('doctor', subject, 'elsewhere'), apiKey, personVersion },
    'ast_00000001',
    undefined,
  );

it.each(['before', 'after'] as const)(
  'opens a link once, though its commit is lost %s it was done',
  async (loss) => {
    const link = await DatabaseLink.start(test.url);
    const database = openDatabase({ url: link.url, patienceMs: 60_000 });
    const learner = { ...viewer('doctor', `learner-${loss}`, 'elsewhere'), apiKey: null };
    link.loseCommit(loss);
    const opened = await playbackOn(database).downloadLink(learner, 'ast_00000001', 60);
    expect(link.keepCommit()).toBe(false);
    const request = { kind: 'file', limit: 10 } as const;
    const { items } = await playback.list(learner, 'ast_00000001', request);
    expect(items.map(({ id, expiresAt }) => ({ id, expiresAt }))).toEqual([
      { id: opened.session, expiresAt: opened.expiresAt },
    ]);
    await database.close();
    await link.down();
  },
);

it('opens no more than the limit for one viewer, however many others there are', async () => {
  for (let n = 0; n < LIMIT; n += 1) await link('eager');
  await expect(link('eager')).rejects.toThrow(TooManySessions);
  await link('modest');
});

it('shows an owner all links, and everybody else their own', async () => {
  const { session } = await link('lister');
  await link('modest-too');
  const listed = async (by: Viewer) =>
    (await playback.list(by, 'ast_00000001', { kind: 'file', limit: 100 })).items.map((item) => item.viewer);
  expect(await listed(viewer('doctor', 'lister', 'elsewhere'))).toEqual(['lister']);
  expect(await listed(viewer('doctor', 'owner', 'here'))).toEqual(
    expect.arrayContaining(['lister', 'modest-too']),
  );
  expect(await listed(viewer('auditor', 'auditor', null))).toContain('lister');
  // A link is no playback session.
  await expect(
    playback.revoke(viewer('doctor', 'lister', 'elsewhere'), 'ast_00000001', 'play', session),
  ).rejects.toThrow(SessionNotFound);
});

it('F67 what is opened while access is taken is refused, or found and revoked', async () => {
  const { database } = test;
  const isRefused = (error: unknown): boolean =>
    error instanceof AssetNotFound ||
    error instanceof PersonDisabled ||
    error instanceof PersonChanged ||
    error instanceof InvalidToken;
  for (let round = 0; round < 12; round += 1) {
    const subject = `racer-${round}`;
    const key = await database.transaction((tx) =>
      apiKeys.create(tx, { subject, name: subject, role: 'doctor', unit: 'elsewhere', label: 'x' }),
    );
    const { personVersion } = await people.admit(database.kysely, {
      subject,
      name: subject,
      role: 'doctor',
      unit: 'elsewhere',
    });
    const taken = [
      (now: Date) =>
        database.transaction(async (tx) => {
          await people.disable(tx, subject, { isAdministrator: true });
          await sessions.revokeAllOf(tx, { viewer: subject }, now);
        }),
      (now: Date) =>
        database.transaction(async (tx) => {
          await apiKeys.revoke(tx, key.id);
          await sessions.revokeAllOf(tx, { apiKey: key.id }, now);
        }),
      (now: Date) =>
        database.transaction(async (tx) => {
          await courses.update(tx, 'crs_1', { visibility: 'unit' });
          await sessions.revokeUnseen(tx, ['ast_00000001'], now);
        }),
      (now: Date) =>
        database.transaction(async (tx) => {
          await people.assign(
            tx,
            await people.hold(tx, subject),
            { role: 'auditor' },
            { isAdministrator: true },
          );
          await people.edited(tx, subject);
          await sessions.revokeAllOf(tx, { viewer: subject }, now);
        }),
    ][round % 4];
    const opening = link(subject, key.id, personVersion).then(
      ({ session }) => session,
      (error: unknown) => {
        if (isRefused(error)) return undefined;
        throw error;
      },
    );
    const [session] = await Promise.all([opening, taken?.(new Date())]);
    if (session !== undefined)
      expect((await sessions.get(database.kysely, session))?.revokedAt).toBeInstanceOf(Date);
    await expect(link(subject, key.id, personVersion)).rejects.toSatisfy(isRefused);
    await database.transaction((tx) => courses.update(tx, 'crs_1', { visibility: 'all' }));
  }
});
