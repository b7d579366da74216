import { ResumableSha256 } from '#libs/digest';
import { randomToken } from '#libs/kernel';
import { expect, it } from 'vitest';
import {
  type Appended,
  type ByteSource,
  type Checkpoint,
  InvalidStorageKey,
  LengthMismatch,
  ObjectExists,
  ObjectNotFound,
  parseStorageKey,
  type ResumableState,
  StorageFault,
  type StorageKey,
} from '../index.js';
import { bytesOf, collected, failing, patterned, sha256, silent } from './sources.js';
import type { StorageUnderTest } from './storage-contract.js';

const MIB = 1024 * 1024;

/** An upload as its keeper sees it: the last checkpoint, kept as a database would keep it. */
class Upload {
  readonly upload = `upl_${randomToken(12)}`;
  readonly key: StorageKey = parseStorageKey(`assets/ast_${randomToken(12)}/source/original`);
  readonly checkpoints: number[] = [];
  #kept = '';

  constructor(readonly made: StorageUnderTest) {}

  get resumable() {
    const { resumable } = this.made.storage;
    if (resumable === undefined) throw new Error('this backend has no resumable uploads');
    return resumable;
  }

  get offset(): number {
    return this.#last.offset;
  }

  get state(): ResumableState {
    return this.#last.state;
  }

  get digest(): string {
    return ResumableSha256.resume(Buffer.from(this.#last.digest, 'base64')).hex();
  }

  async begin(bytes?: number): Promise<this> {
    const options = bytes === undefined ? { key: this.key } : { key: this.key, bytes };
    const state = await this.resumable.begin(this.upload, options);
    this.keep({ offset: 0, state, digest: new ResumableSha256().state() });
    return this;
  }

  keep({ offset, state, digest }: Checkpoint): void {
    this.#kept = JSON.stringify({ offset, state, digest: Buffer.from(digest).toString('base64') });
  }

  /** One go from the last checkpoint on; what it gives back is kept. */
  async go(
    source: ByteSource,
    options: { fence?: string; signal?: AbortSignal | undefined } = {},
  ): Promise<Appended> {
    const { offset, state, digest } = this.#last;
    const appended = await this.resumable.append(state, offset, source, {
      fence: options.fence ?? '1',
      digest: ResumableSha256.resume(Buffer.from(digest, 'base64')),
      checkpoint: async (checkpoint) => {
        this.checkpoints.push(checkpoint.offset);
        this.keep(checkpoint);
      },
      signal: options.signal,
    });
    this.keep(appended);
    return appended;
  }

  publish(bytes = this.offset) {
    return this.resumable.publish(this.state, this.key, bytes);
  }

  get #last(): { offset: number; state: ResumableState; digest: string } {
    return JSON.parse(this.#kept) as { offset: number; state: ResumableState; digest: string };
  }
}

/** What a backend's `resumable` must keep, where it has one. */
export function resumableContract(made: () => StorageUnderTest): void {
  const begun = (bytes?: number) => new Upload(made()).begin(bytes);

  const expectPublished = async (upload: Upload, bytes: Buffer) => {
    expect(upload.offset).toBe(bytes.length);
    expect(upload.digest).toBe(sha256(bytes));
    expect(await upload.publish()).toMatchObject({ key: upload.key, bytes: bytes.length });
    expect(sha256(await collected(made().storage, upload.key))).toBe(sha256(bytes));
    expect((await made().names()).filter((name) => name.includes(upload.upload))).toEqual([]);
  };

  it.each([0, 1, 100_000, 5 * MIB, 13 * MIB + 7])('takes %i bytes in one go', async (length) => {
    const bytes = patterned(length);
    const upload = await begun(length);
    const { sourceError } = await upload.go(bytesOf(bytes));
    expect(sourceError).toBeUndefined();
    await expect(made().storage.stat(upload.key)).rejects.toThrow(ObjectNotFound);
    await expectPublished(upload, bytes);
  });

  it('publishes an upload that never got a byte, twice', async () => {
    const upload = await begun(0);
    await expectPublished(upload, Buffer.alloc(0));
    expect(await upload.publish(0)).toMatchObject({ bytes: 0 });
  });

  it.each([
    ['one fence', () => '1'],
    ['a new fence each', (go: number) => String(go)],
  ])('takes several goes of all sizes under %s', async (_, fence) => {
    const sizes = [1, 3 * MIB, 0, 65_537, 9 * MIB + 5, 5 * MIB, 12];
    const bytes = patterned(sizes.reduce((sum, size) => sum + size, 0));
    const upload = await begun();
    for (const [index, size] of sizes.entries()) {
      const start = upload.offset;
      await upload.go(bytesOf(bytes.subarray(start, start + size)), { fence: fence(index) });
      expect(upload.offset).toBe(start + size);
    }
    await expectPublished(upload, bytes);
  });

  it('keeps what came from a source that failed', async () => {
    const bytes = patterned(7 * MIB);
    const upload = await begun(bytes.length);
    const broken = new Error('the line broke');
    const first = await upload.go(failing(bytes.subarray(0, 6 * MIB + 1), broken));
    expect(first).toMatchObject({ offset: 6 * MIB + 1, sourceError: broken });
    await upload.go(bytesOf(bytes.subarray(upload.offset)));
    await expectPublished(upload, bytes);
  });

  it('keeps what came before an abort, though the source is silent', async () => {
    const bytes = patterned(2 * MIB);
    const upload = await begun();
    const abort = new AbortController();
    const source = silent(bytes.subarray(0, MIB + 1));
    const go = upload.go(source.bytes, { signal: abort.signal });
    await source.silent;
    const reason = new Error('make room');
    abort.abort(reason);
    expect(await go).toMatchObject({ offset: MIB + 1, sourceError: reason });
    await upload.go(bytesOf(bytes.subarray(upload.offset)), { fence: '2' });
    await expectPublished(upload, bytes);
  });

  it('makes checkpoints on the way, each of which can be gone on from', async () => {
    const bytes = patterned(150 * MIB);
    const upload = await begun(bytes.length);
    let first: Checkpoint | undefined;
    const all = upload.resumable.append(upload.state, 0, bytesOf(bytes, MIB), {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: async (checkpoint) => {
        upload.checkpoints.push(checkpoint.offset);
        first ??= checkpoint;
      },
    });
    await all;
    expect(upload.checkpoints.length).toBeGreaterThanOrEqual(2);
    let before = 0;
    for (const offset of upload.checkpoints) {
      expect(offset).toBeGreaterThan(before);
      expect(offset - before).toBeLessThanOrEqual(66 * MIB);
      before = offset;
    }
    // As after a crash: only the first checkpoint was kept, and other bytes follow it.
    if (first === undefined) throw new Error('there was no checkpoint');
    upload.keep(first);
    const tail = patterned(MIB, 7);
    await upload.go(bytesOf(tail));
    await expectPublished(upload, Buffer.concat([bytes.subarray(0, first.offset), tail]));
  });

  it('ends with the error of a checkpoint, even when the source is silent', async () => {
    const upload = await begun();
    const lost = new Error('the fence is lost');
    const append = upload.resumable.append(upload.state, 0, silent(patterned(80 * MIB)).bytes, {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: () => Promise.reject(lost),
    });
    await expect(append).rejects.toBe(lost);
  });

  it('starts again where nothing was kept', async () => {
    const upload = await begun();
    await upload.resumable.append(upload.state, 0, bytesOf(patterned(6 * MIB, 9)), {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: () => Promise.resolve(),
    });
    const bytes = patterned(100);
    await upload.go(bytesOf(bytes));
    await expectPublished(upload, bytes);
  });

  it('F20 keeps out a writer that was replaced and comes back', async () => {
    const bytes = patterned(20 * MIB);
    const upload = await begun(bytes.length);
    await upload.go(bytesOf(bytes.subarray(0, 6 * MIB + 3)), { fence: '1' });
    const { state, offset } = upload;
    const gate = Promise.withResolvers<void>();
    const stale = (async function* () {
      yield patterned(MIB, 5);
      await gate.promise;
      yield* bytesOf(patterned(15 * MIB, 6), MIB);
    })();
    const late = upload.resumable.append(state, offset, stale, {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: () => Promise.resolve(),
    });
    late.catch(() => undefined);
    await upload.go(bytesOf(bytes.subarray(offset, 14 * MIB)), { fence: '2' });
    gate.resolve();
    await late.catch(() => undefined);
    await upload.go(bytesOf(bytes.subarray(upload.offset)), { fence: '2' });
    await expectPublished(upload, bytes);
  });

  it.each([-1, 1])('refuses an offset %i beside the state', async (off) => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(100)));
    const append = upload.resumable.append(upload.state, upload.offset + off, bytesOf(patterned(1)), {
      fence: '1',
      digest: new ResumableSha256(),
      checkpoint: () => Promise.resolve(),
    });
    await expect(append).rejects.toThrow(LengthMismatch);
  });

  it.each([99, 101])('refuses to publish 100 bytes as %i', async (bytes) => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(100)));
    await expect(upload.publish(bytes)).rejects.toThrow(LengthMismatch);
    await expect(made().storage.stat(upload.key)).rejects.toThrow(ObjectNotFound);
    await expectPublished(upload, patterned(100));
  });

  it.each([100, 6 * MIB])('publishes %i bytes twice and once', async (length) => {
    const upload = await begun(length);
    await upload.go(bytesOf(patterned(length)));
    const [first, second] = await Promise.allSettled([upload.publish(), upload.publish()]);
    expect(first.status === 'fulfilled' || second.status === 'fulfilled').toBe(true);
    expect(await upload.publish()).toMatchObject({ bytes: length });
    expect(sha256(await collected(made().storage, upload.key))).toBe(sha256(patterned(length)));
  });

  it.each([100, 6 * MIB])('never publishes %i bytes over an object of somebody else', async (length) => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(length)));
    await made().storage.put(upload.key, bytesOf(patterned(length, 2)));
    await expect(upload.publish()).rejects.toThrow(ObjectExists);
    expect(sha256(await collected(made().storage, upload.key))).toBe(sha256(patterned(length, 2)));
  });

  it('publishes only under the key that it was begun for', async () => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(100)));
    const other = parseStorageKey('assets/other/source/original');
    await expect(upload.resumable.publish(upload.state, other, 100)).rejects.toThrow(StorageFault);
  });

  it('discards an upload, twice, and leaves nothing', async () => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(6 * MIB)), { fence: '1' });
    await upload.go(bytesOf(patterned(MIB)), { fence: '2' });
    await upload.resumable.discard(upload.state);
    await upload.resumable.discard(upload.state);
    expect((await made().names()).filter((name) => name.includes(upload.upload))).toEqual([]);
    await expect(upload.publish()).rejects.toThrow();
    await expect(made().storage.stat(upload.key)).rejects.toThrow(ObjectNotFound);
  });

  it('never touches a published object when it discards', async () => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(6 * MIB)));
    await upload.publish();
    await upload.resumable.discard(upload.state);
    expect(sha256(await collected(made().storage, upload.key))).toBe(sha256(patterned(6 * MIB)));
  });

  it('shows no unfinished upload in a list', async () => {
    const upload = await begun();
    await upload.go(bytesOf(patterned(100)));
    for await (const { key } of made().storage.list(parseStorageKey('uploads'))) {
      expect(key).not.toContain(upload.upload);
    }
  });

  it.each(['', '../x', 'a/b', '.x', 'a\0b'])('takes no %j for the name of an upload', async (name) => {
    const { resumable } = made().storage;
    await expect(
      resumable?.begin(name, { key: parseStorageKey('assets/x/source/original') }),
    ).rejects.toThrow(InvalidStorageKey);
  });

  it('refuses a state that is not its own', async () => {
    const upload = await begun();
    await expect(upload.resumable.publish({ what: 1 }, upload.key, 0)).rejects.toThrow(StorageFault);
    await expect(upload.resumable.discard({})).rejects.toThrow(StorageFault);
  });
}
