import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { load, Viewer } from './viewer.js';
import { type FaultMount, faultMount } from '../../servers/fault-mounts.js';
import { freePort } from '../../servers/free-port.js';
import type { Findings } from '../faults/uploader-faults.js';

const MIB = 1024 * 1024;
const LIVE_MS = 2_000;
const HOT_MS = 2_000;
const RECOVER_MS = 5_000;
/** The storage's stall time, once for those who wait and once for those who come when places seem free. */
const REFUSED_MS = 25_000;

/**
 * F06: every call on the mount hangs for `seconds`, under load. What is hot is served on and liveness answered, both
 * within two seconds; who asks for anything else is told 503 with Retry-After; five seconds after the end all is
 * served again, and no descriptor is lost.
 */
export async function hungMountUnderLoad(seconds: number, viewers: number): Promise<Findings> {
  const mount = await faultMount();
  if (mount === undefined) return undefined;
  const tree = await DeliveryTree.make(mount.folder);
  try {
    const port = await freePort();
    // What is in use is opened anew several times while the mount hangs, and held for ten times as long.
    const openSeconds = Math.max(2, Math.ceil(seconds / 8));
    const delivery = await DeliveryProcess.start({
      root: tree.root,
      keyRingFile: tree.keyRingFile,
      port,
      settings: { LECTERN_DELIVERY_OPEN_SECONDS: String(openSeconds) },
    });
    try {
      return await hang({ mount, tree, delivery, seconds, viewers, openSeconds });
    } finally {
      await mount.set();
      await delivery.stop('SIGKILL');
    }
  } finally {
    await tree.dispose();
    await mount.stop();
  }
}

interface Scene {
  readonly mount: FaultMount;
  readonly tree: DeliveryTree;
  readonly delivery: DeliveryProcess;
  readonly seconds: number;
  readonly viewers: number;
  readonly openSeconds: number;
}

async function hang(scene: Scene): Promise<string[]> {
  const { mount, tree, delivery, seconds } = scene;
  const { port } = delivery;
  const wrong: string[] = [];
  const hot: Target[] = [];
  for (let n = 0; n < 20; n += 1)
    hot.push(await tree.add(`hls/hot${n}.m3u8`, randomBytes(2_000 + n * 1_500)));
  for (let n = 0; n < 3; n += 1) hot.push(await tree.add(`hls/hot${n}.mp4`, randomBytes(3 * MIB + n)));
  const cold: Target[] = [];
  for (let n = 0; n < seconds * 2 + 2; n += 1)
    cold.push(
      await tree.add(`hls/cold${n}.${n % 2 ? 'm3u8' : 'mp4'}`, randomBytes(n % 2 ? 20_000 : 200_000)),
    );
  await warmed(port, hot);
  const over = new AbortController();
  const running = load(port, hot, { viewers: scene.viewers, over: over.signal, pauseMs: 20 });
  await sleep(2_000);
  const before = await delivery.descriptors();
  await mount.set('* hang 100');
  const until = Date.now() + seconds * 1000;
  const strangers = coldOnes(port, cold, until);
  wrong.push(...(await alive(port, until)));
  await mount.set();
  const ended = performance.now();
  const back = await recovered(port, cold.at(-1));
  console.log(`all was served again ${Math.round(back - ended)} ms after the end`);
  if (back - ended > RECOVER_MS) wrong.push(`it took ${Math.round(back - ended)} ms to serve again`);
  wrong.push(...(await strangers));
  wrong.push(...(await settled(delivery, before, scene.openSeconds)));
  over.abort();
  const { requests, slowestMs, wrong: unlike } = await running;
  console.log(
    `${requests} hot requests, the slowest took ${Math.round(slowestMs)} ms; ${unlike.length} failed`,
  );
  wrong.push(...unlike.slice(0, 20));
  if (slowestMs > HOT_MS) wrong.push(`a hot request took ${Math.round(slowestMs)} ms`);
  if (!delivery.runs) wrong.push('delivery died');
  return wrong;
}

export async function warmed(port: number, targets: readonly Target[]): Promise<void> {
  const viewer = new Viewer(port);
  for (const target of targets) await viewer.get(target.url);
  viewer.leave();
}

export async function alive(port: number, until: number): Promise<string[]> {
  const wrong: string[] = [];
  let slowest = 0;
  for (; Date.now() < until; await sleep(100)) {
    const prober = new Viewer(port);
    const seen = await prober.get('/livez');
    prober.leave();
    slowest = Math.max(slowest, seen.ms);
    if (seen.status !== 200) wrong.push(`liveness was ${seen.status}: ${seen.failure ?? ''}`);
  }
  console.log(`liveness took ${Math.round(slowest)} ms at most while the mount hung`);
  if (slowest > LIVE_MS) wrong.push(`liveness took ${Math.round(slowest)} ms`);
  return wrong;
}

/** Somebody who wants what nobody has asked for, twice a second; only the last ones may outlive the hang. */
export async function coldOnes(port: number, cold: readonly Target[], until: number): Promise<string[]> {
  const seen: Promise<string | undefined>[] = [];
  const refusals: number[] = [];
  for (const target of cold.slice(0, -1)) {
    if (Date.now() >= until) break;
    const viewer = new Viewer(port);
    seen.push(
      viewer.get(target.url).then(({ status, ms, retryAfter, failure }) => {
        viewer.leave();
        if (status === 503) refusals.push(ms);
        if (status === 503 && retryAfter !== undefined && ms <= REFUSED_MS) return undefined;
        // It hung to the end, and then got what it waited for.
        if (status === 200 && Date.now() >= until) return undefined;
        return `a cold request was answered with ${status} after ${Math.round(ms)} ms, ${failure ?? retryAfter}`;
      }),
    );
    await sleep(500);
  }
  const wrong = await Promise.all(seen);
  refusals.sort((a, b) => a - b);
  const said = `after ${Math.round(refusals[0] ?? 0)} to ${Math.round(refusals.at(-1) ?? 0)} ms`;
  console.log(`${refusals.length} of ${seen.length} cold requests got 503 ${said}`);
  if (refusals.length === 0) return ['nobody was told 503'];
  return wrong.filter((sentence) => sentence !== undefined);
}

/** When what was never asked for is served, and the service says that it is ready. */
export async function recovered(
  port: number,
  target: Target | undefined,
  healthPort = port,
): Promise<number> {
  const [viewer, prober] = [new Viewer(port), new Viewer(healthPort)];
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    const seen = await viewer.get(target?.url ?? '');
    if (seen.digest === target?.digest && (await prober.get('/readyz')).status === 200) break;
  }
  viewer.leave();
  prober.leave();
  return performance.now();
}

/** What the cold ones opened is closed when nobody has asked for it for a while. */
async function settled(delivery: DeliveryProcess, before: number, openSeconds: number): Promise<string[]> {
  let now = 0;
  for (const deadline = Date.now() + (openSeconds * 4 + 20) * 1000; Date.now() < deadline; await sleep(500)) {
    // Blocks of large cold objects stay in memory: that is what the memory is for.
    const blocks = (await delivery.metric('lectern_delivery_hot_blocks')) - HOT_BLOCKS;
    now = (await delivery.descriptors()) - Math.max(0, blocks);
    if (now <= before) break;
  }
  console.log(`${before} descriptors before, ${now} afterwards`);
  return now > before ? [`${now - before} descriptors were lost`] : [];
}

/** Three objects of a little more than 3 MiB. */
const HOT_BLOCKS = 12;
