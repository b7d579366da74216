import { type Selectable, sql } from 'kysely';
import type { Queryable, Schema, Transaction } from '#libs/database';
import {
  PartialUploadsNotReady,
  PartsMissing,
  UploadExpired,
  UploadNotFound,
  UploadNotOpen,
} from './catalog.errors.js';
import { clock } from './database-clock.js';
import { refuseLapsed } from './upload.js';

interface Piece {
  /** From 1 on. */
  readonly number: number;
  readonly bytes: number;
}

/** A piece of an upload that storage holds as an object of its own. */
export interface StoredPart extends Piece {
  readonly key: string;
  readonly sha256: string;
}

/** A part that was written straight into its upload, and can't be replaced any more. */
export interface WrittenPart extends Piece {
  readonly key: null;
  /** Where its sender said it, or where it comes for nothing. */
  readonly sha256: string | null;
  /** The state at its end of the running digest of the whole upload. */
  readonly digest: Uint8Array;
}

export type UploadPart = StoredPart | WrittenPart;

/** What became of a part that was recorded. */
export interface Recorded {
  /** The object in whose place it came, which is the caller's to remove. */
  readonly replaced?: string;
  /** The part of this number that has been written into the upload: nothing was recorded. */
  readonly written?: WrittenPart;
}

/** How many parts of `partBytes` a file of so many bytes has. */
export function partCount(bytes: number, partBytes: number): number {
  return Math.ceil(bytes / partBytes);
}

/** The numbers up to `count` that are not among those that are there. */
export function missingParts(count: number, there: readonly { readonly number: number }[]): number[] {
  const numbers = new Set(there.map(({ number }) => number));
  return Array.from({ length: count }, (_, index) => index + 1).filter((number) => !numbers.has(number));
}

/**
 * The pieces of uploads that are put together at their end: numbered parts, or partial uploads. A piece is
 * recorded after its object is durable, and removed from here after its object is gone.
 */
export class UploadParts {
  /** In order. */
  async list(q: Queryable, upload: string): Promise<UploadPart[]> {
    const rows = await q
      .selectFrom('uploadParts')
      .select(['number', 'key', 'bytes', 'sha256', 'digest'])
      .where('upload', '=', upload)
      .orderBy('number')
      .execute();
    return rows.map(toPart);
  }

  /** The part of this number, where it is there. */
  async find(q: Queryable, upload: string, number: number): Promise<UploadPart | undefined> {
    const row = await q
      .selectFrom('uploadParts')
      .select(['number', 'key', 'bytes', 'sha256', 'digest'])
      .where('upload', '=', upload)
      .where('number', '=', number)
      .executeTakeFirst();
    return row === undefined ? undefined : toPart(row);
  }

  /**
   * Records a part, in the place of an earlier one with the number, and prolongs the upload. A part that has
   * been written into the upload keeps its place.
   *
   * @throws UploadNotFound, UploadExpired, UploadNotOpen (being put together, too): nothing is recorded
   */
  async record(
    tx: Transaction,
    upload: string,
    part: UploadPart & { readonly expiresAt: Date },
  ): Promise<Recorded> {
    const { expiresAt, number, bytes, key, sha256 } = part;
    await this.#lockOpen(tx, upload);
    const digest = part.key === null ? Buffer.from(part.digest) : null;
    await tx.updateTable('uploads').set({ expiresAt, updatedAt: clock() }).where('id', '=', upload).execute();
    const before = await this.find(tx, upload, number);
    if (before?.key === null) return { written: before };
    const values = { key, sha256, bytes, digest };
    await tx
      .insertInto('uploadParts')
      .values({ upload, number, ...values })
      .onConflict((conflict) => conflict.columns(['upload', 'number']).doUpdateSet(values))
      .execute();
    return before === undefined ? {} : { replaced: before.key };
  }

  /**
   * Says that all parts are there and are to be put together; from now on none is taken any more. The same
   * call again changes nothing, also when it comes after the end.
   *
   * @returns whether somebody was writing to the upload just then. That is a part which is there already, so it
   *   will not be taken any more
   * @throws PartsMissing naming them; UploadNotFound, UploadExpired
   */
  async assemble(tx: Transaction, upload: string): Promise<boolean> {
    const { bytes, partBytes, assemblingAt, leaseHolder, state } = await this.#lockOpen(tx, upload, {
      assembling: true,
    });
    if (assemblingAt !== null || state !== 'open') return false;
    if (bytes === null || partBytes === null) throw new UploadNotFound();
    const missing = missingParts(partCount(bytes, partBytes), await this.list(tx, upload));
    if (missing.length > 0) throw new PartsMissing(missing);
    await tx
      .updateTable('uploads')
      .set({ assemblingAt: clock(), updatedAt: clock() })
      .where('id', '=', upload)
      .execute();
    return leaseHolder !== null;
  }

  /**
   * Takes partial uploads for a final one: complete -> finishing, until the final one has ended. All or none.
   *
   * @throws PartialUploadsNotReady when one of them is not complete, not the owner's, or used already
   */
  async use(tx: Transaction, owner: string, partials: readonly string[]): Promise<void> {
    const { numUpdatedRows } = await tx
      .updateTable('uploads')
      .set({ state: 'finishing', leaseHolder: null, leaseUntil: null, updatedAt: clock() })
      .where('id', 'in', [...partials])
      .where('owner', '=', owner)
      .where('concat', '=', 'partial')
      .where('state', '=', 'open')
      .whereRef('offsetBytes', '=', 'bytes')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== BigInt(partials.length)) throw new PartialUploadsNotReady();
  }

  /** Records the pieces of a final upload. */
  async add(tx: Transaction, upload: string, pieces: readonly StoredPart[]): Promise<void> {
    await tx
      .insertInto('uploadParts')
      .values(pieces.map(({ number, key, bytes, sha256 }) => ({ upload, number, key, bytes, sha256 })))
      .execute();
  }

  /**
   * Prolongs an upload whose parts go past this service.
   *
   * @throws UploadNotFound, UploadExpired, UploadNotOpen (being put together, too)
   */
  async prolong(tx: Transaction, upload: string, expiresAt: Date): Promise<void> {
    await this.#lockOpen(tx, upload);
    await tx.updateTable('uploads').set({ expiresAt, updatedAt: clock() }).where('id', '=', upload).execute();
  }

  /**
   * As `assemble`, for an upload whose parts went past this service. That all parts are there is the caller's
   * word.
   *
   * @throws UploadNotFound, UploadExpired
   */
  async assembleDirect(tx: Transaction, upload: string): Promise<void> {
    const { assemblingAt, state } = await this.#lockOpen(tx, upload, { assembling: true });
    if (assemblingAt !== null || state !== 'open') return;
    await tx
      .updateTable('uploads')
      .set({ assemblingAt: clock(), updatedAt: clock() })
      .where('id', '=', upload)
      .execute();
  }

  /** Uploads that are to be put together and that nobody is at: those of the kind `direct`, or all others. */
  async unassembled(
    q: Queryable,
    request: { limit: number; direct?: boolean | undefined },
  ): Promise<string[]> {
    const rows = await q
      .selectFrom('uploads')
      .select('id')
      .where('state', '=', 'open')
      .where('door', request.direct === true ? '=' : '<>', 'direct')
      .where('assemblingAt', 'is not', null)
      .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<=', clock())]))
      .orderBy('assemblingAt')
      .limit(request.limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** How many bytes of each upload storage holds as pieces, and not in the upload itself; 0 are not in it. */
  async bytesApart(q: Queryable, uploads: readonly string[]): Promise<Map<string, number>> {
    const rows = await q
      .selectFrom('uploadParts')
      .select(['upload', sql<number>`sum(bytes)::bigint`.as('bytes')])
      .where('upload', '=', sql<string>`any(${[...uploads]})`)
      .where('key', 'is not', null)
      .groupBy('upload')
      .execute();
    return new Map(rows.map(({ upload, bytes }) => [upload, bytes]));
  }

  /** Uploads that ended before `olderThan` and whose pieces storage may still hold. */
  async leftovers(q: Queryable, request: { olderThan: Date; limit: number }): Promise<string[]> {
    const rows = await q
      .selectFrom('uploadParts')
      .innerJoin('uploads', 'uploads.id', 'uploadParts.upload')
      .select('uploads.id')
      .distinct()
      .where('uploads.state', 'in', ['completed', 'abandoned', 'expired'])
      .where('uploads.updatedAt', '<', request.olderThan)
      .limit(request.limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The objects of all pieces of an upload are gone; the partial uploads that it used are complete. */
  async forget(tx: Transaction, upload: string, partials: readonly string[]): Promise<void> {
    await tx.deleteFrom('uploadParts').where('upload', '=', upload).execute();
    if (partials.length === 0) return;
    await tx
      .updateTable('uploads')
      .set({ state: 'completed', updatedAt: clock() })
      .where('id', 'in', [...partials])
      .where('concat', '=', 'partial')
      .where('state', '=', 'finishing')
      .execute();
  }

  async #lockOpen(tx: Transaction, id: string, { assembling = false } = {}) {
    const row = await tx
      .selectFrom('uploads')
      .select([
        'state',
        'failure',
        'bytes',
        'partBytes',
        'expiresAt',
        'assemblingAt',
        'leaseHolder',
        'terminatedAt',
      ])
      .select(clock().as('now'))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new UploadNotFound();
    refuseLapsed(row);
    // Who says so a moment after the other replica's end is told the same: it is being put together, or was.
    if (row.state !== 'open' && assembling) return row;
    if (row.state !== 'open') throw new UploadNotOpen(row.state);
    if (row.assemblingAt !== null && !assembling) throw new UploadNotOpen('assembling');
    if (row.assemblingAt === null && row.expiresAt <= row.now) throw new UploadExpired();
    return row;
  }
}

function toPart(
  row: Pick<Selectable<Schema['uploadParts']>, 'number' | 'key' | 'bytes' | 'sha256' | 'digest'>,
): UploadPart {
  const { number, bytes, key, sha256, digest } = row;
  if (key !== null && sha256 !== null) return { number, bytes, key, sha256 };
  if (key === null && digest !== null) return { number, bytes, key, sha256, digest };
  throw new Error('a part has neither an object nor a place in its upload');
}
