import type { Clock } from '#libs/kernel';

/** The clock's UTC day, as `YYYY-MM-DD`. */
export function utcDay(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}
