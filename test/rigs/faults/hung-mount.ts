import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atExit } from '../../servers/at-exit.js';
import { FaultClient, refused, unlike } from './client.js';
import { type FaultMount, faultMount } from '../../servers/fault-mounts.js';
import { freePort } from '../../servers/free-port.js';
import { type Answer, call } from '../../servers/replicas-call.js';
import type { Replica, Replicas } from '../../servers/replicas.js';
import { contentOf } from '../crash/storage-steps.js';
import { type Findings, withUploaderOn } from './uploader-faults.js';

const TUS = { 'tus-resumable': '1.0.0' };
const LIVE_MS = 2_000;
const SHED_MS = 40_000;
const RECOVER_MS = 30_000;

/**
 * F06: every call on the mount hangs, for `seconds`. Uploader and delivery must go on saying that they live, within
 * two seconds, and that they are not ready; must refuse what needs storage with 503 and Retry-After; and must serve
 * again when the mount does, the same processes, with nothing lost.
 */
export async function hungMount(replicas: Replicas, seconds: number): Promise<Findings> {
  const mount = await faultMount();
  if (mount === undefined) return undefined;
  try {
    return await withUploaderOn(replicas, mount.folder, async (uploader) => {
      const delivery = await startDelivery(replicas, mount.folder);
      try {
        return await new Hang(replicas, mount, uploader, delivery).run(seconds);
      } finally {
        await mount.set();
        await delivery.stop();
      }
    });
  } finally {
    await mount.stop();
  }
}

class Hang {
  private readonly wrong: string[] = [];
  private readonly client: FaultClient;
  private readonly content: Buffer;

  constructor(
    private readonly replicas: Replicas,
    private readonly mount: FaultMount,
    private readonly uploader: Replica,
    private readonly delivery: { readonly url: string; readonly child: ChildProcess },
  ) {
    this.client = new FaultClient(replicas, uploader, mount.back);
    this.content = contentOf('hung', 2_000_000);
    this.content.write('%PDF-1.4\n');
  }

  async run(seconds: number): Promise<string[]> {
    const { asset, link } = await this.finished();
    // Delivery keeps what it serves at hand: what nobody has asked for yet needs the mount.
    const { link: unseen } = await this.finished();
    await this.until('delivery serves', RECOVER_MS, async () => (await this.fetched(link)) === 200);
    const location = await this.begun();
    await this.expect(this.patch(location, 0, 500_000), 204, 'PATCH before the hang');
    await this.mount.set('* hang 100');
    const ends = Date.now() + seconds * 1000;
    const seen = new Set<number>();
    // Each of these takes a place that hangs, until all are taken and the rest is refused.
    const held = [1, 2, 3, 4, 5, 6].map(() => this.form());
    const alive = this.liveUntil(ends);
    await this.until('readiness is 503', SHED_MS, async () => (await this.get('/readyz')).status === 503);
    await this.until('delivery is not ready', SHED_MS, async () => (await this.fetched('/readyz')) === 503);
    let shed: Answer | undefined;
    await this.until('uploads are refused', SHED_MS, async () => {
      // One that got a place waits as long as the mount does: the others are to be told.
      const form = this.form();
      held.push(form);
      void form.then((answer) => (shed = answer.status === 503 ? answer : shed));
      await delay(400);
      return shed !== undefined;
    });
    if (shed !== undefined) this.wrong.push(...refused(shed, { status: 503 }, 'form'));
    await this.until('delivery refuses', SHED_MS, async () => {
      const status = await this.fetched(unseen);
      seen.add(status);
      return status === 503;
    });
    if (!seen.has(503)) this.wrong.push(`delivery answered with ${[...seen].join(', ')}`);
    await delay(Math.max(0, ends - Date.now()));
    await alive;
    await this.mount.set();
    // A connection may be given up while it waits; what must not come is a lie.
    for (const answer of await Promise.all(held))
      if (![0, 202, 503].includes(answer.status))
        this.wrong.push(`a form under way when it hung was answered with ${answer.status}`);
    await this.recovered(location, asset, link);
    return this.wrong;
  }

  private async recovered(location: string, asset: string, link: string): Promise<void> {
    await this.until('readiness is back', RECOVER_MS, async () => (await this.get('/readyz')).status === 200);
    await this.until('delivery is back', RECOVER_MS, async () => (await this.fetched(link)) === 200);
    const head = await this.client.ask('HEAD', location, { headers: TUS });
    const offset = Number(head.headers['upload-offset']);
    if (offset !== 500_000)
      this.wrong.push(`500000 bytes were acknowledged, and HEAD says ${head.status} ${offset}`);
    await this.expect(this.patch(location, offset, this.content.byteLength), 204, 'PATCH after the hang');
    const { asset: second } = JSON.parse((await this.client.ask('GET', location)).text) as { asset: string };
    for (const id of [asset, second]) this.wrong.push(...(await this.client.stored(id, this.content)));
    if (!this.uploader.runs || this.delivery.child.exitCode !== null) this.wrong.push('a service died');
  }

  /** Liveness, asked all the time. */
  private async liveUntil(end: number): Promise<void> {
    let slowest = 0;
    for (; Date.now() < end; await delay(100)) {
      for (const url of [this.uploader.url, this.delivery.url]) {
        const began = performance.now();
        const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(10_000) }).catch(
          () => undefined,
        );
        await answer?.arrayBuffer().catch(() => undefined);
        slowest = Math.max(slowest, performance.now() - began);
        if (answer?.status !== 200) this.wrong.push(`liveness was answered with ${answer?.status}`);
      }
    }
    console.log(`liveness took ${Math.round(slowest)} ms at most while everything hung`);
    if (slowest > LIVE_MS) this.wrong.push(`liveness took ${Math.round(slowest)} ms`);
  }

  private async finished(): Promise<{ asset: string; link: string }> {
    const location = await this.begun();
    await this.expect(this.patch(location, 0, this.content.byteLength), 204, 'PATCH');
    const { asset } = JSON.parse((await this.client.ask('GET', location)).text) as { asset: string };
    const answer = await this.client.ask('POST', `/v1/assets/${asset}/download-links`);
    const { url } = JSON.parse(answer.text) as { url: string };
    return { asset, link: new URL(url).pathname };
  }

  private async begun(): Promise<string> {
    const headers = { ...TUS, 'upload-length': this.content.byteLength };
    return (await this.client.ask('POST', '/v1/uploads', { headers })).headers.location ?? '';
  }

  private patch(location: string, from: number, to: number): Promise<Answer> {
    return this.client.ask('PATCH', location, {
      headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': from },
      body: this.content.subarray(from, to),
    });
  }

  private form(): Promise<Answer> {
    const boundary = 'hung-mount-boundary';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="form.pdf"\r\n\r\n`;
    return this.client.ask('POST', '/v1/assets', {
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: Buffer.concat([
        Buffer.from(head),
        this.content.subarray(0, 100_000),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    });
  }

  private get(target: string): Promise<Answer> {
    return call({ url: `${this.uploader.url}${target}`, method: 'GET' }).answer;
  }

  /** The status of what delivery answers; 0 when it did not answer. */
  private async fetched(target: string): Promise<number> {
    return (await call({ url: `${this.delivery.url}${target}`, method: 'GET' }).answer).status;
  }

  private async expect(answer: Promise<Answer>, status: number, what: string): Promise<void> {
    this.wrong.push(...unlike(await answer, status, what));
  }

  private async until(what: string, milliseconds: number, holds: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + milliseconds; !(await holds()); await delay(100)) {
      if (Date.now() < deadline) continue;
      this.wrong.push(`it did not come to this: ${what}`);
      return;
    }
  }
}

async function startDelivery(replicas: Replicas, storage: string) {
  const port = await freePort();
  const child = spawn(process.execPath, [path.resolve('dist/apps/delivery/src/main.js')], {
    env: {
      ...process.env,
      LECTERN_STORAGE: 'nfs',
      LECTERN_STORAGE_PATH: storage,
      LECTERN_KEY_RING: replicas.environment['LECTERN_KEY_RING'],
      LECTERN_DELIVERY_HOST: '127.0.0.1',
      LECTERN_DELIVERY_PORT: String(port),
      LECTERN_LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  });
  const gone = atExit(() => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  for (const deadline = Date.now() + RECOVER_MS; Date.now() < deadline; await delay(50))
    if ((await call({ url: `${url}/livez`, method: 'GET' }).answer).status === 200) break;
  return {
    url,
    child,
    stop: async () => {
      gone();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
