import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyRingFile, KeyRing, KeyRotation } from './index.js';

describe('KeyRotation', () => {
  let folder: string;
  let file: string;
  let now = new Date('2026-05-01T10:00:00Z');
  const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
  const rotation = (at = file) =>
    new KeyRotation(at, { now: () => now }, { longestSeconds: 3600, introduceSeconds: 60 });
  const ring = async () => KeyRing.parse(await readFile(file, 'utf8'));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lectern-rotation-'));
    file = join(folder, 'ring.json');
    await createKeyRingFile(file);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets a new key verify first, then sign, and takes the old one away when its last URL is dead', async () => {
    const { signingKid: old } = await ring();
    const { kid } = await rotation().begin();
    expect(await ring()).toMatchObject({ signingKid: old, kids: [old, kid] });
    await expect(rotation().begin()).rejects.toMatchObject({ code: 'key-rotation-running' });
    later(59);
    expect(await rotation().advance()).toEqual([]);
    later(1);
    expect(await rotation().advance()).toEqual([{ kid, step: 'signing' }]);
    expect(await ring()).toMatchObject({ signingKid: kid, kids: [old, kid] });
    expect((await ring()).keys).toMatchObject([
      { state: 'verifying', since: now, signsFrom: null },
      { since: now },
    ]);
    later(3600);
    expect(await rotation().advance()).toEqual([]);
    later(300);
    expect(await rotation().advance()).toEqual([{ kid: old, step: 'retired' }]);
    expect((await ring()).kids).toEqual([kid]);
    // The secrets are what they were all the while, and the file is nobody else's to read.
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await rotation().begin();
  });

  it('keeps what signs now where another key was made to sign by hand', async () => {
    const first = await rotation().begin();
    later(60);
    await rotation().advance();
    later(10);
    const second = await rotation().begin();
    later(60);
    expect(await rotation().advance()).toEqual([{ kid: second.kid, step: 'signing' }]);
    expect((await ring()).keys.map(({ kid, until }) => [kid, until !== null])).toEqual([
      [expect.any(String), true],
      [first.kid, true],
      [second.kid, false],
    ]);
  });

  it('tells what to do where the ring is a Secret that is mounted', async () => {
    await mkdir(join(folder, 'mount'));
    const mounted = join(folder, 'mount', 'ring.json');
    await symlink(file, mounted);
    const before = await readFile(file, 'utf8');
    await expect(rotation(mounted).begin()).rejects.toMatchObject({
      code: 'key-ring-not-writable',
      facts: { steps: expect.arrayContaining([expect.stringContaining('3600 seconds')]) },
    });
    expect(await readFile(file, 'utf8')).toBe(before);
    await chmod(file, 0o640);
    await rotation().begin();
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });
});
