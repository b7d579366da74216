import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clients, SCENES } from '../rigs/clients/clients.js';
import { hasChromium } from '../servers/chromium.js';

const required = process.env['LECTERN_TEST_BROWSER'] === 'required';
const BYTES = 7_500_000;

// The page lives on another origin than the API: every header that a client sends and reads must be allowed.
describe.skipIf(!required && !hasChromium())(
  'real clients in Chromium, behind a link that breaks every few megabytes',
  () => {
    let clients: Clients;

    beforeAll(async () => {
      clients = await Clients.start({ seed: 32, browser: true });
    });
    afterAll(() => clients?.dispose());

    it.each(SCENES)('$name', async (scene) => {
      const { asset } = await clients.play(scene, 'chromium', BYTES);
      if (scene.name.endsWith('in chunks')) expect(asset).toMatch(/^ast_/);
    });

    it('leave nothing behind', async () => {
      expect((await clients.aftermath()).wrong).toEqual([]);
      expect(clients.proxy.breaks.size).toBeGreaterThan(1);
    });
  },
);
