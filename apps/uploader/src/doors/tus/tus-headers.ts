import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BodyChecksum, CHECKSUMMED_BODY_BYTES } from '../../intake/body-checksum.js';
import { ChecksummedBodyTooLong } from '../../intake/intake.errors.js';
import { TUS_PLACE } from '../raw-request.js';
import { InvalidTusHeader, TusVersionUnsupported } from './tus.errors.js';

export const TUS_VERSION = '1.0.0';
/** As the API's description has it. */
export const TUS_HEADER = {
  name: 'Tus-Resumable',
  description: 'The version of tus that the client speaks',
  required: true,
  schema: { type: 'string', enum: [TUS_VERSION] },
};
/** All of them need a storage that can write an object in several goes. */
export const TUS_EXTENSIONS = [
  'creation',
  'creation-with-upload',
  'creation-defer-length',
  'expiration',
  'checksum',
  'termination',
  'concatenation',
] as const;
export const CHECKSUM_ALGORITHMS = ['sha1', 'sha256', 'crc32', 'crc32c'] as const;
export const PATCH_TYPE = 'application/offset+octet-stream';

/** What tus wants in every answer, whoever makes it. GET is no method of tus: it asks for JSON. */
export function tusFields({ method, url = '' }: IncomingMessage): Readonly<Record<string, string>> {
  return method !== 'GET' && TUS_PLACE.test(url) ? { 'tus-resumable': TUS_VERSION } : {};
}

/** @throws TusVersionUnsupported, after the answer's headers have been told which versions are spoken */
export function requireVersion(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['tus-resumable'] === TUS_VERSION) return;
  void reply.header('tus-version', TUS_VERSION);
  throw new TusVersionUnsupported();
}

/** A header that must be a whole number of bytes. @throws InvalidTusHeader */
export function bytesHeader(request: FastifyRequest, name: string): number {
  const value = request.headers[name.toLowerCase()];
  if (
    typeof value !== 'string' ||
    !/^(?:0|[1-9][0-9]{0,15})$/.test(value) ||
    !Number.isSafeInteger(Number(value))
  )
    throw new InvalidTusHeader(name);
  return Number(value);
}

/**
 * Upload-Checksum: `algorithm base64`, of the body of this request.
 *
 * @throws InvalidTusHeader for an algorithm that is not announced, too; ChecksummedBodyTooLong
 */
export function checksumHeader(request: FastifyRequest): BodyChecksum | undefined {
  const value = request.headers['upload-checksum'];
  if (value === undefined) return undefined;
  const [, name, base64] =
    /^([a-z0-9]+) ((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(String(value)) ??
    [];
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name);
  if (algorithm === undefined || base64 === undefined) throw new InvalidTusHeader('Upload-Checksum');
  const checksum = BodyChecksum.expecting(algorithm, Buffer.from(base64, 'base64'));
  if (checksum === undefined) throw new InvalidTusHeader('Upload-Checksum');
  if (Number(request.headers['content-length'] ?? 0) > CHECKSUMMED_BODY_BYTES)
    throw new ChecksummedBodyTooLong(CHECKSUMMED_BODY_BYTES);
  return checksum;
}

// Padded or not, but never with bits left over: what is cut would be another text.
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/**
 * Upload-Metadata: `key base64, key base64 …`, as the creation extension has it. Values are UTF-8 without NUL. Keys are
 * the client's own, so any name may be one, also one that every object has.
 *
 * @throws InvalidTusHeader
 */
export function parseMetadata(header: string | undefined): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (header === undefined || header.trim() === '') return metadata;
  if (header.length > 8192) throw new InvalidTusHeader('Upload-Metadata');
  for (const pair of header.split(',')) {
    const [key, value = '', ...rest] = pair.trim().split(/ +/);
    if (
      key === undefined ||
      !/^[\x21-\x7e]+$/.test(key) ||
      metadata.has(key) ||
      rest.length > 0 ||
      !BASE64.test(value)
    ) {
      throw new InvalidTusHeader('Upload-Metadata');
    }
    metadata.set(key, textOf(value));
  }
  return metadata;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(base64: string): string {
  try {
    const text = utf8.decode(Buffer.from(base64, 'base64'));
    // No text of the database can hold one.
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw new InvalidTusHeader('Upload-Metadata');
}
