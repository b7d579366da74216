import { remember, remembered } from '../../parts/remembered.js';

interface Rendition {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
}

/**
 * The qualities of a recording, as media-chrome's menu wants a media element to have them (`videoRenditions`). The
 * height that was chosen is remembered: of another recording the best is taken that is no higher.
 */
export class Renditions extends EventTarget {
  #all: readonly Rendition[] = [];
  #selected = -1;
  /** What switches; -1 stands for whatever the link carries. */
  choose: (level: number) => void = () => undefined;

  get length(): number {
    return this.#all.length;
  }

  get selectedIndex(): number {
    return this.#selected;
  }

  set selectedIndex(index: number) {
    this.#selected = index;
    remember('quality', String(this.#all[index]?.height ?? 'auto'));
    this.choose(index);
    this.#show();
    this.dispatchEvent(new Event('change'));
  }

  [Symbol.iterator](): Iterator<Rendition> {
    return this.#all[Symbol.iterator]();
  }

  fill(levels: readonly Omit<Rendition, 'id'>[]): void {
    const wished = Number(remembered('quality'));
    this.#all = levels.map((level, at) => ({ ...level, id: String(at) }));
    const fitting = this.#all.filter(({ height }) => height <= wished);
    const best = fitting.reduce<Rendition | undefined>(
      (found, one) => (found === undefined || one.height >= found.height ? one : found),
      undefined,
    );
    this.#selected = best === undefined ? -1 : Number(best.id);
    this.#show();
    this.dispatchEvent(new Event('addrendition'));
  }

  /** It is read as an array is. */
  #show(): void {
    this.#all.forEach((rendition, at) =>
      Object.defineProperty(this, at, { value: rendition, configurable: true }),
    );
  }
}
