import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KeyRing, sign } from '#libs/signing';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { atExit } from './at-exit.js';
import { rmSync } from 'node:fs';

const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const HOURS = 4 * 3600;

/** An object that can be asked for, and what has to come. */
export interface Target {
  readonly url: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal; undefined for what is only counted. */
  readonly digest: string | undefined;
}

/** A folder of objects as uploader and worker leave one, with the key ring that opens it. */
export class DeliveryTree {
  readonly #ring = KeyRing.fresh();
  readonly #storage: NfsStorage;

  private constructor(
    readonly folder: string,
    readonly root: string,
    private readonly gone: () => void,
  ) {
    this.#storage = new NfsStorage({ root });
  }

  /** @param root where the objects are written, if not below the folder of the tree's own */
  static async make(root?: string): Promise<DeliveryTree> {
    const folder = await mkdtemp('/var/tmp/lectern-delivery-');
    const gone = atExit(() => rmSync(folder, { recursive: true, force: true }));
    const tree = new DeliveryTree(folder, root ?? path.join(folder, 'media'), gone);
    await mkdir(tree.root, { recursive: true });
    await writeFile(tree.keyRingFile, tree.#ring, { mode: 0o600 });
    return tree;
  }

  get keyRingFile(): string {
    return path.join(this.folder, 'ring.json');
  }

  /** Written past the storage's ritual, which would sync each of thousands. */
  async add(name: string, content: Buffer): Promise<Target> {
    const file = this.#storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${name}`));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    const digest = createHash('sha256').update(content).digest('hex');
    return { url: this.#url(name), bytes: content.length, digest };
  }

  /** Zeros that take no room. */
  async addSparse(name: string, bytes: number): Promise<Target> {
    const target = await this.add(name, Buffer.alloc(0));
    const file = await open(this.#storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${name}`)), 'w');
    await file.truncate(bytes);
    await file.close();
    return { ...target, bytes, digest: undefined };
  }

  async dispose(): Promise<void> {
    this.gone();
    await rm(this.folder, { recursive: true, force: true });
  }

  #url(name: string): string {
    return sign(KeyRing.parse(this.#ring), {
      asset: ASSET,
      path: name,
      scope: 'play',
      expires: Math.floor(Date.now() / 1000) + HOURS,
      epoch: 0,
    });
  }
}
