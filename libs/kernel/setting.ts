import { z } from 'zod';

const list = (fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    );

/** An origin as browsers send it, or `*`. */
function isOrigin(text: string): boolean {
  return text === '*' || (URL.canParse(text) && new URL(text).origin === text);
}

/** How each kind of setting is written in the environment, whichever app it is of. */
export const setting = {
  /** Yes or no, in any of the usual words: `true`, `on`, `yes`, `1`, and their opposites. */
  flag: (fallback: boolean) => z.stringbool().prefault(String(fallback)),
  /** A whole number from 1 on. */
  count: (fallback: number) => z.coerce.number().int().positive().default(fallback),
  /** A port to listen on; 0 for any that is free. */
  port: (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback),
  /** Items by commas, with or without spaces; none of them is empty. */
  list,
  /** A list of origins, as browsers send them; `*` stands for all. */
  origins: (fallback?: string) =>
    list(fallback).refine((items) => items.every(isOrigin), {
      message: 'holds something that is neither * nor an origin such as https://learn.example.org',
    }),
  /** Marks a value that nobody may be shown who may not have it: no listing of settings shows it. */
  secret: <S extends z.ZodType>(schema: S): S => schema.meta({ secret: true }),
} as const;
