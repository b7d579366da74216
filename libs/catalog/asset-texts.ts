import { sql } from 'kysely';
import type { Transaction } from '#libs/database';
import type { Asset } from './asset.js';
import { indexed } from './search.js';

/** Of one track, in UTF-16 units: some ten hours of speech. What comes after them is not found. */
const MOST_INDEXED = 400_000;

type Card = Pick<Asset, 'id' | 'version' | 'title' | 'description' | 'fileName'>;

/** What an asset is called is what it is found by, from the end of `tx` on. */
export async function indexCard(tx: Transaction, asset: Card): Promise<void> {
  const { id, version, title, description, fileName } = asset;
  await write(tx, { assetId: id, source: 'card', version, ...indexed([title, description, fileName]) });
}

/**
 * From the end of `tx` on the asset is found by what its captions in one language say, and no more by what they said
 * before: the first 400,000 characters of it.
 *
 * @param webVtt whole files, of which only what is spoken counts; those of several tracks of a language one after
 *   another; null where there are no such captions any more
 */
export async function indexCaptions(
  tx: Transaction,
  asset: string,
  language: string,
  webVtt: string | null,
): Promise<void> {
  const source = `captions:${language}`;
  if (webVtt === null) {
    await tx.deleteFrom('assetTexts').where('assetId', '=', asset).where('source', '=', source).execute();
    return;
  }
  const text = spokenIn(webVtt).slice(0, MOST_INDEXED).toWellFormed();
  await write(tx, { assetId: asset, source, version: null, ...indexed([text]) });
}

/**
 * Indexes what a replica of an earlier release has made or renamed since the tables were brought up to date.
 *
 * @returns how many assets, `limit` at most
 */
export async function indexMissed(tx: Transaction, limit: number): Promise<number> {
  const missed = await tx
    .selectFrom('assets')
    .leftJoin('assetTexts', (join) =>
      join.onRef('assetTexts.assetId', '=', 'assets.id').on('assetTexts.source', '=', 'card'),
    )
    .select(['assets.id', 'assets.version', 'assets.title', 'assets.description', 'assets.fileName'])
    .where('assets.replaces', 'is', null)
    .where(sql<boolean>`asset_texts.version is distinct from assets.version`)
    .limit(limit)
    .execute();
  for (const asset of missed) await indexCard(tx, asset);
  return missed.length;
}

async function write(
  tx: Transaction,
  row: {
    readonly assetId: string;
    readonly source: string;
    readonly version: number | null;
    readonly searchText: string;
    readonly searchGrams: string[];
  },
): Promise<void> {
  const { version, searchText, searchGrams } = row;
  await tx
    .insertInto('assetTexts')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['assetId', 'source']).doUpdateSet({ version, searchText, searchGrams }),
    )
    .execute();
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/** The text of the cues: without their times and names, notes, styles and marks. */
function spokenIn(webVtt: string): string {
  const lines: string[] = [];
  let isCue = false;
  for (const line of webVtt.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') isCue = false;
    else if (line.includes('-->')) isCue = true;
    else if (isCue) lines.push(line);
  }
  return (
    lines
      .join('\n')
      .replace(/<[^<>\n]*>/g, '')
      .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => ENTITIES[name] ?? '')
      // No text of the database can hold one.
      .replaceAll('\0', '')
  );
}
