import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type BodyChecksum, CHECKSUMMED_BODY_BYTES } from '../../intake/body-checksum.js';
import { ChecksummedBodyTooLong } from '../../intake/intake.errors.js';
import { parseContentDigest } from '../content-digest.js';
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

/** A field that is not of its structured type counts as not sent, as the draft has it. */
export function uploadFields({ headers }: IncomingMessage): UploadFields {
  return {
    complete: booleanItem(headers['upload-complete']),
    offset: integerItem(headers['upload-offset']),
    length: integerItem(headers['upload-length']),
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

/** Content-Digest of this request's body. @throws InvalidContentDigest, ChecksummedBodyTooLong */
export function contentChecksum(
  headers: IncomingHttpHeaders,
  fields: UploadFields,
): BodyChecksum | undefined {
  const digest = headers['content-digest'];
  if (digest === undefined) return undefined;
  if ((fields.contentBytes ?? 0) > CHECKSUMMED_BODY_BYTES)
    throw new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES);
  return parseContentDigest(String(digest), CHECKSUMMED_BODY_BYTES).checksums[0];
}

/** The SHA-256 of Repr-Digest, in hexadecimal digits. @throws InvalidUploadField where it has another digest only */
export function representationSha256(headers: IncomingHttpHeaders): string | undefined {
  const digest = headers['repr-digest'];
  if (digest === undefined) return undefined;
  const base64 = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)/.exec(String(digest))?.[1];
  if (base64 === undefined) throw new InvalidUploadField('Repr-Digest');
  return Buffer.from(base64, 'base64').toString('hex');
}

/** The file name of Content-Disposition (RFC 6266), or `unnamed`. @throws InvalidUploadField */
export function fileNameOf(headers: IncomingHttpHeaders): string {
  const disposition = headers['content-disposition'] ?? '';
  const extended = /;\s*filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended);
    } catch {
      throw new InvalidUploadField('Content-Disposition');
    }
  }
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? 'unnamed';
}

/** RFC 9651 section 3.3.6, parameters ignored. */
function booleanItem(value: string | string[] | undefined): boolean | undefined {
  const digit = /^ *\?([01]) *(?:;.*)?$/.exec(String(value))?.[1];
  return digit === undefined ? undefined : digit === '1';
}

/** RFC 9651 section 3.3.1, not negative, parameters ignored. */
function integerItem(value: string | string[] | undefined): number | undefined {
  const digits = /^ *([0-9]{1,15}) *(?:;.*)?$/.exec(String(value))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
