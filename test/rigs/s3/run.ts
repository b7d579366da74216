import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Database } from '#libs/database';
import { openStorage, type Storage } from '#libs/storage';
import { Random } from '../../model/random.js';
import { type CephRig, cephSettings, startCeph } from '../../servers/ceph.js';
import { FaultProxy } from '../../servers/s3-fault-proxy.js';
import { type Replica, Replicas } from '../../servers/replicas.js';
import { Aftermath, contentsOf, judge, sha256At } from './aftermath.js';
import { StorageCycles } from './storage-cycles.js';
import { planOf, type Trouble, troubleOf } from './troubles.js';
import { type Told, Uploads } from './uploads.js';

/** The uploader's. */
export const BUCKET = 'lectern';
const DIRECT = 'direct';
/** Short, so that a black hole costs a cycle some seconds and not minutes. */
const TIMEOUT_SECONDS = 3;

export interface S3Outcome {
  readonly cycles: number;
  readonly failures: readonly string[];
  /** How often each fault was really done, as `kind operation`. */
  readonly faults: ReadonlyMap<string, number>;
  /** Cycles in which the fault met no request. */
  readonly missed: number;
  /** Things that the last sweep found and removed. */
  readonly orphansSwept: number;
  readonly peakConnections: number;
}

/** A real S3 server behind a proxy that does faults, an uploader with its database, and clients. */
export class S3Run {
  private readonly told: Told[] = [];
  private readonly failures: string[] = [];
  private missed = 0;
  private disposed: Promise<void> | undefined;

  private constructor(
    private readonly ceph: CephRig,
    readonly proxy: FaultProxy,
    private readonly replicas: Replicas,
    readonly server: S3Client,
    private readonly direct: Storage,
    private readonly cyclesOnStorage: StorageCycles,
    private readonly random: Random,
  ) {}

  static async start(options: { seed: number }): Promise<S3Run> {
    const random = new Random(options.seed);
    const ceph = await startCeph();
    const { endpoint, accessKeyId, secretAccessKey } = ceph;
    const credentials = { accessKeyId, secretAccessKey };
    const server = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
    const proxy = await FaultProxy.start(endpoint);
    try {
      for (const Bucket of [BUCKET, DIRECT]) await server.send(new CreateBucketCommand({ Bucket }));
      const environment = {
        LECTERN_STORAGE: 's3',
        LECTERN_S3_ENDPOINT: proxy.url,
        LECTERN_S3_BUCKET: BUCKET,
        LECTERN_S3_ACCESS_KEY: accessKeyId,
        LECTERN_S3_SECRET_KEY: secretAccessKey,
        LECTERN_S3_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
      };
      const direct = await storageOf(ceph, proxy.url, DIRECT);
      const replicas = await Replicas.start({ count: 1, environment });
      const onStorage = new StorageCycles(direct, random);
      return new S3Run(ceph, proxy, replicas, server, direct, onStorage, random);
    } catch (error) {
      await proxy.stop();
      await ceph.stop();
      throw error;
    }
  }

  /** Where it is, and the key of a doctor. */
  get uploader(): { readonly url: string; readonly doctor: string } {
    return { url: this.replica.url, doctor: this.replicas.keys.doctor };
  }

  get database(): Database {
    return this.replicas.database;
  }

  /** The uploader's storage, straight at the server. */
  connect(): Promise<Storage> {
    return storageOf(this.ceph, this.ceph.endpoint, BUCKET);
  }

  /** What the uploader printed, for a failure that needs explaining. */
  get printed(): string {
    return this.replica.printed;
  }

  /**
   * Goes through the cycles from `first` on, or as many as begin within the time, and looks at what is left.
   * The same seed and cycles meet the same troubles.
   */
  async run(
    options: { cycles: number; first?: number; milliseconds?: number },
    onCycle: (line: string) => void = () => undefined,
  ): Promise<S3Outcome> {
    const { first = 0, milliseconds = Number.POSITIVE_INFINITY } = options;
    const deadline = Date.now() + milliseconds;
    let cycles = 0;
    const uploads = new Uploads({ url: this.replica.url, key: this.replicas.keys.doctor }, this.random);
    const more = () => cycles < options.cycles && Date.now() < deadline && this.disposed === undefined;
    for (let cycle = first; more(); cycle++) {
      cycles += 1;
      const began = Date.now();
      const trouble = troubleOf(cycle, this.random);
      const outcome = await this.cycle(uploads, cycle, trouble).catch((error: unknown) => {
        const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        this.failures.push(`cycle ${cycle} (${describe(trouble)}): ${words}`);
        return `FAILED ${words}`;
      });
      onCycle(`cycle ${cycle}: ${describe(trouble)}: ${outcome}, ${Date.now() - began} ms`);
    }
    const orphansSwept = await this.aftermath();
    const { done, peakConnections } = this.proxy;
    const { failures, missed } = this;
    return { cycles, failures, faults: done, missed, orphansSwept, peakConnections };
  }

  /** For programs: nothing is left running when the program is told to stop. */
  disposeOnSignal(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void this.dispose().finally(() => process.exit(130)));
  }

  dispose(): Promise<void> {
    this.disposed ??= (async () => {
      await this.replicas.dispose();
      await this.direct.close();
      this.server.destroy();
      await this.proxy.stop();
      await this.ceph.stop();
    })();
    return this.disposed;
  }

  private get replica(): Replica {
    const [replica] = this.replicas.all;
    if (replica === undefined) throw new Error('there is no uploader');
    return replica;
  }

  private async cycle(uploads: Uploads, cycle: number, trouble: Trouble): Promise<string> {
    let killed: Promise<void> | undefined;
    let met = false;
    const plan = planOf(trouble, () => {
      met = true;
      if (trouble.kills) killed = this.restart();
    });
    this.proxy.plan = ({ operation }) => plan(operation);
    try {
      if (trouble.way === 'storage') {
        await this.cyclesOnStorage.run(trouble.operation, cycle);
        return 'kept';
      }
      const told = await uploads.upload(trouble.way, `cycle-${cycle}.pdf`);
      this.told.push(told);
      if (told.asset !== undefined && told.outcome === 'stored') {
        const there = await sha256At(this.server, BUCKET, `assets/${told.asset}/source/original`);
        if (there !== told.sha256)
          throw new Error('LOSS: the server holds other bytes than were acknowledged');
      }
      return told.outcome;
    } finally {
      if (!met) this.missed += 1;
      this.proxy.plan = () => undefined;
      await killed;
    }
  }

  /** kill -9, and started again as often as it takes: its start has to do with a server in trouble, too. */
  private async restart(): Promise<void> {
    await this.replica.kill();
    for (let number = 1; ; number++) {
      const failure = await this.replica.start().then(
        () => undefined,
        (error: Error) => error,
      );
      if (failure === undefined) return;
      if (number < 5) continue;
      this.failures.push(`the uploader did not start again: ${failure.message}`);
      return;
    }
  }

  /** Everything has been said: what lies in the buckets, and what should? */
  private async aftermath(): Promise<number> {
    this.proxy.plan = () => undefined;
    await this.replica.stop();
    const straight = await this.connect();
    const swept = await new Aftermath(this.replicas.database, straight).sweep();
    this.failures.push(...(await judge(this.replicas.database, this.server, BUCKET, this.told)));
    await straight.close();
    const sweptDirect = await this.directAftermath();
    await this.direct.close();
    // Agents let go of their sockets at once; the server's end hears of it a moment later.
    for (let wait = 0; wait < 50 && this.proxy.connections > 0; wait++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    if (this.proxy.connections > 0)
      this.failures.push(`LEAK: ${this.proxy.connections} connections are still open`);
    return swept.found + swept.removed + sweptDirect;
  }

  private async directAftermath(): Promise<number> {
    const { stored, doubtful } = this.cyclesOnStorage;
    let swept = 0;
    for (const key of doubtful) if (!stored.has(key)) await this.direct.remove(key);
    for await (const thing of this.direct.unfinished?.() ?? []) {
      await thing.remove();
      swept += 1;
    }
    swept += await this.direct.sweep(new Date(Date.now() + 3_600_000));
    const { objects, multiparts } = await contentsOf(this.server, DIRECT);
    for (const multipart of multiparts) this.failures.push(`ORPHAN: multipart upload ${multipart}`);
    for (const name of objects.keys())
      if (![...stored.keys()].some((key) => key === name)) this.failures.push(`ORPHAN: object ${name}`);
    for (const [key, sha256] of stored) {
      const there = objects.has(key) ? await sha256At(this.server, DIRECT, key) : 'nothing';
      if (there !== sha256) this.failures.push(`LOSS: ${key} holds ${there}`);
    }
    return swept;
  }
}

function storageOf(ceph: CephRig, endpoint: string, bucket: string): Promise<Storage> {
  const settings = cephSettings({ ...ceph, endpoint }, bucket);
  return openStorage({ ...settings, LECTERN_S3_TIMEOUT_SECONDS: TIMEOUT_SECONDS });
}

function describe({ operation, fault, skip, times, kills, way }: Trouble): string {
  const place = operation ?? 'whatever changes something';
  const what = kills ? `${fault.kind} and kill -9` : fault.kind;
  return `${way}, ${what} at ${place}${skip > 0 ? ` after ${skip}` : ''}, ${times} times`;
}
