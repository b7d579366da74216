import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { Assets, PlaybackSessions, RevocationEntries, Uploads } from '#libs/catalog';
import type { Caller } from '#libs/http';
import { systemClock } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { NfsStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { Revocations } from '../playback/revocations.js';
import { AssetStory } from '../rest/asset-story.js';
import { Trash } from './trash.js';

const test = withTestDatabase();
const assets = new Assets();
const audit = new Audit();
const caller: Caller = { subject: 'doctor', name: 'Doctor', role: 'doctor', unit: 'u' };
let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'lectern-trash-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it('tells in the trail what was restored, and nothing of what was not in the trash', async () => {
  const { database } = test;
  const storage = new NfsStorage({ root });
  const parts = { database, storage, assets, clock: systemClock, logger: pino({ level: 'silent' }) };
  const revocations = new Revocations(
    { ...parts, sessions: new PlaybackSessions(), entries: new RevocationEntries() },
    { longestSeconds: 60 },
  );
  const story = new AssetStory({ ...parts, uploads: new Uploads() });
  const trash = new Trash({ ...parts, quotas: new Quotas(), audit, revocations, story }, 60);
  const asset = await database.transaction(async (tx) => {
    await new Units().create(tx, { id: 'u', kind: 'region', name: 'U' });
    const kept = { owner: 'doctor', unit: 'u', account: 'u', kind: 'attachment' } as const;
    const file = { fileName: 'a.pdf', title: 'A', contentType: 'application/pdf', bytes: 1 };
    return assets.create(tx, { ...kept, ...file, sha256: '0'.repeat(64), state: 'ready' });
  });
  await trash.restore(caller, asset);
  await trash.put(caller, asset);
  await trash.restore(caller, asset);
  await trash.restore(caller, asset);
  const { items } = await audit.list(database.kysely, { subject: asset.id, limit: 10 });
  expect(items.map(({ action }) => action)).toEqual(['asset.restored', 'asset.trashed']);
});
