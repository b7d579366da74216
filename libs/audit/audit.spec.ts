import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Audit, type AuditAnchor } from './index.js';

describe('Audit', () => {
  const test = withTestDatabase({ maxConnections: 20 });
  const audit = new Audit();
  const append = (action: string, facts: Record<string, unknown> = {}) =>
    test.database.transaction((tx) =>
      audit.append(tx, { actor: 'someone', action, subject: 'ast_1', facts }),
    );
  const verify = (anchors: readonly AuditAnchor[] = []) => audit.verify(test.database.kysely, { anchors });

  /** What the database's owner can do: the triggers are theirs too. */
  const tamper = (statement: string) =>
    test.owner.transaction(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(statement).execute(tx);
    });

  beforeEach(async () => {
    await tamper('truncate audit_trail');
  });

  it('chains what many append at once, without a gap', async () => {
    const entries = await Promise.all(Array.from({ length: 40 }, (_, n) => append('things', { n })));
    expect(entries.map((entry) => entry.seq).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    expect(await verify(entries)).toEqual({ rows: 40 });
    expect(await audit.anchor(test.database.kysely)).toEqual(entries.find((entry) => entry.seq === 40));
  });

  it('verifies whatever facts hold, and leaves no gap for a transaction that was undone', async () => {
    const facts = {
      text: '心 \0 \ud800 "x" \\ \u2028',
      '\0name': 1,
      float: 0.1,
      huge: 1e21,
      tiny: 1e-9,
      negative: -0,
      nested: { b: [1, { d: null, c: undefined }], a: true },
      10: 'ten',
      9: 'nine',
    };
    await append('odd', facts);
    await test.database
      .transaction(async (tx) => {
        await audit.append(tx, { actor: 'a', action: 'undone', subject: 'x' });
        throw new Error('undo');
      })
      .catch(() => undefined);
    await append('next');
    expect(await verify()).toEqual({ rows: 2 });
  });

  it('F50 shows which row was edited, removed, put in between, or hashed anew', async () => {
    for (const n of [1, 2, 3, 4, 5]) await append('made', { n });
    const edits: readonly [string, number, string][] = [
      [`update audit_trail set facts = '{"n": 33}' where seq = 3`, 3, 'edited'],
      [`update audit_trail set actor = 'nobody' where seq = 1`, 1, 'edited'],
      [`update audit_trail set at = at + interval '1 second' where seq = 5`, 5, 'edited'],
      [`update audit_trail set hash = sha256('x') where seq = 2`, 2, 'edited'],
      ['delete from audit_trail where seq = 2', 2, 'missing'],
      ['delete from audit_trail where seq = 1', 1, 'missing'],
      [
        `delete from audit_trail where seq = 4; update audit_trail set seq = seq - 1 where seq > 4`,
        4,
        'edited',
      ],
    ];
    await sql`create table kept as select * from audit_trail`.execute(test.owner.kysely);
    for (const [statement, seq, reason] of edits) {
      await tamper(statement);
      expect(await verify(), statement).toMatchObject({ firstBroken: { seq, reason } });
      await tamper('truncate audit_trail; insert into audit_trail select * from kept');
      expect(await verify()).toEqual({ rows: 5 });
    }
  });

  it('says when something was last done to a subject, by whomever', async () => {
    const lastAt = (subject: string, action: string) =>
      audit.lastAt(test.database.kysely, { subject, action });
    const times: (Date | undefined)[] = [await lastAt('turn', 'x')];
    for (const actor of ['a', 'b']) {
      await test.database.transaction((tx) => audit.append(tx, { actor, action: 'x', subject: 'turn' }));
      times.push(await lastAt('turn', 'x'));
    }
    const listed = await audit.list(test.database.kysely, { subject: 'turn', limit: 10 });
    expect(times).toEqual([undefined, ...listed.items.map(({ at }) => at).toReversed()]);
    expect(await lastAt('turn', 'y')).toBeUndefined();
    expect(await lastAt('other', 'x')).toBeUndefined();
  });

  it('F50 shows with anchors kept outside that the end was cut off, or the whole trail written anew', async () => {
    for (const n of [1, 2, 3]) await append('made', { n });
    const anchor = await audit.anchor(test.database.kysely);
    const anchors = anchor === undefined ? [] : [anchor];
    await tamper('delete from audit_trail where seq = 3');
    expect(await verify()).toEqual({ rows: 2 });
    expect(await verify(anchors)).toEqual({ rows: 2, firstBroken: { seq: 3, reason: 'missing' } });
    await append('another third');
    expect(await verify()).toEqual({ rows: 3 });
    expect(await verify(anchors)).toEqual({ rows: 2, firstBroken: { seq: 3, reason: 'unlike-anchor' } });
  });

  it('F50 refuses changes from those who may not switch triggers off', async () => {
    await append('made');
    for (const statement of [
      'update audit_trail set actor = $$x$$',
      'delete from audit_trail',
      'truncate audit_trail',
    ]) {
      await expect(sql.raw(statement).execute(test.owner.kysely)).rejects.toMatchObject({ code: '23001' });
      await expect(sql.raw(statement).execute(test.database.kysely)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('lists newest first, page by page', async () => {
    for (const n of [1, 2, 3, 4, 5]) await append('made', { n });
    const q = test.database.kysely;
    const first = await audit.list(q, { limit: 3 });
    const rest = await audit.list(q, { limit: 3, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map((entry) => entry.seq)).toEqual([5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ action: 'made', facts: { n: 5 } });
    expect((await audit.list(q, { limit: 3, subject: 'other' })).items).toEqual([]);
  });
});
