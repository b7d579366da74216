import { z } from 'zod';

/** How every list is paged: `cursor` is what the answer before gave as `nextCursor`. */
export const page = z.object({
  cursor: z
    .string()
    .max(512)
    .optional()
    .describe('The `nextCursor` of the page before; the first page without it'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('The most that the page may hold'),
});
