import { sql } from 'kysely';
import { fetchPage, type Page, type PageRequest, type Queryable, type Transaction } from '#libs/database';
import { newId } from '#libs/kernel';

/** What somebody revoked, and why. */
export interface RecordedRevocation {
  readonly id: string;
  readonly kind: 'asset' | 'person';
  /** The id of the asset or person. */
  readonly subject: string;
  readonly unit: string | null;
  readonly reason: string;
  readonly revokedBy: string;
  readonly createdAt: Date;
  /** By then no URL that it ended would live. */
  readonly until: Date;
}

/** Kept beyond what any of them is in force for, so that people can ask what became of a URL. */
const KEPT_MS = 365 * 86_400_000;

/** Why URLs were revoked, by whom. What is in force is RevocationEntries': these are for people to read. */
export class RevocationRecords {
  /** Forgets those that are older than a year. */
  async add(
    tx: Transaction,
    revocation: Pick<RecordedRevocation, 'kind' | 'subject' | 'unit' | 'reason' | 'until'> & {
      readonly by: string;
      readonly now: Date;
    },
  ): Promise<RecordedRevocation> {
    const { kind, subject, unit, reason, until, by: revokedBy, now: createdAt } = revocation;
    await tx
      .deleteFrom('revocations')
      .where('createdAt', '<', new Date(createdAt.getTime() - KEPT_MS))
      .execute();
    const row = { id: newId('rev'), kind, subject, unit, reason, revokedBy, createdAt, until };
    return tx.insertInto('revocations').values(row).returningAll().executeTakeFirstOrThrow();
  }

  /** Newest first; those of the units of one subtree where `under` is given. @throws InvalidCursor */
  async list(
    q: Queryable,
    request: PageRequest & {
      readonly asset?: string | undefined;
      readonly person?: string | undefined;
      readonly under?: string | undefined;
    },
  ): Promise<Page<RecordedRevocation>> {
    const { asset, person, under } = request;
    let query = q.selectFrom('revocations').selectAll();
    if (asset !== undefined) query = query.where('kind', '=', 'asset').where('subject', '=', asset);
    if (person !== undefined) query = query.where('kind', '=', 'person').where('subject', '=', person);
    if (under !== undefined)
      query = query.where(
        sql<boolean>`unit in (select id from accounts where path @> array[${under}]::text[])`,
      );
    return fetchPage(query, 'revocations', request);
  }
}
