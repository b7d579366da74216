/** How far a condition has come: it is seen, it has been seen for long enough and is told, it is gone for a while. */
export interface Course {
  readonly since: Date;
  readonly seenAt: Date;
  readonly begunAt: Date | null;
  /** Since when it is not seen any more; null while it is. */
  readonly goneSince: Date | null;
}

export interface Step {
  /** undefined where nothing needs to be remembered. */
  readonly course: Course | undefined;
  readonly event?: 'begun' | 'ended';
  /** Since when it is so, or was. */
  readonly since: Date;
}

/** What is not yet told is forgotten after so long: a look in between may have failed, or been another replica's. */
const FORGET_MS = 3 * 60_000;
/** What is told is over after so long, so that one that comes and goes is told once. */
const OVER_MS = 5 * 60_000;

/**
 * One look at a condition. It begins once it has been seen for `holdMs`, and ends once it has not been seen for five
 * minutes. Looks may come from several replicas, in any rhythm: the same look twice changes nothing more.
 */
export function stepOf(before: Course | undefined, isSeen: boolean, now: Date, holdMs: number): Step {
  const step = isSeen ? seen(before, now, holdMs) : unseen(before, now);
  return { ...step, since: step.course?.since ?? before?.since ?? now };
}

function seen(before: Course | undefined, now: Date, holdMs: number): Omit<Step, 'since'> {
  const isKnown = before !== undefined && (before.begunAt !== null || past(before.seenAt, now) < FORGET_MS);
  const since = isKnown ? before.since : now;
  const begunAt = isKnown ? before.begunAt : null;
  const begins = begunAt === null && past(since, now) >= holdMs;
  const course = { since, seenAt: now, begunAt: begins ? now : begunAt, goneSince: null };
  return begins ? { course, event: 'begun' } : { course };
}

function unseen(before: Course | undefined, now: Date): Omit<Step, 'since'> {
  if (before === undefined) return { course: undefined };
  const goneSince = before.goneSince ?? now;
  if (before.begunAt === null)
    return { course: past(before.seenAt, now) < FORGET_MS ? { ...before, goneSince } : undefined };
  if (past(goneSince, now) >= OVER_MS) return { course: undefined, event: 'ended' };
  return { course: { ...before, goneSince } };
}

function past(then: Date, now: Date): number {
  return now.getTime() - then.getTime();
}
