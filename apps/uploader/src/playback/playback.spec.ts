import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { AssetNotFound, Assets, Courses, PlaybackSessions, type Viewer } from '#libs/catalog';
import { createLogger } from '#libs/http';
import { randomToken, systemClock } from '#libs/kernel';
import { Units } from '#libs/quotas';
import { createKeyRingFile, type KeyRingWatch, watchKeyRing } from '#libs/signing';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { Playback } from './playback.js';
import { Revocations } from './revocations.js';

const test = withTestDatabase();
const sessions = new PlaybackSessions();
let root: string;
let keyRing: KeyRingWatch;
let playback: Playback;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lectern-playback-'));
  await createKeyRingFile(path.join(root, 'ring.json'));
  keyRing = await watchKeyRing(path.join(root, 'ring.json'), { onError: () => undefined });
  const { database } = test;
  const parts = { database, assets: new Assets(), sessions, clock: systemClock };
  const storage = new NfsStorage({ root });
  const revocations = new Revocations({ ...parts, storage, logger: createLogger('t', { level: 'silent' }) });
  playback = new Playback(
    { ...parts, audit: new Audit(), keyRing, revocations },
    { deliveryUrl: 'http://x', usualSeconds: 60, minimumSeconds: 60, maximumSeconds: 600 },
  );
  await database.transaction(async (tx) => {
    const units = new Units();
    await units.create(tx, { id: 'r', kind: 'region', name: 'R' });
    for (const id of ['here', 'elsewhere'])
      await units.create(tx, { id, kind: 'hospital', name: id, parentId: 'r' });
    const { id: account } = await units.enrol(tx, { doctor: 'owner', name: 'Owner', unit: 'here' });
    const course = { title: 'For all', unit: 'here', owner: 'owner', visibility: 'all' } as const;
    const { id: courseId } = await new Courses().create(tx, course);
    await new Assets().create(tx, {
      id: 'ast_1',
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

const viewer = (role: Viewer['role'], subject: string, unit: string | null): Viewer => ({
  role,
  subject,
  unit,
  unitPath: unit === null ? [] : ['r', unit],
});

async function openedBy(subject: string): Promise<string> {
  const id = randomToken(26);
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 60_000) };
  await test.database.transaction((tx) =>
    sessions.create(tx, { id, assetId: 'ast_1', viewer: subject, network: null, ...times }),
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
  await playback.revoke(by, 'ast_1', session);
  expect((await sessions.get(test.database.kysely, session))?.revokedAt).not.toBeNull();
});

it.each([
  ['another learner', viewer('doctor', 'other', 'here')],
  ['an admin of another hospital', viewer('unit-admin', 'chief', 'elsewhere')],
  ['an auditor', viewer('auditor', 'auditor', null)],
])('a session is not ended by %s, who sees the asset', async (_, by) => {
  const session = await openedBy('learner');
  await expect(playback.revoke(by, 'ast_1', session)).rejects.toThrow(AssetNotFound);
  expect((await sessions.get(test.database.kysely, session))?.revokedAt).toBeNull();
});
