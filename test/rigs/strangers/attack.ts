import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from '../../servers/replicas.js';
import { Replicas } from '../../servers/replicas.js';

export interface AttackOptions {
  readonly connections: number;
  readonly slowForms: number;
  readonly bodyBytes: number;
  readonly seconds: number;
  readonly returnSeconds: number;
  readonly clients: number;
  readonly growthMib: number;
  readonly print: (line: string) => void;
}

/** So many descriptors more than connections a process needs. */
const OTHER_DESCRIPTORS = 500;

/**
 * Strangers who hold connections in every way there is, and callers whose forms never end, before one uploader, while
 * others with a key work from the same address: those are all answered, and memory stays near what it was.
 *
 * @returns what was wrong
 */
export async function attack(options: AttackOptions): Promise<string[]> {
  await requireDescriptors(options.connections + options.slowForms + OTHER_DESCRIPTORS);
  const replicas = await Replicas.start({ count: 1 });
  replicas.disposeOnSignal();
  try {
    const [uploader] = replicas.all;
    if (uploader === undefined) throw new Error('No uploader.');
    return await attacked(uploader, replicas.keys.doctor, options);
  } finally {
    await replicas.dispose();
  }
}

async function attacked(uploader: Replica, key: string, options: AttackOptions): Promise<string[]> {
  const { print } = options;
  const wrong: string[] = [];
  const before = await meanwhile(uploader, key, options, Math.min(options.seconds, 10));
  await sleep(1_000);
  const idle = await memoryMib(uploader);
  print(`before: ${told(before.work)}; liveness ${told(before.liveness)}`);
  const crowd = gather(uploader, key, options);
  try {
    const { work, liveness, memory, strangers } = await meanwhile(uploader, key, options, options.seconds);
    const { opened, closed } = await countsOf(crowd);
    const most = Math.max(...memory);
    print(`crowd: ${opened} connections were opened, ${closed} closed, ${opened - closed} open at the end`);
    print(`meanwhile: ${told(work)}; liveness ${told(liveness)}`);
    print(`memory: ${idle.toFixed(0)} MiB idle, at most ${most.toFixed(0)} MiB under attack`);
    print(`strangers: at most ${Math.max(...strangers)} connections held`);
    if (most - idle > options.growthMib) wrong.push(`memory grew by ${(most - idle).toFixed(0)} MiB`);
    wrong.push(...work.refused, ...liveness.refused);
    if (work.ms.length === 0) wrong.push('nobody with a key was answered');
    if (closed < options.connections / 2) wrong.push(`only ${closed} connections were let go`);
  } finally {
    crowd.disconnect();
  }
  return wrong;
}

function gather(uploader: Replica, key: string, options: AttackOptions): ChildProcess {
  const { connections, bodyBytes, returnSeconds, slowForms } = options;
  const args = [uploader.port, connections, bodyBytes, returnSeconds * 1_000, slowForms].map(String);
  return fork(path.resolve('dist/test/rigs/strangers/crowd.js'), [...args, key]);
}

function countsOf(crowd: ChildProcess): Promise<{ opened: number; closed: number }> {
  return new Promise((resolve) => {
    crowd.once('message', (counts) => resolve(counts as { opened: number; closed: number }));
    crowd.send('counts');
  });
}

interface Answers {
  readonly ms: number[];
  readonly refused: string[];
}

function told({ ms, refused }: Answers): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
  return `${ms.length} answered, ${refused.length} refused, median ${at(0.5)} ms, 99 % ${at(0.99)} ms, worst ${at(1)} ms`;
}

/** What callers and probes see for so many seconds. */
async function meanwhile(uploader: Replica, key: string, { clients }: AttackOptions, seconds: number) {
  const until = Date.now() + seconds * 1_000;
  const work: Answers = { ms: [], refused: [] };
  const liveness: Answers = { ms: [], refused: [] };
  const memory: number[] = [];
  const strangers: number[] = [0];
  const callers = Array.from({ length: clients }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (Date.now() < until) {
      // Every second time on a connection of its own: a newcomer is a stranger until its first request was read.
      await lesson(uploader, key, agent, work);
      await lesson(uploader, key, undefined, work);
      await sleep(100);
    }
    agent.destroy();
  });
  while (Date.now() < until) {
    await ask(uploader, { path: '/livez' }, liveness, 200);
    memory.push(await memoryMib(uploader));
    strangers.push(await strangersOf(uploader));
    await sleep(250);
  }
  await Promise.all(callers);
  return { work, liveness, memory, strangers };
}

/** Who one is, and a small upload by tus. */
async function lesson(
  uploader: Replica,
  key: string,
  agent: Agent | undefined,
  seen: Answers,
): Promise<void> {
  const authorization = `Bearer ${key}`;
  const tus = { authorization, 'tus-resumable': '1.0.0' };
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(20_000)]);
  await ask(uploader, { path: '/v1/me', agent, headers: { authorization } }, seen, 200);
  const created = await ask(
    uploader,
    {
      method: 'POST',
      path: '/v1/uploads',
      agent,
      headers: { ...tus, 'upload-length': String(bytes.length) },
    },
    seen,
    201,
  );
  if (created?.location === undefined) return;
  const headers = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
  const { pathname } = new URL(created.location, uploader.url);
  await ask(uploader, { method: 'PATCH', path: pathname, agent, headers, body: bytes }, seen, 204);
}

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly agent?: Agent | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

function ask(
  uploader: Replica,
  { method = 'GET', path: target, agent, headers, body }: Asked,
  seen: Answers,
  expected: number,
): Promise<{ location: string | undefined } | undefined> {
  const began = performance.now();
  return new Promise((resolve) => {
    const refuse = (why: string): void => {
      seen.refused.push(`${method} ${target.replace(/upl_\w+/, '…')}: ${why}`);
      resolve(undefined);
    };
    const asked = request(
      `${uploader.url}${target}`,
      { method, agent: agent ?? new Agent(), headers: { ...headers } },
      (answer) => {
        answer.resume();
        answer.once('error', (error) => refuse(error.message));
        answer.once('end', () => {
          seen.ms.push(performance.now() - began);
          if (answer.statusCode !== expected) return refuse(String(answer.statusCode));
          resolve({ location: answer.headers.location });
        });
      },
    );
    asked.once('error', (error) => refuse(error.message));
    asked.end(body);
  });
}

/** Memory that is the process' own (proc(5), RssAnon). */
async function memoryMib({ pid }: Replica): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1024;
}

async function strangersOf({ url }: Replica): Promise<number> {
  const answer = await fetch(`${url}/metrics`).catch(() => undefined);
  const text = (await answer?.text().catch(() => '')) ?? '';
  return Number(/^lectern_http_connections{of="strangers"} ([0-9]+)$/m.exec(text)?.[1] ?? 0);
}

/** Node raises its soft limit to the hard one by itself; the uploader and the crowd inherit it. */
async function requireDescriptors(count: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1] ?? '0';
  if (soft !== 'unlimited' && Number(soft) < count)
    throw new Error(
      `The rig needs ${count} descriptors for each process, and may have ${soft}: ulimit -Hn ${count}`,
    );
}
