/** A text as the cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A Markdown table of cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * The document with what stands between `<!-- NAME -->` and `<!-- /NAME -->` replaced by the table of that name.
 *
 * @throws Error when the document has no place for a table
 */
export function withTables(document: string, tables: Readonly<Record<string, string>>): string {
  let text = document;
  for (const [name, rows] of Object.entries(tables)) {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const from = text.indexOf(start);
    const to = text.indexOf(end, from);
    if (from === -1 || to === -1) throw new Error(`The document has no place for the table ${name}.`);
    text = `${text.slice(0, from + start.length)}\n\n${rows}\n\n${text.slice(to)}`;
  }
  return text;
}
