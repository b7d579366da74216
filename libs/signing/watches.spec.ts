import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createKeyRingFile,
  KeyRing,
  type KeyRingWatch,
  RevocationList,
  RevocationWatch,
  watchKeyRing,
} from '#libs/signing';
import { documentOf } from './testing/revocation-lists.js';

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

describe('RevocationWatch', () => {
  function watched(read: () => Promise<Buffer | undefined>, everyMs = 60_000, deadlineMs = 200) {
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
    let document = documentOf({ version: 1 });
    const { watch } = watched(() => Promise.resolve(document), 20);
    await watch.start();
    expect(watch.current?.version).toBe(1);
    document = documentOf({ version: 2, sessions: { abc: 10 } });
    await vi.waitFor(() => expect(watch.current?.revokes('ast_00000001', 0, 'abc')).toBe(true), 5_000);
  });

  it('stays the same one until the document changes', async () => {
    let document = documentOf({ assets: { ast_00000001: 1 } });
    const { watch, errors } = watched(() => Promise.resolve(document));
    await watch.start();
    const first = watch.current;
    // As each reading gives it: the same bytes in another place.
    document = Buffer.from(document);
    await watch.refresh();
    expect(watch.current).toBe(first);
    document = documentOf({ assets: { ast_00000001: 2 } });
    await watch.refresh();
    expect(watch.current?.revokes('ast_00000001', 1, undefined)).toBe(true);
    document = Buffer.from('damaged');
    await watch.refresh();
    await watch.refresh();
    expect(errors).toHaveLength(2);
    expect(watch.current?.revokes('ast_00000001', 1, undefined)).toBe(true);
  });

  it('F61 takes no list that is older than the one in force', async () => {
    let document = documentOf({ version: 2, sessions: { a: 9, b: 9 } });
    const { watch, errors } = watched(() => Promise.resolve(document));
    await watch.start();
    document = documentOf({ version: 1, sessions: { a: 9 } });
    await watch.refresh();
    expect(watch.current?.revokes('ast_00000001', 0, 'b')).toBe(true);
    expect(errors.map(String)).toEqual([expect.stringContaining('it is older than the one in force')]);
  });

  it.each<[string, () => Promise<Buffer | undefined>]>([
    ['fails', () => Promise.reject(new Error('no route'))],
    ['gives half a document', () => Promise.resolve(Buffer.from('{"version":'))],
    ['finds the document gone', () => Promise.resolve(undefined)],
    ['hangs', () => new Promise(() => undefined)],
  ])('F06 keeps the last known list when the reader %s', async (_, broken) => {
    let read = () => Promise.resolve<Buffer | undefined>(documentOf({ sessions: { a: 9 } }));
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
    const hanging = Promise.withResolvers<Buffer>();
    const { watch, errors } = watched(() => {
      readings += 1;
      return readings === 1 ? hanging.promise : Promise.resolve(documentOf());
    });
    await watch.start();
    await watch.refresh();
    expect(readings).toBe(1);
    expect(errors).toHaveLength(2);
    expect(watch.current).toBeUndefined();
    hanging.resolve(documentOf({ version: 9 }));
    await hanging.promise;
    await watch.refresh();
    expect(readings).toBe(2);
    expect(watch.current?.version).toBe(1);
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
