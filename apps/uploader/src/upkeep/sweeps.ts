import { indexMissed, type Uploads } from '#libs/catalog';
import type { Database, EventLog, IdempotencyKeys } from '#libs/database';
import type { Clock } from '#libs/kernel';
import type { Storage } from '#libs/storage';
import type { Deliveries } from '#libs/webhooks';
import type { Assembly } from '../intake/assembly.js';
import type { DirectUploads } from '../intake/direct-uploads.js';
import type { Intake } from '../intake/intake.js';
import type { Revocations } from '../playback/revocations.js';
import type { AuditWatch } from './audit-watch.js';
import type { AlertRound } from './alert-round.js';
import type { DeadReservations } from './dead-reservations.js';
import type { FormerRevisions } from './former-revisions.js';
import type { Leftovers } from './leftovers.js';
import type { Orphans } from './orphans.js';
import type { Retention } from './retention.js';
import type { SignIns } from './sign-ins.js';
import { atMostEvery, type Sweep } from './sweeper.js';
import type { Trash } from './trash.js';

export interface Swept {
  readonly database: Database;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly intake: Intake;
  readonly assembly: Assembly;
  readonly directUploads: DirectUploads;
  readonly leftovers: Leftovers;
  readonly deadReservations: DeadReservations;
  readonly trash: Trash;
  readonly formerRevisions: FormerRevisions;
  readonly revocations: Revocations;
  readonly idempotency: IdempotencyKeys;
  readonly uploads: Uploads;
  readonly eventLog: EventLog;
  readonly orphans: Orphans;
  readonly deliveries: Deliveries;
  readonly alerts: AlertRound;
  readonly auditWatch: AuditWatch;
  readonly retention: Retention;
  readonly signIns: SignIns;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a put that was never finished left behind is kept for so long after its last byte. */
const LEFTOVER_MS = DAY_MS;
/** An upload that has ended can be asked for so long; its asset and the audit trail stay. */
const REMEMBERED_MS = 90 * DAY_MS;

/** Whoever was away for longer, or for more events, loads anew what they show. */
const EVENT_MS = 7 * DAY_MS;
const MOST_EVENTS = 1_000_000;
const EVENTS_MS = HOUR_MS / 6;

/** Everything that is tidied up, in its order; in lanes, for the second goes through storage and may take hours, the third tells when either hangs, and the fourth
 * writes down within the hour where the audit trail stands. */
export function sweepsOf(swept: Swept): Sweep[][] {
  const { database, storage, clock, idempotency, uploads, eventLog, orphans, deliveries, alerts } = swept;
  const ago = (ms: number) => new Date(clock.now().getTime() - ms);
  const { intake, assembly, directUploads, leftovers, deadReservations, trash, revocations } = swept;
  const { formerRevisions } = swept;
  const each = [
    intake,
    assembly,
    directUploads,
    leftovers,
    deadReservations,
    trash,
    formerRevisions,
    revocations,
  ];
  return [
    [
      ...each.map(
        (room): Sweep =>
          (signal) =>
            room.sweep(signal),
      ),
      () => swept.signIns.sweep(),
      async () => {
        const yesterday = ago(DAY_MS);
        await database.transaction((tx) => idempotency.sweep(tx, yesterday));
      },
      async () => {
        await database.transaction((tx) => eventLog.renumber(tx));
      },
      atMostEvery(EVENTS_MS, async (signal) => {
        const bounds = { olderThan: ago(EVENT_MS), most: MOST_EVENTS };
        const trim = () => database.transaction((tx) => eventLog.trim(tx, bounds));
        while (!signal.aborted && (await trim()) > 0);
      }),
      atMostEvery(HOUR_MS, async () => {
        const olderThan = ago(REMEMBERED_MS);
        await database.transaction((tx) => uploads.forget(tx, { olderThan, limit: 10_000 }));
      }),
      atMostEvery(HOUR_MS, async () => {
        await database.transaction((tx) => deliveries.forget(tx, 100_000));
      }),
      // While replicas of two releases run, those of the earlier one index nothing.
      atMostEvery(HOUR_MS, async () => {
        await database.transaction((tx) => indexMissed(tx, 1_000));
      }),
    ],
    [
      atMostEvery(HOUR_MS, async () => {
        await storage.sweep(ago(LEFTOVER_MS));
      }),
      atMostEvery(HOUR_MS, (signal) => swept.retention.sweep(signal)),
      atMostEvery(HOUR_MS, (signal) => orphans.sweep(signal)),
    ],
    [(signal) => alerts.sweep(signal)],
    [(signal) => swept.auditWatch.sweep(signal)],
  ];
}
