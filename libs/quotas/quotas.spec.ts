import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { newId, randomToken } from '#libs/kernel';
import { withTestDatabase } from '../database/testing/test-database.js';
import {
  AssetQuotaExceeded,
  accountOfPerson,
  DailyQuotaExceeded,
  FileTooLarge,
  FULL_PERCENT,
  idOfAccount,
  listHeld,
  quotaFigures,
  QuotaExceeded,
  Quotas,
  ReservationMismatch,
  ReservationNotHeld,
  TooManyBytesReserved,
  TooManyOpenUploads,
  UnitExists,
  UnitMisplaced,
  UnitNotFound,
  Units,
} from './index.js';

const LATER = new Date('2030-01-01T00:00:00Z');

describe('Quotas', () => {
  const test = withTestDatabase({ maxConnections: 32 });
  const units = new Units();
  const quotas = new Quotas();

  /** region > hospital > department, with doctors below the department. */
  async function tree(doctors = 1) {
    return test.database.transaction(async (tx) => {
      const region = (await units.create(tx, { kind: 'region', name: 'Region' })).id;
      const hospital = (await units.create(tx, { kind: 'hospital', name: 'Hospital', parentId: region })).id;
      const ward = (await units.create(tx, { kind: 'department', name: 'Ward', parentId: hospital })).id;
      const people: string[] = [];
      for (let n = 0; n < doctors; n += 1) {
        const doctor = `doctor-${randomToken(8)}`;
        people.push((await units.enrol(tx, { doctor, name: `Doctor ${n}`, unit: ward })).id);
      }
      return { region, hospital, ward, doctor: people[0] ?? '', doctors: people };
    });
  }

  const reserve = (account: string, bytes: number, more: { reservation?: string; by?: Quotas } = {}) => {
    const reservation = more.reservation ?? newId('upl');
    return test.database
      .transaction((tx) =>
        (more.by ?? quotas).reserve(tx, { reservation, account, bytes, assets: 1, expiresAt: LATER }),
      )
      .then(() => reservation);
  };
  const settle = (reservation: string, bytes: number, asset = newId('ast')) =>
    test.database.transaction((tx) => quotas.settle(tx, { reservation, bytes, asset })).then(() => asset);
  const release = (reservation: string) =>
    test.database.transaction((tx) => quotas.release(tx, { reservation }));
  const limit = (account: string, limits: Parameters<Quotas['setLimits']>[2]) =>
    test.database.transaction((tx) => quotas.setLimits(tx, account, limits));
  const status = (account: string) => quotas.status(test.database.kysely, account);
  const drift = async (account: string) =>
    (await quotas.recompute(test.database.kysely, account, { correct: false })).drift;

  it('F29 gives 64 who ask at once exactly the 10 places that there are, 20 times', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { region, doctors } = await tree(8);
      await limit(region, { bytes: 10_999 });
      const asked = Array.from({ length: 64 }, (_, n) => reserve(doctors[n % 8] ?? '', 1000));
      const answers = await Promise.allSettled(asked);
      expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(10);
      for (const answer of answers)
        if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(QuotaExceeded);
      expect(await status(region)).toMatchObject({ reserved: 10_000, effective: 999 });
      expect(await drift(region)).toBe(0);
    }
  }, 180_000);

  it('tells how much all accounts hold, and how many are nearly full', async () => {
    const figures = () => quotaFigures(test.database.kysely);
    const before = await figures();
    const { region, hospital, doctor } = await tree();
    await limit(region, { bytes: 100_000 });
    await limit(hospital, { bytes: 1000 });
    await limit(doctor, { bytes: 1010 });
    await settle(await reserve(doctor, 500), 500);
    await reserve(doctor, 460);
    const after = await figures();
    expect(after.usedBytes - before.usedBytes).toBe(500);
    expect(after.reservedBytes - before.reservedBytes).toBe(460);
    // The hospital is 96 % full, the doctor 95.05 %, and the region is not.
    const more = (of: 'units' | 'people') =>
      FULL_PERCENT.map((percent) => after[of].full[percent] - before[of].full[percent]);
    expect([more('units'), more('people')]).toEqual([
      [1, 1, 0],
      [1, 1, 0],
    ]);
    expect(after.units.limited - before.units.limited).toBe(2);
    expect(after.people.fullest).toBeGreaterThan(0.95);
  });

  it('counts assets on another account once they are given away, and takes them off there', async () => {
    const { region, doctors } = await tree(2);
    const other = await tree();
    const [from = '', near = ''] = doctors;
    const asset = await settle(await reserve(from, 500), 500);
    const more = await settle(await reserve(from, 40), 40);
    await test.database.transaction((tx) => quotas.addDerived(tx, { account: from, asset, bytes: 7 }));
    const give = (assets: string[], to: string) =>
      test.database.transaction((tx) => quotas.moveOriginals(tx, { assets, to }));
    await give([asset, more], near);
    await give([asset, more], near);
    expect(await status(from)).toMatchObject({ used: 0, derived: 0, assets: 0 });
    expect(await status(near)).toMatchObject({ used: 540, derived: 7, assets: 2 });
    expect(await status(region)).toMatchObject({ used: 540, derived: 7, assets: 2 });
    await give([asset], other.doctor);
    expect(await status(region)).toMatchObject({ used: 40, derived: 0, assets: 1 });
    expect(await status(other.region)).toMatchObject({ used: 500, derived: 7, assets: 1 });
    await test.database.transaction((tx) => quotas.removeOriginal(tx, { asset }));
    expect(await status(other.region)).toMatchObject({ used: 0, derived: 0, assets: 0 });
    expect([await drift(region), await drift(other.region)]).toEqual([0, 0]);
  });

  it('F29 keeps the number of assets below its limit for many at once', async () => {
    const { hospital, doctors } = await tree(4);
    await limit(hospital, { assets: 7 });
    const answers = await Promise.allSettled(
      Array.from({ length: 32 }, (_, n) => reserve(doctors[n % 4] ?? '', 1)),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(7);
    const refused = answers.find((answer) => answer.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(AssetQuotaExceeded);
    expect(refused?.reason).toMatchObject({ facts: { bindingUnit: hospital, limit: 7, requested: 1 } });
  });

  it('F29 lets a new doctor begin many uploads at once, which all enrol the doctor first', async () => {
    const { ward } = await tree();
    for (let round = 0; round < 5; round += 1) {
      const doctor = `doctor-${randomToken(8)}`;
      const begin = () =>
        test.database.transaction(async (tx) => {
          await units.enrol(tx, { doctor, name: 'New', unit: ward });
          const reservation = newId('upl');
          const account = accountOfPerson(doctor);
          await quotas.reserve(tx, { reservation, account, bytes: 1, assets: 1, expiresAt: LATER });
        });
      await Promise.all(Array.from({ length: 64 }, begin));
      expect((await status(accountOfPerson(doctor))).reserved).toBe(64);
    }
  });

  describe('of one person', () => {
    const bounded = new Quotas({ perPerson: { openUploads: 5, reservedBytes: 1000 } });
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'reserved',
        (error: unknown) => (error as { code?: string }).code,
      );

    it('F64 F29 never has one open upload more than may be, however many begin at once', async () => {
      const { doctor, ward } = await tree();
      for (let round = 0; round < 10; round++) {
        const ids = Array.from({ length: 24 }, () => newId('upl'));
        const outcomes = await Promise.all(
          ids.map((reservation) => outcome(reserve(doctor, 1, { reservation, by: bounded }))),
        );
        expect(outcomes.filter((each) => each === 'reserved')).toHaveLength(5);
        expect(outcomes.filter((each) => each === 'too-many-open-uploads')).toHaveLength(19);
        const held = await listHeld(test.database.kysely, { under: ward, limit: 100 });
        expect(held.items).toHaveLength(5);
        for (const { id } of held.items) await release(id);
      }
      expect(await drift(ward)).toBe(0);
    });

    it('F64 F29 never reserves one byte more than may be, however many begin or grow at once', async () => {
      const { doctor, ward } = await tree();
      for (let round = 0; round < 10; round++) {
        const first = await reserve(doctor, 100, { by: bounded });
        const grow = (bytes: number) =>
          test.database.transaction((tx) => bounded.extend(tx, { reservation: first, bytes }));
        const outcomes = await Promise.all([
          ...Array.from({ length: 12 }, () => outcome(reserve(doctor, 333, { by: bounded }))),
          ...Array.from({ length: 12 }, (_, index) => outcome(grow(200 + index * 70))),
        ]);
        expect(new Set(outcomes)).toEqual(new Set(['reserved', 'too-many-bytes-reserved']));
        const { reserved } = await status(doctor);
        expect(reserved).toBeGreaterThan(1000 - 333);
        expect(reserved).toBeLessThanOrEqual(1000);
        for (const { id } of (await listHeld(test.database.kysely, { account: doctor, limit: 100 })).items)
          await release(id);
      }
      expect(await drift(ward)).toBe(0);
    });

    it('F64 says the limit and what there is, and takes nothing from anybody else', async () => {
      const { doctors, ward } = await tree(2);
      const [doctor = '', colleague = ''] = doctors;
      for (let n = 0; n < 5; n++) await reserve(doctor, 100, { by: bounded });
      const more = reserve(doctor, 100, { by: bounded });
      await expect(more).rejects.toBeInstanceOf(TooManyOpenUploads);
      await expect(more).rejects.toMatchObject({ facts: { limit: 5, open: 5 }, retryable: true });
      const large = await reserve(colleague, 900, { by: bounded });
      const larger = reserve(colleague, 101, { by: bounded });
      await expect(larger).rejects.toBeInstanceOf(TooManyBytesReserved);
      await expect(larger).rejects.toMatchObject({
        facts: { limit: 1000, reserved: 900, requested: 101 },
      });
      expect((await bounded.status(test.database.kysely, doctor)).unfinished).toEqual({
        uploads: 5,
        uploadsLimit: 5,
        bytes: 500,
        bytesLimit: 1000,
      });
      expect((await bounded.status(test.database.kysely, ward)).unfinished).toEqual({
        uploads: 6,
        uploadsLimit: null,
        bytes: 1400,
        bytesLimit: null,
      });
      // What is finished counts no more.
      await settle(large, 900);
      await reserve(colleague, 1000, { by: bounded });
    });

    it('F64 says first that there is no room at all: waiting would not help', async () => {
      const { doctor, ward } = await tree();
      await limit(ward, { bytes: 500 });
      await expect(reserve(doctor, 2000, { by: bounded })).rejects.toBeInstanceOf(QuotaExceeded);
    });
  });

  it('counts on every ancestor, and names the one with the least room', async () => {
    const { region, hospital, ward, doctor } = await tree();
    await limit(region, { bytes: 1000 });
    await limit(ward, { bytes: 500 });
    const first = await reserve(doctor, 300);
    for (const account of [region, hospital, ward, doctor])
      expect(await status(account)).toMatchObject({ reserved: 300, used: 0, reservedAssets: 1 });
    const refused = await reserve(doctor, 201).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(QuotaExceeded);
    expect(refused).toMatchObject({
      facts: {
        bindingUnit: ward,
        bindingUnitName: 'Ward',
        limit: 500,
        used: 0,
        reserved: 300,
        requested: 201,
      },
    });
    await settle(first, 250);
    for (const account of [region, hospital, ward, doctor])
      expect(await status(account)).toMatchObject({ reserved: 0, used: 250, assets: 1, reservedAssets: 0 });
    expect(await status(doctor)).toMatchObject({ limit: null, effective: 250, bindingUnit: ward });
    expect(await drift(region)).toBe(0);
  });

  it('refuses a file above the limit of one file of any ancestor', async () => {
    const { hospital, doctor } = await tree();
    await limit(hospital, { fileBytes: 100 });
    const refused = await reserve(doctor, 101).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FileTooLarge);
    expect(refused).toMatchObject({ facts: { bindingUnit: hospital, limit: 100, requested: 101 } });
    const held = await reserve(doctor, 60);
    await expect(
      test.database.transaction((tx) => quotas.extend(tx, { reservation: held, bytes: 101 })),
    ).rejects.toThrow(FileTooLarge);
    expect((await status(doctor)).fileBytes).toEqual({
      limit: null,
      effective: 100,
      bindingUnit: hospital,
      bindingUnitName: 'Hospital',
    });
  });

  it('F21 holds what a body of unknown length grows to, up to the limit', async () => {
    const { region, doctor } = await tree();
    await limit(region, { bytes: 1000 });
    const held = await reserve(doctor, 0);
    const extend = (bytes: number) =>
      test.database.transaction((tx) => quotas.extend(tx, { reservation: held, bytes }));
    await extend(600);
    await extend(400);
    expect((await status(region)).reserved).toBe(600);
    await expect(extend(1001)).rejects.toThrow(QuotaExceeded);
    await extend(1000);
    expect(await status(region)).toMatchObject({ reserved: 1000, effective: 0 });
    await settle(held, 700);
    expect(await status(region)).toMatchObject({ reserved: 0, used: 700, effective: 300 });
  });

  it('reserves once for the same id, and refuses another reservation under it', async () => {
    const { region, doctor } = await tree();
    const held = await reserve(doctor, 100);
    await Promise.all([1, 2, 3].map(() => reserve(doctor, 100, { reservation: held })));
    expect((await status(region)).reserved).toBe(100);
    await expect(reserve(doctor, 99, { reservation: held })).rejects.toThrow(ReservationMismatch);
    await release(held);
    await expect(reserve(doctor, 100, { reservation: held })).rejects.toThrow(ReservationNotHeld);
  });

  it('F29 refunds once, whatever is tried twice or at the same time', async () => {
    const { region, doctor } = await tree();
    const held = await reserve(doctor, 100);
    const other = await reserve(doctor, 50);
    expect((await Promise.all([1, 2, 3, 4].map(() => release(held)))).filter(Boolean)).toHaveLength(1);
    expect((await status(region)).reserved).toBe(50);
    const settled = await Promise.allSettled([1, 2, 3].map(() => settle(other, 50)));
    expect(settled.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(settled.find((answer) => answer.status === 'rejected')?.reason).toBeInstanceOf(ReservationNotHeld);
    expect(await release(other)).toBe(false);
    expect(await status(region)).toMatchObject({ used: 50, reserved: 0 });
    await expect(settle(await reserve(doctor, 10), 11)).rejects.toThrow(ReservationMismatch);
    expect(await drift(region)).toBe(0);
  });

  it('F29 finds the reservation of a process that died, and frees it', async () => {
    const { region, doctor } = await tree();
    const reservation = newId('upl');
    const expiresAt = new Date('2020-01-01T00:00:00Z');
    await test.database.transaction((tx) =>
      quotas.reserve(tx, { reservation, account: doctor, bytes: 77, assets: 1, expiresAt }),
    );
    const held = async (after?: string) =>
      (await quotas.held(test.database.kysely, { after, limit: 1000 })).find(({ id }) => id === reservation);
    expect(await held()).toEqual({ id: reservation, account: doctor, bytes: 77, assets: 1, expiresAt });
    expect(await held(reservation)).toBeUndefined();
    expect(await release(reservation)).toBe(true);
    expect(await held()).toBeUndefined();
    expect((await status(region)).reserved).toBe(0);
    expect(await release(reservation)).toBe(false);
  });

  it('leaves nothing behind when the transaction is undone after a reservation', async () => {
    const { region, doctor } = await tree();
    const undone = test.database.transaction(async (tx) => {
      await quotas.reserve(tx, {
        reservation: 'upl_u',
        account: doctor,
        bytes: 5,
        assets: 1,
        expiresAt: LATER,
      });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await status(region)).toMatchObject({ reserved: 0, daily: { used: 0 } });
  });

  it('limits what comes in on one UTC day, and gives back what the same day releases', async () => {
    let now = new Date('2026-03-01T23:00:00Z');
    const dated = new Quotas({ clock: { now: () => now } });
    const { ward, doctor } = await tree();
    await limit(ward, { dailyBytes: 100 });
    const first = await reserve(doctor, 60, { by: dated });
    const refused = await reserve(doctor, 41, { by: dated }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DailyQuotaExceeded);
    expect(refused).toMatchObject({ facts: { bindingUnit: ward, limit: 100, used: 60, day: '2026-03-01' } });
    await test.database.transaction((tx) => dated.release(tx, { reservation: first }));
    const second = await reserve(doctor, 100, { by: dated });
    now = new Date('2026-03-02T00:00:01Z');
    await reserve(doctor, 90, { by: dated });
    await test.database.transaction((tx) => dated.release(tx, { reservation: second }));
    expect((await dated.status(test.database.kysely, doctor)).daily).toEqual({
      limit: null,
      used: 90,
      bindingUnitName: 'Ward',
      effective: 10,
      bindingUnit: ward,
    });
    expect((await dated.recompute(test.database.kysely, ward, { correct: false })).drift).toBe(0);
  });

  it('takes an asset off by exactly what the ledger holds for it, once', async () => {
    const { region, doctor } = await tree();
    const asset = await settle(await reserve(doctor, 100), 100);
    const derive = (bytes: number) =>
      test.database.transaction((tx) => quotas.addDerived(tx, { account: doctor, asset, bytes }));
    await derive(30);
    await derive(12);
    expect(await status(region)).toMatchObject({ used: 100, derived: 42, assets: 1 });
    const removed = await Promise.all(
      [1, 2, 3].map(() => test.database.transaction((tx) => quotas.removeOriginal(tx, { asset }))),
    );
    expect(removed.filter((one) => one.usedBytes > 0)).toEqual([{ usedBytes: 100, derivedBytes: 42 }]);
    expect(await status(region)).toMatchObject({ used: 0, derived: 0, assets: 0 });
    expect(await drift(region)).toBe(0);
  });

  it('warns past the part of a limit from which on to warn, inherited from above', async () => {
    const { region, ward, doctor } = await tree();
    await limit(region, { softPercent: 80 });
    await limit(ward, { bytes: 100 });
    await reserve(doctor, 79);
    expect(await status(doctor)).toMatchObject({ soft: false, softUnit: null });
    await reserve(doctor, 1);
    expect(await status(doctor)).toMatchObject({ soft: true, softUnit: ward });
    expect(await status(region)).toMatchObject({ soft: false });
  });

  it('replaces limits under a version, and clears them', async () => {
    const { ward } = await tree();
    const { version } = await limit(ward, { bytes: 5, assets: 3 });
    await expect(
      test.database.transaction((tx) => quotas.setLimits(tx, ward, {}, { expectedVersion: version + 1 })),
    ).rejects.toMatchObject({ code: 'version-conflict' });
    const cleared = await test.database.transaction((tx) =>
      quotas.clearLimits(tx, ward, { expectedVersion: version }),
    );
    expect(cleared.limits).toEqual({
      bytes: null,
      dailyBytes: null,
      fileBytes: null,
      assets: null,
      softPercent: null,
    });
    await expect(limit('nobody', {})).rejects.toThrow(UnitNotFound);
  });

  it('F29 finds a counter that was tampered with, and corrects it only when told to', async () => {
    const { region, hospital, doctor } = await tree();
    await settle(await reserve(doctor, 100), 100);
    await sql`update accounts set used_bytes = 93, reserved_assets = 2 where id = ${hospital}`.execute(
      test.database.kysely,
    );
    const found = await quotas.recompute(test.database.kysely, region, { correct: false });
    expect(found).toEqual({
      drift: 9,
      corrected: false,
      accounts: [
        { account: hospital, field: 'usedBytes', counter: 93, ledger: 100 },
        { account: hospital, field: 'reservedAssets', counter: 2, ledger: 0 },
      ],
    });
    expect(await drift(region)).toBe(9);
    const mended = await test.database.transaction((tx) => quotas.recompute(tx, region, { correct: true }));
    expect(mended).toMatchObject({ drift: 9, corrected: true });
    expect(await drift(region)).toBe(0);
    expect(await status(hospital)).toMatchObject({ used: 100, reservedAssets: 0 });
  });

  it('F29 refuses to change or remove what the ledger holds, and counters below zero', async () => {
    const { region, doctor } = await tree();
    await reserve(doctor, 1);
    const { kysely } = test.database;
    for (const statement of ['update ledger set used_bytes = 0', 'delete from ledger', 'truncate ledger']) {
      await expect(sql.raw(statement).execute(test.owner.kysely)).rejects.toMatchObject({ code: '23001' });
      await expect(sql.raw(statement).execute(kysely)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(
      sql`update accounts set used_bytes = -1 where id = ${region}`.execute(kysely),
    ).rejects.toMatchObject({ code: '23514' });
  });

  it('moves a doctor with everything held, from the old ancestors to the new ones', async () => {
    const { region, hospital, ward, doctor } = await tree();
    const { icu, other } = await test.database.transaction(async (tx) => {
      const hospital2 = await units.create(tx, { kind: 'hospital', name: 'Other', parentId: region });
      const icu = await units.create(tx, { kind: 'department', name: 'ICU', parentId: hospital2.id });
      return { icu: icu.id, other: hospital2.id };
    });
    await settle(await reserve(doctor, 100), 100);
    const held = await reserve(doctor, 40);
    await test.database.transaction((tx) =>
      units.enrol(tx, { doctor: idOfAccount(doctor), name: 'New name', unit: icu }),
    );
    for (const account of [hospital, ward])
      expect(await status(account)).toMatchObject({ used: 0, reserved: 0, assets: 0, daily: { used: 0 } });
    for (const account of [region, other, icu, doctor])
      expect(await status(account)).toMatchObject({ used: 100, reserved: 40, daily: { used: 140 } });
    expect(await units.pathOf(test.database.kysely, doctor)).toEqual([region, other, icu, doctor]);
    await settle(held, 40);
    expect(await status(other)).toMatchObject({ used: 140, reserved: 0 });
    expect(await drift(region)).toBe(0);
  });

  it('moves a unit with what lies below it while uploads go on, and loses nothing', async () => {
    const { region, ward, doctors } = await tree(4);
    const target = await test.database.transaction((tx) =>
      units.create(tx, { kind: 'hospital', name: 'Target', parentId: region }),
    );
    const work = doctors.map(async (doctor) => {
      for (let n = 0; n < 15; n += 1) {
        const held = await reserve(doctor, 10);
        await (n % 3 === 0 ? release(held) : settle(held, 7));
      }
    });
    const move = test.database.transaction((tx) => units.update(tx, ward, { parentId: target.id }));
    await Promise.all([...work, move]);
    expect(await drift(region)).toBe(0);
    expect(await status(target.id)).toMatchObject({ used: 4 * 10 * 7, reserved: 0, assets: 40 });
    expect(await units.isWithin(test.database.kysely, { account: doctors[0] ?? '', unit: target.id })).toBe(
      true,
    );
  });

  it('keeps the tree a tree', async () => {
    const { region, hospital, ward, doctor } = await tree();
    const inTransaction = <T>(work: Parameters<typeof test.database.transaction<T>>[0]) =>
      test.database.transaction(work);
    await expect(
      inTransaction((tx) => units.create(tx, { kind: 'county', name: 'x', parentId: hospital })),
    ).rejects.toThrow(UnitMisplaced);
    await expect(inTransaction((tx) => units.create(tx, { kind: 'county', name: 'x' }))).rejects.toThrow(
      UnitMisplaced,
    );
    await expect(
      inTransaction((tx) => units.create(tx, { kind: 'region', name: 'x', parentId: region })),
    ).rejects.toThrow(UnitMisplaced);
    await expect(inTransaction((tx) => units.update(tx, hospital, { parentId: ward }))).rejects.toThrow(
      UnitMisplaced,
    );
    await expect(
      inTransaction((tx) => units.create(tx, { kind: 'county', name: 'x', parentId: 'unt_none' })),
    ).rejects.toThrow(UnitNotFound);
    await expect(
      inTransaction((tx) => units.create(tx, { id: ward, kind: 'hospital', name: 'x', parentId: region })),
    ).rejects.toThrow(UnitExists);
    await expect(inTransaction((tx) => units.remove(tx, hospital))).rejects.toMatchObject({
      code: 'unit-not-empty',
    });
    const enrolled = await Promise.all(
      Array.from({ length: 8 }, () =>
        inTransaction((tx) => units.enrol(tx, { doctor: 'twice', name: 'Twice', unit: ward })),
      ),
    );
    expect(new Set(enrolled.map((account) => account.path.join())).size).toBe(1);
    const below = await units.list(test.database.kysely, { under: hospital, kinds: ['doctor'], limit: 10 });
    expect(below.items.map((account) => account.id).toSorted()).toEqual([doctor, '@twice'].toSorted());
  });

  it('F65 keeps the ids of people and of units apart, whichever comes first', async () => {
    const { region, ward, doctor } = await tree();
    const inTransaction = test.database.transaction.bind(test.database);
    const id = idOfAccount(doctor);
    const unit = await inTransaction((tx) =>
      units.create(tx, { id, kind: 'hospital', name: 'Of the same id', parentId: region }),
    );
    const person = await inTransaction((tx) => units.enrol(tx, { doctor: ward, name: 'x', unit: ward }));
    expect([unit.path, person.path.slice(-2)]).toEqual([
      [region, id],
      [ward, accountOfPerson(ward)],
    ]);
    await settle(await reserve(doctor, 100), 100);
    expect(await status(doctor)).toMatchObject({ account: id, used: 100 });
    expect(await status(id)).toMatchObject({ account: id, used: 0 });
    expect(await drift(region)).toBe(0);
  });

  it('removes a unit that holds nothing, says what another still holds, and keeps the ledger', async () => {
    const { region, hospital, ward, doctor } = await tree();
    const inTransaction = test.database.transaction.bind(test.database);
    const empty = await inTransaction((tx) =>
      units.create(tx, { kind: 'department', name: 'Empty', parentId: hospital }),
    );
    await settle(await reserve(doctor, 100), 100);
    await expect(inTransaction((tx) => units.remove(tx, hospital))).rejects.toMatchObject({
      code: 'unit-not-empty',
      facts: { units: 2 },
    });
    await expect(inTransaction((tx) => units.remove(tx, ward))).rejects.toMatchObject({
      facts: { people: 1 },
    });
    await expect(inTransaction((tx) => units.remove(tx, doctor))).rejects.toThrow(UnitNotFound);
    await inTransaction((tx) => units.enrol(tx, { doctor: idOfAccount(doctor), name: 'x', unit: empty.id }));
    await inTransaction((tx) => units.remove(tx, ward));
    const again = await inTransaction((tx) =>
      units.create(tx, { id: ward, kind: 'department', name: 'Again', parentId: hospital }),
    );
    expect(again).toMatchObject({ usedBytes: 0, assets: 0 });
    expect(await status(ward)).toMatchObject({ used: 0, daily: { used: 0 } });
    const { rows } = await sql`select from ledger where accounts @> array[${ward}]`.execute(
      test.database.kysely,
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(await drift(region)).toBe(0);
  });

  it('removes no unit into which somebody comes meanwhile', async () => {
    const { hospital } = await tree();
    for (let round = 0; round < 20; round += 1) {
      const { id } = await test.database.transaction((tx) =>
        units.create(tx, { kind: 'department', name: 'Short', parentId: hospital }),
      );
      const come = () =>
        test.database.transaction((tx) => units.enrol(tx, { doctor: id, name: 'x', unit: id }));
      const [came, removed] = await Promise.allSettled([
        come(),
        test.database.transaction((tx) => units.remove(tx, id)),
      ]);
      expect([came.status, removed.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('pages through what lies below a unit, each item once, newest first', async () => {
    const { ward, doctors } = await tree(7);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await units.list(test.database.kysely, {
        under: ward,
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map((account) => account.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(doctors.toSorted());
    await expect(
      units.list(test.database.kysely, { under: ward, limit: 3, cursor: 'nonsense' }),
    ).rejects.toMatchObject({ code: 'invalid-cursor' });
  });

  it('F29 agrees with a small model over random operations', async () => {
    for (const seed of [1, 2, 3]) await compareWithModel(seed);
  }, 120_000);

  async function compareWithModel(seed: number) {
    const random = randomFrom(seed);
    const { region, hospital, ward, doctors } = await tree(3);
    const second = await test.database.transaction((tx) =>
      units.create(tx, { kind: 'department', name: 'Second', parentId: hospital }),
    );
    const limits = new Map([
      [region, 2000],
      [hospital, 1500],
      [ward, 800],
    ]);
    for (const [account, bytes] of limits) await limit(account, { bytes });
    const unitOf = new Map(doctors.map((doctor) => [doctor, ward]));
    const held = new Map<string, { doctor: string; bytes: number }>();
    const stored = new Map<string, { doctor: string; bytes: number }>();
    const pathOf = (doctor: string) => [region, hospital, unitOf.get(doctor) ?? '', doctor];
    const sum = (account: string, things: Map<string, { doctor: string; bytes: number }>) =>
      [...things.values()].reduce(
        (total, thing) => total + (pathOf(thing.doctor).includes(account) ? thing.bytes : 0),
        0,
      );
    const pick = <T>(values: Iterable<T>): T | undefined => {
      const list = [...values];
      return list[Math.floor(random() * list.length)];
    };
    for (let step = 0; step < 120; step += 1) {
      const doctor = pick(doctors) ?? '';
      const choice = random();
      if (choice < 0.45) {
        const bytes = Math.floor(random() * 300);
        const fits = pathOf(doctor).every(
          (account) =>
            bytes === 0 ||
            sum(account, held) + sum(account, stored) + bytes <= (limits.get(account) ?? Infinity),
        );
        const answer = await reserve(doctor, bytes).catch((error: unknown) => error);
        if (fits) held.set(answer as string, { doctor, bytes });
        else expect(answer).toBeInstanceOf(QuotaExceeded);
      } else if (choice < 0.65) {
        const id = pick(held.keys());
        if (id === undefined) continue;
        const { doctor: owner, bytes } = held.get(id) ?? { doctor, bytes: 0 };
        const kept = Math.floor(random() * (bytes + 1));
        stored.set(await settle(id, kept), { doctor: owner, bytes: kept });
        held.delete(id);
      } else if (choice < 0.8) {
        const id = pick(held.keys());
        expect(await release(id ?? 'none')).toBe(id !== undefined);
        if (id !== undefined) held.delete(id);
      } else if (choice < 0.9) {
        const asset = pick(stored.keys()) ?? 'none';
        const removed = await test.database.transaction((tx) => quotas.removeOriginal(tx, { asset }));
        expect(removed.usedBytes).toBe(stored.get(asset)?.bytes ?? 0);
        stored.delete(asset);
      } else {
        const unit = random() < 0.5 ? ward : second.id;
        await test.database.transaction((tx) =>
          units.enrol(tx, { doctor: idOfAccount(doctor), name: 'x', unit }),
        );
        unitOf.set(doctor, unit);
      }
    }
    for (const account of [region, hospital, ward, second.id, ...doctors])
      expect(await status(account)).toMatchObject({
        used: sum(account, stored),
        reserved: sum(account, held),
      });
    expect(await drift(region)).toBe(0);
  }
});

/** A small generator (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
