import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { QUEUES } from '#libs/catalog';
import { JobQueue } from '#libs/database';
import { Quotas } from '#libs/quotas';
import { watchKeyRing } from '#libs/signing';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { readUploaderSettings } from '../../../apps/uploader/src/config.js';
import { Uploader } from '../../../apps/uploader/src/uploader.module.js';
import type { CrashLedger } from './ledger.js';
import type { Replicas } from '../../servers/replicas.js';

export interface Aftermath {
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Sweeps take up a few hundred things at a time. */
const MOST_ROUNDS = 200;

/**
 * When every process is dead: what was promised comes about by the sweeps alone, then all windows run out (on the
 * sweeps' clock), and what is left must be exactly the assets that clients know of, each byte for byte.
 */
export async function crashAftermath(replicas: Replicas, ledger: CrashLedger): Promise<Aftermath> {
  const { database } = replicas;
  const failures: string[] = [];
  // Nobody who held a lease lives any more: it runs out now instead of within a minute.
  await database.kysely
    .updateTable('uploads')
    .set({ leaseUntil: new Date() })
    .where('leaseUntil', 'is not', null)
    .execute();
  const left = await countsOf(replicas);
  await sweepUntil(replicas, 10 * 60_000, async () => (await countsOf(replicas)).interrupted === 0);
  failures.push(...(await missingAssets(replicas, ledger)));
  await sweepUntil(replicas, 45 * DAY_MS, async () => {
    const { unfinished, undiscarded, trashed } = await countsOf(replicas);
    return unfinished + undiscarded + trashed === 0;
  });
  // Once more, when nothing is under way: what is dear is swept once an hour, and once a day.
  await sweepUntil(replicas, 47 * DAY_MS, async () => true);
  const assets = await wrongAssets(replicas, ledger, failures);
  failures.push(...(await wrongLedger(replicas)), ...(await strangers(replicas, assets)));
  const files = ledger.sent.size;
  const { interrupted, unfinished } = left;
  return { figures: { files, assets: assets.length, interrupted, unfinished }, failures };
}

/** The uploader's own sweeps, on a clock that is ahead. */
async function sweepUntil(replicas: Replicas, ahead: number, isDone: () => Promise<boolean>): Promise<void> {
  const { database, environment } = replicas;
  const settings = readUploaderSettings({ ...environment, LECTERN_PORT: '0' });
  const logger = pino({ level: 'silent' });
  const keyRing = await watchKeyRing(settings.LECTERN_KEY_RING, { onError: () => undefined });
  const storage = new NfsStorage({ root: replicas.storage });
  const queue = new JobQueue(database, { queues: QUEUES, onError: () => undefined });
  const clock = { now: () => new Date(Date.now() + ahead) };
  const uploader = await Uploader.create({
    settings,
    database,
    queue,
    storage,
    keyRing,
    logger,
    clock,
    registry: new Registry(),
  });
  try {
    for (let round = 1; ; round += 1) {
      await uploader.sweep();
      if (await isDone()) return;
      if (round === MOST_ROUNDS) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await uploader.close();
    keyRing.close();
  }
}

async function countsOf({ database }: Replicas) {
  const uploads = await database.kysely
    .selectFrom('uploads')
    .select(['state', 'offsetBytes', 'bytes', 'assemblingAt', 'discardedAt', 'concat'])
    .execute();
  const trash = await database.kysely
    .selectFrom('assets')
    .select('id')
    .where('deletedAt', 'is not', null)
    .execute();
  const open = uploads.filter(({ state }) => state === 'open' || state === 'finishing');
  // A partial upload waits for its final one, or for its expiry.
  const interrupted = open.filter(
    ({ state, concat, assemblingAt, offsetBytes, bytes }) =>
      concat !== 'partial' && (state === 'finishing' || assemblingAt !== null || offsetBytes === bytes),
  );
  const undiscarded = uploads.filter(
    ({ state, discardedAt }) => (state === 'abandoned' || state === 'expired') && discardedAt === null,
  );
  return {
    unfinished: open.length,
    interrupted: interrupted.length,
    undiscarded: undiscarded.length,
    trashed: trash.length,
  };
}

/** What clients were told is there, or that all of it had come, must be there now: nobody had to ask for it. */
async function missingAssets({ database }: Replicas, ledger: CrashLedger): Promise<string[]> {
  const rows = await database.kysely.selectFrom('assets').select(['id', 'fileName']).execute();
  const ids = new Set(rows.map(({ id }) => id));
  const names = new Set(rows.map(({ fileName }) => fileName));
  const wrong: string[] = [];
  for (const [asset, fileName] of ledger.acknowledged)
    if (!ids.has(asset)) wrong.push(`${fileName}: ${asset} was acknowledged and is lost`);
  for (const fileName of ledger.promised)
    if (!names.has(fileName)) wrong.push(`${fileName}: every byte was acknowledged, and no asset came of it`);
  if (names.size !== rows.length) wrong.push(`${rows.length - names.size} files became two assets`);
  return wrong;
}

/** Every asset is one that was sent, byte for byte; none that was deleted is there. */
async function wrongAssets(replicas: Replicas, ledger: CrashLedger, failures: string[]): Promise<string[]> {
  const storage = new NfsStorage({ root: replicas.storage });
  const assets = await replicas.database.kysely
    .selectFrom('assets')
    .select(['id', 'fileName', 'bytes', 'sha256'])
    .execute();
  for (const { id, fileName, bytes, sha256 } of assets) {
    const sent = ledger.sent.get(fileName);
    if (sent === undefined || sent.sha256 !== sha256 || sent.bytes !== bytes)
      failures.push(`${fileName}: ${id} is known as ${bytes} bytes that nobody sent`);
    else if ((await digestOf(storage, id)) !== sent.sha256)
      failures.push(`${fileName}: ${id} is torn, or its bytes are gone`);
    if (ledger.trashed.has(id)) failures.push(`${fileName}: ${id} was deleted long ago and is there`);
  }
  const there = new Set(assets.map(({ id }) => id));
  for (const [asset, fileName] of ledger.acknowledged)
    if (!there.has(asset) && !ledger.mayBeTrashed.has(asset))
      failures.push(`${fileName}: ${asset} was acknowledged and is lost in the end`);
  return assets.map(({ id }) => id);
}

async function digestOf(storage: NfsStorage, asset: string): Promise<string | undefined> {
  const object = await storage
    .open(parseStorageKey(`assets/${asset}/source/original`))
    .catch(() => undefined);
  if (object === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of object.read()) hash.update(chunk);
  await object.close();
  return hash.digest('hex');
}

async function wrongLedger({ database }: Replicas): Promise<string[]> {
  const wrong: string[] = [];
  const { drift } = await new Quotas().recompute(database.kysely, 'region', { correct: false });
  if (drift !== 0) wrong.push(`the ledger drifts by ${drift}`);
  const held = await database.kysely
    .selectFrom('reservations')
    .select('id')
    .where('state', '=', 'held')
    .execute();
  if (held.length > 0) wrong.push(`${held.length} reservations are left`);
  const unfinished = await database.kysely
    .selectFrom('uploads')
    .select(['id', 'state'])
    .where('state', 'in', ['open', 'finishing'])
    .execute();
  for (const { id, state } of unfinished) wrong.push(`${id} is ${state} for ever`);
  const root = await database.kysely
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', 'region')
    .executeTakeFirstOrThrow();
  const assets = await database.kysely.selectFrom('assets').select('bytes').execute();
  const stored = assets.reduce((sum, { bytes }) => sum + bytes, 0);
  if (root.usedBytes !== stored) wrong.push(`${root.usedBytes} bytes are charged, ${stored} are stored`);
  if (root.reservedBytes !== 0) wrong.push(`${root.reservedBytes} bytes are reserved for nobody`);
  return wrong;
}

/** Files that no row of the database knows, temporary ones among them. */
async function strangers({ storage: root }: Replicas, assets: readonly string[]): Promise<string[]> {
  const storage = new NfsStorage({ root });
  const known = new Set(
    assets.map((id) => storage.localFiles.path(parseStorageKey(`assets/${id}/source/original`))),
  );
  known.add(storage.localFiles.path(parseStorageKey('control/revocations.json')));
  const wrong: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || known.has(file)) continue;
    // Anchors of the audit trail are anybody's.
    if (entry.parentPath === path.join(root, 'audit', 'anchors')) continue;
    const { size, mtime } = await stat(file);
    wrong.push(`${path.relative(root, file)} (${size} bytes, ${mtime.toISOString()}) belongs to nothing`);
  }
  return wrong;
}
