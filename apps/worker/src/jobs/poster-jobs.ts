import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Asset,
  type Assets,
  MAKE_POSTER,
  placeOf,
  type PosterJobData,
  type PutTracksOfAssets,
  type Uploads,
} from '#libs/catalog';
import { type Database, DatabaseUnavailable, type PutPoster } from '#libs/database';
import type { Logger } from '#libs/http';
import { randomToken } from '#libs/kernel';
import { type Container, headOf, recogniseContainer } from '#libs/media-type';
import type { Quotas } from '#libs/quotas';
import {
  originalOf,
  pathUnderAsset,
  pictureFolder,
  type Storage,
  type StorageKey,
  underAsset,
} from '#libs/storage';
import { mediaFailure, MediaFailure } from '../failure.js';
import { Ffmpeg, type MediaInput } from '../ffmpeg/ffmpeg.js';
import { gather } from '../ffmpeg/jail.js';
import { probe } from '../ffmpeg/probe.js';
import type { MediaSettings } from '../media-settings.js';
import { ImageMaker, type ImageVariant } from '../pictures/images.js';
import type { WorkerMetrics } from '../worker-metrics.js';
import { isAway, JobStory } from './job-story.js';
import { ATTEMPT_FOLDER } from './process-asset.js';

export interface PosterJobParts {
  readonly database: Database;
  readonly storage: Storage;
  readonly assets: Assets;
  readonly putTracks: PutTracksOfAssets;
  readonly quotas: Quotas;
  readonly uploads: Uploads;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
}

export interface PosterJobSettings {
  readonly scratch: string;
  readonly media: MediaSettings;
}

/** After so many tries that ended for a reason of our own there will be no such poster. */
const MOST_RETRIES = 5;

/** Makes the posters that people wish for. */
export class PosterJobs {
  private readonly images: ImageMaker;
  private readonly ffmpeg: Ffmpeg;

  constructor(
    private readonly parts: PosterJobParts,
    private readonly settings: PosterJobSettings,
  ) {
    this.images = new ImageMaker(parts.storage, settings.media);
    this.ffmpeg = new Ffmpeg(settings.media);
  }

  /** Ends with the poster, or with why there is none. @param retries how often the job was tried before */
  async make(data: PosterJobData, signal: AbortSignal, retries = 0): Promise<void> {
    const { database, uploads, logger, metrics } = this.parts;
    const { asset } = data;
    const upload = await uploads.ofAsset(database.kysely, asset).catch(() => undefined);
    const story = new JobStory({ logger, metrics }, { queue: MAKE_POSTER, upload, asset, tries: retries });
    try {
      const began = performance.now();
      if (await this.attempt(data, signal, retries))
        story.step({ step: 'poster', ms: Math.round(performance.now() - began) });
      story.done();
    } catch (error) {
      if (signal.aborted) story.handedBack();
      else story.jobFailed(error);
      throw error;
    }
  }

  /** @returns whether there is such a poster now */
  private async attempt(data: PosterJobData, signal: AbortSignal, retries: number): Promise<boolean> {
    const { database, assets } = this.parts;
    const [found] = await assets.among(database.kysely, [data.asset]);
    const wish = found?.putPoster ?? null;
    if (found === undefined || found.purgingAt !== null || wish?.id !== data.wish || wish.state !== 'waiting')
      return false;
    try {
      await this.hand(data, await this.made(found, wish, signal));
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DatabaseUnavailable || isAway(error)) throw error;
      const failure = mediaFailure(error);
      if (failure.retryable && retries < MOST_RETRIES) throw failure;
      await this.fail(data, failure);
      return false;
    }
  }

  private async made(asset: Asset, wish: PutPoster, signal: AbortSignal): Promise<ImageVariant[]> {
    const scratch = await mkdtemp(join(this.settings.scratch, ATTEMPT_FOLDER));
    try {
      const folder = pictureFolder(asset.id, 'poster', randomToken(10));
      if (wish.image !== null) {
        const image = await this.input(underAsset(asset.id, wish.image), 'image', scratch, signal);
        return await this.images.posterOf(image, { folder, scratch, signal });
      }
      const input = await this.input(originalOf(...placeOf(asset)), 'recording', scratch, signal);
      // It has been weighed when it was made playable.
      const facts = await probe(this.ffmpeg, input, { signal });
      if (facts.video === undefined) throw new MediaFailure('no-picture-or-sound');
      const { ffmpeg } = this;
      return await this.images.posterAt(wish.second ?? 0, { ffmpeg, input, facts, folder, scratch, signal });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** An object as a file: where it lies, or copied into scratch. */
  private async input(
    key: StorageKey,
    kind: Container['kind'],
    scratch: string,
    signal: AbortSignal,
  ): Promise<MediaInput> {
    const { storage } = this.parts;
    const object = await storage.open(key, { signal });
    try {
      const { bytes } = object;
      const container = recogniseContainer(await headOf(bytes, (range) => gather(object.read(range))));
      if (container?.kind !== kind)
        throw new MediaFailure(kind === 'image' ? 'picture-not-supported' : 'not-media');
      const local = storage.localFiles?.path(key);
      if (local !== undefined) return { path: local, container, bytes };
      if (bytes > this.settings.media.scratchBytes) throw new MediaFailure('too-complex');
      const path = join(scratch, 'input');
      await pipeline(object.read(undefined, { signal }), createWriteStream(path), { signal });
      return { path, container, bytes };
    } finally {
      await object.close();
    }
  }

  private async hand(data: PosterJobData, variants: readonly ImageVariant[]): Promise<void> {
    const pictures = variants.map(({ key, format, width, height, bytes }) => ({
      path: pathUnderAsset(key),
      format,
      width,
      height,
      bytes,
    }));
    const made = sumOf(pictures);
    const isHanded = await this.fulfil(data, (before) => ({
      poster: { state: 'done', failure: null, image: null, pictures },
      bytes: made - sumOf(before.pictures),
    })).catch(async (error: unknown) => {
      if (!(error instanceof DatabaseUnavailable)) await this.remove(variants);
      throw error;
    });
    if (!isHanded) await this.remove(variants);
  }

  private async fail(data: PosterJobData, { code, message: reason }: MediaFailure): Promise<void> {
    await this.fulfil(data, () => ({
      poster: { state: 'failed', failure: { code, reason }, image: null },
      bytes: 0,
    }));
  }

  /** @returns false where it is not wished for any more */
  private async fulfil(
    data: PosterJobData,
    made: Parameters<PutTracksOfAssets['fulfil']>[2],
  ): Promise<boolean> {
    const { database, storage, putTracks, quotas } = this.parts;
    const { asset } = data;
    const fulfilled = await database.transaction(async (tx) => {
      const done = await putTracks.fulfil(tx, data, made);
      if (done !== undefined && done.bytes !== 0)
        await quotas.addDerived(tx, { account: done.account, asset, bytes: done.bytes });
      return done;
    });
    const image = fulfilled?.poster.image ?? null;
    // Where that fails, the sweep of orphans finds it.
    if (image !== null) await storage.remove(underAsset(asset, image)).catch(() => undefined);
    return fulfilled !== undefined;
  }

  private async remove(variants: readonly ImageVariant[]): Promise<void> {
    for (const { key } of variants) await this.parts.storage.remove(key).catch(() => undefined);
  }
}

function sumOf(pictures: readonly { readonly bytes?: number }[]): number {
  return pictures.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}
