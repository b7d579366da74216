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

/** @throws InvalidRequest */
export function intentionOf(body: unknown): Intention {
  const { bytes, partBytes, direct, ...file } = checked(newUpload, body ?? {});
  if (partBytes === undefined) return { ...file, kind: 'whole', door: 'tus', bytes };
  return { ...file, kind: direct === true ? 'direct' : 'parts', bytes, partBytes };
}
