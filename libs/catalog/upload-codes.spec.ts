import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import { type Continuation, type Upload, UploadCodes, Uploads } from './index.js';

const MINUTE_MS = 60_000;

describe('UploadCodes', () => {
  const test = withTestDatabase();
  const codes = new UploadCodes();
  const uploads = new Uploads();
  const now = new Date('2026-05-01T10:00:20Z');
  const later = (minutes: number) => new Date(now.getTime() + minutes * MINUTE_MS);
  const proofOf = () => 'a'.repeat(64);

  async function upload(): Promise<Upload> {
    const { database } = test;
    await database.kysely
      .insertInto('accounts')
      .values({ id: 'u', kind: 'region', name: 'U', parentId: null, path: ['u'] })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return database.transaction((tx) =>
      uploads.create(tx, {
        kind: 'whole',
        door: 'tus',
        owner: 'doctor',
        unit: 'u',
        account: 'u',
        fileName: 'a.mp4',
        bytes: 10,
        expiresAt: later(1_000),
      }),
    );
  }

  const create = (id: string, hash: Buffer, at = now) =>
    test.database.transaction((tx) =>
      codes.create(tx, {
        upload: id,
        hash,
        apiKey: undefined,
        expiresAt: new Date(at.getTime() + 15 * MINUTE_MS),
        now: at,
      }),
    );

  async function attempt(hash: Buffer, at = now, proof: () => string | undefined = proofOf) {
    const token = { hash: randomBytes(32), expiresAt: later(60), endsAt: later(1_440) };
    const asked = { hashes: [randomBytes(32), hash], token, now: at };
    const { outcome } = await test.database.transaction((tx) => codes.attempt(tx, asked, proof));
    return { outcome, token: token.hash };
  }

  const ofToken = (hash: Buffer, at = now) => codes.ofToken(test.database.kysely, hash, at);

  it('is changed for a token that is good for its upload until a later one takes its place', async () => {
    const { id } = await upload();
    const hash = randomBytes(32);
    expect(await create(id, hash)).toBe(true);
    const first = await attempt(hash);
    expect(first.outcome).toBe('taken');
    expect(await ofToken(first.token)).toMatchObject({
      upload: { id },
      offset: 0,
      proof: proofOf(),
      isProven: false,
    });
    expect(await ofToken(first.token, later(60))).toBeUndefined();
    const second = await attempt(hash);
    expect(await ofToken(first.token)).toBeUndefined();
    const found = (await ofToken(second.token)) as Continuation;
    const proven = () => test.database.transaction((tx) => codes.proven(tx, found, now));
    expect([await proven(), await proven()]).toEqual([true, false]);
    expect((await ofToken(second.token))?.isProven).toBe(true);

    expect(await create(id, randomBytes(32))).toBe(true);
    expect(await ofToken(second.token)).toBeUndefined();
    expect((await attempt(hash)).outcome).toBe('old');
  });

  it('is old after its time, after ten attempts, and of an upload that can not be gone on with', async () => {
    const { id } = await upload();
    const hash = randomBytes(32);
    await create(id, hash);
    expect((await attempt(hash, later(15))).outcome).toBe('old');
    expect((await attempt(hash, now, () => undefined)).outcome).toBe('old');
    const outcomes: string[] = [];
    for (let tries = 0; tries < 11; tries += 1) outcomes.push((await attempt(hash)).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'taken'), 'old']);
  });

  it('is the code of one upload, and is free again a day after it has ended', async () => {
    const [one, other] = [await upload(), await upload()];
    const hash = randomBytes(32);
    expect(await create(one.id, hash)).toBe(true);
    expect(await create(other.id, hash, later(20))).toBe(false);
    expect((await attempt(hash)).outcome).toBe('taken');
    expect(await create(other.id, hash, later(3 * 1_440))).toBe(true);
  });

  it('a hundred in vain in a minute are looked at, of all together; right ones do not count', async () => {
    const { id } = await upload();
    const hash = randomBytes(32);
    const at = later(100_000);
    await create(id, hash, at);
    const wrong = async () => (await attempt(randomBytes(32), at)).outcome;
    expect((await attempt(hash, at)).outcome).toBe('taken');
    const outcomes = await Promise.all(Array.from({ length: 105 }, wrong));
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(100);
    expect(outcomes.filter((outcome) => outcome === 'too-many')).toHaveLength(5);
    expect((await attempt(hash, at)).outcome).toBe('too-many');
    expect((await attempt(hash, later(100_001))).outcome).toBe('taken');
  });
});
