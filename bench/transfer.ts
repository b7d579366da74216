import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { LecternProcess, type StartFacts } from '../test/acceptance/lectern-process.js';
import { readOptions } from '../test/rigs/options.js';
import { usageOf } from '../test/servers/process-usage.js';
import { median } from './measure/median.js';
import { BENCHES } from './registry.js';

/**
 * What moving 1 GB costs the service: CPU seconds for a form upload, a tus upload and a download, each the
 * median of its rounds, interleaved; and the memory that the process took at most.
 */
const { rounds: ROUNDS } = readOptions('transfer', BENCHES.transfer);
const GB = 1_000_000_000;
const CHUNK = Buffer.alloc(1024 * 1024, createHash('sha256').update('noise').digest());
const FIRST = Buffer.from('%PDF-1.4\n');

function* file(): Generator<Buffer> {
  yield FIRST;
  for (let at = FIRST.length; at < GB; at += CHUNK.length)
    yield CHUNK.subarray(0, Math.min(CHUNK.length, GB - at));
}

function send(
  url: string,
  method: string,
  headers: Record<string, string | number>,
  body: Iterable<Buffer>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const going = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () =>
        (response.statusCode ?? 500) < 300
          ? resolve(text)
          : reject(new Error(`${response.statusCode} ${text}`)),
      );
    });
    going.on('error', reject);
    Readable.from(body).pipe(going);
  });
}

async function form({ uploader, keys }: StartFacts): Promise<string> {
  const head = Buffer.from(
    '--B\r\nContent-Disposition: form-data; name="file"; filename="gigabyte.pdf"\r\n\r\n',
  );
  const tail = Buffer.from('\r\n--B--\r\n');
  const answer = await send(
    `${uploader}/v1/assets`,
    'POST',
    {
      authorization: `Bearer ${keys.doctor}`,
      'content-type': 'multipart/form-data; boundary=B',
      'content-length': head.length + GB + tail.length,
    },
    framed(head, tail),
  );
  return (JSON.parse(answer) as { id: string }).id;
}

function* framed(head: Buffer, tail: Buffer): Generator<Buffer> {
  yield head;
  yield* file();
  yield tail;
}

async function tus({ uploader, keys }: StartFacts): Promise<void> {
  const headers = { authorization: `Bearer ${keys.doctor}`, 'tus-resumable': '1.0.0' };
  const created = await fetch(`${uploader}/v1/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(GB),
      'upload-metadata': `filename ${Buffer.from('gigabyte.pdf').toString('base64')}`,
    },
  });
  const location = created.headers.get('location') ?? '';
  await send(
    `${uploader}${location}`,
    'PATCH',
    {
      ...headers,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': 0,
      'content-length': GB,
    },
    file(),
  );
}

async function download({ uploader, keys }: StartFacts, asset: string): Promise<void> {
  const link = (await (
    await fetch(`${uploader}/v1/assets/${asset}/download-links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.doctor}` },
    })
  ).json()) as { url: string };
  await new Promise<void>((resolve, reject) => {
    request(link.url, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => (bytes === GB ? resolve() : reject(new Error(`${bytes} bytes`))));
    })
      .on('error', reject)
      .end();
  });
}

const lectern = await LecternProcess.create();
try {
  const facts = await lectern.start();
  const cost: Record<'form' | 'tus' | 'download', { cpu: number[]; seconds: number[] }> = {
    form: { cpu: [], seconds: [] },
    tus: { cpu: [], seconds: [] },
    download: { cpu: [], seconds: [] },
  };
  const measured = async <T>(name: keyof typeof cost, work: () => Promise<T>): Promise<T> => {
    const before = await usageOf(lectern.pid);
    const started = performance.now();
    const result = await work();
    cost[name].seconds.push((performance.now() - started) / 1000);
    cost[name].cpu.push((await usageOf(lectern.pid)).cpuSeconds - before.cpuSeconds);
    return result;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const asset = await measured('form', () => form(facts));
    await measured('tus', () => tus(facts));
    await measured('download', () => download(facts, asset));
    const of = (name: keyof typeof cost) =>
      `${name} ${cost[name].cpu.at(-1)?.toFixed(2)} CPU-s, ${cost[name].seconds.at(-1)?.toFixed(2)} s`;
    console.log(`round ${round + 1}: ${of('form')}; ${of('tus')}; ${of('download')}`);
  }
  const { peakMiB } = await usageOf(lectern.pid);
  const medians = Object.fromEntries(
    Object.entries(cost).map(([name, { cpu, seconds }]) => [
      name,
      {
        cpuSecondsPerGb: Number(median(cpu).toFixed(2)),
        megabytesPerSecond: Math.round(GB / 1e6 / median(seconds)),
      },
    ]),
  );
  console.log(JSON.stringify({ bench: 'transfer', rounds: ROUNDS, ...medians, peakMiB }));
} finally {
  await lectern.dispose();
}
