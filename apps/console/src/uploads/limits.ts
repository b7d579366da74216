import type { Hours } from '#libs/client';
import { remember, remembered } from '../parts/remembered.js';

/** How much of the link this browser's uploads may take, and when. */
export interface Limits {
  /** undefined: as much as there is. */
  readonly capKbps: number | undefined;
  /** undefined: at any hour. */
  readonly hours: Hours | undefined;
}

export function rememberedLimits(): Limits {
  const cap = Number(remembered('cap'));
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(remembered('hours') ?? '') ?? [];
  return {
    capKbps: cap > 0 ? cap : undefined,
    hours: from === undefined || to === undefined ? undefined : { from, to },
  };
}

export function rememberLimits({ capKbps, hours }: Limits): void {
  remember('cap', capKbps === undefined ? '' : String(capKbps));
  remember('hours', hours === undefined ? '' : `${hours.from}-${hours.to}`);
}
