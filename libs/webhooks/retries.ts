/** How often, and for how long, a delivery is tried that nobody takes. */
export interface Retries {
  readonly firstMs: number;
  /** By how much each pause is longer than the one before. */
  readonly factor: number;
  readonly longestMs: number;
  /** After which a delivery is given up that fails, and an endpoint is disabled that has taken nothing. */
  readonly forMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** After 10 s, 30 s, 90 s, … and then every four hours, for three days: 25 attempts. */
export const RETRIES: Retries = {
  firstMs: 10_000,
  factor: 3,
  longestMs: 4 * HOUR_MS,
  forMs: 72 * HOUR_MS,
};

/**
 * How long to wait after so many attempts: between half of the pause and all of it, so that what failed together does not
 * come again together.
 */
export function pauseMs({ firstMs, factor, longestMs }: Retries, attempts: number): number {
  const pause = Math.min(longestMs, firstMs * factor ** Math.max(0, attempts - 1));
  return pause * (0.5 + Math.random() / 2);
}
