import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.js';

/** Of hls.js and of the `<video>`, what functions that run in the page ask for. */
export interface HlsPlayer {
  levels: readonly { height: number }[];
  nextLevel: number;
  loadSource(from: string): void;
  attachMedia(to: unknown): void;
  on(
    event: string,
    told: (name: string, data: { fatal: boolean; details: string; frag?: { level: number } }) => void,
  ): void;
}
export interface PageVideo {
  currentTime: number;
  duration: number;
  playbackRate: number;
  seeking: boolean;
  ended: boolean;
  play(): Promise<void>;
  addEventListener(event: string, told: () => void): void;
}

/** Whether browser tests can be run on this machine. */
/**
 * Chromium, and a page with hls.js and the one `<video id="v">`. The page is of another origin than delivery's, as in
 * production: CORS is part of what must work.
 */
export class HlsPage {
  private constructor(
    private readonly browser: Browser,
    private readonly site: Server,
  ) {}

  static async start(): Promise<HlsPage> {
    const hls = await readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'));
    const site = createServer((request, response) => {
      if (request.url === '/hls.js') response.setHeader('content-type', 'text/javascript').end(hls);
      else
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><video id="v" muted></video><script src="/hls.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    return new HlsPage(await launchChromium('--autoplay-policy=no-user-gesture-required'), site);
  }

  /** What `use` makes of a page of its own. */
  async open<T>(use: (page: Page) => Promise<T>): Promise<T> {
    const page = await this.browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(this.site.address() as AddressInfo).port}`);
      return await use(page);
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.site.close(resolve));
  }
}
