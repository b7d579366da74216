import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readOptions } from '../test/rigs/options.js';
import { median } from './measure/median.js';
import { cpuSecondsOfEndedChildren, cpuSecondsOfTree, peakOf, resetPeak } from './measure/process-tree.js';
import { send } from './measure/sender.js';
import { PeerProcess } from './peers/peer-process.js';
import { BENCHES } from './registry.js';
import { BenchFile, MIB } from './upload-ways/file.js';
import { LecternPeer } from './upload-ways/lectern.js';
import { slowUploads } from './upload-ways/slow-uploads.js';

/**
 * What an upload costs a server: Lectern's three ways in and three peers, one after another in every round, each server
 * a process of its own on the same disk, every file with its SHA-256. CPU is that of the server's processes
 * (proc(5)), kernel included; Lectern's PostgreSQL is counted in. The client is this process and is not.
 */
const values = readOptions('upload', BENCHES.upload);
const { rounds: ROUNDS, slow: SLOW } = values;
const BYTES = Math.ceil(values.bytes / MIB) * MIB;
const PATCH_BYTES = Math.ceil(values.patchBytes / MIB) * MIB;
const GB = 1e9;

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Lectern's PostgreSQL, which is part of `cpuSeconds`. */
  readonly databaseSeconds: number;
  readonly peakMiB: number;
}

interface Way {
  readonly name: string;
  readonly pid: number;
  readonly databasePid?: number;
  /** Uploads the file and gives the SHA-256 that the server found. */
  readonly run: (bytes: number) => Promise<string>;
  readonly clear: () => Promise<void>;
}

const CASES = ['form', 'tus', 'parts'];
const PEERS = ['raw-pipe', 'tus-server', 'nginx-dav'];

const file = new BenchFile();
const folder = await mkdtemp('/var/tmp/lectern-bench-');
const peers: PeerProcess[] = [];
let lectern: LecternPeer | undefined;

async function dispose(): Promise<void> {
  await Promise.all(peers.map((peer) => peer.stop()));
  await lectern?.stop();
  await rm(folder, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void dispose().finally(() => process.exit(130)));

async function peerFolder(name: string): Promise<string> {
  const made = path.join(folder, name);
  await mkdir(path.join(made, 'files'), { recursive: true });
  return made;
}

function lecternWays(service: LecternPeer): Way[] {
  const way = (name: string, upload: (bytes: number) => Promise<string>): Way => ({
    name,
    pid: service.pid,
    databasePid: service.databasePid,
    run: async (bytes) => service.sha256Of(await upload(bytes)),
    clear: () => service.clear(),
  });
  return [
    way('form', (bytes) => service.form(file, bytes)),
    way('tus', (bytes) => service.tus(file, bytes, PATCH_BYTES)),
    way('parts', (bytes) => service.parts(file, bytes, PATCH_BYTES)),
  ];
}

async function rawPipe(): Promise<Way> {
  const peer = await started(PeerProcess.node('raw-pipe', await peerFolder('raw-pipe')));
  return {
    name: 'raw-pipe',
    pid: peer.pid,
    run: async (bytes) => {
      const body = file.chunks(0, bytes);
      const { headers } = await send({ port: peer.port, method: 'PUT', path: '/file', bytes, body });
      return headers['x-sha256'] ?? '';
    },
    clear: () => emptied(peer.folder),
  };
}

async function tusServer(): Promise<Way> {
  const peer = await started(PeerProcess.node('tus-server', await peerFolder('tus-server')));
  const headers = { 'tus-resumable': '1.0.0' };
  return {
    name: 'tus-server',
    pid: peer.pid,
    run: async (bytes) => {
      const length = { 'upload-length': bytes, 'content-length': 0 };
      const { port } = peer;
      const created = await send({
        port,
        method: 'POST',
        path: '/files',
        headers: { ...headers, ...length },
      });
      const { pathname } = new URL(created.headers['location'] ?? '');
      let sha256 = '';
      for (let offset = 0; offset < bytes; offset += PATCH_BYTES) {
        const end = Math.min(bytes, offset + PATCH_BYTES);
        const answer = await send({
          port,
          method: 'PATCH',
          path: pathname,
          headers: {
            ...headers,
            'content-type': 'application/offset+octet-stream',
            'upload-offset': offset,
          },
          bytes: end - offset,
          body: file.chunks(offset, end),
        });
        sha256 = answer.headers['x-sha256'] ?? '';
      }
      return sha256;
    },
    clear: () => emptied(peer.folder),
  };
}

/** It has no SHA-256 of its own: OpenSSL reads the stored file afterwards, and its time counts. */
async function nginxDav(): Promise<Way> {
  const peer = await started(PeerProcess.nginx(await peerFolder('nginx-dav')));
  return {
    name: 'nginx-dav',
    pid: peer.pid,
    run: async (bytes) => {
      const body = file.chunks(0, bytes);
      await send({ port: peer.port, method: 'PUT', path: '/file', bytes, body });
      const stored = path.join(peer.folder, 'files', 'file');
      const { stdout } = spawnSync('openssl', ['dgst', '-sha256', '-r', stored], { encoding: 'utf8' });
      return stdout.split(' ')[0] ?? '';
    },
    clear: () => emptied(path.join(peer.folder, 'files')),
  };
}

async function started(starting: Promise<PeerProcess>): Promise<PeerProcess> {
  const peer = await starting;
  peers.push(peer);
  return peer;
}

async function emptied(where: string): Promise<void> {
  for (const entry of await readdir(where, { withFileTypes: true }))
    if (entry.isFile() && !entry.name.startsWith('nginx.')) await rm(path.join(where, entry.name));
}

async function measured(way: Way, bytes: number): Promise<Cost> {
  const expected = file.sha256(bytes);
  const { pid, databasePid } = way;
  const databaseTime = () => (databasePid === undefined ? 0 : cpuSecondsOfTree(databasePid));
  await resetPeak(pid);
  const before = [await cpuSecondsOfTree(pid), await databaseTime(), await cpuSecondsOfEndedChildren()];
  const start = performance.now();
  const sha256 = await way.run(bytes);
  const seconds = (performance.now() - start) / 1000;
  const after = [await cpuSecondsOfTree(pid), await databaseTime(), await cpuSecondsOfEndedChildren()];
  if (sha256 !== expected) throw new Error(`${way.name} stored something else: ${sha256}, not ${expected}`);
  const [own = 0, database = 0, helpers = 0] = after.map((time, at) => time - (before[at] ?? 0));
  const peakMiB = await peakOf(pid);
  await way.clear();
  return { seconds, cpuSeconds: own + database + helpers, databaseSeconds: database, peakMiB };
}

const rounded = (value: number): number => Number(value.toFixed(2));

function figures(costs: readonly Cost[], bytes: number) {
  const of = (pick: (cost: Cost) => number) => median(costs.map(pick));
  return {
    megabytesPerSecond: Math.round(bytes / 1e6 / of(({ seconds }) => seconds)),
    cpuSecondsPerGb: rounded((of(({ cpuSeconds }) => cpuSeconds) * GB) / bytes),
    databaseSecondsPerGb: rounded((of(({ databaseSeconds }) => databaseSeconds) * GB) / bytes),
    peakMiB: Math.max(...costs.map(({ peakMiB }) => peakMiB)),
  };
}

try {
  lectern = await LecternPeer.start();
  const all = [...lecternWays(lectern), await rawPipe(), await tusServer(), await nginxDav()];
  const wanted = values.only === '' ? undefined : values.only.split(',');
  const ways = all.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const costs = new Map<string, Cost[]>(ways.map(({ name }) => [name, []]));
  // What is compiled and connected on first use is not measured.
  for (const way of ways) await measured(way, 64 * MIB);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const line: string[] = [];
    // Nobody is always the first after somebody's writes.
    for (let at = 0; at < ways.length; at += 1) {
      const way = ways[(at + round) % ways.length];
      if (way === undefined) continue;
      const cost = await measured(way, BYTES);
      costs.get(way.name)?.push(cost);
      line.push(`${way.name} ${cost.cpuSeconds.toFixed(2)} CPU-s, ${cost.seconds.toFixed(2)} s`);
    }
    console.log(`round ${round}: ${line.join('; ')}`);
  }
  const table = Object.fromEntries([...costs].map(([name, of]) => [name, figures(of, BYTES)]));
  console.log(
    `\n${ROUNDS} rounds of ${BYTES / MIB} MiB, medians; PATCHes and parts of ${PATCH_BYTES / MIB} MiB`,
  );
  console.table(table);
  const memory: Record<string, number> = {};
  for (const way of ways.filter(({ name }) => CASES.includes(name)))
    for (const bytes of [BYTES / 4, BYTES * 2])
      memory[`${way.name} ${bytes / MIB} MiB`] = (await measured(way, Math.ceil(bytes / MIB) * MIB)).peakMiB;
  console.log(`peak MiB by size: ${JSON.stringify(memory)}`);
  const slow = SLOW === 0 ? undefined : await slowUploads(lectern, { count: SLOW, seconds: 20 });
  if (slow !== undefined)
    console.log(
      `${slow.uploads} slow uploads: ${slow.beforeMiB} MiB resident before, ${slow.peakMiB} MiB at most with all of them`,
    );
  const cases = Object.fromEntries(
    CASES.flatMap((name) => {
      const ours = table[name];
      if (ours === undefined) return [];
      const ratios = PEERS.flatMap((peer) => {
        const theirs = table[peer];
        if (theirs === undefined) return [];
        const throughput = rounded(ours.megabytesPerSecond / theirs.megabytesPerSecond);
        return [[peer, { throughput, cpu: rounded(ours.cpuSecondsPerGb / theirs.cpuSecondsPerGb) }] as const];
      });
      return [[name, Object.fromEntries(ratios)] as const];
    }),
  );
  console.table(
    Object.fromEntries(
      Object.entries(cases).flatMap(([name, ratios]) =>
        Object.entries(ratios).map(([peer, ratio]) => [`${name} / ${peer}`, ratio]),
      ),
    ),
  );
  console.log(JSON.stringify({ bench: 'upload', rounds: ROUNDS, bytes: BYTES, cases, figures: table, slow }));
} finally {
  await dispose();
}
