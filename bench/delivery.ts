import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { KeyRing, sign } from '#libs/signing';
import { NfsStorage, parseStorageKey } from '#libs/storage';
import { freePort } from '../test/rigs/free-port.js';
import type { LoadPlan, LoadResult } from './delivery-peers/load.js';
import { nginxConfig, secureLink } from './delivery-peers/nginx.js';
import { median } from './measure/median.js';

/**
 * What serving costs: one process each of Lectern's delivery and of its peers, pinned to one core, the load on
 * the other, the same files, page cache warm. Rounds are interleaved, and of each figure the median counts.
 *
 *     npm run bench -- delivery [--rounds 6] [--seconds 2] [--connections 32] [--cases playlist,mix]
 *                               [--peers nginx,nginx-lua] [--folder /where/the/files/shall/lie]
 */
const { values: given } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '32' },
    cases: { type: 'string', default: 'playlist,thumbnail,segment,range,mix' },
    peers: { type: 'string', default: 'nginx,nginx-secure-link,nginx-lua,nest-static' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const ROUNDS = Number(given.rounds);
const SECONDS = Number(given.seconds);
const CONNECTIONS = Number(given.connections);

const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const EXPIRES = Math.floor(Date.now() / 1000) + 86_400;
const COUNT = 16;
const RANGE_BYTES = 2_000_000;
const GB = 1_000_000_000;
const FILES = {
  playlist: { bytes: 2_300, path: (n: number) => `hls/v${n % COUNT}/media.m3u8` },
  thumbnail: { bytes: 21_000, path: (n: number) => `storyboard/${n % COUNT}.webp` },
  segment: { bytes: 1_000_000, path: (n: number) => `hls/segment-${n % COUNT}.mp4` },
  range: { bytes: GB, path: () => 'hls/v1080/media.mp4' },
};
type Kind = keyof typeof FILES;

/** As hls.js asks: playlists at the start and now and then, media in segments or ranges, pictures in the bar. */
const MIX = `
  playlist playlist segment segment thumbnail range segment thumbnail segment range
  thumbnail segment segment thumbnail range segment thumbnail segment range thumbnail
`
  .trim()
  .split(/\s+/) as Kind[];
const CASES: Readonly<Record<string, readonly Kind[]>> = {
  playlist: ['playlist'],
  thumbnail: ['thumbnail'],
  segment: ['segment'],
  range: ['range'],
  mix: MIX,
};

interface Peer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** The target of one file for the viewer of connection `viewer`. */
  target(path: string, viewer: number): string;
}

const started: ChildProcess[] = [];
const folder = await mkdtemp(join(given.folder, 'lectern-bench-'));

async function main(): Promise<void> {
  const root = join(folder, 'media');
  await mkdir(root);
  const storage = new NfsStorage({ root });
  for (const [kind, file] of Object.entries(FILES)) {
    for (let n = 0; n < (kind === 'range' ? 1 : COUNT); n += 1) {
      await storage.put(parseStorageKey(`assets/${ASSET}/${file.path(n)}`), noise(file.bytes));
    }
  }
  const filePath = (path: string) =>
    `/${relative(root, storage.localFiles.path(parseStorageKey(`assets/${ASSET}/${path}`)))}`;
  const peers = await startPeers(root, filePath);
  const results = new Map<string, Measured[]>();
  const names = given.cases.split(',').filter((name) => name in CASES);
  // What is compiled as it runs has to have run.
  for (const name of names) for (const peer of peers) await measure(peer, CASES[name] ?? []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      // Who is first changes with the round: what one leaves in caches helps another one each time.
      for (let turn = 0; turn < peers.length; turn += 1) {
        const peer = peers[(turn + round) % peers.length];
        if (peer === undefined) continue;
        const measured = await measure(peer, CASES[name] ?? []);
        const key = `${name} ${peer.name}`;
        results.set(key, [...(results.get(key) ?? []), measured]);
      }
    }
    console.log(`round ${round + 1} of ${ROUNDS} done`);
  }
  report(names, peers, results);
}

async function startPeers(root: string, filePath: (path: string) => string): Promise<Peer[]> {
  const secret = randomBytes(32);
  const ringText = JSON.stringify({
    keys: [{ kid: 'bench', secret: secret.toString('base64url'), state: 'signing' }],
  });
  const ringFile = join(folder, 'ring.json');
  await writeFile(ringFile, ringText, { mode: 0o600 });
  const ring = KeyRing.parse(ringText);
  const signed = (path: string, viewer: number) =>
    sign(ring, { asset: ASSET, path, scope: 'play', expires: EXPIRES, epoch: 0, session: `viewer${viewer}` });
  const wanted = new Set(given.peers.split(','));
  const port = await freePort();
  const lectern = await launch(port, ['dist/apps/delivery/src/main.js'], {
    LECTERN_STORAGE_PATH: root,
    LECTERN_KEY_RING: ringFile,
    LECTERN_DELIVERY_HOST: '127.0.0.1',
    LECTERN_DELIVERY_PORT: String(port),
    LECTERN_LOG_LEVEL: 'warn',
  });
  const peers: Peer[] = [{ name: 'lectern', port, pid: lectern, target: signed }];
  if ([...wanted].some((name) => name.startsWith('nginx'))) {
    const nginxPort = await freePort();
    const config = join(folder, 'nginx.conf');
    await writeFile(config, nginxConfig({ folder, root, port: nginxPort, secret }), { mode: 0o600 });
    const pid = await launch(nginxPort, ['-c', config, '-p', folder], {}, 'nginx');
    const nginx = (name: string, target: Peer['target']) => ({ name, port: nginxPort, pid, target });
    peers.push(
      nginx('nginx', filePath),
      nginx('nginx-secure-link', (path) => secureLink(filePath(path), EXPIRES)),
      nginx('nginx-lua', signed),
    );
  }
  if (wanted.has('nest-static')) {
    const nestPort = await freePort();
    const pid = await launch(nestPort, ['dist/bench/delivery-peers/nest-static.js', root, String(nestPort)]);
    peers.push({ name: 'nest-static', port: nestPort, pid, target: filePath });
  }
  return peers.filter(({ name }) => name === 'lectern' || wanted.has(name));
}

/** Starts a program on the first core and waits until its port answers. */
async function launch(
  port: number,
  args: readonly string[],
  environment: Record<string, string> = {},
  program: string = process.execPath,
): Promise<number> {
  const child = spawn('taskset', ['-c', '0', program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  started.push(child);
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return child.pid ?? 0;
    await delay(200);
  }
  throw new Error(`${program} ${args[0] ?? ''} did not start.`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve((socket.destroy(), true)));
    socket.on('error', () => resolve(false));
  });
}

interface Measured extends LoadResult {
  readonly perSecond: number;
  /** Microseconds of CPU for each request. */
  readonly cpuUs: number;
  readonly residentMiB: number;
}

async function measure(peer: Peer, kinds: readonly Kind[]): Promise<Measured> {
  const plan: LoadPlan = {
    port: peer.port,
    seconds: SECONDS,
    connections: Array.from({ length: CONNECTIONS }, (_, viewer) => requestsOf(peer, kinds, viewer)),
  };
  const file = join(folder, 'plan.json');
  await writeFile(file, JSON.stringify(plan));
  const before = await cpuSeconds(peer.pid);
  const core = String(availableParallelism() > 1 ? 1 : 0);
  const args = ['-c', core, process.execPath, 'dist/bench/delivery-peers/load.js', file];
  const { stdout } = await promisify(execFile)('taskset', args);
  const result = JSON.parse(stdout) as LoadResult;
  if (result.failed > 0) {
    throw new Error(
      `${peer.name}: ${result.failed} answers of ${result.requests} failed: ${result.firstFailure}`,
    );
  }
  const cpu = (await cpuSeconds(peer.pid)) - before;
  return {
    ...result,
    perSecond: result.requests / result.seconds,
    cpuUs: (cpu / result.requests) * 1e6,
    residentMiB: await residentMiB(peer.pid),
  };
}

const REQUESTS_IN_TURN = 60;

function requestsOf(peer: Peer, kinds: readonly Kind[], viewer: number): string[] {
  return Array.from({ length: REQUESTS_IN_TURN }, (_, n) => {
    // Each viewer is somewhere else in the lesson.
    const kind = kinds[(n + viewer * 7) % kinds.length] ?? 'playlist';
    const at = ((n * 37 + viewer * 101) * 7_919_111) % (GB - RANGE_BYTES);
    const range = kind === 'range' ? `Range: bytes=${at}-${at + RANGE_BYTES - 1}\r\n` : '';
    const target = peer.target(FILES[kind].path(n + viewer), viewer);
    return `GET ${target} HTTP/1.1\r\nHost: media.example.org\r\n${range}${PLAYER}\r\n`;
  });
}

/** What Chrome sends along. */
const PLAYER = [
  'Connection: keep-alive',
  'User-Agent: Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept: */*',
  'Origin: https://learn.example.org',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: cors',
  'Sec-Fetch-Dest: empty',
  'Referer: https://learn.example.org/',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: zh-CN,zh;q=0.9,en;q=0.8',
  '',
].join('\r\n');

async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1024);
}

function report(names: readonly string[], peers: readonly Peer[], results: Map<string, Measured[]>): void {
  const of = (name: string, peer: string, figure: (one: Measured) => number) =>
    median((results.get(`${name} ${peer}`) ?? []).map(figure));
  const round = (value: number) => Number(value.toFixed(2));
  const cases: Record<string, Record<string, { throughput: number; cpu: number }>> = {};
  console.log(`\n${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, medians`);
  for (const name of names) {
    cases[name] = {};
    console.log(
      `\n${name.padEnd(18)}    req/s     MB/s  CPU us/req  p50 us  p99 us  MiB   ours/peer: req/s   CPU`,
    );
    for (const { name: peer } of peers) {
      const perSecond = of(name, peer, (one) => one.perSecond);
      const cpuUs = of(name, peer, (one) => one.cpuUs);
      const ratios = {
        throughput: round(of(name, 'lectern', (one) => one.perSecond) / perSecond),
        cpu: round(of(name, 'lectern', (one) => one.cpuUs) / cpuUs),
      };
      if (peer !== 'lectern') cases[name][peer] = ratios;
      const cells = [
        Math.round(perSecond).toString().padStart(8),
        Math.round(of(name, peer, (one) => one.bytes / one.seconds / 1e6))
          .toString()
          .padStart(8),
        cpuUs.toFixed(1).padStart(11),
        Math.round(of(name, peer, (one) => one.p50Us))
          .toString()
          .padStart(7),
        Math.round(of(name, peer, (one) => one.p99Us))
          .toString()
          .padStart(7),
        of(name, peer, (one) => one.residentMiB)
          .toString()
          .padStart(4),
        peer === 'lectern'
          ? ''
          : ratios.throughput.toFixed(2).padStart(17) + ratios.cpu.toFixed(2).padStart(6),
      ];
      console.log(`  ${peer.padEnd(18)} ${cells.join(' ')}`);
    }
  }
  console.log(`\n${JSON.stringify({ bench: 'delivery', rounds: ROUNDS, cases })}`);
}

async function* noise(bytes: number): AsyncGenerator<Uint8Array> {
  const block = randomBytes(Math.min(bytes, 1024 * 1024));
  for (let left = bytes; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}

const stop = (): void => {
  for (const child of started) child.kill('SIGKILL');
};
process.on('SIGINT', () => process.exit(130));
process.on('exit', stop);
try {
  await main();
} finally {
  stop();
  await rm(folder, { recursive: true, force: true });
}
