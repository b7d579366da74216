import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Assets, PlaybackSessions, RevocationEntries } from '#libs/catalog';
import { type Database, openDatabase } from '#libs/database';
import { createLogger } from '#libs/http';
import { randomToken, systemClock } from '#libs/kernel';
import { Units } from '#libs/quotas';
import { revocationDocument, RevocationList } from '#libs/signing';
import { MemoryStorage, REVOCATIONS, StorageUnavailable } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { RevocationNotInForce } from './playback.errors.js';
import { Revocations } from './revocations.js';

const test = withTestDatabase();
const sessions = new PlaybackSessions();
const ASSET = 'ast_00000001';
const EXPIRES = new Date('2035-01-01T00:00:00Z');

/** Storage that can be held up, or fail, before it takes a list. */
class TroubledStorage extends MemoryStorage {
  readonly versions: number[] = [];
  before: () => Promise<void> = () => Promise.resolve();

  override async replaceControl(...written: Parameters<MemoryStorage['replaceControl']>): Promise<void> {
    await this.before();
    await super.replaceControl(...written);
    this.versions.push((await this.written()).version);
  }

  async written(): Promise<RevocationList> {
    const open = await this.open(REVOCATIONS);
    const chunks: Uint8Array[] = [];
    for await (const chunk of open.read()) chunks.push(chunk);
    return RevocationList.parse(Buffer.concat(chunks).toString());
  }
}

let storage: TroubledStorage;
const replicas: Revocations[] = [];
beforeEach(() => {
  storage = new TroubledStorage();
});
afterEach(async () => {
  for (const replica of replicas.splice(0)) await replica.close();
});
beforeAll(async () => {
  await test.database.transaction(async (tx) => {
    await new Units().create(tx, { id: 'u', kind: 'region', name: 'U' });
    const kept = { id: ASSET, owner: 'doctor', unit: 'u', account: 'u', kind: 'attachment' } as const;
    const file = { fileName: 'a.pdf', title: 'A', contentType: 'application/pdf', bytes: 1 };
    await new Assets().create(tx, { ...kept, ...file, sha256: '0'.repeat(64), state: 'ready' });
  });
});

function replica(options: { patienceMs?: number; database?: Database } = {}): Revocations {
  const { database = test.database, patienceMs = 60_000 } = options;
  const logger = createLogger('t', { level: 'silent' });
  const entries = new RevocationEntries();
  const made = new Revocations(
    { database, storage, sessions, entries, clock: systemClock, logger },
    { longestSeconds: 600, patienceMs },
  );
  replicas.push(made);
  return made;
}

/** A session that is revoked, and no list has it. */
async function revoked(database = test.database): Promise<string> {
  const id = randomToken(26);
  const whose = { viewer: 'v', role: 'doctor', unit: null, apiKey: null } as const;
  const times = { createdAt: new Date(), expiresAt: EXPIRES };
  await database.transaction(async (tx) => {
    const session = {
      id,
      kind: 'play',
      assetId: ASSET,
      network: null,
      kibPerSecond: null,
      ...whose,
      ...times,
    } as const;
    await sessions.create(tx, session, { limit: 1_000_000 });
    await sessions.revoke(tx, id, new Date());
  });
  return id;
}

async function expectInForce(...ids: string[]): Promise<void> {
  const list = await storage.written();
  expect(ids.filter((id) => !list.revokes(ASSET, 0, id))).toEqual([]);
}

it('F61 all who revoke while a list is written get the next one together', async () => {
  const one = replica();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: writing, resolve: begun } = Promise.withResolvers<void>();
  storage.before = () => (begun(), held);
  const first = await revoked();
  const published = [one.publish()];
  await writing;
  const others = [];
  for (let n = 0; n < 30; n += 1) {
    others.push(await revoked());
    published.push(one.publish());
  }
  release();
  await Promise.all(published);
  expect(storage.versions).toHaveLength(2);
  await expectInForce(first, ...others);
  await one.publish();
  expect(storage.versions).toHaveLength(2);
});

it('replicas that revoke at once end with all of it on the list, whose version only grows', async () => {
  const all = Array.from({ length: 3 }, () => replica());
  const ids = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const id = await revoked();
      await all[n % 3]?.publish();
      await expectInForce(id);
      return id;
    }),
  );
  await expectInForce(...ids);
  expect(storage.versions).toEqual(storage.versions.toSorted((a, b) => a - b));
  expect(new Set(storage.versions).size).toBe(storage.versions.length);
});

it('says that a revocation is not in force where storage does not take it, and goes on by itself', async () => {
  const one = replica();
  storage.before = () => Promise.reject(new StorageUnavailable());
  const id = await revoked();
  await expect(one.publish()).rejects.toThrow(RevocationNotInForce);
  // Asked again it does not say that all is well.
  await expect(one.publish()).rejects.toThrow(RevocationNotInForce);
  one.start();
  storage.before = () => Promise.resolve();
  await vi.waitFor(() => expectInForce(id), 30_000);
});

it('keeps nobody waiting for storage that hangs, and is in force once it answers', async () => {
  const one = replica({ patienceMs: 20 });
  const { promise: hanging, resolve: answer } = Promise.withResolvers<void>();
  storage.before = () => hanging;
  const id = await revoked();
  await expect(one.publish()).rejects.toThrow(RevocationNotInForce);
  answer();
  await vi.waitFor(() => expectInForce(id), 30_000);
});

it('what a replica has revoked that died before it published is published by another', async () => {
  const id = await revoked();
  replica().start();
  await vi.waitFor(() => expectInForce(id), 30_000);
});

it('a list that an older one has taken the place of, or that is lost, comes back with the sweep', async () => {
  const id = await revoked();
  await replica().publish();
  const empty = revocationDocument({ version: 1, updated: 1, assets: [], sessions: [] });
  for (const lost of [empty, 'damaged', '']) {
    await storage.replaceControl(REVOCATIONS, Buffer.from(lost)).catch(() => undefined);
    await replica().sweep();
    await expectInForce(id);
  }
});

it('a replica that loses its lock while storage keeps it waiting does not leave the older list', async () => {
  const database = openDatabase({ url: test.url, applicationName: 'slow-replica' });
  try {
    const slow = replica({ database });
    const mine = await revoked();
    let theirs = '';
    storage.before = async () => {
      storage.before = () => Promise.resolve();
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'slow-replica'`.execute(test.database.kysely);
      theirs = await revoked();
      await replica().publish();
      await expectInForce(mine, theirs);
    };
    // Its transaction broke, and is run again as a whole: under the lock, on top of what was written meanwhile.
    await slow.publish();
    await expectInForce(mine, theirs);
  } finally {
    await database.close();
  }
});

it('passes the version of a list that a restored database does not know', async () => {
  const newer = revocationDocument({ version: 1_000_000, updated: 1, assets: [], sessions: [] });
  await storage.replaceControl(REVOCATIONS, Buffer.from(newer));
  const id = await revoked();
  await replica().publish();
  await expectInForce(id);
  expect((await storage.written()).version).toBe(1_000_001);
});
