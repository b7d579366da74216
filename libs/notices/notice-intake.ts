import { sql } from 'kysely';
import { type Database, EventLog, type LoggedEvent, type Queryable, type Transaction } from '#libs/database';
import type { Clock } from '#libs/kernel';
import type { NoticeFacts, NoticeKind, NoticeWish } from './notice.js';
import type { Notices, PutOutcome } from './notices.js';

const CONSUMER = 'notices';
const AT_A_TIME = 500;
/** Of what is older nobody is told: it was taken in late, since mails were turned off. */
const NEWS_MS = 24 * 3_600_000;

const KINDS: Readonly<Record<string, NoticeKind>> = {
  'upload.ended': 'uploadFailed',
  'asset.failed': 'processingFailed',
  'asset.released': 'released',
  'asset.refused': 'refused',
  'asset.waiting': 'releaseWaiting',
};

/** Endings by which somebody has got what they wished for. */
const WISHED = new Set(['terminated', 'cancelled', 'instant-upload-failed']);

/** Makes notices of what is logged: of each event once, whichever replica comes first. */
export class NoticeIntake {
  readonly #log = new EventLog();

  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /** Some of what can be read by now; the notices and the place in the log are one transaction. @returns how many events */
  async takeIn(): Promise<{ readonly events: number; readonly put: PutOutcome }> {
    return this.database.transaction(
      async (tx) => {
        const { events } = await this.#log.take(tx, CONSUMER, AT_A_TIME);
        const since = this.clock.now().getTime() - NEWS_MS;
        const wishes: NoticeWish[] = [];
        for (const event of events)
          if (event.at.getTime() >= since) wishes.push(...(await wishesOf(tx, event)));
        return { events: events.length, put: await this.notices.put(tx, wishes) };
      },
      { lostCommit: 'repeat' },
    );
  }
}

async function wishesOf(
  tx: Transaction,
  { type, subject, owner, units, data }: LoggedEvent,
): Promise<NoticeWish[]> {
  const kind = KINDS[type];
  if (kind === undefined || owner === null) return [];
  const { failure, reason, state, concat, by } = data;
  const code =
    type === 'upload.ended' ? (reason ?? state) : (failure as { code?: unknown } | undefined)?.code;
  if (type === 'upload.ended' && (concat === 'partial' || WISHED.has(String(code)))) return [];
  const facts: NoticeFacts = {
    title: text(data['title'] ?? data['fileName']),
    asset: type === 'upload.ended' ? undefined : subject,
    code: text(code),
    reason: text(type === 'asset.failed' ? (failure as { reason?: unknown } | undefined)?.reason : reason),
  };
  if (kind !== 'releaseWaiting') return owner === by ? [] : [{ person: owner, kind, facts }];
  return (await adminsOf(tx, units)).map((person) => ({ person, kind, facts }));
}

/** The admins of the last of these units that has any; who is disabled is none. */
export async function adminsOf(q: Queryable, units: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; place: number }>`
    select p.id, array_position(${[...units]}::text[], coalesce(p.assigned_unit, own.parent_id, p.unit)) as place
      from people p left join accounts own on own.id = '@' || p.id
      where coalesce(p.assigned_role, p.role) = 'unit-admin'
        and coalesce(p.assigned_unit, own.parent_id, p.unit) = any(${[...units]}::text[])
        and not exists (select from disabled_people d where d.subject = p.id)
      order by place desc, p.id limit 100`.execute(q);
  return rows.filter(({ place }) => place === rows[0]?.place).map(({ id }) => id);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
