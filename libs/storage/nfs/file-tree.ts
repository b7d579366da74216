import { type BigIntStats, constants, fstatSync } from 'node:fs';
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rmdir,
  statfs,
  unlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomToken } from '#libs/kernel';
import type { LocalFiles } from '../storage.js';
import { ObjectExists } from '../storage.errors.js';
import { type StorageKey, temporaryName } from '../keys.js';
import type { CallGate } from './call-gate.js';
import { isExisting, isMissing, isNotEmpty, resolvingAnew, translated } from './nfs-faults.js';
import { relativePath } from './nfs-paths.js';

/** The folder of a new object can be removed by a neighbour's `remove` just before the link; not often. */
const LINK_ATTEMPTS = 4;

/** ext4, xfs, btrfs, f2fs, zfs, tmpfs and overlayfs, as statfs(2) names them: no server behind them. */
const LOCAL_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630,
]);

/**
 * The steps that every durable write on a shared file system is made of. Errors are the system's own, but
 * for those of `publish` and `replace`: who calls knows what a missing file means.
 */
export class FileTree implements LocalFiles {
  #isLocal: boolean | undefined;

  constructor(
    readonly root: string,
    readonly gate: CallGate,
  ) {}

  path(key: StorageKey): string {
    // A key has nothing that a path would have to be freed of.
    return `${this.root}/${relativePath(key)}`;
  }

  get areOnDisk(): boolean {
    return this.#isLocal === true;
  }

  /** Whether the tree lies on a disk of this machine. Asked once: the root is one mount. */
  async isLocal(): Promise<boolean> {
    this.#isLocal ??= LOCAL_FILE_SYSTEMS.has((await this.gate.look(() => statfs(this.root))).type);
    return this.#isLocal;
  }

  /** Opens a regular file; a symbolic link is refused (ELOOP), so no name leads out of the root. */
  open(path: string, flags: number): Promise<FileHandle> {
    const call = () => resolvingAnew(() => open(path, flags | constants.O_NOFOLLOW));
    if (flags !== constants.O_RDONLY) return this.gate.run(call);
    return this.gate.look(call, (file) => void this.close(file).catch(() => undefined));
  }

  /**
   * A file that is open to be read, and what it is. The two are one step from the path: of a name that another client
   * replaces NFS may open the old file, and say that it is stale when it is asked for its size (F05, seen on Linux 6.1).
   */
  opened(path: string): Promise<{ file: FileHandle; stats: BigIntStats; isLocal: boolean }> {
    return resolvingAnew(async () => {
      const file = await this.open(path, constants.O_RDONLY);
      try {
        const isLocal = await this.isLocal();
        // Of the same kind of numbers as `lstat` has: Node rounds the others up to the next millisecond. Of a file that is
        // open on a disk of this machine the kernel has them in memory.
        const stats = isLocal
          ? fstatSync(file.fd, { bigint: true })
          : await this.gate.look(() => file.stat({ bigint: true }));
        return { file, stats, isLocal };
      } catch (error) {
        await this.close(file).catch(() => undefined);
        throw error;
      }
    });
  }

  lstat(path: string): Promise<BigIntStats> {
    return this.gate.look(() => resolvingAnew(() => lstat(path, { bigint: true })));
  }

  /** Closes the file even where the caller is refused: a descriptor that nobody closes is lost. */
  close(file: FileHandle): Promise<void> {
    return this.gate.eventually(() => file.close());
  }

  /** A new file that no reader knows, on the same mount as everything else. */
  async createTemporary(): Promise<{ path: string; file: FileHandle }> {
    const path = join(this.root, temporaryName(randomToken(20)));
    return { path, file: await this.create(path) };
  }

  /** Opens a file for writing that may or may not be there; its folder is made if need be. */
  async create(path: string): Promise<FileHandle> {
    const flags = constants.O_RDWR | constants.O_CREAT;
    try {
      return await this.open(path, flags);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await this.makeFolder(dirname(path));
      return await this.open(path, flags);
    }
  }

  /** Makes a folder and those above it, and makes their names durable. */
  async makeFolder(path: string): Promise<void> {
    try {
      await this.gate.run(() => mkdir(path));
    } catch (error) {
      if (isMissing(error) && path !== this.root) {
        await this.makeFolder(dirname(path));
        await this.makeFolder(path);
        return;
      }
      if (!isExisting(error)) throw error;
    }
    if (path !== this.root) await this.syncFolder(dirname(path));
  }

  async syncFolder(path: string): Promise<void> {
    const folder = await this.gate.run(() => resolvingAnew(() => open(path, constants.O_RDONLY)));
    try {
      await this.gate.runLong(() => folder.sync());
    } finally {
      await this.close(folder);
    }
  }

  /**
   * Gives a finished, synced file its final name, durably. Where the name is taken, or the reply to our own
   * link was lost, the file's identity decides (F09).
   *
   * @throws ObjectExists
   */
  async publish(from: string, identity: BigIntStats, target: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.gate.run(() => resolvingAnew(() => link(from, target)));
        break;
      } catch (error) {
        if (isExisting(error)) {
          if (await this.isSame(target, identity)) break;
          throw new ObjectExists({ cause: error });
        }
        if (!isMissing(error)) throw translated(error);
        if (attempt === LINK_ATTEMPTS) throw new ObjectExists({ cause: error });
        await this.makeFolder(dirname(target));
      }
    }
    await this.syncFolder(dirname(target));
  }

  /** As `publish`, but what has the name already is replaced, at once for every reader. */
  async replace(from: string, identity: BigIntStats, target: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.gate.run(() => rename(from, target));
        break;
      } catch (error) {
        if (!isMissing(error) || attempt === LINK_ATTEMPTS) throw translated(error);
        if (await this.isSame(target, identity)) break;
        await this.makeFolder(dirname(target));
      }
    }
    await this.syncFolder(dirname(target));
  }

  async isSame(path: string, identity: BigIntStats): Promise<boolean> {
    try {
      const found = await this.lstat(path);
      return found.ino === identity.ino && found.dev === identity.dev;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Removes a name; false where there is none. */
  async unlink(path: string): Promise<boolean> {
    try {
      await this.gate.run(() => resolvingAnew(() => unlink(path)));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** Removes what nobody needs any more; what can't be removed now is left to the sweep. */
  async unlinkQuietly(path: string): Promise<void> {
    await this.unlink(path).catch(() => undefined);
  }

  /** Removes the folders from `path` upwards that hold nothing, down to `until`, which stays. */
  async removeEmptyFolders(path: string, until: string): Promise<void> {
    for (let folder = path; folder !== until && folder.startsWith(until); folder = dirname(folder)) {
      try {
        await this.gate.run(() => rmdir(folder));
      } catch (error) {
        if (isMissing(error)) continue;
        if (isNotEmpty(error)) return;
        throw error;
      }
    }
  }

  /** The entries of a folder; none where there is no such folder. */
  async entries(path: string) {
    try {
      return await this.gate.run(() => resolvingAnew(() => readdir(path, { withFileTypes: true })));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}
