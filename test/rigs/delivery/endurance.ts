import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Random } from '../../model/random.js';
import { type Answer, AnswerReader } from '../../servers/answer-reader.js';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { freePort } from '../../servers/free-port.js';

const CONNECTIONS = 16;
const PIPELINE = 8;
const HOT = 300;
const SAMPLES = 40;
/** Of so many answers one is looked at byte for byte. */
const DIGEST_EACH = 50;
const MOST_FAILURES = 100;
let judged = 0;

export interface EnduranceOptions {
  readonly requests: number;
  /**
   * So many come first and are not judged: within the first 150,000 requests or so V8 lets the room for young objects
   * grow from 2 to 128 MiB, and keeps it (measured; `NODE_OPTIONS=--max-semi-space-size=16` makes it 32 MiB).
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
  let [asked, done, sampled] = [0, 0, 0];
  const began = performance.now();
  const one = async (): Promise<void> => {
    while (asked < options.requests && wrong.length < MOST_FAILURES && options.signal?.aborted !== true) {
      const rounds = random.whole(50, 400);
      const player = new Player(delivery.port);
      for (let round = 0; round < rounds && asked < options.requests; round += 1) {
        const count = Math.min(PIPELINE, options.requests - asked);
        asked += count;
        const failure = await player.ask(Array.from({ length: count }, () => pick(targets, random)));
        if (failure !== undefined) wrong.push(failure);
        done += count;
        if (Math.floor((done / options.requests) * SAMPLES) > sampled) {
          sampled += 1;
          if (sampled % (SAMPLES / 4) === 0) await tell(delivery, done, began);
          memory.push((await delivery.memoryMiB()) + (await delivery.memoryFilesMiB()));
          descriptors.push(await delivery.descriptors());
        }
        if (failure !== undefined) break;
      }
      player.leave();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const quarters = (of: readonly number[], digits: number) =>
    [0, 1, 2, 3].map((which) => quarter(of, which).toFixed(digits)).join(', ');
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${done} requests over ${targets.length} objects in ${seconds.toFixed(1)} s; ${wrong.length} failed; by quarters: ` +
      `memory ${quarters(memory, 1)} MiB, descriptors ${quarters(descriptors, 0)}`,
  );
  return { wrong, memory };
}

function pick(targets: readonly Target[], random: Random): Target {
  const among = random.next() < 0.9 ? Math.min(HOT, targets.length) : targets.length;
  return targets[random.whole(0, among - 1)] as Target;
}

/** What the memory is made of. */
async function tell(delivery: DeliveryProcess, done: number, began: number): Promise<void> {
  const mib = (bytes: number) => (bytes / (1024 * 1024)).toFixed(0);
  const [own, files] = [await delivery.memoryMiB(), await delivery.memoryFilesMiB()];
  const [used, young, total, external] = [
    await delivery.metric('nodejs_heap_size_used_bytes'),
    await delivery.metric('nodejs_heap_space_size_total_bytes{space="new"}'),
    await delivery.metric('nodejs_heap_size_total_bytes'),
    await delivery.metric('nodejs_external_memory_bytes'),
  ];
  console.log(
    `${done} after ${((performance.now() - began) / 1000).toFixed(0)} s: ${own.toFixed(1)} MiB of its own (heap ` +
      `${mib(used)} of ${mib(total)}, ${mib(young)} of them for what is young, external ${mib(external)}) and ${files.toFixed(1)} MiB in memory files`,
  );
}

/** The mean of the first, second, third or last (0 to 3) quarter of what was measured. */
export function quarter(values: readonly number[], which: number): number {
  const part = values.slice((which * values.length) / 4, ((which + 1) * values.length) / 4);
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

/** Pipelines on one connection. Each answer's length is looked at, and of some every byte. */
class Player {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  #expected: readonly Target[] = [];
  #answered = 0;
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
    this.#expected = targets;
    this.#answered = 0;
    let text = '';
    for (const { url } of targets) text += `GET ${url} HTTP/1.1\r\nHost: rig\r\n\r\n`;
    this.#socket.write(text, 'latin1');
    return promise;
  }

  leave(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.push(chunk, (answer) => this.#judge(answer));
    } catch (error) {
      this.#over(error instanceof Error ? error.message : 'no answer');
    }
    if (this.#answered === this.#expected.length && !this.#reader.isWithin) this.#over();
  }

  #judge({ status, head, body }: Answer): void {
    const target = this.#expected[this.#answered];
    this.#answered += 1;
    if (status !== 200 || body.length !== target?.bytes)
      return this.#over(`instead of 200 with ${target?.bytes} bytes: ${head.slice(0, 60)}`);
    judged += 1;
    if (judged % DIGEST_EACH !== 0) return;
    if (createHash('sha256').update(body).digest('hex') !== target.digest) this.#over('other bytes came');
  }
}
