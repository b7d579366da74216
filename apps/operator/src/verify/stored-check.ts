import { createHash } from 'node:crypto';
import { type Asset, type Assets, derivedPathsOf, folderOwnerOf, placeOf } from '#libs/catalog';
import type { Database } from '#libs/database';
import {
  ObjectNotFound,
  openIfThere,
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

export interface StoredCheckParts {
  readonly database: Database;
  readonly assets: Assets;
  readonly storage: Storage;
}

const BATCH = 500;

/**
 * Looks for every object that the database names: after a restore, or when a disk is doubted. Only reads. What is in
 * the trash is looked at too, and what an asset showed before, since both can be restored; what is being removed is not.
 */
export async function checkStored(
  parts: StoredCheckParts,
  options: StoredCheckOptions,
  onMissing: (missing: Missing) => void = () => undefined,
): Promise<StoredCheckReport> {
  const missing: Missing[] = [];
  let [assets, bytes] = [0, 0];
  let after: string | undefined;
  for (;;) {
    const batch = await parts.assets.stored(parts.database.kysely, { after, limit: BATCH });
    for (const asset of batch) {
      if (options.signal?.aborted === true) return { assets, bytes, missing };
      for (const found of await missingOf(parts, asset, options.deep)) {
        missing.push(found);
        onMissing(found);
      }
      assets += 1;
      bytes += asset.bytes;
      after = asset.id;
    }
    if (batch.length < BATCH) return { assets, bytes, missing };
  }
}

async function missingOf(
  { database, assets, storage }: StoredCheckParts,
  asset: Asset,
  deep: boolean,
): Promise<Missing[]> {
  const { owner, title } = asset;
  const id = folderOwnerOf(asset);
  const missing: Missing[] = [];
  const fact = await original(storage, asset, deep);
  if (fact !== undefined)
    missing.push({
      asset: id,
      owner,
      title,
      what: fact,
      path: pathUnderAsset(originalOf(...placeOf(asset))),
    });
  const renditions = (await assets.renditionsOf(database.kysely, [asset.id])).get(asset.id) ?? [];
  for (const path of derivedPathsOf(asset))
    if (!(await isThere(storage, underAsset(id, path))))
      missing.push({ asset: id, owner, title, what: 'derived-missing', path });
  for (const { folder, state } of renditions)
    if (state === 'done' && !(await holdsAny(storage, underAsset(id, folder))))
      missing.push({ asset: id, owner, title, what: 'derived-missing', path: folder });
  return missing;
}

async function original(storage: Storage, asset: Asset, deep: boolean): Promise<Missing['what'] | undefined> {
  const object = await openIfThere(storage, originalOf(...placeOf(asset)));
  if (object === undefined) return 'original-missing';
  try {
    if (object.bytes !== asset.bytes) return 'original-altered';
    if (!deep) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of object.read()) hash.update(chunk);
    return hash.digest('hex') === asset.sha256 ? undefined : 'original-altered';
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
