import { randomBytes } from 'node:crypto';
import { access, constants, lstat, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '#libs/kernel';
import { syncFolder, writeDurably } from './key-ring-file.js';
import { freshKey, KeyRing, type RingKey } from './key-ring.js';
import { KeyRingNotWritable, KeyRotationRunning } from './signing.errors.js';

export interface KeyRotationSettings {
  /** No URL lives longer. */
  readonly longestSeconds: number;
  /** So long a new key only verifies, until everybody who reads the file has it; 60 unless told. */
  readonly introduceSeconds?: number;
}

/** What has become of a key. */
export interface KeyRotationStep {
  readonly kid: string;
  readonly step: 'introduced' | 'signing' | 'retired';
}

/** A key of the file as it is written, its secret too. */
type Entry = Record<string, unknown> & { kid: string; state: RingKey['state'] };

/** Clocks of those who verify differ, and a URL is let in for some seconds after its end. */
const SLACK_SECONDS = 300;

/**
 * Changes the key that signs, in the file itself: a new key first only verifies, then signs, and the one before it goes
 * when the last URL that it signed is dead. How far this has come stands in the file, so that any process may go on with
 * it after any other; whoever calls sees to it that one does at a time.
 */
export class KeyRotation {
  constructor(
    private readonly file: string,
    private readonly clock: Clock,
    private readonly settings: KeyRotationSettings,
  ) {}

  /**
   * Adds a key that is going to sign.
   *
   * @throws KeyRotationRunning; KeyRingNotWritable, with the steps to take where the ring is kept; InvalidKeyRing
   */
  async begin(): Promise<{ kid: string; keys: readonly RingKey[] }> {
    const { introduceSeconds = 60 } = this.settings;
    const entries = await this.#read();
    const next = KeyRing.parse(textOf(entries)).keys.find(({ signsFrom }) => signsFrom !== null);
    if (next?.signsFrom) throw new KeyRotationRunning(next.kid, next.signsFrom.toISOString());
    const key = freshKey();
    const since = this.#in(0);
    const added = { ...key, state: 'verifying' as const, since, signsFrom: this.#in(introduceSeconds) };
    return { kid: key.kid, keys: await this.#write([...entries, added]) };
  }

  /** Whether there is a step to take; never where the file is not ours, or no ring: who follows it tells of that. */
  async isDue(): Promise<boolean> {
    try {
      await this.#requireOwn();
      const { next, retired } = this.#due(await this.#read());
      return next !== undefined || retired.length > 0;
    } catch {
      return false;
    }
  }

  /**
   * Takes what steps are due. Idempotent.
   *
   * @throws KeyRingNotWritable, InvalidKeyRing
   */
  async advance(): Promise<KeyRotationStep[]> {
    const { longestSeconds } = this.settings;
    const entries = await this.#read();
    const { next, retired } = this.#due(entries);
    if (next === undefined && retired.length === 0) return [];
    const gone = new Set(retired.map(({ kid }) => kid));
    const after = entries
      .filter(({ kid }) => !gone.has(kid))
      .map((entry): Entry => {
        if (next === undefined) return entry;
        const since = this.#in(0);
        if (entry.kid === next.kid) {
          const { signsFrom: _, ...known } = entry;
          return { ...known, kid: entry.kid, state: 'signing', since };
        }
        if (entry.state !== 'signing') return entry;
        return { ...entry, state: 'verifying', since, until: this.#in(longestSeconds + SLACK_SECONDS) };
      });
    await this.#write(after);
    return [
      ...(next === undefined ? [] : [{ kid: next.kid, step: 'signing' as const }]),
      ...retired.map(({ kid }) => ({ kid, step: 'retired' as const })),
    ];
  }

  #due(entries: readonly Entry[]): { next: RingKey | undefined; retired: RingKey[] } {
    const now = this.clock.now();
    const isPast = (moment: Date | null) => moment !== null && moment <= now;
    const { keys } = KeyRing.parse(textOf(entries));
    return {
      next: keys.find(({ signsFrom }) => isPast(signsFrom)),
      retired: keys.filter(({ state, until }) => state === 'verifying' && isPast(until)),
    };
  }

  #in(seconds: number): string {
    return new Date(this.clock.now().getTime() + seconds * 1000).toISOString();
  }

  async #read(): Promise<Entry[]> {
    const text = await readFile(this.file, 'utf8');
    KeyRing.parse(text);
    return (JSON.parse(text) as { keys: Entry[] }).keys;
  }

  async #write(entries: readonly Entry[]): Promise<readonly RingKey[]> {
    const text = textOf(entries);
    const { keys } = KeyRing.parse(text);
    const temp = join(dirname(this.file), `.key-ring-${randomBytes(8).toString('hex')}`);
    try {
      const { mode } = await this.#requireOwn();
      await writeDurably(temp, text, mode & 0o777);
      await rename(temp, this.file);
      await syncFolder(dirname(this.file));
    } catch (cause) {
      if (cause instanceof KeyRingNotWritable) throw cause;
      throw new KeyRingNotWritable(this.#steps(), { cause });
    } finally {
      await rm(temp, { force: true }).catch(() => undefined);
    }
    return keys;
  }

  /** A Secret is swapped by its symbolic links: what would take their place is nobody's. */
  async #requireOwn(): Promise<{ mode: number }> {
    const found = await lstat(this.file);
    await access(dirname(this.file), constants.W_OK);
    if (found.isSymbolicLink()) throw new KeyRingNotWritable(this.#steps());
    return found;
  }

  #steps(): string[] {
    return [
      'Add a new key as "verifying" to the ring where it is kept, and apply it everywhere.',
      'Run "npm run operator -- key-rings" until every replica has it.',
      'Make the new key "signing" and the old one "verifying", and apply that everywhere.',
      `Wait ${this.settings.longestSeconds} seconds, the longest life of a URL, and remove the old key.`,
    ];
  }
}

function textOf(entries: readonly Entry[]): string {
  return `${JSON.stringify({ keys: entries }, null, 2)}\n`;
}
