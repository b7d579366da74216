import { fitsClaim } from './claims.js';
import { InvalidRevocationList, UnsignableRequest } from './signing.errors.js';
import { isAssetId } from './target.js';

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

  /** The list without sessions whose URLs are all dead; this very list when there is none. */
  pruned(now: number): RevocationList {
    const alive = [...this.sessions].filter(([, diesAt]) => diesAt > now);
    if (alive.length === this.sessions.size) return this;
    return new RevocationList(this.version + 1, now, this.assets, new Map(alive));
  }

  /** The document, as `parse` reads it. */
  toString(): string {
    const { version, updated } = this;
    const assets = Object.fromEntries(this.assets);
    const sessions = Object.fromEntries(this.sessions);
    return JSON.stringify({ version, updated, assets, sessions });
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
