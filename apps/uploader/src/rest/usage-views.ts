import { z } from 'zod';
import { MOST_PERIODS } from '#libs/usage';

const day = z.iso.date();

/** How every account of usage is asked for: whole UTC days, cut into periods. */
export const usageWindowAsked = z.object({
  interval: z.enum(['day', 'month']).default('day').describe('How long each period is'),
  from: day
    .optional()
    .describe(
      `The first day, in UTC; by days the first of the month unless told, by months a year ago. ${MOST_PERIODS.day} days or ${MOST_PERIODS.month} months at most`,
    ),
  to: day.optional().describe('The last day; today unless told'),
});

/** What was sent and watched in a period. */
export const viewingPoint = z.object({
  period: z.string().describe('`YYYY-MM-DD`, or `YYYY-MM`'),
  sentBytes: z.int().describe('Bodies that went out, as far as they did'),
  minutesWatched: z.int().describe('Minutes of the clock in which recordings were on their way'),
  views: z.int().describe('Playback sessions that began to watch'),
  viewers: z.int().describe('Different people who watched'),
});
