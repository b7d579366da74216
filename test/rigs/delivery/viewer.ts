import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../../servers/delivery-tree.js';

const PATIENCE_MS = 60_000;

export interface Seen {
  /** 0 when no whole answer came. */
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  readonly digest: string;
  readonly retryAfter: string | undefined;
  readonly failure: string | undefined;
}

/** A player with one kept connection at a time; no failure is hidden by trying again. */
export class Viewer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  get(target: string, headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const { promise, resolve } = Promise.withResolvers<Seen>();
    const began = performance.now();
    const hash = createHash('sha256');
    let bytes = 0;
    let isOver = false;
    const end = (status: number, retryAfter?: string, failure?: string) => {
      // An answer that is cut by our own impatience is told of twice.
      if (isOver) return;
      isOver = true;
      const ms = performance.now() - began;
      resolve({ status, ms, bytes, digest: hash.digest('hex'), retryAfter, failure });
    };
    const asked = request(
      { port: this.port, host: '127.0.0.1', path: target, headers, agent: this.#agent },
      (answer) => {
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          hash.update(chunk);
        });
        answer.once('end', () => end(answer.statusCode ?? 0, answer.headers['retry-after']));
        answer.once('error', (error) => end(0, undefined, `cut after ${bytes} bytes: ${error.message}`));
      },
    );
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('silence')));
    asked.once('error', (error) => end(0, undefined, error.message));
    asked.end();
    return promise;
  }

  leave(): void {
    this.#agent.destroy();
  }
}

export interface LoadReport {
  readonly requests: number;
  readonly bytes: number;
  readonly slowestMs: number;
  /** A sentence for each answer that was not as it must be. */
  readonly wrong: readonly string[];
}

/**
 * Viewers who ask for one target after another until `over`, each answer checked by its digest: whole, or a range
 * of the first bytes by its length.
 */
export async function load(
  port: number,
  targets: readonly Target[],
  { viewers, over, pauseMs = 0 }: { viewers: number; over: AbortSignal; pauseMs?: number },
): Promise<LoadReport> {
  const wrong: string[] = [];
  let [requests, bytes, slowestMs] = [0, 0, 0];
  const one = async (index: number): Promise<void> => {
    const viewer = new Viewer(port);
    for (let turn = index; !over.aborted; turn += 1) {
      const target = targets[turn % targets.length];
      if (target === undefined) throw new Error('There is nothing to ask for.');
      const part = turn % 5 === 0 && target.bytes > 2 ? Math.floor(target.bytes / 2) : undefined;
      const headers: Record<string, string> = part === undefined ? {} : { range: `bytes=0-${part - 1}` };
      const seen = await viewer.get(target.url, headers);
      requests += 1;
      bytes += seen.bytes;
      slowestMs = Math.max(slowestMs, seen.ms);
      const isRight =
        part === undefined
          ? seen.status === 200 && seen.digest === target.digest
          : seen.status === 206 && seen.bytes === part;
      if (!isRight)
        wrong.push(`${seen.status} with ${seen.bytes} bytes: ${seen.failure ?? 'another answer'}`);
      if (pauseMs > 0) await sleep(pauseMs);
    }
    viewer.leave();
  };
  await Promise.all(Array.from({ length: viewers }, (_, index) => one(index)));
  return { requests, bytes, slowestMs, wrong };
}
