import type { Audit } from '#libs/audit';
import {
  type Asset,
  AssetNotFound,
  type Assets,
  mayChange,
  type PlaybackSessions,
  type Viewer,
} from '#libs/catalog';
import type { Database } from '#libs/database';
import { type Clock, randomToken, unixSeconds } from '#libs/kernel';
import { type KeyRingWatch, sign } from '#libs/signing';
import { originalOf, pathUnderAsset } from '#libs/storage';
import { LifetimeOutOfBounds, NotPlayable } from './playback.errors.js';
import type { Revocations } from './revocations.js';

export interface PlaybackParts {
  readonly database: Database;
  readonly assets: Assets;
  readonly sessions: PlaybackSessions;
  readonly audit: Audit;
  readonly keyRing: KeyRingWatch;
  readonly revocations: Revocations;
  readonly clock: Clock;
}

export interface PlaybackSettings {
  /** The front of every signed URL, without a slash at its end. */
  readonly deliveryUrl: string;
  /** Of a session or link for which no life is asked. */
  readonly usualSeconds: number;
  readonly minimumSeconds: number;
  readonly maximumSeconds: number;
}

export interface SessionWish {
  readonly ttlSeconds?: number | undefined;
  readonly network?: string | undefined;
  readonly kibPerSecond?: number | undefined;
}

/** One width of a picture in the formats that were made of it. */
interface SignedPicture {
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly url: string;
}

/** Signed addresses of one asset for one viewer. */
export interface OpenedSession {
  readonly session: string;
  readonly hls: string | null;
  readonly poster: string | null;
  readonly posters: readonly SignedPicture[];
  readonly images: readonly SignedPicture[];
  readonly expiresAt: Date;
}

/** Hands out signed URLs: playback sessions and download links. */
export class Playback {
  constructor(
    private readonly parts: PlaybackParts,
    private readonly settings: PlaybackSettings,
  ) {}

  /**
   * Opens a session on an asset that the viewer may see: one URL for HLS, and the pictures, alive for as long as is
   * asked; or else for the larger of the usual life and twice the duration plus an hour, within the bounds.
   *
   * @throws AssetNotFound, NotPlayable, LifetimeOutOfBounds
   */
  async open(viewer: Viewer, assetId: string, wish: SessionWish): Promise<OpenedSession> {
    const { database, sessions, clock } = this.parts;
    const asset = await this.visible(viewer, assetId);
    const images = asset.images ?? [];
    if (asset.master === null && images.length === 0)
      throw new NotPlayable(asset.state, asset.state === 'processing');
    const expires = unixSeconds(clock) + this.secondsFor(asset, wish.ttlSeconds);
    const session = randomToken(26);
    await database.transaction((tx) =>
      sessions.create(tx, {
        id: session,
        assetId,
        viewer: viewer.subject,
        network: wish.network ?? null,
        createdAt: clock.now(),
        expiresAt: new Date(expires * 1000),
      }),
    );
    const url = (path: string) => this.signed(asset, path, 'play', expires, { ...wish, session });
    const signedPictures = (list: NonNullable<Asset['images']>) =>
      list.map(({ path, ...picture }) => ({ ...picture, url: url(path) }));
    const posters = signedPictures(asset.poster ?? []);
    return {
      session,
      hls: asset.master === null ? null : url(asset.master),
      poster: (posters.findLast((picture) => picture.format === 'jpeg') ?? posters[0])?.url ?? null,
      posters,
      images: signedPictures(images),
      expiresAt: new Date(expires * 1000),
    };
  }

  /**
   * Ends a session everywhere within 10 seconds: the viewer's own, or any of an asset that they may change. Idempotent.
   *
   * @throws AssetNotFound
   */
  async revoke(viewer: Viewer, assetId: string, session: string): Promise<void> {
    const { database, sessions, audit, revocations, clock } = this.parts;
    const asset = await this.visible(viewer, assetId);
    await database.transaction(async (tx) => {
      const found = await sessions.get(tx, session);
      const isTheirs = found?.viewer === viewer.subject || (await mayChange(tx, viewer, asset));
      if (found?.assetId !== assetId || !isTheirs) throw new AssetNotFound();
      if (!(await sessions.revoke(tx, session, clock.now()))) return;
      await audit.append(tx, {
        actor: viewer.subject,
        action: 'playback.revoked',
        subject: assetId,
        unit: asset.unit,
        facts: { session },
      });
    });
    await revocations.publish();
  }

  /** A URL that saves the original under its own name. @throws AssetNotFound, LifetimeOutOfBounds */
  async downloadLink(
    viewer: Viewer,
    assetId: string,
    ttlSeconds: number | undefined,
  ): Promise<{ url: string; expiresAt: Date }> {
    const asset = await this.visible(viewer, assetId);
    const expires = unixSeconds(this.parts.clock) + this.secondsFor(asset, ttlSeconds);
    return {
      url: this.signed(asset, pathUnderAsset(originalOf(asset.id)), 'file', expires, {
        saveAs: shortened(asset.fileName),
      }),
      expiresAt: new Date(expires * 1000),
    };
  }

  private async visible(viewer: Viewer, id: string): Promise<Asset> {
    return this.parts.assets.visibleTo(this.parts.database.kysely, viewer, id);
  }

  private secondsFor(asset: Asset, wished: number | undefined): number {
    const { usualSeconds, minimumSeconds: least, maximumSeconds: most } = this.settings;
    if (wished !== undefined) {
      if (wished < least || wished > most) throw new LifetimeOutOfBounds({ least, most });
      return wished;
    }
    const duration = Number(asset.facts['durationSeconds'] ?? 0);
    // A viewer may stop, and see parts of it again.
    const watching = duration > 0 ? Math.ceil(duration * 2) + 3_600 : 0;
    return Math.min(most, Math.max(least, usualSeconds, watching));
  }

  private signed(
    asset: Asset,
    path: string,
    scope: 'play' | 'file',
    expires: number,
    more: SessionWish & { session?: string; saveAs?: string },
  ): string {
    const { ttlSeconds: _, ...fields } = more;
    return (
      this.settings.deliveryUrl +
      sign(this.parts.keyRing.current, {
        asset: asset.id,
        path,
        scope,
        expires,
        epoch: asset.epoch,
        ...fields,
      })
    );
  }
}

/** What a signed URL can carry of a name (signed-urls, field d). */
const MAX_SAVE_AS_BYTES = 255;

/** The name with its extension, cut before it where it is too long: a Chinese character takes three bytes. */
function shortened(name: string): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  const characters = Array.from(name.slice(0, name.length - extension.length));
  let bytes = Buffer.byteLength(name);
  while (bytes > MAX_SAVE_AS_BYTES) bytes -= Buffer.byteLength(characters.pop() ?? '');
  return characters.join('') + extension;
}
