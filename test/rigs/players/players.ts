import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createKeyRingFile, KeyRing, sign } from '#libs/signing';
import { openStorage, parseStorageKey, putComposition, type Storage } from '#libs/storage';
import { patterned } from '../../../libs/storage/testing/sources.js';
import { atExit } from '../../servers/at-exit.js';
import { type CephRig, cephSettings, startCeph } from '../../servers/ceph.js';
import { CountingProxy } from '../../servers/counting-proxy.js';
import { freePort } from '../../servers/free-port.js';
import { type Contents, play } from './player.js';
import { type ProcessUsage, usageOf } from '../../servers/process-usage.js';

const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const INIT_BYTES = 900;
const START_MS = 30_000;

export interface PlayersOptions {
  /** Segments of each rung, and their size. */
  readonly segments: number;
  readonly segmentBytes: number;
}

/** One object as the bucket was asked for it. */
export interface FetchedObject {
  readonly path: string;
  readonly requests: number;
  readonly bytes: number;
  /** Bytes that were asked for more than once. */
  readonly twice: number;
}

/**
 * A lesson of four rungs in a real S3 server (the last one composed of the original), a proxy that counts, and
 * delivery as a process of its own with a disk cache.
 */
export class Players {
  #child: ChildProcess | undefined;
  #log = '';
  #port = 0;
  #untie: () => void = () => undefined;

  private constructor(
    private readonly folder: string,
    private readonly ceph: CephRig,
    readonly proxy: CountingProxy,
    private readonly ring: KeyRing,
    private readonly contents: Contents,
    private readonly storage: Storage,
  ) {}

  static async start(options: PlayersOptions): Promise<Players> {
    const ceph = await startCeph();
    const folder = await mkdtemp(join(tmpdir(), 'lectern-players-'));
    try {
      const proxy = await CountingProxy.start(ceph.endpoint);
      await createKeyRingFile(join(folder, 'ring.json'));
      const ring = KeyRing.parse(await readFile(join(folder, 'ring.json'), 'utf8'));
      const storage = await bucketOf(ceph);
      return new Players(folder, ceph, proxy, ring, await storeLesson(storage, options), storage);
    } catch (error) {
      await ceph.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where the disk cache lies, unless `up` was told otherwise. */
  get cache(): string {
    return join(this.folder, 'cache');
  }

  /** Starts delivery, and waits until it is ready. */
  async up(cache = this.cache): Promise<void> {
    this.#port = await freePort();
    const child = spawn(process.execPath, [resolve('dist/apps/delivery/src/main.js')], {
      env: {
        ...process.env,
        LECTERN_STORAGE: 's3',
        LECTERN_S3_ENDPOINT: this.proxy.url,
        LECTERN_S3_BUCKET: 'lectern',
        LECTERN_S3_ACCESS_KEY: this.ceph.accessKeyId,
        LECTERN_S3_SECRET_KEY: this.ceph.secretAccessKey,
        LECTERN_KEY_RING: join(this.folder, 'ring.json'),
        LECTERN_DELIVERY_HOST: '127.0.0.1',
        LECTERN_DELIVERY_PORT: String(this.#port),
        LECTERN_DELIVERY_DISK_CACHE: cache,
        LECTERN_LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#untie = atExit(() => child.kill('SIGKILL'));
    const take = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString()).slice(-100_000);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    const deadline = Date.now() + START_MS;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null) throw new Error(`Delivery ended by itself:\n${this.#log}`);
      if (Date.now() > deadline) throw new Error(`Delivery did not get ready:\n${this.#log}`);
      await delay(50);
    }
  }

  /** kill -9: nothing is told, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    this.#untie();
  }

  /** So many players at once, each with a URL of its own; gives what went wrong. */
  async play(count: number): Promise<string[]> {
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const playing = Array.from({ length: count }, (_, i) => {
      const session = `player${i}`;
      const facts = { asset: ASSET, path: 'hls/master.m3u8', scope: 'play', expires, epoch: 0 } as const;
      return play(this.#port, sign(this.ring, { ...facts, session }), this.contents, i);
    });
    const outcomes = await Promise.all(playing);
    return outcomes.flatMap((outcome, i) => (outcome === undefined ? [] : [`player ${i}: ${outcome}`]));
  }

  /** What was read of each object of the bucket since `after` requests. */
  fetched(after = 0): FetchedObject[] {
    const ranges = new Map<string, { start: number; end: number }[]>();
    for (const { method, path, range } of this.proxy.requests.slice(after)) {
      const name = path.slice(1).split('?', 1)[0]?.replace('lectern/', '') ?? '';
      if (method !== 'GET' || !name.startsWith('assets/')) continue;
      const [, start, end] = /^bytes=([0-9]+)-([0-9]+)$/.exec(range ?? '') ?? [];
      // A request without a range would be one for everything.
      const asked = { start: Number(start ?? 0), end: Number(end ?? Number.MAX_SAFE_INTEGER) };
      ranges.set(name, [...(ranges.get(name) ?? []), asked]);
    }
    return [...ranges].map(([path, asked]) => ({ path, requests: asked.length, ...countedOf(asked) }));
  }

  /** Bytes of bodies that came from the bucket for objects of the asset. */
  bucketBytes(after = 0): number {
    const asked = this.proxy.requests.slice(after);
    return asked
      .filter(({ method, path }) => method === 'GET' && path.includes('/assets/'))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Of every object that players read, as it is stored. */
  async storedBytes(): Promise<number> {
    let bytes = 0;
    for await (const object of this.storage.list(parseStorageKey(`assets/${ASSET}`))) bytes += object.bytes;
    return bytes;
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.#port}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`lectern_delivery_${name} `));
    return Number(line?.split(' ')[1]);
  }

  usage(): Promise<ProcessUsage> {
    return usageOf(this.#child?.pid ?? 0);
  }

  /** Alters one byte in each of some cached blocks; gives their number. */
  async damage(blocks: number): Promise<number> {
    const names = await readdir(this.cache, { recursive: true });
    const files = names.filter((name) => /^[0-9a-f]{2}\/[0-9a-f]{32}-/.test(name)).toSorted();
    for (const name of files.slice(0, blocks)) {
      await using file = await open(join(this.cache, name), 'r+');
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, 0);
      await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, 0);
    }
    return Math.min(blocks, files.length);
  }

  get printed(): string {
    return this.#log;
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.storage.close();
    await this.proxy.stop();
    await this.ceph.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.#port}/readyz`).then(
      async (answer) => (await answer.arrayBuffer(), answer.ok),
      () => false,
    );
  }
}

function bucketOf(ceph: CephRig): Promise<Storage> {
  return openStorage(cephSettings(ceph), { createBucket: true });
}

function countedOf(ranges: readonly { start: number; end: number }[]): { bytes: number; twice: number } {
  let bytes = 0;
  let twice = 0;
  let to = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    bytes += end + 1 - start;
    twice += Math.max(Math.min(to, end + 1) - start, 0);
    to = Math.max(to, end + 1);
  }
  return { bytes, twice };
}

/** Stores a lesson; gives what viewers see of it. */
async function storeLesson(storage: Storage, options: PlayersOptions): Promise<Contents> {
  const contents = new Map<string, Buffer>();
  const add = async (path: string, bytes: Buffer, isStored = true) => {
    contents.set(path, bytes);
    if (isStored) await put(storage, path, bytes);
  };
  const rungs = ['v1080', 'v720', 'v480'];
  const mediaBytes = INIT_BYTES + options.segments * options.segmentBytes;
  for (const [i, rung] of rungs.entries()) {
    await add(`hls/${rung}/media.mp4`, patterned(mediaBytes, i + 1));
    await add(`hls/${rung}/media.m3u8`, playlistOf('media.mp4', options));
  }
  const original = patterned(mediaBytes + 400_000, 9);
  await put(storage, 'source/original', original);
  const pieces: ({ literal: Buffer } | { offset: number; bytes: number })[] = [
    { literal: patterned(INIT_BYTES, 20) },
  ];
  // As interleaved sound and pictures are: from two places of the original in turn, with a head before each.
  for (let segment = 0; segment < options.segments; segment += 1) {
    const literal = patterned(600, 30 + segment);
    pieces.push({ literal });
    pieces.push({ offset: 200_000 + segment * options.segmentBytes, bytes: options.segmentBytes - 600 });
  }
  const index = parseStorageKey(`assets/${ASSET}/hls/source-a1/stream.index`);
  await putComposition(storage, index, pieces, { sourceBytes: original.length });
  const composed = pieces.map((piece) =>
    'literal' in piece ? piece.literal : original.subarray(piece.offset, piece.offset + piece.bytes),
  );
  await add('hls/source-a1/composed.mp4', Buffer.concat(composed), false);
  await add('hls/source-a1/media.m3u8', playlistOf('composed.mp4', options));
  const lines = [...rungs, 'source-a1'].map(
    (rung, i) => `#EXT-X-STREAM-INF:BANDWIDTH=${5_000_000 - i * 1_000_000}\n${rung}/media.m3u8\n`,
  );
  await add('hls/master.m3u8', Buffer.from(`#EXTM3U\n#EXT-X-VERSION:7\n${lines.join('')}`));
  return contents;
}

function playlistOf(media: string, { segments, segmentBytes }: PlayersOptions): Buffer {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:4', '#EXT-X-PLAYLIST-TYPE:VOD'];
  lines.push(`#EXT-X-MAP:URI="${media}",BYTERANGE="${INIT_BYTES}@0"`);
  for (let i = 0; i < segments; i += 1)
    lines.push('#EXTINF:4,', `#EXT-X-BYTERANGE:${segmentBytes}@${INIT_BYTES + i * segmentBytes}`, media);
  return Buffer.from(`${lines.join('\n')}\n#EXT-X-ENDLIST\n`);
}

async function put(storage: Storage, path: string, bytes: Uint8Array): Promise<void> {
  async function* source() {
    yield bytes;
  }
  await storage.put(parseStorageKey(`assets/${ASSET}/${path}`), source());
}
