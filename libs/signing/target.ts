import { type Network, parseNetwork } from './network.js';

/** What the signature of a URL covers: every derived file of an asset, or one key. */
export type Scope = 'play' | 'file';

/** The parts of a request target that has the shape of a signed URL. Nothing in it is verified yet. */
export interface SignedTarget {
  /** The literal text before `~h=`. */
  readonly claims: string;
  readonly mac: string;
  /** What the MAC covers beside the claims. */
  readonly resource: string;
  readonly kid: string;
  readonly expires: number;
  readonly scope: Scope;
  readonly epoch: number;
  readonly notBefore: number | undefined;
  readonly session: string | undefined;
  readonly network: Network | undefined;
  readonly kibPerSecond: number | undefined;
  readonly saveAs: string | undefined;
  readonly asset: string;
  readonly path: string;
}

export const MAX_PATH_BYTES = 512;
export const MAX_SAVE_AS_BYTES = 255;

const SEGMENT = '[A-Za-z0-9][A-Za-z0-9._-]{0,127}';
const FIELDS = {
  kid: '[A-Za-z0-9_-]{1,16}',
  second: '[1-9][0-9]{9,10}',
  epoch: '0|[1-9][0-9]{0,9}',
  session: '[A-Za-z0-9_-]{1,32}',
  network: '[0-9A-Fa-f:.]{2,45}_[0-9]{1,3}',
  kibPerSecond: '[1-9][0-9]{0,6}',
  saveAs: '[A-Za-z0-9_-]{1,340}',
  mac: '[A-Za-z0-9_-]{43}',
  asset: '[a-z0-9_]{8,40}',
  path: `${SEGMENT}(?:/${SEGMENT})*`,
} as const;

export const GRAMMAR = {
  kid: new RegExp(`^(?:${FIELDS.kid})$`),
  second: new RegExp(`^(?:${FIELDS.second})$`),
  epoch: new RegExp(`^(?:${FIELDS.epoch})$`),
  session: new RegExp(`^(?:${FIELDS.session})$`),
  network: new RegExp(`^(?:${FIELDS.network})$`),
  kibPerSecond: new RegExp(`^(?:${FIELDS.kibPerSecond})$`),
  asset: new RegExp(`^(?:${FIELDS.asset})$`),
  path: new RegExp(`^(?:${FIELDS.path})$`),
} as const;

// One anchored expression, deterministic at each character, is the whole grammar: linear in the target's
// length, and no field can be read twice, out of order or half.
const TARGET = new RegExp(
  `^/s/(k=(${FIELDS.kid})~e=(${FIELDS.second})~s=(play|file)~v=(${FIELDS.epoch})` +
    `(?:~b=(${FIELDS.second}))?(?:~j=(${FIELDS.session}))?(?:~n=(${FIELDS.network}))?` +
    `(?:~l=(${FIELDS.kibPerSecond}))?(?:~d=(${FIELDS.saveAs}))?)~h=(${FIELDS.mac})` +
    `/(${FIELDS.asset})/(${FIELDS.path})$`,
);

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
  const [, claims = '', kid = '', e, s, v, b, session, n, l, d, mac = '', asset = '', path = ''] = match;
  if (path.length > MAX_PATH_BYTES) return undefined;
  const scope = s === 'play' ? 'play' : 'file';
  if (d !== undefined && scope !== 'file') return undefined;
  const saveAs = d === undefined ? undefined : decodeSaveAs(d);
  const network = n === undefined ? undefined : parseNetworkField(n);
  if ((d !== undefined && saveAs === undefined) || (n !== undefined && network === undefined))
    return undefined;
  return {
    claims,
    mac,
    resource: resourceOf(scope, asset, path),
    kid,
    expires: Number(e),
    scope,
    epoch: Number(v),
    notBefore: b === undefined ? undefined : Number(b),
    session,
    network,
    kibPerSecond: l === undefined ? undefined : Number(l),
    saveAs,
    asset,
    path,
  };
}

/** Whether URLs of a scope may open a path: those for playback never open what was uploaded. */
export function isInScope(scope: Scope, path: string): boolean {
  return scope === 'file' || !path.startsWith('source/');
}

export function resourceOf(scope: Scope, asset: string, path: string): string {
  return scope === 'play' ? `${asset}/` : `${asset}/${path}`;
}

/** `10.20.0.0_16`; undefined where the address or the prefix length is none. */
export function parseNetworkField(field: string): Network | undefined {
  const [address = '', prefix] = field.split('_');
  return parseNetwork(address, Number(prefix));
}

/** Whether a name may be carried by a URL: no control character, no `/`, no `\`, valid Unicode. */
export function isSaveAsName(name: string): boolean {
  return name.isWellFormed() && !/[\p{Cc}/\\]/u.test(name);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeSaveAs(field: string): string | undefined {
  if (field.length % 4 === 1) return undefined;
  try {
    const name = utf8.decode(Buffer.from(field, 'base64url'));
    return isSaveAsName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
