import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { quarter } from './endurance.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { load } from './viewer.js';
import { freePort } from '../../servers/free-port.js';

const MIB = 1024 * 1024;
const GROWTH_MIB = 32;

export interface CrowdOptions {
  readonly idle: number;
  readonly slow: number;
  /** How long they are held. */
  readonly seconds: number;
  /** Within which a slow reader has to take its 16 KiB. */
  readonly stallSeconds: number;
}

/**
 * Connections that ask nothing more and readers who take little, while others are served: none of them is lost, and
 * the memory stays what it was when all of them had come. One reader who takes nothing is cut, as proof that
 * somebody looks.
 */
export async function crowd(options: CrowdOptions): Promise<string[]> {
  const tree = await DeliveryTree.make();
  const port = await freePort();
  const settings = {
    LECTERN_DELIVERY_IDLE_SECONDS: '900',
    LECTERN_DELIVERY_STALL_SECONDS: String(options.stallSeconds),
  };
  const delivery = await DeliveryProcess.start({
    root: tree.root,
    keyRingFile: tree.keyRingFile,
    port,
    settings,
  });
  const guests: Guest[] = [];
  try {
    return await held({ tree, delivery, guests, options });
  } finally {
    for (const guest of guests) guest.socket.destroy();
    await delivery.stop('SIGKILL');
    await tree.dispose();
  }
}

interface Scene {
  readonly tree: DeliveryTree;
  readonly delivery: DeliveryProcess;
  readonly guests: Guest[];
  readonly options: CrowdOptions;
}

async function held({ tree, delivery, guests, options }: Scene): Promise<string[]> {
  const { port } = delivery;
  const wrong: string[] = [];
  const playlist = await tree.add('hls/1.m3u8', randomBytes(2_300));
  const film = await tree.addSparse('hls/film.mp4', 256 * MIB);
  const segment = await tree.add('hls/1.mp4', randomBytes(MIB));
  const empty = await delivery.memoryMiB();
  const idle = await join(port, options.idle, playlist, guests);
  const unserved = idle.filter((guest) => guest.received === 0).length;
  if (unserved > 0) wrong.push(`${unserved} of those who were to be idle got no answer`);
  const slow = await join(port, options.slow, film, guests);
  const silent = new Guest(port, film);
  guests.push(silent);
  silent.socket.pause();
  // A kernel tells of what was read in steps of 64 KiB on the loopback: several of them fit into the stall time.
  const turn = setInterval(() => slow.forEach((guest) => guest.take(MIB / options.stallSeconds)), 1_000);
  const over = new AbortController();
  const others = load(port, [playlist, segment], { viewers: 4, over: over.signal, pauseMs: 30 });
  try {
    const memory: number[] = [];
    for (const until = Date.now() + options.seconds * 1_000; Date.now() < until; await sleep(500))
      memory.push(await delivery.memoryMiB());
    const [second, last] = [quarter(memory, 1), quarter(memory, 3)];
    const [a, b, c] = [empty, second, last].map((mib) => mib.toFixed(1));
    console.log(
      `memory ${a} MiB before; with ${guests.length} connections ${b} MiB in the second quarter, ${c} MiB in the last`,
    );
    if (last > second + GROWTH_MIB) wrong.push(`memory grew from ${b} to ${c} MiB`);
  } finally {
    clearInterval(turn);
    over.abort();
  }
  const { requests, slowestMs, wrong: unlike } = await others;
  console.log(`${requests} requests of others, the slowest took ${Math.round(slowestMs)} ms`);
  wrong.push(...unlike.slice(0, 10), ...(await stillThere(idle, slow)));
  if (!silent.isClosed && (await delivery.metric('lectern_delivery_cut_total')) < 1)
    wrong.push('the reader who took nothing was not cut');
  return wrong;
}

async function join(port: number, count: number, target: Target, guests: Guest[]): Promise<Guest[]> {
  const joined: Guest[] = [];
  while (joined.length < count) {
    // A listening socket's queue holds 511.
    const batch = Array.from({ length: Math.min(200, count - joined.length) }, () => new Guest(port, target));
    joined.push(...batch);
    guests.push(...batch);
    await Promise.all(batch.map((guest) => guest.firstBytes));
  }
  return joined;
}

async function stillThere(idle: readonly Guest[], slow: readonly Guest[]): Promise<string[]> {
  const wrong: string[] = [];
  const cut = slow.filter((guest) => guest.isClosed).length;
  const taken = slow.map((guest) => guest.received).toSorted((a, b) => a - b);
  const kib = (bytes: number | undefined) => Math.round((bytes ?? 0) / 1024);
  console.log(
    `${slow.length} slow readers took ${kib(taken[0])} to ${kib(taken.at(-1))} KiB; ${cut} were cut`,
  );
  if (cut > 0) wrong.push(`${cut} of ${slow.length} slow readers were cut`);
  const gone = idle.filter((guest) => guest.isClosed).length;
  if (gone > 0) wrong.push(`${gone} of ${idle.length} idle connections were closed`);
  let served = 0;
  for (let at = 0; at < idle.length; at += 200) {
    const batch = idle.slice(at, at + 200).filter((guest) => !guest.isClosed);
    const answered = await Promise.all(batch.map((guest) => guest.again()));
    served += answered.filter((is) => is).length;
  }
  console.log(`${served} of ${idle.length} idle connections were served once more`);
  if (served < idle.length) wrong.push(`${idle.length - served} idle connections were not served once more`);
  return wrong;
}

/** One connection, which counts what it gets. */
class Guest {
  readonly socket: Socket;
  readonly firstBytes: Promise<void>;
  received = 0;
  isClosed = false;
  #allowed: number;
  #wake: () => void = () => undefined;

  constructor(
    port: number,
    private readonly target: Target,
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.firstBytes = promise;
    // Who watches the film begins slowly.
    this.#allowed = target.digest === undefined ? 1 : Number.POSITIVE_INFINITY;
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('data', (bytes: Buffer) => {
      this.received += bytes.length;
      resolve();
      this.#wake();
      this.#allowed -= bytes.length;
      if (this.#allowed <= 0) this.socket.pause();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isClosed = true;
      resolve();
      this.#wake();
    });
    this.#ask();
  }

  /** Reads about so many bytes more. */
  take(bytes: number): void {
    // One read of Node's takes 64 KiB at most, and then it pauses anew.
    this.#allowed = Math.min(this.#allowed, 0) + bytes;
    if (this.#allowed > 0) this.socket.resume();
  }

  /** Whether another request on the same connection is answered. */
  again(): Promise<boolean> {
    const before = this.received;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), 20_000);
    this.#wake = () => {
      clearTimeout(timer);
      resolve(this.received > before);
    };
    this.socket.resume();
    this.#ask();
    return promise;
  }

  #ask(): void {
    this.socket.write(`GET ${this.target.url} HTTP/1.1\r\nHost: rig\r\n\r\n`);
  }
}
