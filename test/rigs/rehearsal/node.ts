import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import * as tus from 'tus-js-client';
import { recording } from '../../fixtures/recordings.js';
import { fileBytes } from '../clients/file.js';
import { NotHere } from '../../servers/not-here.js';
import type { Rehearsal } from './rehearsal.js';
import { becomes, Site } from './site.js';

const MIB = 1024 * 1024;

/** A machine that held an uploader, a delivery and a worker dies at once; those of the other one go on. */
export async function rehearseNode(rehearsal: Rehearsal): Promise<void> {
  const video = await recording({ seconds: 30, size: '640x360', source: 'phone' })
    .then((file) => readFile(file))
    .catch((error: unknown) => {
      throw new NotHere(`ffmpeg makes no recording here: ${(error as Error).message}`);
    });
  const site = await Site.make();
  try {
    // The first of each is node A.
    await site.run({ uploader: 2, delivery: 2, worker: 1 });
    const { asset } = await site.send(0, video);
    const paper = await site.send();
    const works = await becomes(async () => (await encoding(site, asset)) > 0, 60_000);
    rehearsal.hold('the worker of node A has begun to encode', works, await site.stateOf(asset));
    await site.add('worker');
    const upload = await halfAnUpload(site);
    const link = await site.link(paper.asset);

    const before = await workerOf(site, asset);
    rehearsal.step('node A dies: kill -9 of uploader, delivery and worker');
    const nodeA = [site.one('uploader'), site.one('delivery'), site.one('worker')];
    const died = Date.now();
    await Promise.all(nodeA.map((service) => service.stop('SIGKILL')));
    const [uploader, delivery] = [site.one('uploader', 2), site.one('delivery', 2)];
    const seen = await site.fetch(link, delivery.port);
    rehearsal.equal('the other delivery serves', [seen.status, seen.sha256], [200, paper.sha256]);
    await site.send(200_000, undefined, uploader);
    rehearsal.hold('the other uploader takes files', true);
    const resumed = await upload.finish(uploader.port);
    rehearsal.hold('the upload goes on from what was acknowledged', resumed > 0, resumed);
    const taken = await becomes(async () => {
      const worker = await workerOf(site, asset);
      return worker !== null && worker !== before;
    }, 120_000);
    rehearsal.hold('the other worker takes the job over', taken, before);
    rehearsal.step(`taken over ${Math.round((Date.now() - died) / 1000)} s after the death of the first`);
    const ready = await becomes(async () => (await site.stateOf(asset, uploader)) === 'ready', 180_000);
    rehearsal.hold('the recording gets ready', ready);
    rehearsal.step(`ready ${Math.round((Date.now() - died) / 1000)} s after the death of the first`);
  } finally {
    await site.dispose();
  }
}

/** Who holds the lease on the recording's processing. */
async function workerOf(site: Site, asset: string): Promise<string | null> {
  const client = new Client({ connectionString: site.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ worker: string | null }>('select worker from assets where id = $1', [
    asset,
  ]);
  await client.end();
  return rows[0]?.worker ?? null;
}

/** Rungs that are being encoded or are done. */
async function encoding(site: Site, asset: string): Promise<number> {
  const { text } = await site.ask('GET', `/v1/assets/${asset}`);
  const { renditions = [] } = JSON.parse(text) as { renditions?: { rung: string; state: string }[] };
  return renditions.filter(({ state }) => state === 'encoding' || state === 'done').length;
}

/** Sends half of a file by tus to the first uploader; the rest when asked, to another. */
async function halfAnUpload(site: Site) {
  const file = Buffer.from(fileBytes(4_711, 8 * MIB));
  const headers = { authorization: `Bearer ${site.keys.doctor}` };
  let url: string | null = null;
  let asked = 0;
  const begin = (endpoint: string, from: string | null, stopAt: number): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const upload = new tus.Upload(file, {
      endpoint: `${endpoint}/v1/uploads`,
      headers,
      chunkSize: MIB,
      metadata: { filename: 'half.pdf' },
      ...(from === null ? {} : { uploadUrl: from }),
      onError: reject,
      onSuccess: () => resolve(),
      onChunkComplete: (_, accepted) => {
        if (accepted >= stopAt) void upload.abort().then(resolve);
      },
      onAfterResponse: (request, answer) => {
        if (request.getMethod() === 'HEAD') asked = Number(answer.getHeader('Upload-Offset'));
      },
    });
    upload.start();
    return promise.finally(() => (url = upload.url));
  };
  await begin(site.one('uploader').url, null, 4 * MIB);
  return {
    /** @returns the offset that it went on from */
    finish: async (port: number): Promise<number> => {
      const endpoint = `http://127.0.0.1:${port}`;
      await begin(endpoint, `${endpoint}${new URL(url ?? '').pathname}`, Number.POSITIVE_INFINITY);
      return asked;
    },
  };
}
