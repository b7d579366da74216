import { randomInt } from 'node:crypto';
import type { Audit } from '#libs/audit';
import { refuseLapsed, type Upload, type UploadCodes, UploadNotOpen } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type Caller, InvalidToken, TooManyCodesTried } from '#libs/http';
import type { Clock } from '#libs/kernel';
import type { KeyRingWatch } from '#libs/signing';
import { sha256SoFar } from '../intake/file-digest.js';
import { OffsetMismatch } from '../intake/intake.errors.js';
import type { Intake } from '../intake/intake.js';
import type { ContinuationTokens } from '../rest/continuation-tokens.js';
import { AnotherFile, OldCode, UploadNotContinuable, WrongCode } from './continuation.errors.js';

/** Fewer bytes could be guessed, so they would prove nothing. */
export const LEAST_BYTES = 4 * 1024 * 1024;
/** A code holds for so long. */
const CODE_MS = 15 * 60_000;
const CODES = 100_000_000;
const DIGITS = 8;
const PURPOSE = 'upload-code';
/** Another upload has the same one once in a million times, if at all. */
const TRIES = 10;

export interface ContinuationsParts {
  readonly database: Database;
  readonly codes: UploadCodes;
  readonly tokens: ContinuationTokens;
  readonly intake: Intake;
  readonly audit: Audit;
  readonly keyRing: KeyRingWatch;
  readonly clock: Clock;
}

/** What a file's beginning is. */
export interface Proof {
  /** How many bytes it is of, from the first on. */
  readonly offset: number;
  /** Of those bytes. */
  readonly sha256: string;
}

/** An upload that another machine was let in to. */
export interface Admission {
  readonly upload: Upload;
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Going on with an upload on another machine, which nobody signs in at: its owner has a code made, the machine changes it
 * for a token that is good for this one upload, proves that it has the same file, and sends the rest.
 */
export class Continuations {
  constructor(private readonly parts: ContinuationsParts) {}

  /**
   * Makes a code of eight digits. Whoever came in by one before is shut out, and whoever sends is stopped, as by a
   * client that goes on: what came is durable, and counts.
   *
   * @throws UploadNotFound, UploadNotOpen, UploadNotContinuable, and what `refuseLapsed` throws
   */
  async makeCode(caller: Caller, id: string): Promise<{ code: string; expiresAt: Date }> {
    const { database, codes, intake, audit, clock } = this.parts;
    const upload = await intake.stand(caller, id);
    refuseLapsed(upload);
    if (upload.state !== 'open') throw new UploadNotOpen(upload.state);
    if (proofOf(upload) === undefined) throw new UploadNotContinuable(LEAST_BYTES);
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + CODE_MS);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const code = String(randomInt(CODES)).padStart(DIGITS, '0');
      const [hash] = this.hashesOf(code);
      if (hash === undefined) break;
      const isMade = await database.transaction(async (tx) => {
        const made = await codes.create(tx, { upload: id, hash, apiKey: caller.apiKey, expiresAt, now });
        if (made)
          await audit.append(tx, {
            actor: caller.subject,
            action: 'upload.code-made',
            subject: id,
            unit: upload.unit,
          });
        return made;
      });
      if (isMade) return { code, expiresAt };
    }
    throw new Error('No code is free.');
  }

  /** Changes a code for a token. The one before it ends. @throws WrongCode, OldCode, TooManyCodesTried */
  async redeem(code: string): Promise<Admission> {
    const { database, codes, tokens, clock } = this.parts;
    const token = tokens.mint();
    const asked = { hashes: this.hashesOf(code), token, now: clock.now() };
    const attempt = await database.transaction((tx) => codes.attempt(tx, asked, proofOf));
    switch (attempt.outcome) {
      case 'taken':
        return { upload: attempt.upload, token: token.secret, expiresAt: token.expiresAt };
      case 'wrong':
        throw new WrongCode();
      case 'old':
        throw new OldCode();
      case 'too-many':
        throw new TooManyCodesTried({
          policy: 'codes-of-all',
          most: attempt.most,
          windowSeconds: 60,
          retryAfterSeconds: 60,
        });
    }
  }

  /**
   * Whether the holder of a token has the file that came: from then on the token is good for sending.
   *
   * @throws UploadExpired and what else `refuseLapsed` throws
   * @throws OffsetMismatch where the proof is of other bytes than those that had come when the token was given
   * @throws AnotherFile: the tenth time in vain ends code and token
   */
  async prove(secret: string, { offset, sha256 }: Proof): Promise<void> {
    const { database, codes, tokens, audit, clock } = this.parts;
    const continuation = await tokens.ofToken(secret);
    if (continuation === undefined) throw new InvalidToken();
    const { upload } = continuation;
    refuseLapsed(upload);
    if (offset !== continuation.offset) throw new OffsetMismatch(continuation.offset);
    const isSame = sha256 === continuation.proof;
    await database.transaction(async (tx) => {
      if (!isSame) return codes.disproven(tx, continuation, clock.now());
      if (await codes.proven(tx, continuation, clock.now()))
        await audit.append(tx, {
          actor: upload.owner,
          action: 'upload.continued',
          subject: upload.id,
          unit: upload.unit,
          facts: { by: 'code', offset },
        });
    });
    if (!isSame) throw new AnotherFile();
  }

  /**
   * The same for the owner, who may send anyway: whether a file that they have chosen anew is the one that came.
   *
   * @throws UploadNotFound, OffsetMismatch, UploadNotContinuable, AnotherFile, and what `refuseLapsed` throws
   */
  async compare(caller: Caller, id: string, { offset, sha256 }: Proof): Promise<void> {
    const upload = await this.parts.intake.look(caller, id);
    refuseLapsed(upload);
    const came = sha256SoFar(upload);
    if (came === undefined) throw new UploadNotContinuable(LEAST_BYTES);
    if (offset !== upload.offset) throw new OffsetMismatch(upload.offset);
    if (sha256 !== came) throw new AnotherFile();
  }

  private hashesOf(code: string): Buffer[] {
    return this.parts.keyRing.current.macsOf(PURPOSE, code);
  }
}

function proofOf(upload: Upload): string | undefined {
  return upload.offset < LEAST_BYTES ? undefined : sha256SoFar(upload);
}
