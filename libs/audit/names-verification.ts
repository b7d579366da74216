import type { Queryable } from '#libs/database';
import { apartHashOf, BEFORE_THE_FIRST, ERASED, hashOf, type Row } from './audit.js';
import { erasedName, isMadeOf, Names, pseudonymsIn, withValues } from './names.js';

/** Somebody whose names an entry and a sealed anchor say to be erased. */
export interface Erasure {
  readonly pseudonym: string;
  /** The entry that says so. */
  readonly seq: number;
  readonly at: Date;
  readonly by: string;
}

/**
 * What is wrong with the names beside the trail:
 *
 * - `altered`: the pseudonym stands for somebody else than it was made for
 * - `missing`: nobody knows whom it stood for, and no erasure is proven
 */
export interface NameFinding {
  readonly pseudonym: string;
  readonly reason: 'altered' | 'missing';
}

interface NamesReview {
  readonly count: number;
  readonly findings: readonly NameFinding[];
  /** Pseudonyms of whom an anchor says that they are erased, and whose names are there. */
  readonly returned: readonly string[];
}

/** The entry that names the end of the chain of entries without names. */
const SET_APART = 'audit.names-set-apart';
const BATCH = 1_000;

/** What an entry's hash is, and whether it is what was written, as far as its names are there to tell. */
interface Checked {
  readonly computed: Buffer;
  readonly isEdited: boolean;
  /** Entries in clear whose chain was put in place of another. */
  readonly rewrittenTo: number | undefined;
}

/** Goes through the entries with the names that they have, and says what can be said without those that are erased. */
export class NamedTrail {
  readonly erasures = new Map<string, Erasure>();
  readonly #names = new Names();
  #values: ReadonlyMap<string, string> = new Map();
  readonly #missing = new Set<string>();
  /** Of entries that were written in clear. */
  #apartHash: Buffer = BEFORE_THE_FIRST;
  #unconfirmed = 0;

  /** Looks up the names of these entries, which are checked next. */
  async prepare(q: Queryable, rows: readonly Row[]): Promise<void> {
    const found = rows.flatMap((row) => [...pseudonymsIn(row, row.names ?? []).values()]);
    this.#values = await this.#names.values(q, found);
    for (const pseudonym of found) if (!this.#values.has(pseudonym)) this.#missing.add(pseudonym);
  }

  check(row: Row): Checked {
    if (row.action === ERASED) this.#takeErasure(row);
    if (row.apartHash !== null) return this.#checkApart(row, row.apartHash);
    const computed = hashOf(row.previousHash, row);
    const isEdited = !computed.equals(row.hash);
    const isEnd = row.action === SET_APART && !isEdited;
    const rewrittenTo = isEnd && !this.#confirms(row) ? this.#unconfirmed : undefined;
    if (isEnd) this.#unconfirmed = 0;
    return { computed, isEdited, rewrittenTo };
  }

  /** The last entry in clear whose chain nothing in the trail has the end of; 0 where there is none. */
  get unconfirmed(): number {
    return this.#unconfirmed;
  }

  /** @param proven pseudonyms that sound anchors say to be erased */
  async review(q: Queryable, proven: ReadonlySet<string>): Promise<NamesReview> {
    const findings: NameFinding[] = [];
    const returned: string[] = [];
    for (const pseudonym of [...this.#missing].toSorted())
      if (!proven.has(pseudonym) || !this.erasures.has(pseudonym))
        findings.push({ pseudonym, reason: 'missing' });
    let count = 0;
    for (let after = ''; ; ) {
      const rows = await q
        .selectFrom('auditNames')
        .selectAll()
        .where('pseudonym', '>', after)
        .orderBy('pseudonym')
        .limit(BATCH)
        .execute();
      for (const { pseudonym, salt, ...name } of rows) {
        if (!isMadeOf(pseudonym, salt, name)) findings.push({ pseudonym, reason: 'altered' });
        if (proven.has(pseudonym)) returned.push(pseudonym);
      }
      count += rows.length;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return { count, findings, returned };
      after = last.pseudonym;
    }
  }

  /** Of those that are gone from beside the trail. */
  get erased(): Erasure[] {
    return [...this.erasures.values()].filter(({ pseudonym }) => this.#missing.has(pseudonym));
  }

  #takeErasure({ seq, at, actor, facts }: Row): void {
    const { pseudonyms } = facts;
    if (!Array.isArray(pseudonyms)) return;
    const by = actor.startsWith('psn_') ? (this.#values.get(actor) ?? erasedName(actor)) : actor;
    for (const pseudonym of pseudonyms)
      if (typeof pseudonym === 'string') this.erasures.set(pseudonym, { pseudonym, seq, at, by });
  }

  /**
   * An entry that was written in clear: its hash is made of names. Where one is erased, the chain of what these entries
   * are without names says whether it is what it was when they were set apart, and whether its hash was right then.
   */
  #checkApart(row: Row, apartHash: Buffer): Checked {
    const made = (isSound: boolean) => apartHashOf(this.#apartHash, row, isSound).equals(apartHash);
    const wasSound = made(true);
    const isKnown = wasSound || made(false);
    this.#apartHash = apartHash;
    this.#unconfirmed = row.seq;
    const pseudonyms = [...pseudonymsIn(row, row.names ?? [])];
    const values = pseudonyms.map(([place, name]) => [place, this.#values.get(name)] as const);
    const known = values.filter((each): each is readonly [string, string] => each[1] !== undefined);
    // Without all names nothing but that chain tells: its word stands for the hash.
    const computed =
      known.length < values.length
        ? row.hash
        : hashOf(row.previousHash, { ...withValues(row, new Map(known)), names: null });
    return {
      computed,
      isEdited: !isKnown || !wasSound || !computed.equals(row.hash),
      rewrittenTo: undefined,
    };
  }

  #confirms({ facts }: Row): boolean {
    return facts['hash'] === this.#apartHash.toString('hex');
  }
}
