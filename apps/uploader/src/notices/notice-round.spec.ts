import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Assets, Courses, Releases } from '#libs/catalog';
import { People } from '#libs/identity';
import { createLogger } from '#libs/http';
import { Mailer, mailServer } from '#libs/mail';
import { accountOfPerson, Units } from '#libs/quotas';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { type Mailbox, openMailbox } from '../../../../libs/mail/testing/mailbox.js';
import { NoticeMetrics } from '../notice-metrics.js';
import { NoticeRound } from './notice-round.js';

const test = withTestDatabase();
const never = new AbortController().signal;
const MINUTE_MS = 60_000;
/** The log's moments are the database's own. */
let later = 0;
const clock = { now: () => new Date(Date.now() + later) };
const [units, people, assets, courses] = [new Units(), new People(), new Assets(), new Courses()];

let box: Mailbox;
let isDown = false;
let registry: Registry;
let round: NoticeRound;
let other: NoticeRound;

beforeAll(async () => {
  box = await openMailbox({
    onRcptTo: ({ address }, _, done) => {
      if (isDown) done(Object.assign(new Error('Later.'), { responseCode: 451 }));
      else if (address.startsWith('gone')) done(Object.assign(new Error('Nobody.'), { responseCode: 550 }));
      else done();
    },
  });
  registry = new Registry();
  const metrics = new NoticeMetrics(registry);
  const made = () =>
    new NoticeRound({
      database: test.database,
      mailer: new Mailer(mailServer(`smtp://127.0.0.1:${box.port}`), 'lectern@hospital.example'),
      console: 'https://learn.hospital.example/media/',
      metrics,
      clock,
      logger: createLogger('t', { destination: { write: () => undefined } }),
    });
  [round, other] = [made(), made()];
  await test.database.transaction(async (tx) => {
    await units.create(tx, { id: 'region', kind: 'region', name: 'Region' });
    await units.create(tx, {
      id: 'hospital',
      kind: 'hospital',
      name: 'County\r\nHospital',
      parentId: 'region',
    });
    await units.create(tx, { id: 'ward', kind: 'department', name: 'Ward', parentId: 'hospital' });
    await units.update(tx, 'ward', { releases: 'reviewed' });
  });
  for (const [subject, role, unit, email] of [
    ['dr-li', 'doctor', 'ward', 'li@hospital.example'],
    ['dr-mute', 'doctor', 'ward', undefined],
    ['dr-gone', 'doctor', 'ward', 'gone@hospital.example'],
    ['chief', 'unit-admin', 'hospital', 'chief@hospital.example'],
    ['regional', 'unit-admin', 'region', 'regional@hospital.example'],
  ] as const) {
    await people.admit(test.database.kysely, { subject, name: subject, role, unit, email });
    if (role === 'doctor')
      await test.database.transaction((tx) => units.enrol(tx, { doctor: subject, name: subject, unit }));
  }
  await test.database.transaction((tx) => people.wish(tx, 'dr-li', { language: 'en' }));
  // From here on what happens is told.
  await round.sweep(never);
});
afterAll(() => box.close());

const make = (title: string, owner = 'dr-li', courseId: string | null = null) =>
  test.database.transaction(async (tx) => {
    const file = {
      kind: 'video',
      fileName: 'a.mp4',
      contentType: 'video/mp4',
      bytes: 1,
      sha256: 'a'.repeat(64),
    } as const;
    const asset = await assets.create(tx, {
      ...file,
      owner,
      unit: 'ward',
      account: accountOfPerson(owner),
      courseId,
      title,
    });
    return asset.id;
  });
const fail = (id: string, code: string) =>
  sql`update assets set state = 'failed', failure = ${JSON.stringify({ code, reason: 'In words.' })}::jsonb
    where id = ${id}`.execute(test.owner.kysely);
const news = async (by = round) => {
  const before = box.mails.length;
  await by.sweep(never);
  return box.mails.slice(before).map(({ to, source }) => ({ to: to[0], ...read(source) }));
};
const counted = async (outcome: string) =>
  (await registry.metrics()).match(
    new RegExp(`lectern_notice_mails_total{outcome="${outcome}"} (\\d+)`),
  )?.[1];

/** Of a mail in quoted-printable or base64, as nodemailer writes them. */
function read(source: string): { head: string; subject: string; text: string; id: string } {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const text = /transfer-encoding: base64/i.test(head)
    ? Buffer.from(body, 'base64').toString()
    : Buffer.from(
        body
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString();
  const unfolded = head.replaceAll(/\r\n\s+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? '';
  return { head, subject: field('Subject'), text, id: field('Message-ID') };
}

it('tells a doctor of what failed, why, and what to do, in their language, once', async () => {
  const title = 'Suture\r\nBcc: stranger@example.net\r\n\u2028\r\n\r\nHi';
  const id = await make(title);
  await fail(id, 'recording-cut-off');
  const [mail, ...more] = [...(await news()), ...(await news(other))];
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    to: 'li@hospital.example',
    subject: '[Lectern] A lesson could not be processed',
  });
  expect(mail?.head).not.toMatch(/^bcc/im);
  expect(mail?.text).toContain(
    '“Suture Bcc: stranger@example.net Hi” could not be processed. The recording is incomplete',
  );
  expect(mail?.text).toContain(`https://learn.hospital.example/media/lessons/${id}/edit`);
  await test.database.transaction((tx) => people.wish(tx, 'dr-li', { language: 'zh-CN' }));
  await fail(await make('缝合'), 'recording-cut-off');
  const [inChinese] = await news();
  expect(inChinese?.text).toContain('“缝合”处理失败。录像不完整');
  await test.database.transaction((tx) => people.wish(tx, 'dr-li', { language: 'en' }));
});

it('sends nothing to who wants none, has no address, or one that is gone, and counts that', async () => {
  await fail(await make('No address', 'dr-mute'), 'internal');
  await fail(await make('Gone', 'dr-gone'), 'internal');
  await test.database.transaction((tx) => people.wish(tx, 'dr-li', { mutedNotices: ['processingFailed'] }));
  await fail(await make('Muted'), 'internal');
  expect(await news()).toEqual([]);
  expect([await counted('no_address'), await counted('rejected')]).toEqual(['1', '1']);
  await test.database.transaction((tx) => people.wish(tx, 'dr-li', { mutedNotices: [] }));
});

it('tells the admins of the unit what waits, once an hour at most, and the doctor what became of it', async () => {
  const course = await test.database.transaction((tx) =>
    courses.create(tx, { title: 'C', unit: 'ward', owner: 'dr-li', visibility: 'all' }),
  );
  const first = await make('First', 'dr-li', course.id);
  expect((await news()).map(({ to }) => to)).toEqual(['chief@hospital.example']);
  const second = await make('Second', 'dr-li', course.id);
  const third = await make('Third', 'dr-li', course.id);
  expect(await news()).toEqual([]);
  const releases = new Releases();
  await test.database.transaction((tx) => releases.release(tx, first, { by: 'chief' }));
  await test.database.transaction((tx) =>
    releases.refuse(tx, second, { by: 'chief', reason: 'A face at 2:10' }),
  );
  const [told] = await news();
  expect(told).toMatchObject({ to: 'li@hospital.example', subject: '[Lectern] 2 messages' });
  expect(told?.text).toContain('“First” was released');
  expect(told?.text).toContain('The reason: A face at 2:10');
  later += 61 * MINUTE_MS;
  const [digest] = await news();
  expect(digest?.text).toContain('“Third”');
  // Of what is decided nobody is reminded.
  expect(digest?.text).not.toContain('“Second”');
  expect(third).toBeTypeOf('string');
});

it('tells once that a quota is nearly full, of a person and of a unit, and that there is room again', async () => {
  const fill = (bytes: number) =>
    sql`update accounts set limit_bytes = 100, used_bytes = ${bytes} where id in ('@dr-li', 'ward')`.execute(
      test.owner.kysely,
    );
  await fill(91);
  const mails = await news();
  expect(new Set(mails.map(({ to }) => to))).toEqual(
    new Set(['chief@hospital.example', 'li@hospital.example']),
  );
  expect(mails).toHaveLength(2);
  expect(mails.find(({ to }) => to?.startsWith('li') === true)?.text).toContain('Your quota is 91 % full.');
  await fill(89);
  await fill(92);
  expect(await news()).toEqual([]);
  await fill(10);
  expect((await news()).find(({ to }) => to?.startsWith('li') === true)?.subject).toBe(
    '[Lectern] A quota has room again',
  );
});

it('tries again with the same mail, whichever replica does, until the server takes it', async () => {
  isDown = true;
  await fail(await make('Later'), 'internal');
  expect(await news()).toEqual([]);
  isDown = false;
  // Not before a minute has passed.
  expect(await news(other)).toEqual([]);
  later += 2 * MINUTE_MS;
  const mails = (await Promise.all([news(round), news(other)])).flat();
  expect(new Set(mails.map(({ id }) => id)).size).toBe(1);
  expect(mails[0]?.text).toContain('“Later”');
  expect(await counted('failed')).toBe('1');
});

it('sends one person twenty mails a day, and the rest in one on the next', async () => {
  later += 24 * 60 * MINUTE_MS;
  await sql`update people set mails = 19, mailed_on = ${clock.now().toISOString().slice(0, 10)}::date
    where id = 'dr-li'`.execute(test.owner.kysely);
  const put = async (title: string) => {
    const id = await make(title);
    await fail(id, 'internal');
    // What the log says happened a day ago is no news.
    await sql`update events set at = ${clock.now()} where subject = ${id}`.execute(test.owner.kysely);
  };
  await put('The twentieth');
  expect(await news()).toHaveLength(1);
  await put('One');
  await put('Two');
  expect(await news()).toEqual([]);
  later += 24 * 60 * MINUTE_MS;
  const [digest, ...more] = await news();
  expect(more).toEqual([]);
  expect(digest).toMatchObject({ subject: '[Lectern] 2 messages' });
});
