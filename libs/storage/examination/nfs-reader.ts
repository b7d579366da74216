import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { StorageUnavailable } from '../storage.errors.js';

/** Beside this file: TypeScript where the sources run, JavaScript where they have been built. */
const CHILD = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? './nfs-reader-child.ts' : './nfs-reader-child.js',
    import.meta.url,
  ),
);

const ANSWER_MS = 10_000;

/** What a reader found under a name, whole. */
export interface Seen {
  readonly bytes: number;
  readonly sha256: string;
}

interface Waiting {
  done(value: unknown): void;
  failed(error: Error): void;
}

/**
 * Another process that looks at files. Every question has a deadline; one that is not answered in time fails
 * with StorageUnavailable, and the error of a system call comes back as it was there (`errno`).
 */
export class Reader {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor() {
    this.#child = fork(CHILD, { stdio: 'ignore', execArgv: [] });
    this.#child.on('message', (message) => this.#onMessage(message as { id: number }));
    this.#child.on('error', () => this.#fail());
    this.#child.on('exit', () => this.#fail());
  }

  async there(path: string): Promise<boolean> {
    return (await this.#ask('there', path)) === true;
  }

  /** As a stat of the name says it; undefined where there is none. */
  async size(path: string): Promise<number | undefined> {
    return ((await this.#ask('size', path)) as number | null) ?? undefined;
  }

  /** Milliseconds until the name is there; undefined when it does not come within `ms`. */
  async wait(path: string, ms: number): Promise<number | undefined> {
    return ((await this.#ask('wait', path, ms)) as number | null) ?? undefined;
  }

  /** Looks for the name without a pause, and reads it when it first opens. */
  async spin(path: string, ms: number): Promise<(Seen & { looks: number }) | undefined> {
    return ((await this.#ask('spin', path, ms)) as (Seen & { looks: number }) | null) ?? undefined;
  }

  async read(path: string): Promise<Seen | undefined> {
    return ((await this.#ask('read', path)) as Seen | null) ?? undefined;
  }

  /** Opens a file and keeps it open. */
  async hold(path: string): Promise<void> {
    await this.#ask('hold', path);
  }

  /** Reads what it held open, and gives the number of bytes. */
  async held(): Promise<number> {
    return (await this.#ask('held', '')) as number;
  }

  /** Ends the process; one that hangs in a call is left to the system, which ends it when the call returns. */
  close(): void {
    this.#child.removeAllListeners('exit');
    this.#fail();
    this.#child.kill('SIGKILL');
    if (this.#child.connected) this.#child.disconnect();
    this.#child.unref();
  }

  #ask(ask: string, path: string, ms = 0): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise((done, failed) => {
      const timer = setTimeout(() => failed(unanswered()), ms + ANSWER_MS);
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        done: (value) => (settle(), done(value)),
        failed: (error) => (settle(), failed(error)),
      });
    });
    this.#child.send({ id, ask, path, ms }, (error) => {
      if (error !== null) this.#waiting.get(id)?.failed(new StorageUnavailable({ cause: error }));
    });
    return answer;
  }

  #onMessage(message: { id: number; value?: unknown; error?: string; errno?: number }): void {
    const waiting = this.#waiting.get(message.id);
    if (message.error === undefined) waiting?.done(message.value);
    else waiting?.failed(Object.assign(new Error(message.error), { errno: message.errno }));
  }

  #fail(): void {
    for (const waiting of this.#waiting.values()) waiting.failed(unanswered());
  }
}

function unanswered(): StorageUnavailable {
  return new StorageUnavailable({ cause: new Error('the reading process did not answer') });
}
