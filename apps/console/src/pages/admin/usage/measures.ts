import { bytesIn } from '../../../parts/amounts.js';
import type { Language } from '../../../words/define.js';
import type { Point } from './usage-queries.js';

interface Measure {
  readonly name: 'stored' | 'received' | 'sent' | 'minutesWatched' | 'viewers' | 'encodes';
  readonly of: (point: Point) => number;
  readonly isBytes: boolean;
  /** What several periods come to: what flows is added, of what is kept the last counts, of people the most at once. */
  readonly over: 'sum' | 'last' | 'most';
}

/** What is counted, in the order in which it is shown. */
export const MEASURES: readonly Measure[] = [
  {
    name: 'stored',
    of: ({ usedBytes, derivedBytes }) => (usedBytes ?? 0) + (derivedBytes ?? 0),
    isBytes: true,
    over: 'last',
  },
  { name: 'received', of: ({ receivedBytes }) => receivedBytes ?? 0, isBytes: true, over: 'sum' },
  { name: 'sent', of: ({ sentBytes }) => sentBytes, isBytes: true, over: 'sum' },
  { name: 'minutesWatched', of: ({ minutesWatched }) => minutesWatched, isBytes: false, over: 'sum' },
  { name: 'viewers', of: ({ viewers }) => viewers, isBytes: false, over: 'most' },
  { name: 'encodes', of: ({ encodes }) => encodes ?? 0, isBytes: false, over: 'sum' },
];

export function totalOf({ of, over }: Measure, series: readonly Point[]): number {
  const amounts = series.map(of);
  if (over === 'last') return amounts.at(-1) ?? 0;
  return over === 'most' ? Math.max(0, ...amounts) : amounts.reduce((sum, amount) => sum + amount, 0);
}

export function amountIn(language: Language, { isBytes }: Measure, amount: number): string {
  return isBytes ? bytesIn(language, amount) : new Intl.NumberFormat(language).format(amount);
}
