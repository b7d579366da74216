import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, call, type Calling } from '../servers/replicas-call.js';
import type { Replica, Replicas } from '../servers/replicas.js';
import type { Random } from './random.js';
import type { ModelUpload } from './tus-model.js';

const TUS = { 'tus-resumable': '1.0.0' };
export const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream' };
/** A broken connection is noticed long before; a request that was lost may overtake others until then. */
export const SETTLE_MS = 500;
/** A holder that does not answer is overtaken after about a second; the rest is for a busy machine. */
export const HANG_GUARD_MS = 20_000;

/** Something that is not as the model says. */
export class Difference extends Error {}

/** What all actors share. */
export interface World {
  readonly replicas: Replicas;
  count(name: string): void;
  /** kill -9, and a new start of the same replica while the others go on. */
  kill(replica: Replica): Promise<void>;
  /** Whether a replica is dead or hangs on purpose: one at a time, so that somebody answers. */
  disturbed: boolean;
}

/** One client with uploads of its own, doing one thing after the other. */
export class Actor {
  uploads: ModelUpload[] = [];

  constructor(
    readonly world: World,
    readonly random: Random,
  ) {}

  get upload(): ModelUpload {
    return this.random.pick(this.uploads);
  }

  /** Replicas in a random order, those that take requests. */
  async replicas(): Promise<Replica[]> {
    for (;;) {
      const alive = this.world.replicas.all.filter((replica) => replica.alive);
      if (alive.length > 0) return alive.toSorted(() => this.random.next() - 0.5);
      await delay(50);
    }
  }

  async replica(): Promise<Replica> {
    return this.random.pick(await this.replicas());
  }

  call(
    replica: Replica,
    method: string,
    location: string,
    more: Partial<Parameters<typeof call>[0]> = {},
  ): Calling {
    const headers = { authorization: `Bearer ${this.world.replicas.keys.doctor}`, ...TUS, ...more.headers };
    return call({ ...more, url: `${replica.url}${location}`, method, headers });
  }

  patch(
    replica: Replica,
    upload: ModelUpload,
    offset: number,
    bytes: number,
    more: { sends?: number; stall?: boolean } = {},
  ) {
    const body = upload.content.subarray(offset, offset + bytes);
    return this.call(replica, 'PATCH', upload.location, {
      headers: { ...PATCH, 'upload-offset': offset },
      body,
      ...more,
    });
  }

  /** HEAD until somebody answers; only a kill is an excuse for an answer that does not come. */
  async look(upload: ModelUpload, on?: Replica): Promise<void> {
    let replica = on ?? (await this.replica());
    for (;;) {
      const answer = await within(this.call(replica, 'HEAD', upload.location).answer, 'HEAD');
      if (answer.status !== 0 || replica.alive) {
        this.compareHead(upload, answer);
        return;
      }
      // It was killed, and may be away for a while: somebody else answers.
      replica = await this.replica();
    }
  }

  compareHead(upload: ModelUpload, answer: Answer): void {
    if (answer.status === 410) {
      const wasOver = upload.state === 'gone' || upload.mayBeGone;
      upload.state = 'gone';
      if (!wasOver) throw new Difference('HEAD says 410 of an upload that nobody ended');
      return;
    }
    if (answer.status !== 200) throw new Difference(`HEAD says ${answer.status} ${answer.text}`);
    const wrong = upload.told(Number(answer.headers['upload-offset']));
    if (wrong !== undefined) {
      upload.state = 'gone';
      throw new Difference(wrong);
    }
    if (Number(answer.headers['upload-length']) !== upload.bytes)
      throw new Difference('HEAD tells another length');
  }

  /** The model's offset is made certain, by HEAD if need be. False when the upload has ended. */
  async certain(upload: ModelUpload): Promise<boolean> {
    if (!upload.isKnown || !upload.isSettled) {
      if (!upload.isSettled) await delay(Math.max(0, upload.unsettledUntil - Date.now()));
      await this.look(upload);
    }
    return upload.state === 'open';
  }
}

export async function within<T>(answer: Promise<T>, what: string): Promise<T> {
  const guard = new AbortController();
  const late = delay(HANG_GUARD_MS, undefined, { signal: guard.signal }).then(
    () => {
      throw new Difference(`${what} was not answered in ${HANG_GUARD_MS / 1000} s`);
    },
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    guard.abort();
  }
}
