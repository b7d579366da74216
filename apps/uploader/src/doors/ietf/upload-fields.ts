import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { CHECKSUMMED_BODY_BYTES } from '../../intake/body-checksum.js';
import { ChecksummedBodyTooLong } from '../../intake/intake.errors.js';
import type { WholeGo } from '../../intake/upload-writer.js';
import { digestsOf, parseContentDigest } from '../content-digest.js';
import { InconsistentLength, InvalidUploadField } from './ietf.errors.js';

/** Type of an append's body. */
export const PARTIAL_UPLOAD = 'application/partial-upload';

/** What the draft's fields and the message itself say of one request. */
export interface UploadFields {
  /** Whether this request brings the end. */
  readonly complete: boolean | undefined;
  readonly offset: number | undefined;
  readonly length: number | undefined;
  /** Of the body; undefined where only its end will tell. */
  readonly contentBytes: number | undefined;
}

/**
 * A field that is not of its structured type makes the request malformed, as RFC 9651 section 4.2 allows: as if it had
 * not been sent, an upload would take another length, or another end, than its sender means.
 *
 * @throws InvalidUploadField
 */
export function uploadFields({ headers }: IncomingMessage): UploadFields {
  return {
    complete: booleanItem(headers, 'Upload-Complete'),
    offset: integerItem(headers, 'Upload-Offset'),
    length: integerItem(headers, 'Upload-Length'),
    contentBytes:
      headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : undefined,
  };
}

/**
 * How long the whole is, as far as a request that starts at `offset` says: by Upload-Length, or because it
 * brings the rest and says how much that is.
 *
 * @throws InconsistentLength
 */
export function lengthSaid(fields: UploadFields, offset: number): number | undefined {
  const { complete, contentBytes, length } = fields;
  const byContent = complete === true && contentBytes !== undefined ? offset + contentBytes : undefined;
  if (length !== undefined && byContent !== undefined && length !== byContent) throw new InconsistentLength();
  return length ?? byContent;
}

/** Content-Digest of this request's body: all that it has. @throws InvalidContentDigest, ChecksummedBodyTooLong */
export function contentChecksum(headers: IncomingHttpHeaders, fields: UploadFields): WholeGo | undefined {
  const digest = headers['content-digest'];
  if (digest === undefined) return undefined;
  if ((fields.contentBytes ?? 0) > CHECKSUMMED_BODY_BYTES)
    throw new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES);
  const { checksums } = parseContentDigest(String(digest), CHECKSUMMED_BODY_BYTES);
  return {
    update: (chunk) => checksums.forEach((checksum) => checksum.update(chunk)),
    verify: () => checksums.forEach((checksum) => checksum.verify()),
  };
}

/**
 * The SHA-256 of Repr-Digest, in hexadecimal digits.
 *
 * @throws InvalidUploadField where it has another digest only, which would not be verified
 */
export function representationSha256(headers: IncomingHttpHeaders): string | undefined {
  const digest = headers['repr-digest'];
  if (digest === undefined) return undefined;
  const sha256 = digestsOf(String(digest))?.get('sha-256');
  if (sha256?.byteLength !== 32) throw new InvalidUploadField('Repr-Digest');
  return sha256.toString('hex');
}

const TOKEN = String.raw`[!#$%&'*+.^_${'`'}|~A-Za-z0-9-]+`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const DISPOSITION = new RegExp(
  `^[ \\t]*${TOKEN}((?:[ \\t]*;[ \\t]*${TOKEN}[ \\t]*=[ \\t]*(?:${TOKEN}|${QUOTED}))*)[ \\t]*;?[ \\t]*$`,
);
const PARAMETER = new RegExp(`;[ \\t]*(${TOKEN})[ \\t]*=[ \\t]*(?:(${TOKEN})|(${QUOTED}))`, 'g');

/**
 * The file name of Content-Disposition (RFC 6266), or `unnamed` where it says none. A name in quotes may be bare UTF-8,
 * as many clients send it.
 *
 * @throws InvalidUploadField where the field can't be read, or names the file twice: no other name is made of it
 */
export function fileNameOf(headers: IncomingHttpHeaders): string {
  const disposition = headers['content-disposition'] ?? '';
  if (disposition.trim() === '') return 'unnamed';
  const [, parameters] = DISPOSITION.exec(disposition) ?? [];
  if (parameters === undefined) throw new InvalidUploadField('Content-Disposition');
  const said = new Map<string, string>();
  for (const [, name = '', token, quoted = ''] of parameters.matchAll(PARAMETER)) {
    if (said.has(name.toLowerCase())) throw new InvalidUploadField('Content-Disposition');
    said.set(name.toLowerCase(), token ?? quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
  }
  const extended = said.get('filename*');
  const name = extended === undefined ? bareUtf8(said.get('filename') ?? '') : extendedText(extended);
  return name === '' ? 'unnamed' : name;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Node gives the bytes of a field as latin1. @throws InvalidUploadField where they are no UTF-8 */
function bareUtf8(text: string): string {
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    throw new InvalidUploadField('Content-Disposition');
  }
}

/** RFC 8187, in UTF-8. @throws InvalidUploadField */
function extendedText(value: string): string {
  const encoded = /^UTF-8'[^']*'(.*)$/i.exec(value)?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // Told below.
  }
  throw new InvalidUploadField('Content-Disposition');
}

/** RFC 9651 section 3.1.2: nothing here has any, and they are passed over, but they must be some. */
const PARAMETERS = String.raw`(?: *; *[a-z*][a-z0-9_.*-]*(?:=(?:"(?:[^"\\]|\\["\\])*"|[^\s";,]+))?)*`;
const BOOLEAN = new RegExp(`^ *\\?([01])${PARAMETERS} *$`);
const INTEGER = new RegExp(`^ *([0-9]{1,15})${PARAMETERS} *$`);

/** RFC 9651 section 3.3.6. @throws InvalidUploadField */
function booleanItem(headers: IncomingHttpHeaders, name: string): boolean | undefined {
  const digit = item(headers, name, BOOLEAN);
  return digit === undefined ? undefined : digit === '1';
}

/** RFC 9651 section 3.3.1, not negative. @throws InvalidUploadField */
function integerItem(headers: IncomingHttpHeaders, name: string): number | undefined {
  const digits = item(headers, name, INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function item(headers: IncomingHttpHeaders, name: string, form: RegExp): string | undefined {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return undefined;
  const bare = form.exec(String(value))?.[1];
  if (bare === undefined) throw new InvalidUploadField(name);
  return bare;
}
