import { describe, expect, it } from 'vitest';
import { withTestDatabase } from '../database/testing/test-database.js';
import {
  LocalAccounts,
  normalisedPassword,
  PASSWORD_LENGTH,
  PasswordGuesses,
  PasswordHasher,
  People,
  requireGoodPassword,
  SignInSessions,
} from './index.js';

const MINUTE = 60;

describe('local accounts', () => {
  const test = withTestDatabase();
  let now = new Date('2026-05-01T10:00:00Z');
  const clock = { now: () => now };
  const after = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  const guesses = new PasswordGuesses({ clock });
  const begin = (account: string, address: string) =>
    test.database.transaction((tx) => guesses.begin(tx, { account, address }));
  const right = (account: string, address: string) =>
    test.database.transaction((tx) => guesses.right(tx, { account, address }));

  it('a wrong password makes the next wait, twice as long each time, a quarter of an hour at most', async () => {
    // Of all that come at once no more are looked at than may be.
    const waits = await Promise.all(Array.from({ length: 12 }, () => begin('li', '192.0.2.1')));
    expect(waits.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 30, 30, 30, 30, 30, 30, 30]);
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      expect(await begin('li', '192.0.2.1')).toBe(seconds);
      after(seconds - 1);
      expect(await begin('li', '192.0.2.1')).toBe(1);
      after(1);
      expect(await begin('li', '192.0.2.1')).toBe(0);
    }
    after(2 * 60 * MINUTE);
    for (let tries = 0; tries < 5; tries += 1) expect(await begin('li', '192.0.2.1')).toBe(0);
  });

  it('what many addresses guess of one account keeps nobody out where they have signed in before', async () => {
    await begin('wang', '192.0.2.1');
    await right('wang', '192.0.2.1');
    for (let n = 0; n < 50; n += 1) expect(await begin('wang', `198.51.100.${n}`)).toBe(0);
    expect(await begin('wang', '203.0.113.1')).toBe(30);
    expect(await begin('wang', '192.0.2.1')).toBe(0);
  });

  it('where a hundred were wrong at an address, each account has two more there', async () => {
    for (let n = 0; n < 100; n += 1) expect(await begin(`somebody-${n}`, '192.0.2.9')).toBe(0);
    expect(await begin('zhao', '192.0.2.9')).toBe(0);
    expect(await begin('zhao', '192.0.2.9')).toBe(0);
    expect(await begin('zhao', '192.0.2.9')).toBe(15 * MINUTE);
    after(15 * MINUTE);
    expect(await begin('zhao', '192.0.2.9')).toBe(0);
  });

  it('the audit trail is told once in a quarter of an hour, of many in one entry', async () => {
    const wrong = (subject: string | undefined) =>
      test.database.transaction((tx) => guesses.wrong(tx, subject));
    const untold = () => test.database.transaction((tx) => guesses.untold(tx));
    const since = now;
    for (let n = 0; n < 52; n += 1) await wrong(`p-${n}`);
    await wrong('p-7');
    await wrong(undefined);
    await wrong(undefined);
    expect(await untold()).toEqual([]);
    after(15 * MINUTE);
    const told = await untold();
    expect(told).toHaveLength(51);
    expect(told[0]).toEqual({ subject: 'p-7', failures: 2, since });
    expect(told.at(-1)).toEqual({ subject: undefined, failures: 4, since });
    expect(await untold()).toEqual([]);
  });

  it('a password is kept as Argon2id, and who has none takes as much work', async () => {
    const hasher = new PasswordHasher({ atOnce: 1, mostWaiting: 2 });
    const kept = await hasher.hash('heron tulip basalt nine');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.matches('heron tulip basalt nine', kept)).toBe(true);
    expect(await hasher.matches('heron tulip basalt ten', kept)).toBe(false);
    expect(await hasher.matches('heron tulip basalt nine', undefined)).toBe(false);
    const crowd = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.matches('x', kept)));
    expect(crowd.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(await hasher.matches('heron tulip basalt nine', kept)).toBe(true);
  });

  it('a password is as long as people count, and may be anything but what is tried first', () => {
    const reason = (password: string, ...about: string[]) => {
      try {
        requireGoodPassword(normalisedPassword(password), about);
        return undefined;
      } catch (error) {
        return (error as { facts: { reason: string } }).facts.reason;
      }
    };
    const { least, most } = PASSWORD_LENGTH;
    expect(reason('心'.repeat(most + 1))).toBe('too-long');
    expect(reason('😀😃😄😁😆😅😂🤣🥲😊😇')).toBe('too-short');
    expect('😀😃😄😁😆😅😂🤣🥲😊😇🙂'.length).toBe(2 * least);
    for (const good of [
      '😀😃😄😁😆😅😂🤣🥲😊😇🙂',
      '春眠不觉晓处处闻啼鸟夜来',
      'correct horse battery staple',
    ])
      expect(reason(good, 'dr-li', 'li@hospital.example.org')).toBeUndefined();
    for (const common of ['PASSWORD1234', 'qwertyuiopas', 'ba9876543210'.slice(2) + '98', 'aaaaaaaaaaaab'])
      expect(reason(common), common).toBe('common');
    for (const own of ['dr-wang-2026', 'wangxiaoming1', '2026hospital.example.org'])
      expect(reason(own, 'dr-wang', 'wangxiaoming@hospital.example.org'), own).toBe('of-yourself');
  });

  it('an invitation lets in once, of several who try at once', async () => {
    const accounts = new LocalAccounts({ clock });
    const { database } = test;
    const whom = { subject: 'li', purpose: 'invitation', invitedBy: 'root', byAdministrator: true } as const;
    const { secret } = await database.transaction(async (tx) => {
      await new People().know(tx, 'li');
      return accounts.invite(tx, whom, 60);
    });
    const invitation = await accounts.invitation(database.kysely, secret);
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () => database.transaction((tx) => accounts.accept(tx, invitation))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { secret: late } = await database.transaction((tx) => accounts.invite(tx, whom, 60));
    after(60);
    await expect(accounts.invitation(database.kysely, late)).rejects.toMatchObject({
      code: 'invitation-over',
    });
  });

  it('a session that has ended is known for a day, and a person has 20', async () => {
    const sessions = new SignInSessions({ clock });
    const { database } = test;
    const person = { subject: 'li', name: 'Li', role: 'admin', unit: null, apiKey: null } as const;
    const all: { secret: string; id: string }[] = [];
    for (let n = 0; n < 21; n += 1) {
      after(1);
      const { secret, session } = await database.transaction((tx) => sessions.begin(tx, person, 600));
      all.push({ secret, id: session.id });
    }
    const find = (n: number) => sessions.find(database.kysely, all[n]?.secret ?? '');
    expect(await find(0)).toBe('over');
    expect(await find(1)).toMatchObject({ subject: 'li', role: 'admin' });
    await database.transaction((tx) => sessions.endAllOf(tx, 'li', all[20]?.id));
    expect([await find(1), await find(20)]).toMatchObject(['over', { id: all[20]?.id }]);
    after(86_400);
    await database.transaction((tx) => sessions.sweep(tx));
    expect([await find(1), await find(20)]).toEqual([undefined, 'over']);
  });
});
