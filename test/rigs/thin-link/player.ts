import { HlsPage, type HlsPlayer, type PageVideo } from '../../servers/hls-page.js';

export interface ThinLink {
  readonly url: string;
  /** That are to be played. */
  readonly seconds: number;
  readonly kilobitsPerSecond: number;
}

/** What a viewer at the end of such a link went through. */
export interface Watched {
  readonly stalls: readonly string[];
  readonly errors: readonly string[];
  /** From the beginning of loading until the picture moved. */
  readonly startSeconds: number;
  readonly playedSeconds: number;
  /** Of the pictures that were shown, with how many fragments each had. */
  readonly heights: Readonly<Record<string, number>>;
}

const LATENCY_MS = 120;

/** Plays a recording by hls.js as it is, in a Chromium whose network passes so much and no more. */
export async function watchByThinLink({ url, seconds, kilobitsPerSecond }: ThinLink): Promise<Watched> {
  const chromium = await HlsPage.start();
  try {
    return await chromium.open(async (page) => {
      const tools = await page.context().newCDPSession(page);
      const bytesPerSecond = (kilobitsPerSecond * 1000) / 8;
      await tools.send('Network.enable');
      await tools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: LATENCY_MS,
        downloadThroughput: bytesPerSecond,
        uploadThroughput: bytesPerSecond,
      });
      return page.evaluate(inPage, { url, seconds });
    });
  } finally {
    await chromium.close();
  }
}

/** Runs in the page: it sees nothing of this file. */
async function inPage({ url, seconds }: { url: string; seconds: number }): Promise<Watched> {
  const { Hls, document } = globalThis as unknown as {
    Hls: new () => HlsPlayer;
    document: { getElementById(id: string): PageVideo };
  };
  const video = document.getElementById('v');
  const player = new Hls();
  const stalls: string[] = [];
  const errors: string[] = [];
  const heights: Record<string, number> = {};
  const opened = performance.now();
  let moved: number | undefined;
  player.on('hlsError', (_, { fatal, details }) => {
    if (fatal) errors.push(`${details} at ${video.currentTime.toFixed(2)}`);
  });
  player.on('hlsFragChanged', (_, { frag }) => {
    const height = player.levels[frag?.level ?? 0]?.height ?? 0;
    heights[height] = (heights[height] ?? 0) + 1;
  });
  video.addEventListener('waiting', () => {
    if (moved !== undefined && video.currentTime < seconds)
      stalls.push(`waiting at ${video.currentTime.toFixed(2)}`);
  });
  video.addEventListener('timeupdate', () => {
    if (video.currentTime > 0) moved ??= performance.now();
  });
  player.loadSource(url);
  player.attachMedia(video);
  const until = opened + seconds * 1500 + 60_000;
  while (video.currentTime < seconds && errors.length === 0 && performance.now() < until) {
    if (moved === undefined) await video.play().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    stalls,
    errors,
    startSeconds: ((moved ?? performance.now()) - opened) / 1000,
    playedSeconds: video.currentTime,
    heights,
  };
}
