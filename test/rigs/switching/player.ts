import { HlsPage, type HlsPlayer, type PageVideo } from '../../servers/hls-page.js';

export interface Switching {
  readonly url: string;
  readonly switches: number;
  readonly rate: number;
}

/** What a player went through. */
export interface Played {
  /** Changes of the rung that was shown. */
  readonly switches: number;
  readonly stalls: readonly string[];
  readonly errors: readonly string[];
  /** Of playing, in seconds of the recording. */
  readonly seconds: number;
}

/** Plays a recording by hls.js in Chromium, and changes the rung up and down, one by one, until it was done so often. */
export async function playSwitching(task: Switching): Promise<Played> {
  const chromium = await HlsPage.start();
  try {
    return await chromium.open((page) => page.evaluate(inPage, task));
  } finally {
    await chromium.close();
  }
}

/** Runs in the page: it sees nothing of this file. */
async function inPage({ url, switches, rate }: Switching): Promise<Played> {
  const { Hls, document } = globalThis as unknown as {
    Hls: new (settings: object) => HlsPlayer;
    document: { getElementById(id: string): PageVideo };
  };
  const video = document.getElementById('v');
  const player = new Hls({ maxBufferLength: 12, maxMaxBufferLength: 12, startLevel: 0 });
  const stalls: string[] = [];
  const errors: string[] = [];
  let shown: number | undefined;
  const done = { switches: 0 };
  let goesUp = true;
  let begun = false;
  let seconds = 0;
  const at = () => video.currentTime.toFixed(2);
  player.on('hlsError', (_, { fatal, details }) => {
    if (fatal) errors.push(`${details} at ${at()}`);
    else if (details.startsWith('bufferStalled') && begun) stalls.push(`${details} at ${at()}`);
  });
  player.on('hlsFragChanged', (_, { frag }) => {
    const level = frag?.level ?? 0;
    if (shown !== undefined && level !== shown) done.switches += 1;
    shown = level;
    const top = player.levels.length - 1;
    if (level >= top) goesUp = false;
    if (level <= 0) goesUp = true;
    player.nextLevel = level + (goesUp ? 1 : -1);
  });
  video.addEventListener('waiting', () => {
    // At the recording's end, too, a player waits; then it begins anew.
    if (begun && !video.seeking && video.currentTime < video.duration - 0.5)
      stalls.push(`waiting at ${at()}`);
  });
  video.addEventListener('playing', () => {
    begun = true;
  });
  video.addEventListener('ended', () => {
    begun = false;
    seconds += video.duration;
    video.currentTime = 0;
    void video.play();
  });
  player.loadSource(url);
  player.attachMedia(video);
  const until = performance.now() + 900_000;
  while (done.switches < switches && errors.length === 0 && performance.now() < until) {
    video.playbackRate = rate;
    if (!begun) await video.play().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { ...done, stalls, errors, seconds: seconds + video.currentTime };
}
