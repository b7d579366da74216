import { pino } from 'pino';
import { expect, it } from 'vitest';
import { Audit, verifyTrail } from '#libs/audit';
import { Assets, Courses, PlaybackSessions, RevocationEntries } from '#libs/catalog';
import { People, type Person } from '#libs/identity';
import { newId, systemClock } from '#libs/kernel';
import { accountOfPerson, Quotas, Units } from '#libs/quotas';
import { MemoryStorage } from '#libs/storage';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { Revocations } from '../playback/revocations.js';
import { Handover } from './handover.js';

const test = withTestDatabase();
const [assets, courses, quotas, units, people, audit] = [
  new Assets(),
  new Courses(),
  new Quotas(),
  new Units(),
  new People(),
  new Audit(),
];

it('gives many lessons in several transactions, each with its row in the trail, and counts all of them once', async () => {
  const { database } = test;
  const revocations = new Revocations(
    {
      database,
      storage: new MemoryStorage(),
      sessions: new PlaybackSessions(),
      entries: new RevocationEntries(),
      clock: systemClock,
      logger: pino({ level: 'silent' }),
    },
    { longestSeconds: 60 },
  );
  const handover = new Handover({ database, assets, courses, quotas, units, people, audit, revocations });
  const person = async (subject: string): Promise<Person> => {
    await people.admit(database.kysely, { subject, name: subject, role: 'doctor', unit: 'u' });
    const found = await people.find(database.kysely, subject);
    if (found === undefined) throw new Error('they have just come');
    return found;
  };
  const from = accountOfPerson('from');
  await database.transaction(async (tx) => {
    await units.create(tx, { id: 'u', kind: 'region', name: 'U' });
    await units.enrol(tx, { doctor: 'from', name: 'From', unit: 'u' });
    let first: string | null = null;
    for (let n = 0; n < 206; n += 1) {
      // The last is another take of the first.
      const replaces: string | null = n === 205 ? first : null;
      const { id } = await assets.create(tx, {
        owner: 'from',
        unit: 'u',
        account: from,
        replaces,
        kind: 'attachment',
        fileName: 'a.pdf',
        title: 'A',
        contentType: 'application/pdf',
        bytes: 10,
        sha256: 'a'.repeat(64),
        state: 'ready',
      });
      const reservation = newId('upl');
      const expiresAt = new Date('2030-01-01T00:00:00Z');
      await quotas.reserve(tx, {
        reservation,
        account: from,
        bytes: 10,
        assets: replaces === null ? 1 : 0,
        expiresAt,
      });
      await quotas.settle(tx, { reservation, bytes: 10, asset: id });
      first ??= id;
    }
    await courses.create(tx, { title: 'A', unit: 'u', owner: 'from' });
  });
  const [leaving, staying] = [await person('from'), await person('to')];
  const given = { assets: 205, courses: 1, bytes: 2060, complete: true };
  expect(await handover.give('admin', leaving, staying)).toEqual(given);
  expect(await people.find(database.kysely, 'to')).toMatchObject({ usedBytes: 2060, assets: 205 });
  expect(await people.find(database.kysely, 'from')).toMatchObject({ usedBytes: 0, assets: 0 });
  expect(await quotas.recompute(database.kysely, 'u', { correct: false })).toMatchObject({ drift: 0 });
  const { items } = await audit.list(database.kysely, { subject: 'from', limit: 10 });
  const told = items.map(({ facts }) => facts as Record<'to' | 'assets' | 'courses' | 'bytes', unknown>);
  expect(told.map(({ to, assets, courses }) => [to, assets, courses])).toEqual([
    ['to', 5, 0],
    ['to', 100, 0],
    ['to', 100, 1],
  ]);
  // The other take goes with its lesson, in whichever of them that is.
  expect(told.reduce((sum, { bytes }) => sum + Number(bytes), 0)).toBe(206 * 10);
  async function* noAnchors() {}
  expect((await verifyTrail(database.kysely, noAnchors())).intact).toBe(true);
}, 60_000);
