import type { z } from 'zod';

/** What must hold between settings: the names that it is about, and what is said of the first where it does not. */
export interface Rule<S> {
  readonly of: readonly (keyof S & string)[];
  readonly holds: (settings: S) => boolean;
  readonly otherwise: string;
}

/**
 * The schema with rules between its settings. A rule is asked also where other settings are wrong, so that all
 * problems are told at once; but not where one of its own is.
 */
export function withRules<S extends z.ZodObject>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  return schema.superRefine(
    (settings, context) => {
      const wrong = new Set(context.issues.map(({ path }) => path?.[0]));
      for (const { of, holds, otherwise } of rules) {
        if (of.some((name) => wrong.has(name)) || holds(settings)) continue;
        context.addIssue({ code: 'custom', path: of.slice(0, 1), message: otherwise });
      }
    },
    { when: () => true },
  );
}
