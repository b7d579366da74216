import { setImmediate as nextTurn } from 'node:timers/promises';

/** Read between two turns of the event loop: less than a millisecond's work. */
const ENTRIES_PER_TURN = 1_000;

/** No URL has a longer id of an asset or a session. */
const LONGEST_ID = 64;
const IS_OF_ID = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const CLOSING = 0x7d;

/**
 * The members of an object in a JSON document, each an id with a whole number, in any order. They stay in the
 * document. Beside it there is only a table of where they begin, which lies outside of V8's heap as the document
 * does: however many they are, they give the collector nothing to do.
 */
export class DocumentEntries {
  /** Open addressing: where an id begins, in the slot of its hash or the next free one behind it. 0 is free. */
  readonly #places: Uint32Array;
  #size = 0;

  private constructor(
    private readonly document: Buffer,
    members: number,
  ) {
    // At most half of the slots are taken, so that a free one is never far.
    this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(2 * members + 1)));
  }

  /**
   * Reads them in many short turns, so that everybody else is served meanwhile. `at`: behind the opening brace.
   *
   * @returns them, and where the closing brace is; undefined where a member is not written as `"id":12`, or there is
   *   space between two
   */
  static async read(
    document: Buffer,
    at: number,
  ): Promise<{ readonly entries: DocumentEntries; readonly end: number } | undefined> {
    let members = 0;
    const end = await walk(document, at, () => {
      members += 1;
    });
    if (end === undefined) return undefined;
    const entries = new DocumentEntries(document, members);
    await walk(document, at, (id) => entries.#add(id));
    return { entries, end };
  }

  /** Of different ids. */
  get size(): number {
    return this.#size;
  }

  /** The number of an id; the last one where it has several, as everywhere in JSON. */
  get(id: string): number | undefined {
    if (!write(id)) return undefined;
    const place = this.#places[this.#slotOf(written, 0)] ?? 0;
    return place === 0 ? undefined : countAt(this.document, place + id.length + '":'.length);
  }

  #add(place: number): void {
    const slot = this.#slotOf(this.document, place);
    if (this.#places[slot] === 0) this.#size += 1;
    this.#places[slot] = place;
  }

  /** Where the id that begins at `at` of `bytes`, and ends with a quote, has its place or would have it. */
  #slotOf(bytes: Buffer, at: number): number {
    const places = this.#places;
    const last = places.length - 1;
    for (let slot = hashOf(bytes, at) & last; ; slot = (slot + 1) & last) {
      const place = places[slot] ?? 0;
      if (place === 0 || isSameId(this.document, place, bytes, at)) return slot;
    }
  }
}

/** The id that is looked for, as a document has it: a look-up takes no memory of its own. */
const written = Buffer.alloc(LONGEST_ID + 1);

/** Puts an id there; false where the text is none. */
function write(id: string): boolean {
  if (id.length > LONGEST_ID) return false;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    if (IS_OF_ID[code] !== 1) return false;
    written[at] = code;
  }
  written[id.length] = QUOTE;
  return true;
}

/**
 * Tells `visit` where the id of each member begins.
 *
 * @returns where the closing brace is; undefined at the first member of another form
 */
async function walk(document: Buffer, at: number, visit: (id: number) => void): Promise<number | undefined> {
  if (document[at] === CLOSING) return at;
  for (let member = at, read = 1; ; read += 1) {
    const end = endOfMember(document, member);
    if (end === undefined) return undefined;
    visit(member + 1);
    if (document[end] === CLOSING) return end;
    if (document[end] !== COMMA) return undefined;
    member = end + 1;
    if (read % ENTRIES_PER_TURN === 0) await nextTurn();
  }
}

/** What is behind a member that begins at `at`; undefined where there is none. */
function endOfMember(document: Buffer, at: number): number | undefined {
  if (document[at] !== QUOTE) return undefined;
  const id = at + 1;
  let behind = id;
  while (IS_OF_ID[document[behind] ?? 0] === 1) behind += 1;
  if (behind === id || behind - id > LONGEST_ID) return undefined;
  if (document[behind] !== QUOTE || document[behind + 1] !== COLON) return undefined;
  const digits = behind + 2;
  let end = digits;
  while (isDigit(document[end])) end += 1;
  if (end === digits || (document[digits] === ZERO && end - digits > 1)) return undefined;
  return Number.isSafeInteger(countAt(document, digits)) ? end : undefined;
}

/** The number whose digits begin at `at`. */
function countAt(document: Buffer, at: number): number {
  let count = 0;
  for (let next = at; isDigit(document[next]); next += 1) count = count * 10 + (document[next] ?? 0) - ZERO;
  return count;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** FNV-1a of the bytes before the quote. */
function hashOf(bytes: Buffer, at: number): number {
  let hash = 0x811c9dc5;
  for (let next = at; bytes[next] !== QUOTE; next += 1)
    hash = Math.imul(hash ^ (bytes[next] ?? 0), 0x01000193);
  return hash;
}

function isSameId(one: Buffer, oneAt: number, other: Buffer, otherAt: number): boolean {
  let same = 0;
  while (one[oneAt + same] === other[otherAt + same]) {
    if (one[oneAt + same] === QUOTE) return true;
    same += 1;
  }
  return false;
}
