import { z } from 'zod';

/** The settings of every service's log; spread into an app's own schema. */
export const logSettings = {
  LECTERN_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('How much is logged'),
  LECTERN_POD: z.string().optional().describe('The pod\u2019s name, for the log'),
  LECTERN_COMMIT: z
    .string()
    .default('unknown')
    .describe(
      'The commit that it was built from, for the metric lectern_build_info; images and a clone know it by themselves',
    ),
} as const;
