import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BENCHES } from '../bench/registry.js';
import { RIGS } from './rigs/registry.js';

const DOCUMENTS = ['*.md', 'docs/**/*.md', 'test/*/README.md']
  .flatMap((pattern) => globSync(pattern))
  .toSorted();
const SOURCES = globSync('{apps,libs,test,bench,docker,k8s,.ci}/**', {
  exclude: ['test/upgrade/*.*.*', 'docker/secrets', '**/planted-*'],
})
  .filter((file) => statSync(file).isFile() && file !== 'test/documents.spec.ts')
  .toSorted();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const COMMANDS: Readonly<Record<string, object>> = { rig: RIGS, bench: BENCHES };

/** The headings of a document. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return headingsOf(text).map((heading) =>
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

  it('are there, and have the section, where a program or a comment names one', () => {
    const named = SOURCES.flatMap((source) => {
      const text = readFileSync(source, 'utf8');
      return [
        ...text.matchAll(/()\b(docs\/[\w/-]+\.(?:md|json|svg))()/g),
        ...text.matchAll(/"([A-Z][\w ]+)" in (docs\/[\w/-]+\.md)()/g),
        ...text.matchAll(/()\b(docs\/[\w/-]+\.md), "([A-Z][\w ]+)"/g),
      ].map(([, before, file = '', behind]) => ({ source, file, section: before || behind }));
    });
    expect(named.filter(({ section }) => section)).not.toEqual([]);
    const wrong = named.filter(
      ({ file, section }) =>
        !existsSync(file) || (section && !headingsOf(readFileSync(file, 'utf8')).includes(section)),
    );
    expect(wrong).toEqual([]);
  });
});
