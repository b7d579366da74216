import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { AnchorShelf, MemoryStorage } from '#libs/storage';
import { KeyRing } from '#libs/signing';
import { auditAnchorOf } from '../storage/keys.js';
import { withTestDatabase } from '../database/testing/test-database.js';
import { Audit, AuditAnchors, type AuditFilters, TrailVerifier, verifyTrail } from './index.js';

const HOUR_MS = 3_600_000;

describe('Audit', () => {
  const test = withTestDatabase({ maxConnections: 20 });
  const audit = new Audit();
  let shelf: AnchorShelf;
  let keyRing: { current: KeyRing };
  let now: number;
  const anchors = () => new AuditAnchors({ database: test.database, audit, shelf, keyRing });
  const append = (action: string, facts: Record<string, unknown> = {}) =>
    test.database.transaction((tx) =>
      audit.append(tx, { actor: 'someone', action, subject: 'ast_1', facts }),
    );
  /** An hour later. */
  const anchor = () => anchors().keep(new Date((now += HOUR_MS)));
  const verdict = () => verifyTrail(test.database.kysely, anchors().sightings());
  /** Without anchors. */
  const findings = async () => (await verifyTrail(test.database.kysely, none())).findings;
  async function* none() {}

  /** What the database's owner can do: the triggers are theirs too. */
  const tamper = (statement: string) =>
    test.owner.transaction(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(statement).execute(tx);
    });

  /** As the owner would who knows how hashes are made: everything from one entry on is chained anew. */
  const rewriteFrom = async (seq: number) => {
    const { hashOf } = await import('./audit.js');
    const rows = await test.database.kysely.selectFrom('auditTrail').selectAll().orderBy('seq').execute();
    let previous: Buffer = Buffer.alloc(32);
    for (const { previousHash: _, hash: old, ...row } of rows) {
      const hash = row.seq < seq ? old : hashOf(previous, row);
      const hex = (bytes: Buffer) => `decode('${bytes.toString('hex')}', 'hex')`;
      if (row.seq >= seq)
        await tamper(
          `update audit_trail set previous_hash = ${hex(previous)}, hash = ${hex(hash)} where seq = ${row.seq}`,
        );
      previous = hash;
    }
  };

  beforeEach(async () => {
    await tamper('truncate audit_trail');
    shelf = new AnchorShelf(new MemoryStorage());
    keyRing = { current: KeyRing.parse(KeyRing.fresh()) };
    now = Date.now();
  });

  it('chains what many append at once, without a gap', async () => {
    const entries = await Promise.all(Array.from({ length: 40 }, (_, n) => append('things', { n })));
    expect(entries.map((entry) => entry.seq).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    expect(await verdict()).toMatchObject({ intact: true, rows: 40, unproven: { fromSeq: 1, toSeq: 40 } });
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
    expect(await verdict()).toMatchObject({ intact: true, rows: 2 });
  });

  it('F50 shows which row was edited, removed, put in between, or hashed anew', async () => {
    for (const n of [1, 2, 3, 4, 5]) await append('made', { n });
    const edits: readonly [string, ...[string, number, number][]][] = [
      [`update audit_trail set facts = '{"n": 33}' where seq = 3`, ['edited', 3, 3]],
      [`update audit_trail set actor = 'nobody' where seq = 1`, ['edited', 1, 1]],
      [`update audit_trail set at = at + interval '1 second' where seq = 5`, ['edited', 5, 5]],
      [`update audit_trail set hash = sha256('x') where seq = 2`, ['edited', 2, 2]],
      [`update audit_trail set previous_hash = sha256('x') where seq = 2`, ['edited', 2, 2]],
      ['delete from audit_trail where seq = 2', ['missing', 2, 2]],
      ['delete from audit_trail where seq = 1', ['missing', 1, 1]],
      ['delete from audit_trail where seq in (2, 3)', ['missing', 2, 3]],
      [
        `delete from audit_trail where seq = 2; update audit_trail set actor = 'x' where seq in (3, 5)`,
        ['missing', 2, 2],
        ['edited', 3, 3],
        ['edited', 5, 5],
      ],
      [
        `delete from audit_trail where seq = 4; update audit_trail set seq = seq - 1 where seq > 4`,
        ['edited', 4, 4],
      ],
    ];
    await sql`create table kept as select * from audit_trail`.execute(test.owner.kysely);
    const restore = () => tamper('truncate audit_trail; insert into audit_trail select * from kept');
    for (const [statement, ...expected] of edits) {
      await tamper(statement);
      expect(await findings(), statement).toEqual(
        expected.map(([reason, fromSeq, toSeq]) => ({ reason, fromSeq, toSeq })),
      );
      await restore();
      expect(await findings()).toEqual([]);
    }
    // One entry with a right hash of its own: the chain is broken between it and the next.
    await tamper(`update audit_trail set actor = 'x' where seq = 2`);
    await rewriteFrom(2);
    const hashes = 'update audit_trail t set hash = k.hash, previous_hash = k.previous_hash from kept k';
    await tamper(`${hashes} where k.seq = t.seq and t.seq > 2`);
    expect(await findings()).toEqual([{ reason: 'unlinked', fromSeq: 2, toSeq: 3 }]);
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

  it('F50 keeps an anchor an hour where the trail has grown, each number once', async () => {
    expect(await anchor()).toBeUndefined();
    await append('made');
    expect(await anchor()).toBe(1);
    expect(await anchors().keep(new Date(now + 1000))).toBeUndefined();
    // Nothing has come but the entry of the anchor itself.
    now += HOUR_MS;
    expect(await anchor()).toBeUndefined();
    await append('made');
    now += HOUR_MS;
    const both = await Promise.all([anchors().keep(new Date(now)), anchors().keep(new Date(now))]);
    expect([...new Set(both.filter((number) => number !== undefined))]).toEqual([2]);
    expect(await verdict()).toMatchObject({
      intact: true,
      anchors: { count: 2, newest: { number: 2, seq: 3 }, findings: [] },
    });
  });

  it('F50 finds by anchors what was rewritten with right hashes, and what was cut off', async () => {
    for (const n of [1, 2]) await append('made', { n });
    await anchor();
    for (const n of [4, 5]) await append('made', { n });
    await anchor();
    for (const n of [7, 8]) await append('made', { n });
    expect(await verdict()).toMatchObject({ intact: true, rows: 8, unproven: { fromSeq: 6, toSeq: 8 } });
    await tamper(`update audit_trail set actor = 'x' where seq = 4`);
    await rewriteFrom(4);
    expect(await findings()).toEqual([]);
    expect((await verdict()).findings).toEqual([{ reason: 'rewritten', fromSeq: 3, toSeq: 5 }]);
    // What came after the last anchor is told to be unproven: nobody can know that the last was cut off.
    await tamper('delete from audit_trail where seq = 8');
    expect(await verdict()).toMatchObject({ unproven: { fromSeq: 3, toSeq: 7 } });
    await tamper('delete from audit_trail where seq > 1');
    expect(await verdict()).toMatchObject({
      intact: false,
      findings: [{ reason: 'cut', fromSeq: 2, toSeq: 5 }],
    });
  });

  it('F50 names the anchor that is missing, altered, or sealed with a key that is gone', async () => {
    const storage = new MemoryStorage();
    shelf = new AnchorShelf(storage);
    for (const n of [1, 2, 3, 4]) {
      await append('made', { n });
      await anchor();
    }
    const anchorFindings = async () => (await verdict()).anchors.findings;
    expect(await anchorFindings()).toEqual([]);
    const texts = await Promise.all([1, 2, 3, 4].map(async (n) => (await shelf.read(n)) ?? ''));
    const replace = async (number: number, text: string | undefined) => {
      await storage.remove(auditAnchorOf(number));
      if (text !== undefined) await shelf.put(number, text);
    };
    for (const number of [1, 2, 4]) {
      await replace(number, undefined);
      expect(await anchorFindings()).toEqual([{ number, reason: 'missing' }]);
      for (const text of [texts[number - 1]?.replace(/"seq":\d+/, '"seq":999'), texts[2], '{}', 'no JSON']) {
        await replace(number, text);
        expect(await anchorFindings()).toEqual([{ number, reason: 'altered' }]);
      }
      await replace(number, texts[number - 1]);
    }
    // A key that is gone is vouched for by the anchors behind it.
    keyRing.current = KeyRing.parse(KeyRing.fresh());
    expect(await anchorFindings()).toEqual([{ number: 4, reason: 'unknown-key' }]);
    await append('made');
    expect(await anchor()).toBe(5);
    expect(await verdict()).toMatchObject({ intact: true, anchors: { count: 5 } });
    await replace(2, texts[1]?.replace(/"seq":\d+/, '"seq":999'));
    expect(await anchorFindings()).toEqual([{ number: 2, reason: 'altered' }]);
  });

  it('F50 goes on with the anchors that are there after the database was restored', async () => {
    await append('made');
    await anchor();
    await append('made');
    await anchor();
    await tamper('delete from audit_trail where seq > 1');
    await append('other');
    expect(await anchor()).toBe(3);
    const { findings: found, anchors: seen } = await verdict();
    expect(found).toEqual([{ reason: 'rewritten', fromSeq: 2, toSeq: 3 }]);
    expect(seen.findings).toEqual([]);
  });

  it('verifies one at a time, and tells the trail', async () => {
    const verifier = new TrailVerifier({ database: test.database, audit, anchors: anchors() });
    expect(await verifier.last()).toBeUndefined();
    await append('made');
    await test.database.transaction(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('audit-verification', 0))`.execute(tx);
      await expect(verifier.verify('me')).rejects.toMatchObject({ code: 'verification-running' });
    });
    expect(await verifier.verify('me')).toMatchObject({ intact: true, rows: 1 });
    expect(await verifier.last()).toMatchObject({ intact: true });
    await tamper(`update audit_trail set actor = 'x' where seq = 1`);
    expect(await verifier.verify('system')).toMatchObject({ intact: false });
    expect(await verifier.last()).toMatchObject({ intact: false });
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
    const middle = [...first.items, ...rest.items][2];
    const seqs = async (filters: AuditFilters) => {
      const found: number[] = [];
      for await (const entry of audit.all(q, filters)) found.push(entry.seq);
      expect((await audit.list(q, { ...filters, limit: 100 })).items.map(({ seq }) => seq)).toEqual(found);
      return found;
    };
    expect(await seqs({ action: 'made', actor: 'someone' })).toEqual([5, 4, 3, 2, 1]);
    expect(await seqs({ actor: 'nobody' })).toEqual([]);
    expect(await seqs({ from: middle?.at })).toEqual(expect.arrayContaining([5, 4, 3]));
    expect(await seqs({ to: middle?.at })).not.toContain(3);
  });
});
