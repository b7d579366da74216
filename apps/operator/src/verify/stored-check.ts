import { createHash } from 'node:crypto';
import type { Database } from '#libs/database';
import {
  ObjectNotFound,
  originalOf,
  pathUnderAsset,
  type Storage,
  type StorageKey,
  underAsset,
} from '#libs/storage';

/** What the database promises and storage does not hold. */
export interface Missing {
  readonly asset: string;
  readonly owner: string;
  readonly title: string;
  readonly what: 'original-missing' | 'original-altered' | 'derived-missing';
  /** The path below the asset. */
  readonly path: string;
}

export interface StoredCheckOptions {
  /** Reads every original and compares its SHA-256; else its length is compared. */
  readonly deep: boolean;
  readonly signal?: AbortSignal;
}

export interface StoredCheckReport {
  readonly assets: number;
  readonly bytes: number;
  readonly missing: readonly Missing[];
}

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly title: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly master: string | null;
  readonly poster: readonly { readonly path: string }[] | null;
  readonly images: readonly { readonly path: string }[] | null;
}

const BATCH = 500;

/**
 * Looks for every object that the database names: after a restore, or when a disk is doubted. Only reads. What is in
 * the trash is looked at too, since it can be restored; what is being emptied from it is not.
 */
export async function checkStored(
  parts: { readonly database: Database; readonly storage: Storage },
  options: StoredCheckOptions,
  onMissing: (missing: Missing) => void = () => undefined,
): Promise<StoredCheckReport> {
  const missing: Missing[] = [];
  let [assets, bytes, after] = [0, 0, ''];
  for (;;) {
    const rows: Row[] = await parts.database.kysely
      .selectFrom('assets')
      .select(['id', 'owner', 'title', 'bytes', 'sha256', 'master', 'poster', 'images'])
      .where('id', '>', after)
      .where('purgingAt', 'is', null)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      if (options.signal?.aborted === true) return { assets, bytes, missing };
      for (const found of await missingOf(parts, row, options.deep)) {
        missing.push(found);
        onMissing(found);
      }
      assets += 1;
      bytes += row.bytes;
      after = row.id;
    }
    if (rows.length < BATCH) return { assets, bytes, missing };
  }
}

async function missingOf(
  { database, storage }: { readonly database: Database; readonly storage: Storage },
  row: Row,
  deep: boolean,
): Promise<Missing[]> {
  const { id: asset, owner, title } = row;
  const missing: Missing[] = [];
  const fact = await original(storage, row, deep);
  if (fact !== undefined)
    missing.push({ asset, owner, title, what: fact, path: pathUnderAsset(originalOf(asset)) });
  const renditions = await database.kysely
    .selectFrom('renditions')
    .select('folder')
    .where('assetId', '=', asset)
    .where('state', '=', 'done')
    .execute();
  const pictures = [...(row.poster ?? []), ...(row.images ?? [])].map(({ path }) => path);
  const paths = [...(row.master === null ? [] : [row.master]), ...pictures];
  for (const path of paths)
    if (!(await isThere(storage, underAsset(asset, path))))
      missing.push({ asset, owner, title, what: 'derived-missing', path });
  for (const { folder } of renditions)
    if (!(await holdsAny(storage, underAsset(asset, folder))))
      missing.push({ asset, owner, title, what: 'derived-missing', path: folder });
  return missing;
}

async function original(storage: Storage, row: Row, deep: boolean): Promise<Missing['what'] | undefined> {
  const object = await storage.open(originalOf(row.id)).catch((error: unknown) => {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  });
  if (object === undefined) return 'original-missing';
  try {
    if (object.bytes !== row.bytes) return 'original-altered';
    if (!deep) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of object.read()) hash.update(chunk);
    return hash.digest('hex') === row.sha256 ? undefined : 'original-altered';
  } finally {
    await object.close();
  }
}

async function isThere(storage: Storage, key: StorageKey): Promise<boolean> {
  return storage.stat(key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ObjectNotFound) return false;
      throw error;
    },
  );
}

async function holdsAny(storage: Storage, folder: StorageKey): Promise<boolean> {
  for await (const object of storage.list(folder)) return object.bytes >= 0;
  return false;
}
