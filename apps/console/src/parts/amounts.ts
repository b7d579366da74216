import type { Language } from '../words/define.js';

const STEPS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as people say them: `1.4 GB` (of 1,000, as links and disks are sold). */
export function bytesIn(language: Language, bytes: number): string {
  let step = 0;
  let amount = bytes;
  while (amount >= 1_000 && step < STEPS.length - 1) {
    amount /= 1_000;
    step += 1;
  }
  const digits = step === 0 || amount >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(amount);
  return `${number} ${STEPS[step]}`;
}

/** A position or length of a recording: `1:02:03`, `4:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function dayIn(language: Language, moment: string | Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(moment));
}

export function momentIn(language: Language, moment: string | Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(moment),
  );
}

const AGO: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 hours ago`; beyond a month the day. */
export function agoIn(language: Language, moment: string, now = Date.now()): string {
  const seconds = (new Date(moment).getTime() - now) / 1000;
  if (Math.abs(seconds) > 30 * 86_400) return dayIn(language, moment);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of AGO)
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  return format.format(0, 'minute');
}
