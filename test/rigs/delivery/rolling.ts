import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from '../../servers/at-exit.js';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { DeliveryTree, type Target } from '../../servers/delivery-tree.js';
import { sectionOf } from '../../servers/documented.js';
import { load, Viewer } from './viewer.js';
import { freePort } from '../../servers/free-port.js';
import type { Findings } from '../faults/uploader-faults.js';

const MIB = 1024 * 1024;
const PATH = `${process.env['PATH']}:/usr/sbin`;

export function hasNginx(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v nginx'], { env: { ...process.env, PATH }, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Two deliveries behind nginx, which asks the other one when a connection fails before an answer began. Each is told
 * to stop and started anew, one after the other, `cycles` times, while viewers watch: none of them may notice.
 */
export async function rollingRestarts(cycles: number, viewers: number): Promise<Findings> {
  if (!hasNginx()) return undefined;
  const tree = await DeliveryTree.make();
  const ports = [await freePort(), await freePort()] as const;
  const start = (port: number) =>
    DeliveryProcess.start({ root: tree.root, keyRingFile: tree.keyRingFile, port });
  const replicas: DeliveryProcess[] = [];
  try {
    const targets: Target[] = [];
    for (let n = 0; n < 10; n += 1) targets.push(await tree.add(`hls/${n}.m3u8`, randomBytes(2_300)));
    for (let n = 0; n < 4; n += 1) targets.push(await tree.add(`poster/${n}.webp`, randomBytes(21_000)));
    for (let n = 0; n < 4; n += 1) targets.push(await tree.add(`hls/${n}.mp4`, randomBytes(MIB + n)));
    for (const port of ports) replicas.push(await start(port));
    const front = await startNginx(tree.folder, ports);
    const over = new AbortController();
    const running = load(front.port, targets, { viewers, over: over.signal, pauseMs: 5 });
    const wrong: string[] = [];
    try {
      for (let cycle = 0; cycle < cycles; cycle += 1)
        for (const [index, port] of ports.entries()) {
          await sleep(500);
          const began = performance.now();
          const code = await replicas[index]?.stop();
          if (code !== 0) wrong.push(`delivery ended with ${code}: ${replicas[index]?.said}`);
          console.log(`replica ${index + 1} stopped after ${Math.round(performance.now() - began)} ms`);
          replicas[index] = await start(port);
        }
      await sleep(500);
    } finally {
      over.abort();
    }
    const { requests, bytes, slowestMs, wrong: unlike } = await running;
    await front.stop();
    const facts = `${Math.round(bytes / MIB)} MiB, the slowest took ${Math.round(slowestMs)} ms`;
    console.log(`${requests} requests, ${facts}; ${unlike.length} failed`);
    return [...wrong, ...unlike.slice(0, 20)];
  } finally {
    for (const replica of replicas) await replica.stop('SIGKILL');
    await tree.dispose();
  }
}

async function startNginx(folder: string, ports: readonly number[]) {
  const port = await freePort();
  const config = path.join(folder, 'nginx.conf');
  await writeFile(config, await configuration(folder, port, ports));
  const child = spawn('nginx', ['-c', config, '-p', folder, '-e', path.join(folder, 'nginx.log')], {
    env: { ...process.env, PATH },
    stdio: 'ignore',
    // Out of reach of a Ctrl-C in the rig's terminal: the rig stops it.
    detached: true,
  });
  const gone = atExit(() => child.kill('SIGTERM'));
  const viewer = new Viewer(port);
  for (const deadline = Date.now() + 20_000; (await viewer.get('/s/')).status !== 404; await sleep(50))
    if (Date.now() > deadline) throw new Error('nginx does not answer.');
  viewer.leave();
  return {
    port,
    stop: async () => {
      gone();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** As docs/day-two.md, "Restarting delivery under load", has it. */
async function configuration(folder: string, port: number, ports: readonly number[]): Promise<string> {
  const { code } = await sectionOf('docs/day-two.md', 'Restarting delivery under load');
  const [upstream = '', location] = code.split(/^(?=location )/m);
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`);
  return `
daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log warn; worker_processes 1;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
${upstream.replace(/(?: *server .*\n)+/, `${servers.join('\n')}\n`)}
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
${location}
  }
}
`;
}
