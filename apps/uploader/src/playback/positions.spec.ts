import { expect, it } from 'vitest';
import { Audit, verifyTrail } from '#libs/audit';
import { Assets, Courses, PlaybackSessions, Processing, Watching } from '#libs/catalog';
import type { Caller } from '#libs/http';
import { randomToken } from '#libs/kernel';
import { Units } from '#libs/quotas';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import type { UploaderSettings } from '../config.js';
import { Reach } from '../rest/reach.js';
import { PositionsController } from './positions.controller.js';

const test = withTestDatabase();
const caller: Caller = { subject: 'dr-li', name: 'Dr Li', role: 'doctor', unit: 'u' };
const HOUR_MS = 3600_000;

/** A recording of the caller's of ten minutes, with a session that was opened an hour ago. */
async function recording(): Promise<string> {
  const facts = { owner: caller.subject, unit: 'u', account: 'u', kind: 'video' } as const;
  const file = { fileName: 'a.mp4', title: 'A', contentType: 'video/mp4', bytes: 1, sha256: '0'.repeat(64) };
  return test.database.transaction(async (tx) => {
    await new Units().create(tx, { id: 'u', kind: 'region', name: 'U' });
    const { id } = await new Assets().create(tx, { ...facts, ...file });
    const leaseUntil = new Date(Date.now() + HOUR_MS);
    const started = await new Processing().startAttempt(tx, id, { worker: 'w', leaseUntil });
    const made = { attempt: started?.attempt ?? 0, master: 'm.m3u8', facts: { durationSeconds: 600 } };
    await new Processing().publishMaster(tx, id, made);
    const whose = { viewer: caller.subject, role: 'doctor', unit: 'u', apiKey: null } as const;
    const times = { createdAt: new Date(Date.now() - HOUR_MS), expiresAt: leaseUntil };
    const session = { id: randomToken(26), kind: 'play', assetId: id, network: null } as const;
    const limit = { limit: 10 };
    await new PlaybackSessions().create(tx, { ...session, kibPerSecond: null, ...whose, ...times }, limit);
    return id;
  });
}

it('a recording that was watched is in the audit trail, once', async () => {
  const asset = await recording();
  const { database } = test;
  const controller = new PositionsController(
    new Assets(),
    new Watching(),
    new Audit(),
    database,
    new Reach(database, new Units(), new Courses()),
    { LECTERN_COMPLETION_SHARE: 0.5 } as UploaderSettings,
  );
  const watch = (to: number) => controller.report(caller, asset, { seconds: to, watched: [{ from: 0, to }] });
  const entries = async () => (await new Audit().list(database.kysely, { subject: asset, limit: 10 })).items;
  expect(await watch(299)).toMatchObject({ share: 0.4983, completedAt: null });
  expect(await entries()).toEqual([]);
  await expect.poll(async () => (await watch(301)).completedAt).not.toBeNull();
  await watch(600);
  expect(await entries()).toMatchObject([
    {
      actor: caller.subject,
      action: 'lesson.completed',
      unit: 'u',
      facts: { durationSeconds: 600, watchedSeconds: expect.any(Number) as number },
    },
  ]);
  async function* noAnchors() {}
  expect((await verifyTrail(database.kysely, noAnchors())).intact).toBe(true);
});
