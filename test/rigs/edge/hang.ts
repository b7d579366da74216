import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { glob, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { alive, coldOnes, recovered, warmed } from '../delivery/hang.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { load, Viewer } from '../delivery/viewer.js';
import { Edge } from '../../servers/edge.js';
import { holdInMemory } from '../../servers/pages-in-memory.js';
import { faultMount } from '../../servers/fault-mounts.js';
import type { Findings } from '../faults/uploader-faults.js';

const MIB = 1024 * 1024;
/** Far below the time that the mount hangs, and above what a busy machine takes. */
const HOT_MS = 5_000;
const RECOVER_MS = 10_000;

export interface EdgeHang {
  readonly seconds: number;
  readonly viewers: number;
  /** LECTERN_EDGE_AIO. */
  readonly aio: 'off' | 'threads';
  /** Whether somebody reads a large file that is not in memory while the mount begins to hang. */
  readonly reading: boolean;
}

/**
 * F06 on the edge: every call on the mount hangs for `seconds`, under load. What is hot is served on and liveness is
 * answered, both within two seconds; who asks for anything else is told 503 with Retry-After; afterwards all is served.
 *
 * @returns a sentence for each thing that was otherwise; undefined where this machine has no FUSE
 */
export async function edgeOnHungMount({ seconds, viewers, aio, reading }: EdgeHang): Promise<Findings> {
  const mount = await faultMount();
  if (mount === undefined) return undefined;
  const tree = await DeliveryTree.make(mount.folder);
  let edge: Edge | undefined;
  let letGo = () => {};
  try {
    const hot: Target[] = [];
    for (let n = 0; n < 20; n += 1)
      hot.push(await tree.add(`hls/hot${n}.m3u8`, randomBytes(2_000 + n * 1_500)));
    const cold: Target[] = [];
    for (let n = 0; n < seconds * 2 + 2; n += 1)
      cold.push(await tree.add(`hls/cold${n}.mp4`, randomBytes(20_000 + (n % 2) * 180_000)));
    const large = await tree.add('hls/large.mp4', randomBytes(256 * MIB));
    // Out of the kernel's memory, so that its bytes are asked of the mount.
    for await (const file of glob(`${mount.folder}/assets/*/*/hls/large.mp4`))
      await promisify(execFile)('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
    edge = await Edge.start({
      root: tree.root,
      keyRing: await readFile(tree.keyRingFile, 'utf8'),
      settings: { LECTERN_EDGE_AIO: aio, LECTERN_DELIVERY_OPEN_SECONDS: '5' },
    });
    const { port, healthPort } = edge;
    await warmedEverywhere(edge, hot, `${mount.folder}/`);
    const hotFiles: string[] = [];
    for await (const file of glob(`${mount.folder}/assets/*/*/hls/hot*.m3u8`)) hotFiles.push(file);
    letGo = await holdInMemory(hotFiles);
    const over = new AbortController();
    const running = load(port, hot, { viewers, over: over.signal, pauseMs: 20 });
    const reader = new Viewer(port);
    const long = reading ? reader.get(large.url) : undefined;
    await sleep(reading ? 100 : 3_000);
    await mount.set('* hang 100');
    const until = Date.now() + seconds * 1000;
    const wrong = (await Promise.all([alive(healthPort, until), coldOnes(port, cold, until)])).flat();
    await mount.set();
    const began = performance.now();
    const recoveredMs = (await recovered(port, cold.at(-1), healthPort)) - began;
    over.abort();
    const { requests, slowestMs, wrong: unlike } = await running;
    console.log(
      `${requests} hot requests, the slowest took ${Math.round(slowestMs)} ms, ${unlike.length} failed; ` +
        `all was served ${Math.round(recoveredMs)} ms after the end`,
    );
    if ((await long)?.status === 0) wrong.push('the large file that was under way did not reach its end');
    reader.leave();
    wrong.push(...unlike.slice(0, 10));
    if (slowestMs > HOT_MS) wrong.push(`a hot request took ${Math.round(slowestMs)} ms`);
    if (recoveredMs > RECOVER_MS) wrong.push(`recovery took ${Math.round(recoveredMs)} ms`);
    return wrong;
  } finally {
    await mount.set();
    letGo();
    await edge?.stop();
    await tree.dispose();
    await mount.stop();
  }
}

/** Until every worker of nginx holds all that is hot: which of them answers whom is chance, the more so on a busy machine. */
async function warmedEverywhere(edge: Edge, hot: readonly Target[], mounted: string): Promise<void> {
  const master = (await readFile(join(edge.folder, 'run/nginx.pid'), 'utf8')).trim();
  const workers = (await readFile(`/proc/${master}/task/${master}/children`, 'utf8')).trim().split(' ');
  for (let n = 0; n < 100; n += 1) {
    await Promise.all(Array.from({ length: 8 }, () => warmed(edge.port, hot)));
    const held = await Promise.all(workers.map((worker) => openBelow(worker, mounted)));
    if (held.every((files) => files >= hot.length)) return;
  }
  throw new Error('a worker of the edge was never asked for all that is hot');
}

async function openBelow(pid: string, folder: string): Promise<number> {
  const links = (await readdir(`/proc/${pid}/fd`)).map((fd) =>
    readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''),
  );
  return new Set((await Promise.all(links)).filter((file) => file.startsWith(folder))).size;
}
