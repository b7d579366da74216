import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { atExit } from '../../servers/at-exit.js';
import { Edge, hasEdge } from '../../servers/edge.js';

const SAY_MS = 30_000;

export interface ThreeWaysOptions {
  /** The media tree, as `NfsStorage` writes it. */
  readonly root: string;
  /** The text of the key ring. */
  readonly keyRing: string;
  /** The Unix second at which the clocks stand. */
  readonly now: number;
}

/**
 * One media tree on the three ways that lead to it: the fast lane, Node's HTTP server without the lane, and the
 * edge (Debian's nginx; left out where the machine has none). Each is a process of its own.
 */
export class ThreeWays {
  private constructor(
    private readonly lane: ClockedDelivery,
    private readonly server: ClockedDelivery,
    private readonly edge: Edge | undefined,
  ) {}

  static async start(options: ThreeWaysOptions): Promise<ThreeWays> {
    const started: { stop(): Promise<unknown> }[] = [];
    try {
      const lane = await ClockedDelivery.start(options, true);
      started.push(lane);
      const server = await ClockedDelivery.start(options, false);
      started.push(server);
      return new ThreeWays(lane, server, await edgeOf(options));
    } catch (error) {
      for (const each of started) await each.stop();
      throw error;
    }
  }

  get lanePort(): number {
    return this.lane.port;
  }

  get serverPort(): number {
    return this.server.port;
  }

  /** Undefined where the machine has no nginx with Lua. */
  get edgePort(): number | undefined {
    return this.edge?.port;
  }

  /** Sets the clocks of delivery; the edge takes the second that a request names as X-Rig-Now. */
  async setNow(now: number): Promise<void> {
    await Promise.all([this.lane.setNow(now), this.server.setNow(now)]);
  }

  /** How many requests the lane has answered by itself, and how many connections it has handed over. */
  async laneCounts(): Promise<{ answered: number; handedOver: number }> {
    // One that has crashed is told of by crashes().
    const answer = await fetch(`http://127.0.0.1:${this.lanePort}/metrics`).catch(() => undefined);
    const text = (await answer?.text()) ?? '';
    const count = (outcome: string) =>
      Number(new RegExp(`lane_total\\{outcome="${outcome}"\\} ([0-9.e+]+)`).exec(text)?.[1] ?? 0);
    // The question itself was handed over.
    return { answered: count('answered'), handedOver: Math.max(0, count('handed-over') - 1) };
  }

  /** A sentence for each process that has ended though nobody told it to, or has complained. */
  crashes(): string[] {
    const found: string[] = [];
    for (const [name, { hasEnded, complaints }] of [
      ['the delivery with the lane', this.lane],
      ['the delivery without it', this.server],
    ] as const) {
      if (hasEnded) found.push(`${name} has ended`);
      if (complaints !== '') found.push(`${name} has complained: ${complaints}`);
    }
    if (this.edge?.hasEnded === true) found.push('the edge has ended');
    return found;
  }

  /** What the edge said of its workers that died. */
  async edgeAlerts(): Promise<string[]> {
    const said = (await this.edge?.errors()) ?? '';
    return said
      .split('\n')
      .filter((line) => /\[(?:alert|emerg|crit)\]|exited on signal|lua .*error/.test(line));
  }

  async stop(): Promise<void> {
    await Promise.all([this.lane.stop(), this.server.stop(), this.edge?.stop()]);
  }
}

async function edgeOf({ root, keyRing }: ThreeWaysOptions): Promise<Edge | undefined> {
  if (!hasEdge()) return undefined;
  // One worker, so that what it remembers is met.
  const settings = { LECTERN_EDGE_WORKERS: '1', LECTERN_EDGE_ACCESS_LOG: '/dev/null' };
  const edge = await Edge.start({ root, keyRing, settings });
  atExit(() => edge.kill());
  return edge;
}

class ClockedDelivery {
  #port = 0;
  #isStopping = false;
  #said = '';

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.on('data', (bytes: Buffer) => (this.#said = (this.#said + String(bytes)).slice(0, 10_000)));
  }

  static async start(options: ThreeWaysOptions, fastLane: boolean): Promise<ClockedDelivery> {
    const script = path.resolve('dist/test/rigs/urls/clocked-delivery.js');
    const child = fork(script, [JSON.stringify({ ...options, fastLane })], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const gone = atExit(() => child.kill('SIGKILL'));
    child.once('exit', gone);
    const delivery = new ClockedDelivery(child);
    delivery.#port = (await delivery.#told<{ port: number }>()).port;
    return delivery;
  }

  get port(): number {
    return this.#port;
  }

  /** What it wrote to standard error, where nothing belongs: V8 and Node tell there of what was not closed. */
  get complaints(): string {
    return this.#said;
  }

  get hasEnded(): boolean {
    return !this.#isStopping && (this.child.exitCode !== null || this.child.signalCode !== null);
  }

  async setNow(now: number): Promise<void> {
    const told = this.#told();
    this.child.send({ now });
    await told;
  }

  async stop(): Promise<void> {
    if (this.hasEnded || this.#isStopping) return;
    this.#isStopping = true;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  async #told<T>(): Promise<T> {
    const [message] = (await once(this.child, 'message', { signal: AbortSignal.timeout(SAY_MS) })) as [T];
    return message;
  }
}
