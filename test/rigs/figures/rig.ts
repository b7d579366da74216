import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { DeliveryProcess } from '../../servers/delivery-process.js';
import { DeliveryTree } from '../../servers/delivery-tree.js';
import { freePort } from '../../servers/free-port.js';
import { becomes, Site } from '../rehearsal/site.js';

/**
 * npm run rig -- figures: what docs/scale.md calculates with, measured here: CPU and bytes of a minute of video, rows
 * and bytes of an asset in the database, CPU of an upload and of answers. CPU is counted and not time, so that other
 * work does not disturb.
 */
const run = promisify(execFile);
const MIB = 1024 * 1024;
const values = readOptions('figures', RIGS.figures);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** A page that changes now and then, as slides do; and a picture that moves all over, with a camera's noise. */
const PICTURES: Readonly<Record<string, string>> = {
  slides: 'testsrc2=s=1920x1080:r=1/15,fps=30,format=yuv420p',
  demonstration: 'testsrc2=s=1920x1080:r=30,noise=alls=12:allf=t,format=yuv420p',
};

/** Of a process and of its children that have ended (proc(5): utime, stime, cutime, cstime). */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / 100;
}

async function rows<T extends object>(site: Site, text: string): Promise<T[]> {
  const client = new Client({ connectionString: site.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function video(): Promise<void> {
  const { seconds } = values;
  const folder = await mkdtemp('/var/tmp/lectern-figures-');
  const site = await Site.make({ settings: { LECTERN_LOG_LEVEL: 'warn' } });
  try {
    await site.run({ uploader: 1, worker: 1 });
    for (const name of values.pictures.split(',')) {
      const picture = PICTURES[name] ?? name;
      const file = path.join(folder, `${name}.mp4`);
      const sound = 'anoisesrc=c=pink:a=0.4,highpass=f=150,lowpass=f=3500,tremolo=f=4:d=0.8';
      const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-t', String(seconds)];
      const codecs = [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-b:v',
        '6M',
        '-maxrate',
        '8M',
        '-bufsize',
        '12M',
      ];
      await run('ffmpeg', [
        '-v',
        'error',
        '-y',
        ...inputs,
        ...codecs,
        '-g',
        '60',
        '-c:a',
        'aac',
        '-b:a',
        '128k',
        file,
      ]);
      const original = await readFile(file);
      const worker = site.one('worker');
      const before = await cpuSeconds(worker.pid);
      const { asset } = await site.send(0, original);
      const isReady = await becomes(async () => (await site.stateOf(asset)) === 'ready', 1_500_000);
      const cpu = (await cpuSeconds(worker.pid)) - before;
      const perMinute = (bytes: number): string => `${((bytes / MIB) * (60 / seconds)).toFixed(1)} MiB`;
      console.log(
        `${name}: ${isReady ? 'ready' : 'NOT READY'}, ${seconds} s of 1080p30, original ${perMinute(original.length)}/min`,
      );
      const rungs = await rows<{ rung: string; bytes: string; state: string }>(
        site,
        `select rung, bytes::text, state from renditions where asset_id = '${asset}' order by bytes desc`,
      );
      for (const { rung, bytes, state } of rungs)
        console.log(`  ${rung} (${state}): ${perMinute(Number(bytes))}/min`);
      console.log(`  worker: ${((cpu * 60) / seconds).toFixed(0)} CPU-seconds a minute of video`);
    }
  } finally {
    await site.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function database(): Promise<void> {
  const count = values.assets;
  const site = await Site.make({ settings: { LECTERN_LOG_LEVEL: 'warn' } });
  try {
    await site.run({ uploader: 1 });
    const sizes = `select relname as name, pg_total_relation_size(oid)::text as bytes, greatest(reltuples, 0)::text as n
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`;
    type Size = { name: string; bytes: string; n: string };
    await rows(site, 'vacuum analyze');
    const before = new Map((await rows<Size>(site, sizes)).map(({ name, bytes }) => [name, Number(bytes)]));
    const cpu = await cpuSeconds(site.one('uploader').pid);
    let [begun, sessions] = [0, 0];
    const sender = async (): Promise<void> => {
      while (begun < count) {
        begun += 1;
        const { asset } = await site.send(1_000 + begun);
        const opened = await site.ask('POST', `/v1/assets/${asset}/download-links`);
        if (opened.status === 201) sessions += 1;
      }
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    const spent = (await cpuSeconds(site.one('uploader').pid)) - cpu;
    await rows(site, 'vacuum analyze');
    console.log(`database: ${begun} assets by form, ${sessions} download links`);
    let total = 0;
    for (const { name, bytes, n } of await rows<Size>(site, sizes)) {
      const grown = Number(bytes) - (before.get(name) ?? 0);
      if (grown < 10 * begun) continue;
      total += grown;
      console.log(
        `  ${name}: ${(grown / begun).toFixed(0)} bytes and ${(Number(n) / begun).toFixed(1)} rows an asset`,
      );
    }
    console.log(
      `  in all ${(total / begun).toFixed(0)} bytes an asset; ${((spent * 1000) / begun).toFixed(1)} ms of the uploader's CPU each`,
    );
  } finally {
    await site.dispose();
  }
}

async function upload(): Promise<void> {
  const bytes = values.megabytes * 1_000_000;
  const site = await Site.make({ settings: { LECTERN_LOG_LEVEL: 'warn' } });
  try {
    await site.run({ uploader: 1 });
    const part = randomBytes(50_000_000);
    part.write('%PDF-1.4\n');
    const tus = { 'tus-resumable': '1.0.0' };
    for (const warm of [true, false]) {
      const total = warm ? 100_000_000 : bytes;
      const created = await site.ask('POST', '/v1/uploads', {
        headers: { ...tus, 'upload-length': String(total), 'upload-metadata': 'filename YS5wZGY=' },
      });
      const location = created.headers.get('location') ?? '';
      const before = await cpuSeconds(site.one('uploader').pid);
      for (let at = 0; at < total; at += part.length) {
        const answer = await site.ask('PATCH', location, {
          headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) },
          body: new Uint8Array(part.buffer, part.byteOffset, Math.min(part.length, total - at)),
        });
        if (answer.status !== 204) throw new Error(`${answer.status} ${answer.text}`);
      }
      const spent = (await cpuSeconds(site.one('uploader').pid)) - before;
      if (!warm)
        console.log(
          `upload by tus: ${((spent * 1e9) / total).toFixed(2)} CPU-seconds a GB, SHA-256 and durable writes included`,
        );
    }
  } finally {
    await site.dispose();
  }
}

async function delivery(): Promise<void> {
  const tree = await DeliveryTree.make();
  const served = await DeliveryProcess.start({
    root: tree.root,
    keyRingFile: tree.keyRingFile,
    port: await freePort(),
  });
  try {
    const cases = { 'playlist of 2.3 KB': 2_300, 'picture of 21 KB': 21_000, 'segment of 1 MB': 1_000_000 };
    for (const [name, bytes] of Object.entries(cases)) {
      const { url } = await tree.add(`hls/${bytes}.mp4`, randomBytes(bytes));
      for (const seconds of [2, 6]) {
        const before = await served.cpuSeconds();
        const { stdout } = await run('wrk', [
          '-t1',
          '-c32',
          `-d${seconds}`,
          `http://127.0.0.1:${served.port}${url}`,
        ]);
        const cpu = (await served.cpuSeconds()) - before;
        const requests = Number(/(\d+) requests in/.exec(stdout)?.[1]);
        if (seconds === 6)
          console.log(
            `delivery, ${name}: ${((cpu * 1e6) / requests).toFixed(1)} us of CPU, ${((requests * bytes) / cpu / 1e9).toFixed(2)} GB a CPU-second`,
          );
      }
    }
  } finally {
    await served.stop('SIGKILL');
    await tree.dispose();
  }
}

const figures: Readonly<Record<string, () => Promise<void>>> = { video, database, upload, delivery };
for (const name of values.only.split(',')) {
  const measure = figures[name];
  if (measure === undefined) throw new Error(`There are no figures of ${name}.`);
  await measure();
}
