import { setTimeout as delay } from 'node:timers/promises';
import { Findings, must } from './findings.js';
import type { NfsLab } from './lab.js';
import type { Pod, Service } from './pod.js';
import { codeOf, KINDS, UploadClient } from './upload.js';

const MIB = 1024 * 1024;
/** Liveness must answer within this time, whatever hangs. */
const LIVENESS_MS = 2_000;
/** A mount that comes back: the client's kernel tries again at growing intervals. */
const RECOVERY_MS = 120_000;
/** No request is waited for longer. */
const GUARD_MS = 300_000;
/** Within which a refusal must come once the storage is known to stand still. */
const ANSWERED_SECONDS = 3;
/** Two uploaders and two deliveries have three calls each in their kernels: whose they are must wait. */
const HELD_CALLS = 12;
const SERVICES: readonly Service[] = ['uploader', 'delivery'];

/** F06: the server stands still, and then goes on. */
export async function hang(lab: NfsLab, findings: Findings, seconds: number, seed: number): Promise<void> {
  const before = await pids(lab);
  const published = await publishedPath(lab, seed + 30);
  const watch = new HealthWatch(lab);
  const watching = watch.run();
  const uploads = KINDS.map((kind, index) => {
    const pod = lab.pods[index % 2] as Pod;
    return UploadClient.withFile(lab, pod, MIB, seed + index).run(kind);
  });
  // A promise that fails before it is awaited below must not end the rig.
  for (const upload of uploads) upload.catch(() => undefined);
  const askers = new Askers(lab, seed + 20, published);
  lab.server.pause();
  // The last ones have time for their answers.
  const asking = askers.run(seconds - ANSWERED_SECONDS);
  await delay(seconds * 1000);
  watch.hanging = false;
  askers.stop();
  lab.server.resume();
  await asking;
  await findings.check(`F06 liveness within 2 s, throughout ${seconds} s of a server that hangs`, async () =>
    watch.liveness(),
  );
  await findings.check('F06 readiness says 503 meanwhile, on every service', async () => watch.readiness());
  await findings.check('F06 load is shed: 503 while it hangs, and never a 404', async () => askers.outcome());
  await findings.check('F06 all services are ready again, without a restart', async () => {
    const resumed = performance.now();
    await untilReady(lab);
    const said = `ready ${((performance.now() - resumed) / 1000).toFixed(1)} s after the check began`;
    must((await pids(lab)) === before, 'a service was started again');
    return said;
  });
  await findings.check('F06 uploads that were under way end whole', async () => {
    await Promise.all(uploads);
    return `${uploads.length} uploads`;
  });
  await findings.check('F06 new uploads are taken on both pods', async () => {
    await Promise.all(
      lab.pods.map((pod, index) => UploadClient.withFile(lab, pod, MIB, seed + 10 + index).run('tus')),
    );
  });
  watch.stop();
  await watching;
}

/**
 * New uploads while the server hangs, and reads of what is published: what has to wait for the storage is refused
 * sooner or later, but for the few calls that hang in the kernel themselves, and nobody is told a wrong thing.
 */
class Askers {
  readonly #seen = new Map<string, number>();
  readonly #started = performance.now();
  #asked = 0;
  #firstMs = 0;
  #hanging = true;

  constructor(
    private readonly lab: NfsLab,
    private readonly seed: number,
    private readonly published: string,
  ) {}

  /** Asks every service twice a second, without waiting for answers. */
  async run(seconds: number): Promise<void> {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      for (const [index, pod] of this.lab.pods.entries()) {
        const form = UploadClient.withFile(this.lab, pod, 16 * 1024, this.seed + index);
        void form.formOnce().then((answer) => this.#note('upload', answer.status, codeOf(answer)));
        void pod
          .answer('delivery', this.published, GUARD_MS)
          .then((status) => this.#note('read', status, ''));
        this.#asked += 2;
      }
      await delay(500);
    }
  }

  stop(): void {
    this.#hanging = false;
  }

  #note(what: string, status: number, code: string): void {
    if (!this.#hanging) return;
    const name = `${what} ${status} ${code}`.trim();
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1);
    if (what === 'upload' && status === 503 && this.#firstMs === 0)
      this.#firstMs = performance.now() - this.#started;
  }

  outcome(): string {
    const answered = [...this.#seen.values()].reduce((sum, times) => sum + times, 0);
    const all = [...this.#seen].map(([what, times]) => `${times} x ${what}`).join(', ');
    must(this.#firstMs > 0, `no upload was refused: ${all}`);
    // What is held in memory is served on.
    const wrong = [...this.#seen.keys()].filter((what) => !/^(upload|read) 503|^read 200/.test(what));
    must(wrong.length === 0, `answered ${wrong.join(', ')}`);
    const waiting = this.#asked - answered;
    must(waiting <= HELD_CALLS, `${waiting} of ${this.#asked} were left waiting: ${all}`);
    return `${all}; the first refusal after ${(this.#firstMs / 1000).toFixed(1)} s, ${waiting} of ${this.#asked} still waiting at the end`;
  }
}

/** The signed path of an asset that has just been stored, and that no delivery has opened. */
async function publishedPath(lab: NfsLab, seed: number): Promise<string> {
  const client = UploadClient.withFile(lab, lab.pods[0], MIB, seed);
  return client.linkTo(await client.tus(), lab.pods[0]);
}

async function untilReady(lab: NfsLab): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  for (const pod of lab.pods)
    for (const service of SERVICES)
      while ((await pod.answer(service, '/readyz', 5_000)) !== 200) {
        must(Date.now() < deadline, `${service} in ${pod.name} is not ready after ${RECOVERY_MS / 1000} s`);
        await delay(100);
      }
}

async function pids(lab: NfsLab): Promise<string> {
  const all = lab.pods.flatMap((pod) =>
    SERVICES.map(async (service) => {
      const { pid, code } = await pod.seen(service);
      return `${pod.name} ${service} ${pid} ${code ?? 'runs'}`;
    }),
  );
  return (await Promise.all(all)).join(', ');
}

/** Asks every service for its liveness and readiness twice a second. */
class HealthWatch {
  hanging = true;
  #going = true;
  #asked = 0;
  #slowestMs = 0;
  readonly #late: string[] = [];
  readonly #unready = new Map<string, number>();

  constructor(private readonly lab: NfsLab) {}

  async run(): Promise<void> {
    const all = this.lab.pods.flatMap((pod) => SERVICES.map((service) => this.watch(pod, service)));
    await Promise.all(all);
  }

  stop(): void {
    this.#going = false;
  }

  liveness(): string {
    must(this.#late.length === 0, `not within 2 s: ${this.#late.join(', ')}`);
    return `${this.#asked} answers, the slowest after ${this.#slowestMs.toFixed(0)} ms`;
  }

  readiness(): string {
    const all = this.lab.pods.flatMap((pod) => SERVICES.map((service) => `${service} in ${pod.name}`));
    const never = all.filter((name) => !this.#unready.has(name));
    must(never.length === 0, `never 503: ${never.join(', ')}`);
    return [...this.#unready].map(([name, ms]) => `${name} after ${(ms / 1000).toFixed(1)} s`).join(', ');
  }

  private async watch(pod: Pod, service: Service): Promise<void> {
    const name = `${service} in ${pod.name}`;
    const started = performance.now();
    while (this.#going) {
      const asked = performance.now();
      const status = await pod.answer(service, '/livez', LIVENESS_MS);
      const took = performance.now() - asked;
      this.#asked += 1;
      this.#slowestMs = Math.max(this.#slowestMs, took);
      if (status !== 200) this.#late.push(`${name}: ${status} after ${took.toFixed(0)} ms`);
      const ready = await pod.answer(service, '/readyz', 5_000);
      if (this.hanging && ready === 503 && !this.#unready.has(name))
        this.#unready.set(name, performance.now() - started);
      await delay(500);
    }
  }
}
