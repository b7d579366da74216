import { ASKER_FIELDS, type AskerField } from '../admission.js';

/**
 * The requests that the fast lane answers. Everything else, also what HTTP allows, is somebody else's: the
 * bytes go to the ordinary server as they came. The grammar, in the terms of RFC 9112, each rule narrower than
 * the RFC's:
 *
 *     request = method SP target SP "HTTP/1.1" CRLF 1*( field CRLF ) CRLF      at most 8 KiB
 *     method  = "GET" / "HEAD"
 *     target  = "/s/" 1*( ALPHA / DIGIT / "." / "_" / "~" / "=" / ":" / "/" / "-" )
 *     field   = 1*( ALPHA / DIGIT / "-" ) ":" [ SP 1*( VCHAR / SP ) ]          no HTAB, no bytes above 7E
 *
 * Exactly one Host. The fields that are read (UNDERSTOOD) may stand once, in the forms below. Fields that
 * change where a request ends, what the answer is or what comes after it (FOREIGN) make it somebody else's;
 * so no request that has a body is ever answered here. All other fields mean nothing to a file and are skipped.
 */
export const LARGEST_HEAD_BYTES = 8 * 1024;

const FIELD = String.raw`[A-Za-z0-9-]+:(?: [\x21-\x7e][\x20-\x7e]*)?\r\n`;
// Sticky, and deterministic at each character: linear in the head's length.
const REQUEST = new RegExp(
  String.raw`(GET|HEAD) (/s/[A-Za-z0-9._~=:/-]+) HTTP/1\.1\r\n((?:${FIELD})+)\r\n`,
  'y',
);

const FOREIGN: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'trailer',
  'te',
  'expect',
  'upgrade',
  'http2-settings',
  'proxy-connection',
  'if-match',
  'if-unmodified-since',
]);

const ETAG = String.raw`(?:W/)?"[\x21\x23-\x7e]{0,128}"`;
const DATE = String.raw`[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT`;
const PRINTABLE = /^[\x20-\x7e]+$/;
const UNDERSTOOD: Readonly<Record<Understood, RegExp>> = {
  host: /^(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?$/,
  connection: /^(?:keep-alive|close)$/i,
  range: /^bytes=(?:[0-9]{1,15}-[0-9]{0,15}|-[0-9]{1,15})$/,
  'if-range': new RegExp(`^(?:${ETAG}|${DATE})$`),
  'if-none-match': new RegExp(String.raw`^(?:\*|${ETAG})$`),
  'if-modified-since': new RegExp(`^${DATE}$`),
  origin: /^[\x21-\x7e]+$/,
  'x-request-id': PRINTABLE,
  ...(Object.fromEntries(ASKER_FIELDS.map((name) => [name, PRINTABLE])) as Record<AskerField, RegExp>),
};

/** Whether this is a value of the field Range that the lane reads. */
export function isRange(value: string): boolean {
  return UNDERSTOOD.range.test(value);
}

const FORMS: ReadonlyMap<string, RegExp> = new Map(Object.entries(UNDERSTOOD));

type Understood =
  | 'host'
  | 'connection'
  | 'range'
  | 'if-range'
  | 'if-none-match'
  | 'if-modified-since'
  | 'origin'
  | AskerField
  | 'x-request-id';

export type LaneFields = { [name in Understood]?: string };

export interface LaneRequest {
  readonly method: 'GET' | 'HEAD';
  readonly target: string;
  readonly fields: LaneFields;
  /** Where the next request begins. */
  readonly end: number;
}

/** The fields of the last request: a player sends the same ones each time, but for the target and the range. */
export class KnownFields {
  lines = '';
  fields: LaneFields | undefined;
}

/**
 * Reads the request that begins at `start` of `text` (the bytes as latin1). `partial`: so far it might become
 * one, the rest has to come first.
 */
export function readRequest(
  text: string,
  start: number,
  known = new KnownFields(),
): LaneRequest | 'partial' | 'foreign' {
  REQUEST.lastIndex = start;
  const match = REQUEST.exec(text);
  if (match === null) return mayBecomeOne(text, start) ? 'partial' : 'foreign';
  const [head, method, target = '', lines = ''] = match;
  if (head.length > LARGEST_HEAD_BYTES) return 'foreign';
  if (lines !== known.lines) {
    const kept = ownText(lines, text);
    known.fields = fieldsOf(kept);
    known.lines = kept;
  }
  const { fields } = known;
  if (fields === undefined) return 'foreign';
  const end = start + head.length;
  return { method: method === 'HEAD' ? 'HEAD' : 'GET', target: ownText(target, text), fields, end };
}

/** Of a longer text a piece is copied. */
const SHORT_TEXT = 2 * 1024;

/**
 * A piece of a text as V8 cuts it out keeps all of that text in memory, up to 64 KiB of requests that came at once,
 * for as long as the connection lives, or the token that it holds is remembered.
 */
function ownText(piece: string, text: string): string {
  return text.length <= SHORT_TEXT ? piece : Buffer.from(piece, 'latin1').toString('latin1');
}

/** Undefined when a field is not for us, or Host is missing. */
function fieldsOf(lines: string): LaneFields | undefined {
  const fields: LaneFields = {};
  for (let at = 0; at < lines.length; ) {
    const colon = lines.indexOf(':', at);
    const end = lines.indexOf('\r\n', colon);
    const name = lines.slice(at, colon).toLowerCase();
    if (FOREIGN.has(name)) return undefined;
    const form = FORMS.get(name);
    if (form !== undefined) {
      const value = lines.slice(colon + 2, end);
      const understood = name as Understood;
      if (fields[understood] !== undefined || !form.test(value)) return undefined;
      fields[understood] = value;
    }
    at = end + 2;
  }
  return fields.host === undefined ? undefined : fields;
}

const BEGINNINGS = ['GET /s/', 'HEAD /s/'];

/** Whether more bytes could make it a request of ours: it begins as one, and no line of it is odd or the last. */
function mayBecomeOne(text: string, start: number): boolean {
  const length = text.length - start;
  if (length >= LARGEST_HEAD_BYTES) return false;
  if (!BEGINNINGS.some((beginning) => beginning.startsWith(text.slice(start, start + beginning.length)))) {
    return false;
  }
  const rest = text.slice(start);
  return !rest.includes('\r\n\r\n') && !/[^\x20-\x7e\r\n]|(?<!\r)\n|\r(?!\n|$)/.test(rest);
}
