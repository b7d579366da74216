import { type Asset, indexCaptions, type Processing, type Revisions } from '#libs/catalog';
import type { Database, Transaction } from '#libs/database';
import type { Quotas } from '#libs/quotas';
import type { UsageCounts } from '#libs/usage';
import { pathUnderAsset, renditionToCome } from '#libs/storage';
import type { MadeCaptions } from '../captions/captions.js';
import type { ImageVariant } from '../pictures/images.js';
import type { MadeStoryboard } from '../pictures/storyboard.js';
import type { MediaFacts } from '../ffmpeg/probe.js';
import type { AssetProgress, Master } from './process-asset.js';
import { type Rendition, soundAlone } from '../renditions/rendition.js';

export interface ProgressParts {
  readonly database: Database;
  readonly processing: Processing;
  readonly revisions: Revisions;
  readonly quotas: Quotas;
  readonly usage: UsageCounts;
  /** Told when the asset's end stands in the catalog: without a code it is ready. */
  readonly onEnd?: ((failure: string | undefined) => void) | undefined;
}

const TELL_EVERY_MS = 2_000;

/**
 * Writes what an attempt tells into catalog and ledger, each step in one transaction that is fenced by the
 * attempt's number: when another attempt has begun, it throws StaleAttempt and the work stops.
 */
export class RecordedProgress implements AssetProgress {
  private readonly told = new Map<string, { percent: number; at: number }>();
  /** Rungs whose last report is still on its way. */
  private readonly telling = new Set<string>();
  /** Ends when every report of progress has; never fails. */
  private reports: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: ProgressParts,
    private readonly asset: Asset,
    private readonly attempt: number,
  ) {}

  async probed(facts: MediaFacts): Promise<void> {
    const { durationSeconds, video, audio, leftOut } = facts;
    const picture =
      video === undefined
        ? {}
        : { width: video.width, height: video.height, frameRate: video.frameRate, videoCodec: video.codec };
    const sound = audio === undefined ? {} : { audioCodec: audio.codec };
    await this.write((tx) =>
      this.parts.processing.probed(tx, this.asset.id, {
        attempt: this.attempt,
        facts: { durationSeconds, ...picture, ...sound, leftOut },
        kind: video === undefined ? 'audio' : 'video',
      }),
    );
  }

  progress(rung: string, percent: number): void {
    const last = this.told.get(rung);
    const whole = Math.floor(percent);
    if (this.telling.has(rung)) return;
    if (last !== undefined && (whole <= last.percent || Date.now() - last.at < TELL_EVERY_MS)) return;
    this.told.set(rung, { percent: whole, at: Date.now() });
    const folder = renditionToCome(rung);
    this.telling.add(rung);
    const report = this.write(async (tx) => {
      const { processing } = this.parts;
      if (last === undefined)
        await processing.addRendition(tx, this.asset.id, {
          attempt: this.attempt,
          rendition: { rung, folder, state: 'encoding', percent: whole },
        });
      else await processing.progress(tx, this.asset.id, { attempt: this.attempt, rung, percent: whole });
    });
    // A progress that can't be told is no reason to stop: the next step that counts will say so.
    this.reports = report.catch(() => undefined).finally(() => this.telling.delete(rung));
  }

  async masterPublished(master: Master): Promise<void> {
    const { withdrawn = [], captions, put, replacedBytes } = master;
    await this.write(async (tx) => {
      const { processing } = this.parts;
      for (const rendition of master.added) {
        await processing.addRendition(tx, this.asset.id, {
          attempt: this.attempt,
          rendition: this.reportOf(rendition),
        });
      }
      for (const { rung } of withdrawn)
        await processing.withdrawRendition(tx, this.asset.id, { attempt: this.attempt, rung });
      if (captions !== undefined) await this.captionsMade(tx, captions);
      const beside = (captions?.bytes ?? 0) + (put?.bytes ?? 0);
      const made = sumOf(master.added) - sumOf(withdrawn) + beside + master.bytes - replacedBytes;
      await this.derive(tx, made);
      // What was copied as it is, or from another asset with the same bytes, has told of no progress.
      const encodes = master.added.filter(({ rung }) => rung !== 'source' && this.told.has(rung)).length;
      await this.parts.usage.encoded(tx, { account: this.asset.account, encodes, now: new Date() });
      const sound = soundAlone(master.all);
      await processing.publishMaster(tx, this.asset.id, {
        attempt: this.attempt,
        master: pathUnderAsset(master.key),
        sound: sound === undefined ? undefined : pathUnderAsset(sound.playlistKey),
        facts: factsOfMade(master.all),
        put,
      });
    });
  }

  private async captionsMade(tx: Transaction, { tracks, leftOut, texts }: MadeCaptions): Promise<void> {
    const stored = tracks.map(({ text, playlist, ...track }) => ({
      path: pathUnderAsset(text),
      playlist: pathUnderAsset(playlist),
      ...track,
    }));
    await this.parts.processing.setCaptions(tx, this.asset.id, {
      attempt: this.attempt,
      captions: { tracks: stored, leftOut },
    });
    for (const [language, text] of texts) await indexCaptions(tx, this.asset.id, language, text);
  }

  async pictures(purpose: 'poster' | 'images', variants: readonly ImageVariant[]): Promise<void> {
    const pictures = variants.map(({ key, format, width, height }) => ({
      path: pathUnderAsset(key),
      format,
      width,
      height,
    }));
    await this.write(async (tx) => {
      const { processing } = this.parts;
      if (purpose === 'poster')
        await processing.setPoster(tx, this.asset.id, { attempt: this.attempt, poster: pictures });
      else await processing.setImages(tx, this.asset.id, { attempt: this.attempt, images: pictures });
      await this.derive(tx, sumOf(variants));
    });
  }

  async storyboard({ index, sheets, bytes, ...made }: MadeStoryboard): Promise<void> {
    const storyboard = { path: pathUnderAsset(index), sheets: sheets.map(pathUnderAsset), ...made };
    await this.write(async (tx) => {
      await this.parts.processing.setStoryboard(tx, this.asset.id, { attempt: this.attempt, storyboard });
      await this.derive(tx, bytes);
    });
  }

  async ready(): Promise<void> {
    const { processing, revisions, onEnd } = this.parts;
    const { id, replaces } = this.asset;
    const isShown = await this.write(async (tx) => {
      if (replaces !== null) await revisions.hold(tx, replaces);
      await processing.ready(tx, id, { attempt: this.attempt });
      return replaces === null || revisions.adopt(tx, replaces, id);
    });
    onEnd?.(isShown ? undefined : 'superseded');
  }

  async failed(reason: { readonly code: string; readonly message: string }): Promise<void> {
    const { processing, revisions } = this.parts;
    const { id, replaces } = this.asset;
    const { code, message } = reason;
    await this.write(async (tx) => {
      await processing.fail(tx, id, { attempt: this.attempt, code, reason: message });
      if (replaces !== null) await revisions.failed(tx, this.asset, code);
    });
    this.parts.onEnd?.(reason.code);
  }

  /** In turn: a report that waited for a connection would undo what was published after it. */
  private async write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    await this.reports;
    return this.parts.database.transaction(work);
  }

  private async derive(tx: Transaction, bytes: number): Promise<void> {
    const { attempt } = this;
    const account = await this.parts.processing.addDerivedBytes(tx, this.asset.id, { attempt, bytes });
    await this.parts.quotas.addDerived(tx, { account, asset: this.asset.id, bytes });
  }

  private reportOf(rendition: Rendition) {
    const {
      rung,
      folder,
      width,
      height,
      bandwidth,
      averageBandwidth,
      frameRate,
      codecs,
      channels,
      keyframeBandwidth,
      bytes,
      durationSeconds,
    } = rendition;
    return {
      rung,
      folder: pathUnderAsset(folder),
      state: 'done',
      percent: 100,
      width: width ?? null,
      height: height ?? null,
      bandwidth,
      averageBandwidth,
      frameRate: frameRate ?? null,
      codecs,
      channels: channels ?? null,
      keyframeBandwidth: keyframeBandwidth ?? null,
      bytes,
      durationSeconds,
    } as const;
  }
}

/** A player believes what it plays: a recording is as long as the longest of its renditions. */
function factsOfMade(all: readonly Rendition[]): { readonly durationSeconds?: number } {
  const seconds = Math.max(...all.map(({ durationSeconds }) => durationSeconds));
  return seconds > 0 ? { durationSeconds: seconds } : {};
}

function sumOf(stored: readonly { readonly bytes: number }[]): number {
  return stored.reduce((sum, { bytes }) => sum + bytes, 0);
}
