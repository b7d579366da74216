import { execFileSync } from 'node:child_process';
import { readdirSync, readSync } from 'node:fs';
import {
  cp,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
  statfs,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResumableSha256 } from '#libs/digest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  NfsStorage,
  ObjectExists,
  ObjectNotFound,
  parseStorageKey,
  StorageFault,
  StorageFull,
  StorageUnavailable,
} from '../index.js';
import { bytesOf, collected, patterned, sha256 } from '../testing/sources.js';
import { storageContract } from '../testing/storage-contract.js';
import { CallGate } from './call-gate.js';
import { FileTree } from './file-tree.js';
import { resolvingAnew, translated } from './nfs-faults.js';
import { relativePath } from './nfs-paths.js';

storageContract('NfsStorage', async () => {
  const root = await mkdtemp(join(tmpdir(), 'lectern-nfs-'));
  return {
    storage: new NfsStorage({ root }),
    names: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .sort();
    },
    dispose: () => rm(root, { recursive: true, force: true }),
  };
});

const emptyRoot = () => mkdtemp(join(tmpdir(), 'lectern-nfs-'));

/** A small file system of our own; undefined where mounting is not allowed. */
async function smallMount(options: string): Promise<string | undefined> {
  const folder = await emptyRoot();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

async function unmount(folder: string): Promise<void> {
  execFileSync('umount', [folder]);
  await rm(folder, { recursive: true });
}

const mayMount =
  process.getuid?.() === 0 &&
  (await smallMount('size=1m').then(async (folder) => folder !== undefined && (await unmount(folder), true)));

describe.skipIf(!mayMount)('NfsStorage on a small file system', () => {
  const key = parseStorageKey('assets/ast_full/source/original');

  it('F01 says full, acknowledges nothing and leaves nothing, then goes on', async () => {
    const root = (await smallMount('size=8m')) ?? '';
    const storage = new NfsStorage({ root });
    await expect(storage.put(key, bytesOf(patterned(20 * 1024 * 1024)))).rejects.toThrow(StorageFull);
    await expect(storage.stat(key)).rejects.toThrow(ObjectNotFound);
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
    await storage.put(key, bytesOf(patterned(5 * 1024 * 1024)));
    expect(sha256(await collected(storage, key))).toBe(sha256(patterned(5 * 1024 * 1024)));
    await unmount(root);
  });

  it('F01 keeps what was acknowledged of an upload that fills the disk, and gives the rest back', async () => {
    const root = (await smallMount('size=8m')) ?? '';
    const storage = new NfsStorage({ root });
    const bytes = patterned(6 * 1024 * 1024);
    const options = { fence: '1', checkpoint: () => Promise.resolve() };
    const begun = await storage.resumable.begin('upl_full', { key });
    const digest = new ResumableSha256();
    const first = await storage.resumable.append(begun, 0, bytesOf(bytes.subarray(0, 3 * 1024 * 1024)), {
      ...options,
      digest,
    });
    const tooMuch = storage.resumable.append(first.state, first.offset, bytesOf(patterned(9 * 1024 * 1024)), {
      ...options,
      digest: new ResumableSha256(),
    });
    await expect(tooMuch).rejects.toThrow(StorageFull);
    const second = await storage.resumable.append(
      first.state,
      first.offset,
      bytesOf(bytes.subarray(first.offset, 4 * 1024 * 1024)),
      { ...options, digest: ResumableSha256.resume(first.digest) },
    );
    expect(second.offset).toBe(4 * 1024 * 1024);
    // A file that a write failed on is never synced again: the next go has one of its own.
    const pieces = await readdir(join(root, 'uploads/ll/upl_full'));
    expect(pieces).toHaveLength(2);
    await unmount(root);
  });

  it('F02 goes on in another file where a go failed, from the same place under the same fence too', async () => {
    const root = (await smallMount('size=8m')) ?? '';
    const storage = new NfsStorage({ root });
    const begun = await storage.resumable.begin('upl_again', { key });
    const go = (bytes: number) =>
      storage.resumable.append(begun, 0, bytesOf(patterned(bytes)), {
        fence: '1',
        digest: new ResumableSha256(),
        checkpoint: () => Promise.resolve(),
      });
    await expect(go(9 * 1024 * 1024)).rejects.toThrow(StorageFull);
    const { state, offset } = await go(3 * 1024 * 1024);
    const folder = join(root, 'uploads/in/upl_again');
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
    );
    expect(sizes.toSorted((a, b) => a - b)).toEqual([0, offset]);
    await storage.resumable.publish(state, key, offset);
    expect(sha256(await collected(storage, key))).toBe(sha256(patterned(offset)));
    await unmount(root);
  });

  it.each([
    [
      'size=64k',
      'full',
      (root: string) => writeFile(join(root, 'fill'), Buffer.alloc(64 * 1024)).catch(() => undefined),
    ],
    ['size=1m,nr_inodes=2', 'inodes', (root: string) => writeFile(join(root, 'fill'), '')],
    ['size=1m', 'read-only', async (root: string) => void execFileSync('mount', ['-o', 'remount,ro', root])],
  ])('F11 names what is wrong with a folder on %s: %s', async (options, word, spoil) => {
    const root = (await smallMount(options)) ?? '';
    await spoil(root);
    await expect(new NfsStorage({ root }).selfTest()).rejects.toThrow(word);
    await unmount(root);
  });
});

describe('NfsStorage', () => {
  let root: string;
  beforeEach(async () => {
    root = await emptyRoot();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('spreads ids over folders by their last two characters, and never leads out of the root', () => {
    const paths = [
      ['assets/ast_77zxyyk5g/hls/1.m3u8', 'assets/5g/ast_77zxyyk5g/hls/1.m3u8'],
      ['uploads/upl_1', 'uploads/_1/upl_1'],
      ['control/revocations.json', 'control/revocations.json'],
      ['assets/a../x', 'assets/__/a../x'],
      ['assets/a/x', 'assets/a/a/x'],
      ['plain', 'plain'],
    ] as const;
    for (const [key, path] of paths) expect(relativePath(parseStorageKey(key))).toBe(path);
  });

  it('follows no symbolic link, and takes no folder for an object', async () => {
    const storage = new NfsStorage({ root });
    await mkdir(join(root, 'control/folder'), { recursive: true });
    await symlink('/etc/passwd', join(root, 'control/link'));
    for (const name of ['control/link', 'control/folder']) {
      await expect(storage.open(parseStorageKey(name))).rejects.toThrow(ObjectNotFound);
      await expect(storage.stat(parseStorageKey(name))).rejects.toThrow(ObjectNotFound);
    }
    const listed: string[] = [];
    for await (const { key } of storage.list(parseStorageKey('control'))) listed.push(key);
    expect(listed).toEqual([]);
  });

  it('lists past what others put into the tree under names that are no keys', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_foreign1/source/original');
    await storage.put(key, bytesOf(patterned(10)));
    const folder = join(root, 'assets/n1/ast_foreign1/source');
    await writeFile(join(folder, 'Copy of original (1).mp4'), 'x');
    await mkdir(join(folder, '~new folder'));
    await writeFile(join(folder, '~new folder', 'notes'), 'x');
    const listed: string[] = [];
    for await (const object of storage.list(parseStorageKey('assets'))) listed.push(object.key);
    expect(listed).toContain(key);
    expect(listed.filter((name) => name.includes('foreign1'))).toEqual([key]);
  });

  it('F06 gives the descriptor of a file on a local disk, and of no other', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/a/local');
    await storage.put(key, bytesOf(Buffer.from('local')));
    const opened = await storage.open(key);
    const { descriptor } = opened;
    // The suite runs on an NFS mount too, whose pages may hang at any time (NFS_SUPER_MAGIC of statfs(2)).
    if ((await statfs(root)).type === 0x6969) {
      expect(descriptor).toBeUndefined();
    } else {
      expect(descriptor).toBeGreaterThan(2);
      const text = Buffer.alloc(5);
      readSync(descriptor ?? -1, text, 0, 5, 0);
      expect(text.toString()).toBe('local');
    }
    await opened.close();
  });

  it('F05 keeps the bytes of an object that is open when its name goes', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_gone/source/original');
    await storage.put(key, bytesOf(patterned(3_000_000)));
    const object = await storage.open(key);
    await storage.remove(key);
    await storage.put(key, bytesOf(patterned(10)));
    const chunks: Uint8Array[] = [];
    for await (const chunk of object.read()) chunks.push(chunk);
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(patterned(3_000_000)));
    await object.close();
  });

  it.each([0.1, 0.5, 0.9])('says the same time everywhere, %d of a millisecond after it', async (part) => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_1/source/original');
    await storage.put(key, bytesOf(patterned(10)));
    const seconds = 1_700_000_000 + (123 + part) / 1000;
    await utimes(join(root, relativePath(key)), seconds, seconds);
    const open = await storage.open(key);
    await open.close();
    const listed: { modifiedAt: Date }[] = [];
    for await (const object of storage.list(parseStorageKey('assets'))) listed.push(object);
    const times = [await storage.stat(key), open, ...listed].map(({ modifiedAt }) => modifiedAt.getTime());
    expect(times).toEqual(Array.from({ length: 3 }, () => 1_700_000_000_123));
  });

  it('F46 fails a read of a file that was cut short, and never pads it', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_cut/source/original');
    await storage.put(key, bytesOf(patterned(3_000_000)));
    const object = await storage.open(key);
    await truncate(storage.localFiles.path(key), 1_500_000);
    let read = 0;
    const all = async () => {
      for await (const chunk of object.read()) read += chunk.length;
    };
    await expect(all()).rejects.toThrow(StorageFault);
    expect(read).toBeLessThanOrEqual(1_500_000);
    await object.close();
  });

  it('F07 sweeps what a killed process left, and nothing else', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_kept/source/original');
    await storage.put(key, bytesOf(patterned(10)));
    await writeFile(join(root, '.tmp/left'), 'half of something');
    await writeFile(join(root, '.tmp/fresh'), 'still being written');
    // As a self-test that was killed leaves it.
    await mkdir(join(root, '.tmp/self-test-left'));
    await writeFile(join(root, '.tmp/self-test-left/written'), 'sample');
    for (const left of ['.tmp/left', '.tmp/self-test-left'])
      await utimes(join(root, left), new Date(), new Date(Date.now() - 3_600_000));
    expect(await storage.sweep(new Date(Date.now() - 1_800_000))).toBe(2);
    expect(await readdir(join(root, '.tmp'))).toEqual(['fresh']);
    expect(await storage.stat(key)).toMatchObject({ bytes: 10 });
  });

  it('F09 knows its own file under the name, whatever the reply said', async () => {
    const tree = new FileTree(root, new CallGate(3, 10_000));
    const { path, file } = await tree.createTemporary();
    const identity = await file.stat({ bigint: true });
    await file.close();
    const target = join(root, 'target');
    await link(path, target);
    await tree.publish(path, identity, target);
    await rm(target);
    await writeFile(target, '');
    await expect(tree.publish(path, identity, target)).rejects.toThrow(ObjectExists);
    const other = join(root, 'control/other');
    await mkdir(join(root, 'control'));
    await rename(path, other);
    await tree.replace(path, identity, other);
  });

  it('F06 refuses callers while every call hangs, theirs too, and goes on when they come back', async () => {
    const storage = new NfsStorage({ root, callsInFlight: 2, stallMs: 100 });
    const key = parseStorageKey('control/document');
    await storage.replaceControl(key, Buffer.from('x'));
    const held = await storage.open(key);
    // Opening a pipe that nobody writes to hangs as a dead server does, in the thread that calls.
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const hung = [1, 2].map(() => storage.open(parseStorageKey('pipe')).catch((error: unknown) => error));
    await expect(storage.stat(key)).rejects.toThrow(StorageUnavailable);
    await expect(storage.stat(key)).rejects.toThrow(StorageUnavailable);
    await expect(storage.ping()).rejects.toThrow(StorageUnavailable);
    for (const error of await Promise.all(hung)) expect(error).toBeInstanceOf(StorageUnavailable);
    await expect(held.close()).rejects.toThrow(StorageUnavailable);
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    const writer = await open(join(root, 'pipe'), 'w');
    // The pipes that were opened too late are closed, and so is the object that could not be before.
    await vi.waitFor(() => expect(descriptors()).toBe(before));
    await writer.close();
    await vi.waitFor(() => storage.stat(key));
    expect(await storage.stat(key)).toMatchObject({ bytes: 1 });
    await storage.ping();
  });

  it('F06 refuses the caller of a call that hangs while others come back, and him alone', async () => {
    const storage = new NfsStorage({ root, callsInFlight: 2, stallMs: 200 });
    const key = parseStorageKey('control/document');
    await storage.replaceControl(key, Buffer.from('x'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const hung = storage.open(parseStorageKey('pipe')).then(
      () => 'opened',
      (error: unknown) => error,
    );
    const over = new AbortController();
    void hung.then(() => over.abort());
    for (const deadline = Date.now() + 20_000; !over.signal.aborted && Date.now() < deadline; )
      expect(await storage.stat(key)).toMatchObject({ bytes: 1 });
    expect(over.signal.aborted).toBe(true);
    expect(await hung).toBeInstanceOf(StorageUnavailable);
    expect(await storage.stat(key)).toMatchObject({ bytes: 1 });
    await (await open(join(root, 'pipe'), 'w')).close();
  });

  it.each([
    [28, StorageFull],
    [122, StorageFull],
    [116, StorageUnavailable],
    [5, StorageUnavailable],
    [110, StorageUnavailable],
    [2, ObjectNotFound],
    [30, StorageFault],
    [13, StorageFault],
    [27, StorageFault],
  ])('F03 tells an error by its number %i, which may have no name', (errno, expected) => {
    const error = Object.assign(new Error(`Unknown system error -${errno}`), { errno: -errno });
    expect(translated(error)).toBeInstanceOf(expected);
  });

  it('F03 resolves a stale handle anew, three times at most', async () => {
    const stale = () => Object.assign(new Error('Unknown system error -116'), { errno: -116 });
    let calls = 0;
    const failing = (times: number) => async () => {
      calls += 1;
      if (calls <= times) throw stale();
      return calls;
    };
    expect(await resolvingAnew(failing(3))).toBe(4);
    calls = 0;
    await expect(resolvingAnew(failing(4))).rejects.toThrow('-116');
  });

  it('F05 opens anew a file that another client replaced before it said how large it is', async () => {
    const key = parseStorageKey('control/replaced.json');
    await new NfsStorage({ root }).replaceControl(key, Buffer.from('{}'));
    const tree = new FileTree(root, new CallGate(3, 10_000));
    // As on a server's disk, where the size is asked for as a call of its own.
    vi.spyOn(tree, 'isLocal').mockResolvedValue(false);
    const probe = await open(tree.path(key));
    const calls = vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'stat');
    await probe.close();
    const stale = Object.assign(new Error('Unknown system error -116'), { errno: -116 });
    const openFiles = () => readdirSync('/proc/self/fd').length;
    const before = openFiles();
    for (const times of [3, 4]) {
      for (let n = 0; n < times; n++) calls.mockRejectedValueOnce(stale);
      const opening = tree.opened(tree.path(key));
      if (times === 3) {
        const { file, stats } = await opening;
        expect(Number(stats.size)).toBe(2);
        await file.close();
      } else await expect(opening).rejects.toThrow('-116');
      expect(openFiles()).toBe(before);
    }
    vi.restoreAllMocks();
  });

  it('publishes one segment without copying it', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_linked/source/original');
    const begun = await storage.resumable.begin('upl_linked', { key });
    const { state } = await storage.resumable.append(begun, 0, bytesOf(patterned(100)), {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: () => Promise.resolve(),
    });
    const [segment = ''] = await readdir(join(root, 'uploads/ed/upl_linked'));
    const { ino } = await stat(join(root, 'uploads/ed/upl_linked', segment));
    await storage.resumable.publish(state, key, 100);
    expect((await stat(storage.localFiles.path(key))).ino).toBe(ino);
    expect(await readdir(join(root, 'uploads'))).toEqual([]);
  });

  it('F09 finds its own work when only the tidying was missed', async () => {
    const storage = new NfsStorage({ root });
    const key = parseStorageKey('assets/ast_again/source/original');
    let state = await storage.resumable.begin('upl_again', { key });
    for (const fence of ['1', '2']) {
      const appended = await storage.resumable.append(
        state,
        fence === '1' ? 0 : 100,
        bytesOf(patterned(100)),
        {
          fence,
          digest: new ResumableSha256(),
          checkpoint: () => Promise.resolve(),
        },
      );
      state = appended.state;
    }
    await cp(join(root, 'uploads'), join(root, 'saved'), { recursive: true });
    await storage.resumable.publish(state, key, 200);
    // As after a crash between the link and the tidying.
    const folder = join(root, 'uploads/in/upl_again');
    await cp(join(root, 'saved'), join(root, 'uploads'), { recursive: true });
    await link(storage.localFiles.path(key), join(folder, '.whole-left'));
    expect(await storage.resumable.publish(state, key, 200)).toMatchObject({ bytes: 200 });
    expect(await readdir(join(root, 'uploads'))).toEqual([]);
  });
});
