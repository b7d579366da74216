import { z } from 'zod';
import { InvalidRequest } from '#libs/http';
import { plainText } from '../rest/plain-text.js';

/** Forms send what nobody has filled in, so at every door what is empty counts as left out. */
const ifGiven = (text: string): string | undefined => (text === '' ? undefined : text);
const OR_EMPTY = 'empty counts as left out';

/** What may be said of a file beside its bytes, in whatever way it comes. */
export const described = {
  fileName: z
    .string()
    .min(1)
    .describe(
      'At most 255 characters. Folders in front of it, control characters and marks that turn the direction of writing are left out',
    ),
  sha256: z
    .string()
    .regex(/^(?:[0-9a-f]{64})?$/i, 'must be 64 hexadecimal digits')
    .toLowerCase()
    .transform(ifGiven)
    .optional()
    .describe(`Of the whole file: other bytes are refused with 460; ${OR_EMPTY}`),
  courseId: z
    .string()
    .max(64)
    .transform(ifGiven)
    .optional()
    .describe(`The course that the asset is put into; ${OR_EMPTY}`),
  title: plainText(0, 200)
    .transform(ifGiven)
    .optional()
    .describe(`The title of the asset; the file\u2019s name without it; ${OR_EMPTY}`),
  externalId: plainText(0, 200)
    .transform(ifGiven)
    .optional()
    .describe(
      `How your own platform calls the asset; what another asset, or one on its way, has is refused; ${OR_EMPTY}`,
    ),
  replaces: z
    .string()
    .max(64)
    .transform(ifGiven)
    .optional()
    .describe(
      `The asset whose bytes it replaces: all else of it stays, and what is served is served until these are ready. If-Match may name its version; ${OR_EMPTY}`,
    ),
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
