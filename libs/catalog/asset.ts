import { sql, type UpdateObject } from 'kysely';
import type {
  AssetKind,
  AssetState,
  Captions,
  Picture,
  PutPoster,
  PutTracks,
  Schema,
  Storyboard,
  Transaction,
} from '#libs/database';

export type AssetFacts = Readonly<Record<string, unknown>>;

/** One video, audio, image or attachment. */
export interface Asset {
  readonly id: string;
  readonly owner: string;
  readonly unit: string;
  /** On which its bytes are counted. */
  readonly account: string;
  readonly courseId: string | null;
  readonly kind: AssetKind;
  readonly fileName: string;
  readonly title: string;
  readonly description: string;
  readonly contentType: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly state: AssetState;
  /** Set exactly while `state` is `failed`. */
  readonly failure: { readonly code: string; readonly reason: string } | null;
  /** What its signed URLs carry; raising it revokes them. */
  readonly epoch: number;
  readonly epochRaisedAt: Date | null;
  /** What probing found, such as durationSeconds, width, height, frameRate. */
  readonly facts: AssetFacts;
  /** The path of the current master playlist below the asset, such as `hls/r1-abc.m3u8`. */
  readonly master: string | null;
  /** The path of the playlist of a recording's sound without its picture; null where there is no picture, or no sound. */
  readonly sound: string | null;
  /** The poster that was made by itself, in its sizes and formats; null before there is one. What is shown: `posterOf`. */
  readonly poster: readonly Picture[] | null;
  /** An image in its sizes and formats. */
  readonly images: readonly Picture[] | null;
  /** Small pictures of a recording's course; null where there are none (yet). */
  readonly storyboard: Storyboard | null;
  /** Its own text tracks; null where it has none, or nobody has looked yet. What is shown of them: `captionsOf`. */
  readonly captions: Captions | null;
  /** What people put beside it; null where nobody has. */
  readonly putTracks: PutTracks | null;
  /** The poster that somebody wishes for; null for the one that was made by itself. */
  readonly putPoster: PutPoster | null;
  readonly derivedBytes: number;
  readonly attempt: number;
  readonly tries: number;
  /** How often somebody had it tried again since `retriesSince`. */
  readonly retries: number;
  readonly retriesSince: Date | null;
  readonly worker: string | null;
  readonly workerUntil: Date | null;
  /** How the platform that people come from calls it. */
  readonly externalId: string | null;
  /** Counts what people change; what workers do leaves it alone. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly playableAt: Date | null;
  readonly readyAt: Date | null;
  /** When it went into the trash. */
  readonly deletedAt: Date | null;
  /** Since when its bytes are being removed: there is no way back. */
  readonly purgingAt: Date | null;
  /** Since when rungs of it have been dropped, to be made again when somebody asks to play it. */
  readonly thinnedAt: Date | null;
  /** The asset of which this is another take, that is not served; null of what people see. See Revisions. */
  readonly replaces: string | null;
  /** The id of the take that this is; null of the first. */
  readonly revision: string | null;
  /** When somebody began to replace by it, or restored it; null of the first. */
  readonly revisedAt: Date | null;
  /** Of another take: since when it waits to be removed; null while it may come to be served by itself. */
  readonly retiredAt: Date | null;
}

/** Whose folder the objects of a take lie in: that of the asset, whichever it is of. */
export function folderOwnerOf({ id, replaces }: Pick<Asset, 'id' | 'replaces'>): string {
  return replaces ?? id;
}

/** Where the original of a take lies: the asset, and the revision. */
export function placeOf(asset: Pick<Asset, 'id' | 'replaces' | 'revision'>): [string, string | null] {
  return [folderOwnerOf(asset), asset.revision];
}

/**
 * How an original that is text is encoded; undefined where it is no text. What was taken before charsets were told
 * apart is UTF-8: no other text was taken.
 */
export function charsetOf({ facts, contentType }: Pick<Asset, 'facts' | 'contentType'>): string | undefined {
  const { charset } = facts;
  if (typeof charset === 'string') return charset;
  return /^text\/|^application\/x-subrip$/.test(contentType) ? 'utf-8' : undefined;
}

/**
 * The paths below an asset of every object that its row names but the original: what must be there, and what no sweep
 * may take for nobody's. Renditions have rows, and folders, of their own.
 */
export function derivedPathsOf(asset: Asset): string[] {
  const { master, poster, images, storyboard, captions, putTracks, putPoster } = asset;
  const chapters = putTracks?.chapters?.files ?? null;
  return [
    ...(master === null ? [] : [master]),
    ...[...(poster ?? []), ...(images ?? [])].map(({ path }) => path),
    ...(storyboard === null ? [] : [storyboard.path, ...storyboard.sheets]),
    ...(captions?.tracks ?? []).flatMap(({ path, playlist }) => [path, playlist]),
    ...(putTracks?.captions ?? []).flatMap(({ path, playlist }) =>
      playlist === null ? [path] : [path, playlist],
    ),
    ...(chapters === null ? [] : [chapters.vtt, chapters.json]),
    ...(putPoster === null || putPoster.image === null ? [] : [putPoster.image]),
    ...(putPoster?.pictures ?? []).map(({ path }) => path),
  ];
}

/** The poster that is shown, in its sizes and formats; empty where there is none. */
export function posterOf({ poster, putPoster }: Pick<Asset, 'poster' | 'putPoster'>): readonly Picture[] {
  const put = putPoster?.pictures ?? [];
  return put.length > 0 ? put : (poster ?? []);
}

/** New values of an asset's columns, or SQL that makes them. */
export type AssetChange = UpdateObject<Schema, 'assets'>;

/** An update of `assets` as machines make it: every change that people can see, and none that they made. */
export function changeOfAssets(tx: Transaction, values: AssetChange) {
  return tx.updateTable('assets').set(values).set({ updatedAt: sql<Date>`clock_timestamp()` });
}

/** The same for what people change: it also counts up the version of each, under which they edit. */
export function editOfAssets(tx: Transaction, values: AssetChange) {
  return changeOfAssets(tx, values).set((eb) => ({ version: eb('version', '+', 1) }));
}
