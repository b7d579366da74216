/**
 * Which texts were met lately, as far as a fixed number of places goes: what is asked for once and never again should not take
 * the place of what is asked for often. It holds four bytes for each place and no text, so that now and then it takes one text
 * for another, or has forgotten one: nothing may depend on it but whether something is worth keeping.
 */
export class SeenBefore {
  readonly #hashes: Uint32Array;

  /** @param places a power of two */
  constructor(places: number) {
    this.#hashes = new Uint32Array(places);
  }

  /** Whether the text was met before; from now on it was. */
  meet(text: string): boolean {
    // FNV-1a, and 0 for none.
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0 || 1;
    const place = hash & (this.#hashes.length - 1);
    const met = this.#hashes[place] === hash;
    this.#hashes[place] = hash;
    return met;
  }
}
