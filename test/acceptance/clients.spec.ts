import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clients, NODE_SCENES } from '../rigs/clients/clients.js';

const BYTES = 7_500_000;

describe('real clients in Node, behind a link that breaks every few megabytes', () => {
  let clients: Clients;

  beforeAll(async () => {
    clients = await Clients.start({ seed: 31, browser: false });
  });
  afterAll(() => clients?.dispose());

  it.each(NODE_SCENES)('$name', async (scene) => {
    await clients.play(scene, 'node', BYTES);
  });

  // Each of these may have done its work when its answer is lost; none may do it twice.
  it.each([
    ['three parallel uploads', 'Upload-Concat: final', { parallel: 3 }],
    ['the last chunk', 'Upload-Offset: 5000000', { chunkBytes: 2_500_000 }],
    ['the first chunk', 'Upload-Offset: 0', { chunkBytes: 2_500_000 }],
  ])('make one file of %s when the answer is lost', async (name, text, more) => {
    clients.proxy.broken = false;
    try {
      clients.proxy.loseAnswerTo(text);
      await clients.play({ name, task: { client: 'tus-js-client', ...more } }, 'node', BYTES);
      expect(clients.proxy.losses).toContain(text);
    } finally {
      clients.proxy.broken = true;
    }
  });

  it('leave nothing behind', async () => {
    expect((await clients.aftermath()).wrong).toEqual([]);
    expect(clients.proxy.breaks.size).toBeGreaterThan(1);
  });
});
