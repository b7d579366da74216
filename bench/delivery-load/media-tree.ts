import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import koffi from 'koffi';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { COUNT, KINDS, type Kind } from './requests.js';

export const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';

export interface MediaObject {
  readonly asset: string;
  readonly path: string;
}

const OBJECTS_IN_AN_ASSET = 100;
const MIB = 1024 * 1024;

/** The files that every server of a benchmark serves, as Lectern's storage lays them out. */
export class MediaTree {
  #assets = 0;
  readonly #kinds = new Set<Kind>();

  private constructor(
    readonly root: string,
    private readonly storage: NfsStorage,
  ) {}

  static async create(root: string): Promise<MediaTree> {
    await mkdir(root);
    return new MediaTree(root, new NfsStorage({ root }));
  }

  /** The objects of these kinds in one asset, `ASSET`, as far as they are not there yet. */
  async addKinds(kinds: readonly Kind[]): Promise<void> {
    for (const kind of kinds) {
      if (this.#kinds.has(kind)) continue;
      this.#kinds.add(kind);
      const { bytes, path } = KINDS[kind];
      for (let n = 0; n < (kind === 'range' ? 1 : COUNT); n += 1)
        await this.storage.put(parseStorageKey(`assets/${ASSET}/${path(n)}`), noise(bytes));
    }
  }

  /** New objects, a hundred to an asset, written without the care that storage takes of each. */
  addObjects(count: number, kind: Kind): MediaObject[] {
    const body = randomBytes(KINDS[kind].bytes);
    const extension = kind === 'playlist' ? 'm3u8' : 'mp4';
    return Array.from({ length: count }, (_, n) => {
      if (n % OBJECTS_IN_AN_ASSET === 0) this.#assets += 1;
      const asset = `ast_bench${String(this.#assets).padStart(8, '0')}`;
      const path = `hls/media-${n % OBJECTS_IN_AN_ASSET}.${extension}`;
      const file = join(this.root, this.filePath(asset, path));
      mkdirSync(dirname(file), { recursive: true });
      body.writeUInt32LE(n);
      writeFileSync(file, body);
      return { asset, path };
    });
  }

  /** Where a server that knows nothing of Lectern finds an object. */
  filePath(asset: string, path: string): string {
    const key = parseStorageKey(`assets/${asset}/${path}`);
    return `/${relative(this.root, this.storage.localFiles.path(key))}`;
  }

  /**
   * Puts the objects on disk and out of memory.
   *
   * @returns what was done, in words
   */
  async forget(objects: readonly MediaObject[]): Promise<string> {
    await promisify(execFile)('sync', ['-f', this.root]);
    try {
      await writeFile('/proc/sys/vm/drop_caches', '3');
      return 'page, inode and name caches dropped (drop_caches)';
    } catch {
      for (const { asset, path } of objects) dropPages(join(this.root, this.filePath(asset, path)));
      return 'pages of the objects dropped (posix_fadvise), inodes and names may be in memory';
    }
  }
}

const POSIX_FADV_DONTNEED = 4;
const fadvise = koffi.load(null).func('int posix_fadvise(int fd, int64_t from, int64_t length, int advice)');

function dropPages(file: string): void {
  const fd = openSync(file, constants.O_RDONLY);
  fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  closeSync(fd);
}

async function* noise(bytes: number): AsyncGenerator<Uint8Array> {
  const block = randomBytes(Math.min(bytes, MIB));
  for (let left = bytes; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}
