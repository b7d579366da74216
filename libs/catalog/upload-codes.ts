import type { Queryable, Transaction } from '#libs/database';
import { toUpload, type Upload } from './upload.js';

/** A code is good for so many attempts: being changed for a token, and proofs in vain. */
const MOST_ATTEMPTS = 10;
/** So many codes may be tried in vain in a minute, by all together and at all replicas. */
const MOST_GUESSES = 100;
const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** What a token that a code was changed for is good for. */
export interface Continuation {
  /** Names the code in calls of this class. */
  readonly hash: Buffer;
  readonly upload: Upload;
  /** The id of the API key that the code was made with. */
  readonly apiKey: string | null;
  readonly tokenExpiresAt: Date;
  readonly tokenEndsAt: Date;
  /** How far the upload had come when the token was given. */
  readonly offset: number;
  /** The SHA-256 of what had come. */
  readonly proof: string;
  readonly isProven: boolean;
}

/** What came of trying a code. */
export type Attempt =
  | { readonly outcome: 'taken'; readonly upload: Upload }
  /** There is no such code. */
  | { readonly outcome: 'wrong' }
  /** There was: its time is over, another took its place, or it was tried too often. */
  | { readonly outcome: 'old' }
  /** Too many were tried in vain in this minute: it has not been looked at. */
  | { readonly outcome: 'too-many'; readonly most: number };

/** The token that a code is changed for. */
interface Token {
  readonly hash: Buffer;
  readonly expiresAt: Date;
  readonly endsAt: Date;
}

/**
 * Codes by which a machine without an account goes on with one upload, and the tokens that they are changed for. An
 * upload has one code at most, and a code one token: a later one ends the one before it.
 */
export class UploadCodes {
  /**
   * Makes `hash` the code of an upload. False where another upload has it, or had it lately: nothing is changed.
   */
  async create(
    tx: Transaction,
    code: { upload: string; hash: Buffer; apiKey: string | undefined; expiresAt: Date; now: Date },
  ): Promise<boolean> {
    const { upload, hash, expiresAt, now } = code;
    await this.#forget(tx, now);
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('uploadCodes')
      .values({ hash, upload, apiKey: code.apiKey ?? null, expiresAt, createdAt: now })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return false;
    await tx
      .updateTable('uploadCodes')
      .set({ replacedAt: now })
      .where('upload', '=', upload)
      .where('hash', '<>', hash)
      .where('replacedAt', 'is', null)
      .execute();
    return true;
  }

  /**
   * Changes a code, whose hash is one of `hashes`, for a token. A try in vain is counted, so the transaction is to be
   * committed whatever comes of it. Those at all replicas come one after another, which bounds what they cost.
   *
   * @param proofOf the SHA-256 of what came of an upload; undefined where it can't be gone on with
   */
  async attempt(
    tx: Transaction,
    { hashes, token, now }: { hashes: readonly Buffer[]; token: Token; now: Date },
    proofOf: (upload: Upload) => string | undefined,
  ): Promise<Attempt> {
    if (!(await this.#guess(tx, now))) return { outcome: 'too-many', most: MOST_GUESSES };
    const row = await tx
      .selectFrom('uploadCodes')
      .select(['hash', 'upload', 'expiresAt', 'replacedAt', 'attempts'])
      .where('hash', 'in', [...hashes])
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { outcome: 'wrong' };
    const isOld = row.expiresAt <= now || row.replacedAt !== null || row.attempts >= MOST_ATTEMPTS;
    const upload = isOld ? undefined : await this.#upload(tx, row.upload);
    const proof = upload?.state === 'open' ? proofOf(upload) : undefined;
    if (upload === undefined || proof === undefined) return { outcome: 'old' };
    await tx
      .updateTable('uploadCodes')
      .set((eb) => ({
        attempts: eb('attempts', '+', 1),
        tokenHash: token.hash,
        tokenExpiresAt: token.expiresAt,
        tokenEndsAt: token.endsAt,
        offsetBytes: upload.offset,
        proof,
        provenAt: null,
      }))
      .where('hash', '=', row.hash)
      .execute();
    await this.#unguess(tx, now);
    return { outcome: 'taken', upload };
  }

  /** What a token is good for; undefined for one that there is not, or that holds no longer. */
  async ofToken(q: Queryable, tokenHash: Buffer, now: Date): Promise<Continuation | undefined> {
    const row = await q
      .selectFrom('uploadCodes')
      .selectAll()
      .where('tokenHash', '=', tokenHash)
      .where('replacedAt', 'is', null)
      .where('tokenExpiresAt', '>', now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { hash, apiKey, tokenExpiresAt, tokenEndsAt, offsetBytes, proof, provenAt } = row;
    const upload = await this.#upload(q, row.upload);
    if (upload === undefined || tokenExpiresAt === null || tokenEndsAt === null) return undefined;
    if (offsetBytes === null || proof === null) return undefined;
    const isProven = provenAt !== null;
    return { hash, upload, apiKey, tokenExpiresAt, tokenEndsAt, offset: offsetBytes, proof, isProven };
  }

  /** Lets a token hold until then. */
  async prolong(q: Queryable, { hash }: Continuation, tokenExpiresAt: Date): Promise<void> {
    await q.updateTable('uploadCodes').set({ tokenExpiresAt }).where('hash', '=', hash).execute();
  }

  /** The holder of the token has the same file. True the first time. */
  async proven(tx: Transaction, { hash }: Continuation, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('uploadCodes')
      .set({ provenAt: now })
      .where('hash', '=', hash)
      .where('provenAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  /** They have another one. The last attempt ends the code, and the token with it. */
  async disproven(tx: Transaction, { hash }: Continuation, now: Date): Promise<void> {
    await tx
      .updateTable('uploadCodes')
      .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
      .where('hash', '=', hash)
      .execute();
    await tx
      .updateTable('uploadCodes')
      .set({ replacedAt: now })
      .where('hash', '=', hash)
      .where('attempts', '>=', MOST_ATTEMPTS)
      .where('replacedAt', 'is', null)
      .execute();
  }

  async #upload(q: Queryable, id: string): Promise<Upload | undefined> {
    const row = await q.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toUpload(row);
  }

  /** Counts a try, as one in vain until it is known to be none. False beyond the bound. */
  async #guess(tx: Transaction, now: Date): Promise<boolean> {
    const row = await tx
      .insertInto('uploadCodeGuesses')
      .values({ minute: minuteOf(now), wrong: 1 })
      .onConflict((conflict) =>
        conflict
          .column('minute')
          .doUpdateSet((eb) => ({ wrong: eb('uploadCodeGuesses.wrong', '+', 1) }))
          .where('uploadCodeGuesses.wrong', '<', MOST_GUESSES),
      )
      .returning('wrong')
      .executeTakeFirst();
    return row !== undefined;
  }

  async #unguess(tx: Transaction, now: Date): Promise<void> {
    await tx
      .updateTable('uploadCodeGuesses')
      .set((eb) => ({ wrong: eb('wrong', '-', 1) }))
      .where('minute', '=', minuteOf(now))
      .execute();
  }

  /** Codes are remembered for a day, so that who sends an old one is told that it is old. */
  async #forget(tx: Transaction, now: Date): Promise<void> {
    const yesterday = new Date(now.getTime() - DAY_MS);
    await tx
      .deleteFrom('uploadCodes')
      .where('expiresAt', '<', yesterday)
      .where((eb) => eb.or([eb('tokenExpiresAt', 'is', null), eb('tokenExpiresAt', '<', yesterday)]))
      .execute();
    await tx
      .deleteFrom('uploadCodeGuesses')
      .where('minute', '<', new Date(now.getTime() - HOUR_MS))
      .execute();
  }
}

function minuteOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000);
}
