import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Door } from '#libs/catalog';
import type { FileDescription, Intention } from '../../intake/upload-beginning.js';
import { expectedVersion } from '../../rest/if-match.js';
import { checked, described } from '../description.js';
import { InvalidTusHeader } from './tus.errors.js';
import { bytesHeader, parseMetadata } from './tus-headers.js';

/** Of tus's metadata; the length stands in a header of its own. */
const description = z.object(described);

/** What a tus client means by its POST. */
export type Creation =
  | {
      readonly kind: 'final';
      readonly intention: FileDescription & { readonly door: Door };
      readonly of: readonly string[];
    }
  | { readonly kind: Exclude<Intention['kind'], 'final'>; readonly intention: Intention };

/**
 * By the extensions creation, creation-defer-length and concatenation.
 *
 * @throws InvalidTusHeader, InvalidRequest
 */
export function tusCreation(request: FastifyRequest): Creation {
  const metadata = parseMetadata(textHeader(request, 'Upload-Metadata'));
  const given = {
    fileName: metadata.get('filename') || metadata.get('name') || 'unnamed',
    title: metadata.get('title'),
    courseId: metadata.get('courseId'),
    sha256: metadata.get('sha256'),
    externalId: metadata.get('externalId'),
    replaces: metadata.get('replaces'),
  };
  // `fromEntries` makes a member of whatever name, `__proto__` too.
  const kept = Object.fromEntries(metadata);
  const ofVersion = expectedVersion(request.headers['if-match']);
  const intention = { ...checked(description, given), ofVersion, door: 'tus', metadata: kept } as const;
  const concat = textHeader(request, 'Upload-Concat');
  if (concat?.startsWith('final;') === true) {
    for (const name of ['Upload-Length', 'Upload-Defer-Length'])
      if (request.headers[name.toLowerCase()] !== undefined) throw new InvalidTusHeader(name);
    return { kind: 'final', intention, of: partialsOf(concat) };
  }
  const bytes = lengthOf(request);
  if (concat !== undefined && concat !== 'partial') throw new InvalidTusHeader('Upload-Concat');
  const kind = concat ?? 'whole';
  return { kind, intention: { ...intention, kind, bytes } };
}

function lengthOf(request: FastifyRequest): number | null {
  const deferred = request.headers['upload-defer-length'];
  if (deferred === undefined) return bytesHeader(request, 'Upload-Length');
  if (deferred !== '1' || request.headers['upload-length'] !== undefined)
    throw new InvalidTusHeader('Upload-Defer-Length');
  return null;
}

/** The ids behind the addresses of a final upload's pieces, whatever a proxy put before them. */
function partialsOf(concat: string): string[] {
  const addresses = concat.slice('final;'.length).trim().split(/ +/);
  return addresses.map((address) => {
    const id = /\/v1\/uploads\/([A-Za-z0-9_]{1,64})$/.exec(address)?.[1];
    if (id === undefined) throw new InvalidTusHeader('Upload-Concat');
    return id;
  });
}

function textHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(',') : value;
}
