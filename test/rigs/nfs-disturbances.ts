import { execFileSync } from 'node:child_process';
import { mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../model/random.js';
import { Findings, must } from './nfs-findings.js';
import type { NfsLab } from './nfs-lab.js';
import type { Pod, Service } from './nfs-pod.js';
import { codeOf, KINDS, PART_BYTES, Toll, UploadClient } from './nfs-upload.js';

const MIB = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };
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

function clientOf(lab: NfsLab, pod: Pod, bytes: number, seed: number): UploadClient {
  const random = new Random(seed);
  const content = random.bytes(bytes);
  content.write('%PDF-1.4\n');
  return new UploadClient(lab, random, new Toll(), pod, content);
}

/** F01: what does not fit is 507 and leaves nothing; what was begun before goes on when there is room again. */
export async function fullExport(
  lab: NfsLab,
  findings: Findings,
  { seed, pods }: { readonly seed: number; readonly pods: readonly Pod[] },
): Promise<void> {
  const ballast = path.join(lab.exported, 'ballast');
  for (const pod of pods) {
    await findings.check(`F01 a full export, seen from ${pod.name}`, async () => {
      const client = clientOf(lab, pod, 3 * MIB, seed);
      const created = await client.ask('POST', '/v1/uploads', {
        headers: { ...TUS, 'upload-length': client.content.byteLength },
      });
      must(created.status === 201, `the upload was not begun: ${created.status} ${created.text}`);
      const location = new URL(created.headers.location ?? '', pod.url('uploader')).pathname;
      const { asset } = JSON.parse(created.text) as { asset: string };
      const parts = await client.beginParts();
      await mkdir(ballast);
      await fill(lab.exported, ballast, 128 * 1024);
      let said: string;
      try {
        said = await whileFull(lab, client, location, parts.id);
      } finally {
        await rm(ballast, { recursive: true, force: true });
      }
      await goOn(lab, client, location, asset, pod);
      await client.readBack(await client.restOfParts(parts), lab.other(pod));
      return said;
    });
  }
}

async function whileFull(
  lab: NfsLab,
  client: UploadClient,
  location: string,
  parts: string,
): Promise<string> {
  const before = await lab.files();
  const patch = (offset: number) =>
    client.ask('PATCH', location, {
      headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
      body: client.content.subarray(offset),
    });
  const begun = await patch(0);
  must(begun.status === 507, `PATCH onto the full export: ${begun.status} ${begun.text}`);
  const head = await client.ask('HEAD', location, { headers: TUS });
  must(head.status === 200, `HEAD after it: ${head.status}`);
  const offset = Number(head.headers['upload-offset']);
  const again = await patch(offset);
  must(again.status === 507, `PATCH at ${offset} onto the full export: ${again.status} ${again.text}`);
  const form = await rawForm(client);
  must(form.status === 507, `a form onto the full export: ${form.status} ${form.text}`);
  const part = await client.ask('PUT', `/v1/uploads/${parts}/parts/1`, {
    body: client.content.subarray(0, PART_BYTES),
  });
  must(part.status === 507, `a part onto the full export: ${part.status} ${part.text}`);
  await delay(1_000);
  const after = (await lab.files()).filter((file) => !before.includes(file));
  // The segments of the running upload are its own; nothing else may have stayed.
  const left = after.filter((file) => !file.includes(location.split('/').at(-1) ?? '?'));
  must(left.length === 0, `left behind: ${left.join(', ')}`);
  return `507 ${codeOf(begun)} at PATCH, at PATCH again (offset ${offset}), 507 ${codeOf(form)} for a form, 507 ${codeOf(part)} for a part; nothing left behind`;
}

/** One form, not repeated. */
function rawForm(client: UploadClient): ReturnType<UploadClient['ask']> {
  const boundary = 'lectern-rig-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
  return client.ask('POST', '/v1/assets', {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), client.content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

async function goOn(
  lab: NfsLab,
  client: UploadClient,
  location: string,
  asset: string,
  pod: Pod,
): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    const head = await client.ask('HEAD', location, { headers: TUS });
    const offset = Number(head.headers['upload-offset']);
    const answer = await client.ask('PATCH', location, {
      headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': offset },
      body: client.content.subarray(offset),
    });
    if (answer.status === 204) break;
    must(
      answer.status === 507 && Date.now() < deadline,
      `after there was room again: ${answer.status} ${answer.text}`,
    );
    await delay(500);
  }
  await client.readBack(asset, lab.other(pod));
}

/** Takes the disk's room until less than `leave` bytes are free. */
async function fill(folder: string, ballast: string, leave: number): Promise<void> {
  let number = 0;
  for (let step = 1024 * MIB; step >= leave / 2; step /= 2)
    for (;;) {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < step + leave / 2) break;
      execFileSync('fallocate', ['-l', String(step), path.join(ballast, String(number))]);
      number += 1;
    }
}

/** F06: the server stands still, and then goes on. */
export async function hang(lab: NfsLab, findings: Findings, seconds: number, seed: number): Promise<void> {
  const before = await pids(lab);
  const published = await publishedPath(lab, seed + 30);
  const watch = new HealthWatch(lab);
  const watching = watch.run();
  const uploads = KINDS.map((kind, index) => {
    const pod = lab.pods[index % 2] as Pod;
    return clientOf(lab, pod, MIB, seed + index).run(kind);
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
    await Promise.all(lab.pods.map((pod, index) => clientOf(lab, pod, MIB, seed + 10 + index).run('tus')));
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
        const form = clientOf(this.lab, pod, 16 * 1024, this.seed + index);
        void rawForm(form).then((answer) => this.#note('upload', answer.status, codeOf(answer)));
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
  const client = clientOf(lab, lab.pods[0], MIB, seed);
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
