import { randomBytes } from 'node:crypto';
import { existsSync, type FSWatcher, watch } from 'node:fs';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyRing } from './key-ring.js';
import { InvalidKeyRing } from './signing.errors.js';

/** A key ring that follows its file. */
export interface KeyRingWatch {
  /** The last valid ring. */
  readonly current: KeyRing;
  close(): void;
}

export interface KeyRingWatchOptions {
  /** Told once of each new content that is refused; the ring before it stays in force. */
  readonly onError: (error: Error) => void;
  /** Told of each new ring. */
  readonly onChange?: ((ring: KeyRing) => void) | undefined;
  /** How often the file is read in any case; 5,000 unless told. */
  readonly everyMs?: number | undefined;
}

// A writer that is not atomic needs a moment to finish.
const SETTLE_MS = 100;

/**
 * Reads the ring and follows its file: a valid new ring takes effect without a restart, an invalid one is
 * refused. The folder is watched, not the file (a Kubernetes Secret is swapped by its folder's symbolic
 * link), and the file is read at an interval too, since file systems of a network report no changes.
 *
 * @throws InvalidKeyRing when there is no valid ring at the start
 */
export async function watchKeyRing(file: string, options: KeyRingWatchOptions): Promise<KeyRingWatch> {
  let seen = await contentOf(file);
  if (seen instanceof InvalidKeyRing) throw seen;
  let current = KeyRing.parse(seen);
  let busy = false;
  const reload = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const content = await contentOf(file);
    busy = false;
    if (sameContent(content, seen)) return;
    seen = content;
    try {
      if (content instanceof InvalidKeyRing) throw content;
      current = KeyRing.parse(content);
      options.onChange?.(current);
    } catch (error) {
      options.onError(error as InvalidKeyRing);
    }
  };
  const timer = setInterval(() => void reload(), options.everyMs ?? 5_000).unref();
  let settling: NodeJS.Timeout | undefined;
  const watcher = folderWatcher(file, () => {
    clearTimeout(settling);
    settling = setTimeout(() => void reload(), SETTLE_MS).unref();
  });
  return {
    get current() {
      return current;
    },
    close() {
      clearInterval(timer);
      clearTimeout(settling);
      watcher?.close();
    },
  };
}

/**
 * Writes a ring with one fresh key, readable by its owner alone, unless the file is there already. Atomic:
 * two starts at once end with one ring, and nothing is ever overwritten.
 *
 * @returns whether it wrote the ring
 */
export async function createKeyRingFile(file: string): Promise<boolean> {
  const folder = dirname(file);
  if (existsSync(file)) return false;
  await mkdir(folder, { recursive: true });
  const temp = join(folder, `.key-ring-${randomBytes(8).toString('hex')}`);
  try {
    await writeDurably(temp, KeyRing.fresh());
    await link(temp, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(temp, { force: true });
  }
  await syncFolder(folder);
  return true;
}

async function contentOf(file: string): Promise<string | InvalidKeyRing> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    return new InvalidKeyRing('its file cannot be read', { cause });
  }
}

function sameContent(a: string | InvalidKeyRing, b: string | InvalidKeyRing): boolean {
  return a === b || (a instanceof InvalidKeyRing && b instanceof InvalidKeyRing);
}

function folderWatcher(file: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(dirname(file), { persistent: false }, onEvent);
    // The interval remains when watching is not possible or ends.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

export async function writeDurably(file: string, text: string, mode = 0o600): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
