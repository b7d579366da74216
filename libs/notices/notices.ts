import { sql } from 'kysely';
import { advisoryLock, type Database, json, type Language, type Transaction } from '#libs/database';
import { type Clock, randomToken } from '#libs/kernel';
import { type Mailer, MailNotTaken } from '#libs/mail';
import { letterOf } from './letter.js';
import type { Notice, NoticeWish } from './notice.js';

/** `failed`: it is tried again. `rejected`: the server says that there is no such address. `dropped`: too old, or too many. */
export type NoticeOutcome = 'sent' | 'failed' | 'rejected' | 'dropped' | 'no_address';

/** How many notices were not kept: their person has no address, or as many as one may have. */
export interface PutOutcome {
  readonly noAddress: number;
  readonly dropped: number;
}

export interface NoticeParts {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** Where the pages of the console are, with no slash at its end. */
  readonly console: string;
  readonly onOutcome: (outcome: NoticeOutcome, count: number, error?: unknown) => void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Longer than the mailer takes. Whoever dies with a mail in hand leaves it to others afterwards. */
const LEASE_MS = 2 * MINUTE_MS;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;
/** What no server took for so long is no news any more. */
const KEPT_MS = 3 * DAY_MS;
/** Of one person, on one UTC day; what is beyond waits for the next, and comes in one mail. */
const MOST_MAILS = 20;
/** Of one person, that wait. */
const MOST_WAITING = 500;
const MOST_IN_A_ROUND = 100;

interface Taken {
  readonly mail: string;
  readonly person: string;
  readonly attempts: number;
  readonly email: string | null;
  readonly language: Language;
  readonly notices: readonly Notice[];
}

/**
 * What people are still to be told of by mail: once for all replicas. What waits for one person goes in one mail, which stays
 * the same, under one Message-ID, until it was taken: should a replica die between sending and crossing out, it comes twice.
 */
export class Notices {
  constructor(private readonly parts: NoticeParts) {}

  /** Part of the transaction in which it has happened, or was read from the log. Who has turned a kind off gets none of it, and who may not call nothing. */
  async put(tx: Transaction, wishes: readonly NoticeWish[]): Promise<PutOutcome> {
    const now = this.parts.clock.now();
    let [noAddress, dropped] = [0, 0];
    for (const { person, kind, facts } of wishes) {
      const { rows } = await sql<{ email: string | null; isMuted: boolean; waiting: number }>`
        select coalesce(mail_address, email) as email, ${kind} = any(muted_notices)
              or exists (select from disabled_people d where d.subject = people.id) as is_muted,
            (select count(*)::integer from notices where person = people.id) as waiting
          from people where id = ${person}`.execute(tx);
      const [known] = rows;
      if (known?.isMuted === true) continue;
      if (known?.email == null) noAddress += 1;
      else if (known.waiting >= MOST_WAITING) dropped += 1;
      else
        await tx
          .insertInto('notices')
          .values({ person, kind, facts: json(facts), mail: null, dueAt: now, createdAt: now })
          .execute();
    }
    return { noAddress, dropped };
  }

  /** Sends what is due, a hundred mails at the most. */
  async sendDue(signal: AbortSignal): Promise<void> {
    await this.#expire();
    for (let sent = 0; sent < MOST_IN_A_ROUND && !signal.aborted; sent += 1) {
      const taken = await this.#take();
      if (taken === undefined) return;
      if (!(await this.#send(taken, signal))) return;
    }
  }

  /** @returns whether the server is worth another mail now */
  async #send({ mail, attempts, email, language, notices }: Taken, signal: AbortSignal): Promise<boolean> {
    const { mailer, console, onOutcome } = this.parts;
    if (email === null) {
      await this.#crossOut(mail);
      onOutcome('no_address', notices.length);
      return true;
    }
    try {
      await mailer.send({ id: mail, to: [email], ...letterOf(notices, language, console) }, signal);
    } catch (error) {
      if (error instanceof MailNotTaken && error.isFinal) {
        await this.#crossOut(mail);
        onOutcome('rejected', 1, error);
        return true;
      }
      await this.#putBack(mail, attempts);
      onOutcome('failed', 1, error);
      return false;
    }
    await this.#crossOut(mail);
    onOutcome('sent', 1);
    return true;
  }

  /** The next mail; nobody else gets it for two minutes. */
  async #take(): Promise<Taken | undefined> {
    const { database, clock } = this.parts;
    const now = clock.now();
    const today = now.toISOString().slice(0, 10);
    return database.transaction(async (tx) => {
      await advisoryLock(tx, 'notices');
      // Whoever is forgotten here is told of nothing.
      await sql`delete from notices n where not exists (select from people p where p.id = n.person)`.execute(
        tx,
      );
      // Of what was decided meanwhile nobody has to be reminded.
      await sql`delete from notices n where kind = 'releaseWaiting' and mail is null and due_at <= ${now}
        and not exists (select from releases r where r.id = n.facts->>'asset' and r.state = 'waiting')`.execute(
        tx,
      );
      const { rows } = await sql<{ person: string; mail: string | null }>`
        select n.person, n.mail from notices n left join people p on p.id = n.person
          where n.due_at <= ${now} and (n.mail is not null or (
            (n.kind <> 'releaseWaiting' or ${isReminded(now)})
            and (p.mailed_on is distinct from ${today}::date or p.mails < ${MOST_MAILS})))
          order by n.seq limit 1`.execute(tx);
      const [next] = rows;
      if (next === undefined) return undefined;
      const mail = next.mail ?? (await this.#begin(tx, next.person, now, today));
      await sql`update notices set attempts = attempts + 1, due_at = ${new Date(now.getTime() + LEASE_MS)}
        where mail = ${mail}`.execute(tx);
      const found = await sql<Notice & { attempts: number }>`
        select kind, facts, attempts from notices where mail = ${mail} order by seq`.execute(tx);
      const person = await tx
        .selectFrom('people')
        .select((eb) => eb.fn.coalesce('mailAddress', 'email').as('email'))
        .select('language')
        .where('id', '=', next.person)
        .executeTakeFirst();
      return {
        mail,
        person: next.person,
        attempts: found.rows[0]?.attempts ?? 1,
        email: person?.email ?? null,
        language: person?.language ?? 'zh-CN',
        notices: found.rows,
      };
    });
  }

  /** All that waits for a person becomes one mail. */
  async #begin(tx: Transaction, person: string, now: Date, today: string): Promise<string> {
    const mail = randomToken(22);
    const { rows } = await sql<{ kind: string }>`
      update notices n set mail = ${mail} from people p
        where n.person = ${person} and p.id = n.person and n.mail is null and n.due_at <= ${now}
          and (n.kind <> 'releaseWaiting' or ${isReminded(now)})
        returning n.kind`.execute(tx);
    const reminds = rows.some(({ kind }) => kind === 'releaseWaiting');
    await sql`update people set mails = case when mailed_on = ${today}::date then mails + 1 else 1 end,
        mailed_on = ${today}::date, digest_at = case when ${reminds} then ${now}::timestamptz else digest_at end
      where id = ${person}`.execute(tx);
    return mail;
  }

  async #crossOut(mail: string): Promise<void> {
    await this.parts.database.transaction((tx) =>
      tx.deleteFrom('notices').where('mail', '=', mail).executeTakeFirst(),
    );
  }

  /** Again after a minute, then after twice as long each time, up to half an hour. */
  async #putBack(mail: string, attempts: number): Promise<void> {
    const pause = Math.min(LONGEST_PAUSE_MS, MINUTE_MS * 2 ** (attempts - 1));
    const dueAt = new Date(this.parts.clock.now().getTime() + pause);
    await this.parts.database.transaction((tx) =>
      tx.updateTable('notices').set({ dueAt }).where('mail', '=', mail).executeTakeFirst(),
    );
  }

  async #expire(): Promise<void> {
    const before = new Date(this.parts.clock.now().getTime() - KEPT_MS);
    const { numDeletedRows } = await this.parts.database.transaction((tx) =>
      tx.deleteFrom('notices').where('createdAt', '<', before).executeTakeFirstOrThrow(),
    );
    if (numDeletedRows > 0n) this.parts.onOutcome('dropped', Number(numDeletedRows));
  }
}

/** Of what waits for their release an admin is told once an hour at the most. */
function isReminded(now: Date) {
  return sql`(p.digest_at is null or p.digest_at <= ${new Date(now.getTime() - HOUR_MS)})`;
}
