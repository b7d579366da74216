import { UsageWindowInvalid, UsageWindowTooLong } from './usage.errors.js';

export type UsageInterval = 'day' | 'month';

/** The most periods of one window: a quarter by days, three years by months. */
export const MOST_PERIODS: Readonly<Record<UsageInterval, number>> = { day: 92, month: 36 };

/** Whole UTC days, cut into periods; the first and the last month may be a part of one. */
export interface UsageWindow {
  readonly interval: UsageInterval;
  /** Its first day and its last, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD` or `YYYY-MM`, in order. */
  readonly periods: readonly string[];
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * @param asked.from the first day; without it the month of `to` begins, or with months the year that ends with `to`
 * @param asked.to the last day; today unless told
 * @throws UsageWindowInvalid, UsageWindowTooLong
 */
export function usageWindow(
  asked: {
    readonly interval: UsageInterval;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  },
  now: Date,
): UsageWindow {
  const { interval } = asked;
  const to = asked.to ?? dayOf(now);
  const end = momentOf(to);
  const from = asked.from ?? (interval === 'day' ? `${to.slice(0, 7)}-01` : elevenMonthsBefore(end));
  const start = momentOf(from);
  if (start > end) throw new UsageWindowInvalid();
  const days = (end.getTime() - start.getTime()) / DAY_MS + 1;
  // So that not even the list of a millennium's days is made.
  if (days > 31 * MOST_PERIODS.month) throw new UsageWindowTooLong(interval, MOST_PERIODS[interval]);
  const all = Array.from({ length: days }, (_, day) =>
    periodOf(dayOf(new Date(start.getTime() + day * DAY_MS)), interval),
  );
  const periods = [...new Set(all)];
  if (periods.length > MOST_PERIODS[interval]) throw new UsageWindowTooLong(interval, MOST_PERIODS[interval]);
  return { interval, from, to, periods };
}

/** The UTC day of a moment. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function periodOf(day: string, interval: UsageInterval): string {
  return interval === 'day' ? day : day.slice(0, 7);
}

function momentOf(day: string): Date {
  const moment = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(moment.getTime()) || dayOf(moment) !== day)
    throw new UsageWindowInvalid();
  return moment;
}

function elevenMonthsBefore(day: Date): string {
  return dayOf(new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 11, 1)));
}
