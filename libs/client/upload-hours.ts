/** From when to when bytes may be sent, each day, in the local time of the machine: `{ from: '22:00', to: '06:00' }`. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

const DAY_MINUTES = 24 * 60;

/** How long it is until bytes may be sent; 0 while they may. Where both ends are the same they always may. */
export function untilOpenMs({ from, to }: Hours, now: Date): number {
  const [open, close] = [minutesOf(from), minutesOf(to)];
  if (open === close) return 0;
  const minute = now.getHours() * 60 + now.getMinutes();
  const isOpen = open < close ? minute >= open && minute < close : minute >= open || minute < close;
  if (isOpen) return 0;
  const minutes = (open - minute + DAY_MINUTES) % DAY_MINUTES;
  return minutes * 60_000 - now.getSeconds() * 1000 - now.getMilliseconds();
}

/** @throws TypeError */
function minutesOf(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined) throw new TypeError(`'${time}' is no time of day: write it as 22:00.`);
  return Number(hours) * 60 + Number(minutes);
}
