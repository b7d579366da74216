import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cephClient } from '../../../test/servers/ceph-client.js';
import { type CephRig, hasCeph, startCeph } from '../../../test/servers/ceph.js';
import type { StorageSettings } from '../index.js';
import { examineConfiguredBucket, type Finding } from './index.js';

const required = process.env['LECTERN_TEST_S3'] === 'required';
const BUCKET = 'examined';

async function examined(changes: Partial<StorageSettings>): Promise<Finding[]> {
  const findings: Finding[] = [];
  const settings: StorageSettings = {
    LECTERN_STORAGE: 's3',
    LECTERN_STORAGE_PATH: undefined,
    LECTERN_S3_ENDPOINT: 'http://127.0.0.1:9',
    LECTERN_S3_REGION: 'us-east-1',
    LECTERN_S3_BUCKET: BUCKET,
    LECTERN_S3_ACCESS_KEY: 'a',
    LECTERN_S3_SECRET_KEY: 'b',
    LECTERN_S3_PATH_STYLE: undefined,
    LECTERN_S3_TIMEOUT_SECONDS: 60,
    ...changes,
  };
  await examineConfiguredBucket(settings, (finding) => findings.push(finding));
  return findings;
}

const wrongIn = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict === 'wrong');

describe.skipIf(!hasCeph() && !required)('the examination of a bucket on Ceph RGW', () => {
  let rig: CephRig;
  let client: S3Client;
  let settings: Partial<StorageSettings>;
  beforeAll(async () => {
    rig = await startCeph();
    const { endpoint, accessKeyId, secretAccessKey } = rig;
    client = cephClient(rig);
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    settings = {
      LECTERN_S3_ENDPOINT: endpoint,
      LECTERN_S3_ACCESS_KEY: accessKeyId,
      LECTERN_S3_SECRET_KEY: secretAccessKey,
    };
  });
  afterAll(async () => {
    client.destroy();
    await rig.stop();
  });

  it('F11 finds nothing wrong with a good one, says what it enforces, and leaves nothing there', async () => {
    const findings = await examined(settings);
    expect(wrongIn(findings)).toEqual([]);
    const factsOf = (check: string) => findings.find((finding) => finding.check === check)?.facts;
    expect(factsOf('conditional-put')).toEqual({ winners: 1 });
    expect(factsOf('conditional-complete')).toEqual({ onlyNewComplete: false, leavesPartsOut: false });
    expect(factsOf('clock')).toEqual({ skewMs: 0 });
    expect(factsOf('checksums')).toEqual({ mode: 'WHEN_REQUIRED' });
    expect(factsOf('unfinished')).toEqual({ count: 0 });
    expect((await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents).toBeUndefined();
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads).toBeUndefined();
  });

  it.each([
    [{ LECTERN_S3_BUCKET: 'nowhere' }, 'does not exist'],
    [{ LECTERN_S3_SECRET_KEY: 'wrong' }, 'secret key is wrong'],
  ])('F11 names what is wrong with %j', async (changes, words) => {
    const findings = await examined({ ...settings, ...changes });
    expect(wrongIn(findings)).toMatchObject([
      { check: 'read-back', meaning: expect.stringContaining(words) },
    ]);
    expect(findings.at(-1)?.check).toBe('everything-else');
  });
});

describe('the examination of a server', () => {
  let server: Server;
  let date: Date;
  let document: { status: number; body: string } = { status: 403, body: '' };
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(document.status, { date: date.toUTCString(), 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? undefined : document.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it.each([
    [0, 'ok'],
    [60_000, 'warning'],
    [-60_000, 'warning'],
    [3_600_000, 'wrong'],
  ])('F11 tells clocks that differ by %i ms: %s', async (ms, verdict) => {
    date = new Date(Date.now() + ms);
    const { port } = server.address() as AddressInfo;
    const findings = await examined({ LECTERN_S3_ENDPOINT: `http://127.0.0.1:${port}` });
    const clock = findings.find(({ check }) => check === 'clock');
    expect(clock?.verdict).toBe(verdict);
    expect(Math.abs(Number(clock?.facts?.['skewMs']) - ms)).toBeLessThan(2_000);
    expect(wrongIn(findings).map(({ check }) => check)).toContain('read-back');
  });

  it.each([
    [400, 'InvalidBucketName', '', /no bucket of that name.*LECTERN_S3_BUCKET/],
    [403, 'AccessDenied', '', /may not do all.*s3:PutObject/],
    [403, 'SignatureDoesNotMatch', '', /secret key is wrong.*LECTERN_S3_SECRET_KEY/],
    [403, 'RequestTimeTooSkewed', '', /clocks.*one time server/],
    [301, 'PermanentRedirect', '', /another region.*LECTERN_S3_REGION/],
    [
      400,
      'AuthorizationHeaderMalformed',
      '<Region>eu-central-1</Region>',
      /another region.*LECTERN_S3_REGION: the server says eu-central-1/,
    ],
    [501, 'NotImplemented', '', /lacks the call PutObject/],
  ])('F11 tells what %i %s means, and how to mend it', async (status, code, more, words) => {
    date = new Date();
    document = { status, body: `<Error><Code>${code}</Code><Message>No.</Message>${more}</Error>` };
    const { port } = server.address() as AddressInfo;
    const [wrong] = wrongIn(await examined({ LECTERN_S3_ENDPOINT: `http://127.0.0.1:${port}` }));
    expect(`${wrong?.meaning}: ${wrong?.mend}`).toMatch(words);
    document = { status: 403, body: '' };
  });

  it('F16 of one that nobody can reach ends at once', async () => {
    expect(await examined({})).toMatchObject([{ check: 'endpoint', verdict: 'wrong' }]);
  });
});
