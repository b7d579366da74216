import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SENTENCES as english } from '../../apps/console/src/words/sentences/en.js';
import { SENTENCES as chinese } from '../../apps/console/src/words/sentences/zh-CN.js';

/** Found by the page itself, before anything was sent. */
const OF_THE_PAGE = ['file-unreadable', 'upload-broken', 'upload-in-parts'];

async function codes(): Promise<string[]> {
  const reference = await readFile(new URL('../../docs/reference.md', import.meta.url), 'utf8');
  const [, table = ''] = /^## Error codes\n(.*?)(?:^## |$(?![\r\n]))/ms.exec(reference) ?? [];
  return [...table.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code = '']) => code);
}

describe.each([
  ['Chinese', chinese],
  ['English', english],
] as const)('the console’s sentences in %s', (_, sentences) => {
  it('are there for every code that the API answers with, and for no other', async () => {
    const all = [...(await codes()), ...OF_THE_PAGE];
    expect(all.length).toBeGreaterThan(150);
    expect(Object.keys(sentences).toSorted()).toEqual([...new Set(all)].toSorted());
  });

  it('end as sentences do', () => {
    for (const sentence of Object.values(sentences))
      for (const part of sentence) expect(part).toMatch(/[.。]$/);
  });
});

it('six states in which an upload waits or ends have six sentences', () => {
  const states = [
    'quota-exceeded',
    'storage-full',
    'file-too-large',
    'unsupported-media-type',
    'unauthenticated',
  ];
  for (const sentences of [chinese, english])
    expect(new Set(states.map((code) => sentences[code]?.[0])).size).toBe(states.length);
});
