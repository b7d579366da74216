import { type Database, json, type Transaction } from '#libs/database';
import type { Clock } from '#libs/kernel';
import type { Notice } from './alert.js';
import type { ChannelName } from './channel.js';

/** A notice that somebody has taken out to send it, and puts back or crosses out. */
export interface Taken {
  readonly seq: number;
  readonly attempts: number;
  readonly notice: Notice;
}

/** A notice that will not be sent any more. */
export interface Dropped {
  readonly channel: ChannelName;
  readonly notice: Notice;
}

const MINUTE_MS = 60_000;
/** Longer than any channel takes. Whoever dies with a notice in hand leaves it to others afterwards. */
const LEASE_MS = 2 * MINUTE_MS;
const FIRST_PAUSE_MS = MINUTE_MS;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
/** What nobody took for so long is no news any more. */
export const KEPT_MS = 24 * 60 * MINUTE_MS;
/** Of each channel; two for each alert would be usual. */
export const MOST_WAITING = 500;

/**
 * What is still to be sent, by each channel: once for all replicas. Of one kind of alert the earlier notice goes
 * first, so that nobody reads of an end before the beginning. Should a replica die between sending and crossing out,
 * the notice is sent again, under the same id.
 */
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly channels: readonly ChannelName[],
    private readonly clock: Clock,
  ) {}

  /** @returns the older ones that had to make room */
  async put(tx: Transaction, notices: readonly Notice[], now: Date): Promise<Dropped[]> {
    const rows = notices.flatMap((notice) =>
      this.channels.map((channel) => ({
        channel,
        alert: notice.alert,
        body: json(notice),
        dueAt: now,
        createdAt: now,
      })),
    );
    if (rows.length === 0) return [];
    await tx.insertInto('alertNotices').values(rows).execute();
    const dropped: Dropped[] = [];
    for (const channel of this.channels) {
      const removed = await tx
        .deleteFrom('alertNotices')
        .where('channel', '=', channel)
        .where('seq', '<=', (eb) =>
          eb
            .selectFrom('alertNotices')
            .select('seq')
            .where('channel', '=', channel)
            .orderBy('seq', 'desc')
            .offset(MOST_WAITING)
            .limit(1),
        )
        .returning(['channel', 'body'])
        .execute();
      dropped.push(...removed.map(droppedOf));
    }
    return dropped;
  }

  /** The next that is due; nobody else gets it for two minutes. */
  async take(channel: ChannelName): Promise<Taken | undefined> {
    const now = this.clock.now();
    const dueAt = new Date(now.getTime() + LEASE_MS);
    return this.database.transaction(async (tx) => {
      const row = await tx
        .selectFrom('alertNotices as notice')
        .select(['seq', 'attempts', 'body'])
        .where('channel', '=', channel)
        .where('dueAt', '<=', now)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('alertNotices as earlier')
                .select('earlier.seq')
                .where('earlier.channel', '=', channel)
                .whereRef('earlier.alert', '=', 'notice.alert')
                .whereRef('earlier.seq', '<', 'notice.seq'),
            ),
          ),
        )
        .orderBy('seq')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const attempts = row.attempts + 1;
      await tx.updateTable('alertNotices').set({ attempts, dueAt }).where('seq', '=', row.seq).execute();
      return { seq: row.seq, attempts, notice: row.body as unknown as Notice };
    });
  }

  /** It was sent. */
  async crossOut({ seq }: Taken): Promise<void> {
    await this.database.transaction((tx) =>
      tx.deleteFrom('alertNotices').where('seq', '=', seq).executeTakeFirst(),
    );
  }

  /** It was not: again after a minute, then after twice as long each time, up to half an hour. */
  async putBack({ seq, attempts }: Taken): Promise<void> {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
    const dueAt = new Date(this.clock.now().getTime() + pause);
    await this.database.transaction((tx) =>
      tx.updateTable('alertNotices').set({ dueAt }).where('seq', '=', seq).executeTakeFirst(),
    );
  }

  /** Drops what has waited for a day. */
  async expire(): Promise<Dropped[]> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    const rows = await this.database.transaction((tx) =>
      tx.deleteFrom('alertNotices').where('createdAt', '<', before).returning(['channel', 'body']).execute(),
    );
    return rows.map(droppedOf);
  }
}

function droppedOf({ channel, body }: { channel: ChannelName; body: unknown }): Dropped {
  return { channel, notice: body as Notice };
}
