/**
 * Keeps what the Lectern of this checkout writes, before it is released: test/upgrade/<version> (see the README
 * there). Takes some two minutes, root, and PostgreSQL of Debian for its pg_dump.
 */
import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createKeyRingFile } from '#libs/signing';
import { itemsOf, textOf } from './api.js';
import { makeClips } from './clips.js';
import { House } from './house.js';
import { FILES, type KeptRelease, lasting, RELEASES } from './kept-release.js';
import { makeCourses, settle, whatIsSeen } from './people.js';
import { served, sha256Of } from './playing.js';
import { leaveInWork, record, sign, untilSo, watch } from './recorded-lives.js';
import { liveShortly } from './short-lives.js';
import { leaveUnfinished } from './unfinished-lives.js';

/** Fifty years: what a later release is to find alive must not have died of age. */
const LONG = 50 * 365 * 86_400;
const LONG_LIVED = {
  LECTERN_UPLOAD_SECONDS: String(LONG),
  LECTERN_TRASH_SECONDS: String(LONG),
  LECTERN_PLAYBACK_MIN_SECONDS: String(LONG),
  LECTERN_PLAYBACK_MAX_SECONDS: String(LONG),
  LECTERN_ORPHAN_SECONDS: String(LONG + 1),
};

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const house = await House.open();
try {
  const expected = await live(house);
  const folder = path.join(RELEASES, version);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, FILES.database), await house.dump());
  await writeFile(path.join(folder, FILES.expected), `${JSON.stringify(expected, null, 1)}\n`);
  await cp(house.media, path.join(folder, FILES.media), { recursive: true });
  await cp(house.keyRing, path.join(folder, FILES.keyRing));
  console.log(`kept: ${folder}`);
} finally {
  await house.close();
}

async function live(of: House): Promise<KeptRelease> {
  await createKeyRingFile(of.keyRing);
  of.delivery = await of.start('delivery');
  of.uploader = await of.start('uploader', LONG_LIVED);
  const refusedKeys = await settle(of);
  const courses = await makeCourses(of);
  await of.uploader.stop();
  const { over, purging } = await liveShortly(of);

  of.uploader = await of.start('uploader', LONG_LIVED);
  const clips = await makeClips();
  const recorded = await record(of, clips, courses);
  const signed = await sign(of, recorded);
  await untilSo(of, signed);
  const inWork = await leaveInWork(of, clips);
  const repeated = await repeat(of);
  const unfinished = await leaveUnfinished(of);

  // The uploader has been started once more and is asked at once: its first sweep comes after a minute.
  const playable = inWork.filter(({ state }) => state === 'playable').map(({ asset }) => asset);
  const playing = await watch(of, [...recorded.ready, ...playable]);
  const originals = await downloads(of);
  const { whole, deferred, partial, parts, finishing } = unfinished;
  const uploads = [...whole, deferred, ...partial, parts, finishing, ...over];
  const answers: KeptRelease['answers'][number][] = [];
  for (const { by, path: asked } of await whatIsSeen(of, uploads))
    answers.push({ by, path: asked, body: lasting(await of.as(by).must(200, 'GET', asked)) });
  await of.uploader.stop();
  await of.delivery.stop();
  return {
    release: version,
    keys: of.keys,
    refusedKeys,
    answers,
    repeated,
    signed,
    playing,
    originals,
    unfinished,
    over,
    inWork,
    failed: recorded.failed,
    trashed: recorded.trashed,
    purging,
    audit: await auditEnd(of),
  };
}

async function repeat(of: House): Promise<KeptRelease['repeated']> {
  const request = { by: 'anna', path: '/v1/courses', key: randomUUID(), body: { title: 'Made once' } };
  const reply = await of
    .as(request.by)
    .send('POST', request.path, request.body, { 'idempotency-key': request.key });
  return { ...request, status: reply.status, answer: reply.body };
}

/** Every original as it is downloaded, which is as it is told of. */
async function downloads(of: House): Promise<KeptRelease['originals']> {
  const admin = of.as('admin');
  const originals: { asset: string; sha256: string }[] = [];
  for (const asset of itemsOf(await admin.must(200, 'GET', '/v1/assets?limit=100'))) {
    const id = textOf(asset, 'id');
    const link = textOf(await admin.must(201, 'POST', `/v1/assets/${id}/download-links`, {}), 'url');
    const sha256 = sha256Of(await served(of.here(link)));
    if (sha256 !== textOf(asset, 'sha256')) throw new Error(`${id} is not served as it was sent`);
    originals.push({ asset: id, sha256 });
  }
  return originals;
}

async function auditEnd(of: House): Promise<KeptRelease['audit']> {
  const { rows } = await of.database.query<{ seq: string; hash: Buffer }>(
    'select seq, hash from audit_trail order by seq desc limit 1',
  );
  const last = rows[0];
  if (last === undefined) throw new Error('There is no audit trail.');
  return { seq: Number(last.seq), hash: last.hash.toString('hex') };
}
