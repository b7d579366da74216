import { z } from 'zod';

/** Text of people: trimmed, of bounded length, and without control characters but line breaks and tabs. */
export function plainText(minimum: number, maximum: number) {
  return (
    z
      .string()
      .trim()
      .min(minimum)
      .max(maximum)
      // oxlint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'must hold no control characters')
  );
}
