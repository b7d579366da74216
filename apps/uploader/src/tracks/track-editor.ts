import type { Audit } from '#libs/audit';
import {
  type Asset,
  AssetEdited,
  AssetNotFound,
  type Assets,
  derivedPathsOf,
  indexCaptions,
  mayChange,
  NotARecording,
  type PutTracksOfAssets,
  putTracksOf,
  tracksNamed,
} from '#libs/catalog';
import { type Database, DatabaseUnavailable, type PutTracks } from '#libs/database';
import { withTracks } from '#libs/hls';
import type { Caller } from '#libs/http';
import { randomToken } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import {
  allOrNone,
  besideMaster,
  bytesOf,
  pathUnderAsset,
  revisionOf,
  type Storage,
  type StorageKey,
  underAsset,
} from '#libs/storage';
import type { Reach } from '../rest/reach.js';

export interface TrackEditorParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly putTracks: PutTracksOfAssets;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly reach: Reach;
}

/** An edit of what people put beside a recording. */
export interface TrackEdit {
  /** As the audit trail tells it. */
  readonly action: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** By what the recording is found from then on, as WebVTT; null by no captions of the language. */
  readonly spoken?: { readonly language: string; readonly webVtt: string | null };
  /**
   * What is there afterwards. It may be asked again, of the asset as it is then, and stores everything under names of its
   * own.
   *
   * @param write stores an object, and returns its length
   */
  make(asset: Asset, write: (key: StorageKey, content: string) => Promise<number>): Promise<PutTracks>;
}

/** Others edit the same recording, and workers publish; nobody does that so often while one edit is made. */
const MOST_TRIES = 10;

/**
 * Changes what people put beside a recording. The objects and a master playlist that names them are stored first; then
 * one transaction makes them the recording's, if it is still as it was seen, or else all of it begins anew. The playlist
 * that was in force stays for those who play by it, until the sweep of orphans.
 */
export class TrackEditor {
  constructor(private readonly parts: TrackEditorParts) {}

  /** A recording that the caller may see. @throws AssetNotFound, NotARecording */
  async seen(caller: Caller, id: string): Promise<Asset> {
    const { assets, database, reach } = this.parts;
    const asset = await assets.visibleTo(database.kysely, await reach.viewer(caller), id);
    return requireRecording(asset);
  }

  /** A recording that the caller may change. @throws AssetNotFound, NotARecording */
  async editable(caller: Caller, id: string): Promise<Asset> {
    const { assets, database, reach } = this.parts;
    const viewer = await reach.viewer(caller);
    const asset = await assets.visibleTo(database.kysely, viewer, id);
    if (!(await mayChange(database.kysely, viewer, asset))) throw new AssetNotFound();
    return requireRecording(asset);
  }

  /** @throws AssetNotFound, NotARecording, AssetEdited, and what `make` throws: nothing is changed then */
  async change(caller: Caller, id: string, edit: TrackEdit): Promise<Asset> {
    for (let tries = 1; ; tries += 1) {
      const asset = await this.editable(caller, id);
      try {
        return await this.once(caller, asset, edit);
      } catch (error) {
        if (!(error instanceof AssetEdited) || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async once(caller: Caller, asset: Asset, edit: TrackEdit): Promise<Asset> {
    const { database, storage, assets, putTracks, quotas, audit } = this.parts;
    const { id, account } = asset;
    const { stored, tracks, master, bytes } = await this.stored(asset, edit);
    const change = { tracks, master: master === undefined ? null : pathUnderAsset(master), bytes };
    const mark = stored.map(pathUnderAsset).at(-1);
    try {
      return await database.transaction(
        async (tx) => {
          const changed = await putTracks.write(tx, asset, change);
          await quotas.addDerived(tx, { account, asset: id, bytes });
          const { action, facts, spoken } = edit;
          if (spoken !== undefined) await indexCaptions(tx, id, spoken.language, spoken.webVtt);
          await audit.append(tx, { actor: caller.subject, action, subject: id, unit: asset.unit, facts });
          return changed;
        },
        {
          lostCommit: async (tx) => {
            const now = await assets.get(tx, id);
            return mark !== undefined && derivedPathsOf(now).includes(mark) ? now : undefined;
          },
        },
      );
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable))
        for (const key of stored) await storage.remove(key).catch(() => undefined);
      throw error;
    }
  }

  /** What the edit makes, stored with a master playlist that names it, where there is one. */
  private async stored(asset: Asset, edit: TrackEdit) {
    const { storage } = this.parts;
    return allOrNone(storage, async (together) => {
      const stored: StorageKey[] = [];
      const write = async (key: StorageKey, content: string): Promise<number> => {
        const { bytes } = await together.write(key, content);
        stored.push(key);
        return bytes;
      };
      const tracks = await edit.make(asset, write);
      let bytes = bytesIn(tracks) - bytesIn(putTracksOf(asset));
      let master: StorageKey | undefined;
      if (asset.master !== null) {
        const former = underAsset(asset.id, asset.master);
        const text = await textOf(storage, former);
        const { captions } = asset;
        const named = tracksNamed({ captions, putTracks: tracks }, besideMaster);
        master = revisionOf(former, randomToken(10));
        bytes += (await write(master, withTracks(text, named))) - Buffer.byteLength(text);
      }
      return { stored, tracks, master, bytes };
    });
  }
}

/** A small object that we wrote. */
export async function textOf(storage: Storage, key: StorageKey): Promise<string> {
  const object = await storage.open(key);
  try {
    return (await bytesOf(object, 0, object.bytes)).toString('utf8');
  } finally {
    await object.close();
  }
}

/** In seconds; undefined until somebody has looked into it. */
export function durationOf({ facts }: Asset): number | undefined {
  const { durationSeconds } = facts;
  return typeof durationSeconds === 'number' ? durationSeconds : undefined;
}

function bytesIn({ captions, chapters }: PutTracks): number {
  return captions.reduce((sum, { bytes }) => sum + bytes, chapters?.bytes ?? 0);
}

function requireRecording(asset: Asset): Asset {
  if (asset.kind !== 'video' && asset.kind !== 'audio') throw new NotARecording(asset.kind);
  return asset;
}
