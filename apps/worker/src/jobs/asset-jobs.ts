import {
  type Asset,
  type AssetJobData,
  type Assets,
  ENCODE_ASSET,
  folderOwnerOf,
  jobOwnerOf,
  PACKAGE_ASSET,
  placeOf,
  type Processing,
  type Rendition as StoredRendition,
  type Revisions,
  type Twin,
  twinOf,
  type Uploads,
} from '#libs/catalog';
import {
  type Captions,
  type Database,
  type JobQueue,
  type Picture,
  type Queryable,
  type Storyboard,
  type Transaction,
} from '#libs/database';
import type { Logger } from '#libs/http';
import type { Quotas } from '#libs/quotas';
import type { UsageCounts } from '#libs/usage';
import {
  type FillLevel,
  originalOf,
  renditionFile,
  type Storage,
  StorageFull,
  underAsset,
} from '#libs/storage';
import type { MediaSettings } from '../media-settings.js';
import { besideAnother } from '../captions/put-tracks.js';
import {
  processAsset,
  type PutByPeople,
  type StoredCaptions,
  type StoredStoryboard,
  type TwinOutput,
} from './process-asset.js';
import type { AdoptedPicture } from '../pictures/images.js';
import { RecordedProgress } from './recorded-progress.js';
import type { Rendition } from '../renditions/rendition.js';
import type { WorkerMetrics } from '../worker-metrics.js';
import { hasCause, isAway, JobStory } from './job-story.js';

export interface AssetJobParts {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly storage: Storage;
  readonly fillLevel: FillLevel;
  readonly assets: Assets;
  readonly processing: Processing;
  readonly revisions: Revisions;
  readonly quotas: Quotas;
  readonly usage: UsageCounts;
  readonly uploads: Uploads;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
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

  /** Everything that needs no encoding; the rest is queued. @param retries how often the job was tried before */
  package(data: AssetJobData, signal: AbortSignal, retries = 0): Promise<void> {
    return this.tell(PACKAGE_ASSET, data, signal, retries, (story) =>
      this.attempt(data, signal, false, story),
    );
  }

  /** Everything that is still missing; put off while the storage is too full. @param retries as for `package` */
  encode(data: AssetJobData, signal: AbortSignal, retries = 0): Promise<void> {
    return this.tell(ENCODE_ASSET, data, signal, retries, async (story) => {
      if (!(await this.mustWait())) return this.attempt(data, signal, true, story);
      await this.putOff(ENCODE_ASSET, data, ROOM_RETRY_MS);
      story.putOff('storage-full', ROOM_RETRY_MS);
    });
  }

  /** Runs a job and tells its story. */
  private async tell(
    queue: string,
    { asset }: AssetJobData,
    signal: AbortSignal,
    retries: number,
    work: (story: JobStory) => Promise<void>,
  ): Promise<void> {
    const { database, uploads, logger, metrics } = this.parts;
    const upload = await uploads.ofAsset(database.kysely, asset).catch(() => undefined);
    const story = new JobStory({ logger, metrics }, { queue, upload, asset, tries: retries });
    try {
      await work(story);
      story.done();
    } catch (error) {
      if (signal.aborted) story.handedBack();
      else story.jobFailed(error);
      throw error;
    }
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

  /** Queued anew instead of failed: waiting is no try of the asset's. */
  private async putOff(name: string, data: AssetJobData, ms: number): Promise<void> {
    const { database, queue, assets } = this.parts;
    const startAfter = new Date(Date.now() + ms);
    await database.transaction(async (tx) => {
      const [asset] = await assets.among(tx, [data.asset]);
      if (asset !== undefined) await queue.send(tx, name, data, { startAfter, of: jobOwnerOf(asset) });
    });
  }

  private async attempt(
    data: AssetJobData,
    stop: AbortSignal,
    encoding: boolean,
    story: JobStory,
  ): Promise<void> {
    const { database, queue, storage, processing } = this.parts;
    const { scratch, media } = this.settings;
    const { asset: id } = data;
    const begun = await this.begin(id, encoding);
    if (begun === 'to-wait') {
      const name = encoding ? ENCODE_ASSET : PACKAGE_ASSET;
      await this.putOff(name, { ...data, waits: (data.waits ?? 0) + 1 }, waitMs(data));
      return story.putOff('same-bytes', waitMs(data));
    }
    if (begun === undefined) return;
    if ('failed' in begun) return story.ended(begun.failed);
    const { asset, attempt, twin } = begun;
    const folder = folderOwnerOf(asset);
    const lost = new AbortController();
    const renewal = setInterval(() => {
      database
        .transaction((tx) => processing.renewAttempt(tx, id, { attempt, leaseUntil: leaseEnd() }), {
          lostCommit: 'repeat',
        })
        .then(
          (ours) => ours || lost.abort(),
          () => undefined,
        );
    }, LEASE_MS / 3);
    try {
      const parts = { ...this.parts, onEnd: (failure: string | undefined) => story.ended(failure) };
      const progress = new RecordedProgress(parts, asset, attempt);
      const outcome = await processAsset(
        {
          asset: folder,
          kind: asset.kind === 'image' ? 'image' : 'recording',
          source: originalOf(...placeOf(asset)),
          revision: asset.revision,
          published: await this.published(asset),
          hasPoster: asset.poster !== null,
          hasImages: asset.images !== null,
          storyboard: storyboardOf(folder, asset.storyboard),
          captions: captionsOf(folder, asset.captions),
          put: () => this.putBeside(asset),
          twin,
          encoding,
          mayGoOn: async () => !(await queue.isWaitedFor(ENCODE_ASSET)),
        },
        {
          storage,
          scratch,
          settings: media,
          progress,
          onStep: (step) => story.step(step),
          signal: AbortSignal.any([stop, lost.signal]),
        },
      );
      if (outcome === 'ended') return;
      const [again, options] =
        outcome === 'to-wait'
          ? [{ ...data, waits: (data.waits ?? 0) + 1 }, { startAfter: new Date(Date.now() + waitMs(data)) }]
          : // Further rungs, for a recording that plays already, are for when its doctor's others do, too.
            [{ asset: id }, { later: encoding }];
      await database.transaction(async (tx) => {
        if (await processing.releaseAttempt(tx, id, { attempt }))
          await queue.send(tx, ENCODE_ASSET, again, { of: jobOwnerOf(asset), ...options });
      });
      if (outcome === 'to-wait') story.putOff('same-bytes', waitMs(data));
    } catch (error) {
      // A stop of ours, or a storage that is away or full, is no fault of the asset's; other ends count as a try.
      const counts = !stop.aborted && !isAway(error) && !(await this.lacksRoom(error));
      await database.transaction((tx) => processing.releaseAttempt(tx, id, { attempt, counts }));
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  /**
   * Begins an attempt, unless it would encode what a worker is encoding already for another asset with the same bytes.
   * Where such a one has failed, this one has failed as well: only a retry tries the bytes anew.
   *
   * @returns the code of its failure where it has failed now; undefined where there is nothing to do
   */
  private async begin(
    id: string,
    encoding: boolean,
  ): Promise<
    | { asset: Asset; attempt: number; twin: TwinOutput | undefined }
    | { failed: string }
    | 'to-wait'
    | undefined
  > {
    const { database, processing } = this.parts;
    const { worker } = this.settings;
    return database.transaction(async (tx) => {
      const twin = await twinOf(tx, id);
      const output = twin === undefined ? undefined : await this.outputOf(tx, twin);
      if (twin?.state === 'under-way' && (encoding || twin.asset.kind === 'image')) {
        const [own] = await this.parts.assets.among(tx, [id]);
        const done = own === undefined ? [] : await this.published(own, tx);
        const isNew = output?.renditions.some(({ rung }) =>
          done.every((rendition) => rendition.rung !== rung),
        );
        if (isNew !== true) return 'to-wait';
      }
      let isSpent = false;
      const onSpent = () => void (isSpent = true);
      const started = await processing.startAttempt(tx, id, { worker, leaseUntil: leaseEnd(), onSpent });
      if (started === undefined) {
        if (!isSpent) return undefined;
        await this.tellFailed(tx, await this.parts.assets.get(tx, id), 'internal');
        return { failed: 'internal' };
      }
      const { asset, attempt } = started;
      if (twin?.state === 'failed') {
        if (asset.retries > 0 || twin.asset.failure === null) return { ...started, twin: undefined };
        await processing.fail(tx, id, { attempt, ...twin.asset.failure });
        await this.tellFailed(tx, asset, twin.asset.failure.code);
        return { failed: twin.asset.failure.code };
      }
      if (twin?.state === 'done') {
        const { facts, kind } = twin.asset;
        await processing.probed(tx, id, { attempt, facts, kind });
      }
      return { ...started, twin: output };
    });
  }

  private async outputOf(tx: Transaction, { asset, state }: Twin): Promise<TwinOutput | undefined> {
    if (state === 'failed') return undefined;
    const folder = folderOwnerOf(asset);
    return {
      renditions: await this.published(asset, tx),
      poster: picturesOf(folder, asset.poster),
      images: picturesOf(folder, asset.images),
      storyboard: storyboardOf(folder, asset.storyboard),
      captions: captionsOf(folder, asset.captions),
      isDone: state === 'done',
    };
  }

  /** What people put beside the asset, as it is to be named; beside another take once more, as that has its own length. */
  private async putBeside({ id }: Asset): Promise<PutByPeople> {
    const { database, assets } = this.parts;
    const { version, putTracks, replaces, master } = await assets.get(database.kysely, id);
    if (replaces === null) return { version, tracks: putTracks, master };
    const shown = await assets.get(database.kysely, replaces);
    const isSame = version === shown.version && putTracks !== null;
    return { version: shown.version, tracks: isSame ? putTracks : besideAnother(shown.putTracks), master };
  }

  private async tellFailed(tx: Transaction, asset: Asset, code: string): Promise<void> {
    if (asset.replaces !== null) await this.parts.revisions.failed(tx, asset, code);
  }

  /** What earlier attempts published, which is not made again. */
  private async published(
    asset: Asset,
    q: Queryable = this.parts.database.kysely,
  ): Promise<readonly Rendition[]> {
    const renditions = (await this.parts.assets.renditionsOf(q, [asset.id])).get(asset.id) ?? [];
    const folder = folderOwnerOf(asset);
    return renditions.filter(({ state }) => state === 'done').map((rendition) => restored(folder, rendition));
  }
}

/** How long a job waits for another worker that encodes the same bytes: 2 s at first, and 2 min at the most. */
function waitMs({ waits = 0 }: AssetJobData): number {
  return Math.min(120_000, 2000 * 2 ** Math.min(waits, 10));
}

function picturesOf(asset: string, pictures: readonly Picture[] | null): AdoptedPicture[] {
  return (pictures ?? []).map(({ path, format, width, height }) => ({
    key: underAsset(asset, path),
    format: format as AdoptedPicture['format'],
    width,
    height,
  }));
}

function storyboardOf(asset: string, storyboard: Storyboard | null): StoredStoryboard | undefined {
  if (storyboard === null) return undefined;
  const { path, sheets, ...made } = storyboard;
  return {
    index: underAsset(asset, path),
    sheets: sheets.map((sheet) => underAsset(asset, sheet)),
    ...made,
  };
}

function captionsOf(asset: string, captions: Captions | null): StoredCaptions | undefined {
  if (captions === null) return undefined;
  const tracks = captions.tracks.map(({ path, playlist, ...track }) => ({
    text: underAsset(asset, path),
    playlist: underAsset(asset, playlist),
    ...track,
  }));
  return { tracks, leftOut: captions.leftOut };
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
    channels: stored.channels ?? undefined,
    keyframeBandwidth: stored.keyframeBandwidth ?? undefined,
    bytes: stored.bytes,
    durationSeconds: stored.durationSeconds ?? 0,
  };
}
