import { advisoryLock, type Database, type Transaction } from '#libs/database';
import { type Clock, keysOf, randomToken } from '#libs/kernel';
import { type AlertName, ALERTS, type Finding, type Notice, summaryOf } from './alert.js';
import { type Course, stepOf } from './course.js';
import type { Dropped, Outbox } from './outbox.js';

/** What a round has looked at, and found; of a kind that is not there nothing could be learned. */
export type Findings = ReadonlyMap<AlertName, readonly Finding[]>;

/** What became of a round. */
export interface Observed {
  /** What has begun or ended by it. */
  readonly notices: readonly Notice[];
  /** Everything that is so now, and told. */
  readonly begun: ReadonlySet<AlertName>;
  /** Older ones, for which there was no room in the outbox any more. */
  readonly dropped: readonly Dropped[];
}

interface Known extends Finding {
  readonly course: Course;
}

interface Change {
  readonly event: 'begun' | 'ended';
  readonly finding: Finding;
  readonly since: Date;
}

export interface AlertParts {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** The memory of all replicas: each alert begins and ends once, whoever of them sees it, and however often they start anew. */
export class Alerts {
  constructor(private readonly parts: AlertParts) {}

  /**
   * Takes in what one replica has found. What begins or ends is put into the outbox in the same transaction, those of
   * one kind as one notice.
   *
   * @throws DatabaseUnavailable
   */
  async observe(findings: Findings): Promise<Observed> {
    const { database, outbox, clock } = this.parts;
    const round = async (tx: Transaction): Promise<Observed> => {
      await advisoryLock(tx, 'alerts');
      // Whoever waited for the lock must not write an earlier moment than the one before it.
      const now = clock.now();
      const notices: Notice[] = [];
      for (const [name, found] of findings) notices.push(...(await this.#step(tx, name, found, now)));
      const dropped = await outbox.put(tx, notices, now);
      const rows = await tx
        .selectFrom('alerts')
        .select('name')
        .distinct()
        .where('begunAt', 'is not', null)
        .execute();
      const begun = new Set(keysOf(ALERTS).filter((name) => rows.some((row) => row.name === name)));
      return { notices, begun, dropped };
    };
    return database.transaction(round, { lostCommit: 'repeat' });
  }

  async #step(tx: Transaction, name: AlertName, found: readonly Finding[], now: Date): Promise<Notice[]> {
    const known = await knownOf(tx, name);
    const changes: Change[] = [];
    for (const subject of new Set([...known.keys(), ...found.map((finding) => finding.subject)])) {
      const seen = found.find((finding) => finding.subject === subject);
      const before = known.get(subject);
      const finding = seen ?? before;
      if (finding === undefined) continue;
      const { course, event, since } = stepOf(before?.course, seen !== undefined, now, ALERTS[name].holdMs);
      await write(tx, name, finding, course);
      if (event !== undefined) changes.push({ event, finding, since });
    }
    return (['begun', 'ended'] as const).flatMap((event) => {
      const those = changes.filter((change) => change.event === event);
      return those.length === 0 ? [] : [noticeOf(name, event, those, now)];
    });
  }
}

/** What one event of some alerts of a kind is told as. */
export function noticeOf(
  alert: AlertName,
  event: 'begun' | 'ended',
  those: readonly { readonly finding: Finding; readonly since: Date }[],
  now: Date,
): Notice {
  const begunAt = new Date(Math.min(...those.map(({ since }) => since.getTime())));
  return {
    id: randomToken(22),
    event,
    alert,
    severity: ALERTS[alert].severity,
    summary: summaryOf(those.map(({ finding }) => finding)),
    begunAt: begunAt.toISOString(),
    endedAt: event === 'ended' ? now.toISOString() : null,
  };
}

async function knownOf(tx: Transaction, name: AlertName): Promise<Map<string, Known>> {
  const rows = await tx.selectFrom('alerts').selectAll().where('name', '=', name).execute();
  return new Map(
    rows.map(({ subject, summary, since, seenAt, begunAt, goneSince }) => [
      subject,
      { subject, summary, course: { since, seenAt, begunAt, goneSince } },
    ]),
  );
}

async function write(
  tx: Transaction,
  name: AlertName,
  { subject, summary }: Finding,
  course: Course | undefined,
): Promise<void> {
  if (course === undefined) {
    await tx.deleteFrom('alerts').where('name', '=', name).where('subject', '=', subject).execute();
    return;
  }
  await tx
    .insertInto('alerts')
    .values({ name, subject, summary, ...course })
    .onConflict((row) => row.columns(['name', 'subject']).doUpdateSet({ summary, ...course }))
    .execute();
}
