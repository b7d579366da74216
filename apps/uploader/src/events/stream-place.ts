import type { EventPlace, EventSort } from '#libs/database';

export const SORTS: readonly EventSort[] = ['happened', 'latest'];

/** How far a listener has been told, in which log. */
export interface StreamPlace extends Readonly<Record<EventSort, EventPlace>> {
  readonly log: string;
}

const FORM = /^([0-9a-z]{1,32})((?:\.[0-9a-z]{1,11}){4})$/;

/** As the `id` of an event: whoever sends it as Last-Event-ID goes on there, on any replica. */
export function idOf({ log, happened, latest }: StreamPlace): string {
  const numbers = [happened.xact, happened.seq, latest.xact, latest.seq];
  return [log, ...numbers.map((number) => number.toString(36))].join('.');
}

/** @returns undefined of what is no id of ours */
export function placeOf(id: string): StreamPlace | undefined {
  const [, log, rest] = FORM.exec(id) ?? [];
  if (log === undefined || rest === undefined) return undefined;
  const numbers = rest
    .slice(1)
    .split('.')
    .map((digits) => Number.parseInt(digits, 36));
  const [xact = 0, seq = 0, latestXact = 0, latestSeq = 0] = numbers;
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  return { log, happened: { xact, seq }, latest: { xact: latestXact, seq: latestSeq } };
}
