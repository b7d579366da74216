import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Random } from '../model/random.js';
import { DeliveryProcess } from './delivery-process.js';
import { DeliveryTree, type Target } from './delivery-tree.js';
import { freePort } from './free-port.js';

const CONNECTIONS = 16;
const PIPELINE = 8;
const HOT = 300;
const SAMPLES = 40;

export interface EnduranceOptions {
  readonly requests: number;
  /**
   * So many come first and are not judged: V8 and malloc fill their pools within the first 150,000 requests or so, by
   * some 120 MiB at one step (measured), and keep them.
   */
  readonly warmUp: number;
  /** What may be between the memory of the second quarter and that of the last. */
  readonly growthMiB: number;
  readonly objects: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/**
 * So many requests over so many objects, nine tenths of them for a few hot ones, by connections that come and go:
 * each answered with as many bytes as it must be, and the memory of the last quarter is that of the second.
 */
export async function endurance(options: EnduranceOptions): Promise<string[]> {
  const tree = await DeliveryTree.make();
  const random = new Random(options.seed);
  const port = await freePort();
  const delivery = await DeliveryProcess.start({ root: tree.root, keyRingFile: tree.keyRingFile, port });
  try {
    const targets: Target[] = [];
    for (let n = 0; n < options.objects; n += 1) {
      const bytes = n % 97 === 0 ? 150_000 : n % 7 === 0 ? 21_000 : random.whole(200, 5_000);
      targets.push(await tree.add(`hls/${n % 100}/${n}.m3u8`, randomBytes(bytes)));
    }
    const warming = await run(delivery, targets, random, { ...options, requests: options.warmUp });
    if (warming.wrong.length > 0) return warming.wrong.slice(0, 20);
    const { wrong, memory } = await run(delivery, targets, random, options);
    const growth = quarter(memory, 3) - quarter(memory, 1);
    if (growth > options.growthMiB) wrong.unshift(`memory grew by ${growth.toFixed(1)} MiB`);
    return wrong.slice(0, 20);
  } finally {
    await delivery.stop('SIGKILL');
    await tree.dispose();
  }
}

async function run(
  delivery: DeliveryProcess,
  targets: readonly Target[],
  random: Random,
  options: EnduranceOptions,
): Promise<{ wrong: string[]; memory: readonly number[] }> {
  const wrong: string[] = [];
  const memory: number[] = [];
  const descriptors: number[] = [];
  let [asked, done] = [0, 0];
  const began = performance.now();
  const one = async (): Promise<void> => {
    while (asked < options.requests && options.signal?.aborted !== true) {
      const rounds = random.whole(50, 400);
      const player = new Player(delivery.port);
      for (let round = 0; round < rounds && asked < options.requests; round += 1) {
        const count = Math.min(PIPELINE, options.requests - asked);
        asked += count;
        const batch = Array.from({ length: count }, () =>
          random.next() < 0.9
            ? targets[random.whole(0, Math.min(HOT, targets.length) - 1)]
            : random.pick(targets),
        ).filter((target) => target !== undefined);
        const failure = await player.ask(batch);
        if (failure !== undefined) wrong.push(failure);
        done += count;
        if (Math.floor((done / options.requests) * SAMPLES) > memory.length) {
          memory.push(await delivery.memoryMiB());
          descriptors.push(await delivery.descriptors());
        }
        if (failure !== undefined) break;
      }
      player.leave();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${done} requests over ${targets.length} objects in ${seconds.toFixed(1)} s; ${wrong.length} failed; ` +
      `memory ${quarter(memory, 1).toFixed(1)} MiB in the second quarter, ${quarter(memory, 3).toFixed(1)} MiB in the ` +
      `last; descriptors ${Math.round(quarter(descriptors, 1))} and ${Math.round(quarter(descriptors, 3))}`,
  );
  return { wrong, memory };
}

/** The mean of the first, second, third or last (0 to 3) quarter of what was measured. */
export function quarter(values: readonly number[], which: number): number {
  const part = values.slice((which * values.length) / 4, ((which + 1) * values.length) / 4);
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Pipelines on one connection, its answers told apart by their lengths. */
class Player {
  readonly #socket: Socket;
  #expected: Target[] = [];
  #head = Buffer.alloc(0);
  /** Bytes of a body that are still to come. */
  #left = 0;
  #over: (failure?: string) => void = () => undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#over('the connection was closed'));
  }

  ask(targets: readonly Target[]): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    this.#over = resolve;
    this.#expected = [...targets];
    this.#socket.write(targets.map(({ url }) => `GET ${url} HTTP/1.1\r\nHost: rig\r\n\r\n`).join(''));
    return promise;
  }

  leave(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let bytes = chunk;
    while (bytes.length > 0) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length);
        this.#left -= taken;
        bytes = bytes.subarray(taken);
      } else {
        this.#head = Buffer.concat([this.#head, bytes]);
        const end = this.#head.indexOf(HEAD_END);
        if (end === -1) return;
        const head = this.#head.toString('latin1', 0, end);
        bytes = this.#head.subarray(end + HEAD_END.length);
        this.#head = Buffer.alloc(0);
        const target = this.#expected.shift();
        const length = Number(/^content-length: ([0-9]+)$/im.exec(head)?.[1]);
        if (target === undefined || !head.startsWith('HTTP/1.1 200 ') || length !== target.bytes)
          return this.#over(`instead of 200 with ${target?.bytes} bytes: ${head.slice(0, 60)}`);
        this.#left = length;
      }
    }
    if (this.#left === 0 && this.#expected.length === 0) this.#over();
  }
}
