import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createUpload, type UploadEnd, type UploadState } from '#libs/client';
import type { AssetView } from '../../acceptance/client.js';
import { Department } from '../../acceptance/department.js';
import { LecternProcess, type StartFacts } from '../../acceptance/lectern-process.js';
import { ThinLink } from '../../servers/thin-link.js';

export interface ClientRun {
  readonly megabytes: number;
  readonly kilobits: number;
  readonly breaks: number;
  readonly breakSeconds: number;
  readonly print: (line: string) => void;
}

const MB = 1_000_000;
/** What a link carries beside the file's bytes: heads of requests, and few of them. */
const MOST_OVERHEAD = 0.03;
/** The longest request of libs/client. */
const MOST_REQUEST = 32 * 1024 * 1024;

/** A Lectern, and what is sent to it by libs/client: by two machines, and over a bad link. */
export async function runClient(run: ClientRun): Promise<{ failures: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-client-'));
  const lectern = await LecternProcess.create();
  const failures: string[] = [];
  try {
    const place = { lectern, facts: await lectern.start(), folder, failures, run };
    await byTwoMachines(place);
    await overBadLink(place);
    return { failures };
  } finally {
    await lectern.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly lectern: LecternProcess;
  facts: StartFacts;
  readonly folder: string;
  readonly failures: string[];
  readonly run: ClientRun;
}

async function byTwoMachines(place: Place): Promise<void> {
  const { lectern, failures, folder, run } = place;
  const bytes = run.megabytes * MB;
  const [file, other] = [
    await made(join(folder, 'file.pdf'), bytes),
    await made(join(folder, 'other.pdf'), bytes),
  ];
  let { doctor } = await Department.create(place.facts, 'client');
  const link = await ThinLink.start(place.facts.uploader);
  const began = Date.now();
  const leaving = new AbortController();
  const first = createUpload(
    { baseUrl: link.url, token: doctor.key },
    { file: createReadStream(file), fileName: 'file.pdf' },
    { signal: leaving.signal, onState: (state) => sentOf(state) >= bytes / 2 && leaving.abort() },
  );
  check(failures, 'the first machine', (await first.ended).state, 'stopped');
  // What is known of the file outlives the process.
  await lectern.kill();
  place.facts = await lectern.start();
  doctor = Object.assign(Object.create(doctor) as typeof doctor, { facts: place.facts });
  const codeOf = async () =>
    (await doctor.json<{ code: string }>('POST', `/v1/uploads/${first.id}/code`)).body.code;
  const old = await codeOf();
  const code = await codeOf();
  const machine = { baseUrl: link.url };
  const enter = (code: string, path: string) =>
    createUpload(machine, { file: createReadStream(path), code }, { hash: hashOf(path) }).ended;
  check(failures, 'an old code', codeIn(await enter(old, file)), 'upload-code-old');
  check(failures, 'a wrong code', codeIn(await enter(nextTo(code), file)), 'upload-code-wrong');
  const before = link.asked;
  check(failures, 'another file', codeIn(await enter(code, other)), 'another-file');
  if (link.asked - before > 10_000) failures.push(`${link.asked - before} bytes of another file were sent`);
  const end = await enter(code, file);
  const seconds = (Date.now() - began) / 1000;
  await expectWhole(failures, doctor, end, file);
  const twice = link.asked - bytes;
  run.print(
    `two machines: ${run.megabytes} MB in ${seconds.toFixed(1)} s, ${link.asked} bytes passed: ${twice} more than the file has`,
  );
  if (twice > Math.min(MOST_REQUEST, bytes / 2)) failures.push(`${twice} bytes were sent twice`);
  await link.stop();
}

async function overBadLink(place: Place): Promise<void> {
  const { failures, folder, run } = place;
  const bytesPerSecond = run.kilobits * 125;
  const breakEvery = bytesPerSecond * run.breakSeconds;
  const bytes = Math.round(breakEvery * (run.breaks + 0.5));
  const file = await made(join(folder, 'lesson.pdf'), bytes);
  const { doctor } = await Department.create(place.facts, 'client');
  const link = await ThinLink.start(place.facts.uploader, { bytesPerSecond, breakEvery, breaks: run.breaks });
  const began = Date.now();
  let estimate: UploadState | undefined;
  const upload = createUpload(
    { baseUrl: link.url, token: doctor.key },
    { file: createReadStream(file), fileName: 'lesson.pdf' },
    { onState: (state) => sentOf(state) > bytes / 2 && (estimate ??= state) },
  );
  await expectWhole(failures, doctor, await upload.ended, file);
  const seconds = (Date.now() - began) / 1000;
  const share = link.asked / bytes - 1;
  run.print(
    `a link of ${run.kilobits} kb/s that broke ${link.broke} times: ${(bytes / MB).toFixed(1)} MB in ${seconds.toFixed(1)} s (${(bytes / bytesPerSecond).toFixed(1)} s of the link), ${(share * 100).toFixed(2)} % more bytes than the file has`,
  );
  if (estimate?.state === 'sending')
    run.print(
      `in its middle: ${estimate.bytesPerSecond} bytes/s, and the end foreseen between ${secondsTo(began, estimate.finishAtEarliest)} and ${secondsTo(began, estimate.finishAtLatest)} s`,
    );
  if (link.broke < run.breaks) failures.push(`the link broke ${link.broke} times only`);
  if (share > MOST_OVERHEAD)
    failures.push(`${(share * 100).toFixed(1)} % more bytes were sent than the file has`);
  await link.stop();
}

async function expectWhole(
  failures: string[],
  by: Department['doctor'],
  end: UploadEnd,
  file: string,
): Promise<void> {
  if (end.state !== 'done') return void failures.push(`it ended as ${JSON.stringify(end)}`);
  const { body } = await by.json<AssetView>('GET', `/v1/assets/${end.assetId}`);
  check(failures, 'the SHA-256', body.sha256, await sha256(createReadStream(file)));
}

function check(failures: string[], what: string, seen: unknown, expected: unknown): void {
  if (seen !== expected)
    failures.push(`${what}: ${JSON.stringify(seen)}, and not ${JSON.stringify(expected)}`);
}

const codeIn = (end: UploadEnd) => (end.state === 'failed' ? end.problem.code : end.state);
const sentOf = (state: UploadState) => (state.state === 'sending' ? state.offset : 0);
const nextTo = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');
const secondsTo = (began: number, at: Date | null) =>
  at === null ? '?' : ((at.getTime() - began) / 1000).toFixed(0);
const hashOf = (path: string) => (bytes: number) => sha256(createReadStream(path, { end: bytes - 1 }));

async function sha256(bytes: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(bytes, hash);
  return hash.digest('hex');
}

async function made(path: string, bytes: number): Promise<string> {
  function* parts() {
    yield Buffer.from('%PDF-1.4\n');
    for (let left = bytes - 9; left > 0; left -= MB) yield randomBytes(Math.min(left, MB));
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
  return path;
}
