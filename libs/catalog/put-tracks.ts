import { sql } from 'kysely';
import {
  type Captions,
  json,
  type PutCaption,
  type PutPoster,
  type PutTracks,
  type Transaction,
} from '#libs/database';
import { type Asset, type AssetChange, changeOfAssets, editOfAssets } from './asset.js';
import { AssetEdited, AssetNotFound } from './catalog.errors.js';
import type { PosterJobData } from './queues.js';

/** A text track that is shown. */
export interface ShownCaption {
  readonly path: string;
  /** null until there is a master playlist. */
  readonly playlist: string | null;
  readonly language: string;
  /** Different from the others'. */
  readonly label: string;
  readonly isDefault: boolean;
  readonly isForced: boolean;
  /** Where somebody put it; undefined of the recording's own. */
  readonly put: PutCaption | undefined;
}

const NOTHING: PutTracks = { captions: [], hidden: [], chapters: null };

/** What people put beside an asset, where nobody has too. */
export function putTracksOf({ putTracks }: Pick<Asset, 'putTracks'>): PutTracks {
  return putTracks ?? NOTHING;
}

/**
 * The text tracks that are shown: those that people put, and the recording's own of all other languages but the hidden
 * ones. At most one that was put is the default, and then none of the recording's is.
 */
export function captionsOf(asset: {
  readonly captions: Captions | null;
  readonly putTracks: PutTracks | null;
}): ShownCaption[] {
  const { captions, hidden } = putTracksOf(asset);
  const gone = new Set([...hidden, ...captions.map(({ language }) => language)]);
  const hasDefault = captions.some(({ isDefault }) => isDefault);
  const own = (asset.captions?.tracks ?? [])
    .filter(({ language }) => !gone.has(language))
    .map((track) => ({ ...track, isDefault: track.isDefault && !hasDefault, put: undefined }));
  const put = captions.map((caption) => ({
    path: caption.path,
    playlist: caption.playlist,
    language: caption.language,
    label: caption.label,
    isDefault: caption.isDefault,
    isForced: false,
    put: caption,
  }));
  const taken = new Set<string>();
  return [...own, ...put].map((track) => {
    let label = track.label;
    for (let number = 2; taken.has(label); number += 1) label = `${track.label} ${number}`;
    taken.add(label);
    return { ...track, label };
  });
}

/**
 * The tracks as a master playlist names them.
 *
 * @param beside how it names what lies at a path below the asset
 */
export function tracksNamed(
  asset: Parameters<typeof captionsOf>[0],
  beside: (path: string) => string,
): { subtitles: NamedTrack[]; chapters: string | undefined } {
  const chapters = putTracksOf(asset).chapters?.files?.json;
  return {
    subtitles: captionsOf(asset).flatMap(({ playlist, language, label, isDefault, isForced }) =>
      playlist === null ? [] : [{ uri: beside(playlist), language, label, isDefault, isForced }],
    ),
    chapters: chapters === undefined ? undefined : beside(chapters),
  };
}

type NamedTrack = { readonly uri: string } & Pick<
  ShownCaption,
  'language' | 'label' | 'isDefault' | 'isForced'
>;

/** What people put beside recordings. Whoever changes it says of which asset, as they saw it. */
export class PutTracksOfAssets {
  /**
   * Writes what people put, and the master playlist that names it, if there is one.
   *
   * @param change.bytes how many more there are now of all that was made of the asset
   * @throws AssetNotFound, also in the trash; AssetEdited where somebody edited it since, or it has another master
   */
  async write(
    tx: Transaction,
    seen: Asset,
    change: { readonly tracks: PutTracks; readonly master: string | null; readonly bytes: number },
  ): Promise<Asset> {
    const before = await this.#lock(tx, seen.id);
    if (before.version !== seen.version || before.master !== seen.master) throw new AssetEdited();
    const { tracks, master, bytes } = change;
    return this.#edit(tx, seen.id, { putTracks: json(tracks), master, derivedBytes: more(bytes) });
  }

  /**
   * Wishes for another poster, or none. What is made of an earlier wish counts for nothing from then on.
   *
   * @throws as `write`
   */
  async wish(
    tx: Transaction,
    seen: Asset,
    change: { readonly poster: PutPoster | null; readonly bytes: number },
  ): Promise<Asset> {
    const before = await this.#lock(tx, seen.id);
    if (before.version !== seen.version || before.putPoster?.state !== seen.putPoster?.state)
      throw new AssetEdited();
    const { poster, bytes } = change;
    return this.#edit(tx, seen.id, {
      putPoster: poster === null ? null : json(poster),
      derivedBytes: more(bytes),
    });
  }

  /**
   * Writes what has become of a wish, in the trash too.
   *
   * @param made what, of the wish as it is until then: pictures, or why there are none, and how many bytes more there are
   * @returns the wish as it was; undefined where nobody wishes for that any more, or it has been fulfilled: nothing is
   *   written then
   */
  async fulfil(
    tx: Transaction,
    { asset: id, wish }: PosterJobData,
    made: (before: PutPoster) => { readonly poster: Partial<PutPoster>; readonly bytes: number },
  ): Promise<{ readonly poster: PutPoster; readonly account: string; readonly bytes: number } | undefined> {
    const before = await tx
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    const former = before?.putPoster ?? null;
    if (
      before === undefined ||
      former?.id !== wish ||
      former.state !== 'waiting' ||
      before.purgingAt !== null
    )
      return undefined;
    const { poster, bytes } = made(former);
    const putPoster = json({ ...former, ...poster });
    await changeOfAssets(tx, { putPoster, derivedBytes: more(bytes) })
      .where('id', '=', id)
      .execute();
    return { poster: former, account: before.account, bytes };
  }

  async #lock(tx: Transaction, id: string): Promise<Asset> {
    const row = await tx
      .selectFrom('assets')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined || row.deletedAt !== null) throw new AssetNotFound();
    return row;
  }

  #edit(tx: Transaction, id: string, values: AssetChange): Promise<Asset> {
    return editOfAssets(tx, values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
  }
}

function more(bytes: number) {
  return sql<number>`greatest(0, derived_bytes + ${bytes}::bigint)`;
}
