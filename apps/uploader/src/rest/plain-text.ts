import { z } from 'zod';

/** How many characters a text has, as JSON Schema and people count them: an emoji is one, not two units of UTF-16. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * Text of people: trimmed, of bounded length in characters, and without control characters but line breaks and tabs.
 * What is longer is refused, never cut.
 */
export function plainText(minimum: number, maximum: number) {
  return (
    z
      .string()
      .trim()
      .min(minimum)
      .refine((text) => characters(text) <= maximum, { message: `must have at most ${maximum} characters` })
      // What is half of a character would be stored as another one.
      .refine((text) => text.isWellFormed(), { message: 'must hold whole characters' })
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$/, 'must hold no control characters')
      .meta({ maxLength: maximum })
  );
}
