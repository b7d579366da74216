import type { Queryable } from '#libs/database';
import { BEFORE_THE_FIRST, type Row } from './audit.js';
import type { AcknowledgedCut, Sighting, StoredAnchor } from './anchors.js';
import { type Erasure, type NameFinding, NamedTrail } from './names-verification.js';

/**
 * What is wrong with some entries, by their numbers:
 *
 * - `edited`: the content is not what its hash was made of
 * - `missing`: they are not there
 * - `unlinked`: one of the two was put in place of another, since the later does not name the earlier's hash
 * - `rewritten`: the hashes are right, and not those that an anchor has: all of these may have been changed
 * - `cut`: an anchor has seen them, and the trail ends before
 */
interface TrailFinding {
  readonly reason: 'edited' | 'missing' | 'unlinked' | 'rewritten' | 'cut';
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** What is wrong with an anchor. */
interface AnchorFinding {
  readonly number: number;
  readonly reason: 'missing' | 'altered' | 'unknown-key';
}

export interface Verdict {
  /** Whether nothing is wrong but what is `acknowledged`. What is `unproven` may have been changed all the same. */
  readonly intact: boolean;
  /** Entries that were read. */
  readonly rows: number;
  /** The first hundred. */
  readonly findings: readonly TrailFinding[];
  /** How many there are beyond those. */
  readonly moreFindings: number;
  readonly anchors: {
    readonly count: number;
    /** The newest sound one. */
    readonly newest: { readonly number: number; readonly seq: number; readonly at: Date } | null;
    /** The first hundred. */
    readonly findings: readonly AnchorFinding[];
    readonly moreFindings: number;
  };
  /**
   * Entries behind the last one that an anchor has: that they were changed by somebody who hashed them anew, or that
   * some behind them were cut off, nobody can prove.
   */
  readonly unproven: { readonly fromSeq: number; readonly toSeq: number; readonly since: Date } | null;
  /** Where the trail stopped being what anchors have seen, to the last that they saw: after a restore, what was lost. */
  readonly lost: { readonly fromSeq: number; readonly toSeq: number } | null;
  /** What was lost and somebody has said they know of: no finding any more, and never forgotten. */
  readonly acknowledged: readonly AcknowledgedCut[];
  readonly names: {
    /** Names that stand beside the trail. */
    readonly count: number;
    /** The first hundred of those that are erased. */
    readonly erased: readonly Erasure[];
    readonly moreErased: number;
    /** The first hundred pseudonyms of those who are there though an anchor says that they are erased: see `Statement`. */
    readonly returned: readonly string[];
    /** The first hundred. */
    readonly findings: readonly NameFinding[];
    readonly moreFindings: number;
  };
  /** The highest number that an anchor has, missing ones too. */
  readonly lastAnchor: number;
}

const BATCH = 1000;
const MOST_NAMED = 100;

/** A list of which the first hundred are kept. */
class Some<T> {
  readonly items: T[] = [];
  more = 0;

  constructor(items: Iterable<T> = []) {
    for (const item of items) this.add(item);
  }

  add(item: T): void {
    if (this.items.length < MOST_NAMED) this.items.push(item);
    else this.more += 1;
  }

  get isEmpty(): boolean {
    return this.items.length === 0;
  }
}

/**
 * Reads the whole trail, checks every link, and compares it with the anchors. Memory is bounded, whatever the length;
 * entries and anchors that are added meanwhile do no harm.
 */
export async function verifyTrail(
  q: Queryable,
  sightings: AsyncIterable<Sighting>,
  options: {
    signal?: AbortSignal | undefined;
    acknowledged?: readonly AcknowledgedCut[] | undefined;
  } = {},
): Promise<Verdict> {
  const { acknowledged = [] } = options;
  const anchors = new AnchorReader(sightings, acknowledged);
  const trail = new TrailReader();
  // What is read from the anchors first was written before what is read from the trail then.
  await anchors.advance();
  for (let after = 0; ; ) {
    options.signal?.throwIfAborted();
    const batch = await q
      .selectFrom('auditTrail')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    await trail.names.prepare(q, batch);
    for (const row of batch) {
      trail.take(row);
      for (let anchor = anchors.next; anchor !== undefined && anchor.seq <= row.seq; anchor = anchors.next) {
        if (anchor.seq === row.seq) trail.compare(row.hash.toString('hex'), anchor);
        await anchors.advance();
      }
    }
    after = batch.at(-1)?.seq ?? after;
    if (batch.length < BATCH) break;
  }
  let seen = 0;
  for (; anchors.next !== undefined; await anchors.advance()) seen = Math.max(seen, anchors.next.seq);
  trail.end(seen);
  const { findings, names } = trail;
  const named = await names.review(q, anchors.erased);
  const [nameFindings, erased] = [new Some(named.findings), new Some(names.erased)];
  return {
    intact: findings.isEmpty && anchors.findings.isEmpty && nameFindings.isEmpty,
    rows: trail.rows,
    findings: findings.items,
    moreFindings: findings.more,
    anchors: {
      count: anchors.count,
      newest: anchors.newest,
      findings: anchors.findings.items,
      moreFindings: anchors.findings.more,
    },
    unproven: trail.unproven,
    lost: trail.lost,
    acknowledged,
    names: {
      count: named.count,
      erased: erased.items,
      moreErased: erased.more,
      returned: named.returned.slice(0, MOST_NAMED),
      findings: nameFindings.items,
      moreFindings: nameFindings.more,
    },
    lastAnchor: anchors.last,
  };
}

/** Goes through the entries by their numbers. */
class TrailReader {
  readonly findings = new Some<TrailFinding>();
  readonly names = new NamedTrail();
  rows = 0;
  lost: Verdict['lost'] = null;
  #last = 0;
  /** What the next entry may name as the hash of the one before; undefined where that is not there. */
  #links: readonly Buffer[] | undefined = [BEFORE_THE_FIRST];
  #lastWasEdited = false;
  /** The hash that the last entry's content makes. */
  #computed = '';
  #proven = 0;
  #rewritten: { fromSeq: number; toSeq: number } | undefined;
  #firstUnproven: Date | undefined;

  take(row: Row): void {
    const { seq } = row;
    if (seq > this.#last + 1) {
      this.findings.add({ reason: 'missing', fromSeq: this.#last + 1, toSeq: seq - 1 });
      this.#links = undefined;
    }
    const { computed, isEdited, rewrittenTo } = this.names.check(row);
    if (rewrittenTo !== undefined) this.findings.add({ reason: 'rewritten', fromSeq: 1, toSeq: rewrittenTo });
    if (isEdited) this.findings.add({ reason: 'edited', fromSeq: seq, toSeq: seq });
    else if (!this.#lastWasEdited && this.#links?.some((link) => link.equals(row.previousHash)) === false)
      this.findings.add({ reason: 'unlinked', fromSeq: Math.max(1, seq - 1), toSeq: seq });
    this.#links = [row.hash, computed];
    this.#lastWasEdited = isEdited;
    this.#computed = computed.toString('hex');
    this.#last = seq;
    this.rows += 1;
    this.#firstUnproven ??= row.at;
  }

  /** The last entry with an anchor of it. */
  compare(hash: string, anchor: StoredAnchor): void {
    if (anchor.hash !== hash && anchor.hash !== this.#computed) {
      const fromSeq = this.#rewritten?.fromSeq ?? this.#proven + 1;
      this.#rewritten = { fromSeq, toSeq: anchor.seq };
      return;
    }
    this.#endRewritten();
    this.#proven = anchor.seq;
    this.#firstUnproven = undefined;
  }

  /** @param seen the last entry that an anchor has, of those behind the end of the trail; 0 where there is none */
  end(seen: number): void {
    const { unconfirmed } = this.names;
    if (unconfirmed > 0) this.findings.add({ reason: 'rewritten', fromSeq: 1, toSeq: unconfirmed });
    const cut = seen > this.#last ? { fromSeq: this.#last + 1, toSeq: seen } : undefined;
    const first = this.#rewritten ?? cut;
    if (first !== undefined) this.lost = { fromSeq: first.fromSeq, toSeq: (cut ?? first).toSeq };
    this.#endRewritten();
    if (cut !== undefined) this.findings.add({ reason: 'cut', ...cut });
  }

  get unproven(): Verdict['unproven'] {
    if (this.#firstUnproven === undefined) return null;
    return { fromSeq: this.#proven + 1, toSeq: this.#last, since: this.#firstUnproven };
  }

  #endRewritten(): void {
    if (this.#rewritten !== undefined) this.findings.add({ reason: 'rewritten', ...this.#rewritten });
    this.#rewritten = undefined;
  }
}

/** Goes through the anchors; those that are not sound are named, and compared with nothing. */
class AnchorReader {
  /** The pseudonyms of those whom sound anchors say to be erased. */
  readonly erased = new Set<string>();
  last = 0;
  readonly findings = new Some<AnchorFinding>();
  count = 0;
  newest: Verdict['anchors']['newest'] = null;
  next: StoredAnchor | undefined;
  readonly #sightings: AsyncIterator<Sighting>;

  constructor(
    sightings: AsyncIterable<Sighting>,
    private readonly lost: readonly AcknowledgedCut[],
  ) {
    this.#sightings = sightings[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    this.next = undefined;
    while (this.next === undefined) {
      const { value, done } = await this.#sightings.next();
      if (done === true) return;
      const { number, state } = value;
      this.last = number;
      if (state !== 'missing') this.count += 1;
      if (state !== 'sound') this.findings.add({ number, reason: state });
      else {
        const { seq, at, statement } = value.anchor;
        if (statement?.kind === 'erasure')
          for (const pseudonym of statement.pseudonyms) this.erased.add(pseudonym);
        // What it has seen is known to be lost: nothing is left that could be compared with it.
        if (this.lost.some(({ through, fromSeq }) => number <= through && seq >= fromSeq)) continue;
        this.newest = { number, seq, at };
        this.next = value.anchor;
      }
    }
  }
}
