import { readFile } from 'node:fs/promises';

export interface Section {
  readonly text: string;
  /** The lines of its first block of code. */
  readonly code: string;
}

/** What stands below a heading of a document, as far as the next one. @throws Error where there is no code in it */
export async function sectionOf(document: string, heading: string): Promise<Section> {
  const lines = (await readFile(document, 'utf8')).split('\n');
  const first = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading) + 1;
  const next = lines.findIndex((line, at) => at >= first && /^#+ /.test(line));
  const section = lines.slice(first, next === -1 ? undefined : next);
  const begin = section.findIndex((line) => line.startsWith('    '));
  if (first === 0 || begin === -1) throw new Error(`${document} has no code below "${heading}".`);
  const length = section.slice(begin).findIndex((line) => line !== '' && !line.startsWith('    '));
  const code = section.slice(begin, length === -1 ? undefined : begin + length);
  return { text: section.join('\n'), code: code.map((line) => line.slice(4)).join('\n') };
}
