import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

/** What plain HTTP in a LAN does not give to a page. */
const OF_SECURE_CONTEXTS = ['crypto.subtle', 'randomUUID', 'navigator.locks'];

it('is bundled for pages without anything of Node, or of secure contexts', async () => {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: ['chrome109', 'safari15.4'],
      lib: { entry: path.resolve('libs/client/index.ts'), formats: ['es'], fileName: 'client' },
    },
  });
  const outputs = [bundle].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = outputs.filter((one) => one.type === 'chunk');
  expect(chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])).toEqual([]);
  const code = chunks.map((chunk) => chunk.code).join('\n');
  expect(code).toContain('XMLHttpRequest');
  for (const text of ['__vite-browser-external', 'node:', ...OF_SECURE_CONTEXTS])
    expect(code).not.toContain(text);
  // Of the 150 kB that a first view may have.
  expect(gzipSync(code).length).toBeLessThan(40_000);
});
