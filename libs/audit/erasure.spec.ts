import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { AnchorShelf, MemoryStorage } from '#libs/storage';
import { KeyRing } from '#libs/signing';
import { bringUpToDate } from '#libs/database';
import { withTestDatabase } from '../database/testing/test-database.js';
import { canonicalJson } from './canonical-json.js';
import { Audit, AuditAnchors, TrailVerifier } from './index.js';

const HOUR_MS = 3_600_000;

describe('who is erased from the trail', () => {
  const test = withTestDatabase();
  const audit = new Audit();
  let anchors: AuditAnchors;
  let verifier: TrailVerifier;
  let now: number;
  const append = (actor: string, action: string, subject: string, facts: Record<string, unknown> = {}) =>
    test.database.transaction((tx) => audit.append(tx, { actor, action, subject, facts }));
  const anchor = () => anchors.keep(new Date((now += HOUR_MS)));
  const verdict = () => verifier.verify('system');
  const erase = async (person: string) => {
    await test.database.transaction((tx) => audit.pseudonymOf(tx, person));
    const pseudonyms = await audit.pseudonymsOf(test.database.kysely, person);
    await anchors.state({ kind: 'erasure', pseudonyms }, new Date((now += HOUR_MS)));
    await test.database.transaction((tx) => audit.erase(tx, { actor: 'admin', person, pseudonyms }));
    return pseudonyms;
  };
  const shown = async () => {
    const { items } = await audit.list(test.database.kysely, { limit: 100 });
    return items
      .filter(({ action }) => !action.startsWith('audit.'))
      .map(({ actor, action, subject, facts }) => ({ actor, action, subject, facts }))
      .toReversed();
  };
  const textOf = async (table: string) => {
    const query = sql<{ text: string }>`select t::text as text from ${sql.ref(table)} t`;
    return (await query.execute(test.owner.kysely)).rows.map(({ text }) => text).join('\n');
  };
  const trail = () => textOf('audit_trail');
  const stored = async () => `${await trail()}\n${await textOf('audit_names')}`;

  /** What the database's owner can do: the triggers are theirs too. */
  const tamper = (statement: string) =>
    test.owner.transaction(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(statement).execute(tx);
    });

  /** As the release before wrote: names in clear, and hashed. */
  const appendInClear = async (actor: string, action: string, subject: string, facts = {}) => {
    const end = await audit.anchor(test.database.kysely);
    const previous = Buffer.from(end?.hash ?? '0'.repeat(64), 'hex');
    const entry = { seq: (end?.seq ?? 0) + 1, at: new Date(), actor, action, subject, unit: null, facts };
    const text = canonicalJson({ ...entry, at: entry.at.toISOString() });
    const hash = createHash('sha256').update(previous).update(text).digest();
    const values = { ...entry, facts: JSON.stringify(facts), names: null, previousHash: previous, hash };
    await test.database.kysely.insertInto('auditTrail').values(values).execute();
  };
  const upgrade = () => bringUpToDate({ url: test.url, ownerUrl: test.ownerUrl, queues: {} });

  beforeEach(async () => {
    await tamper('truncate audit_trail, audit_names');
    const [shelf, keyRing] = [new AnchorShelf(new MemoryStorage()), KeyRing.parse(KeyRing.fresh())];
    anchors = new AuditAnchors({ database: test.database, audit, shelf, keyRing: { current: keyRing } });
    verifier = new TrailVerifier({ database: test.database, audit, anchors });
    now = Date.now();
  });

  it('F50 is named by nothing that is kept, and every hash holds', async () => {
    await append('li', 'asset.trashed', 'ast_1');
    await append('admin', 'person.edited', 'li', { externalId: 'hr-7' });
    await append('admin', 'reservation.released', 'upl_1', { account: '@li', person: 'li', bytes: 1 });
    await append('li', 'person.transferred', 'li', { to: 'wang', assets: 1 });
    await anchor();
    expect(await trail()).not.toMatch(/\bli\b|hr-7/);
    expect((await shown())[1]).toEqual({
      actor: 'admin',
      action: 'person.edited',
      subject: 'li',
      facts: { externalId: 'hr-7' },
    });
    const before = await verdict();
    expect(before).toMatchObject({ intact: true, names: { erased: [], findings: [] } });
    const pseudonyms = await erase('li');
    expect(pseudonyms).toHaveLength(3);
    expect(await stored()).not.toMatch(/\bli\b|hr-7/);
    const after = await verdict();
    expect(after).toMatchObject({ intact: true, findings: [], names: { findings: [] } });
    expect(after.names.erased.map(({ pseudonym }) => pseudonym).toSorted()).toEqual(pseudonyms);
    expect(after.names.erased[0]).toMatchObject({ by: 'admin' });
    const [first, second, third] = await shown();
    expect(first?.actor).toMatch(/^erased person psn_[0-9a-f]{40}$/);
    expect(second?.subject).toBe(first?.actor);
    expect(JSON.stringify([second, third])).not.toMatch(/"li"|@li|hr-7/);
    expect((await shown())[3]?.facts).toMatchObject({ to: 'wang' });
    // Whoever comes with the same id is somebody else.
    await append('li', 'asset.trashed', 'ast_2');
    const { items } = await audit.list(test.database.kysely, { actor: 'li', limit: 10 });
    expect(items.map(({ subject }) => subject)).toEqual(['ast_2']);
    expect(after.names.returned).toEqual([]);
    const pseudonym = first?.actor.replace('erased person ', '');
    const theirs = await audit.list(test.database.kysely, { actor: pseudonym, limit: 10 });
    expect(theirs.items.map(({ subject }) => subject)).toContain('ast_1');
    expect(await verdict()).toMatchObject({ intact: true });
  });

  it('F50 is found where no sealed anchor says so, or the names were exchanged', async () => {
    await append('li', 'asset.trashed', 'ast_1');
    await append('wang', 'asset.trashed', 'ast_2');
    await anchor();
    const names = async () => (await verdict()).names.findings;
    const { rows } = await sql<{ person: string; pseudonym: string }>`
      select person, pseudonym from audit_names order by person`.execute(test.owner.kysely);
    const [li, wang] = rows.map(({ pseudonym }) => pseudonym);
    await sql`create table kept_names as select * from audit_names`.execute(test.owner.kysely);
    const restore = () => tamper('truncate audit_names; insert into audit_names select * from kept_names');
    // An entry says that they are erased, hashed as it should be; no anchor does.
    await tamper(`delete from audit_names where person = 'li'`);
    expect(await names()).toEqual([{ pseudonym: li, reason: 'missing' }]);
    await append('wang', 'person.erased', 'wang', { pseudonyms: [li] });
    expect(await names()).toEqual([{ pseudonym: li, reason: 'missing' }]);
    await restore();
    // An anchor says so, and no entry: an erasure that was begun and never made.
    await anchors.state({ kind: 'erasure', pseudonyms: [wang ?? ''] }, new Date((now += HOUR_MS)));
    await tamper(`delete from audit_names where person = 'wang'`);
    expect(await names()).toEqual([{ pseudonym: wang, reason: 'missing' }]);
    await restore();
    // As after a restore of a dump from before.
    expect((await verdict()).names.returned).toEqual([wang]);
    await tamper(`update audit_names set value = 'wang', person = 'wang ' where person = 'li'`);
    expect(await names()).toEqual([{ pseudonym: li, reason: 'altered' }]);
    await restore();
    expect(await verdict()).toMatchObject({ intact: true });
    await tamper('drop table kept_names');
  });

  it('F50 and whom entries of the release before named in clear', async () => {
    await appendInClear('li', 'asset.trashed', 'ast_1');
    await appendInClear('admin', 'person.disabled', 'li');
    await appendInClear('wang', 'api-key.created', 'key_1', { subject: 'li', role: 'doctor' });
    await anchor();
    await upgrade();
    expect(await trail()).not.toMatch(/\bli\b/);
    expect((await shown()).map(({ actor, subject }) => [actor, subject])).toEqual([
      ['li', 'ast_1'],
      ['admin', 'li'],
      ['wang', 'key_1'],
    ]);
    expect(await verdict()).toMatchObject({ intact: true });
    // A replica of the release before is still there.
    await appendInClear('li', 'asset.restored', 'ast_1');
    const { items } = await audit.list(test.database.kysely, { actor: 'li', limit: 10 });
    expect(items).toHaveLength(2);
    expect(await verdict()).toMatchObject({ intact: true });
    await upgrade();
    await upgrade();
    await anchor();
    await erase('li');
    expect(await stored()).not.toMatch(/\bli\b/);
    expect(await verdict()).toMatchObject({ intact: true, names: { findings: [] } });

    await sql`create table kept as select * from audit_trail`.execute(test.owner.kysely);
    const restore = () => tamper('truncate audit_trail; insert into audit_trail select * from kept');
    const found = async () => (await verdict()).findings;
    for (const edit of [
      `action = 'asset.restored'`,
      `subject = 'ast_9'`,
      `facts = '{"n": 1}'`,
      `actor = 'nobody'`,
      `names = '{}'`,
      'names = null, apart_hash = null',
      'apart_hash = null',
    ]) {
      await tamper(`update audit_trail set ${edit} where seq = 1`);
      expect((await found())[0], edit).toMatchObject({ reason: 'edited', fromSeq: 1, toSeq: 1 });
      await restore();
    }
    // Who knows how these hashes are made does not know what the anchored entry says.
    const { apartHashOf } = await import('./audit.js');
    await tamper(`update audit_trail set subject = 'ast_9' where seq = 1`);
    const rows = await test.database.kysely.selectFrom('auditTrail').selectAll().orderBy('seq').execute();
    let before: Buffer = Buffer.alloc(32);
    for (const row of rows.filter(({ apartHash }) => apartHash !== null)) {
      before = apartHashOf(before, row, true);
      await tamper(
        `update audit_trail set apart_hash = decode('${before.toString('hex')}', 'hex') where seq = ${row.seq}`,
      );
    }
    expect((await found())[0]).toMatchObject({ reason: 'rewritten', fromSeq: 1 });
    await tamper('drop table kept');
  });

  it('F50 was edited before the upgrade, and stays found when the names are gone', async () => {
    await appendInClear('li', 'asset.trashed', 'ast_1');
    await appendInClear('li', 'asset.trashed', 'ast_2');
    await tamper(`update audit_trail set subject = 'ast_3' where seq = 2`);
    await upgrade();
    const edited = { findings: [{ reason: 'edited', fromSeq: 2, toSeq: 2 }] };
    expect(await verdict()).toMatchObject(edited);
    await erase('li');
    expect(await verdict()).toMatchObject(edited);
  });
});

describe('what was cut off', () => {
  const test = withTestDatabase();

  it('F50 is a finding until an admin says why it is lost, and is named for ever', async () => {
    const { database } = test;
    const audit = new Audit();
    const [shelf, keyRing] = [new AnchorShelf(new MemoryStorage()), KeyRing.parse(KeyRing.fresh())];
    const anchors = new AuditAnchors({ database, audit, shelf, keyRing: { current: keyRing } });
    const verifier = new TrailVerifier({ database, audit, anchors });
    let now = Date.now();
    const later = () => new Date((now += HOUR_MS));
    const append = (n: number) =>
      database.transaction((tx) =>
        audit.append(tx, { actor: 'a', action: 'made', subject: 'x', facts: { n } }),
      );
    const tamper = (statement: string) =>
      test.owner.transaction(async (tx) => {
        await sql`set local session_replication_role = replica`.execute(tx);
        await sql.raw(statement).execute(tx);
      });
    for (const n of [1, 2, 3, 4]) {
      await append(n);
      await anchors.keep(later());
    }
    const wrong = { fromSeq: 1, toSeq: 2, reason: 'x' };
    await expect(verifier.acknowledge('admin', wrong, later())).rejects.toMatchObject({
      code: 'nothing-lost',
    });
    // A dump of after the second anchor is restored.
    await tamper('delete from audit_trail where seq > 4');
    await append(5);
    const before = await verifier.verify('system');
    expect(before.intact).toBe(false);
    const { lost } = before;
    expect(lost).toMatchObject({ toSeq: 7 });
    const reason = 'Restored the dump of Monday';
    const request = { fromSeq: lost?.fromSeq ?? 0, toSeq: lost?.toSeq ?? 0, reason };
    await expect(verifier.acknowledge('admin', wrong, later())).rejects.toMatchObject({
      code: 'nothing-lost',
    });
    const after = await verifier.acknowledge('admin', request, later());
    expect(after).toMatchObject({
      intact: true,
      findings: [],
      lost: null,
      acknowledged: [{ ...request, by: 'admin' }],
    });
    expect(await verifier.last()).toMatchObject({ intact: true });
    // It is as good as ever for all that comes.
    for (const n of [6, 7]) {
      await append(n);
      await anchors.keep(later());
    }
    expect(await verifier.verify('system')).toMatchObject({ intact: true, acknowledged: [request] });
    await tamper('delete from audit_trail where seq > 8');
    expect(await verifier.verify('system')).toMatchObject({ intact: false });

    // Who has the database alone can write the entry, and not the anchor that it needs.
    await test.owner.transaction(async (tx) => {
      const facts = { fromSeq: 9, toSeq: 99, reason, anchor: 3 };
      await audit.append(tx, { actor: 'admin', action: 'audit.cut-acknowledged', subject: 'audit', facts });
    });
    expect(await verifier.verify('system')).toMatchObject({ intact: false });
  });
});
