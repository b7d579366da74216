import type { Storage } from './storage.js';

/** How full a storage is. */
export interface Fill {
  readonly bytes: number;
  readonly freeBytes: number;
  /** Of `bytes`, as `df` counts it. */
  readonly usedPercent: number;
}

const FRESH_MS = 3_000;

/** How full a storage is, measured at most every few seconds however often it is asked for. */
export class FillLevel {
  #measured: { readonly at: number; readonly fill: Promise<Fill | undefined> } | undefined;

  constructor(
    private readonly storage: Pick<Storage, 'capacity'>,
    private readonly freshMs = FRESH_MS,
  ) {}

  /** undefined where the backend knows no bound. @throws StorageUnavailable */
  measure(): Promise<Fill | undefined> {
    const known = this.#measured;
    if (known !== undefined && performance.now() - known.at < this.freshMs) return known.fill;
    const fill = this.#measure();
    const measured = { at: performance.now(), fill };
    this.#measured = measured;
    // A failure is not remembered: the next one who asks tries again.
    fill.catch(() => {
      if (this.#measured === measured) this.#measured = undefined;
    });
    return fill;
  }

  async #measure(): Promise<Fill | undefined> {
    const capacity = await this.storage.capacity?.();
    if (capacity === undefined) return undefined;
    const { bytes, freeBytes } = capacity;
    return { bytes, freeBytes, usedPercent: bytes === 0 ? 100 : (100 * (bytes - freeBytes)) / bytes };
  }
}
