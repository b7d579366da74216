import { DocumentEntries } from './document-entries.js';
import { InvalidRevocationList } from './signing.errors.js';

/** Numbers of assets or sessions by their ids. */
type Entries = Pick<ReadonlyMap<string, number>, 'get' | 'size'>;

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
    private readonly assets: Entries,
    private readonly sessions: Entries,
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
   * As `parse`, but of a document as `revocationDocument` writes it no copy is made, and it is read in many short
   * turns: however long it is, everybody else is served meanwhile. The document is the list's from then on.
   *
   * @throws InvalidRevocationList
   */
  static async read(document: Buffer): Promise<RevocationList> {
    return (await RevocationList.#readOurs(document)) ?? RevocationList.parse(document.toString());
  }

  static async #readOurs(document: Buffer): Promise<RevocationList | undefined> {
    const [head, version, updated] = HEAD.exec(document.toString('latin1', 0, LONGEST_HEAD)) ?? [];
    if (head === undefined || !isCount(Number(version)) || !isCount(Number(updated))) return undefined;
    const assets = await DocumentEntries.read(document, head.length);
    if (assets === undefined) return undefined;
    const next = assets.end + BETWEEN.length;
    if (document.toString('latin1', assets.end, next) !== BETWEEN) return undefined;
    const sessions = await DocumentEntries.read(document, next);
    if (sessions === undefined || !END.test(document.toString('latin1', sessions.end))) return undefined;
    return new RevocationList(Number(version), Number(updated), assets.entries, sessions.entries);
  }

  /** Whether a URL of this asset, epoch and session is revoked. */
  revokes(asset: string, epoch: number, session: string | undefined): boolean {
    if (session !== undefined && this.sessions.get(session) !== undefined) return true;
    return epoch < (this.assets.get(asset) ?? 0);
  }

  get size(): number {
    return this.assets.size + this.sessions.size;
  }
}

/**
 * The document of a list whose entries are JSON already: members of an object, without its braces, one or several in
 * each text.
 */
export function revocationDocument(list: {
  readonly version: number;
  /** Unix second. */
  readonly updated: number;
  readonly assets: readonly string[];
  readonly sessions: readonly string[];
}): Buffer {
  const { version, updated, assets, sessions } = list;
  const texts = [
    `{"version":${version},"updated":${updated},"assets":{`,
    ...withCommas(assets),
    BETWEEN,
    ...withCommas(sessions),
    '}}',
  ];
  // One by one: a text that is put together of all of them would be copied once more.
  return Buffer.concat(texts.map((text) => Buffer.from(text)));
}

/** The version that a document says in its first bytes (64 are enough); undefined where it does not begin as ours. */
export function revocationVersion(beginning: string): number | undefined {
  const version = Number(/^\{"version":([0-9]{1,15}),/.exec(beginning)?.[1]);
  return Number.isSafeInteger(version) ? version : undefined;
}

const BETWEEN = '},"sessions":{';
const HEAD = /^\{"version":(0|[1-9][0-9]{0,15}),"updated":(0|[1-9][0-9]{0,15}),"assets":\{/;
const LONGEST_HEAD = 80;
const END = /^\}\}[ \t\r\n]*$/;

function withCommas(texts: readonly string[]): string[] {
  return texts.flatMap((text, n) => (n === 0 ? [text] : [',', text]));
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
