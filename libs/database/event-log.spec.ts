import { sql, type UpdateObject } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import {
  EventLog,
  type EventPlace,
  EVENTS,
  isBefore,
  type LoggedEvent,
  type Schema,
  type Transaction,
} from './index.js';
import { withTestDatabase } from './testing/test-database.js';

const BEGINNING: EventPlace = { xact: 0, seq: 0 };

describe('EventLog', () => {
  const test = withTestDatabase();
  const log = new EventLog();
  const now = () => log.state(test.database.kysely);
  const after = (place: EventPlace) => log.after(test.database.kysely, 'happened', place, { limit: 1000 });
  const latest = (subject: string) =>
    log
      .after(test.database.kysely, 'latest', BEGINNING, { limit: 1000 })
      .then((found) => found.filter((event) => event.subject === subject));
  const subjects = (events: readonly LoggedEvent[]) => events.map(({ subject }) => subject);
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => test.database.transaction(work);

  beforeAll(async () => {
    // It was copied from a template, which is another database.
    expect(await inTransaction((tx) => log.renumber(tx))).toBe(true);
    expect(await inTransaction((tx) => log.renumber(tx))).toBe(false);
    await sql`insert into accounts (id, kind, name, path, parent_id) values
      ('north', 'region', 'North', '{north}', null), ('ward', 'department', 'Ward', '{north,ward}', 'north'),
      ('@wang', 'doctor', 'Wang', '{north,ward,@wang}', 'ward')`.execute(test.owner.kysely);
  });

  async function begin(tx: Transaction, id = newId('upl')): Promise<string> {
    await sql`insert into uploads (id, asset_id, owner, unit, account, file_name, bytes, reserved_bytes, door, fence,
        expires_at, metadata) values (${id}, ${`${id}-asset`}, 'wang', 'ward', '@wang', 'a.mp4', 100, 100, 'tus', 'f',
        now() + interval '1 day', '{}')`.execute(tx);
    return id;
  }
  const change = (id: string, values: UpdateObject<Schema, 'uploads'>) =>
    inTransaction((tx) => tx.updateTable('uploads').set(values).where('id', '=', id).execute());

  it('shows nothing that comes after a transaction which still runs, and skips nothing', async () => {
    const { end } = await now();
    const written = Promise.withResolvers<string>();
    const committing = Promise.withResolvers<void>();
    const slow = inTransaction(async (tx) => {
      written.resolve(await begin(tx));
      await committing.promise;
    });
    const first = await written.promise;
    const second = await inTransaction((tx) => begin(tx));
    expect(await after(end)).toEqual([]);
    expect(await log.holdsBack(test.database.kysely)).toBe(true);
    committing.resolve();
    await slow;
    const events = await after(end);
    expect(subjects(events)).toEqual([first, second]);
    expect(isBefore(events[0] ?? end, events[1] ?? end)).toBe(true);
    expect(subjects(await after(events[0] ?? end))).toEqual([second]);
  });

  it('tells of an upload: what happened by itself, and how far it is once', async () => {
    const { end } = await now();
    const heard = Promise.withResolvers<void>();
    const subscription = await test.database.listen(EVENTS, () => heard.resolve());
    const id = await inTransaction((tx) => begin(tx));
    await heard.promise;
    await subscription.close();
    for (const offsetBytes of [10, 20, 30]) await change(id, { offsetBytes });
    await change(id, { leaseHolder: 'me', leaseUntil: new Date() });
    expect(await latest(id)).toMatchObject([
      {
        type: 'upload.progress',
        owner: 'wang',
        unit: 'ward',
        units: ['north', 'ward'],
        data: { asset: `${id}-asset`, offset: 30, bytes: 100, state: 'open' },
      },
    ]);
    await change(id, { state: 'completed' });
    await change(id, { discardedAt: new Date() });
    const events = await after(end);
    expect(events.map(({ type }) => type)).toEqual(['upload.created', 'upload.completed']);
    expect(events[1]?.data).toEqual({
      asset: `${id}-asset`,
      fileName: 'a.mp4',
      bytes: 100,
      offset: 30,
      state: 'completed',
    });
    expect(await latest(id)).toEqual([]);
  });

  it('tells of the quota of each account that changed', async () => {
    await sql`update accounts set reserved_bytes = reserved_bytes + 5`.execute(test.owner.kysely);
    await sql`update accounts set name = 'West' where id = 'north'`.execute(test.owner.kysely);
    expect(await latest('wang')).toMatchObject([
      { type: 'quota.changed', owner: 'wang', units: ['north', 'ward'], data: { of: 'person', reserved: 5 } },
    ]);
    expect(await latest('north')).toMatchObject([
      { owner: null, units: ['north'], data: { of: 'unit', used: 0 } },
    ]);
  });

  it('narrows to what belongs to somebody, or lies below a unit', async () => {
    const { end } = await now();
    await inTransaction((tx) => begin(tx));
    const seen = (owner: string, unit?: string) =>
      log

        .after(test.database.kysely, 'happened', end, { limit: 10, reach: { owner, unit } })
        .then((found) => found.length);
    expect([
      await seen('wang'),
      await seen('li'),
      await seen('li', 'north'),
      await seen('li', 'south'),
    ]).toEqual([1, 0, 1, 0]);
  });

  it('hands each event to a consumer once, from its first call on, and says when some were trimmed before it', async () => {
    const take = (limit = 100) => inTransaction((tx) => log.take(tx, 'hooks', limit));
    expect(await take()).toEqual({ events: [], missed: false });
    const ids = [await inTransaction((tx) => begin(tx)), await inTransaction((tx) => begin(tx))];
    expect(subjects((await take(1)).events)).toEqual(ids.slice(0, 1));
    const undone = inTransaction(async (tx) => {
      await log.take(tx, 'hooks', 100);
      throw new Error('not done');
    });
    await expect(undone).rejects.toThrow('not done');
    expect(subjects((await take()).events)).toEqual(ids.slice(1));
    expect(await take()).toEqual({ events: [], missed: false });

    const [, kept] = [await inTransaction((tx) => begin(tx)), await inTransaction((tx) => begin(tx))];
    const trimmed = inTransaction((tx) => log.trim(tx, { olderThan: new Date(0), most: 1 }));
    expect(await trimmed).toBeGreaterThan(1);
    expect(subjects(await after(BEGINNING))).toEqual([kept]);
    expect(await inTransaction((tx) => log.trim(tx, { olderThan: new Date(0), most: 1 }))).toBe(0);
    const { events, missed } = await take();
    expect([subjects(events), missed]).toEqual([[kept], true]);
    expect((await take()).missed).toBe(false);
    const { trimmed: upTo } = await now();
    expect(isBefore(upTo, events[0] ?? BEGINNING)).toBe(true);
    await inTransaction((tx) => log.forget(tx, 'hooks'));
  });

  it('goes on after a restore into a server whose transactions have lower numbers', async () => {
    await inTransaction((tx) => log.take(tx, 'restored', 1));
    const read = await inTransaction((tx) => begin(tx));
    await inTransaction((tx) => log.take(tx, 'restored', 100));
    const unread = await inTransaction((tx) => begin(tx));
    const before = await now();
    for (const table of ['events', 'latest_events', 'event_consumers'])
      await sql`update ${sql.table(table)} set xact = (xact::text::bigint + 5000000)::text::xid8`.execute(
        test.database.kysely,
      );
    await sql`update event_log set home = 'another server'`.execute(test.database.kysely);
    const fresh = await inTransaction((tx) => begin(tx));
    expect(await inTransaction((tx) => log.renumber(tx))).toBe(true);
    expect(await inTransaction((tx) => log.renumber(tx))).toBe(false);
    const { events } = await inTransaction((tx) => log.take(tx, 'restored', 100));
    expect(subjects(events)).toEqual([unread, fresh]);
    expect(subjects(await after(BEGINNING))).toContain(read);
    expect((await now()).id).not.toBe(before.id);
  });

  it('lets those write whose rights the migration has not granted yet', async () => {
    const { rows } = await sql<{ role: string }>`select current_user as role`.execute(test.database.kysely);
    const role = sql.id(rows[0]?.role ?? '');
    const tables = sql.raw('events, latest_events, event_log');
    await sql`revoke all on ${tables} from ${role}`.execute(test.owner.kysely);
    const id = await inTransaction((tx) => begin(tx));
    await change(id, { offsetBytes: 5 });
    await sql`grant select, insert, update, delete on ${tables} to ${role}`.execute(test.owner.kysely);
    expect(await latest(id)).toHaveLength(1);
  });
});
