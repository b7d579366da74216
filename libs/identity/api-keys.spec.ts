import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { ApiKeyNotFound, ApiKeys } from './index.js';

describe('ApiKeys', () => {
  const test = withTestDatabase();
  let now = new Date('2026-05-01T10:00:00Z');
  const keys = new ApiKeys({ clock: { now: () => now } });
  const create = (more: { expiresAt?: Date; subject?: string } = {}) =>
    test.database.transaction((tx) =>
      keys.create(tx, { subject: 'script', name: 'A script', role: 'doctor', label: 'nightly', ...more }),
    );
  const find = (secret: string) => keys.find(test.database.kysely, secret);

  it('finds the owner by the secret, which is stored nowhere', async () => {
    const { id, secret } = await create();
    expect(secret).toMatch(/^lk_[A-Za-z0-9_-]{43}$/);
    expect(await find(secret)).toEqual({
      id,
      subject: 'script',
      name: 'A script',
      role: 'doctor',
      unit: null,
      scopes: ['upload', 'view', 'admin'],
    });
    const { rows } = await sql<{ row: string }>`select api_keys::text as row from api_keys`.execute(
      test.database.kysely,
    );
    expect(rows.some(({ row }) => row.includes(secret.slice(3)))).toBe(false);
    for (const wrong of [
      '',
      'lk_',
      `${secret}x`,
      secret.toUpperCase(),
      `lk_${'A'.repeat(43)}`,
      secret.slice(0, -1),
    ])
      expect(await find(wrong)).toBeUndefined();
  });

  it('ends with its time, and at once when revoked', async () => {
    const timed = await create({ expiresAt: new Date(now.getTime() + 1000) });
    expect(await find(timed.secret)).toBeDefined();
    expect(await keys.isLive(test.database.kysely, timed.id)).toBe(true);
    now = new Date(now.getTime() + 1000);
    expect(await find(timed.secret)).toBeUndefined();
    const { id, secret } = await create();
    await test.database.transaction((tx) => keys.revoke(tx, id));
    await test.database.transaction((tx) => keys.revoke(tx, id));
    expect(await find(secret)).toBeUndefined();
    expect(await keys.isLive(test.database.kysely, id)).toBe(false);
    expect(await keys.isLive(test.database.kysely, timed.id)).toBe(false);
    await expect(test.database.transaction((tx) => keys.revoke(tx, 'key_none'))).rejects.toThrow(
      ApiKeyNotFound,
    );
  });

  it('notes its last use to the hour', async () => {
    const { secret } = await create({ subject: 'used' });
    const lastUse = async () =>
      (await keys.list(test.database.kysely, { subject: 'used', limit: 1 })).items[0]?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    const first = now;
    await find(secret);
    expect(await lastUse()).toEqual(first);
    now = new Date(first.getTime() + 3_599_999);
    await find(secret);
    expect(await lastUse()).toEqual(first);
    now = new Date(first.getTime() + 3_600_000);
    await find(secret);
    expect(await lastUse()).toEqual(now);
  });
});
