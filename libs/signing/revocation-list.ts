import { setImmediate as nextTurn } from 'node:timers/promises';
import { fitsClaim } from './claims.js';
import { InvalidRevocationList, UnsignableRequest } from './signing.errors.js';
import { isAssetId } from './target.js';

/** Read between two turns of the event loop: less than a millisecond's work. */
const ENTRIES_PER_TURN = 1_000;

/**
 * Which URLs are revoked before they expire: for each asset the lowest epoch still accepted, and single
 * sessions. Immutable; a change makes a new list with the next version.
 */
export class RevocationList {
  static readonly empty = new RevocationList(0, 0, new Map(), new Map());

  private constructor(
    readonly version: number,
    /** Unix second of the last change. */
    readonly updated: number,
    private readonly assets: ReadonlyMap<string, number>,
    private readonly sessions: ReadonlyMap<string, number>,
  ) {}

  /**
   * Parses the document. Whole or not at all: an entry that can't be read might be a revocation.
   *
   * @throws InvalidRevocationList
   */
  static parse(text: string): RevocationList {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (cause) {
      throw new InvalidRevocationList('it is not JSON', { cause });
    }
    if (!isRecord(parsed)) throw new InvalidRevocationList('it is not an object');
    const { version, updated } = parsed;
    if (!isCount(version) || !isCount(updated)) {
      throw new InvalidRevocationList('version and updated must be whole numbers');
    }
    return new RevocationList(version, updated, counts(parsed, 'assets'), counts(parsed, 'sessions'));
  }

  /**
   * As `parse`, but a document as `revocationDocument` writes it is read in many short turns: however long it
   * is, everybody else is served meanwhile.
   *
   * @throws InvalidRevocationList
   */
  static async read(text: string): Promise<RevocationList> {
    const reader = new EntryReader(text);
    const head = reader.take(HEAD);
    const [version, updated] = [Number(head?.[1]), Number(head?.[2])];
    const assets = head && (await reader.entries());
    const sessions = assets && reader.take(BETWEEN) && (await reader.entries());
    if (sessions === undefined || reader.take(END) === undefined || !isCount(version) || !isCount(updated))
      return RevocationList.parse(text);
    return new RevocationList(version, updated, assets ?? new Map(), sessions);
  }

  /** Whether a URL of this asset, epoch and session is revoked. */
  revokes(asset: string, epoch: number, session: string | undefined): boolean {
    if (session !== undefined && this.sessions.has(session)) return true;
    return epoch < (this.assets.get(asset) ?? 0);
  }

  get size(): number {
    return this.assets.size + this.sessions.size;
  }

  /** A list that accepts only `epoch` and later ones of the asset. An epoch never goes back. */
  withAsset(asset: string, epoch: number, now: number): RevocationList {
    if (!isAssetId(asset)) throw new UnsignableRequest('asset', 'is not an asset id');
    if (!isCount(epoch)) throw new UnsignableRequest('epoch', 'is not a whole number');
    const assets = new Map(this.assets).set(asset, Math.max(epoch, this.assets.get(asset) ?? 0));
    return new RevocationList(this.version + 1, now, assets, this.sessions);
  }

  /** A list that revokes the session. `diesAt`: the Unix second at which its URLs expire anyway. */
  withSession(session: string, diesAt: number, now: number): RevocationList {
    if (!fitsClaim('session', session)) throw new UnsignableRequest('session', 'is not a session id');
    if (!isCount(diesAt)) throw new UnsignableRequest('diesAt', 'is not a whole number');
    const sessions = new Map(this.sessions).set(session, Math.max(diesAt, this.sessions.get(session) ?? 0));
    return new RevocationList(this.version + 1, now, this.assets, sessions);
  }

  /** The document, as `parse` reads it. */
  toString(): string {
    const membersOf = (entries: ReadonlyMap<string, number>) =>
      Array.from(entries, ([id, count]) => `${JSON.stringify(id)}:${count}`).join(',');
    const { version, updated, assets, sessions } = this;
    return revocationDocument({
      version,
      updated,
      assets: membersOf(assets),
      sessions: membersOf(sessions),
    });
  }
}

/** The document of a list whose entries are JSON already: the members of an object, without its braces. */
export function revocationDocument(list: {
  readonly version: number;
  /** Unix second. */
  readonly updated: number;
  readonly assets: string;
  readonly sessions: string;
}): string {
  const { version, updated, assets, sessions } = list;
  return `{"version":${version},"updated":${updated},"assets":{${assets}},"sessions":{${sessions}}}`;
}

/** The version that a document says in its first bytes (64 are enough); undefined where it does not begin as ours. */
export function revocationVersion(beginning: string): number | undefined {
  const version = Number(/^\{"version":([0-9]{1,15}),/.exec(beginning)?.[1]);
  return Number.isSafeInteger(version) ? version : undefined;
}

const HEAD = /\{"version":(0|[1-9][0-9]{0,15}),"updated":(0|[1-9][0-9]{0,15}),"assets":\{/y;
const ENTRY = /"([A-Za-z0-9_-]+)":(0|[1-9][0-9]{0,15})(,|\})/y;
const BETWEEN = /,"sessions":\{/y;
const END = /\}\s*$/y;

/** Reads a document from its beginning on, as far as it has the form that we write. */
class EntryReader {
  #at = 0;

  constructor(private readonly text: string) {}

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match !== undefined) this.#at = pattern.lastIndex;
    return match;
  }

  /** The members of an object and its closing brace; undefined where there is anything else. */
  async entries(): Promise<Map<string, number> | undefined> {
    const entries = new Map<string, number>();
    if (this.text[this.#at] === '}') {
      this.#at += 1;
      return entries;
    }
    for (let read = 1; ; read += 1) {
      const [, id, digits, end] = this.take(ENTRY) ?? [];
      const count = Number(digits);
      if (id === undefined || !isCount(count)) return undefined;
      entries.set(id, count);
      if (end === '}') return entries;
      if (read % ENTRIES_PER_TURN === 0) await nextTurn();
    }
  }
}

function counts(document: Record<string, unknown>, name: string): Map<string, number> {
  const entries = document[name];
  if (!isRecord(entries)) throw new InvalidRevocationList(`${name} is not an object`);
  const map = new Map<string, number>();
  for (const [id, count] of Object.entries(entries)) {
    if (!isCount(count)) throw new InvalidRevocationList(`an entry of ${name} is not a whole number`);
    map.set(id, count);
  }
  return map;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
