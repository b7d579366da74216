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
  const words = normalise(query).split(/\s+/u).filter(Boolean).slice(0, 10);
  if (words.length === 0) return undefined;
  const wanted = [...new Set(words.flatMap((word) => [...grams(word)]))];
  const containsAll = words.map((word) => sql`search_text like ${`%${escapeLike(word)}%`}`);
  return sql<SqlBool>`(search_grams @> ${wanted}::text[] and ${sql.join(containsAll, sql` and `)})`;
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
