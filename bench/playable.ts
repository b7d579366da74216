import { spawn, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readOptions } from '../test/rigs/options.js';
import { LecternProcess } from '../test/acceptance/lectern-process.js';
import { median } from './measure/median.js';
import { BENCHES } from './registry.js';

/**
 * How long a lesson of 1 GB waits from its last byte until it can be played, against `cp` with fsync of the
 * same file on the same disk, interleaved.
 */
const { rounds: ROUNDS } = readOptions('playable', BENCHES.playable);
const BYTES = 1_000_000_000;
const folder = '/var/tmp/lectern-bench';
const source = path.join(folder, 'lesson-1gb.mp4');

async function makeSource(): Promise<void> {
  const size = await stat(source).then(
    (found) => found.size,
    () => 0,
  );
  if (size >= BYTES) return;
  spawnSync('mkdir', ['-p', folder]);
  const seed = path.join(folder, 'seed.mp4');
  // Noise at a high rate: 1080p frames of real weight, of which the loop below makes a long lesson.
  spawnSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=1920x1080:r=30,noise=alls=20:allf=t,format=yuv420p',
      '-f',
      'lavfi',
      '-i',
      'anoisesrc=c=pink:a=0.3',
      '-t',
      '30',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-b:v',
      '8M',
      '-maxrate',
      '8M',
      '-bufsize',
      '16M',
      '-g',
      '60',
      '-c:a',
      'aac',
      '-b:a',
      '128k',
      seed,
    ],
    { stdio: 'inherit' },
  );
  const loops = Math.ceil(BYTES / (await stat(seed)).size);
  spawnSync(
    'ffmpeg',
    ['-v', 'error', '-y', '-stream_loop', String(loops), '-i', seed, '-c', 'copy', source],
    { stdio: 'inherit' },
  );
}

async function copyWithFsync(): Promise<number> {
  const target = path.join(folder, 'copy.mp4');
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    spawn('cp', [source, target]).once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`cp: ${code}`)),
    );
  });
  const handle = await open(target);
  await handle.sync();
  await handle.close();
  const seconds = (performance.now() - started) / 1000;
  await rm(target);
  return seconds;
}

interface Waited {
  readonly answerSeconds: number;
  readonly playableSeconds: number;
}

async function uploadUntilPlayable(uploader: string, key: string): Promise<Waited> {
  const { size } = await stat(source);
  const headers = { authorization: `Bearer ${key}`, 'tus-resumable': '1.0.0' };
  const created = await fetch(`${uploader}/v1/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(size),
      'upload-metadata': `filename ${Buffer.from('lesson.mp4').toString('base64')}`,
    },
  });
  const location = created.headers.get('location') ?? '';
  const { asset } = (await created.json()) as { asset: string };
  let lastByte = 0;
  const answered = await new Promise<number>((resolve, reject) => {
    const patch = request(
      `${uploader}${location}`,
      {
        method: 'PATCH',
        headers: {
          ...headers,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': '0',
          'content-length': String(size),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () =>
          response.statusCode === 204
            ? resolve(performance.now())
            : reject(new Error(`PATCH: ${response.statusCode}`)),
        );
      },
    );
    patch.once('error', reject).once('finish', () => {
      lastByte = performance.now();
    });
    createReadStream(source, { highWaterMark: 1024 * 1024 }).pipe(patch);
  });
  for (;;) {
    const { state } = (await (await fetch(`${uploader}/v1/assets/${asset}`, { headers })).json()) as {
      state: string;
    };
    if (state === 'failed') throw new Error('the asset failed');
    if (state === 'playable' || state === 'ready') break;
    await delay(10);
  }
  const playable = performance.now();
  await fetch(`${uploader}/v1/assets/${asset}`, { method: 'DELETE', headers });
  return { answerSeconds: (answered - lastByte) / 1000, playableSeconds: (playable - lastByte) / 1000 };
}

await makeSource();
// Encoding would go on beside the next round: what is measured is the way to playable.
const lectern = await LecternProcess.create({
  LECTERN_ENCODE_JOBS: process.env['LECTERN_ENCODE_JOBS'] ?? '1',
});
try {
  const { uploader, keys } = await lectern.start();
  const rounds: { cp: number; answer: number; playable: number; ratio: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const cp = await copyWithFsync();
    const { answerSeconds, playableSeconds } = await uploadUntilPlayable(uploader, keys.doctor);
    rounds.push({ cp, answer: answerSeconds, playable: playableSeconds, ratio: playableSeconds / cp });
    console.log(
      `round ${round + 1}: cp+fsync ${cp.toFixed(2)} s, answer ${answerSeconds.toFixed(2)} s, playable ${playableSeconds.toFixed(2)} s, ratio ${(playableSeconds / cp).toFixed(2)}`,
    );
    // The ladder of a deleted lesson stops within its lease; the next round shall have the machine alone.
    await delay(14_000);
  }
  const ratio = median(rounds.map((round) => round.ratio));
  console.log(
    JSON.stringify({
      bench: 'playable',
      rounds: ROUNDS,
      cases: { playable: { cp: { ratio: Number(ratio.toFixed(2)) } } },
      seconds: {
        cp: median(rounds.map((round) => round.cp)),
        playable: median(rounds.map((round) => round.playable)),
      },
    }),
  );
} finally {
  await lectern.dispose();
}
