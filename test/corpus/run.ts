import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AssetView, Client } from '../acceptance/client.js';
import { Department } from '../acceptance/department.js';
import { LecternProcess } from '../acceptance/lectern-process.js';
import { startCeph } from '../servers/ceph.js';
import { INPUTS } from './inputs/all.js';
import type { Input, Outcome } from './inputs/input.js';
import { makeInputs } from './inputs/making.js';
import { type Become, judge, judgeUnknown, lookAt, shownOutcome } from './judge.js';
import { type Door, send } from './send.js';
import { Viewer } from './watch.js';

interface CorpusRun {
  /** Names of inputs by commas; all unless told. */
  readonly only: string;
  /** Only the most telling ones. */
  readonly telling: boolean;
  /** A folder with other inputs, of which nothing is known beforehand. */
  readonly folder: string;
  /** On a bucket of a real S3 server in place of a path. */
  readonly s3: boolean;
  /** Whether a browser plays all that is ready, and not only those that it always plays. */
  readonly browser: boolean;
  readonly inFlight: number;
  readonly patienceSeconds: number;
  readonly print: (line: string) => void;
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly door: Door;
  readonly becomes: readonly Outcome[] | undefined;
  readonly isWatched: boolean;
}

interface Judged {
  readonly name: string;
  readonly become: Become;
  readonly faults: readonly string[];
  /** From the last byte until it could be played. */
  readonly playableSeconds: number | undefined;
}

/** @throws UnknownInput */
function chosen({ only, telling }: Pick<CorpusRun, 'only' | 'telling'>): readonly Input[] {
  if (only === '') return INPUTS.filter(({ isTelling }) => !telling || isTelling === true);
  return only.split(',').map((name) => {
    const found = INPUTS.find((input) => input.name === name);
    if (found === undefined) throw new UnknownInput(name);
    return found;
  });
}

export class UnknownInput extends Error {
  constructor(readonly input: string) {
    super(`there is no input named '${input}'`);
  }
}

/** Sends all inputs to a Lectern of its own, and judges what becomes of each. */
export async function runCorpus(run: CorpusRun): Promise<{ passed: number; failures: string[] }> {
  const { print } = run;
  const cases = await casesOf(run);
  const storage = run.s3 ? await bucket() : { environment: {}, stop: async () => undefined };
  const viewer = await Viewer.open();
  if (viewer === undefined) print('Chromium is not installed: nothing is watched.');
  const lectern = await LecternProcess.create(storage.environment);
  try {
    const { doctor } = await Department.create(await lectern.start(), 'corpus');
    const judged: Judged[] = [];
    const left = cases.values();
    const senders = Array.from({ length: run.inFlight }, async () => {
      for (const one of left) {
        const result = await tried(one, doctor, viewer, run);
        judged.push(result);
        printResult(result, one, print);
      }
    });
    await Promise.all(senders);
    printSlowest(judged, print);
    const failed = judged.filter(({ faults }) => faults.length > 0);
    return {
      passed: judged.length - failed.length,
      failures: failed.map(({ name, faults }) => `${name}: ${faults.join('; ')}`),
    };
  } finally {
    await viewer?.close();
    await lectern.dispose();
    await storage.stop();
  }
}

async function casesOf(run: CorpusRun): Promise<Case[]> {
  const door = (index: number): Door => (index % 2 === 0 ? 'form' : 'tus');
  if (run.folder !== '') {
    const entries = await readdir(run.folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    return names.toSorted().map((name, i) => ({
      name,
      file: path.join(run.folder, name),
      door: door(i),
      becomes: undefined,
      isWatched: run.browser,
    }));
  }
  const inputs = chosen(run);
  const folder = await makeInputs(inputs, run.print);
  return inputs.map(({ name, becomes, isWatched }, i) => ({
    name,
    file: path.join(folder, name),
    door: door(i),
    becomes,
    isWatched: run.browser || isWatched === true,
  }));
}

async function bucket(): Promise<{ environment: Record<string, string>; stop: () => Promise<void> }> {
  const ceph = await startCeph();
  const { endpoint, accessKeyId, secretAccessKey } = ceph;
  return {
    environment: {
      LECTERN_STORAGE: 's3',
      LECTERN_S3_ENDPOINT: endpoint,
      LECTERN_S3_ACCESS_KEY: accessKeyId,
      LECTERN_S3_SECRET_KEY: secretAccessKey,
    },
    stop: () => ceph.stop(),
  };
}

async function tried(one: Case, doctor: Client, viewer: Viewer | undefined, run: CorpusRun): Promise<Judged> {
  const { name } = one;
  let become: Become | undefined;
  try {
    become = await becomeOf(one, doctor, run);
    const { asset, hls } = become;
    const faults = [...(one.becomes === undefined ? judgeUnknown(become) : await judge(become, one.becomes))];
    const length = asset?.['durationSeconds'];
    if (viewer !== undefined && one.isWatched && hls !== undefined && typeof length === 'number')
      faults.push(...(await viewer.watch(hls, length)));
    return { name, become, faults, playableSeconds: playableAfter(asset) };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return {
      name,
      become: become ?? { sent: { status: 0, code: 'error' } },
      faults: [fault],
      playableSeconds: undefined,
    };
  }
}

async function becomeOf(
  { file, name, door }: Case,
  doctor: Client,
  { patienceSeconds }: CorpusRun,
): Promise<Become> {
  const sent = await send(doctor, file, name, door);
  if ('status' in sent) return { sent };
  const deadline = Date.now() + patienceSeconds * 1000;
  let lengthAtPlayable: number | null | undefined;
  for (;;) {
    const { body: asset } = await doctor.json<AssetView>('GET', `/v1/assets/${sent.asset}`);
    if (asset.state === 'playable') lengthAtPlayable ??= asset['durationSeconds'];
    if (asset.state === 'ready' || asset.state === 'failed' || Date.now() > deadline)
      return {
        sent,
        asset,
        ...(lengthAtPlayable !== undefined && { lengthAtPlayable }),
        ...(await lookAt(doctor, asset)),
      };
    await delay(150);
  }
}

function playableAfter(asset: AssetView | undefined): number | undefined {
  const [from, to] = [asset?.['createdAt'], asset?.['playableAt']];
  return typeof from === 'string' && typeof to === 'string'
    ? (Date.parse(to) - Date.parse(from)) / 1000
    : undefined;
}

function printResult(
  { name, become, faults, playableSeconds }: Judged,
  { door }: Case,
  print: CorpusRun['print'],
): void {
  const playable = playableSeconds === undefined ? '' : `${playableSeconds.toFixed(1)} s`;
  print(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(36)} ${door.padEnd(4)} ${playable.padStart(7)}  ${shownOutcome(become)}`,
  );
  for (const fault of faults.slice(0, FAULTS_SHOWN)) print(`         ${fault}`);
  if (faults.length > FAULTS_SHOWN) print(`         and ${faults.length - FAULTS_SHOWN} more`);
}

const FAULTS_SHOWN = 8;

function printSlowest(judged: readonly Judged[], print: CorpusRun['print']): void {
  const slowest = judged
    .flatMap(({ name, playableSeconds }) =>
      playableSeconds === undefined ? [] : [{ name, playableSeconds }],
    )
    .toSorted((a, b) => b.playableSeconds - a.playableSeconds)
    .slice(0, 10);
  if (slowest.length === 0) return;
  print(
    `the slowest until they played: ${slowest.map(({ name, playableSeconds }) => `${name} ${playableSeconds.toFixed(1)} s`).join(', ')}`,
  );
}
