import { type Expression, sql, type SqlBool } from 'kysely';

/**
 * Substring search that needs no extension and no word boundaries, as Chinese has none: a text is indexed by
 * its characters and pairs of characters (a GIN index finds rows that have all those of the words sought),
 * and what is found is then compared in full, so the answer is exact.
 */
export function indexed(fields: readonly string[]): { searchText: string; searchGrams: string[] } {
  // A line break keeps a word from matching across the end of one field and the start of the next.
  const searchText = fields.map(normalise).join('\n');
  return { searchText, searchGrams: [...grams(searchText)] };
}

/** Rows that contain every word of `query`; undefined where the query has none. */
export function matching(query: string): Expression<SqlBool> | undefined {
  return all(wordsOf(query).map(contains));
}

/** Assets that have every word of `query` in one of their texts or another; undefined where the query has none. */
export function matchingAssets(query: string): Expression<SqlBool> | undefined {
  return all(
    wordsOf(query).map(
      (word) =>
        sql<SqlBool>`assets.id in (select asset_texts.asset_id from asset_texts where ${contains(word)})`,
    ),
  );
}

/** The first ten: more narrow nothing that people search for. */
function wordsOf(query: string): string[] {
  return normalise(query).split(/\s+/u).filter(Boolean).slice(0, 10);
}

function contains(word: string): Expression<SqlBool> {
  const hasGrams = sql<SqlBool>`search_grams @> ${[...grams(word)]}::text[]`;
  // So short a word is a gram itself: no text needs to be read, of however many that have it.
  if (Array.from(word).length <= 2) return hasGrams;
  return sql<SqlBool>`(${hasGrams} and search_text like ${`%${escapeLike(word)}%`})`;
}

function all(conditions: readonly Expression<SqlBool>[]): Expression<SqlBool> | undefined {
  return conditions.length === 0 ? undefined : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

/** Full-width and half-width, upper and lower case, composed and decomposed forms become one. */
function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function grams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of text.split(/\s+/u)) {
    const characters = Array.from(word);
    for (const [index, character] of characters.entries()) {
      found.add(character);
      const next = characters[index + 1];
      if (next !== undefined) found.add(character + next);
    }
  }
  return found;
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&');
}
