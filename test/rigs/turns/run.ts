import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type AssetView, Client } from '../../acceptance/client.js';
import { Department } from '../../acceptance/department.js';
import { LecternProcess } from '../../acceptance/lectern-process.js';
import { usageOf } from '../../servers/process-usage.js';
import { crowdedMovie } from './crowded-movie.js';

export interface TurnsRun {
  /** Pictures in the crowded file. */
  readonly samples: number;
  /** Instant uploads of it. */
  readonly copies: number;
  /** Of the same doctor. */
  readonly clips: number;
  readonly clipSeconds: number;
  /** That the event loop of the service may stand still. */
  readonly stallMs: number;
  /** After which it ends, whatever is left. */
  readonly seconds: number;
  readonly print: (line: string) => void;
}

/**
 * One doctor sends a small file that claims millions of pictures, has it copied at once many times, and sends many
 * clips that have to be encoded. Then a doctor of another unit sends a single clip.
 */
export async function runTurns(run: TurnsRun): Promise<{ passed: number; failures: string[] }> {
  const { copies, clips, print } = run;
  const judge = new Judge(print);
  const lectern = await LecternProcess.create();
  try {
    const facts = await lectern.start();
    const crowd = (await Department.create(facts, 'crowd')).doctor;
    const single = (await Department.create(facts, 'single')).doctor;
    const clip = await encodedClip(run.clipSeconds);
    const another = (mark: string) => withMark(clip, mark);

    const alone = await playableAfter(single, another('alone'), run.seconds);
    print(`a clip on an idle service plays after ${alone.toFixed(1)} s`);

    const probe = new LivenessProbe(facts.uploader);
    const file = crowdedMovie({ samples: run.samples });
    const first = await sent(crowd, 'crowded.mp4', file);
    const began = performance.now();
    const copied = await Promise.all(Array.from({ length: copies }, () => copyOf(crowd, file)));
    print(`${copies} instant copies of ${(file.length / 1e6).toFixed(1)} MB: ${seconds(began)} s`);
    const many: string[] = [];
    for (let n = 0; n < clips; n += 1) many.push(await sent(crowd, `clip-${n}.mp4`, another(`clip ${n}`)));

    const before = await ended(crowd, many);
    const waited = await playableAfter(single, another('single'), run.seconds).catch(() => Infinity);
    const overtaken = (await ended(crowd, many)) - before;
    print(
      `the other unit's clip plays after ${waited.toFixed(1)} s; ${overtaken} of ${clips} clips ended meanwhile`,
    );
    judge.check("the other unit's clip plays", Number.isFinite(waited));
    // Two are packaged and one is encoded at a time, and each may have one under way and one that was next.
    judge.check('at most a turn of each kind came before it', overtaken <= 6);

    const crowded = [first, ...copied];
    const states = await settled(crowd, [...crowded, ...many], run.seconds);
    print(`the crowded file and its copies: ${told(states, crowded)}`);
    print(`the clips: ${told(states, many)}`);
    judge.check(
      'the crowded file and its copies have failed for what they are',
      crowded.every((id) => states.get(id) === 'failed too-many-pictures'),
    );
    judge.check(
      'every clip is ready',
      many.every((id) => states.get(id) === 'ready'),
    );

    const stall = await probe.end();
    const { peakMiB } = await usageOf(lectern.pid);
    print(
      `/livez: ${stall.asked} answers, the slowest after ${stall.worstMs.toFixed(0)} ms; memory ${peakMiB} MiB at the most`,
    );
    judge.check(`no answer took longer than ${run.stallMs} ms`, stall.worstMs <= run.stallMs);

    const tried = await retried(crowd, first, run.seconds);
    print(`a failed asset was tried again ${tried.times} times, then: ${tried.end}`);
    judge.check('tries are counted', tried.times === 5 && tried.end === '429 retries-spent');
  } finally {
    await lectern.dispose();
  }
  return judge;
}

class Judge {
  passed = 0;
  readonly failures: string[] = [];

  constructor(private readonly print: (line: string) => void) {}

  check(what: string, holds: boolean): void {
    if (holds) this.passed += 1;
    else this.failures.push(what);
    this.print(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  }
}

/** Runs in a thread of its own, so that what the rig itself does is not taken for the service's. */
const PROBE = `
  const { parentPort, workerData } = require('node:worker_threads');
  let stopped = false;
  parentPort.on('message', () => { stopped = true; });
  (async () => {
    let asked = 0;
    let worstMs = 0;
    while (!stopped) {
      const began = performance.now();
      await (await fetch(workerData)).arrayBuffer();
      worstMs = Math.max(worstMs, performance.now() - began);
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    parentPort.postMessage({ asked, worstMs });
    parentPort.close();
  })();`;

/** Asks for liveness again and again, which needs nothing but a loop that turns. */
class LivenessProbe {
  private readonly thread: Worker;

  constructor(url: string) {
    this.thread = new Worker(PROBE, { eval: true, workerData: `${url}/livez` });
  }

  async end(): Promise<{ asked: number; worstMs: number }> {
    const told = once(this.thread, 'message');
    this.thread.postMessage('stop', []);
    const [figures] = (await told) as [{ asked: number; worstMs: number }];
    return figures;
  }
}

/** A clip that browsers do not play as it is. */
async function encodedClip(length: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-turns-'));
  try {
    const path = join(folder, 'clip.mp4');
    const picture = ['-f', 'lavfi', '-t', `${length}`, '-i', 'testsrc2=size=640x360:rate=25'];
    await promisify(execFile)('ffmpeg', [
      '-v',
      'error',
      '-y',
      ...picture,
      '-c:v',
      'mpeg4',
      '-q:v',
      '8',
      path,
    ]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same recording as other bytes. */
function withMark(movie: Buffer, mark: string): Buffer {
  const text = Buffer.from(mark);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + text.length);
  head.write('free', 4);
  return Buffer.concat([movie, head, text]);
}

async function sent(by: Client, name: string, bytes: Buffer): Promise<string> {
  const { status, body } = await by.uploadForm(name, new Uint8Array(bytes));
  if (status !== 202)
    throw new Error(`the upload of ${name} was answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

async function copyOf(by: Client, file: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const { status, body } = await by.json<{ asset: string }>('POST', '/v1/uploads', {
    fileName: 'copy.mp4',
    bytes: file.length,
    sha256,
  });
  if (status !== 200) throw new Error(`an instant upload was answered ${status}`);
  return body.asset;
}

async function playableAfter(by: Client, bytes: Buffer, most: number): Promise<number> {
  const began = performance.now();
  await by.untilState(await sent(by, 'single.mp4', bytes), ['playable', 'ready'], most);
  return (performance.now() - began) / 1000;
}

async function stateOf(by: Client, id: string): Promise<string> {
  const { body } = await by.json<AssetView>('GET', `/v1/assets/${id}`);
  return body.failure === null ? body.state : `${body.state} ${body.failure.code}`;
}

async function ended(by: Client, ids: readonly string[]): Promise<number> {
  const states = await Promise.all(ids.map((id) => stateOf(by, id)));
  return states.filter((state) => state !== 'processing').length;
}

/** The states once all are final, or time is over. */
async function settled(by: Client, ids: readonly string[], most: number): Promise<Map<string, string>> {
  const deadline = performance.now() + most * 1000;
  for (;;) {
    const states = new Map<string, string>();
    for (const id of ids) states.set(id, await stateOf(by, id));
    const isOver = [...states.values()].every((state) => state === 'ready' || state.startsWith('failed'));
    if (isOver || performance.now() > deadline) return states;
    await delay(500);
  }
}

/** Has an asset tried again as soon as it has failed, until that is refused. */
async function retried(by: Client, id: string, most: number): Promise<{ times: number; end: string }> {
  for (let times = 0; ; times += 1) {
    const state = (await settled(by, [id], most)).get(id) ?? '';
    if (!state.startsWith('failed')) return { times, end: `it is ${state}` };
    const { status, body } = await by.json<{ code?: string }>('POST', `/v1/assets/${id}/retry`);
    if (status !== 202 || times >= 20) return { times, end: `${status} ${body.code ?? ''}` };
  }
}

function told(states: ReadonlyMap<string, string>, ids: readonly string[]): string {
  const counts = Map.groupBy(ids, (id) => states.get(id) ?? 'unknown');
  return [...counts].map(([state, some]) => `${some.length} ${state}`).join(', ');
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
