import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UPLOAD_LEASES } from '#libs/catalog';
import { notify } from '#libs/database';
import { systemClock } from '#libs/kernel';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { FencedOff } from './intake.errors.js';
import { LeaseWatch, type Writer } from './lease-watch.js';
import { type Tenure, Tenures } from './tenure.js';
import { domains } from './testing/intake-room.js';

const test = withTestDatabase();
const { uploads, uploadLeases, units } = domains;
const logger = pino({ level: 'silent' });
const TTL = { ttlMs: 60_000 };
const tenuresOf = new Map<LeaseWatch, Tenures>();
let one: LeaseWatch;
let two: LeaseWatch;
let id: string;

beforeAll(() =>
  test.database.transaction(async (tx) => {
    await units.create(tx, { id: 'u', kind: 'region', name: 'U' });
  }),
);
beforeEach(async () => {
  [one, two] = [watchOf('one'), watchOf('two')];
  await Promise.all([one.start(), two.start()]);
  const expiresAt = new Date(Date.now() + 3_600_000);
  const upload = {
    owner: 'd',
    unit: 'u',
    account: 'u',
    fileName: 'a.pdf',
    kind: 'whole',
    bytes: 10,
    door: 'tus',
    expiresAt,
  } as const;
  ({ id } = await test.database.transaction((tx) => uploads.create(tx, upload)));
  return async () => {
    await Promise.all([one.close(), two.close()]);
  };
});

function watchOf(holder: string): LeaseWatch {
  const { database } = test;
  const tenures = new Tenures(
    { uploads, uploadLeases, clock: systemClock },
    { holder, uploadWindowMs: 3_600_000 },
  );
  const watch = new LeaseWatch({ database, uploads, uploadLeases, tenures, logger });
  tenuresOf.set(watch, tenures);
  return watch;
}

function acquire(watch: LeaseWatch): Promise<Tenure> {
  const tenures = tenuresOf.get(watch) ?? expect.unreachable();
  return test.database.transaction((tx) => tenures.acquire(tx, id, { force: true }));
}

/** A request on `watch` that gives its lease back as soon as its body ends, as the intake does. */
async function writing(watch: LeaseWatch): Promise<{ body: PassThrough; writer: Writer }> {
  const body = new PassThrough();
  const writer = watch.enter(id, body);
  const tenure = await acquire(watch);
  writer.holds(tenure);
  body.once('close', () => {
    writer.rests();
    void test.database.transaction((tx) => tenure.release(tx)).then(() => writer.leave());
  });
  return { body, writer };
}

async function lease() {
  return (await uploads.get(test.database.kysely, id)).lease;
}

describe('LeaseWatch', () => {
  it('F20 asks a holder elsewhere to yield, and waits until it has', async () => {
    const { body } = await writing(one);
    expect(await two.clear(id)).toBe(true);
    expect(body.errored).toBeInstanceOf(FencedOff);
    expect(await lease()).toBeNull();
  });

  it('stops a writer of its own the same way', async () => {
    const { body } = await writing(one);
    expect(await one.clear(id)).toBe(true);
    expect(body.destroyed).toBe(true);
  });

  it('F20 replaces the fence of a holder that gives no answer', async () => {
    await one.close();
    const { fence } = await acquire(one);
    await two.seize(id);
    expect(await lease()).toBeNull();
    const point = { fence, holder: 'one', offset: 5, storage: {}, digest: new Uint8Array(), ...TTL };
    const expiresAt = new Date(Date.now() + 3_600_000);
    const kept = await test.database.transaction((tx) =>
      uploadLeases.checkpoint(tx, id, { ...point, expiresAt }),
    );
    expect(kept).toBe(false);
  });

  it('F20 stops a holder that was overtaken without being asked', async () => {
    const { body } = await writing(one);
    const closed = once(body, 'error');
    await acquire(two);
    expect((await closed)[0]).toBeInstanceOf(FencedOff);
  });

  it('is not misled by a notice that is older than the writer', async () => {
    const { body } = await writing(one);
    const notice = { upload: id, holder: 'two', previous: 'one', fence: 'of long ago' };
    await test.database.transaction((tx) => notify(tx, UPLOAD_LEASES, JSON.stringify(notice)));
    await delay(300);
    expect(body.destroyed).toBe(false);
    expect(await lease()).toMatchObject({ holder: 'one' });
  });

  it('looks again where a notice came before the fence was known', async () => {
    const body = new PassThrough();
    const writer = one.enter(id, body);
    const tenure = await acquire(one);
    await acquire(two);
    await delay(300);
    expect(body.destroyed).toBe(false);
    const closed = once(body, 'error');
    writer.holds(tenure);
    expect((await closed)[0]).toBeInstanceOf(FencedOff);
    writer.leave();
  });

  it('lets a request that has all its bytes come to its end', async () => {
    const body = new PassThrough();
    const writer = one.enter(id, body);
    writer.rests();
    const stopped = one.yieldHere(id);
    writer.leave();
    await stopped;
    expect(body.destroyed).toBe(false);
  });
});
