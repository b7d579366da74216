import { randomBytes } from 'node:crypto';
import type { Continuation, UploadCodes } from '#libs/catalog';
import type { Database } from '#libs/database';
import type { Caller } from '#libs/http';
import { type ApiKeys, hashOfSecret } from '#libs/identity';
import type { Clock } from '#libs/kernel';

/** How such a token begins. */
export const CONTINUATION_PREFIX = 'lc_';
/** A token holds for so long after it was last used, */
const IDLE_MS = 3_600_000;
/** and for so long in all. */
const LIFE_MS = 24 * 3_600_000;

export interface ContinuationTokensParts {
  readonly database: Database;
  readonly codes: UploadCodes;
  readonly apiKeys: ApiKeys;
  readonly clock: Clock;
}

/** Tokens that codes are changed for: each is good for going on with one upload, in its owner's name. */
export class ContinuationTokens {
  constructor(private readonly parts: ContinuationTokensParts) {}

  /** A new one: 256 random bits, of which only the SHA-256 is kept. */
  mint(): { secret: string; hash: Buffer; expiresAt: Date; endsAt: Date } {
    const secret = `${CONTINUATION_PREFIX}${randomBytes(32).toString('base64url')}`;
    const now = this.parts.clock.now().getTime();
    return {
      secret,
      hash: hashOfSecret(secret),
      expiresAt: new Date(now + IDLE_MS),
      endsAt: new Date(now + LIFE_MS),
    };
  }

  /** Who calls with a token; undefined where it does not hold, or the key that its code was made with holds no more. */
  async find(secret: string): Promise<Caller | undefined> {
    const found = await this.ofToken(secret);
    if (found === undefined) return undefined;
    const { apiKeys, codes, database } = this.parts;
    if (found.apiKey !== null && !(await apiKeys.isLive(database.kysely, found.apiKey))) return undefined;
    const now = this.parts.clock.now().getTime();
    const until = Math.min(now + IDLE_MS, found.tokenEndsAt.getTime());
    // Not at each of thousands of parts.
    if (until - found.tokenExpiresAt.getTime() > IDLE_MS / 4)
      await codes.prolong(database.kysely, found, new Date(until));
    const { id, owner, unit } = found.upload;
    return {
      subject: owner,
      name: owner,
      role: 'doctor',
      unit,
      scopes: found.isProven ? ['prove', 'continue'] : ['prove'],
      boundTo: id,
    };
  }

  /** @returns undefined where it does not hold */
  async ofToken(secret: string): Promise<Continuation | undefined> {
    const { codes, database, clock } = this.parts;
    return codes.ofToken(database.kysely, hashOfSecret(secret), clock.now());
  }
}
