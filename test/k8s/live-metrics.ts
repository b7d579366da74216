import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../acceptance/client.js';
import { recording } from '../fixtures/recordings.js';
import { Edge, hasEdge } from '../servers/edge.js';
import { Replicas } from '../servers/replicas.js';
import { ServiceProcess } from '../servers/service-process.js';

const PATIENCE_MS = 20_000;
/** Also where the edge is required but missing: its start then says so. */
const withEdge = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';

/** What `/metrics` of each service says, by its name, after an upload that played and one that was refused. */
export async function liveMetrics(): Promise<ReadonlyMap<string, string>> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const replicas = await Replicas.start({ count: 1 });
    stops.push(() => replicas.dispose());
    const [uploader] = replicas.all;
    if (uploader === undefined) throw new Error('There is no uploader');
    const environment = {
      ...replicas.environment,
      LECTERN_SCRATCH: path.join(replicas.folder, 'scratch'),
      LECTERN_DELIVERY_DISK_CACHE: path.join(replicas.folder, 'cache'),
      LECTERN_USAGE_PATH: path.join(replicas.storage, 'usage'),
    };
    const [worker, delivery] = await Promise.all(
      (['worker', 'delivery'] as const).map(async (app) => {
        const service = await ServiceProcess.start(app, `${app}-1`, environment);
        stops.push(() => service.stop());
        return service;
      }),
    );
    if (worker === undefined || delivery === undefined) throw new Error('Not all have started');
    const urls = new Map([
      ['uploader', uploader.url],
      ['worker', worker.url],
      ['delivery', delivery.url],
    ]);
    const viewed = [delivery.url];
    if (withEdge) {
      const keyRing = await readFile(path.join(replicas.folder, 'keys', 'ring.json'), 'utf8');
      const edge = await Edge.start({
        root: replicas.storage,
        keyRing,
        settings: { LECTERN_USAGE_PATH: environment.LECTERN_USAGE_PATH },
      });
      stops.push(() => edge.stop());
      urls.set('edge', `http://127.0.0.1:${edge.healthPort}`);
      viewed.push(`http://127.0.0.1:${edge.port}`);
    }
    await useThem({ uploader: uploader.url, keys: replicas.keys, viewed });
    const texts = [...urls].map(async ([name, url]): Promise<[string, string]> => [name, await told(url)]);
    return new Map(await Promise.all(texts));
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

/** The edge's workers put together what they count once a second: until all that was asked for is counted. */
async function told(url: string): Promise<string> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await delay(100)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const serves = text.includes('lectern_delivery_verdicts_total');
    if (!serves || text.includes('code="signature-invalid"') || Date.now() > deadline) return text;
  }
}

interface Services {
  readonly uploader: string;
  readonly keys: { readonly doctor: string; readonly admin: string };
  /** Where signed URLs are served. */
  readonly viewed: readonly string[];
}

/** Figures have series when something has happened that they count. */
async function useThem({ uploader, keys, viewed }: Services): Promise<void> {
  const facts = { uploader, delivery: '', keys: { ...keys, unitAdmin: '' } };
  const [doctor, admin] = [new Client(facts, keys.doctor), new Client(facts, keys.admin)];
  const limited = await admin.json('PUT', '/v1/admin/quotas/units/hospital', { bytes: 1_000_000_000 });
  const refused = await doctor.uploadForm('lesson.mp4', new Uint8Array(Buffer.from('no recording')));
  const file = await openAsBlob(await recording({ seconds: 2, size: '320x180', source: 'screen' }));
  const { body } = await doctor.uploadForm('lesson.mp4', file);
  await doctor.untilState(body.id, ['ready']);
  const verified = await admin.json('POST', '/v1/admin/audit/verify');
  const { pathname } = new URL((await doctor.session(body.id)).hls);
  const statuses = [];
  for (const origin of viewed)
    for (const target of [pathname, pathname.replace(/~e=1/, '~e=2')])
      statuses.push((await fetch(`${origin}${target}`)).status);
  const expected = [200, 415, 200, ...viewed.flatMap(() => [200, 403])];
  const seen = [limited.status, refused.status, verified.status, ...statuses];
  if (String(seen) !== String(expected)) throw new Error(`Not ${String(expected)}, but ${String(seen)}`);
}
