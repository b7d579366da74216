import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { LecternProcess, type StartFacts } from '../../acceptance/lectern-process.js';
import { readOptions } from '../options.js';
import { RIGS } from '../registry.js';
import { usageOf } from '../../servers/process-usage.js';

/**
 * npm run rig -- link: one tus upload whose link breaks at random places, and whose service is killed once in
 * the middle. It must go on from what was acknowledged each time, end with the right SHA-256, and never take
 * more memory than the bound.
 */
const { bytes: BYTES, cuts: CUTS, maxMib: MAX_MIB, cycles } = readOptions('link', RIGS.link);
const CHUNK = 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0' };

/** The file, made as it is read: a PDF's first bytes, then a counter's digest, never the same twice. */
function chunkAt(index: number): Buffer {
  const seed = createHash('sha256').update(`chunk ${index}`).digest();
  const chunk = Buffer.alloc(CHUNK, seed);
  if (index === 0) chunk.write('%PDF-1.4\n');
  return chunk;
}

function* bytesFrom(offset: number, end: number): Generator<Buffer> {
  for (let at = offset; at < end; ) {
    const index = Math.floor(at / CHUNK);
    const chunk = chunkAt(index).subarray(at - index * CHUNK, Math.min(CHUNK, end - index * CHUNK));
    yield chunk;
    at += chunk.length;
  }
}

function digest(): string {
  const hash = createHash('sha256');
  for (const chunk of bytesFrom(0, BYTES)) hash.update(chunk);
  return hash.digest('hex');
}

/** Sends from `offset` until `end`; before the end of the file the connection is cut there. @returns the status */
function patch(
  facts: StartFacts,
  location: string,
  offset: number,
  end: number,
  kill?: () => Promise<void>,
): Promise<number> {
  return new Promise((resolve) => {
    const going = request(`${facts.uploader}${location}`, {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${facts.keys.doctor}`,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': offset,
        'content-length': BYTES - offset,
      },
    });
    going.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    going.on('error', () => resolve(0)).on('close', () => resolve(0));
    const body = Readable.from(bytesFrom(offset, end));
    body.pipe(going, { end: end === BYTES });
    if (end < BYTES)
      body.once(
        'end',
        () => void (kill === undefined ? going.destroy() : kill().then(() => going.destroy())),
      );
  });
}

async function offsetOf(facts: StartFacts, location: string): Promise<number> {
  const head = await fetch(`${facts.uploader}${location}`, {
    method: 'HEAD',
    headers: { ...TUS, authorization: `Bearer ${facts.keys.doctor}` },
  });
  return Number(head.headers.get('upload-offset'));
}

async function cycle(): Promise<void> {
  const lectern = await LecternProcess.create();
  try {
    let facts = await lectern.start();
    const authorization = { authorization: `Bearer ${facts.keys.doctor}` };
    const created = await fetch(`${facts.uploader}/v1/uploads`, {
      method: 'POST',
      headers: {
        ...TUS,
        ...authorization,
        'upload-length': String(BYTES),
        'upload-metadata': `filename ${Buffer.from('recording.pdf').toString('base64')}`,
      },
    });
    const location = created.headers.get('location') ?? '';
    const { asset } = (await created.json()) as { asset: string };
    const breaks = Array.from({ length: CUTS + 1 }, () => Math.floor(Math.random() * BYTES)).toSorted(
      (a, b) => a - b,
    );
    const killed = Math.floor(Math.random() * breaks.length);
    let peakMiB = 0;
    let offset = 0;
    for (const [index, place] of breaks.entries()) {
      const kills = index === killed;
      const end = Math.max(place, offset);
      await patch(facts, location, offset, end, kills ? () => lectern.kill() : undefined);
      if (kills) facts = await lectern.start();
      const reached = await offsetOf(facts, location);
      if (reached < offset || reached > BYTES)
        throw new Error(
          `after ${kills ? 'a kill -9' : 'a cut'} at ${end} the offset is ${reached}, and ${offset} were acknowledged`,
        );
      console.log(
        `${kills ? 'kill -9' : 'cut'} at ${end}: goes on from ${reached} (${end - reached} bytes to send again)`,
      );
      offset = reached;
      peakMiB = Math.max(peakMiB, (await usageOf(lectern.pid)).peakMiB);
    }
    const status = await patch(facts, location, offset, BYTES);
    peakMiB = Math.max(peakMiB, (await usageOf(lectern.pid)).peakMiB);
    const { sha256, bytes } = (await (
      await fetch(`${facts.uploader}/v1/assets/${asset}`, { headers: authorization })
    ).json()) as { sha256: string; bytes: number };
    console.log(
      `status ${status}, ${bytes} bytes, SHA-256 ${sha256 === digest() ? 'right' : 'WRONG'}, peak memory ${peakMiB} MiB`,
    );
    if (status !== 204 || sha256 !== digest()) throw new Error('the upload did not end whole');
    if (peakMiB >= MAX_MIB) throw new Error(`the process took ${peakMiB} MiB`);
  } finally {
    await lectern.dispose();
  }
}

let failed = 0;
for (let run = 1; run <= cycles; run++) {
  await cycle().catch((error: unknown) => {
    failed += 1;
    console.error(`cycle ${run}: ${error instanceof Error ? error.message : String(error)}`);
  });
}
console.log(`${cycles - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
