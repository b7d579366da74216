import { describe, expect, it } from 'vitest';
import { IdempotencyKeyReused, IdempotencyKeys, IdempotentRequestRunning } from './index.js';
import { withTestDatabase } from './testing/test-database.js';

describe('IdempotencyKeys', () => {
  const test = withTestDatabase();
  const keys = new IdempotencyKeys();
  const request = (key: string) => ({ owner: 'o', key, route: 'POST /v1/courses', requestHash: 'h' });
  const answer = { status: 201, headers: { location: '/v1/courses/1' }, body: { id: 1, tags: ['a'] } };

  it('repeats the answer of the first request, and refuses another one under its key', async () => {
    const { database } = test;
    const first = request('a');
    expect(await database.transaction((tx) => keys.begin(tx, first))).toBeUndefined();
    await expect(database.transaction((tx) => keys.begin(tx, first))).rejects.toThrow(
      IdempotentRequestRunning,
    );
    await database.transaction((tx) => keys.finish(tx, first, answer));
    expect(await database.transaction((tx) => keys.begin(tx, first))).toEqual(answer);
    await expect(
      database.transaction((tx) => keys.begin(tx, { ...first, requestHash: 'other' })),
    ).rejects.toThrow(IdempotencyKeyReused);
    expect(await database.transaction((tx) => keys.begin(tx, { ...first, owner: 'p' }))).toBeUndefined();
  });

  it('tells who never heard what became of a claim whether it is theirs', async () => {
    const { database } = test;
    const [mine, at] = [request('m'), new Date()];
    const isClaimed = (when: Date) => database.transaction((tx) => keys.isClaimed(tx, mine, when));
    expect(await isClaimed(at)).toBe(false);
    await database.transaction((tx) => keys.begin(tx, mine, at));
    expect(await isClaimed(at)).toBe(true);
    expect(await isClaimed(new Date(at.getTime() - 1))).toBe(false);
    await database.transaction((tx) => keys.finish(tx, mine, answer));
    expect(await isClaimed(at)).toBe(false);
  });

  it('lets only one of many at once do the work', async () => {
    const { database } = test;
    let done = 0;
    const work = () =>
      database.transaction(async (tx) => {
        const known = await keys.begin(tx, request('b'));
        if (known !== undefined) return known;
        done += 1;
        await keys.finish(tx, request('b'), answer);
        return answer;
      });
    expect(await Promise.all(Array.from({ length: 8 }, work))).toEqual(
      Array.from({ length: 8 }, () => answer),
    );
    expect(done).toBe(1);
  });

  it('lets a request be tried again whose transaction was undone, or whose process died long ago', async () => {
    const { database } = test;
    const failing = database.transaction(async (tx) => {
      await keys.begin(tx, request('c'));
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await database.transaction((tx) => keys.begin(tx, request('c')))).toBeUndefined();
    await database.kysely
      .updateTable('idempotencyKeys')
      .set({ createdAt: new Date(Date.now() - 600_000) })
      .where('key', '=', 'c')
      .execute();
    expect(await database.transaction((tx) => keys.begin(tx, request('c')))).toBeUndefined();
    await database.transaction((tx) => keys.forget(tx, request('c')));
    expect(await database.transaction((tx) => keys.sweep(tx, new Date(Date.now() + 1000)))).toBeGreaterThan(
      0,
    );
  });
});
