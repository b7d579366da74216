import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bytesOf,
  NfsStorage,
  ObjectNotFound,
  ofDocument,
  parseStorageKey,
  type StorageKey,
} from '#libs/storage';
import { Random } from '../../model/random.js';
import { documentOf } from './document.js';

/**
 * One client of the storage in a guest of the NFS rig: `put`, `replace`, `await`, `watch` or `self-test`, with the
 * root of the tree, a key and a number. Its last line is what it saw, as JSON.
 */
const [verb = '', root = '', name = 'control/rig.json', number = '0'] = process.argv.slice(2);
const storage = new NfsStorage({ root });
const key = parseStorageKey(name);
const count = Number(number);
const GUARD_MS = 90_000;

async function read(of: StorageKey): Promise<Buffer> {
  const open = await storage.open(of);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of open.read()) chunks.push(Buffer.from(chunk));
    const whole = Buffer.concat(chunks);
    if (whole.byteLength !== open.bytes) throw new Error(`read ${whole.byteLength} of ${open.bytes} bytes`);
    return whole;
  } finally {
    await open.close();
  }
}

async function put(): Promise<object> {
  const content = new Random(count).bytes(count);
  const { bytes } = await storage.put(key, Readable.from([content]));
  const found = createHash('sha256').update(await read(key));
  return { bytes, whole: found.digest('hex') === createHash('sha256').update(content).digest('hex') };
}

/** Replaces the document by each of the first `count`, one after the other. */
async function replace(): Promise<object> {
  for (let n = 1; n <= count; n++) await storage.replaceControl(key, documentOf(n));
  return { replaced: count, whole: (await read(key)).equals(documentOf(count)) };
}

/** Reads the document until the last of `count` is there; each time it must be all of one of them. */
async function watch(): Promise<object> {
  const seen = { reads: 0, missing: 0, torn: 0, backwards: 0, staleSizes: 0, last: 0 };
  const until = Date.now() + GUARD_MS;
  console.log('watching');
  while (seen.last < count && Date.now() < until) {
    const size = await storage.stat(key).catch(ignoringMissing);
    const found = await ofDocument(storage, key, (open) => bytesOf(open, 0, open.bytes));
    if (found === undefined) {
      seen.missing += 1;
      await delay(20);
      continue;
    }
    seen.reads += 1;
    const n = Number(found.subarray(0, found.indexOf('\n')).toString());
    if (!found.equals(documentOf(n))) seen.torn += 1;
    if (n < seen.last) seen.backwards += 1;
    if (n === seen.last && size !== undefined && size.bytes !== found.byteLength) seen.staleSizes += 1;
    seen.last = n;
  }
  return seen;
}

/** Asks for an object before it is there, and until it is. */
async function awaited(): Promise<object> {
  const until = Date.now() + GUARD_MS;
  let missing = 0;
  console.log('watching');
  for (;;) {
    const found = await read(key).catch(ignoringMissing);
    if (found !== undefined) return { missing, bytes: found.byteLength, at: Date.now() };
    missing += 1;
    if (Date.now() > until) return { missing, bytes: -1, at: Date.now() };
    await delay(50);
  }
}

function ignoringMissing(error: unknown): undefined {
  if (!(error instanceof ObjectNotFound)) throw error;
}

const verbs: Readonly<Record<string, () => Promise<object>>> = {
  put,
  replace,
  watch,
  await: awaited,
  'self-test': async () => {
    await storage.selfTest();
    return { ok: true };
  },
};

const run = verbs[verb] ?? (() => Promise.reject(new Error(`There is no verb ${verb}.`)));
const seen = await run().catch((error: unknown) => ({
  error: error instanceof Error ? error.message : String(error),
  cause: error instanceof Error && error.cause instanceof Error ? error.cause.message : '',
}));
console.log(JSON.stringify({ ...seen, ended: Date.now() }));
