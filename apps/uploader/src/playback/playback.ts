import type { Audit } from '#libs/audit';
import {
  type Asset,
  assetAsOf,
  type Assets,
  captionsOf,
  charsetOf,
  ENCODE_ASSET,
  jobOwnerOf,
  mayChange,
  placeOf,
  type PlaybackSession,
  type PlaybackSessions,
  posterOf,
  putTracksOf,
  unthinAsset,
  type Viewer,
} from '#libs/catalog';
import type { Database, JobQueue, Page, PageRequest, SessionKind, Transaction } from '#libs/database';
import { InvalidToken } from '#libs/http';
import type { ApiKeys, People } from '#libs/identity';
import { type Clock, randomToken, unixSeconds } from '#libs/kernel';
import { charsetTold } from '#libs/media-type';
import { type KeyRingWatch, sign } from '#libs/signing';
import { originalOf, pathUnderAsset } from '#libs/storage';
import { LifetimeOutOfBounds, NotPlayable, SessionNotFound, SessionOver } from './playback.errors.js';
import type { AssetStory } from '../rest/asset-story.js';
import type { Revocations } from './revocations.js';

export interface PlaybackParts {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly assets: Assets;
  readonly sessions: PlaybackSessions;
  readonly people: People;
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
  readonly keyRing: KeyRingWatch;
  readonly revocations: Revocations;
  readonly clock: Clock;
  readonly story: AssetStory;
}

export interface PlaybackSettings {
  /** The front of every signed URL, without a slash at its end. */
  readonly deliveryUrl: string;
  /** Of a session or link for which no life is asked. */
  readonly usualSeconds: number;
  readonly minimumSeconds: number;
  readonly maximumSeconds: number;
  /** How many sessions and links of one person there may be that have not expired. */
  readonly sessionsPerPerson: number;
}

/** Who opens a session, with which API key, and by which version of their person they were judged. */
export interface Opener extends Viewer {
  readonly apiKey: string | null;
  readonly personVersion?: number | undefined;
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

/** A text track as WebVTT; the HLS has it, too. */
interface SignedCaption {
  readonly language: string;
  readonly label: string;
  readonly isDefault: boolean;
  readonly isForced: boolean;
  readonly url: string;
}

/** Signed addresses of one asset for one viewer. */
export interface OpenedSession {
  readonly session: string;
  readonly hls: string | null;
  readonly sound: string | null;
  readonly poster: string | null;
  readonly posters: readonly SignedPicture[];
  readonly images: readonly SignedPicture[];
  /** Of a WebVTT file, whose pictures open by the same signature. */
  readonly storyboard: string | null;
  readonly captions: readonly SignedCaption[];
  /** Of a WebVTT file of chapters. */
  readonly chapters: string | null;
  /** Whether `hls` has all that will be: else a session that is opened later has more. */
  readonly complete: boolean;
  readonly expiresAt: Date;
}

/** A session or link that has been recorded, and that nothing was signed for yet. */
interface Begun {
  readonly asset: Asset;
  readonly session: string;
  /** In seconds since 1970. */
  readonly expires: number;
}

/** Hands out signed URLs: playback sessions and download links. */
export class Playback {
  constructor(
    private readonly parts: PlaybackParts,
    private readonly settings: PlaybackSettings,
  ) {}

  /**
   * Opens a session on an asset that the viewer may see: one URL for HLS, and others for the pictures, alive for as long as is
   * asked; or else for the larger of the usual life and twice the duration plus an hour, within the bounds. Rungs that
   * were dropped since nobody watched are made again; meanwhile the session has those that are left.
   *
   * @throws AssetNotFound, NotPlayable, LifetimeOutOfBounds, TooManySessions
   */
  async open(opener: Opener, assetId: string, wish: SessionWish): Promise<OpenedSession> {
    const begun = await this.begin('play', opener, assetId, wish);
    if (begun.asset.thinnedAt !== null) await this.remake(begun.asset.id, opener);
    return this.signedSession(begun, wish);
  }

  /**
   * New URLs of a session that the viewer has opened, with the same API key or with a token as then, and that was not
   * revoked and has not been over for long. They live as those of `open`, carry the same network and bandwidth cap, and
   * end with the session where that is revoked. Where the asset has been replaced since, they are of what the session
   * began with, as long as that is kept.
   *
   * @throws AssetNotFound, SessionNotFound, SessionOver, NotPlayable, LifetimeOutOfBounds
   */
  async renew(
    opener: Opener,
    assetId: string,
    session: string,
    ttlSeconds: number | undefined,
  ): Promise<OpenedSession> {
    const { database, sessions, clock, story } = this.parts;
    const { subject, role, unit, apiKey } = opener;
    const renewed = await database.transaction(
      async (tx) => {
        const asset = await this.playable(tx, opener, assetId);
        const found = await sessions.get(tx, session);
        const isTheirs = found?.viewer === subject && found.apiKey === apiKey;
        if (found?.assetId !== assetId || found.kind !== 'play' || !isTheirs) throw new SessionNotFound();
        const expiresAt = new Date((unixSeconds(clock) + this.secondsFor(asset, ttlSeconds)) * 1000);
        const row = await sessions.renew(tx, session, { role, unit, expiresAt, now: clock.now() });
        if (row === undefined) throw new SessionOver();
        return { asset: await assetAsOf(tx, asset, row.revision), row };
      },
      { lostCommit: 'repeat' },
    );
    await story.tell('session renewed', assetId, { session, subject });
    const { asset, row } = renewed;
    const expires = Math.round(row.expiresAt.getTime() / 1000);
    return this.signedSession(
      { asset, session, expires },
      { network: row.network ?? undefined, kibPerSecond: row.kibPerSecond ?? undefined },
    );
  }

  private signedSession({ asset, session, expires }: Begun, wish: SessionWish): OpenedSession {
    const url = (path: string) => this.signed(asset, path, 'play', expires, { ...wish, session });
    const signedPictures = (list: ReturnType<typeof posterOf>) =>
      list.map(({ path, ...picture }) => ({ ...picture, url: url(path) }));
    const chapters = putTracksOf(asset).chapters?.files ?? null;
    const posters = signedPictures(posterOf(asset));
    return {
      session,
      hls: asset.master === null ? null : url(asset.master),
      sound: asset.sound === null ? null : url(asset.sound),
      poster: (posters.findLast((picture) => picture.format === 'jpeg') ?? posters[0])?.url ?? null,
      posters,
      images: signedPictures(asset.images ?? []),
      storyboard: asset.storyboard === null ? null : url(asset.storyboard.path),
      captions: captionsOf(asset).map(({ path, language, label, isDefault, isForced }) => ({
        language,
        label,
        isDefault,
        isForced,
        url: url(path),
      })),
      chapters: chapters === null ? null : url(chapters.vtt),
      complete: asset.thinnedAt === null && asset.state !== 'processing' && asset.state !== 'playable',
      expiresAt: new Date(expires * 1000),
    };
  }

  /** A URL that saves the original under its own name. @throws AssetNotFound, TooManySessions */
  async downloadLink(
    opener: Opener,
    assetId: string,
    ttlSeconds: number | undefined,
  ): Promise<{ session: string; url: string; expiresAt: Date }> {
    const { asset, session, expires } = await this.begin('file', opener, assetId, { ttlSeconds });
    const path = pathUnderAsset(originalOf(...placeOf(asset)));
    return {
      session,
      url: this.signed(asset, path, 'file', expires, { saveAs: nameToSave(asset), session }),
      expiresAt: new Date(expires * 1000),
    };
  }

  /**
   * Those of an asset that have not expired, newest first: all for its owner, the admins in whose reach it is and
   * auditors, a viewer's own for everybody else who may see it.
   *
   * @throws AssetNotFound, InvalidCursor
   */
  async list(
    viewer: Viewer,
    assetId: string,
    request: PageRequest & { readonly kind: SessionKind },
  ): Promise<Page<PlaybackSession>> {
    const { database, sessions, clock } = this.parts;
    const { kysely } = database;
    const asset = await this.visible(viewer, assetId);
    const seesAll = viewer.role === 'auditor' || (await mayChange(kysely, viewer, asset));
    const whose = seesAll ? undefined : viewer.subject;
    return sessions.list(kysely, { ...request, assetId, viewer: whose, now: clock.now() });
  }

  /**
   * Ends a session or link everywhere within 10 seconds: the viewer's own, or any of an asset that they may change.
   * Idempotent.
   *
   * @throws AssetNotFound, SessionNotFound, RevocationNotInForce
   */
  async revoke(viewer: Viewer, assetId: string, kind: SessionKind, session: string): Promise<void> {
    const { database, sessions, audit, revocations, clock } = this.parts;
    const asset = await this.visible(viewer, assetId);
    await database.transaction(async (tx) => {
      const found = await sessions.get(tx, session);
      const isTheirs = found?.viewer === viewer.subject || (await mayChange(tx, viewer, asset));
      if (found?.assetId !== assetId || found.kind !== kind || !isTheirs) throw new SessionNotFound();
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

  private async begin(kind: SessionKind, opener: Opener, assetId: string, wish: SessionWish): Promise<Begun> {
    const { database, assets, sessions, clock, story } = this.parts;
    const { apiKey, personVersion: _, ...viewer } = opener;
    const session = randomToken(26);
    const begin = async (tx: Transaction): Promise<Begun> => {
      const asset = await (kind === 'play'
        ? this.playable(tx, opener, assetId)
        : this.held(tx, opener, assetId));
      const expires = unixSeconds(clock) + this.secondsFor(asset, wish.ttlSeconds);
      const { subject, role, unit } = viewer;
      const times = { createdAt: clock.now(), expiresAt: new Date(expires * 1000) };
      const network = wish.network ?? null;
      const whose = { viewer: subject, role, unit, apiKey };
      const limit = this.settings.sessionsPerPerson;
      const kibPerSecond = wish.kibPerSecond ?? null;
      const { revision } = asset;
      const made = { id: session, kind, assetId, revision, network, kibPerSecond, ...whose, ...times };
      await sessions.create(tx, made, { limit });
      return { asset, session, expires };
    };
    const begun = async (tx: Transaction): Promise<Begun | undefined> => {
      const found = await sessions.get(tx, session);
      if (found === undefined) return undefined;
      const now = await assets.visibleTo(tx, viewer, assetId);
      const asset = await assetAsOf(tx, now, found.revision);
      return { asset, session, expires: Math.round(found.expiresAt.getTime() / 1000) };
    };
    const opened = await database.transaction(begin, { lostCommit: begun });
    await story.tell('session opened', assetId, { session, kind, subject: viewer.subject });
    return opened;
  }

  /** All that could end the viewer's access is held until `tx` ends: what ends it then finds the session, and revokes it. */
  private async held(
    tx: Transaction,
    { apiKey, personVersion, ...viewer }: Opener,
    assetId: string,
  ): Promise<Asset> {
    const { assets, people, apiKeys } = this.parts;
    await people.holdStanding(tx, { ...viewer, personVersion });
    if (apiKey !== null && !(await apiKeys.hold(tx, apiKey)))
      throw new InvalidToken('The API key is not valid, has expired, or was revoked.');
    return assets.holdVisible(tx, viewer, assetId);
  }

  /** As `held`, of an asset that has something to play. @throws NotPlayable */
  private async playable(tx: Transaction, opener: Opener, assetId: string): Promise<Asset> {
    const asset = await this.held(tx, opener, assetId);
    if (asset.master === null && (asset.images ?? []).length === 0)
      throw new NotPlayable(asset.state, asset.state === 'processing');
    return asset;
  }

  /** Once, however many ask at the same time. */
  private async remake(id: string, { subject }: Viewer): Promise<void> {
    const { database, queue, audit } = this.parts;
    await database.transaction(async (tx) => {
      const asset = await unthinAsset(tx, id);
      if (asset === undefined) return;
      await queue.send(tx, ENCODE_ASSET, { asset: id }, { of: jobOwnerOf(asset), later: true });
      await audit.append(tx, {
        actor: subject,
        action: 'asset.rungs-asked-for',
        subject: id,
        unit: asset.unit,
        facts: {},
      });
    });
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

/** The original's own name, which tells its charset where that has to be told. */
function nameToSave(asset: Asset): string {
  const charset = charsetOf(asset);
  const told = charset === undefined ? '' : charsetTold(asset.fileName, charset);
  return shortened(asset.fileName, MAX_SAVE_AS_BYTES - told.length) + told;
}

/** The name with its extension, cut before it where it is too long: a Chinese character takes three bytes. */
function shortened(name: string, mostBytes: number): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  const characters = Array.from(name.slice(0, name.length - extension.length));
  let bytes = Buffer.byteLength(name);
  while (bytes > mostBytes) bytes -= Buffer.byteLength(characters.pop() ?? '');
  return characters.join('') + extension;
}
