import { type Claims, CLAIMS_GROUPS, CLAIMS_PATTERN, readClaims, type Scope } from './claims.js';

/** The parts of a request target that has the shape of a signed URL. Nothing in it is verified yet. */
export interface SignedTarget {
  /** The literal text before `~h=`. */
  readonly text: string;
  readonly claims: Claims;
  readonly mac: string;
  /** What the MAC covers beside the text. */
  readonly resource: string;
  readonly asset: string;
  readonly path: string;
}

const MAX_PATH_BYTES = 512;

const MAC = '[A-Za-z0-9_-]{43}';
const ASSET = '[a-z0-9_]{8,40}';
const SEGMENT = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';
const PATH = `${SEGMENT}(?:/${SEGMENT})*`;
const WHOLE_ASSET = new RegExp(`^${ASSET}$`);
const WHOLE_PATH = new RegExp(`^${PATH}$`);

// One anchored expression, deterministic at each character, is the whole grammar: linear in the target's
// length, and no field can be read twice, out of order or half.
const TARGET = new RegExp(`^/s/(${CLAIMS_PATTERN})~h=(${MAC})/(${ASSET})/(${PATH})$`);
const FIRST_CLAIM = 2;
const AFTER_CLAIMS = FIRST_CLAIM + CLAIMS_GROUPS;

export const MAX_TARGET_BYTES = 2048;

/**
 * Parses a raw request target, as it came over the wire: nothing is decoded or normalised, what follows
 * the first `?` is ignored. Undefined when it does not have the shape of a signed URL.
 */
export function parseTarget(target: string): SignedTarget | undefined {
  const query = target.indexOf('?');
  const bare = query === -1 ? target : target.slice(0, query);
  if (bare.length > MAX_TARGET_BYTES) return undefined;
  const match = TARGET.exec(bare);
  if (match === null) return undefined;
  const text = match[1] ?? '';
  const mac = match[AFTER_CLAIMS] ?? '';
  const asset = match[AFTER_CLAIMS + 1] ?? '';
  const path = match[AFTER_CLAIMS + 2] ?? '';
  if (path.length > MAX_PATH_BYTES) return undefined;
  const claims = readClaims(match, FIRST_CLAIM);
  if (claims === undefined) return undefined;
  return { text, claims, mac, resource: resourceOf(claims.scope, asset, path), asset, path };
}

/** Whether URLs of a scope may open a path: those for playback never open what was uploaded. */
export function isInScope(scope: Scope, path: string): boolean {
  return scope === 'file' || !path.startsWith('source/');
}

export function resourceOf(scope: Scope, asset: string, path: string): string {
  return scope === 'play' ? `${asset}/` : `${asset}/${path}`;
}

export function isAssetId(text: string): boolean {
  return WHOLE_ASSET.test(text);
}

/** Whether a text can be the key below an asset. */
export function isPath(text: string): boolean {
  return text.length <= MAX_PATH_BYTES && WHOLE_PATH.test(text);
}
