import type { IncomingMessage } from 'node:http';
import {
  type Asset,
  AssetEdited,
  type Assets,
  jobOwnerOf,
  MAKE_POSTER,
  type PosterJobData,
  type PutTracksOfAssets,
  TrackNotFound,
} from '#libs/catalog';
import type { Audit } from '#libs/audit';
import {
  type Database,
  DatabaseUnavailable,
  type ExpectedVersion,
  type JobQueue,
  type PutPoster,
  requireVersion,
} from '#libs/database';
import type { Caller } from '#libs/http';
import { randomToken } from '#libs/kernel';
import type { Quotas } from '#libs/quotas';
import { pathUnderAsset, posterSource, type Storage, type StorageKey, underAsset } from '#libs/storage';
import { NotPlayable } from '../playback/playback.errors.js';
import { imageBody } from './image-body.js';
import { durationOf, type TrackEditor } from './track-editor.js';
import { NoPicture, PosterBeyondEnd } from './tracks.errors.js';

export const MOST_IMAGE_BYTES = 20 * 2 ** 20;
export const IMAGE_MS = 120_000;
/** Each is begun anew when somebody edits the asset at the same time. */
const MOST_TRIES = 10;

export interface PosterParts {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly putTracks: PutTracksOfAssets;
  readonly quotas: Quotas;
  readonly audit: Audit;
  readonly editor: TrackEditor;
}

/** The posters that people wish for; a worker makes them, and what is shown until then stays. */
export class Posters {
  constructor(private readonly parts: PosterParts) {}

  /** Wishes for what is shown at a second. @throws NoPicture, NotPlayable, PosterBeyondEnd, and as `ofImage` */
  async ofSecond(
    caller: Caller,
    id: string,
    second: number,
    expected: ExpectedVersion | undefined,
  ): Promise<Asset> {
    return this.wish(caller, id, expected, (asset) => {
      if (asset.kind === 'audio') throw new NoPicture();
      const seconds = durationOf(asset);
      if (asset.master === null || seconds === undefined)
        throw new NotPlayable(asset.state, asset.state === 'processing');
      if (second >= seconds) throw new PosterBeyondEnd(seconds);
      return { second, image: null };
    });
  }

  /**
   * Wishes for an image, which is stored until the poster has been made of it.
   *
   * @throws NotAnImage, BodyTooLarge, BodyTooSlow, AssetNotFound, NotARecording, VersionConflict, AssetEdited: nothing is
   *   changed then
   */
  async ofImage(
    caller: Caller,
    id: string,
    body: IncomingMessage,
    expected: ExpectedVersion | undefined,
  ): Promise<Asset> {
    const { storage, editor } = this.parts;
    requireVersion((await editor.editable(caller, id)).version, expected);
    const image = posterSource(id, randomToken(20));
    await storage.put(image, imageBody(body, { bytes: MOST_IMAGE_BYTES, ms: IMAGE_MS }));
    try {
      return await this.wish(caller, id, expected, () => ({ second: null, image: pathUnderAsset(image) }));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) await this.forget(image);
      throw error;
    }
  }

  /** Goes back to the poster that was made by itself. @throws TrackNotFound, and as `ofImage` */
  async remove(caller: Caller, id: string, expected: ExpectedVersion | undefined): Promise<void> {
    await this.change(caller, id, expected, ({ putPoster }) => {
      if (putPoster === null) throw new TrackNotFound('poster that somebody put');
      const bytes = putPoster.pictures.reduce((sum, { bytes: each = 0 }) => sum + each, 0);
      return { poster: null, bytes: -bytes };
    });
  }

  private wish(
    caller: Caller,
    id: string,
    expected: ExpectedVersion | undefined,
    of: (asset: Asset) => Pick<PutPoster, 'second' | 'image'>,
  ): Promise<Asset> {
    return this.change(caller, id, expected, (asset) => {
      // What is shown stays until the new one is there.
      const pictures = asset.putPoster?.pictures ?? [];
      const wished = { id: randomToken(20), state: 'waiting', failure: null, pictures } as const;
      return { poster: { ...wished, ...of(asset) }, bytes: 0 };
    });
  }

  private async change(
    caller: Caller,
    id: string,
    expected: ExpectedVersion | undefined,
    make: (asset: Asset) => { readonly poster: PutPoster | null; readonly bytes: number },
  ): Promise<Asset> {
    for (let tries = 1; ; tries += 1) {
      const asset = await this.parts.editor.editable(caller, id);
      requireVersion(asset.version, expected);
      try {
        return await this.write(caller, asset, make(asset));
      } catch (error) {
        if (!(error instanceof AssetEdited) || tries === MOST_TRIES) throw error;
      }
    }
  }

  private async write(
    caller: Caller,
    asset: Asset,
    change: { readonly poster: PutPoster | null; readonly bytes: number },
  ): Promise<Asset> {
    const { database, queue, assets, putTracks, quotas, audit } = this.parts;
    const { id, account, unit } = asset;
    const { poster, bytes } = change;
    const written = await database.transaction(
      async (tx) => {
        const changed = await putTracks.wish(tx, asset, change);
        if (bytes !== 0) await quotas.addDerived(tx, { account, asset: id, bytes });
        const action = poster === null ? 'poster.removed' : 'poster.put';
        const facts = { second: poster?.second ?? null };
        await audit.append(tx, { actor: caller.subject, action, subject: id, unit, facts });
        if (poster !== null) {
          const job: PosterJobData = { asset: id, wish: poster.id };
          await queue.send(tx, MAKE_POSTER, job, { of: jobOwnerOf(asset) });
        }
        return changed;
      },
      {
        lostCommit: async (tx) => {
          const now = await assets.get(tx, id);
          return poster !== null && now.putPoster?.id === poster.id ? now : undefined;
        },
      },
    );
    const former = asset.putPoster?.image ?? null;
    if (former !== null) await this.forget(underAsset(id, former));
    return written;
  }

  /** Where that fails, the sweep of orphans finds it. */
  private async forget(image: StorageKey): Promise<void> {
    await this.parts.storage.remove(image).catch(() => undefined);
  }
}
