import { timingSafeEqual } from 'node:crypto';
import type { Claims } from './claims.js';
import type { KeyRing } from './key-ring.js';
import { holds, parseAddress } from './network.js';
import type { RevocationList } from './revocation-list.js';
import { isInScope, parseTarget, type SignedTarget } from './target.js';

/** What a verified URL allows. */
export interface Grant extends Pick<Claims, GrantedClaim> {
  readonly asset: string;
  /** The key below the asset. */
  readonly path: string;
}

/** With `saveAs` the answer is an attachment. */
type GrantedClaim = 'kid' | 'scope' | 'expires' | 'session' | 'kibPerSecond' | 'saveAs';

/** Why a URL opens nothing, in the order of the checks, with what its viewer is told. */
export const REFUSALS = {
  'not-found': 'There is nothing here.',
  'signature-invalid': 'The signature of this URL is not valid.',
  'signature-expired': 'This URL has expired: ask for a new one.',
  'signature-not-yet-valid': 'This URL is not valid yet.',
  'network-not-allowed': 'This URL may not be used from this network.',
  revoked: 'This URL has been revoked.',
  'out-of-scope': 'This URL does not cover this file.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export type Verdict =
  | { readonly granted: true; readonly grant: Grant }
  | {
      readonly granted: false;
      readonly code: RefusalCode;
      /** What the URL was for, where its signature is right: for the log, never for serving. */
      readonly refused?: Pick<Grant, 'asset' | 'path' | 'session'>;
    };

export interface VerifyOptions {
  readonly ring: KeyRing;
  readonly revocations: RevocationList;
  /** Unix second. */
  readonly now: number;
  readonly asker: Asker;
}

/** What a verdict depends on of whoever asks: a claim that binds a URL to a viewer is checked against nothing else. */
export interface Asker {
  /** The client's IP address; one that can't be parsed is in no network. */
  readonly client: string;
}

// A field that is missing here would let a verdict be remembered for others: it does not compile.
const COMPARED = Object.keys({ client: true } satisfies Record<keyof Asker, true>) as (keyof Asker)[];

/** Whether what is granted to the one is granted to the other. */
export function sameAsker(one: Asker, other: Asker): boolean {
  if (one === other) return true;
  for (const field of COMPARED) if (one[field] !== other[field]) return false;
  return true;
}

const SKEW_SECONDS = 30;

/**
 * Verifies a raw request target (signed URLs, version 1) without any look-up: pure, 4 to 6 microseconds.
 * The checks run in the specified order and the first that fails answers. Whether the object exists is
 * the caller's to find out.
 */
export function verify(target: string, options: VerifyOptions): Verdict {
  const parsed = parseTarget(target);
  if (parsed === undefined) return { granted: false, code: 'not-found' };
  if (!signatureIsRight(parsed, options.ring)) return { granted: false, code: 'signature-invalid' };
  const code = refusalOf(parsed, options);
  const { asset, path } = parsed;
  const { scope, kid, expires, session, kibPerSecond, saveAs } = parsed.claims;
  if (code !== undefined) return { granted: false, code, refused: { asset, path, session } };
  return { granted: true, grant: { asset, path, session, scope, kid, expires, kibPerSecond, saveAs } };
}

function signatureIsRight({ text, claims, mac, resource }: SignedTarget, ring: KeyRing): boolean {
  // The texts are compared, never decoded: base64url has four spellings of the last character.
  const right = Buffer.from(ring.mac(claims.kid, text, resource), 'latin1');
  const equal = timingSafeEqual(right, Buffer.from(mac, 'latin1'));
  return equal && ring.has(claims.kid);
}

function refusalOf({ claims, asset, path }: SignedTarget, options: VerifyOptions): RefusalCode | undefined {
  const { now, revocations, asker } = options;
  if (now >= claims.expires) return 'signature-expired';
  if (claims.notBefore !== undefined && now < claims.notBefore - SKEW_SECONDS)
    return 'signature-not-yet-valid';
  if (claims.network !== undefined) {
    const client = parseAddress(asker.client);
    if (client === undefined || !holds(claims.network, client)) return 'network-not-allowed';
  }
  if (revocations.revokes(asset, claims.epoch, claims.session)) return 'revoked';
  if (!isInScope(claims.scope, path)) return 'out-of-scope';
  return undefined;
}
