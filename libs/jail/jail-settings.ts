import { z } from 'zod';

/** How much of a jail there must be for a program that reads uploads. */
export type JailMode = z.output<typeof jailSettings.LECTERN_JAIL>;

/** The setting of the worker, which the doctor asks for, too. */
export const jailSettings = {
  LECTERN_JAIL: z
    .enum(['auto', 'required', 'off'])
    .default('auto')
    .describe(
      'The jail of the programs that read uploads: as much of it as this machine offers, all of it or no start, or none',
    ),
} as const;
