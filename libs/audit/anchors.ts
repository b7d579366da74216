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

/** Where the trail stood at some moment, as it is stored. */
export interface StoredAnchor extends AuditAnchor {
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

const PURPOSE = 'audit-anchor';
/** The entry that says that one was written. */
export const ANCHORED = { action: 'audit.anchored', subject: 'audit' } as const;
const EVERY_MS = 3_600_000;
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
    const { database, audit, shelf, keyRing } = this.parts;
    const sealer = keyRing?.current;
    if (sealer === undefined) throw new Error('anchors are sealed: that takes a key ring');
    const last = await audit.last(database.kysely, ANCHORED);
    if (last !== undefined && now.getTime() - last.at.getTime() < EVERY_MS) return undefined;
    const end = await audit.anchor(database.kysely);
    if (end === undefined || end.seq === last?.seq) return undefined;
    let number = (numberOf(last?.facts) ?? 0) + 1;
    let previous = digestIn(last?.facts);
    for (;;) {
      const text = sealed({ number, ...end, at: now, previous, key: sealer.signingKid }, sealer);
      if (await shelf.put(number, text)) return this.#tell(number, end.seq, text);
      // Another replica was faster, or one died before it told; after a restore of the database, many are there.
      const found = await shelf.read(number);
      const anchor = found === undefined ? undefined : parse(found);
      if (found !== undefined && anchor !== undefined && now.getTime() - anchor.at.getTime() < EVERY_MS)
        return this.#tell(number, anchor.seq, found);
      previous = found === undefined ? previous : digestOf(found);
      number += 1;
    }
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
  const { number, seq, hash, at, previous, key } = anchor;
  const content = { version: 1, number, seq, hash, at: at.toISOString(), previous, key };
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
  return { number, seq, hash, at: moment, previous, key };
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
