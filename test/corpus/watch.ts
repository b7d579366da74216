import { hasChromium } from '../servers/chromium.js';
import { HlsPage } from '../servers/hls-page.js';

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

/** Chromium with hls.js. */
export class Viewer {
  private constructor(private readonly chromium: HlsPage) {}

  /** @returns undefined where there is no Chromium */
  static async open(): Promise<Viewer | undefined> {
    return hasChromium() ? new Viewer(await HlsPage.start()) : undefined;
  }

  /** Plays it to its end and again from its middle. @returns what is wrong */
  async watch(hls: string, seconds: number): Promise<string[]> {
    const task = { url: hls, rate: RATE, patienceMs: 20_000 + seconds * 1000 };
    return faultsOf(await this.chromium.open((page) => page.evaluate(play, task)), seconds);
  }

  close(): Promise<void> {
    return this.chromium.close();
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
