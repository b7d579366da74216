import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Api, answered, textOf } from './api.js';
import type { ClipName } from './clips.js';
import type { House } from './house.js';
import type { KeptRelease } from './kept-release.js';
import type { CoursesMade } from './people.js';
import { belowAsset, outcomeOf, played, served, sha256Of } from './playing.js';
import { begin, patch, sendForm } from './sending.js';

type Clips = Readonly<Record<ClipName, Buffer>>;

export interface Recorded {
  /** Assets that can be played. */
  readonly ready: readonly string[];
  readonly failed: KeptRelease['failed'];
  readonly trashed: KeptRelease['trashed'];
  readonly lecture: string;
}

/** Recordings, pictures and papers through every door, and a worker that comes to their end. */
export async function record(house: House, clips: Clips, courses: CoursesMade): Promise<Recorded> {
  const [anna, ben, chen] = [house.as('anna'), house.as('ben'), house.as('chen')];
  const lecture = await byTus(anna, 'lecture.mp4', clips['lecture.mp4'], courses.suturing);
  const sent = [
    lecture,
    await form(anna, '手机.mov', clips['phone.mov'], { title: 'From a phone', courseId: courses.suturing }),
    await form(ben, 'film.mkv', clips['film.mkv']),
    await form(chen, 'talk.m4a', clips['talk.m4a'], { courseId: courses.wounds }),
    await form(chen, 'talk.mp3', clips['talk.mp3']),
    await form(chen, 'slide.png', clips['slide.png'], { courseId: courses.wounds }),
  ];
  await form(ben, 'captions.srt', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHello\n'));
  const cut = await form(ben, 'cut.mp4', clips['lecture.mp4'].subarray(0, 20_000));
  const discarded = await form(ben, 'discarded.mp4', clips['rounds.mp4']);
  house.worker = await house.start('worker');
  for (const asset of [...sent, discarded]) await house.untilState(asset, 'ready');
  await house.untilState(cut, 'failed');
  // The same bytes again are an asset at once, which is processed like any other.
  const again = await instantly(ben, 'lecture-again.mp4', clips['lecture.mp4']);
  await house.untilState(again, 'ready');
  await house.worker.stop();
  await anna.must(200, 'PATCH', `/v1/courses/${courses.suturing}`, {
    assetOrder: [sent[1] ?? '', lecture],
  });
  const failure = (await ben.must(200, 'GET', `/v1/assets/${cut}`)) as { failure: { code: string } };
  const session = await ben.must(201, 'POST', `/v1/assets/${discarded}/playback-sessions`, {});
  const pieces = await played(house.here(textOf(session, 'hls')));
  return {
    lecture,
    ready: [...sent, again],
    failed: { asset: cut, by: 'ben', code: failure.failure.code },
    trashed: { asset: discarded, by: 'ben', pieces },
  };
}

/** Recordings that no worker comes to the end of. */
export async function leaveInWork(house: House, clips: Clips): Promise<KeptRelease['inWork']> {
  const [anna, chen] = [house.as('anna'), house.as('chen')];
  // A storage that counts as full from its first percent on keeps every ladder waiting.
  house.worker = await house.start('worker', { LECTERN_DISK_ENCODE_PERCENT: '1' });
  const playable = await form(chen, 'wide.mp4', clips['wide.mp4']);
  const toEncode = await form(anna, 'waits-for-encoding.mov', withTail(clips['phone.mov'], 'a'));
  await house.untilState(playable, 'playable');
  for (const asset of [playable, toEncode])
    await house.until(
      'encoding was put off',
      `select 1 from pgboss.job where name = 'encode-asset' and state = 'created'
         and data->>'asset' = $1 and start_after > now() + interval '10 seconds'`,
      [asset],
    );
  const crashed = await form(anna, 'crashed.mov', withTail(clips['phone.mov'], 'b'));
  await house.until(
    'a worker is at it',
    'select 1 from assets where id = $1 and worker is not null',
    [crashed],
    5,
  );
  await house.worker.stop('SIGKILL');
  house.worker = undefined;
  const waiting = await form(chen, 'waits.mp4', clips['rounds.mp4']);
  return [
    { asset: playable, how: 'its ladder was put off', state: 'playable' },
    { asset: toEncode, how: 'its first rung was put off', state: 'processing' },
    { asset: crashed, how: 'its worker was killed', state: 'processing' },
    { asset: waiting, how: 'no worker had looked at it', state: 'processing' },
  ];
}

/**
 * Signed URLs of two keys, for years, and of a session that was revoked, of an asset that is in the trash then, and
 * of a network that is elsewhere.
 */
export async function sign(house: House, { lecture, trashed }: Recorded): Promise<KeptRelease['signed']> {
  const anna = house.as('anna');
  const open = async (api: Api, asset: string, wish: object = {}) => {
    const session = await api.must(201, 'POST', `/v1/assets/${asset}/playback-sessions`, wish);
    return { session: textOf(session, 'session'), url: textOf(session, 'hls') };
  };
  const first = await open(anna, lecture);
  const { keys } = JSON.parse(await readFile(house.keyRing, 'utf8')) as {
    keys: readonly { kid: string; secret: string }[];
  };
  const secret = randomBytes(32).toString('base64url');
  await house.replaceKeyRing(
    `${JSON.stringify({ keys: [...keys.map((key) => ({ ...key, state: 'verifying' })), { kid: 'second', secret, state: 'signing' }] }, null, 2)}\n`,
  );
  let second = await open(anna, lecture);
  for (const deadline = Date.now() + 20_000; !second.url.includes('/s/k=second~'); ) {
    if (Date.now() > deadline) throw new Error('The new key ring is not in force.');
    second = await open(anna, lecture);
  }
  const link = textOf(await anna.must(201, 'POST', `/v1/assets/${lecture}/download-links`, {}), 'url');
  const elsewhere = await open(anna, lecture, { network: '192.0.2.0/24' });
  const revoked = await open(anna, lecture);
  await anna.must(204, 'DELETE', `/v1/assets/${lecture}/playback-sessions/${revoked.session}`);
  const discarded = await open(house.as('ben'), trashed.asset);
  await house.as('ben').must(202, 'DELETE', `/v1/assets/${trashed.asset}`);
  const target = (url: string) => `${new URL(url).pathname}${new URL(url).search}`;
  return [
    { what: 'a session, by a key that only verifies', target: target(first.url), status: 200 },
    { what: 'a session', target: target(second.url), status: 200 },
    { what: 'a download', target: target(link), status: 200 },
    {
      what: 'a session for another network',
      target: target(elsewhere.url),
      status: 403,
      code: 'network-not-allowed',
    },
    { what: 'a revoked session', target: target(revoked.url), status: 403, code: 'revoked' },
    { what: 'what is in the trash', target: target(discarded.url), status: 403, code: 'revoked' },
  ];
}

/** Waits until delivery answers as is told, since a revocation takes up to 10 seconds. */
export async function untilSo(house: House, signed: KeptRelease['signed']): Promise<void> {
  for (const { what, target, status, code } of signed) {
    for (const deadline = Date.now() + 20_000; ; ) {
      const seen = await outcomeOf(`${house.delivery.url}${target}`);
      if (seen.status === status && seen.code === code) break;
      if (Date.now() > deadline) throw new Error(`${what} was answered ${JSON.stringify(seen)}`);
    }
  }
}

/** What viewers get of what plays. */
export async function watch(house: House, assets: readonly string[]): Promise<KeptRelease['playing']> {
  const admin = house.as('admin');
  const playing: KeptRelease['playing'][number][] = [];
  for (const asset of assets) {
    const opened = (await admin.must(201, 'POST', `/v1/assets/${asset}/playback-sessions`, {})) as {
      hls: string | null;
      posters: readonly { url: string }[];
      images: readonly { url: string }[];
    };
    const pictures: { path: string; sha256: string }[] = [];
    for (const { url } of [...opened.posters, ...opened.images])
      pictures.push({ path: belowAsset(url), sha256: sha256Of(await served(house.here(url))) });
    playing.push({
      asset,
      pieces: opened.hls === null ? [] : await played(house.here(opened.hls)),
      pictures,
    });
  }
  return playing;
}

async function form(
  api: Api,
  fileName: string,
  bytes: Uint8Array,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  return textOf(answered(await sendForm(api, fileName, bytes, fields), 202, fileName).body, 'id');
}

async function byTus(api: Api, fileName: string, bytes: Uint8Array, courseId: string): Promise<string> {
  const name = (text: string) => Buffer.from(text).toString('base64');
  const id = await begin(api, fileName, {
    'upload-length': String(bytes.byteLength),
    'upload-metadata': `filename ${name(fileName)},courseId ${name(courseId)},title ${name('A first lecture')}`,
  });
  const reply = answered(await patch(api, id, 0, bytes), 204, fileName);
  return reply.headers.get('upload-asset') ?? '';
}

async function instantly(api: Api, fileName: string, bytes: Uint8Array): Promise<string> {
  const whole = { fileName, bytes: bytes.byteLength, sha256: sha256Of(bytes) };
  return textOf(await api.must(200, 'POST', '/v1/uploads', whole), 'asset');
}

/** Other bytes with the same recording: an MP4 ends where its last box does, and `free` boxes may follow. */
function withTail(bytes: Buffer, mark: string): Buffer {
  const box = Buffer.from(`0000free${mark.repeat(8)}`);
  box.writeUInt32BE(box.length, 0);
  return Buffer.concat([bytes, box]);
}
