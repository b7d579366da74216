import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BENCHES } from '../bench/registry.js';
import { RIGS } from './rigs/registry.js';

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'test/*/README.md']
  .flatMap((pattern) => globSync(pattern))
  .toSorted();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const COMMANDS: Readonly<Record<string, object>> = { rig: RIGS, bench: BENCHES };

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s links to what is there', (document) => {
    const text = readFileSync(document, 'utf8');
    const wrong = [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].filter(
      ([, file = '', anchor]) => {
        const target = file === '' ? document : path.join(path.dirname(document), file);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
      },
    );
    expect(wrong.map(([link]) => link)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names only commands that there are', (document) => {
    const text = readFileSync(document, 'utf8');
    const wrong = [
      ...text.matchAll(/npm run (?:--silent )?([a-z][\w-]*(?::[\w-]+)*)(?: -- ([a-z][\w-]*))?/g),
    ].filter(([, script = '', name]) => {
      if (!Object.hasOwn(scripts, script)) return true;
      return name !== undefined && script in COMMANDS && !Object.hasOwn(COMMANDS[script] ?? {}, name);
    });
    expect(wrong.map(([command]) => command)).toEqual([]);
  });
});
