import type { KeyRing } from './key-ring.js';
import { UnsignableRequest } from './signing.errors.js';
import {
  GRAMMAR,
  isInScope,
  isSaveAsName,
  MAX_PATH_BYTES,
  MAX_SAVE_AS_BYTES,
  parseNetworkField,
  resourceOf,
  type Scope,
} from './target.js';

/** What a URL shall open, and for how long. */
export interface SignRequest {
  readonly asset: string;
  /** The key below the asset, such as `hls/master.m3u8`. */
  readonly path: string;
  /** `play` covers every key of the asset but `source/…`; `file` covers `path` alone. */
  readonly scope: Scope;
  /** Unix second from which the URL is dead. */
  readonly expires: number;
  /** The asset's revocation epoch at the moment. */
  readonly epoch: number;
  /** Unix second before which the URL is not valid yet (30 seconds of clock skew are forgiven). */
  readonly notBefore?: number | undefined;
  readonly session?: string | undefined;
  /** The only network that may use the URL, in CIDR: `10.20.0.0/16`. */
  readonly network?: string | undefined;
  /** Bandwidth cap for each connection. */
  readonly kibPerSecond?: number | undefined;
  /** The file name to save as, 255 bytes of UTF-8 at most; only with `file`. */
  readonly saveAs?: string | undefined;
}

/**
 * Signs a URL with the ring's signing key. The same request gives the same URL; with `play` the part
 * before the asset is the same for every path, so that relative URIs keep working.
 *
 * @returns the request target, from `/s/` on: put the delivery service's origin before it
 * @throws UnsignableRequest naming the field that does not fit
 */
export function sign(ring: KeyRing, request: SignRequest): string {
  const { asset, path, scope } = request;
  check(GRAMMAR.asset.test(asset), 'asset', 'is not 8 to 40 lower-case letters, digits or _');
  check(
    GRAMMAR.path.test(path) && path.length <= MAX_PATH_BYTES,
    'path',
    'is not made of plain segments, 512 bytes at most',
  );
  check(scope === 'play' || scope === 'file', 'scope', 'is neither play nor file');
  check(isInScope(scope, path), 'path', 'is out of the scope of playback');
  const claims = claimsOf(ring.signingKid, request);
  const mac = ring.mac(ring.signingKid, claims, resourceOf(scope, asset, path));
  return `/s/${claims}~h=${mac}/${asset}/${path}`;
}

function claimsOf(kid: string, request: SignRequest): string {
  const { expires, scope, epoch, notBefore, session, network, kibPerSecond, saveAs } = request;
  check(GRAMMAR.second.test(String(expires)), 'expires', 'is not a Unix second of 10 or 11 digits');
  check(GRAMMAR.epoch.test(String(epoch)), 'epoch', 'is not a whole number of at most 10 digits');
  let claims = `k=${kid}~e=${expires}~s=${scope}~v=${epoch}`;
  if (notBefore !== undefined) {
    check(GRAMMAR.second.test(String(notBefore)), 'notBefore', 'is not a Unix second of 10 or 11 digits');
    claims += `~b=${notBefore}`;
  }
  if (session !== undefined) {
    check(GRAMMAR.session.test(session), 'session', 'is not 1 to 32 letters, digits, - or _');
    claims += `~j=${session}`;
  }
  if (network !== undefined) claims += `~n=${networkField(network)}`;
  if (kibPerSecond !== undefined) {
    check(GRAMMAR.kibPerSecond.test(String(kibPerSecond)), 'kibPerSecond', 'is not between 1 and 9999999');
    claims += `~l=${kibPerSecond}`;
  }
  if (saveAs !== undefined) claims += `~d=${saveAsField(scope, saveAs)}`;
  return claims;
}

function networkField(network: string): string {
  const field = network.replace('/', '_');
  check(
    GRAMMAR.network.test(field) && parseNetworkField(field) !== undefined,
    'network',
    'is not an IPv4 or IPv6 network such as 10.20.0.0/16',
  );
  return field;
}

function saveAsField(scope: Scope, name: string): string {
  check(scope === 'file', 'saveAs', 'goes only with the scope file');
  check(isSaveAsName(name), 'saveAs', 'holds a control character, a slash or a backslash');
  const bytes = Buffer.from(name, 'utf8');
  check(
    bytes.length > 0 && bytes.length <= MAX_SAVE_AS_BYTES,
    'saveAs',
    `is not between 1 and ${MAX_SAVE_AS_BYTES} bytes of UTF-8`,
  );
  return bytes.toString('base64url');
}

function check(fits: boolean, field: string, problem: string): void {
  if (!fits) throw new UnsignableRequest(field, problem);
}
