import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#libs/database';
import { withTestDatabase } from '../database/testing/test-database.js';
import { People } from './index.js';

describe('People', () => {
  const test = withTestDatabase();
  let now = new Date('2026-05-01T10:00:00Z');
  const people = new People({ clock: { now: () => now } });
  const admit = (
    subject: string,
    more: { role?: Role; name?: string; apiKey?: string; unit?: string } = {},
  ) => people.admit(test.database.kysely, { subject, name: 'Li', role: 'doctor', unit: 'u', ...more });
  const find = (id: string) => people.find(test.database.kysely, id);
  const assign = (id: string, role: Role | null, isAdministrator = true) =>
    test.database.transaction(async (tx) =>
      people.assign(tx, await people.hold(tx, id), { role }, { isAdministrator }),
    );

  beforeAll(() =>
    test.database.executeSql(
      `insert into accounts (id, kind, name, path) values ('u', 'region', 'U', '{u}'), ('v', 'region', 'V', '{v}')`,
      [],
    ),
  );

  it('are recorded as their token says, and an API key says nothing of its owner', async () => {
    await admit('seen');
    expect(await find('seen')).toMatchObject({ name: 'Li', role: 'doctor', unit: 'u', lastSeenAt: now });
    await admit('seen', { name: '李', role: 'unit-admin' });
    expect(await find('seen')).toMatchObject({ name: '李', role: 'unit-admin', version: 1 });
    now = new Date(now.getTime() + 3_600_000);
    await admit('seen', { name: 'A script', role: 'doctor', apiKey: 'key_1' });
    expect(await find('seen')).toMatchObject({ name: '李', role: 'unit-admin', lastSeenAt: now });
  });

  it('are what was assigned, and no API key gives them more', async () => {
    await admit('assigned', { role: 'admin' });
    const roles = async () => [
      (await admit('assigned', { role: 'admin' })).role,
      (await admit('assigned', { role: 'admin', apiKey: 'k' })).role,
      (await admit('assigned', { role: 'auditor', apiKey: 'k' })).role,
      (await admit('assigned', { role: 'doctor', apiKey: 'k' })).role,
    ];
    expect(await roles()).toEqual(['admin', 'admin', 'auditor', 'doctor']);
    await assign('assigned', 'unit-admin');
    expect(await roles()).toEqual(['unit-admin', 'unit-admin', 'unit-admin', 'doctor']);
    await assign('assigned', 'admin');
    expect(await roles()).toEqual(['admin', 'admin', 'auditor', 'doctor']);
    await expect(assign('assigned', null, false)).rejects.toMatchObject({
      code: 'assigned-by-administrator',
    });
    await assign('assigned', null);
    await assign('assigned', 'doctor', false);
  });

  it('have an external id once below each root', async () => {
    for (const [id, unit] of [
      ['in-u', 'u'],
      ['in-u-too', 'u'],
      ['in-v', 'v'],
    ] as const)
      await admit(id, { unit });
    const name = (id: string) =>
      test.database.transaction(async (tx) => people.setExternalId(tx, await people.hold(tx, id), 'hr-1'));
    await name('in-u');
    await name('in-u');
    await expect(name('in-u-too')).rejects.toMatchObject({ code: 'external-id-taken' });
    await name('in-v');
    const { items } = await people.list(test.database.kysely, { externalId: 'hr-1', limit: 10 });
    expect(items.map(({ id }) => id).toSorted()).toEqual(['in-u', 'in-v']);
    expect((await people.list(test.database.kysely, { q: 'HR-1 100%', limit: 10 })).items).toEqual([]);
  });

  it('of one version are edited by one', async () => {
    await admit('edited');
    const edit = () =>
      test.database.transaction(async (tx) => {
        await people.hold(tx, 'edited', 1);
        await people.edited(tx, 'edited');
      });
    const answers = await Promise.allSettled([edit(), edit()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
