import { createHash } from 'node:crypto';
import { ResumableSha256 } from '#libs/digest';
import {
  type Checkpoint,
  type NfsStorage,
  ObjectNotFound,
  parseStorageKey,
  type ResumableState,
} from '#libs/storage';

/** One call on storage. Everything it writes follows from its fields, so that two processes mean the same. */
export type Step =
  | { readonly do: 'put'; readonly key: string; readonly bytes: number }
  | { readonly do: 'begin'; readonly upload: string; readonly key: string; readonly bytes: number }
  | { readonly do: 'append'; readonly upload: string; readonly fence: string; readonly to: number }
  | { readonly do: 'publish'; readonly upload: string }
  | { readonly do: 'discard'; readonly upload: string }
  | { readonly do: 'clone'; readonly from: string; readonly to: string }
  | { readonly do: 'remove'; readonly key: string }
  | { readonly do: 'control'; readonly key: string; readonly version: number }
  | { readonly do: 'self-test' };

/** What is remembered of an unfinished upload, as the database would; plain JSON. */
export interface Remembered {
  readonly key: string;
  readonly bytes: number;
  readonly state: ResumableState;
  readonly offset: number;
  /** base64; the digest's state at `offset`. */
  readonly digest: string;
}

export type Memory = Map<string, Remembered>;

/** The bytes of the object `name`, a PDF by its first ones; no two names and no two places have the same. */
export function contentOf(name: string, bytes: number): Buffer {
  const seed = createHash('sha256').update(name).digest();
  const content = Buffer.alloc(bytes);
  let value = seed.readUInt32LE(0);
  for (let at = 0; at + 4 <= bytes; at += 4) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    content.writeUInt32LE(value, at);
  }
  return content;
}

export function controlDocument(key: string, version: number): Buffer {
  return Buffer.from(JSON.stringify({ key, version, filler: 'x'.repeat(20_000 + version) }));
}

/** Carries a step out, and remembers in `memory` what a database would. */
export async function carryOut(storage: NfsStorage, step: Step, memory: Memory): Promise<void> {
  switch (step.do) {
    case 'put':
      await storage.put(parseStorageKey(step.key), chunksOf(contentOf(step.key, step.bytes)), {
        bytes: step.bytes,
      });
      return;
    case 'begin': {
      const { upload, key, bytes } = step;
      const state = await storage.resumable.begin(upload, { key: parseStorageKey(key), bytes });
      const digest = new ResumableSha256();
      memory.set(upload, { key, bytes, state, offset: 0, digest: base64(digest.state()) });
      return;
    }
    case 'append':
      return append(storage, step, memory);
    case 'publish':
      return publish(storage, step.upload, memory);
    case 'discard':
      await storage.resumable.discard(known(memory, step.upload).state);
      memory.delete(step.upload);
      return;
    case 'clone':
      await storage.clone(parseStorageKey(step.from), parseStorageKey(step.to));
      return;
    case 'remove':
      await storage.remove(parseStorageKey(step.key));
      return;
    case 'control':
      await storage.replaceControl(parseStorageKey(step.key), controlDocument(step.key, step.version));
      return;
    case 'self-test':
      await storage.selfTest();
  }
}

async function append(
  storage: NfsStorage,
  { upload, fence, to }: Extract<Step, { do: 'append' }>,
  memory: Memory,
): Promise<void> {
  const before = known(memory, upload);
  const keep = ({ state, offset, digest }: Checkpoint) =>
    void memory.set(upload, { ...before, state, offset, digest: base64(digest) });
  const appended = await storage.resumable.append(
    before.state,
    before.offset,
    chunksOf(contentOf(before.key, before.bytes).subarray(before.offset, to)),
    {
      fence,
      digest: ResumableSha256.resume(Buffer.from(before.digest, 'base64')),
      checkpoint: async (checkpoint) => keep(checkpoint),
    },
  );
  keep(appended);
}

async function publish(storage: NfsStorage, upload: string, memory: Memory): Promise<void> {
  const { key, bytes, state, digest } = known(memory, upload);
  const sha256 = ResumableSha256.resume(Buffer.from(digest, 'base64')).hex();
  if (sha256 !== createHash('sha256').update(contentOf(key, bytes)).digest('hex'))
    throw new Error(`the digest of ${upload} is not that of its bytes`);
  await storage.resumable.publish(state, parseStorageKey(key), bytes);
}

/** What is stored under a key; undefined where nothing is. */
export async function storedUnder(storage: NfsStorage, key: string): Promise<Buffer | undefined> {
  try {
    const object = await storage.open(parseStorageKey(key));
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of object.read()) chunks.push(chunk);
      return Buffer.concat(chunks);
    } finally {
      await object.close();
    }
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

function known(memory: Memory, upload: string): Remembered {
  const found = memory.get(upload);
  if (found === undefined) throw new Error(`${upload} was never begun`);
  return found;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

async function* chunksOf(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.byteLength; at += 65_536) {
    await new Promise((resolve) => setImmediate(resolve));
    yield content.subarray(at, at + 65_536);
  }
}
