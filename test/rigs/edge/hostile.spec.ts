import { expect, it } from 'vitest';
import { alteredUrls } from '../urls/altered-urls.js';
import { fuzz } from '../fuzz/run.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';

/** The short forms of `npm run rig -- urls` and `npm run rig -- fuzz`. */
const { mutations, traversals, seed } = shortForm(RIGS.urls);
const { cycles: requests } = shortForm(RIGS.fuzz);

it('F40 F41 altered URLs and traversals are answered alike on each way, and open nothing', async () => {
  const { done, differences, withEdge } = await alteredUrls({ mutations, traversals, seed });
  if (!withEdge) console.warn('nginx with Lua is not installed: the edge is left out.');
  expect(differences, `seed ${seed}`).toEqual([]);
  expect(done).toBe(3_000);
});

it('F43 hostile bytes are answered by nobody as the others contradict', async () => {
  const { done, failures } = await fuzz({ requests, seed });
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(done).toBeGreaterThanOrEqual(2_000);
});
