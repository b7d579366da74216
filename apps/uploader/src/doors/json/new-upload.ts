import { z } from 'zod';
import { partCount } from '#libs/catalog';
import type { Intention } from '../../intake/upload-beginning.js';
import { checked, described } from '../description.js';

const KIB = 1024;
const MOST_PARTS = 10_000;

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
  .meta({
    id: 'NewUpload',
    examples: [
      {
        fileName: 'lesson.mp4',
        bytes: 734_003_200,
        title: 'A lesson',
        courseId: 'crs_8h2mz6q0vt4xk1pw9sd5nc',
      },
    ],
  });

/** What can be said of an upload once it has begun. */
export const lateHash = z
  .object({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
      .toLowerCase()
      .describe('Of the whole file: other bytes are refused with 460'),
  })
  .meta({
    id: 'LateHash',
    examples: [{ sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }],
  });

/** @throws InvalidRequest */
export function intentionOf(body: unknown): Intention {
  const { bytes, partBytes, direct, ...file } = checked(newUpload, body ?? {});
  if (partBytes === undefined) return { ...file, kind: 'whole', door: 'tus', bytes };
  return { ...file, kind: direct === true ? 'direct' : 'parts', bytes, partBytes };
}
