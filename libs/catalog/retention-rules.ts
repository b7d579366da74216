import { sql } from 'kysely';
import {
  type ExpectedVersion,
  fetchPage,
  type Page,
  type PageRequest,
  type Queryable,
  requireVersion,
  type Transaction,
} from '#libs/database';
import { newId } from '#libs/kernel';
import { EmptyRetentionRule, RetentionRuleNotFound } from './catalog.errors.js';

/** What becomes, by time, of the assets of a unit and what lies below it. */
export interface RetentionRule {
  readonly id: string;
  readonly unit: string;
  /** Only assets of courses that have this tag; null for all. */
  readonly tag: string | null;
  /** Into the trash after so many days since `trashSince`; null for never. */
  readonly trashAfterDays: number | null;
  readonly trashSince: 'uploaded' | 'watched' | null;
  /** Rungs are dropped of what nobody has watched for so many days; null for never. */
  readonly dropRungsAfterDays: number | null;
  /** No rule puts these assets into the trash. */
  readonly keepsOriginals: boolean;
  readonly version: number;
  readonly createdAt: Date;
}

export type RetentionTerms = Omit<RetentionRule, 'id' | 'unit' | 'version' | 'createdAt'>;

export class RetentionRules {
  /** @throws EmptyRetentionRule */
  async create(tx: Transaction, rule: RetentionTerms & { readonly unit: string }): Promise<RetentionRule> {
    requireTerms(rule);
    return tx
      .insertInto('retentionRules')
      .values({ id: newId('ret'), ...rule })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** @throws RetentionRuleNotFound */
  async get(q: Queryable, id: string): Promise<RetentionRule> {
    const rule = await q.selectFrom('retentionRules').selectAll().where('id', '=', id).executeTakeFirst();
    if (rule === undefined) throw new RetentionRuleNotFound();
    return rule;
  }

  /** Newest first; those of one unit and what lies below it where `under` is given. @throws InvalidCursor */
  async list(
    q: Queryable,
    request: PageRequest & { under?: string | undefined },
  ): Promise<Page<RetentionRule>> {
    let query = q.selectFrom('retentionRules').selectAll();
    if (request.under !== undefined)
      query = query.where(
        sql<boolean>`unit in (select id from accounts where path @> array[${request.under}]::text[])`,
      );
    return fetchPage(query, 'retentionRules', request);
  }

  /** Changes what is named, and nothing else. @throws RetentionRuleNotFound, VersionConflict, EmptyRetentionRule */
  async update(
    tx: Transaction,
    id: string,
    change: { readonly [K in keyof RetentionTerms]?: RetentionTerms[K] | undefined },
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<RetentionRule> {
    const before = await this.#lock(tx, id, options.expectedVersion);
    const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    if (Object.keys(named).length === 0) return before;
    const after: RetentionRule = { ...before, ...named };
    requireTerms(after);
    const { tag, trashAfterDays, trashSince, dropRungsAfterDays, keepsOriginals } = after;
    return tx
      .updateTable('retentionRules')
      .set({
        tag,
        trashAfterDays,
        trashSince,
        dropRungsAfterDays,
        keepsOriginals,
        version: before.version + 1,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** @throws RetentionRuleNotFound, VersionConflict */
  async remove(
    tx: Transaction,
    id: string,
    options: { expectedVersion?: ExpectedVersion | undefined } = {},
  ): Promise<RetentionRule> {
    const before = await this.#lock(tx, id, options.expectedVersion);
    await tx.deleteFrom('retentionRules').where('id', '=', id).execute();
    return before;
  }

  async #lock(tx: Transaction, id: string, expected: ExpectedVersion | undefined): Promise<RetentionRule> {
    const rule = await tx
      .selectFrom('retentionRules')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (rule === undefined) throw new RetentionRuleNotFound();
    requireVersion(rule.version, expected);
    return rule;
  }
}

/** A rule does something, and not two things that exclude each other. @throws EmptyRetentionRule */
function requireTerms({
  trashAfterDays,
  trashSince,
  dropRungsAfterDays,
  keepsOriginals,
}: RetentionTerms): void {
  const trashes = trashAfterDays !== null;
  const isWhole = trashes === (trashSince !== null) && !(trashes && keepsOriginals);
  if (!isWhole || !(trashes || keepsOriginals || dropRungsAfterDays !== null)) throw new EmptyRetentionRule();
}
