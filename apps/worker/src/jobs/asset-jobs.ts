import {
  type AssetJobData,
  type Assets,
  ENCODE_ASSET,
  type Processing,
  type Rendition as StoredRendition,
} from '#libs/catalog';
import { type Database, DatabaseUnavailable, type JobQueue } from '#libs/database';
import type { Logger } from '#libs/http';
import type { Quotas } from '#libs/quotas';
import {
  type FillLevel,
  originalOf,
  renditionFile,
  type Storage,
  StorageFull,
  StorageUnavailable,
  underAsset,
} from '#libs/storage';
import type { MediaSettings } from '../media-settings.js';
import { processAsset } from './process-asset.js';
import { RecordedProgress } from './recorded-progress.js';
import type { Rendition } from '../renditions/rendition-store.js';

export interface AssetJobParts {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly fillLevel: FillLevel;
  readonly assets: Assets;
  readonly processing: Processing;
  readonly quotas: Quotas;
  readonly logger: Logger;
}

export interface AssetJobSettings {
  /** Names this process in attempts; unique to each start. */
  readonly worker: string;
  readonly scratch: string;
  readonly media: MediaSettings;
  /** In percent of the storage in use: from there on encoding waits. */
  readonly encodePercent: number;
}

const LEASE_MS = 30_000;
/** When a job that waits for room looks again. */
const ROOM_RETRY_MS = 30_000;

/**
 * The two kinds of jobs. Packaging makes an asset playable where that takes no encoding, within seconds, and
 * must never wait behind a long ladder; so encoding has a queue of its own.
 */
export class AssetJobs {
  constructor(
    private readonly parts: AssetJobParts,
    private readonly settings: AssetJobSettings,
  ) {}

  /** Everything that needs no encoding; the rest is queued. */
  package(data: AssetJobData, signal: AbortSignal): Promise<void> {
    return this.attempt(data.asset, signal, false);
  }

  /** Everything that is still missing; put off while the storage is too full. */
  async encode(data: AssetJobData, signal: AbortSignal): Promise<void> {
    if (await this.mustWait()) await this.putOff(data);
    else await this.attempt(data.asset, signal, true);
  }

  private async mustWait(): Promise<boolean> {
    const fill = await this.parts.fillLevel.measure();
    return fill !== undefined && fill.usedPercent >= this.settings.encodePercent;
  }

  /** Whether the storage was full and still is; where there is room, it is the asset that needs too much of it. */
  private async lacksRoom(error: unknown): Promise<boolean> {
    if (!hasCause(error, (reason) => reason instanceof StorageFull)) return false;
    const fill = await this.parts.fillLevel.measure().catch(() => undefined);
    return fill === undefined || fill.usedPercent >= this.settings.encodePercent;
  }

  /** Queued anew instead of failed: waiting for room is no try of the asset's. */
  private async putOff(data: AssetJobData): Promise<void> {
    const { database, queue, logger } = this.parts;
    const startAfter = new Date(Date.now() + ROOM_RETRY_MS);
    await database.transaction((tx) => queue.send(tx, ENCODE_ASSET, data, { startAfter }));
    logger.warn({ asset: data.asset }, 'encoding waits: the storage is too full');
  }

  private async attempt(id: string, stop: AbortSignal, encoding: boolean): Promise<void> {
    const { database, queue, storage, processing, logger } = this.parts;
    const { worker, scratch, media } = this.settings;
    const started = await database.transaction((tx) =>
      processing.startAttempt(tx, id, { worker, leaseUntil: leaseEnd() }),
    );
    if (started === undefined) return;
    const { asset, attempt } = started;
    const lost = new AbortController();
    const renewal = setInterval(() => {
      database
        .transaction((tx) => processing.renewAttempt(tx, id, { attempt, leaseUntil: leaseEnd() }))
        .then(
          (ours) => ours || lost.abort(),
          () => undefined,
        );
    }, LEASE_MS / 3);
    try {
      const progress = new RecordedProgress(this.parts, asset, attempt);
      const outcome = await processAsset(
        {
          asset: id,
          kind: asset.kind === 'image' ? 'image' : 'recording',
          source: originalOf(asset.id),
          published: await this.published(id),
          hasPoster: asset.poster !== null,
          encoding,
        },
        { storage, scratch, settings: media, progress, signal: AbortSignal.any([stop, lost.signal]) },
      );
      if (outcome === 'to-encode') {
        await database.transaction(async (tx) => {
          if (await processing.releaseAttempt(tx, id, { attempt }))
            await queue.send(tx, ENCODE_ASSET, { asset: id });
        });
      }
    } catch (error) {
      logger.warn({ err: error, asset: id, attempt }, 'an attempt to process an asset ended early');
      // A stop of ours, or a storage that is away or full, is no fault of the asset's; other ends count as a try.
      const counts = !stop.aborted && !isAway(error) && !(await this.lacksRoom(error));
      await database.transaction((tx) => processing.releaseAttempt(tx, id, { attempt, counts }));
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  /** What earlier attempts published, which is not made again. */
  private async published(id: string): Promise<readonly Rendition[]> {
    const renditions = (await this.parts.assets.renditionsOf(this.parts.database.kysely, [id])).get(id) ?? [];
    return renditions.filter(({ state }) => state === 'done').map((rendition) => restored(id, rendition));
  }
}

function isAway(error: unknown): boolean {
  return hasCause(
    error,
    (reason) => reason instanceof StorageUnavailable || reason instanceof DatabaseUnavailable,
  );
}

/** Whether the error or one of its reasons, however deep, is such a one. */
function hasCause(error: unknown, isSuch: (reason: Error) => boolean): boolean {
  for (let reason = error; reason instanceof Error; reason = reason.cause) if (isSuch(reason)) return true;
  return false;
}

function leaseEnd(): Date {
  return new Date(Date.now() + LEASE_MS);
}

function restored(asset: string, stored: StoredRendition): Rendition {
  const folder = underAsset(asset, stored.folder);
  return {
    rung: stored.rung,
    folder,
    playlistKey: renditionFile(folder, 'playlist'),
    width: stored.width ?? undefined,
    height: stored.height ?? undefined,
    frameRate: stored.frameRate ?? undefined,
    bandwidth: stored.bandwidth ?? 0,
    averageBandwidth: stored.averageBandwidth ?? 0,
    codecs: stored.codecs ?? '',
    bytes: stored.bytes,
    durationSeconds: stored.durationSeconds ?? 0,
  };
}
