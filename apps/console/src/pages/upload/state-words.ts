import type { UploadRow } from '../../uploads/upload-list.js';
import { bytesIn } from '../../parts/amounts.js';
import type { Language } from '../../words/define.js';
import { WORDS } from './words.js';

/** The hour of the day; with the day where it is another one. */
export function timeIn(language: Language, moment: Date): string {
  const isToday = moment.toDateString() === new Date().toDateString();
  const format: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: 'short' }
    : { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' };
  return new Intl.DateTimeFormat(language, format).format(moment);
}

/** What is said of an upload, without what changes with every byte. */
export function stateIn(language: Language, { state }: UploadRow): string {
  const words = WORDS[language];
  switch (state.state) {
    case 'sending':
      return words.sending(String(percentOf(state.offset, state.total)));
    case 'waiting':
      return state.until === null ? words.queued : words.waitingUntil(timeIn(language, state.until));
    case 'waiting-for-link':
      return words.link;
    case 'waiting-for-room':
      return words.room;
    case 'signing-in':
      return words.signingIn;
    case 'done':
      return words.checking;
    default:
      return words[state.state];
  }
}

/** Speed and time, while bytes flow. */
export function paceIn(language: Language, { state }: UploadRow): string {
  if (state.state !== 'sending') return '';
  const words = WORDS[language];
  const { sent, total, bytesPerSecond, finishAtEarliest: from, finishAtLatest: to } = state;
  const parts = [words.ofBytes(bytesIn(language, sent), bytesIn(language, total))];
  if (bytesPerSecond !== null) parts.push(words.speed(bytesIn(language, bytesPerSecond)));
  if (from !== null && to !== null) {
    const [early, late] = [timeIn(language, from), timeIn(language, to)];
    parts.push(early === late ? words.finishAt(early) : words.finish(early, late));
  }
  return parts.join(' · ');
}

export function percentOf(offset: number, total: number): number {
  return total === 0 ? 100 : Math.floor((offset / total) * 100);
}
