import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Audit, AuditAnchors, TrailVerifier } from '#libs/audit';
import { Assets, ENCODE_ASSET, QUEUES, RevocationEntries } from '#libs/catalog';
import { JobQueue, json } from '#libs/database';
import { createLogger } from '#libs/http';
import { newId, systemClock } from '#libs/kernel';
import { Quotas, Units } from '#libs/quotas';
import { KeyRing } from '#libs/signing';
import { Endpoints } from '#libs/webhooks';
import { AnchorShelf, FillLevel, MemoryStorage, parseStorageKey, StorageUnavailable } from '#libs/storage';
import { installJobQueue } from '../../../../libs/database/job-queue-install.js';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { createDelivery, type Delivery } from '../../../delivery/src/delivery.js';
import { AlertConditions } from './alert-conditions.js';

const test = withTestDatabase();
const never = new AbortController().signal;
const logger = createLogger('t', { level: 'silent' });
const keyRing = { current: KeyRing.parse(KeyRing.fresh()) };
const ASSET = newId('ast');
const MASTER = 'hls/m1.m3u8';

/** Storage of a size, that may be away. */
class SizedStorage extends MemoryStorage {
  usedPercent = 10;
  isAway = false;

  async capacity() {
    if (this.isAway) throw new StorageUnavailable();
    return { bytes: 1000, freeBytes: 1000 - 10 * this.usedPercent };
  }

  override async ping(): Promise<void> {
    if (this.isAway) throw new StorageUnavailable();
  }
}

const storage = new SizedStorage();
let delivery: Delivery;
let deliveryUrl: string;
let queue: JobQueue;

beforeAll(async () => {
  await installJobQueue(test.owner, QUEUES);
  queue = new JobQueue(test.database, { queues: QUEUES });
  await queue.start();
  delivery = await createDelivery({ storage, keyRing, logger });
  deliveryUrl = await delivery.listen(0, '127.0.0.1');
  await test.database.transaction(async (tx) => {
    await new Units().create(tx, { id: 'u', kind: 'region', name: 'County' });
    await new Units().create(tx, { id: 'w', kind: 'county', name: 'Ward 7', parentId: 'u' });
  });
});
afterAll(async () => {
  await queue.stop();
  await delivery.close();
});
beforeEach(() => {
  storage.usedPercent = 10;
  storage.isAway = false;
});

function conditions(more: { deliveryUrl?: string } = {}) {
  const fillLevel = new FillLevel(storage, 0);
  const revocations = new RevocationEntries();
  const webhooks = new Endpoints();
  const trailVerifier = verifier();
  const parts = {
    trailVerifier,
    storage,
    fillLevel,
    queue,
    assets: new Assets(),
    revocations,
    webhooks,
    clock: systemClock,
  };
  return new AlertConditions(
    // The ring is the watch's present one.
    { database: test.database, keyRing: keyRing as never, ...parts },
    { encodePercent: 85, uploadPercent: 92, deliveryUrl, ...more },
  );
}

function verifier(): TrailVerifier {
  const { database } = test;
  const audit = new Audit();
  const shelf = new AnchorShelf(storage);
  return new TrailVerifier({
    database,
    audit,
    anchors: new AuditAnchors({ database, audit, shelf, keyRing }),
  });
}

/** What is found, by name; of what could not be looked at there is nothing. */
async function found(more: { deliveryUrl?: string } = {}): Promise<Record<string, string>> {
  const findings = await conditions(more).examine(never);
  return Object.fromEntries(
    [...findings]
      .filter(([, each]) => each.length > 0)
      .map(([name, each]) => [name, each.map(({ summary }) => summary).join('\n')]),
  );
}

async function newAsset(id: string, state: 'ready' | 'failed', code = 'internal'): Promise<void> {
  await test.database.transaction(async (tx) => {
    const file = { fileName: 'a.mp4', title: 'A', contentType: 'video/mp4', bytes: 1 };
    const whose = { owner: 'd', unit: 'u', account: 'u', kind: 'video' } as const;
    await new Assets().create(tx, { id, ...whose, ...file, sha256: '0'.repeat(64), state: 'ready' });
    const change =
      state === 'ready' ? { master: MASTER } : { state, failure: json({ code, reason: 'It failed.' }) };
    await tx.updateTable('assets').set(change).where('id', '=', id).execute();
  });
}

it('finds nothing where all is well, and looks at everything', async () => {
  const findings = await conditions().examine(never);
  expect(Object.fromEntries(findings)).toEqual({
    'storage-filling': [],
    'storage-full': [],
    'storage-unavailable': [],
    'delivery-unavailable': [],
    'encoding-behind': [],
    'processing-failed': [],
    'quota-nearly-full': [],
    'webhook-disabled': [],
    'revocations-late': [],
    'audit-broken': [],
  });
});

it('finds storage that fills, is full, or is away', async () => {
  storage.usedPercent = 86;
  expect(await found()).toEqual({
    'storage-filling': 'The storage is 86 % full. Encoding waits until there is room.',
  });
  storage.usedPercent = 92;
  expect(Object.keys(await found())).toEqual(['storage-filling', 'storage-full']);
  storage.isAway = true;
  const findings = await conditions().examine(never);
  expect(findings.get('storage-unavailable')).toHaveLength(1);
  // How full it is nobody knows now.
  expect(findings.has('storage-full')).toBe(false);
});

it('asks for a recording as viewers do', async () => {
  // Nothing there to ask for.
  expect(await found({ deliveryUrl: 'http://127.0.0.1:1' })).toEqual({});
  await newAsset(ASSET, 'ready');
  await storage.put(
    parseStorageKey(`assets/${ASSET}/${MASTER}`),
    (async function* () {
      yield Buffer.from('#EXTM3U\n');
    })(),
  );
  expect(await found()).toEqual({});
  const asked: string[] = [];
  const broken = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(asked.length === 1 ? 503 : 302, { location: deliveryUrl }).end();
  });
  await once(broken.listen(0, '127.0.0.1'), 'listening');
  const brokenUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
  for (const status of [503, 302])
    expect(await found({ deliveryUrl: brokenUrl })).toEqual({
      'delivery-unavailable': `A recording was asked for as viewers do: the answer had the status ${status}.`,
    });
  broken.close();
  expect(asked[0]).toMatch(new RegExp(`^/s/.*/${ASSET}/${MASTER}$`));
  expect(await found({ deliveryUrl: brokenUrl })).toEqual({
    'delivery-unavailable':
      'A recording was asked for as viewers do: there was no connection (ECONNREFUSED).',
  });
  // Delivery verifies by another ring.
  await delivery.close();
  delivery = await createDelivery({ storage, keyRing: { current: KeyRing.parse(KeyRing.fresh()) }, logger });
  expect(await found({ deliveryUrl: await delivery.listen(0, '127.0.0.1') })).toEqual({
    'delivery-unavailable': 'A recording was asked for as viewers do: the answer had the status 403.',
  });
  await sql`update assets set deleted_at = now() where id = ${ASSET}`.execute(test.database.kysely);
});

it('finds a queue whose oldest job waits for more than an hour', async () => {
  await test.database.transaction((tx) => queue.send(tx, ENCODE_ASSET, {}));
  expect(await found()).toEqual({});
  await sql`update pgboss.job set created_on = now() - interval '61 minutes'`.execute(test.owner.kysely);
  expect(await found()).toEqual({
    'encoding-behind': `Of the queue ${ENCODE_ASSET}, 1 jobs wait; the oldest for 61 minutes.`,
  });
  await sql`delete from pgboss.job`.execute(test.owner.kysely);
});

it('finds recordings that failed for no fault of their own within the last hour', async () => {
  await newAsset(newId('ast'), 'failed', 'not-media');
  expect(await found()).toEqual({});
  for (const id of [newId('ast'), newId('ast')]) await newAsset(id, 'failed');
  expect(Object.keys(await found())).toEqual(['processing-failed']);
  await sql`update assets set updated_at = now() - interval '61 minutes'`.execute(test.database.kysely);
  expect(await found()).toEqual({});
});

it('finds units whose own quota is nearly full', async () => {
  await test.database.transaction(async (tx) => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    await new Quotas().setLimits(tx, 'w', { bytes: 100 });
    await new Quotas().reserve(tx, {
      reservation: newId('upl'),
      account: 'w',
      bytes: 94,
      assets: 1,
      expiresAt,
    });
  });
  expect(await found()).toEqual({});
  await test.database.transaction((tx) => new Quotas().setLimits(tx, 'w', { bytes: 96 }));
  expect(await found()).toEqual({ 'quota-nearly-full': 'The quota of Ward 7 is 97 % full.' });
  await test.database.transaction((tx) => new Quotas().setLimits(tx, 'w', {}));
});

it('finds a revocation that no list has for more than a minute', async () => {
  const insert = (age: string) =>
    sql`insert into unpublished_revocations (noted_at) values (now() - ${age}::interval)`.execute(
      test.database.kysely,
    );
  await insert('50 seconds');
  expect(await found()).toEqual({});
  await insert('61 seconds');
  expect(Object.keys(await found())).toEqual(['revocations-late']);
});

it('finds an audit trail that was not intact when it was verified last', async () => {
  const { database, owner } = test;
  await sql`delete from unpublished_revocations`.execute(database.kysely);
  await database.transaction((tx) =>
    new Audit().append(tx, { actor: 'a', action: 'made', subject: 'ast_1', facts: { n: 1 } }),
  );
  await verifier().verify('system');
  expect(await found()).toEqual({});
  const tamper = (actor: string) =>
    owner.transaction(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql`update audit_trail set actor = ${actor} where seq = 1`.execute(tx);
    });
  const { actor: written } = await database.kysely
    .selectFrom('auditTrail')
    .select('actor')
    .where('seq', '=', 1)
    .executeTakeFirstOrThrow();
  await tamper('b');
  await verifier().verify('system');
  expect(Object.keys(await found())).toEqual(['audit-broken']);
  await tamper(written);
  await verifier().verify('system');
  expect(await found()).toEqual({});
});
