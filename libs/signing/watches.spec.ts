import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createKeyRingFile,
  KeyRing,
  type KeyRingWatch,
  revocationDocument,
  RevocationList,
  revocationVersion,
  RevocationWatch,
  watchKeyRing,
} from '#libs/signing';

let folder: string;
let watches: { close(): void }[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-signing-'));
  watches = [];
});
afterEach(async () => {
  for (const watch of watches) watch.close();
  await rm(folder, { recursive: true });
});

describe('createKeyRingFile', () => {
  it('writes a ring for its owner alone, once', async () => {
    const file = join(folder, 'new', 'ring.json');
    const written = await Promise.all(Array.from({ length: 8 }, () => createKeyRingFile(file)));
    expect(written.filter(Boolean)).toHaveLength(1);
    const text = await readFile(file, 'utf8');
    KeyRing.parse(text);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await createKeyRingFile(file)).toBe(false);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(join(folder, 'new'))).toEqual(['ring.json']);
  });
});

describe('watchKeyRing', () => {
  async function watched(file: string, everyMs = 60_000): Promise<{ watch: KeyRingWatch; errors: Error[] }> {
    const errors: Error[] = [];
    const watch = await watchKeyRing(file, { onError: (error) => errors.push(error), everyMs });
    watches.push(watch);
    return { watch, errors };
  }

  it('refuses to start without a valid ring', async () => {
    await expect(watched(join(folder, 'none.json'))).rejects.toThrow('cannot be read');
    await writeFile(join(folder, 'bad.json'), '{}');
    await expect(watched(join(folder, 'bad.json'))).rejects.toThrow('no list of keys');
  });

  it('takes a new ring over, and keeps the old one when the new one is invalid', async () => {
    const file = join(folder, 'ring.json');
    await writeFile(file, KeyRing.fresh());
    const { watch, errors } = await watched(file);
    const first = watch.current;
    await writeFile(file, '{"keys": []}');
    await vi.waitFor(() => expect(errors).toHaveLength(1), 5_000);
    expect(watch.current).toBe(first);
    await writeFile(`${file}.new`, KeyRing.fresh());
    await rename(`${file}.new`, file);
    await vi.waitFor(() => expect(watch.current.signingKid).not.toBe(first.signingKid), 5_000);
    expect(errors).toHaveLength(1);
  });

  it('follows the symbolic links of a mounted Secret, and reports a missing file once', async () => {
    const versions = [join(folder, '..v1'), join(folder, '..v2')] as const;
    for (const version of versions) await createKeyRingFile(join(version, 'ring.json'));
    await symlink(versions[0], join(folder, '..data'));
    await symlink(join('..data', 'ring.json'), join(folder, 'ring.json'));
    const { watch, errors } = await watched(join(folder, 'ring.json'), 50);
    const first = watch.current;
    await symlink(versions[1], join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await vi.waitFor(() => expect(watch.current.signingKid).not.toBe(first.signingKid), 5_000);
    await rm(join(folder, '..data'));
    await vi.waitFor(() => expect(errors).toHaveLength(1), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(errors).toHaveLength(1);
  });
});

describe('RevocationList', () => {
  it('is written and read back', () => {
    const list = RevocationList.empty
      .withAsset('ast_00000001', 4, 1000)
      .withAsset('ast_00000001', 2, 1001)
      .withSession('short', 1100, 1002)
      .withSession('long', 2000, 1003);
    expect(JSON.parse(list.toString())).toEqual({
      version: 4,
      updated: 1003,
      assets: { ast_00000001: 4 },
      sessions: { short: 1100, long: 2000 },
    });
    const read = RevocationList.parse(list.toString());
    expect(read.revokes('ast_00000001', 3, undefined)).toBe(true);
    expect(read.revokes('ast_00000001', 4, undefined)).toBe(false);
    expect(read.revokes('ast_00000002', 0, 'long')).toBe(true);
  });

  const WRITTEN = RevocationList.empty
    .withAsset('ast_00000001', 4, 1000)
    .withSession('s1', 1100, 1001)
    .withSession('s2', 1200, 1002)
    .toString();

  it.each([
    WRITTEN,
    RevocationList.empty.toString(),
    RevocationList.empty.withSession('s', 1, 1).toString(),
    `${WRITTEN}\n`,
    JSON.stringify(JSON.parse(WRITTEN), null, 2),
    WRITTEN.replace('"s2":1200', '"s2":1200,"s2":7'),
    WRITTEN.replace('"updated"', '"more":[1],"updated"'),
    WRITTEN.replace('1200', '1.2e3'),
    ...['01200', '-1', '1.5', '12000000000000000', 'x', ''].map((n) => WRITTEN.replace('1200', n)),
    ...[1, 2, 10, 20].map((cut) => WRITTEN.slice(0, -cut)),
    `${WRITTEN}}`,
    WRITTEN.replace('},"sessions"', ',},"sessions"'),
  ])('is read in turns as it is parsed at once: %s', async (text) => {
    let parsed: RevocationList | undefined;
    try {
      parsed = RevocationList.parse(text);
    } catch {
      parsed = undefined;
    }
    expect(await RevocationList.read(text).catch(() => undefined)).toEqual(parsed);
  });

  it('F61 of 100,000 entries is read while others have their turns', async () => {
    const sessions = Array.from({ length: 100_000 }, (_, n) => `"session${n}":1790000000`).join(',');
    const text = revocationDocument({ version: 7, updated: 1, assets: '', sessions });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const immediate = (): void => {
      turns += 1;
      if (turns < 100) setImmediate(immediate);
    };
    setImmediate(immediate);
    const list = await RevocationList.read(text);
    clearInterval(timer);
    expect(list.size).toBe(100_000);
    expect(turns).toBeGreaterThanOrEqual(100);
    expect(list.revokes('ast_00000001', 0, 'session99999')).toBe(true);
  });

  it.each<[string, number | undefined]>([
    [revocationDocument({ version: 12, updated: 1, assets: '', sessions: '' }), 12],
    ['{"version": 12}', undefined],
    ['', undefined],
  ])('tells its version in its first bytes: %s', (text, version) => {
    expect(revocationVersion(text.slice(0, 64))).toBe(version);
  });

  it.each([
    'x',
    '[]',
    '{}',
    '{"version":1,"updated":1,"assets":[],"sessions":{}}',
    '{"version":1,"updated":1,"assets":{"ast_00000001":"4"},"sessions":{}}',
    '{"version":1,"updated":1,"assets":{},"sessions":{"a":-1}}',
  ])('refuses %s', (text) => {
    expect(() => RevocationList.parse(text)).toThrow('revocation list');
  });
});

describe('RevocationWatch', () => {
  function watched(read: () => Promise<string | undefined>, everyMs = 60_000, deadlineMs = 200) {
    const errors: Error[] = [];
    const watch = new RevocationWatch(read, { onError: (error) => errors.push(error), everyMs, deadlineMs });
    watches.push(watch);
    return { watch, errors };
  }

  it('knows no list before the first reading, and an empty one where none was written', async () => {
    const { watch, errors } = watched(() => Promise.resolve(undefined));
    expect(watch.current).toBeUndefined();
    await watch.start();
    expect(watch.current).toBe(RevocationList.empty);
    expect(errors).toEqual([]);
  });

  it('reads it again and again', async () => {
    let list = RevocationList.empty;
    const { watch } = watched(() => Promise.resolve(list.toString()), 20);
    await watch.start();
    expect(watch.current?.version).toBe(0);
    list = list.withSession('abc', 10, 1);
    await vi.waitFor(() => expect(watch.current?.revokes('ast_00000001', 0, 'abc')).toBe(true), 5_000);
  });

  it('stays the same one until the document changes', async () => {
    let text = RevocationList.empty.withAsset('ast_00000001', 1, 1).toString();
    const { watch, errors } = watched(() => Promise.resolve(text));
    await watch.start();
    const first = watch.current;
    // As one that was read has it: another string of the same characters.
    text = Buffer.from(text).toString();
    await watch.refresh();
    expect(watch.current).toBe(first);
    text = text.replace(':1}', ':2}');
    await watch.refresh();
    expect(watch.current?.revokes('ast_00000001', 1, undefined)).toBe(true);
    text = 'damaged';
    await watch.refresh();
    await watch.refresh();
    expect(errors).toHaveLength(2);
    expect(watch.current?.revokes('ast_00000001', 1, undefined)).toBe(true);
  });

  it('F61 takes no list that is older than the one in force', async () => {
    const older = RevocationList.empty.withSession('a', 9, 1);
    let text = older.withSession('b', 9, 1).toString();
    const { watch, errors } = watched(() => Promise.resolve(text));
    await watch.start();
    text = older.toString();
    await watch.refresh();
    expect(watch.current?.revokes('ast_00000001', 0, 'b')).toBe(true);
    expect(errors.map(String)).toEqual([expect.stringContaining('it is older than the one in force')]);
  });

  it.each<[string, () => Promise<string | undefined>]>([
    ['fails', () => Promise.reject(new Error('no route'))],
    ['gives half a document', () => Promise.resolve('{"version":')],
    ['finds the document gone', () => Promise.resolve(undefined)],
    ['hangs', () => new Promise(() => undefined)],
  ])('F06 keeps the last known list when the reader %s', async (_, broken) => {
    let read = () =>
      Promise.resolve<string | undefined>(RevocationList.empty.withSession('a', 9, 1).toString());
    const { watch, errors } = watched(() => read());
    await watch.start();
    const known = watch.current;
    expect(known?.version).toBe(1);
    read = broken;
    await watch.refresh();
    expect(errors).toHaveLength(1);
    expect(watch.current).toBe(known);
    await watch.refresh();
    expect(errors).toHaveLength(2);
    expect(watch.current).toBe(known);
  });

  it('starts no second reading while one hangs, and goes on when it ends', async () => {
    let readings = 0;
    const hanging = Promise.withResolvers<string>();
    const { watch, errors } = watched(() => {
      readings += 1;
      return readings === 1 ? hanging.promise : Promise.resolve(RevocationList.empty.toString());
    });
    await watch.start();
    await watch.refresh();
    expect(readings).toBe(1);
    expect(errors).toHaveLength(2);
    expect(watch.current).toBeUndefined();
    hanging.resolve('late, and never used');
    await hanging.promise;
    await watch.refresh();
    expect(readings).toBe(2);
    expect(watch.current?.version).toBe(0);
  });

  it('tells its age by the clock', async () => {
    let now = 1_000_000;
    const broken = { value: false };
    const watch = new RevocationWatch(
      () => (broken.value ? Promise.reject(new Error('gone')) : Promise.resolve(undefined)),
      { onError: () => undefined, clock: { now: () => new Date(now) } },
    );
    watches.push(watch);
    await watch.start();
    now += 2_000;
    expect(watch.ageSeconds).toBe(2);
    broken.value = true;
    await watch.refresh();
    now += 5_000;
    expect(watch.ageSeconds).toBe(7);
    broken.value = false;
    await watch.refresh();
    expect(watch.ageSeconds).toBe(0);
  });
});
