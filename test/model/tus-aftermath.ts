import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Quotas } from '#libs/quotas';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import type { Replicas } from '../servers/replicas.js';
import type { Outcome } from './tus-run.js';

/**
 * What must hold when everything is quiet. Every completed upload is stored byte for byte. The ledger holds exactly the
 * completed and the open ones, and what was used before the run (`usedBefore`). Storage holds nothing of those that are
 * over.
 */
export async function aftermath(replicas: Replicas, outcome: Outcome, usedBefore = 0): Promise<string[]> {
  return [
    ...(await wrongObjects(replicas, outcome)),
    ...(await wrongLedger(replicas, outcome, usedBefore)),
    ...(await leftovers(replicas)),
  ];
}

async function wrongObjects(replicas: Replicas, { completed }: Outcome): Promise<string[]> {
  const storage = new NfsStorage({ root: replicas.storage });
  const wrong: string[] = [];
  for (const upload of completed) {
    const object = await storage
      .open(parseStorageKey(`assets/${upload.asset}/source/original`))
      .catch(() => undefined);
    const hash = createHash('sha256');
    if (object !== undefined) for await (const chunk of object.read()) hash.update(chunk);
    await object?.close();
    const row = await replicas.database.kysely
      .selectFrom('assets')
      .select('sha256')
      .where('id', '=', upload.asset)
      .executeTakeFirst();
    if (object === undefined || row === undefined)
      wrong.push(`${upload.asset} is told complete, and is not there`);
    else if (hash.digest('hex') !== upload.sha256) wrong.push(`${upload.asset} is stored with other bytes`);
    else if (row.sha256 !== upload.sha256) wrong.push(`${upload.asset} is known with another SHA-256`);
  }
  return wrong;
}

async function wrongLedger(
  { database }: Replicas,
  { completed }: Outcome,
  before: number,
): Promise<string[]> {
  const wrong: string[] = [];
  const { drift } = await new Quotas().recompute(database.kysely, 'region', { correct: false });
  if (drift !== 0) wrong.push(`the counters drift by ${drift}`);
  const root = await database.kysely
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', 'region')
    .executeTakeFirstOrThrow();
  const stored = completed.reduce((sum, upload) => sum + upload.bytes, before);
  // A creation whose answer was lost completes nothing, so what is used is exactly what the model completed.
  if (root.usedBytes !== stored) wrong.push(`${root.usedBytes} bytes are charged, ${stored} are stored`);
  const { held } = await database.kysely
    .selectFrom('uploads')
    .select((eb) => eb.fn.sum<string | null>('reservedBytes').as('held'))
    .where('state', 'in', ['open', 'finishing'])
    .executeTakeFirstOrThrow();
  if (root.reservedBytes !== Number(held ?? 0))
    wrong.push(`${root.reservedBytes} bytes are reserved, ${held ?? 0} are open`);
  return wrong;
}

/** Folders of unfinished bytes whose upload is over and was called discarded. */
async function leftovers({ storage, database }: Replicas): Promise<string[]> {
  const folders = new Set<string>();
  for (const entry of await readdir(path.join(storage, 'uploads'), { recursive: true, withFileTypes: true }))
    if (entry.isFile()) folders.add(path.basename(entry.parentPath));
  if (folders.size === 0) return [];
  const rows = await database.kysely
    .selectFrom('uploads')
    .select('id')
    .where('id', 'in', [...folders])
    .where((eb) => eb.or([eb('state', '=', 'completed'), eb('discardedAt', 'is not', null)]))
    .execute();
  return rows.map(({ id }) => `${id} is over, and its bytes are still there`);
}
