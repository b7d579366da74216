import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ResumableSha256 } from '#libs/digest';
import {
  type Checkpoint,
  parseStorageKey,
  type Resumable,
  type Storage,
  StorageUnavailable,
  type StorageKey,
} from '#libs/storage';
import type { Random } from '../../model/random.js';
import type { S3Operation } from '../../servers/s3-operations.js';
import { BrokenPromise, sha256Of } from './uploads.js';

const MIB = 1024 * 1024;
const TRIES = 8;

/**
 * Cycles on the storage itself, with this program in the place of the database: it knows what was acknowledged,
 * and tries again only after what says that it is worth it.
 */
export class StorageCycles {
  /** What is stored, with its SHA-256. */
  readonly stored = new Map<StorageKey, string>();
  /** What may be there or not, and is to go. */
  readonly doubtful = new Set<StorageKey>();
  private latest: StorageKey | undefined;

  constructor(
    private readonly storage: Storage,
    private readonly random: Random,
  ) {}

  async run(operation: S3Operation | undefined, cycle: number): Promise<void> {
    const name = `cycle${cycle}`;
    switch (operation) {
      case 'CopyObject':
        if (this.latest === undefined) await this.put(name, MIB);
        return this.clone(`${name}-clone`);
      case 'DeleteObject':
        return this.remove(await this.put(name, MIB));
      case 'AbortMultipartUpload':
        return this.broken(name);
      case 'UploadPart':
      case 'CompleteMultipartUpload':
      case 'CreateMultipartUpload':
        if (this.random.next() < 0.5) await this.put(name, 9 * MIB + this.random.whole(0, 1000));
        else await this.resumable(name, 1);
        return;
      case 'UploadPartCopy':
        return this.resumable(name, 2);
      default:
        await this.put(name, this.random.whole(0, 2 * MIB));
    }
  }

  private async put(name: string, length: number): Promise<StorageKey> {
    const bytes = this.random.bytes(length);
    const key = await this.patiently(name, async (fresh) => {
      await this.storage.put(fresh, chunks(bytes), { bytes: length });
    });
    this.stored.set(key, sha256Of(bytes));
    this.latest = key;
    await this.verify(key);
    return key;
  }

  private async clone(name: string): Promise<void> {
    const from = this.latest;
    if (from === undefined) throw new Error('nothing to clone');
    const key = await this.patiently(name, async (fresh) => {
      await this.storage.clone?.(from, fresh);
    });
    this.stored.set(key, this.stored.get(from) ?? '');
    await this.verify(key);
  }

  private async remove(key: StorageKey): Promise<void> {
    await this.patiently('removal', () => this.storage.remove(key));
    this.stored.delete(key);
    if (this.latest === key) this.latest = undefined;
  }

  /** A source that breaks: nothing of it may be left after the sweep. */
  private async broken(name: string): Promise<void> {
    const key = keyOf(name);
    const broken = new Error('the source broke');
    const bytes = this.random.bytes(9 * MIB);
    const source = (async function* () {
      yield* chunks(bytes);
      throw broken;
    })();
    await this.storage.put(key, source).then(
      () => {
        throw new BrokenPromise('a source that broke was stored');
      },
      (error: unknown) => {
        if (error !== broken && !(error instanceof StorageUnavailable)) throw error;
      },
    );
  }

  /** An upload in several goes, each under a fence of its own where there are `fences`. */
  private async resumable(name: string, fences: number): Promise<void> {
    const { resumable } = this.storage;
    if (resumable === undefined) throw new Error('no resumable uploads');
    const bytes = this.random.bytes(10 * MIB);
    const key = keyOf(name);
    const upload = `upl_${name}`;
    let kept: Checkpoint | undefined;
    const fenceOf = (at: number): string => String(Math.floor((at * fences) / bytes.length));
    await this.patiently(`${name}-begin`, async () => {
      const state = await resumable.begin(upload, { key });
      kept ??= { offset: 0, state, digest: new ResumableSha256().state() };
    });
    if (kept === undefined) throw new Error('no state');
    let last: Checkpoint = kept;
    while (last.offset < bytes.length) {
      const { offset, state, digest } = last;
      const until = offset < 8.5 * MIB ? Math.round(8.5 * MIB) : bytes.length;
      try {
        last = await resumable.append(state, offset, chunks(bytes.subarray(offset, until)), {
          fence: fenceOf(offset),
          digest: ResumableSha256.resume(Buffer.from(digest)),
          checkpoint: async (point) => {
            last = point;
          },
        });
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error;
        await delay(100);
      }
    }
    await this.published(resumable, last, key, bytes);
  }

  private async published(
    resumable: Resumable,
    last: Checkpoint,
    key: StorageKey,
    bytes: Buffer,
  ): Promise<void> {
    const { state, offset, digest } = last;
    if (ResumableSha256.resume(Buffer.from(digest)).hex() !== sha256Of(bytes))
      throw new BrokenPromise('the digest is not that of the bytes');
    await this.patiently('publish', async () => {
      await resumable.publish(state, key, offset);
    });
    this.stored.set(key, sha256Of(bytes));
    await this.verify(key);
    await this.patiently('discard', () => resumable.discard(state));
  }

  private async verify(key: StorageKey): Promise<void> {
    const seen = await this.patientlyRead(key);
    if (seen !== this.stored.get(key))
      throw new BrokenPromise(`LOSS: ${key} has other bytes than were stored`);
  }

  private async patientlyRead(key: StorageKey): Promise<string> {
    let sha256 = '';
    await this.patiently('read', async () => {
      const hash = createHash('sha256');
      const object = await this.storage.open(key);
      for await (const chunk of object.read()) hash.update(chunk);
      await object.close();
      sha256 = hash.digest('hex');
    });
    return sha256;
  }

  /** Again after StorageUnavailable, under a new key each time, as a new attempt of a worker would. */
  private async patiently(name: string, attempt: (key: StorageKey) => Promise<void>): Promise<StorageKey> {
    for (let number = 1; ; number++) {
      const key = keyOf(`${name}-${number}`);
      try {
        await attempt(key);
        return key;
      } catch (error) {
        if (!(error instanceof StorageUnavailable) || number === TRIES) throw error;
        this.doubtful.add(key);
        await delay(50 * number);
      }
    }
  }
}

function keyOf(name: string): StorageKey {
  return parseStorageKey(`assets/ast_${name}/source/original`);
}

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
}
