import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Audit } from '#libs/audit';
import { Assets, Holds, Uploads } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { Orphans } from '../../../apps/uploader/src/upkeep/orphans.js';
import { hasCeph } from '../../servers/ceph.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { MUTATING } from '../../servers/s3-operations.js';
import { type Answer, call } from '../../servers/replicas-call.js';
import { BUCKET, S3Run } from './run.js';

const required =
  process.env['LECTERN_TEST_S3'] === 'required' || process.env['LECTERN_TEST_RIGS'] === 'required';
const MIB = 1024 * 1024;
const DAY_MS = 24 * 3_600_000;
const TUS = { 'tus-resumable': '1.0.0' };

function onCeph(): void {
  let run: S3Run;
  beforeAll(async () => {
    run = await S3Run.start({ seed: 3 });
  });
  afterAll(() => run.dispose());

  function on(method: string, path: string, headers: Record<string, string | number> = {}, body?: Buffer) {
    const { url, doctor } = run.uploader;
    return call({
      url: `${url}${path}`,
      method,
      headers: { authorization: `Bearer ${doctor}`, ...TUS, ...headers },
      ...(body === undefined ? {} : { body }),
    }).answer;
  }

  async function begin(): Promise<{ id: string; location: string }> {
    const { status, headers } = await on('POST', '/v1/uploads', { 'upload-length': 20 * MIB });
    expect(status).toBe(201);
    const location = headers.location ?? '';
    return { location, id: location.split('/').at(-1) ?? '' };
  }

  const content = Buffer.alloc(20 * MIB, 'Lesson. ');
  content.write('%PDF-1.4\n');
  const patch = (location: string, from: number, to: number): Promise<Answer> =>
    on(
      'PATCH',
      location,
      { 'content-type': 'application/offset+octet-stream', 'upload-offset': from },
      content.subarray(from, to),
    );

  async function multiparts(part: string) {
    const { Uploads: uploads } = await run.server.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    return (uploads ?? []).filter(({ Key }) => Key?.includes(part));
  }

  it('F15 an upload that the server lost ends with 410, frees its quota, and can be begun anew', async () => {
    const { location, id } = await begin();
    expect((await patch(location, 0, 10 * MIB)).status).toBe(204);
    const there = await multiparts(id);
    expect(there).toHaveLength(1);
    for (const { Key, UploadId } of there)
      await run.server.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId }));
    const { status, text } = await patch(location, 10 * MIB, 20 * MIB);
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([410, 'unfinished-object-lost']);
    expect((await on('HEAD', location)).status).toBe(410);
    const row = await run.database.kysely
      .selectFrom('reservations')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('released');
    const again = await begin();
    expect((await patch(again.location, 0, 20 * MIB)).status).toBe(204);
    expect(await multiparts(again.id)).toEqual([]);
  });

  it('F07 sweeps multipart uploads that nobody knows, and none of an upload that is alive', async () => {
    const { location, id } = await begin();
    expect((await patch(location, 0, 9 * MIB)).status).toBe(204);
    // As after a lost reply, or a kill -9 before the id was recorded.
    const lost = newId('upl');
    const asset = newId('ast');
    for (const Key of [
      `uploads/${id}/.segment-stray`,
      `uploads/${lost}/.segment-a`,
      `assets/${asset}/source/original`,
    ])
      await run.server.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
    const storage = await run.connect();
    const { database } = run;
    const logger = pino({ level: 'silent' });
    const parts = {
      database,
      storage,
      assets: new Assets(),
      uploads: new Uploads(),
      holds: new Holds(),
      audit: new Audit(),
      logger,
    };
    const late = { now: () => new Date(Date.now() + 4 * DAY_MS) };
    const sweeping = new Orphans({ ...parts, clock: late }, (3 * DAY_MS) / 1000);
    const early = new Orphans({ ...parts, clock: { now: () => new Date() } }, (3 * DAY_MS) / 1000);
    const foldersOf = async (orphans: Orphans): Promise<string[]> => {
      const folders: string[] = [];
      for await (const { folder } of orphans.find()) folders.push(folder);
      return folders.toSorted();
    };
    expect(await foldersOf(early)).toEqual([]);
    expect(await foldersOf(sweeping)).toEqual([`assets/${asset}`, `uploads/${lost}`]);
    await sweeping.sweep(new AbortController().signal);
    expect(await multiparts(lost)).toEqual([]);
    expect(await multiparts(asset)).toEqual([]);
    expect(await multiparts(id)).toHaveLength(2);
    expect((await on('DELETE', location)).status).toBe(204);
    expect(await foldersOf(sweeping)).toEqual([`uploads/${id}`]);
    for (const orphan of await sweeping.among([`uploads/${id}`])) await sweeping.remove(orphan, 'root');
    expect(await multiparts(id)).toEqual([]);
    await storage.close();
  });

  it('F12 F16 loses, doubles and leaves nothing, whichever reply is dropped', async () => {
    const outcome = await run.run({ cycles: shortForm(RIGS.s3).cycles });
    expect(outcome.failures).toEqual([]);
    const dropped = MUTATING.filter((operation) => outcome.faults.has(`drop-reply ${operation}`));
    expect(dropped.length).toBeGreaterThanOrEqual(6);
  });
}

if (hasCeph()) {
  describe('uploads on a bucket in trouble', onCeph);
} else {
  describe('uploads on a bucket in trouble', () => {
    it.skipIf(!required)('need a real S3 server: apt-get install ceph-mon ceph-osd radosgw', () => {
      expect.fail('The rigs are required, but Ceph (ceph-mon, ceph-osd, radosgw) is not installed.');
    });
  });
}
