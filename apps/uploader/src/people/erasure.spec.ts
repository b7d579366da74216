import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Audit, AuditAnchors, shownPerson, TrailVerifier } from '#libs/audit';
import {
  Assets,
  Courses,
  Holds,
  PlaybackSessions,
  RevocationEntries,
  Uploads,
  Watching,
} from '#libs/catalog';
import { ApiKeys, LocalAccounts, PasswordGuesses, People, type Person, SignInSessions } from '#libs/identity';
import { newId, systemClock } from '#libs/kernel';
import { accountOfPerson, Quotas, Units } from '#libs/quotas';
import { KeyRing } from '#libs/signing';
import { AnchorShelf, MemoryStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import type { Intake } from '../intake/intake.js';
import { Revocations } from '../playback/revocations.js';
import { Erasure } from './erasure.js';
import { Handover } from './handover.js';

const GONE = 'dr-gone-4711';
/** Of theirs, and searched for by themselves. */
const OTHER_NAMES = ['hr-of-gone', 'gone@local.example', 'gone@token.example'];

describe('a person who is erased', () => {
  const test = withTestDatabase();
  const [assets, courses, holds, uploads, watching] = [
    new Assets(),
    new Courses(),
    new Holds(),
    new Uploads(),
    new Watching(),
  ];
  const [quotas, units, people, audit] = [new Quotas(), new Units(), new People(), new Audit()];
  const storage = new MemoryStorage();

  function rooms() {
    const { database } = test;
    const revocations = new Revocations(
      {
        database,
        storage,
        sessions: new PlaybackSessions(),
        entries: new RevocationEntries(),
        clock: systemClock,
        logger: pino({ level: 'silent' }),
      },
      { longestSeconds: 60 },
    );
    const keyRing = { current: KeyRing.parse(KeyRing.fresh()) };
    const anchors = new AuditAnchors({ database, audit, shelf: new AnchorShelf(storage), keyRing });
    const handover = new Handover({ database, assets, courses, quotas, units, people, audit, revocations });
    const intake = { end: () => Promise.resolve(true) } as unknown as Intake;
    const clock = systemClock;
    return {
      verifier: new TrailVerifier({ database, audit, anchors }),
      erasure: new Erasure({
        database,
        people,
        uploads,
        intake,
        handover,
        audit,
        anchors,
        revocations,
        clock,
      }),
    };
  }

  async function person(subject: string): Promise<Person> {
    const { kysely } = test.database;
    await people.admit(kysely, { subject, name: `Name of ${subject}`, role: 'doctor', unit: 'u' });
    const found = await people.find(kysely, subject);
    if (found === undefined) throw new Error('they have just come');
    return found;
  }

  async function asset(owner: string, replaces: string | null = null): Promise<string> {
    return test.database.transaction(async (tx) => {
      const account = accountOfPerson(owner);
      const made = await assets.create(tx, {
        owner,
        unit: 'u',
        account,
        replaces,
        kind: 'video',
        fileName: 'a.mp4',
        title: 'A',
        contentType: 'video/mp4',
        bytes: 10,
        sha256: 'a'.repeat(64),
        state: 'ready',
      });
      const reservation = newId('upl');
      const expiresAt = new Date('2030-01-01T00:00:00Z');
      await quotas.reserve(tx, {
        reservation,
        account,
        bytes: 10,
        assets: replaces === null ? 1 : 0,
        expiresAt,
      });
      await quotas.settle(tx, { reservation, bytes: 10, asset: made.id });
      return made.id;
    });
  }

  /** The tables in which any column of any row names them. */
  async function tablesNaming(text: string): Promise<string[]> {
    const { kysely } = test.owner;
    const { rows } = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name
      from pg_tables where schemaname in ('public', 'pgboss') order by 1`.execute(kysely);
    const found: string[] = [];
    for (const { name } of rows) {
      const query = sql`select from ${sql.raw(name)} t where position(${text}::text in t::text) > 0 limit 1`;
      if ((await query.execute(kysely)).rows.length > 0) found.push(name.replace('public.', ''));
    }
    return found;
  }

  it('is named by no table any more, and everything adds up as before', async () => {
    const { database } = test;
    const { kysely } = database;
    const { erasure, verifier } = rooms();
    await database.transaction(async (tx) => {
      await units.create(tx, { id: 'u', kind: 'region', name: 'U' });
      for (const doctor of [GONE, 'dr-stays']) await units.enrol(tx, { doctor, name: doctor, unit: 'u' });
    });
    const [gone] = [await person(GONE), await person('dr-stays')];
    const [theirs, others] = [await asset(GONE), await asset('dr-stays')];
    const take = await asset(GONE, theirs);
    const locals = new LocalAccounts();
    await database.transaction(async (tx) => {
      await courses.create(tx, { title: 'A', unit: 'u', owner: GONE });
      await locals.set(tx, { subject: GONE, hash: 'h' });
      const invited = { purpose: 'reset', byAdministrator: true } as const;
      await locals.invite(tx, { ...invited, subject: GONE, invitedBy: 'admin' }, 60);
      await locals.invite(tx, { ...invited, subject: 'dr-stays', invitedBy: GONE }, 60);
      const guesses = new PasswordGuesses();
      await guesses.begin(tx, { account: GONE, address: '192.0.2.1' });
      await guesses.wrong(tx, GONE);
      const { id: apiKey } = await new ApiKeys().create(tx, {
        subject: GONE,
        name: 'script',
        role: 'doctor',
        label: '',
      });
      await new SignInSessions().begin(
        tx,
        { subject: GONE, name: GONE, role: 'doctor', unit: 'u', apiKey },
        60,
      );
      await people.setExternalId(tx, await people.hold(tx, GONE), 'hr-of-gone');
      await audit.append(tx, {
        actor: 'admin',
        action: 'person.edited',
        subject: GONE,
        facts: { externalId: 'hr-of-gone' },
      });
      await audit.append(tx, { actor: GONE, action: 'asset.trashed', subject: 'ast_x', unit: 'u' });
      for (const { actor, action, subject, facts } of [
        { actor: GONE, action: 'password.set', subject: GONE, facts: { invitedBy: 'admin' } },
        { actor: 'dr-stays', action: 'password.set', subject: 'dr-stays', facts: { invitedBy: GONE } },
        { actor: GONE, action: 'password.changed', subject: GONE, facts: {} },
        { actor: 'system', action: 'session.refused', subject: GONE, facts: {} },
      ])
        await audit.append(tx, { actor, action, subject, facts });
    });
    const path = { viewer: GONE, asset: others };
    for (const statement of [
      sql`insert into watching (viewer, asset_id, unit, title, duration_seconds, position_seconds, ranges,
          watched_seconds, began_at, reported_at)
        values (${path.viewer}, ${path.asset}, 'u', 'A', 10, 5, '[]', 5, now(), now())`,
      sql`insert into watch_clocks values (${GONE}, now())`,
      sql`insert into playback_sessions (id, asset_id, viewer, created_at, expires_at)
        values ('ses', ${others}, ${GONE}, now(), now() + interval '1 hour')`,
      sql`insert into past_sessions values ('old', ${GONE}, 'u', now())`,
      sql`insert into embed_grants (ticket_hash, asset_id, subject, name, role, unit, created_at, ends_at)
        select '\\x01', id, ${GONE}, ${GONE}, 'doctor', 'u', now(), now() + interval '1 hour' from assets limit 1`,
      sql`insert into usage_days (account, day, sent_bytes) values (${accountOfPerson(GONE)}, now()::date, 7)`,
      sql`insert into usage_viewers (account, month, viewer, days)
        values ('u', '2026-11-01', ${GONE}, 1::bit(31))`,
      sql`insert into holds (kind, id, unit, reason, actor, by_administrator, created_at)
        values ('asset', ${others}, 'u', 'case', ${GONE}, true, now())`,
      sql`insert into revocations (id, kind, subject, reason, revoked_by, created_at, until)
        values ('r1', 'person', ${GONE}, 'x', 'admin', now(), now()),
          ('r2', 'asset', ${others}, 'x', ${GONE}, now(), now())`,
      sql`insert into webhook_endpoints (id, url, description, event_types, secret, created_by, created_at, updated_at)
        values ('whk', 'https://x', '', '{}', 's', ${GONE}, now(), now())`,
      sql`insert into webhook_deliveries (id, endpoint_id, event_id, event_type, body, state, created_at, answer)
        values ('d', 'whk', 'e', 'x', ${JSON.stringify({ data: { owner: GONE } })}, 'waiting', now(), ${GONE})`,
      sql`insert into idempotency_keys (owner, key, route, request_hash, body)
        values (${GONE}, 'k', 'r', 'h', null), ('admin', 'k', 'r', 'h', ${JSON.stringify({ subject: GONE })}::jsonb)`,
      sql`insert into job_turns values ('q', 'u', ${GONE}, now())`,
      sql`update people set email = 'gone@local.example', mail_address = 'gone@token.example', language = 'en'
        where id = ${GONE}`,
      sql`insert into usage_asset_viewers (asset, month, viewer, days)
        values (${others}, '2026-11-01', ${GONE}, 1::bit(31))`,
      sql`insert into full_quotas values (${accountOfPerson(GONE)}, now())`,
      sql`insert into notices (person, kind, facts, due_at, created_at)
        values (${GONE}, 'released', '{}', now(), now())`,
      sql`insert into releases (id, state, visibility, audience, shown_to, asked_by, decided_by, decided_at)
        values (${theirs}, 'waiting', 'all', '*', 'u', ${GONE}, null, null),
          (${others}, 'released', 'all', '*', '*', 'dr-stays', ${GONE}, now())`,
    ])
      await statement.execute(kysely);
    const naming = await tablesNaming(GONE);
    expect(naming).toEqual(
      expect.arrayContaining(['accounts', 'audit_names', 'events', 'ledger', 'people', 'watching']),
    );
    expect(naming).not.toContain('audit_trail');
    const guessed = async () => (await kysely.selectFrom('passwordGuesses').select('key').execute()).length;
    expect(await guessed()).toBe(3);

    await expect(erasure.erase('admin', gone, undefined)).rejects.toMatchObject({
      code: 'lessons-not-placed',
    });
    await sql`insert into holds (kind, id, unit, reason, actor, by_administrator, created_at)
      values ('asset', ${theirs}, 'u', 'case', 'admin', true, now())`.execute(kysely);
    await expect(erasure.erase('admin', gone, 'unit')).rejects.toMatchObject({
      code: 'person-under-legal-hold',
    });
    expect(await people.disabling(kysely, GONE)).toBeUndefined();
    await database.transaction((tx) => holds.lift(tx, 'asset', theirs, { isAdministrator: true }));

    const erased = await erasure.erase('admin', gone, 'unit');
    expect(erased).toMatchObject({ complete: true, assets: 1, courses: 1, apiKeys: 1, sessions: 1 });
    const pseudonym = erased.pseudonym ?? '';
    expect(await tablesNaming(GONE)).toEqual([]);
    for (const name of OTHER_NAMES) expect(await tablesNaming(name)).toEqual([]);
    // Of an address, and of somebody at an address, by digests that nobody can look up without the address.
    expect(await guessed()).toBe(2);
    expect(await verifier.verify('system')).toMatchObject({ intact: true, names: { findings: [] } });
    expect(await quotas.recompute(kysely, 'u', { correct: false })).toMatchObject({ drift: 0 });
    const [kept] = await kysely.selectFrom('assets').selectAll().where('id', '=', theirs).execute();
    expect(kept).toMatchObject({ owner: pseudonym, account: accountOfPerson(pseudonym), unit: 'u' });
    expect(await assets.get(kysely, take)).toMatchObject({ owner: pseudonym, replaces: theirs });
    const released = await kysely.selectFrom('releases').selectAll().orderBy('state').execute();
    expect(released).toMatchObject([
      { id: others, state: 'released', askedBy: 'dr-stays', decidedBy: pseudonym },
      { id: theirs, state: 'waiting', askedBy: pseudonym, decidedBy: null },
    ]);
    const [watched] = await watching.allViewers(kysely, { assetId: others, limit: 10 });
    expect(shownPerson(watched?.viewer ?? '')).toBe(`erased person ${pseudonym}`);
    const { items } = await audit.list(kysely, { subject: pseudonym, limit: 10 });
    expect(items.map(({ action, subject }) => [action, subject])).toEqual(
      [
        'person.erased',
        'person.erasure-begun',
        'session.refused',
        'password.changed',
        'password.set',
        'person.edited',
      ].map((action) => [action, `erased person ${pseudonym}`]),
    );
    // What happens to what is left of theirs is done by their pseudonym, which has no other one.
    await database.transaction((tx) =>
      audit.append(tx, { actor: pseudonym, action: 'release.asked', subject: theirs, unit: 'u' }),
    );
    expect((await audit.list(kysely, { actor: pseudonym, limit: 1 })).items).toMatchObject([
      { action: 'release.asked', actor: `erased person ${pseudonym}` },
    ]);
    expect(await verifier.verify('system')).toMatchObject({ intact: true, names: { findings: [] } });

    // Whoever comes with the same id is somebody new.
    expect(await people.find(kysely, GONE)).toBeUndefined();
    expect(await person(GONE)).toMatchObject({ assets: 0, externalId: null, disabledAt: null });
    await database.transaction((tx) => units.enrol(tx, { doctor: GONE, name: 'New', unit: 'u' }));
    expect(await people.find(kysely, GONE)).toMatchObject({ assets: 0, usedBytes: 0 });
  });

  it('has the ledger changed for nothing but a pseudonym', async () => {
    for (const [from, to] of [
      ['u', '@psn_'.padEnd(45, '0')],
      ['@dr-stays', '@dr-other'],
    ])
      await expect(
        sql`select rename_in_ledger(${from}, ${to})`.execute(test.database.kysely),
      ).rejects.toThrow('pseudonym');
    await expect(sql`update ledger set account = 'x'`.execute(test.owner.kysely)).rejects.toMatchObject({
      code: '23001',
    });
  });
});
