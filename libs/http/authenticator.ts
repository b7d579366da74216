import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Caller, ROLES, type Role } from './caller.js';
import { InvalidToken, Unauthenticated } from './http.errors.js';

/** How access tokens are checked. Exactly one of `secret` (HS256) and `jwksUrl` is given, or neither. */
export interface JwtSettings {
  readonly secret?: string | undefined;
  readonly jwksUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  /** The claims that hold the caller's facts. */
  readonly claims: { readonly name: string; readonly role: string; readonly unit: string };
}

/** Looks an API key up by its secret. */
export type FindApiKey = (secret: string) => Promise<Caller | undefined>;

/**
 * Says what somebody whose credentials hold is here, whatever the credentials say. Throws where they may not call all
 * the same.
 */
export type Admit = (caller: Caller) => Promise<Caller>;

const API_KEY_PREFIX = 'lk_';
/** What the algorithms of a JWKS may be; `none` and HS* are never among them. */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 30;

/** Turns an Authorization header into a caller. */
export class Authenticator {
  private readonly remoteKeys: JWTVerifyGetKey | undefined;
  private readonly secret: Uint8Array | undefined;

  constructor(
    private readonly jwt: JwtSettings,
    private readonly findApiKey: FindApiKey,
    private readonly admit: Admit = (caller) => Promise.resolve(caller),
  ) {
    this.secret = jwt.secret === undefined ? undefined : new TextEncoder().encode(jwt.secret);
    this.remoteKeys = jwt.jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwt.jwksUrl));
  }

  /**
   * What is wrong with a token's claims is told only once its signature holds: then whoever has it can read them.
   *
   * @throws InvalidToken; Unauthenticated where no token came; what `admit` throws
   */
  async authenticate(authorization: string | undefined): Promise<Caller> {
    return this.admit(await this.identify(authorization));
  }

  private async identify(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined || !/^Bearer(?: |$)/i.test(authorization)) throw new Unauthenticated();
    const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(authorization)?.[1];
    if (token === undefined) throw new InvalidToken('What came as a Bearer token is none.');
    if (token.startsWith(API_KEY_PREFIX)) {
      const caller = await this.findApiKey(token);
      if (caller === undefined)
        throw new InvalidToken('The API key is not valid, has expired, or was revoked.');
      return caller;
    }
    return this.callerOf(await this.verify(token));
  }

  private async verify(token: string): Promise<JWTPayload> {
    const options = {
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['sub', 'exp'],
      ...(this.jwt.issuer === undefined ? {} : { issuer: this.jwt.issuer }),
      ...(this.jwt.audience === undefined ? {} : { audience: this.jwt.audience }),
    };
    try {
      if (this.secret !== undefined) {
        return (await jwtVerify(token, this.secret, { ...options, algorithms: ['HS256'] })).payload;
      }
      if (this.remoteKeys !== undefined) {
        return (await jwtVerify(token, this.remoteKeys, { ...options, algorithms: ASYMMETRIC })).payload;
      }
    } catch (cause) {
      throw new InvalidToken(sentenceOf(cause), { cause });
    }
    throw new InvalidToken();
  }

  private callerOf(payload: JWTPayload): Caller {
    const { claims } = this.jwt;
    const subject = payload.sub;
    const role = ROLES.find((known): known is Role => known === payload[claims.role]);
    const unit = payload[claims.unit];
    const name = payload[claims.name];
    if (subject === undefined || !/^[\x21-\x7e]{1,128}$/.test(subject) || role === undefined) {
      throw new InvalidToken('The access token names no subject or no known role.');
    }
    if (typeof unit !== 'string' && (role === 'doctor' || role === 'unit-admin')) {
      throw new InvalidToken('The access token names no unit.');
    }
    return {
      subject,
      role,
      name: typeof name === 'string' ? name : subject,
      unit: typeof unit === 'string' ? unit : null,
    };
  }
}

/** What jose found of a token whose signature holds; undefined of any other. */
function sentenceOf(cause: unknown): string | undefined {
  if (cause instanceof errors.JWTExpired) return 'The access token has expired: get a new one.';
  if (!(cause instanceof errors.JWTClaimValidationFailed)) return undefined;
  if (cause.claim === 'iss')
    return 'The access token is of another issuer than the one that is trusted here.';
  if (cause.claim === 'aud') return 'The access token is for another audience.';
  if (cause.claim === 'nbf') return 'The access token does not hold yet.';
  return `The access token has no ${cause.claim} that is taken here.`;
}
