import { type Network, parseNetwork } from './network.js';
import { UnsignableRequest } from './signing.errors.js';

/** What the signature of a URL covers: every derived file of an asset, or one key. */
export type Scope = 'play' | 'file';

/** What a URL says of its use. */
export interface Claims {
  /** The id of the key that signed. */
  readonly kid: string;
  /** Unix second from which the URL is dead. */
  readonly expires: number;
  /** `play` covers every key of the asset but `source/…`; `file` covers the path alone. */
  readonly scope: Scope;
  /** The asset's revocation epoch when the URL was signed. */
  readonly epoch: number;
  /** Unix second before which the URL is not valid yet (30 seconds of clock skew are forgiven). */
  readonly notBefore?: number | undefined;
  readonly session?: string | undefined;
  /** The only network that may use the URL. */
  readonly network?: Network | undefined;
  /** Bandwidth cap for each connection. */
  readonly kibPerSecond?: number | undefined;
  /** The file name to save as: 255 bytes of UTF-8 at most, no control character, `/` or `\`. Only with `file`. */
  readonly saveAs?: string | undefined;
}

/** The claims as they are asked for. */
export interface WishedClaims extends Omit<Claims, 'network'> {
  /** The only network that may use the URL, in CIDR: `10.20.0.0/16`. */
  readonly network?: string | undefined;
}

interface Claim<Wished, Read> {
  readonly letter: string;
  /** Of the field: deterministic at each character, and without a group that captures. */
  readonly pattern: string;
  /** What is wrong with a value of which no field can be made. */
  readonly problem: string;
  readonly write: (value: Wished, beside: Pick<Claims, 'scope'>) => string;
  /** Undefined for what fits the pattern and is none all the same. */
  readonly read: (field: string, beside: Pick<Claims, 'scope'>) => Read | undefined;
}

const NUMBER = { write: String, read: Number };
const TEXT = { write: (value: string) => value, read: (field: string) => field };

const SECOND = {
  pattern: '[1-9][0-9]{9,10}',
  problem: 'is not a Unix second of 10 or 11 digits',
  ...NUMBER,
};

type ClaimTable = {
  readonly [Name in keyof Claims]-?: Claim<NonNullable<WishedClaims[Name]>, NonNullable<Claims[Name]>>;
};

/**
 * The claims in the order in which they stand in a URL. Here one is only written and read: what it forbids is for
 * `verify` to say. The edge has a grammar of its own (docker/edge/lua/lectern/target.lua), so that it refuses a claim
 * that it does not know, instead of passing it unchecked.
 */
const CLAIMS: ClaimTable = {
  kid: {
    letter: 'k',
    pattern: '[A-Za-z0-9_-]{1,16}',
    ...TEXT,
    problem: 'is not 1 to 16 letters, digits, - or _',
  },
  expires: { letter: 'e', ...SECOND },
  scope: {
    letter: 's',
    pattern: 'play|file',
    problem: 'is neither play nor file',
    write: (scope) => scope,
    read: (field) => (field === 'play' ? 'play' : 'file'),
  },
  epoch: {
    letter: 'v',
    pattern: '0|[1-9][0-9]{0,9}',
    problem: 'is not a whole number of at most 10 digits',
    ...NUMBER,
  },
  notBefore: { letter: 'b', ...SECOND },
  session: {
    letter: 'j',
    pattern: '[A-Za-z0-9_-]{1,32}',
    problem: 'is not 1 to 32 letters, digits, - or _',
    ...TEXT,
  },
  network: {
    letter: 'n',
    pattern: '[0-9A-Fa-f:.]{2,45}_[0-9]{1,3}',
    problem: 'is not an IPv4 or IPv6 network such as 10.20.0.0/16',
    write: (network) => network.replace('/', '_'),
    read: readNetwork,
  },
  kibPerSecond: {
    letter: 'l',
    pattern: '[1-9][0-9]{0,6}',
    problem: 'is not between 1 and 9999999',
    ...NUMBER,
  },
  saveAs: {
    letter: 'd',
    // 255 bytes.
    pattern: '[A-Za-z0-9_-]{1,340}',
    problem: 'is not between 1 and 255 bytes of UTF-8',
    write: writeSaveAs,
    read: (field, { scope }) => (scope === 'file' ? readSaveAs(field) : undefined),
  },
};

/** They stand first. All others are there where they were asked for. */
const REQUIRED: ReadonlySet<string> = new Set<keyof Claims>(['kid', 'expires', 'scope', 'epoch']);

type Row = Claim<unknown, unknown> & { readonly name: keyof Claims; readonly whole: RegExp };
const ROWS = Object.entries(CLAIMS as Record<string, Claim<unknown, unknown>>).map(
  ([name, claim]) => ({ name, ...claim, whole: new RegExp(`^(?:${claim.pattern})$`) }) as Row,
);

const NONE = Object.fromEntries(ROWS.map(({ name }) => [name, undefined]));

/** How many groups of `CLAIMS_PATTERN` capture: one for each claim. */
export const CLAIMS_GROUPS = ROWS.length;

/** An expression for the text of all claims, of which `readClaims` reads the groups. */
export const CLAIMS_PATTERN = ROWS.map(({ name, letter, pattern }, index) => {
  const field = `${index === 0 ? '' : '~'}${letter}=(${pattern})`;
  return REQUIRED.has(name) ? field : `(?:${field})?`;
}).join('');

/** The claims that a match of `CLAIMS_PATTERN` holds, whose groups begin at `from`; undefined where one is none. */
export function readClaims(match: RegExpExecArray, from: number): Claims | undefined {
  const claims: Record<string, unknown> = { ...NONE };
  let at = from;
  for (const { name, read } of ROWS) {
    const field = match[at];
    at += 1;
    if (field === undefined) continue;
    const value = read(field, claims as unknown as Claims);
    if (value === undefined) return undefined;
    claims[name] = value;
  }
  return claims as unknown as Claims;
}

/**
 * The text of all claims. The same ones give the same text.
 *
 * @throws UnsignableRequest naming the first that does not fit
 */
export function writeClaims(claims: WishedClaims): string {
  const fields: string[] = [];
  for (const { name, letter, whole, problem, write, read } of ROWS) {
    const value = claims[name];
    if (value === undefined && !REQUIRED.has(name)) continue;
    const field = write(value, claims);
    const fits = whole.test(field) && read(field, claims) !== undefined;
    if (!fits) throw new UnsignableRequest(name, problem);
    fields.push(`${letter}=${field}`);
  }
  return fields.join('~');
}

/** Whether a text can be this claim's in a URL. */
export function fitsClaim(name: keyof Claims, field: string): boolean {
  return ROWS.some((row) => row.name === name && row.whole.test(field));
}

/** `10.20.0.0_16`; undefined where the address or the prefix length is none. */
function readNetwork(field: string): Network | undefined {
  const [address = '', prefix] = field.split('_');
  return parseNetwork(address, Number(prefix));
}

function writeSaveAs(name: string, { scope }: Pick<Claims, 'scope'>): string {
  if (scope !== 'file') throw new UnsignableRequest('saveAs', 'goes only with the scope file');
  if (!isSaveAsName(name)) {
    throw new UnsignableRequest('saveAs', 'holds a control character, a slash or a backslash');
  }
  return Buffer.from(name, 'utf8').toString('base64url');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readSaveAs(field: string): string | undefined {
  if (field.length % 4 === 1) return undefined;
  try {
    const name = utf8.decode(Buffer.from(field, 'base64url'));
    return isSaveAsName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a name may be carried by a URL: no control character, no `/`, no `\`, valid Unicode. */
function isSaveAsName(name: string): boolean {
  return name.isWellFormed() && !/[\p{Cc}/\\]/u.test(name);
}
