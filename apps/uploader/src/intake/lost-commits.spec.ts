import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '#libs/database';
import { NfsStorage } from '#libs/storage';
import { DatabaseLink } from '../../../../libs/database/testing/database-link.js';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { doctor as caller, domains, intakeRoom } from './testing/intake-room.js';
import type { IntakeRoom } from './room.js';

const BYTES = 200_000;
const FILE = { door: 'tus', fileName: 'a.pdf', bytes: BYTES } as const;
const test = withTestDatabase();
const { quotas, units } = domains;
let root: string;
let link: DatabaseLink;
let database: Database;
let room: IntakeRoom;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-commits-'));
  await test.database.transaction((tx) => units.create(tx, { id: 'u', kind: 'region', name: 'U' }));
  link = await DatabaseLink.start(test.url);
  database = openDatabase({ url: link.url, maxConnections: 3, patienceMs: 60_000 });
  room = intakeRoom({ database, storage: new NfsStorage({ root }), holder: 'here' });
  await room.leases.start();
});
afterAll(async () => {
  await room.leases.close();
  await database.close();
  await link.down();
  await rm(root, { recursive: true, force: true });
});

const pdf = () => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(BYTES - 9)]);

async function whole(content: Buffer): Promise<string | undefined> {
  const { intake } = room;
  const { id } = await intake.begin(caller, { ...FILE, kind: 'whole' });
  const half = content.subarray(0, BYTES / 2);
  await intake.write(caller, id, 0, Readable.from([half]));
  const { offset } = await intake.stand(caller, id);
  expect(offset).toBe(BYTES / 2);
  const { asset } = await intake.write(caller, id, offset, Readable.from([content.subarray(offset)]));
  return asset?.sha256;
}

async function inParts(content: Buffer): Promise<string | undefined> {
  const { intake, numberedParts, assembly } = room;
  const { id } = await intake.begin(caller, { ...FILE, kind: 'parts', partBytes: BYTES / 2 });
  for (const number of [1, 2]) {
    const body = content.subarray((number - 1) * (BYTES / 2), number * (BYTES / 2));
    await numberedParts.put(caller, id, number, { body: Readable.from([body]), contentLength: body.length });
  }
  return (await assembly.complete(caller, id))?.sha256;
}

it.each([
  ['whole, in two goes', whole],
  ['in numbered parts', inParts],
])('an upload %s becomes one asset, whichever of its commits is lost', async (_, send) => {
  const { kysely } = test.database;
  const count = async (table: 'assets' | 'uploads') =>
    (
      await kysely
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirst()
    )?.n;
  let lost = 0;
  for (const loss of ['before', 'after'] as const) {
    for (let passing = 0; ; passing += 1) {
      const [assets, uploads] = [await count('assets'), await count('uploads')];
      const content = pdf();
      link.loseCommit(loss, passing);
      const sha256 = await send(content).catch((error: unknown) => error);
      const isOver = link.keepCommit();
      expect(sha256, `commit ${passing}, lost ${loss} it was done`).toBe(
        createHash('sha256').update(content).digest('hex'),
      );
      expect([await count('assets'), await count('uploads')]).toEqual([
        Number(assets) + 1,
        Number(uploads) + 1,
      ]);
      if (isOver) break;
      lost += 1;
    }
  }
  expect(lost).toBeGreaterThan(10);
  expect((await quotas.status(kysely, 'u')).reserved).toBe(0);
});
