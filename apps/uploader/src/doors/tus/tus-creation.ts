import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Door, partCount } from '#libs/catalog';
import { InvalidRequest } from '#libs/http';
import type { FileDescription, Intention } from '../../intake/upload-beginning.js';
import { plainText } from '../../rest/plain-text.js';
import { InvalidTusHeader } from './tus.errors.js';
import { bytesHeader, parseMetadata } from './tus-headers.js';

const KIB = 1024;
const MOST_PARTS = 10_000;

const described = {
  fileName: z.string().min(1).max(1024),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .optional(),
  courseId: z.string().max(64).optional(),
  title: plainText(1, 200).optional(),
};

export const newUpload = z
  .object({
    ...described,
    bytes: z.int().nonnegative(),
    partBytes: z
      .int()
      .min(64 * KIB)
      .max(KIB ** 3)
      .optional()
      .describe('Makes it an upload in numbered parts of this size (but for the last)'),
    direct: z
      .boolean()
      .optional()
      .describe('The parts go straight to the bucket, where this service allows it; wants partBytes'),
  })
  .refine(({ bytes, partBytes }) => partBytes === undefined || partCount(bytes, partBytes) <= MOST_PARTS, {
    path: ['partBytes'],
    message: `must be large enough for ${MOST_PARTS} parts at most`,
  })
  .refine(({ direct, partBytes }) => direct !== true || partBytes !== undefined, {
    path: ['partBytes'],
    message: 'must be given with direct',
  })
  .meta({ id: 'NewUpload' });

/** Of tus's metadata; the length stands in a header of its own. */
const description = z.object(described);

/** What a client means by its `POST /v1/uploads`. */
export type Creation =
  | {
      readonly kind: 'final';
      readonly intention: FileDescription & { readonly door: Door };
      readonly of: readonly string[];
    }
  | { readonly kind: Exclude<Intention['kind'], 'final'>; readonly intention: Intention };

/** @throws InvalidRequest */
export function jsonCreation(body: unknown): Creation {
  const { bytes, partBytes, direct, ...rest } = checked(newUpload, body ?? {});
  const file = fieldsOf(rest);
  if (partBytes === undefined)
    return { kind: 'whole', intention: { ...file, kind: 'whole', door: 'tus', bytes } };
  const kind = direct === true ? 'direct' : 'parts';
  return { kind, intention: { ...file, kind, bytes, partBytes } };
}

/**
 * By the extensions creation, creation-defer-length and concatenation.
 *
 * @throws InvalidTusHeader, InvalidRequest
 */
export function tusCreation(request: FastifyRequest): Creation {
  const metadata = parseMetadata(textHeader(request, 'Upload-Metadata'));
  const { filename, name, title, courseId, sha256 } = metadata;
  const given = {
    fileName: filename || name || 'unnamed',
    ...(title ? { title } : {}),
    ...(courseId ? { courseId } : {}),
    ...(sha256 ? { sha256 } : {}),
  };
  const intention = { ...fieldsOf(checked(description, given)), door: 'tus', metadata } as const;
  const concat = textHeader(request, 'Upload-Concat');
  if (concat?.startsWith('final;') === true) {
    if (request.headers['upload-length'] !== undefined) throw new InvalidTusHeader('Upload-Length');
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

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    'An upload begins with a fileName and its length in bytes.',
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
}

function fieldsOf({ fileName, sha256, courseId, title }: z.output<typeof description>) {
  return { fileName, sha256: sha256?.toLowerCase(), courseId, title };
}
