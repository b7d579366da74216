import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidTusHeader, TusVersionUnsupported } from './tus.errors.js';

export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = ['creation', 'creation-with-upload', 'expiration', 'termination'] as const;
export const PATCH_TYPE = 'application/offset+octet-stream';

/** @throws TusVersionUnsupported, after the answer's headers have been told which version is spoken */
export function requireVersion(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('tus-resumable', TUS_VERSION);
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
 * Upload-Metadata: `key base64, key base64 …`, as the creation extension has it. Values are UTF-8.
 *
 * @throws InvalidTusHeader
 */
export function parseMetadata(header: string | undefined): Record<string, string> {
  const metadata: Record<string, string> = {};
  if (header === undefined || header.trim() === '') return metadata;
  if (header.length > 8192) throw new InvalidTusHeader('Upload-Metadata');
  for (const pair of header.split(',')) {
    const [key, value = '', ...rest] = pair.trim().split(/ +/);
    if (
      key === undefined ||
      !/^[\x21-\x7e]+$/.test(key) ||
      key in metadata ||
      rest.length > 0 ||
      !/^[A-Za-z0-9+/]*={0,2}$/.test(value)
    ) {
      throw new InvalidTusHeader('Upload-Metadata');
    }
    metadata[key] = Buffer.from(value, 'base64').toString('utf8');
  }
  return metadata;
}
