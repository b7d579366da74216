import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { Viewer } from '../delivery/viewer.js';
import { freePort } from '../../servers/free-port.js';
import { Ingress, hasIngress, type Service } from '../../servers/ingress.js';
import { endPostgresAtExit } from '../../servers/postgres-at-exit.js';
import { Replicas } from '../../servers/replicas.js';
import { type SendersReport, sendFiles } from './senders.js';

const KIB = 1024;
/** Until a removed endpoint is known to the Ingress, at most. */
const LAG_MS = 1_000;

export interface RollingOptions {
  readonly uploads: number;
  readonly viewers: number;
  /** How often each process is replaced. */
  readonly rounds: number;
  /** Of each service. */
  readonly replicas: number;
  /** Between the removal of a pod's endpoint and its SIGTERM, as a preStop hook sleeps. */
  readonly preStopMs: number;
  /** Bytes per second of each upload. */
  readonly rate: number;
  /** How long a file takes at that rate, at most. */
  readonly longestSeconds: number;
  /** LECTERN_SHUTDOWN_SECONDS of the uploaders: longer than a form takes. */
  readonly shutdownSeconds: number;
  /** Of a viewer, between two segments. */
  readonly pauseMs: number;
  readonly seed: number;
}

export interface RollingReport {
  readonly uploads: number;
  readonly requests: number;
  readonly failures: readonly string[];
}

/**
 * Uploaders and deliveries behind an Ingress, with people who send and people who watch; each process is replaced in
 * turn as Kubernetes replaces a pod: its endpoint goes, its preStop hook sleeps, SIGTERM, its end, a new one that is
 * ready, a new endpoint. Nobody may notice. undefined where this machine has no nginx with Lua.
 */
export async function rollingRestart(options: RollingOptions): Promise<RollingReport | undefined> {
  if (!hasIngress()) return undefined;
  const system = await System.start(options.replicas, options);
  try {
    return await system.run();
  } finally {
    await system.dispose();
  }
}

/** One process that can be replaced. */
interface Pod {
  readonly name: string;
  readonly service: Service;
  readonly port: number;
  /** Ends it in order. @returns what was wrong with that */
  readonly stop: () => Promise<string | undefined>;
  readonly start: () => Promise<void>;
}

class System {
  readonly #random: Random;

  private constructor(
    private readonly options: RollingOptions,
    private readonly replicas: Replicas,
    private readonly tree: DeliveryTree,
    private readonly ingress: Ingress,
    private readonly pods: readonly Pod[],
    private readonly end: () => Promise<void>,
  ) {
    this.#random = new Random(options.seed);
  }

  static async start(count: number, options: RollingOptions): Promise<System> {
    const replicas = await Replicas.start({
      count,
      environment: { LECTERN_SHUTDOWN_SECONDS: String(options.shutdownSeconds) },
    });
    const ended = endPostgresAtExit(path.join(replicas.folder, 'postgres'));
    const gone = atExit(() => {
      for (const { pid, runs } of replicas.all) if (pid !== undefined && runs) process.kill(pid, 'SIGKILL');
      rmSync(replicas.folder, { recursive: true, force: true });
    });
    const tree = await DeliveryTree.make(replicas.storage);
    const deliveries = new Map<number, DeliveryProcess>();
    const ingress = await Ingress.start(tree.folder);
    const end = async (): Promise<void> => {
      await ingress.stop();
      for (const delivery of deliveries.values()) await delivery.stop('SIGKILL');
      await replicas.dispose();
      ended();
      await tree.dispose();
      gone();
    };
    try {
      const pods: Pod[] = replicas.all.map((replica) => ({
        name: replica.name,
        service: 'uploader',
        port: replica.port,
        stop: async () => {
          await replica.stop();
          return replica.exitCode === 0 ? undefined : replica.printed.slice(-2_000);
        },
        start: () => replica.start(),
      }));
      for (let number = 1; number <= count; number += 1)
        pods.push(deliveryPod(`delivery-${number}`, await freePort(), tree, deliveries));
      for (const pod of pods) {
        if (pod.service === 'delivery') await pod.start();
        await ingress.add(pod.service, pod.port);
      }
      return new System(options, replicas, tree, ingress, pods, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  async run(): Promise<RollingReport> {
    const { uploads, viewers, rate, longestSeconds, rounds } = this.options;
    const over = new AbortController();
    const watching = this.#watch(over.signal);
    const sending = sendFiles({
      port: this.ingress.apiPort,
      key: this.replicas.keys.doctor,
      count: uploads,
      random: this.#random,
      rate,
      longestSeconds,
      over: over.signal,
    });
    const failures: string[] = [];
    try {
      await sleep(3_000);
      for (let round = 0; round < rounds; round += 1)
        for (const pod of this.#inTurn()) failures.push(...(await this.#replace(pod)));
    } catch (error) {
      failures.push(`a process could not be replaced: ${(error as Error).message}`);
    } finally {
      over.abort();
    }
    const sent = await sending;
    const watched = await watching;
    const bytes = sent.sent.reduce((sum, one) => sum + one.bytes, 0);
    const doors = ['tus', 'form', 'parts'].map(
      (door) => `${sent.sent.filter((one) => one.door === door).length} by ${door}`,
    );
    console.log(
      `${uploads} at a time sent ${sent.sent.length} files (${doors.join(', ')}), ${Math.round(bytes / KIB / KIB)} MiB;` +
        ` tus asked ${sent.resumed} times where it stood; ${sent.failed.length} uploads failed`,
    );
    console.log(`${viewers} viewers made ${watched.requests} requests; ${watched.wrong.length} failed`);
    failures.push(...sent.failed, ...watched.wrong, ...(await this.#compare(sent)));
    if (failures.length > 0)
      for (const line of (await this.ingress.complaints()).slice(0, 20)) console.error(`nginx: ${line}`);
    return { uploads: sent.sent.length + sent.failed.length, requests: watched.requests, failures };
  }

  dispose(): Promise<void> {
    return this.end();
  }

  /** An uploader and a delivery in turn. */
  #inTurn(): Pod[] {
    const half = this.pods.length / 2;
    const order = Array.from({ length: half }, (_, index) => [this.pods[index], this.pods[index + half]]);
    return order.flat().filter((pod) => pod !== undefined);
  }

  async #replace({ name, service, port, stop, start }: Pod): Promise<string[]> {
    const { preStopMs } = this.options;
    // Both begin at once: how soon the Ingress hears of it is nobody's promise.
    const lag = this.#random.whole(0, Math.min(LAG_MS, preStopMs));
    const removed = sleep(lag).then(() => this.ingress.remove(service, port));
    await sleep(preStopMs);
    const began = performance.now();
    const wrong = await stop();
    const stopMs = Math.round(performance.now() - began);
    await removed;
    await start();
    await this.ingress.add(service, port);
    const startMs = Math.round(performance.now() - began) - stopMs;
    console.log(`${name} ended ${stopMs} ms after SIGTERM, a new one was ready ${startMs} ms later`);
    return wrong === undefined ? [] : [`${name} did not end cleanly: ${wrong}`];
  }

  async #watch(over: AbortSignal): Promise<{ requests: number; wrong: string[] }> {
    const { viewers, pauseMs } = this.options;
    const lessons: Target[][] = [];
    for (let lesson = 0; lesson < 10; lesson += 1) {
      const targets = [await this.tree.add(`hls/${lesson}/media.m3u8`, randomBytes(2_300))];
      for (let segment = 0; segment < 6; segment += 1)
        targets.push(await this.tree.add(`hls/${lesson}/${segment}.mp4`, randomBytes(200 * KIB + segment)));
      lessons.push(targets);
    }
    const wrong: string[] = [];
    let requests = 0;
    const one = async (index: number): Promise<void> => {
      const viewer = new Viewer(this.ingress.mediaPort);
      await sleep((pauseMs * index) / viewers);
      for (let turn = index; !over.aborted; turn += 1) {
        const targets = lessons[turn % lessons.length] ?? [];
        for (const target of targets) {
          if (over.aborted) break;
          const seen = await viewer.get(target.url);
          requests += 1;
          if (seen.status !== 200 || seen.digest !== target.digest)
            wrong.push(
              `${seen.status} with ${seen.bytes} of ${target.bytes} bytes: ${seen.failure ?? 'another answer'}`,
            );
          await sleep(pauseMs);
        }
      }
      viewer.leave();
    };
    await Promise.all(Array.from({ length: viewers }, (_, index) => one(index)));
    return { requests, wrong };
  }

  /** What is stored, byte for byte, and nothing left open. */
  async #compare({ sent }: SendersReport): Promise<string[]> {
    const storage = new NfsStorage({ root: this.replicas.storage });
    const { kysely } = this.replicas.database;
    const failures: string[] = [];
    for (const { asset, door, bytes, sha256 } of sent) {
      const hash = createHash('sha256');
      const file = storage.localFiles.path(parseStorageKey(`assets/${asset}/source/original`));
      await pipeline(createReadStream(file), hash).catch((error: Error) => hash.update(error.message));
      const row = await kysely.selectFrom('assets').selectAll().where('id', '=', asset).executeTakeFirst();
      if (hash.digest('hex') !== sha256 || row?.sha256 !== sha256 || row.bytes !== bytes)
        failures.push(`${asset}, sent by ${door}, is not what was sent`);
    }
    if (new Set(sent.map(({ asset }) => asset)).size !== sent.length)
      failures.push('Two uploads became one asset.');
    const assets = await sql<{ n: string }>`select count(*) as n from assets`.execute(kysely);
    if (Number(assets.rows[0]?.n) !== sent.length)
      failures.push(`${sent.length} uploads were told done, and there are ${assets.rows[0]?.n} assets`);
    await storage.close();
    return failures;
  }
}

function deliveryPod(
  name: string,
  port: number,
  tree: DeliveryTree,
  running: Map<number, DeliveryProcess>,
): Pod {
  return {
    name,
    service: 'delivery',
    port,
    stop: async () => {
      const delivery = running.get(port);
      return (await delivery?.stop()) === 0 ? undefined : delivery?.said.slice(-2_000);
    },
    start: async () => {
      running.set(
        port,
        await DeliveryProcess.start({ root: tree.root, keyRingFile: tree.keyRingFile, port }),
      );
    },
  };
}
