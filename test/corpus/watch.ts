import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const RATE = 6;
const LENGTH_SECONDS = 0.1;

/** What hls.js made of a recording. */
interface Watched {
  readonly duration: number;
  /** Where it stood when it was played from its beginning, and whether that was the end. */
  readonly reached: number;
  readonly hasEnded: boolean;
  /** Where it stood a while after it had been sent to its middle. */
  readonly afterSeek: number;
  readonly errors: readonly string[];
}

/** Chromium with hls.js, on a page of another origin than delivery's. */
export class Viewer {
  private constructor(
    private readonly browser: Browser,
    private readonly site: Server,
  ) {}

  /** @returns undefined where there is no Chromium */
  static async open(): Promise<Viewer | undefined> {
    if (!existsSync(CHROMIUM)) return undefined;
    const hls = await readFile(createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js'));
    const site = createServer((request, response) => {
      if (request.url === '/hls.js') response.setHeader('content-type', 'text/javascript').end(hls);
      else
        response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><video id="v" muted></video><script src="/hls.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    return new Viewer(browser, site);
  }

  /** Plays it to its end and again from its middle. @returns what is wrong */
  async watch(hls: string, seconds: number): Promise<string[]> {
    const page = await this.browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(this.site.address() as AddressInfo).port}`);
      return faultsOf(
        await page.evaluate(play, { url: hls, rate: RATE, patienceMs: 20_000 + seconds * 1000 }),
        seconds,
      );
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.site.close(resolve));
  }
}

function faultsOf({ duration, reached, hasEnded, afterSeek, errors }: Watched, seconds: number): string[] {
  const faults = errors.map((error) => `Chromium: ${error}`);
  if (!(Math.abs(duration - seconds) <= LENGTH_SECONDS))
    faults.push(`Chromium plays for ${duration} s, the asset tells ${seconds}`);
  if (!hasEnded) faults.push(`Chromium stands still at ${reached.toFixed(2)} s`);
  else if (!(afterSeek > seconds / 2))
    faults.push(`Chromium does not play on from the middle: it stands at ${afterSeek.toFixed(2)} s`);
  return faults;
}

/** Runs in the page. */
async function play({
  url,
  rate,
  patienceMs,
}: {
  url: string;
  rate: number;
  patienceMs: number;
}): Promise<Watched> {
  interface Video {
    currentTime: number;
    playbackRate: number;
    readonly duration: number;
    readonly ended: boolean;
    play(): Promise<void>;
  }
  interface Player {
    loadSource(from: string): void;
    attachMedia(to: unknown): void;
    on(event: string, told: (name: string, data: { fatal: boolean; details: string }) => void): void;
  }
  const page = globalThis as unknown as {
    Hls: new () => Player;
    document: { getElementById(id: string): Video };
  };
  const video = page.document.getElementById('v');
  const errors: string[] = [];
  const player = new page.Hls();
  player.on('hlsError', (_, { fatal, details }) => {
    if (fatal) errors.push(details);
  });
  player.loadSource(url);
  player.attachMedia(video);
  const until = async (holds: () => boolean) => {
    // The clock of a recording that plays is what is waited for; only one that stands still is given up.
    for (let since = performance.now(), at = -1; !holds() && errors.length === 0; ) {
      if (video.currentTime !== at) [at, since] = [video.currentTime, performance.now()];
      if (performance.now() - since > patienceMs / 2) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  await until(() => video.duration > 0);
  const begin = () => {
    video.playbackRate = rate;
    video.play().catch(() => undefined);
  };
  begin();
  await until(() => video.ended);
  const [duration, reached, hasEnded] = [video.duration, video.currentTime, video.ended];
  if (!hasEnded) return { duration, reached, hasEnded, afterSeek: 0, errors };
  video.currentTime = duration / 2;
  begin();
  await until(() => video.currentTime > duration / 2 && !video.ended);
  await until(() => video.ended || video.currentTime > duration / 2 + 0.2);
  return { duration, reached, hasEnded, afterSeek: video.currentTime, errors };
}
