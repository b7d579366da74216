import { type WishedClaims, writeClaims } from './claims.js';
import type { KeyRing } from './key-ring.js';
import { UnsignableRequest } from './signing.errors.js';
import { isAssetId, isInScope, isPath, resourceOf } from './target.js';

/** What a URL shall open, and for how long. */
export interface SignRequest extends Omit<WishedClaims, 'kid'> {
  readonly asset: string;
  /** The key below the asset, such as `hls/master.m3u8`. */
  readonly path: string;
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
  const kid = ring.signingKid;
  check(isAssetId(asset), 'asset', 'is not 8 to 40 lower-case letters, digits or _');
  check(isPath(path), 'path', 'is not made of plain segments, 512 bytes at most');
  const text = writeClaims({ ...request, kid });
  check(isInScope(scope, path), 'path', 'is out of the scope of playback');
  const mac = ring.mac(kid, text, resourceOf(scope, asset, path));
  return `/s/${text}~h=${mac}/${asset}/${path}`;
}

function check(fits: boolean, field: string, problem: string): void {
  if (!fits) throw new UnsignableRequest(field, problem);
}
