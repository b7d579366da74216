import { z } from 'zod';
import { InvalidRequest } from '#libs/http';
import { plainText } from '../rest/plain-text.js';

/** What may be said of a file beside its bytes, in whatever way it comes. */
export const described = {
  fileName: z.string().min(1).max(1024),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .toLowerCase()
    .optional(),
  courseId: z.string().max(64).optional(),
  title: plainText(1, 200).optional(),
};

/** @throws InvalidRequest, with this sentence and every field that does not fit */
export function checked<S extends z.ZodType>(
  schema: S,
  value: unknown,
  sentence = 'An upload begins with a fileName and its length in bytes.',
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(
    sentence,
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
}
