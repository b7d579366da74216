import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartFacts } from './start-file.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PIECES = 30;
const PIECE = randomBytes(8 * 1024);
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), ...Array.from({ length: PIECES }, () => PIECE)]);

let data: string;
let npm: ChildProcess;
let facts: StartFacts;

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return String(port);
}

beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'lectern-stop-'));
  npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      LECTERN_DATA: data,
      LECTERN_PORT: await freePort(),
      LECTERN_DELIVERY_PORT: await freePort(),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let printed = '';
  for await (const chunk of npm.stdout ?? []) {
    printed += String(chunk);
    if (printed.includes('Ctrl-C stops everything cleanly.')) break;
  }
  facts = JSON.parse(await readFile(path.join(data, 'start.json'), 'utf8')) as StartFacts;
});
afterEach(async () => {
  for (const { pid } of await running()) kill(pid);
  await rm(data, { recursive: true, force: true });
});

/** Every process that was started with this data folder or works in it, and what it is. */
async function running(): Promise<{ pid: number; program: string }[]> {
  const found: { pid: number; program: string }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const of = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
    const folder = await readlink(`/proc/${name}/cwd`).catch(() => '');
    if (folder.startsWith(data) || (await of('environ')).includes(`LECTERN_DATA=${data}\0`))
      found.push({ pid: Number(name), program: (await of('cmdline')).replaceAll('\0', ' ').trim() });
  }
  return found.filter(({ program }) => program !== '');
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with another one.
  }
}

async function pidOf(part: string): Promise<number> {
  const found = (await running()).find(({ program }) => program.includes(part));
  if (found === undefined) throw new Error(`nothing runs that is called ${part}`);
  return found.pid;
}

/** Sends a form piece by piece; `half` is called when the half of it has been sent. */
async function slowForm(half: () => void): Promise<{ status: number | undefined; sha256: string }> {
  const head = `--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nSlow\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
  const sent = request(`${facts.uploader}/v1/assets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${facts.keys.doctor}`,
      'content-type': 'multipart/form-data; boundary=x',
    },
  });
  const answered = new Promise<{ status: number | undefined; sha256: string }>((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode, sha256: (JSON.parse(text) as { sha256: string }).sha256 }),
      );
    });
  });
  sent.write(head);
  sent.write(PDF.subarray(0, 9));
  for (let piece = 0; piece < PIECES && !sent.destroyed; piece++) {
    sent.write(PIECE);
    await delay(200);
    if (piece === 5) half();
  }
  sent.end('\r\n--x--\r\n');
  return answered;
}

describe('npm start', () => {
  const nothing = () => expect.poll(running, { timeout: 60_000 }).toEqual([]);

  it.each([
    ['npm', () => npm.pid ?? 0],
    ['the helper that npm starts', () => pidOf('prepare.mjs start')],
    ['the whole group', () => -(npm.pid ?? 0)],
  ])('told to stop by SIGTERM to %s, lets a slow form end', async (_whom, whom) => {
    const ended = once(npm, 'exit');
    const pid = await whom();
    const form = await slowForm(() => process.kill(pid, 'SIGTERM'));
    expect(form).toEqual({ status: 202, sha256: createHash('sha256').update(PDF).digest('hex') });
    expect(await ended).toEqual([0, null]);
    await nothing();
  });

  it('ends whole, its database too, when a part of it is killed', async () => {
    process.kill(await pidOf('standalone/src/main.js'), 'SIGKILL');
    await nothing();
  });

  it('stops by itself, and lets a slow form end, when npm is killed', async () => {
    const form = await slowForm(() => npm.kill('SIGKILL'));
    expect(form.status).toBe(202);
    await nothing();
  });
});
