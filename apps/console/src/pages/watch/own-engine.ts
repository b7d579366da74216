import type { Engine, EngineTells } from './engine.js';

/** As on an iPhone: other addresses mean loading anew, which begins where it was. */
export class OwnEngine implements Engine {
  #isFirst = true;
  #isRefused = false;
  readonly #fail: () => void;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly at: number,
    private readonly tells: EngineTells,
    private readonly stopWatching: () => void,
  ) {
    if (video.canPlayType('application/vnd.apple.mpegurl') === '') tells.link('unsupported');
    // It does not say why, and a dead address is what happens most.
    this.#fail = () => {
      if (this.#isRefused) return tells.link('failed');
      this.#isRefused = true;
      tells.refused();
    };
    video.addEventListener('error', this.#fail);
  }

  show(address: string): void {
    const { video } = this;
    const at = this.#isFirst ? this.at : video.currentTime;
    const wasPlaying = !video.paused;
    video.src = address;
    video.addEventListener(
      'loadedmetadata',
      () => {
        this.#isRefused = false;
        if (at > 0) video.currentTime = at;
        if (wasPlaying) video.play().catch(() => undefined);
      },
      { once: true },
    );
    if (!this.#isFirst) this.tells.reloaded();
    this.#isFirst = false;
  }

  destroy(): void {
    this.stopWatching();
    this.video.removeEventListener('error', this.#fail);
    this.video.removeAttribute('src');
    this.video.load();
  }
}
