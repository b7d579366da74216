import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { IncomingMessage } from 'node:http';
import type { Caller } from './caller.js';
import { callerOf, type ClaimSettings } from './claims.js';
import { InvalidToken, Unauthenticated } from './http.errors.js';

/** How access tokens are checked. Exactly one of `secret` (HS256) and `jwksUrl` is given, or neither. */
export interface JwtSettings {
  readonly secret?: string | undefined;
  readonly jwksUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly claims: ClaimSettings;
}

/** Tokens that are made here: known by how they begin, and looked up by all of it. */
export interface OwnTokens {
  readonly prefix: string;
  /** What is said of one that there is not. */
  readonly refusal: string;
  readonly find: (token: string) => Promise<Caller | undefined>;
}

/** Sessions of browsers, which are known by a cookie. */
export interface BrowserSessions {
  /** The secret of a request's cookie; undefined where it has none. */
  secretOf(request: IncomingMessage): string | undefined;
  /** Whose it is. Throws where it is nobody's, or may not be believed. */
  find(secret: string, request: IncomingMessage): Promise<Caller>;
}

/**
 * Says what somebody whose credentials hold is here, whatever the credentials say. Throws where they may not call all
 * the same.
 */
export type Admit = (caller: Caller) => Promise<Caller>;

/** What the algorithms of a JWKS may be; `none` and HS* are never among them. */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 30;

/** Turns a request's Authorization field, or where it has none its cookie, into a caller. */
export class Authenticator {
  private readonly remoteKeys: JWTVerifyGetKey | undefined;
  private readonly secret: Uint8Array | undefined;

  constructor(
    private readonly jwt: JwtSettings,
    private readonly ownTokens: readonly OwnTokens[],
    private readonly admit: Admit = (caller) => Promise.resolve(caller),
    private readonly sessions?: BrowserSessions,
  ) {
    this.secret = jwt.secret === undefined ? undefined : new TextEncoder().encode(jwt.secret);
    this.remoteKeys = jwt.jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(jwt.jwksUrl));
  }

  /** What a request proves by who sends it: its Authorization field, or else the secret of its cookie. */
  credentialsOf(request: IncomingMessage): string | undefined {
    return request.headers.authorization ?? this.sessions?.secretOf(request);
  }

  /**
   * What is wrong with a token's claims is told only once its signature holds: then whoever has it can read them.
   *
   * @throws InvalidToken; Unauthenticated where neither token nor cookie came; what `admit` and `sessions` throw
   */
  async authenticate(request: IncomingMessage): Promise<Caller> {
    const { authorization } = request.headers;
    const secret = authorization === undefined ? this.sessions?.secretOf(request) : undefined;
    const signedIn = secret === undefined ? undefined : await this.sessions?.find(secret, request);
    return this.admit(signedIn ?? (await this.identify(authorization)));
  }

  private async identify(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined || !/^Bearer(?: |$)/i.test(authorization)) throw new Unauthenticated();
    const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(authorization)?.[1];
    if (token === undefined)
      throw new InvalidToken('What came as a Bearer token is none.', { isGuess: true });
    const own = this.ownTokens.find(({ prefix }) => token.startsWith(prefix));
    if (own !== undefined) {
      const caller = await own.find(token);
      if (caller === undefined) throw new InvalidToken(own.refusal, { isGuess: true });
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
      const sentence = sentenceOf(cause);
      throw new InvalidToken(sentence, { cause, isGuess: sentence === undefined });
    }
    throw new InvalidToken(undefined, { isGuess: true });
  }

  private callerOf(payload: JWTPayload): Caller {
    const caller = callerOf(payload, this.jwt.claims);
    if (typeof caller === 'string') throw new InvalidToken(`The access token ${caller}.`);
    return payload.exp === undefined ? caller : { ...caller, expiresAt: new Date(payload.exp * 1000) };
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
