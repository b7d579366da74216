import { type Asset, folderOwnerOf, otherTakesOf } from '#libs/catalog';
import { assetFolder, ownerOf, type Unfinished, uploadFolder, UPLOADS } from '#libs/storage';
import type { Orphan, OrphanParts } from './orphans.js';

/** Uploads and assets that are looked up together. */
const BATCH = 200;

/**
 * What storage keeps for uploads, or of objects that were never finished, when nobody needs it any more:
 * multipart uploads of which no database knows (the process died, or the server's reply was lost, right after
 * it was begun), pieces and working files that came or stayed after the end of their upload. What belongs to
 * an upload waits until that upload is over; what was to become an object of an asset, until the asset's
 * upload is over and no worker is at it.
 */
export class UnfinishedOrphans {
  constructor(
    private readonly parts: OrphanParts,
    private readonly isOld: (date: Date) => boolean,
  ) {}

  /** Goes through all that is not an object of an asset; each folder may come several times. */
  async *find(signal?: AbortSignal): AsyncGenerator<Orphan> {
    let batch: Unfinished[] = [];
    let folders = new Set<string>();
    for await (const thing of this.all(signal)) {
      if (!this.isOld(thing.since)) continue;
      batch.push(thing);
      folders.add(thing.folder);
      if (folders.size < BATCH && batch.length < BATCH * 10) continue;
      yield* await this.judge(batch);
      [batch, folders] = [[], new Set()];
    }
    yield* await this.judge(batch);
  }

  private async *all(signal?: AbortSignal): AsyncGenerator<Unfinished> {
    const { storage } = this.parts;
    const options = signal === undefined ? {} : { signal };
    for await (const { key, bytes, modifiedAt } of storage.list(UPLOADS, options)) {
      yield { folder: ownerOf(key).folder, bytes, since: modifiedAt, remove: () => storage.remove(key) };
    }
    if (storage.unfinished !== undefined) yield* storage.unfinished(options);
  }

  private async judge(batch: readonly Unfinished[]): Promise<Orphan[]> {
    const byFolder = Map.groupBy(batch, ({ folder }) => folder);
    const needed = await this.needed([...byFolder.keys()]);
    return [...byFolder]
      .filter(([folder]) => !needed.has(folder))
      .map(([folder, things]) => {
        const { of, id } = ownerOf(folder);
        return {
          folder,
          asset: of === 'asset' ? id : null,
          reason: 'never-finished',
          bytes: things.reduce((sum, thing) => sum + thing.bytes, 0),
          modifiedAt: new Date(Math.max(...things.map(({ since }) => since.getTime()))),
          things,
        };
      });
  }

  /** Those of the folders that somebody may still write to. */
  private async needed(folders: readonly string[]): Promise<ReadonlySet<string>> {
    const { database, uploads, assets } = this.parts;
    const owners = Map.groupBy(folders.map(ownerOf), ({ of }) => of);
    const uploadIds = (owners.get('upload') ?? []).map(({ id }) => id);
    const assetIds = (owners.get('asset') ?? []).map(({ id }) => id);
    const open = await uploads.unfinishedAmong(database.kysely, uploadIds);
    // In this order: an upload that ends between the two has made its asset by then.
    const toCome = await uploads.assetsToCome(database.kysely, assetIds);
    const rows = await assets.among(database.kysely, assetIds);
    const takes = [...(await otherTakesOf(database.kysely, assetIds)).values()].flat();
    return new Set([
      ...open.map(({ id }) => uploadFolder(id)),
      ...toCome.map((id) => assetFolder(id)),
      ...[...rows, ...takes]
        .filter((asset) => !this.isSettled(asset))
        .map((asset) => assetFolder(folderOwnerOf(asset))),
    ]);
  }

  private isSettled({ state, worker, updatedAt }: Asset): boolean {
    return (state === 'ready' || state === 'failed') && worker === null && this.isOld(updatedAt);
  }
}
