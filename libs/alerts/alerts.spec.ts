import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#libs/database';
import { withTestDatabase } from '../database/testing/test-database.js';
import type { AlertName, Notice } from './alert.js';
import { Alerts } from './alerts.js';
import { type Channel, type ChannelName, installationAt, NoticeNotTaken } from './channel.js';
import { Dispatch, type Outcome } from './dispatch.js';
import { LoneAlert } from './lone-alert.js';
import { MailChannel } from './mail-channel.js';
import { mailServer } from '#libs/mail';
import { MOST_WAITING, Outbox } from './outbox.js';
import { type Mailbox, openMailbox } from '../mail/testing/mailbox.js';

const test = withTestDatabase();
const never = new AbortController().signal;
const MINUTE = 60_000;
/** Minutes since the test began. */
let minute: number;
const clock = { now: () => new Date(Date.UTC(2026, 10, 29) + minute * MINUTE) };
let outcomes: string[];
const onOutcome = (outcome: Outcome, { channel, notice }: { channel: ChannelName; notice: Notice }) =>
  void outcomes.push(`${channel} ${outcome} ${notice.event}`);

const opened: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  minute = 0;
  outcomes = [];
  await sql`truncate alerts, alert_notices`.execute(test.owner.kysely);
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** A channel that keeps what it is given, and takes nothing while it is away. */
class Given implements Channel {
  readonly got: Notice[] = [];
  isAway = false;

  constructor(readonly name: ChannelName) {}

  async send(notice: Notice): Promise<void> {
    if (this.isAway) throw new NoticeNotTaken('It is away.');
    this.got.push(notice);
  }

  get story(): string[] {
    return this.got.map(({ event, alert }) => `${event} ${alert}`);
  }
}

function replica(...channels: Channel[]) {
  const database = openDatabase({ url: test.url, maxConnections: 2 });
  opened.push(() => database.close());
  const outbox = new Outbox(
    database,
    channels.map(({ name }) => name),
    clock,
  );
  const alerts = new Alerts({ database, outbox, clock });
  const dispatch = new Dispatch(outbox, channels, onOutcome);
  return {
    async round(found: Partial<Record<AlertName, string[]>>): Promise<ReadonlySet<AlertName>> {
      const findings = new Map(
        Object.entries(found).map(([name, subjects]) => [
          name as AlertName,
          subjects.map((subject) => ({ subject, summary: `It is so: ${subject}.` })),
        ]),
      );
      const { begun } = await alerts.observe(findings);
      await dispatch.sendDue(never);
      return begun;
    },
  };
}

type Replica = ReturnType<typeof replica>;

/** Rounds of all replicas at once, minute after minute, until that minute. */
async function rounds(until: number, replicas: Replica[], found: Partial<Record<AlertName, string[]>>) {
  for (; minute < until; minute += 1) await Promise.all(replicas.map((each) => each.round(found)));
}

describe('Alerts', () => {
  it('are told once by each channel over replicas and a restart, and so is their end', async () => {
    const [mail, webhook] = [new Given('mail'), new Given('webhook')];
    const [one, two] = [replica(mail, webhook), replica(mail, webhook)];
    await rounds(4, [one, two], { 'storage-filling': [''] });
    expect([mail.story, webhook.story]).toEqual([[], []]);
    await rounds(8, [one, two], { 'storage-filling': [''] });
    expect([mail.story, webhook.story]).toEqual([['begun storage-filling'], ['begun storage-filling']]);
    // Both are started anew.
    const [three, four] = [replica(mail, webhook), replica(mail, webhook)];
    await rounds(12, [three, four], { 'storage-filling': [''] });
    expect(await three.round({})).toEqual(new Set(['storage-filling']));
    await rounds(18, [three, four], { 'storage-filling': [] });
    expect(await three.round({})).toEqual(new Set());
    const story = ['begun storage-filling', 'ended storage-filling'];
    expect([mail.story, webhook.story]).toEqual([story, story]);
    expect(mail.got).toMatchObject([
      { severity: 'warning', begunAt: '2026-11-29T00:00:00.000Z', endedAt: null, summary: 'It is so: .' },
      { begunAt: '2026-11-29T00:00:00.000Z', endedAt: '2026-11-29T00:17:00.000Z' },
    ]);
    expect(outcomes.toSorted()).toEqual([
      'mail sent begun',
      'mail sent ended',
      'webhook sent begun',
      'webhook sent ended',
    ]);
  });

  it('stay as they are while nobody can look', async () => {
    const mail = new Given('mail');
    const one = replica(mail);
    await rounds(6, [one], { 'storage-full': [''] });
    await rounds(30, [one], {});
    expect(mail.story).toEqual(['begun storage-full']);
  });

  it('of one kind are told together, ten by name', async () => {
    const mail = new Given('mail');
    const one = replica(mail);
    const units = Array.from({ length: 12 }, (_, at) => `unit ${at}`);
    await rounds(6, [one], { 'quota-nearly-full': units });
    await rounds(12, [one], { 'quota-nearly-full': [...units, 'a later one'] });
    await rounds(20, [one], { 'quota-nearly-full': ['a later one'] });
    expect(mail.story).toEqual([
      'begun quota-nearly-full',
      'begun quota-nearly-full',
      'ended quota-nearly-full',
    ]);
    expect(mail.got[0]?.summary.split('\n')).toHaveLength(11);
    expect(mail.got[0]?.summary).toMatch(/And 2 more\.$/);
    expect(mail.got[1]?.summary).toBe('It is so: a later one.');
  });
});

describe('the outbox', () => {
  it('waits for a mail server that is away, ever longer, and then sends the beginning before the end', async () => {
    let box: Mailbox = await openMailbox();
    const { port } = box;
    await box.close();
    const settings = {
      server: mailServer(`smtp://127.0.0.1:${port}`),
      from: 'lectern@hospital.example',
      to: ['it@hospital.example'],
    };
    const one = replica(new MailChannel(settings, installationAt('https://x.example')));
    await rounds(10, [one], { 'storage-unavailable': [''] });
    await rounds(60, [one], { 'storage-unavailable': [] });
    // After 1, 2, 4, 8, 16 and 30 minutes: minutes 3, 4, 6, 10, 18, 34.
    expect(outcomes).toEqual(Array.from({ length: 6 }, () => 'mail failed begun'));
    box = await openMailbox({ port });
    opened.push(() => box.close());
    await rounds(100, [replica(new MailChannel(settings, installationAt('https://x.example')))], {});
    expect(box.mails.map(({ source }) => /Subject: (.*)/.exec(source)?.[1])).toEqual([
      '[Lectern] the storage does not answer (x.example)',
      '[Lectern] over: the storage does not answer (x.example)',
    ]);
  });

  it('drops after a day what nobody takes', async () => {
    const mail = new Given('mail');
    mail.isAway = true;
    const one = replica(mail);
    await rounds(6, [one], { 'storage-full': [''] });
    minute = 6 + 24 * 60;
    mail.isAway = false;
    await one.round({});
    expect(mail.story).toEqual([]);
    expect(outcomes.at(-1)).toBe('mail dropped begun');
  });

  it('has an end', async () => {
    const outbox = new Outbox(test.database, ['mail'], clock);
    const notice = (id: number): Notice => ({
      id: String(id),
      event: 'begun',
      alert: 'storage-full',
      severity: 'critical',
      summary: 'It is so.',
      begunAt: clock.now().toISOString(),
      endedAt: null,
    });
    const notices = Array.from({ length: MOST_WAITING + 2 }, (_, id) => notice(id));
    const dropped = await test.database.transaction((tx) => outbox.put(tx, notices, clock.now()));
    expect(dropped.map((each) => each.notice.id).toSorted()).toEqual(['0', '1']);
  });

  it('hands a notice to one, and to somebody else where that one is not heard of any more', async () => {
    const outbox = new Outbox(test.database, ['mail'], clock);
    await rounds(6, [replicaThatOnlyLooks()], { 'storage-full': [''] });
    const taken = await Promise.all([outbox.take('mail'), outbox.take('mail')]);
    expect(taken.filter((each) => each !== undefined)).toHaveLength(1);
    minute += 2;
    expect(await outbox.take('mail')).toMatchObject({ attempts: 2 });
  });

  function replicaThatOnlyLooks(): Replica {
    const alerts = new Alerts({
      database: test.database,
      outbox: new Outbox(test.database, ['mail'], clock),
      clock,
    });
    return {
      async round() {
        return (await alerts.observe(new Map([['storage-full', [{ subject: '', summary: 'Full.' }]]]))).begun;
      },
    };
  }
});

describe('LoneAlert', () => {
  it('is told without the database, once, with its end, and again where nobody took it', async () => {
    const [mail, webhook] = [new Given('mail'), new Given('webhook')];
    webhook.isAway = true;
    const lone = new LoneAlert('database-unavailable', { channels: [mail, webhook], clock, onOutcome });
    const away = { subject: '', summary: 'PostgreSQL does not answer the uploader a.' };
    for (; minute < 8; minute += 1) await lone.look(away, never);
    expect(lone.isBegun).toBe(true);
    webhook.isAway = false;
    for (; minute < 20; minute += 1) await lone.look(undefined, never);
    expect(lone.isBegun).toBe(false);
    const story = ['begun database-unavailable', 'ended database-unavailable'];
    expect([mail.story, webhook.story]).toEqual([story, story]);
    expect(webhook.got[1]?.summary).toBe(away.summary);
  });
});
