import HlsPlayer, {
  ErrorTypes,
  Events,
  type HlsConfig,
  type LoaderCallbacks,
  type LoaderConfiguration,
  type LoaderContext,
} from 'hls.js';
import type { Engine, EngineTells } from './engine.js';
import type { Renditions } from './renditions.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const MEDIA_FAULTS_APART_MS = 20_000;

/** What opens all files of an asset: the front of their addresses, up to and with the asset's id. */
function signatureOf(address: string): string {
  return /^.*?\/s\/k=[^/]+\/[^/]+\//.exec(address)?.[0] ?? '';
}

/** Plays by hls.js. Another signature counts for what is loaded next; other files are gone on with from what is loaded. */
export class HlsEngine implements Engine {
  #hls: HlsPlayer | undefined;
  #address = '';
  #isSound = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;
  #mediaFaultAt = Number.NEGATIVE_INFINITY;
  #isRefused = false;
  readonly #online = () => this.#goOn();

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly renditions: Renditions,
    private readonly at: number,
    private readonly tells: EngineTells,
    private readonly stopWatching: () => void,
  ) {
    renditions.choose = (level) => {
      if (this.#hls !== undefined) this.#hls.nextLevel = level;
    };
    addEventListener('online', this.#online);
  }

  show(address: string, isSound: boolean): void {
    const before = this.#address;
    const isSame = this.#isSound === isSound;
    this.#address = address;
    this.#isSound = isSound;
    const nameOf = (one: string) => one.slice(signatureOf(one).length);
    // Only the signature is another: what is loaded next takes it.
    if (before !== '' && nameOf(before) === nameOf(address) && !this.#isRefused) return;
    this.#isRefused = false;
    this.#change(before === '' ? this.at : this.video.currentTime, isSame);
  }

  destroy(): void {
    removeEventListener('online', this.#online);
    clearTimeout(this.#retry);
    this.stopWatching();
    this.#hls?.destroy();
  }

  /** Another instance of hls.js; what was loaded is handed to it, so the picture does not stop. */
  #change(at: number, isSame: boolean): void {
    const former = this.#hls;
    const hls = new HlsPlayer(this.#config(at));
    this.#hls = hls;
    this.#listen(hls);
    hls.loadSource(this.#address);
    if (former === undefined) {
      hls.attachMedia(this.video);
      return;
    }
    const wasPlaying = !this.video.paused;
    const loaded = isSame ? former.transferMedia() : null;
    if (loaded === null) former.detachMedia();
    hls.attachMedia(loaded ?? this.video);
    former.destroy();
    if (wasPlaying) this.video.play().catch(() => undefined);
  }

  #config(at: number): Partial<HlsConfig> {
    const fresh = (url: string) => {
      const signature = signatureOf(url);
      return signature === '' ? url : signatureOf(this.#address) + url.slice(signature.length);
    };
    class FreshLoader extends HlsPlayer.DefaultConfig.loader {
      override load(
        context: LoaderContext,
        config: LoaderConfiguration,
        callbacks: LoaderCallbacks<LoaderContext>,
      ): void {
        context.url = fresh(context.url);
        super.load(context, config, callbacks);
      }
    }
    return {
      startPosition: at > 0 ? at : -1,
      loader: FreshLoader,
      // A worker from a blob is what the page's policy refuses.
      enableWorker: false,
      enableInterstitialPlayback: false,
      capLevelToPlayerSize: true,
      // A poor link is the normal case: little is loaded before anything is known of it.
      abrEwmaDefaultEstimate: 400_000,
      maxBufferLength: 60,
      backBufferLength: 60,
    };
  }

  #listen(hls: HlsPlayer): void {
    const isCurrent = () => hls === this.#hls;
    hls.on(Events.MANIFEST_PARSED, () => {
      if (!isCurrent()) return;
      this.renditions.fill(hls.levels.map(({ width, height, bitrate }) => ({ width, height, bitrate })));
      if (this.renditions.selectedIndex !== -1) hls.nextLevel = this.renditions.selectedIndex;
    });
    hls.on(Events.FRAG_LOADED, () => {
      if (!isCurrent()) return;
      this.#wait = FIRST_WAIT_MS;
      if (this.video.readyState >= 3 || this.video.paused) this.tells.link('good');
    });
    hls.on(Events.ERROR, (_, { type, fatal, response }) => {
      if (!isCurrent()) return;
      if (response?.code === 403 || response?.code === 410) return this.#refuse();
      if (type === ErrorTypes.NETWORK_ERROR) {
        if (fatal || this.video.readyState < 3) this.tells.link('broken');
        if (fatal) this.#later();
        return;
      }
      if (!fatal) return;
      if (type === ErrorTypes.MEDIA_ERROR && performance.now() - this.#mediaFaultAt > MEDIA_FAULTS_APART_MS) {
        this.#mediaFaultAt = performance.now();
        hls.recoverMediaError();
        return;
      }
      this.tells.link('failed');
    });
  }

  #refuse(): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    this.#hls?.stopLoad();
    this.tells.refused();
  }

  #later(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#goOn(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #goOn(): void {
    const hls = this.#hls;
    if (hls === undefined || this.#isRefused) return;
    if (hls.levels.length === 0) hls.loadSource(this.#address);
    else hls.startLoad(-1);
  }
}
