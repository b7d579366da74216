const CUT = '[cut]';
/** Shorter ones are cut where they stand as a word of their own: inside of others they would be found everywhere. */
const LEAST_INSIDE = 6;
const LEAST = 3;
/** Shorter pieces of an encoded text would be found by chance. */
const LEAST_ENCODED = 6;
/** What stands in every bundle by itself: cut, it would leave nothing to read, and tell the password. */
const ORDINARY: ReadonlySet<string> = new Set(
  'lectern postgres postgresql admin root media data true false http https'.split(' '),
);

interface Pattern {
  readonly finds: RegExp;
  readonly leaves: string;
}

/** Names whose values are secrets or name people or their recordings, in JSON, in headers, in settings, in URLs. */
const SECRET_NAMES =
  'pass(?:word|wd|phrase)|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|signature';
const PERSONAL_NAMES =
  'file_?names?|titles?|display_?name|e-?mail|save_?as|patient|upload-metadata|content-disposition';
const VALUE = String.raw`(?:"(?:[^"\\\r\n]|\\[^\r\n])*"?|\\+"[^"\\\r\n]*(?:\\+")?|\\*'[^'\r\n]*'?|[^\s,;&}\])"'\\]+)`;

/** The order matters: those that take more come first. */
const PATTERNS: readonly Pattern[] = [
  {
    finds: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z ]{0,30}-----)?/g,
    leaves: CUT,
  },
  // The user of a URL, and what signs one of Lectern's.
  { finds: /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"'<>/?#]{1,1024}@/gi, leaves: `$1${CUT}@` },
  { finds: /((?:\/|%2F)s(?:\/|%2F))(?:(?!%2F)[^/\s"'\\?]){8,2048}/gi, leaves: `$1${CUT}` },
  { finds: /(?:~|%7E)h(?:=|%3D)[\w-]{16,}/gi, leaves: CUT },
  // Headers, to the end of their line or text.
  {
    finds:
      /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']?\s{0,4}[:=]\s{0,4}\\*["']?)[^\r\n"'\\]{1,8192}/gi,
    leaves: `$1$2${CUT}`,
  },
  { finds: /\b(bearer)(\s{1,4}|%20|\+)[\w.~+/=:-]{8,}/gi, leaves: `$1$2${CUT}` },
  { finds: /\b([Bb]asic)(\s{1,4}|%20|\+)(?=[a-z]*[A-Z0-9=])[\w+/=-]{8,}/g, leaves: `$1$2${CUT}` },
  // Tokens that are known by how they look: JSON Web Tokens, Lectern's API keys and tokens of codes, the ids of keys to a bucket.
  { finds: /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, leaves: CUT },
  { finds: /\bl[kc]_[\w-]{20,}/g, leaves: CUT },
  { finds: /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, leaves: CUT },
  {
    finds: new RegExp(
      String.raw`((?:${SECRET_NAMES}|${PERSONAL_NAMES})[\w-]{0,32}\\*["']?[ \t]{0,4}[:=][ \t]{0,4})${VALUE}`,
      'gi',
    ),
    leaves: `$1${CUT}`,
  },
  // What PostgreSQL says of a failed statement quotes rows.
  { finds: /\b(DETAIL|STATEMENT|CONTEXT|QUERY): {1,4}[^\r\n]{1,}/g, leaves: `$1: ${CUT}` },
  { finds: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, leaves: '[address]' },
];

/**
 * Takes secrets out of texts: those that it is told, in whatever form they may stand there (as they are, in a URL, in
 * JSON, in hexadecimal, in base64 alone or amid other bytes), and whatever looks like a credential, an address of a
 * person or a name of a file.
 */
export class Scrubber {
  readonly #forms: readonly string[];
  readonly #words: RegExp | undefined;
  /** The told secrets that are so ordinary that they stay where no pattern finds them. */
  readonly ordinary: ReadonlySet<string>;

  constructor(secrets: Iterable<string>) {
    const told = new Set([...secrets].filter((secret) => secret !== ''));
    this.ordinary = new Set([...told].filter((secret) => isOrdinary(secret)));
    const fit = [...told].filter((secret) => !isOrdinary(secret));
    const forms = fit.filter((secret) => secret.length >= LEAST_INSIDE).flatMap((secret) => formsOf(secret));
    // A form that holds another one goes first.
    this.#forms = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
    const words = fit
      .filter((secret) => secret.length < LEAST_INSIDE)
      .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.#words = words.length === 0 ? undefined : new RegExp(`(?<!\\w)(?:${words.join('|')})(?!\\w)`, 'g');
  }

  scrub(text: string): string {
    let left = text;
    for (const form of this.#forms) left = left.replaceAll(form, CUT);
    if (this.#words !== undefined) left = left.replace(this.#words, CUT);
    for (const { finds, leaves } of PATTERNS) left = left.replace(finds, leaves);
    return left;
  }
}

function isOrdinary(secret: string): boolean {
  return secret.length < LEAST || ORDINARY.has(secret.toLowerCase());
}

function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const strict = percent.replace(/[!'()*]/g, (sign) => `%${sign.codePointAt(0)?.toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const texts = [secret, json, JSON.stringify(json).slice(1, -1), encodeURI(secret), percent, strict];
  const lower = [percent, strict].map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  const plus = percent.replaceAll('%20', '+');
  const bytes = [Buffer.from(secret), ...decodedBytes(secret)];
  return [...texts, ...lower, plus, ...bytes.flatMap(encodedForms)];
}

/** A secret that is itself written in base64 or hexadecimal may stand elsewhere in the other one. */
function decodedBytes(secret: string): Buffer[] {
  if (/^(?:[0-9a-f]{2}){16,}$/i.test(secret)) return [Buffer.from(secret, 'hex')];
  if (/^[\w-]{22,}={0,2}$|^[A-Za-z0-9+/]{22,}={0,2}$/.test(secret)) return [Buffer.from(secret, 'base64')];
  return [];
}

function encodedForms(bytes: Buffer): string[] {
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((before) => coreOfBase64(bytes, before));
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const percent = base64.map((text) => encodeURIComponent(text));
  return [hex, hex.toUpperCase(), ...base64, ...url, ...percent].filter(
    (form) => form.length >= LEAST_ENCODED,
  );
}

/** What of the base64 of a longer text is these bytes' alone, where so many others come before them. */
function coreOfBase64(bytes: Buffer, before: number): string {
  const all = Buffer.concat([Buffer.alloc(before), bytes]);
  const text = all.toString('base64').replace(/=+$/, '');
  const shared = [0, 2, 3][before] ?? 0;
  return text.slice(shared, all.length % 3 === 0 ? undefined : -1);
}
