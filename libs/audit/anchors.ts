import { createHash, timingSafeEqual } from 'node:crypto';
import type { Database } from '#libs/database';
import type { Audit, AuditAnchor } from './audit.js';
import { canonicalJson } from './canonical-json.js';

/** Keys whose secrets the owner of the database does not have. */
interface Sealer {
  /** The id of the key to seal with. */
  readonly signingKid: string;
  has(kid: string): boolean;
  /** The MAC of `text`, which holds for no other purpose. */
  seal(kid: string, purpose: string, text: string): string;
}

/** Where anchors lie, outside the database: small documents under numbers from 1 on, none ever overwritten. */
interface Shelf {
  /** False where the number is taken. */
  put(number: number, text: string): Promise<boolean>;
  /** undefined where there is none. */
  read(number: number): Promise<string | undefined>;
  /** The highest number that is taken; 0 while there is none. */
  last(): Promise<number>;
}

/** What an anchor says besides where the trail stood: that something in it is gone, and why that is right. */
type Statement =
  /** Before their names are removed: whoever these pseudonyms stand for is erased. */
  | { readonly kind: 'erasure'; readonly pseudonyms: readonly string[] }
  /** What anchors up to number `through` have seen from `fromSeq` on, to `toSeq`, was lost, as after a restore. */
  | { readonly kind: 'cut'; readonly fromSeq: number; readonly toSeq: number; readonly through: number };

/** Where the trail stood at some moment, as it is stored. */
export interface StoredAnchor extends AuditAnchor {
  readonly statement?: Statement | undefined;
  readonly number: number;
  readonly at: Date;
  /** The SHA-256 of the anchor before, byte for byte; null for the first. */
  readonly previous: string | null;
  /** The id of the key that it is sealed with. */
  readonly key: string;
}

/** What was found under a number. */
export type Sighting =
  | { readonly number: number; readonly state: 'missing' | 'altered' }
  | {
      readonly number: number;
      /** `unknown-key`: the key is in the ring no more, and no anchor behind it vouches for it. */
      readonly state: 'sound' | 'unknown-key';
      readonly anchor: StoredAnchor;
    };

/** Entries that an anchor has seen and that are gone, as somebody has said they know. */
export interface AcknowledgedCut {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Anchors up to this number have seen them: what later ones have seen is another matter. */
  readonly through: number;
  /** The entry that says so. */
  readonly seq: number;
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

const PURPOSE = 'audit-anchor';
/** The entry that says that one was written. */
export const ANCHORED = { action: 'audit.anchored', subject: 'audit' } as const;
/** The entry by which somebody says that what was cut off is known to be lost. */
export const CUT_ACKNOWLEDGED = { action: 'audit.cut-acknowledged', subject: 'audit' } as const;
const EVERY_MS = 3_600_000;
/** An anchor is a small document. */
const MOST_PSEUDONYMS = 50;
const AT_ONCE = 32;

export interface AnchorParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly shelf: Shelf;
  /** undefined where nobody has the keys: seals are not looked at then, and nothing can be written. */
  readonly keyRing: { readonly current: Sealer } | undefined;
}

/**
 * Anchors of the trail, kept outside the database. Each is sealed, and names the one before by its hash: so one that
 * was altered or removed shows, and those whose key is gone from the ring are vouched for by those behind them.
 */
export class AuditAnchors {
  constructor(private readonly parts: AnchorParts) {}

  /**
   * Writes the next anchor, where none was written for an hour and the trail has grown. Safe on several replicas at
   * once: one number is given once.
   *
   * @returns the number; undefined where none was due
   */
  async keep(now: Date): Promise<number | undefined> {
    const { database, audit } = this.parts;
    const last = await audit.last(database.kysely, ANCHORED);
    if (last !== undefined && now.getTime() - last.at.getTime() < EVERY_MS) return undefined;
    const end = await audit.anchor(database.kysely);
    if (end === undefined || end.seq === last?.seq) return undefined;
    return this.#write(end, now, undefined);
  }

  /**
   * Writes an anchor at once that says something. What it says is proven by it from then on, to everybody who has the keys;
   * who has the database alone can't say it. A list of pseudonyms too long for one anchor is in several.
   *
   * @returns the number of the last
   */
  async state(statement: Statement, now: Date): Promise<number> {
    const { database, audit } = this.parts;
    let number = 0;
    for (const part of partsOf(statement)) {
      const end = await audit.anchor(database.kysely);
      if (end === undefined) throw new Error('What is stated is about the trail, which is empty');
      number = await this.#write(end, now, part);
    }
    return number;
  }

  async #write(end: AuditAnchor, now: Date, statement: Statement | undefined): Promise<number> {
    const { database, audit, shelf, keyRing } = this.parts;
    const sealer = keyRing?.current;
    if (sealer === undefined) throw new Error('anchors are sealed: that takes a key ring');
    const last = await audit.last(database.kysely, ANCHORED);
    let number = (numberOf(last?.facts) ?? 0) + 1;
    let previous = digestIn(last?.facts);
    for (;;) {
      const text = sealed({ number, ...end, at: now, previous, key: sealer.signingKid, statement }, sealer);
      if (await shelf.put(number, text)) return this.#tell(number, end.seq, text);
      // Another replica was faster, or one died before it told; after a restore of the database, many are there.
      const found = await shelf.read(number);
      const anchor = found === undefined ? undefined : parse(found);
      const isDone = anchor !== undefined && now.getTime() - anchor.at.getTime() < EVERY_MS;
      if (found !== undefined && isDone && statement === undefined)
        return this.#tell(number, anchor.seq, found);
      previous = found === undefined ? previous : digestOf(found);
      number += 1;
    }
  }

  /** What was said by an entry of the trail to be lost, and is proven by an anchor to have been said by this house. */
  async acknowledgedCuts(): Promise<AcknowledgedCut[]> {
    const { database, audit } = this.parts;
    const cuts: AcknowledgedCut[] = [];
    for await (const { seq, at, actor, facts } of audit.all(database.kysely, CUT_ACKNOWLEDGED)) {
      const statement = isPositive(facts['anchor']) ? await this.#statement(facts['anchor']) : undefined;
      const { reason } = facts;
      if (statement?.kind !== 'cut' || typeof reason !== 'string') continue;
      const { fromSeq, toSeq, through } = statement;
      if (facts['fromSeq'] !== fromSeq || facts['toSeq'] !== toSeq) continue;
      cuts.push({ seq, at, by: actor, reason, fromSeq, toSeq, through });
    }
    return cuts;
  }

  /** Of an anchor that is sound. */
  async #statement(number: number): Promise<Statement | undefined> {
    const { shelf } = this.parts;
    const [text, next] = [await shelf.read(number), await shelf.read(number + 1)];
    const sighting = this.#sight(number, text);
    const seen =
      text === undefined || next === undefined
        ? sighting
        : vouched({ text, sighting }, this.#sight(number + 1, next));
    return seen.state === 'sound' ? seen.anchor.statement : undefined;
  }

  /**
   * Looks at every anchor, in the order of their numbers, in bounded memory. The trail's own entries count as well: an
   * anchor that they name and that is not there is missing.
   */
  async *sightings(): AsyncGenerator<Sighting> {
    const { database, audit, shelf } = this.parts;
    // In this order: what is written from now on is in neither.
    const told = numberOf((await audit.last(database.kysely, ANCHORED))?.facts) ?? 0;
    const last = Math.max(told, await shelf.last());
    // Whether the one before is what it was is known with the next.
    let before: { text: string; sighting: Sighting } | undefined;
    for (let first = 1; first <= last; first += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, last - first + 1) }, (_, at) => first + at);
      const texts = await Promise.all(numbers.map((number) => shelf.read(number)));
      for (const [at, number] of numbers.entries()) {
        const text = texts[at];
        const sighting = this.#sight(number, text);
        if (before !== undefined) yield vouched(before, sighting);
        before = { text: text ?? '', sighting };
      }
    }
    if (before !== undefined) yield before.sighting;
  }

  #sight(number: number, text: string | undefined): Sighting {
    const sealer = this.parts.keyRing?.current;
    if (text === undefined) return { number, state: 'missing' };
    const anchor = parse(text);
    if (anchor?.number !== number) return { number, state: 'altered' };
    if (sealer === undefined) return { number, state: 'sound', anchor };
    if (!sealer.has(anchor.key)) return { number, state: 'unknown-key', anchor };
    return sameText(text, sealed(anchor, sealer))
      ? { number, state: 'sound', anchor }
      : { number, state: 'altered' };
  }

  async #tell(number: number, seq: number, text: string): Promise<number> {
    const { database, audit } = this.parts;
    await database.transaction((tx) =>
      audit.append(tx, { actor: 'system', ...ANCHORED, facts: { number, seq, digest: digestOf(text) } }),
    );
    return number;
  }
}

/** What is known of an anchor once the one behind it has been seen. */
function vouched({ text, sighting }: { text: string; sighting: Sighting }, next: Sighting): Sighting {
  if (!('anchor' in sighting) || !('anchor' in next)) return sighting;
  if (next.anchor.previous !== digestOf(text)) return { number: sighting.number, state: 'altered' };
  return { ...sighting, state: 'sound' };
}

function sealed(anchor: StoredAnchor, sealer: Sealer): string {
  const { number, seq, hash, at, previous, key, statement } = anchor;
  const where = { number, seq, hash, at: at.toISOString(), previous, key };
  const content = statement === undefined ? { version: 1, ...where } : { version: 2, ...where, statement };
  return `${canonicalJson({ ...content, seal: sealer.seal(key, PURPOSE, canonicalJson(content)) })}\n`;
}

/** undefined for what is none. */
function parse(text: string): StoredAnchor | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { number, seq, hash, at, previous, key } = (value ?? {}) as Record<string, unknown>;
  if (!isPositive(number) || !isPositive(seq) || !isHash(hash)) return undefined;
  if (previous !== null && !isHash(previous)) return undefined;
  if (typeof at !== 'string' || typeof key !== 'string') return undefined;
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return undefined;
  const anchor = { number, seq, hash, at: moment, previous, key };
  const { statement: said } = value as Record<string, unknown>;
  if (said === undefined) return anchor;
  const statement = parseStatement(said);
  return statement && { ...anchor, statement };
}

/** undefined for what is none that this release knows. */
function parseStatement(said: unknown): Statement | undefined {
  const { kind, pseudonyms, fromSeq, toSeq, through } = (said ?? {}) as Record<string, unknown>;
  if (kind === 'cut' && isPositive(fromSeq) && isPositive(toSeq) && isPositive(through))
    return { kind, fromSeq, toSeq, through };
  const isList = Array.isArray(pseudonyms) && pseudonyms.every((each) => typeof each === 'string');
  return kind === 'erasure' && isList ? { kind, pseudonyms } : undefined;
}

function partsOf(statement: Statement): Statement[] {
  if (statement.kind === 'cut') return [statement];
  const { kind, pseudonyms } = statement;
  return Array.from({ length: Math.ceil(pseudonyms.length / MOST_PSEUDONYMS) }, (_, part) => ({
    kind,
    pseudonyms: pseudonyms.slice(part * MOST_PSEUDONYMS, (part + 1) * MOST_PSEUDONYMS),
  }));
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** As the entry of the trail has them, which may have been edited. */
function numberOf(facts: Readonly<Record<string, unknown>> | undefined): number | undefined {
  return isPositive(facts?.['number']) ? facts['number'] : undefined;
}

function digestIn(facts: Readonly<Record<string, unknown>> | undefined): string | null {
  return isHash(facts?.['digest']) ? facts['digest'] : null;
}
