import { DomainError, randomToken } from '#libs/kernel';
import { type Finding, figure, ok, type Report, skipped, warning, wrong } from '../finding.js';
import { StorageUnfit } from '../storage.errors.js';
import { attempt, type BucketSite, namesAt, NEEDED, siteOf } from '../s3/s3-self-test.js';
import type { S3Server } from '../s3/s3-storage.js';
import { connectBucket, type StorageSettings } from '../storage-settings.js';

const MIB = 1024 * 1024;
const PART_BYTES = 5 * MIB;
const RIVALS = 8;
const PUBLISHES = 10;
const STREAMS = 4;
const ANSWER_MS = 5_000;
const CLOCK_WARNING_MS = 2_000;
/** AWS refuses signatures that are further off than this. */
const CLOCK_WRONG_MS = 15 * 60_000;

interface BucketStep {
  readonly name: string;
  readonly run: (subject: S3Server, site: BucketSite) => Promise<Finding>;
}

const STEPS: readonly BucketStep[] = [
  ...NEEDED.map(({ name, run }) => ({ name, run: (_: S3Server, site: BucketSite) => run(site) })),
  { name: 'conditional-put', run: checkConditionalPut },
  { name: 'conditional-complete', run: checkConditionalComplete },
  { name: 'complete', run: checkComplete },
  { name: 'unfinished', run: countUnfinished },
  { name: 'copy-range', run: checkCopyRange },
  { name: 'checksums', run: checkChecksums },
  { name: 'put-latency', run: measureLatency },
  { name: 'throughput', run: measureThroughput },
];

/**
 * Tries all that Lectern needs of the bucket that the settings name, and reports each thing as it is found. What it
 * stores lies below `.tmp/` and is removed, also when it is aborted.
 */
export async function examineConfiguredBucket(
  settings: StorageSettings,
  report: Report,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const storage = await connectBucket(settings);
  try {
    await examineServer(storage.server, report, options.signal);
  } finally {
    await storage.close();
  }
}

async function examineServer(
  subject: S3Server,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reached = await checkEndpoint(subject);
  report(reached);
  if (reached.verdict === 'wrong' && reached.check === 'endpoint') return;
  const site = siteOf(subject.bucket);
  try {
    for (const [index, { name, run }] of STEPS.entries()) {
      signal?.throwIfAborted();
      const finding = await asFinding(name, () => run(subject, site));
      report(finding);
      if (index === 0 && finding.verdict === 'wrong') {
        report(skipped('everything-else', 'Nothing more can be tried in a bucket that keeps nothing'));
        return;
      }
    }
  } finally {
    await tidy(site);
  }
}

/** What the examination stores besides, behind the name of its site. */
const OWN = [
  'rivals',
  'whole',
  'range',
  'checked',
  ...Array.from({ length: PUBLISHES }, (_, index) => `small-${index}`),
  ...Array.from({ length: STREAMS }, (_, index) => `stream-${index}`),
];

async function tidy(site: BucketSite): Promise<void> {
  const { bucket, name } = site;
  const names = [...namesAt(site), ...OWN.map((each) => `${name}-${each}`)];
  try {
    for await (const listed of bucket.list(name)) names.push(listed.name);
  } catch {
    // Where nothing can be listed, what is known by name is removed.
  }
  for (const each of names) await bucket.delete(each).catch(() => undefined);
}

/** Whether anybody answers, and its clock by the Date header (whole seconds). */
async function checkEndpoint({ endpoint }: S3Server): Promise<Finding> {
  let answer: Response;
  const before = Date.now();
  try {
    answer = await fetch(endpoint, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    const reason = cause instanceof Error ? cause.message : 'no answer';
    return wrong(
      'endpoint',
      `${endpoint} does not answer (${reason})`,
      'mend LECTERN_S3_ENDPOINT, or the way there',
    );
  }
  const after = Date.now();
  const stated = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(stated)) return ok('clock', `${endpoint} answers, but does not tell its time`);
  // The header leaves the fraction of its second out.
  const skewMs = stated > after ? stated - after : Math.min(0, stated + 999 - before);
  const facts = { skewMs };
  if (skewMs === 0) return ok('clock', `${endpoint} answers; its clock agrees with this machine's`, facts);
  const words = `The clock of ${endpoint} is ${Math.abs(skewMs) / 1000} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine`;
  const mend = 'let both follow one time server (chrony, systemd-timesyncd)';
  if (Math.abs(skewMs) > CLOCK_WRONG_MS) return wrong('clock', words, mend, facts);
  return Math.abs(skewMs) > CLOCK_WARNING_MS
    ? warning('clock', words, mend, facts)
    : ok('clock', words, facts);
}

async function checkConditionalPut({ bucket, publisher }: S3Server, { name }: BucketSite): Promise<Finding> {
  const { onlyNewPut } = await attempt(() => publisher.capabilities());
  if (!onlyNewPut) {
    return warning(
      'conditional-put',
      'If-None-Match is not honoured for PutObject: the server would overwrite; Lectern looks before it writes, and its keys are unique',
      'nothing need be done; a server that honours it is safer',
      { honoured: false },
    );
  }
  const rival = `${name}-rivals`;
  const outcomes = await Promise.allSettled(
    Array.from({ length: RIVALS }, (_, index) =>
      bucket.put(rival, Buffer.from(`rival ${index}`), { onlyNew: true }),
    ),
  );
  const winners = outcomes.filter(({ status }) => status === 'fulfilled').length;
  if (winners === 1) {
    return ok(
      'conditional-put',
      `If-None-Match is honoured: of ${RIVALS} who put one name at once, one wins`,
      { winners },
    );
  }
  return warning(
    'conditional-put',
    `If-None-Match is honoured for one after another, but of ${RIVALS} at once ${winners} were told that they won`,
    'nothing need be done: Lectern looks at the object before it believes, and its keys are unique',
    { winners },
  );
}

async function checkConditionalComplete({ publisher }: S3Server): Promise<Finding> {
  const { onlyNewComplete, leavesPartsOut } = await attempt(() => publisher.capabilities());
  const gaps = leavesPartsOut ? 'may leave parts out' : 'must name every part';
  return ok(
    'conditional-complete',
    onlyNewComplete
      ? `If-None-Match is honoured for CompleteMultipartUpload, which ${gaps}`
      : `If-None-Match is not honoured for CompleteMultipartUpload, which ${gaps}: Lectern looks first, and proves its work by its token`,
    { onlyNewComplete, leavesPartsOut },
  );
}

async function checkComplete({ bucket }: S3Server, { name }: BucketSite): Promise<Finding> {
  const whole = `${name}-whole`;
  const [first, second] = [Buffer.alloc(PART_BYTES, 'a'), Buffer.from('the end')];
  const token = randomToken(20);
  const multipart = await attempt(() => bucket.createMultipart(whole, token));
  try {
    const parts = [
      await attempt(() => bucket.uploadPart(multipart, 1, first)),
      await attempt(() => bucket.uploadPart(multipart, 2, second)),
    ];
    const listed = await attempt(() => bucket.parts(multipart));
    if (JSON.stringify(listed) !== JSON.stringify(parts)) {
      throw new StorageUnfit(
        'The server lists other parts than it took',
        'use a server whose ListParts is right',
      );
    }
    await attempt(() => bucket.complete(multipart, parts, false));
  } catch (error) {
    await bucket.abort(multipart).catch(() => undefined);
    throw error;
  }
  const head = await attempt(() => bucket.head(whole));
  const tail: Buffer[] = [];
  const range = { start: PART_BYTES - 4, end: PART_BYTES + 6 };
  await attempt(async () => {
    for await (const chunk of bucket.read(whole, range)) tail.push(Buffer.from(chunk));
  });
  const right = head?.bytes === PART_BYTES + second.length && head.token === token;
  if (!right || Buffer.concat(tail).toString() !== 'aaaathe end') {
    throw new StorageUnfit('An object made of parts is not what the parts were', 'check the server');
  }
  return ok('complete', 'Parts become one object with its metadata, and a range of it reads right');
}

/** How many uploads lie there unfinished, whoever began them. */
async function countUnfinished({ bucket }: S3Server): Promise<Finding> {
  let count = 0;
  try {
    for await (const _ of bucket.multiparts('')) count += 1;
  } catch {
    return skipped('unfinished', 'How many uploads are unfinished can not be known');
  }
  return figure('unfinished', `${count} uploads are unfinished at the moment`, { count });
}

/** Of a large object a range becomes a part. AWS does so from 5 MiB on, which is what `complete` has made. */
async function checkCopyRange({ bucket }: S3Server, { name }: BucketSite): Promise<Finding> {
  const [from, to] = [`${name}-whole`, `${name}-range`];
  const multipart = await attempt(() => bucket.createMultipart(to, 'self-test'));
  try {
    const part = await attempt(() =>
      bucket.copyPart(multipart, 1, from, { start: PART_BYTES - 4, end: PART_BYTES + 6 }),
    );
    await attempt(() => bucket.complete(multipart, [part], false));
  } catch (error) {
    await bucket.abort(multipart).catch(() => undefined);
    throw error;
  }
  if ((await attempt(() => bucket.bytes(to, 11))).toString() !== 'aaaathe end')
    throw new StorageUnfit('A part copied from a range is not what was copied', 'check the server');
  return ok('copy-range', 'A range of an object is copied inside the server, as a part of another');
}

async function checkChecksums({ bucket, aws }: S3Server, { name }: BucketSite): Promise<Finding> {
  const mode = aws ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED';
  const bytes = Buffer.from(randomToken(2_000));
  await attempt(() => bucket.put(`${name}-checked`, bytes));
  const head = await attempt(() => bucket.head(`${name}-checked`));
  if (head?.bytes !== bytes.length) {
    throw new StorageUnfit(
      `${bytes.length} bytes were stored as ${head?.bytes ?? 'none'}: the server took a checksum for data`,
      'update the server, or use another',
    );
  }
  return ok(
    'checksums',
    `The SDK adds checksums ${mode}; Lectern keeps a SHA-256 of every upload in its database`,
    { mode },
  );
}

async function measureLatency({ bucket }: S3Server, { name }: BucketSite): Promise<Finding> {
  const taken: number[] = [];
  for (let index = 0; index < PUBLISHES; index += 1) {
    const start = performance.now();
    await attempt(() => bucket.put(`${name}-small-${index}`, Buffer.alloc(4096)));
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  const [medianMs = 0, slowestMs = 0] = [taken[PUBLISHES / 2] ?? 0, taken.at(-1) ?? 0].map(
    (ms) => Math.round(ms * 10) / 10,
  );
  return figure(
    'put-latency',
    `To store 4 KiB takes ${medianMs} ms, ${slowestMs} ms at most of ${PUBLISHES}`,
    {
      medianMs,
      slowestMs,
    },
  );
}

async function measureThroughput({ bucket }: S3Server, { name }: BucketSite): Promise<Finding> {
  const body = Buffer.alloc(8 * MIB, 'x');
  const start = performance.now();
  const names = Array.from({ length: STREAMS }, (_, index) => `${name}-stream-${index}`);
  await attempt(() => Promise.all(names.map((each) => bucket.put(each, body))));
  const written = performance.now();
  await attempt(() => Promise.all(names.map((each) => bucket.bytes(each, body.length))));
  const mib = (names.length * body.length) / MIB;
  const rate = (ms: number) => Math.round(mib / (ms / 1000));
  const [writeRate, readRate] = [rate(written - start), rate(performance.now() - written)];
  return figure(
    'throughput',
    `${mib} MiB in four requests: stored at ${writeRate} MiB/s, read at ${readRate} MiB/s`,
    {
      mib,
      writeMibPerSecond: writeRate,
      readMibPerSecond: readRate,
    },
  );
}

async function asFinding(name: string, run: () => Promise<Finding>): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StorageUnfit) return wrong(name, error.meaning, error.mend);
    const sentence = error instanceof DomainError ? error.message.replace(/\.$/, '') : 'The storage failed';
    const cause = error instanceof DomainError && error.cause !== undefined ? error.cause : error;
    return wrong(name, `${sentence} (${reasonOf(cause)})`, 'check the server and the network between');
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
