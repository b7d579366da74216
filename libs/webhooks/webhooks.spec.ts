import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicAnd } from '#libs/egress';
import { withTestDatabase } from '../database/testing/test-database.js';
import { MOST_WAITING } from './deliveries.js';
import { MOST_OF_A_UNIT } from './endpoints.js';
import {
  Deliveries,
  type Disabled,
  Endpoints,
  EventIntake,
  logDisabled,
  requireSendable,
  RETRIES,
  Sender,
  type Settled,
  type Taken,
  TooManyWebhooks,
  Turns,
  WebhookAddressNotAllowed,
  WebhookDisabled,
  type WebhookEvent,
  type WebhookEventType,
  WebhookNotEncrypted,
  WebhookNotFound,
  WebhookUrlInvalid,
} from './index.js';
import { pauseMs } from './retries.js';

const test = withTestDatabase();
const HOUR = 3_600_000;
let now: number;
const clock = { now: () => new Date(now) };
const endpoints = new Endpoints({ clock });
const deliveries = new Deliveries({ clock });
const turns = (more: { perEndpoint?: number } = {}) =>
  new Turns({
    database: test.database,
    clock,
    retries: RETRIES,
    perEndpoint: 4,
    leaseMs: 60_000,
    ...more,
  });

const opened: (() => unknown)[] = [];
beforeEach(async () => {
  now = Date.UTC(2026, 10, 29);
  await sql`truncate webhook_endpoints, webhook_deliveries, accounts cascade`.execute(test.owner.kysely);
  await sql`insert into accounts (id, kind, name, parent_id, path) values
    ('north', 'region', 'North', null, '{north}'), ('ward', 'department', 'Ward', 'north', '{north,ward}'),
    ('south', 'region', 'South', null, '{south}')`.execute(test.owner.kysely);
});
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function endpoint(
  more: { unit?: string | null; url?: string; eventTypes?: readonly WebhookEventType[] } = {},
) {
  const made = await test.database.transaction((tx) =>
    endpoints.create(tx, {
      unit: null,
      url: 'https://receiver.example/',
      description: '',
      eventTypes: ['asset.ready', 'asset.failed'],
      createdBy: 'admin',
      ...more,
    }),
  );
  return { ...made.endpoint, secret: made.secret };
}

let made = 0;
function event(asset: string, more: Partial<WebhookEvent> = {}): WebhookEvent {
  return {
    id: `evt_${(made += 1)}`,
    type: 'asset.ready',
    subject: asset,
    unit: 'ward',
    units: ['north', 'ward'],
    ordering: asset,
    at: clock.now(),
    data: { state: 'ready' },
    ...more,
  };
}

const enqueue = (...events: WebhookEvent[]) =>
  test.database.transaction((tx) => deliveries.enqueue(tx, events));
const replay = (of: string, id: string) => test.database.transaction((tx) => deliveries.replay(tx, of, id));
const list = async (of: string) =>
  (await deliveries.list(test.database.kysely, of, { limit: 100 })).items.toReversed();
const subjectsOf = (taken: readonly Taken[]) =>
  taken.map(({ body }) => (JSON.parse(body) as { subject: string }).subject);
const attempt = (isTaken: boolean) => ({
  at: clock.now().toISOString(),
  ms: 1,
  status: isTaken ? 200 : 500,
  fault: isTaken ? null : 'status',
  answer: isTaken ? '' : 'no',
  isTaken,
});
const nobody = () => Promise.resolve();

describe('endpoints', () => {
  it('show their secret once, and in no list', async () => {
    const { id, secret } = await endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9_-]{43}$/);
    const shown = [
      await endpoints.get(test.database.kysely, id),
      await endpoints.list(test.database.kysely, { limit: 10 }),
    ];
    expect(JSON.stringify(shown)).not.toContain(secret.slice(6));
  });

  it('are so many of a unit at most', async () => {
    for (let n = 0; n < MOST_OF_A_UNIT; n += 1) await endpoint({ unit: 'ward' });
    await expect(endpoint({ unit: 'ward' })).rejects.toThrow(TooManyWebhooks);
    await endpoint({ unit: 'north' });
  });

  it('are told of their unit and what lies below it, of the types that they chose, each event once', async () => {
    const all = await endpoint();
    const north = await endpoint({ unit: 'north' });
    const south = await endpoint({ unit: 'south' });
    const other = await endpoint({ eventTypes: ['asset.failed'] });
    const event1 = event('ast_1');
    await enqueue(event1, event1);
    await enqueue(event1);
    const told = await Promise.all([all, north, south, other].map(async ({ id }) => (await list(id)).length));
    expect(told).toEqual([1, 1, 0, 0]);
  });

  it('change what is named, and begin anew when they are enabled again', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'));
    const [taken] = await turns().take(1);
    await turns().settle(taken as Taken, attempt(false), nobody);
    const edit = (change: object) => test.database.transaction((tx) => endpoints.update(tx, id, change));
    expect((await edit({})).endpoint.version).toBe(1);
    const off = await edit({ enabled: false });
    expect(off).toMatchObject({
      isSwitched: true,
      endpoint: { disabledBecause: 'person', failingSince: clock.now(), version: 2 },
    });
    await enqueue(event('ast_2'));
    now += HOUR;
    expect(await turns().take(9)).toEqual([]);
    await expect(replay(id, (taken as Taken).id)).rejects.toThrow(WebhookDisabled);
    const on = await edit({ enabled: true, description: 'x' });
    expect(on.endpoint).toMatchObject({ disabledAt: null, failingSince: null, description: 'x', version: 3 });
    expect(subjectsOf(await turns().take(9))).toEqual(['ast_1']);
    await test.database.transaction((tx) => endpoints.remove(tx, id));
    await expect(endpoints.get(test.database.kysely, id)).rejects.toThrow(WebhookNotFound);
    expect(await list(id)).toEqual([]);
  });
});

describe('turns', () => {
  it('keep the order of an asset at each endpoint, and hold up no other asset', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'), event('ast_1', { type: 'asset.failed' }), event('ast_2'));
    // Lists have them in their order, too.
    expect((await list(id)).map(({ eventType }) => eventType)).toEqual([
      'asset.ready',
      'asset.failed',
      'asset.ready',
    ]);
    await enqueue(event('ast_1'));
    const first = await turns().take(9);
    expect(subjectsOf(first)).toEqual(['ast_1', 'ast_2']);
    expect(await turns().take(9)).toEqual([]);
    const [one] = first as [Taken, Taken];
    expect(await turns().settle(one, attempt(false), nobody)).toBe('again');
    expect(await turns().take(9)).toEqual([]);
    now += RETRIES.firstMs;
    const [again] = (await turns().take(9)) as [Taken];
    expect(again).toMatchObject({ id: one.id, attempts: 2, body: one.body });
    expect(await turns().settle(again, attempt(true), nobody)).toBe('delivered');
    const [second] = (await turns().take(9)) as [Taken];
    expect(second.eventType).toBe('asset.failed');
    await turns().settle(second, attempt(true), nobody);
    expect(subjectsOf(await turns().take(9))).toEqual(['ast_1']);
    expect((await list(id)).map(({ state, attempts }) => [state, attempts])).toEqual(
      expect.arrayContaining([['delivered', 2]]),
    );
  });

  it('are everybody’s at once when the endpoint takes something again after a while', async () => {
    await endpoint();
    await enqueue(event('ast_1'), event('ast_2'), event('ast_3'));
    for (let tries = 0; tries < 5; tries += 1) {
      for (const one of await turns().take(9)) await turns().settle(one, attempt(false), nobody);
      now += RETRIES.firstMs * RETRIES.factor ** tries;
    }
    const [first, ...rest] = (await turns().take(9)) as [Taken, ...Taken[]];
    for (const one of rest) await turns().settle(one, attempt(false), nobody);
    expect(await turns().take(9)).toEqual([]);
    await turns().settle(first, attempt(true), nobody);
    expect(await turns().take(9)).toHaveLength(2);
  });

  it('do not come sooner for one that refuses a delivery alone', async () => {
    await endpoint();
    await enqueue(event('ast_1'), event('ast_2'));
    const [bad, good] = (await turns().take(9)) as [Taken, Taken];
    await turns().settle(bad, attempt(false), nobody);
    await turns().settle(good, attempt(true), nobody);
    expect(await turns().take(9)).toEqual([]);
  });

  it('give each endpoint some, however much another has', async () => {
    const [much, little] = [await endpoint(), await endpoint({ eventTypes: ['asset.failed'] })];
    await enqueue(...Array.from({ length: 50 }, (_, n) => event(`ast_${n}`)));
    await enqueue(event('ast_x', { type: 'asset.failed' }));
    const [first, second] = [await turns().take(3), await turns().take(9)];
    const of = (taken: Taken[], { id }: { id: string }) =>
      taken.filter(({ endpointId }) => endpointId === id);
    expect([of(first, much).length, of(first, little).length]).toEqual([2, 1]);
    // And no more of one than four at a time, at all replicas together.
    expect([of(second, much).length, of(second, little).length]).toEqual([2, 0]);
    expect(await turns().take(9)).toEqual([]);
  });

  it('go to others when whoever had one is gone, and count only for who has it', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'));
    const [lost] = (await turns().take(1)) as [Taken];
    expect(await turns().nextDue()).toEqual(new Date(now + 60_000));
    now += 60_000;
    const [again] = (await turns().take(1)) as [Taken];
    expect(again.id).toBe(lost.id);
    expect(await turns().settle(lost, attempt(true), nobody)).toBe('lost');
    await turns().putBack(lost);
    expect(await turns().take(1)).toEqual([]);
    await turns().putBack(again);
    const [third] = (await turns().take(1)) as [Taken];
    expect(third.attempts).toBe(2);
    await test.database.transaction((tx) => endpoints.remove(tx, id));
    expect(await turns().settle(third, attempt(true), nobody)).toBe('lost');
  });

  it('end after three days of failures, and the endpoint is disabled once', async () => {
    const { id } = await endpoint({ unit: 'ward' });
    const disabled: Disabled[] = [];
    await enqueue(event('ast_1'));
    const began = now;
    let tries = 0;
    for (let settled: Settled = 'again'; settled === 'again'; tries += 1) {
      const due = await turns().nextDue();
      now = Math.max(now, due?.getTime() ?? 0);
      const [taken] = (await turns().take(1)) as [Taken];
      settled = await turns().settle(taken, attempt(false), async (_tx, endpoint) => {
        disabled.push(endpoint);
      });
    }
    expect(tries).toBeGreaterThanOrEqual(22);
    expect(tries).toBeLessThanOrEqual(45);
    expect(now - began).toBeGreaterThanOrEqual(72 * HOUR);
    expect(now - began).toBeLessThanOrEqual(76 * HOUR);
    const [delivery] = await list(id);
    expect(delivery).toMatchObject({
      state: 'failed',
      attempts: tries,
      status: 500,
      answer: 'no',
      dueAt: null,
    });
    const story = await deliveries.get(test.database.kysely, id, delivery?.id ?? '');
    expect(story.tried).toHaveLength(Math.min(40, tries));
    expect(disabled).toEqual([{ id, unit: 'ward', failingSince: new Date(began) }]);
    expect(await endpoints.disabledByFailures(test.database.kysely)).toMatchObject([{ id }]);
    expect(await deliveries.figures(test.database.kysely)).toEqual({
      waiting: 0,
      oldestSeconds: 0,
      disabled: 1,
    });
  });

  it('pause for longer and longer, never alike', () => {
    for (const [attempts, most] of [
      [1, 10_000],
      [2, 30_000],
      [8, 4 * HOUR],
      [1000, 4 * HOUR],
    ] as const) {
      const pauses = Array.from({ length: 100 }, () => pauseMs(RETRIES, attempts));
      for (const pause of pauses) expect(pause).toBeLessThanOrEqual(most);
      for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(most / 2);
      expect(new Set(pauses).size).toBeGreaterThan(50);
    }
  });

  it('have a bound of what waits, beyond which deliveries are kept as failed', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'));
    await sql`insert into webhook_deliveries
        (id, endpoint_id, event_id, event_type, ordering, body, state, due_at, created_at)
      select 'whd_' || n, ${id}, 'evt_x' || n, 'asset.ready', 'ast_1', '{}', 'waiting', null, ${clock.now()}
        from generate_series(2, ${MOST_WAITING}) n`.execute(test.owner.kysely);
    expect(await enqueue(event('ast_2'))).toEqual({ backlogFull: 1 });
    now += 1;
    const [first] = (await deliveries.list(test.database.kysely, id, { limit: 1, state: 'failed' })).items;
    expect(first).toMatchObject({ state: 'failed', fault: 'backlog-full' });
    await expect(replay(id, first?.id ?? '')).rejects.toThrow('As many deliveries');
    expect(await deliveries.figures(test.database.kysely)).toMatchObject({ waiting: MOST_WAITING });
  });

  it('are forgotten 14 days after their end, and where nobody enabled the endpoint again', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'), event('ast_1'), event('ast_2'));
    const [taken] = (await turns().take(1)) as [Taken];
    await turns().settle(taken, attempt(true), nobody);
    await test.database.transaction((tx) => endpoints.update(tx, id, { enabled: false }));
    now += 15 * 24 * HOUR;
    await test.database.transaction((tx) => deliveries.forget(tx, 100));
    expect((await list(id)).map(({ state, fault }) => [state, fault])).toEqual([
      ['failed', 'webhook-disabled'],
      ['failed', 'webhook-disabled'],
    ]);
  });
});

describe('a replay', () => {
  it('of one that waits is due at once, with the one before it; of one that has ended is a copy behind the others', async () => {
    const { id } = await endpoint();
    await enqueue(event('ast_1'), event('ast_1'));
    const [first, second] = await list(id);
    const [taken] = (await turns().take(1)) as [Taken];
    await turns().settle(taken, attempt(false), nobody);
    await replay(id, taken.id === first?.id ? (second?.id ?? '') : (first?.id ?? ''));
    const [again] = (await turns().take(1)) as [Taken];
    expect(again.id).toBe(taken.id);
    await turns().settle(again, attempt(true), nobody);
    now += 1;
    const copy = await replay(id, taken.id);
    expect(copy).toMatchObject({ replayOf: taken.id, state: 'waiting', dueAt: null, attempts: 0 });
    const [next] = (await turns().take(9)) as [Taken];
    await turns().settle(next, attempt(true), nobody);
    const [last] = (await turns().take(9)) as [Taken];
    expect(last).toMatchObject({ id: copy.id, body: taken.body });
  });
});

describe('the intake of events', () => {
  const intake = () => new EventIntake(test.database, deliveries);
  const log = (type: string, subject: string, data: object = {}) =>
    sql`select log_event(${type}, ${subject}, 'wang', 'ward', ${JSON.stringify(data)}::jsonb)`;
  const takeAll = async () => {
    let events = 0;
    for (let taken = 1; taken > 0; events += taken) taken = (await intake().takeIn()).events;
    return events;
  };

  it('makes one delivery of each event for each endpoint, however many replicas take in', async () => {
    await takeAll();
    const [all, north] = [await endpoint(), await endpoint({ unit: 'north' })];
    const { id: upload } = await endpoint({ eventTypes: ['upload.completed', 'asset.ready'] });
    const logging = Promise.all(
      Array.from({ length: 40 }, (_, n) => log('asset.ready', `ast_${n}`).execute(test.database.kysely)),
    );
    const replicas = [takeAll(), takeAll(), takeAll()];
    await logging;
    await Promise.all(replicas);
    await expect.poll(async () => [await takeAll(), await intake().isBehind()]).toEqual([0, false]);
    for (const { id } of [all, north]) {
      const told = await list(id);
      expect(told).toHaveLength(40);
      expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(40);
    }
    // What an upload becomes is told after it.
    await log('upload.completed', 'upl_1', { asset: 'ast_1' }).execute(test.database.kysely);
    await expect.poll(takeAll).toBe(1);
    expect((await list(upload)).find(({ eventType }) => eventType === 'upload.completed')?.dueAt).toBeNull();
  });

  it('knows of what cannot be read yet', async () => {
    await takeAll();
    const { id } = await endpoint();
    await test.owner.transaction(async (older) => {
      await sql`select pg_current_xact_id()`.execute(older);
      await log('asset.ready', 'ast_1').execute(test.database.kysely);
      expect([await takeAll(), await intake().isBehind()]).toEqual([0, true]);
    });
    await expect.poll(takeAll).toBe(1);
    expect([await intake().isBehind(), (await list(id)).length]).toEqual([false, 1]);
  });

  it('tells others of an endpoint that was disabled', async () => {
    await takeAll();
    const { id } = await endpoint({ unit: 'north', eventTypes: ['webhook.disabled'] });
    await test.database.transaction((tx) =>
      logDisabled(tx, { id: 'whk_other', unit: 'ward', failingSince: clock.now() }),
    );
    await expect.poll(takeAll).toBe(1);
    expect(await list(id)).toMatchObject([{ eventType: 'webhook.disabled', state: 'waiting' }]);
  });
});

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function receiver(answer: (got: Got, response: ServerResponse) => void) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const one = { headers: request.headers, body };
      got.push(one);
      answer(one, response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

function sender(more: { atATime?: number; timeoutMs?: number; networks?: string[] } = {}) {
  const { atATime = 8, timeoutMs = 20_000, networks = ['127.0.0.0/8'] } = more;
  const settled: Settled[] = [];
  const errors: unknown[] = [];
  const made = new Sender(
    {
      turns: turns(),
      clock,
      destinations: publicAnd(networks),
      onDisabled: nobody,
      onSettled: (how) => settled.push(how),
      onError: (error) => errors.push(error),
    },
    { atATime, timeoutMs },
  );
  opened.push(() => made.stop());
  return { wake: () => made.wake(), stop: () => made.stop(), settled, errors };
}

describe('the sender', () => {
  it('signs what it sends, by the secret of before as well for a day', async () => {
    const { url, got } = await receiver((_got, response) => void response.writeHead(204).end());
    const { id, secret } = await endpoint({ url });
    const { secret: next } = await test.database.transaction((tx) => endpoints.rotate(tx, id));
    await enqueue(event('ast_1'));
    const { wake, settled } = sender();
    wake();
    await expect.poll(() => settled).toEqual(['delivered']);
    now += 25 * HOUR;
    await enqueue(event('ast_2'));
    wake();
    await expect.poll(() => settled).toEqual(['delivered', 'delivered']);
    const [both, one] = got.map(({ headers, body }) => {
      const [t = '', ...macs] = String(headers['lectern-signature']).split(',');
      const mac = (by: string) =>
        `v1=${createHmac('sha256', by)
          .update(`${t.slice(2)}.${body}`)
          .digest('hex')}`;
      return [macs, [mac(next), mac(secret)]] as const;
    });
    expect(both?.[0]).toEqual(both?.[1]);
    expect(one?.[0]).toEqual([one?.[1][0]]);
    const [delivery] = await list(id);
    expect(got[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'lectern-event': 'asset.ready',
      'lectern-delivery': delivery?.id,
    });
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      id: delivery?.eventId,
      type: 'asset.ready',
      createdAt: '2026-11-29T00:00:00.000Z',
      subject: 'ast_1',
      unit: 'ward',
      data: { state: 'ready' },
    });
  });

  it('keeps sending to others while receivers hang, redirect or lead elsewhere', async () => {
    const hanging = await receiver(() => undefined);
    const well = await receiver((_got, response) => void response.end('thanks'));
    const away = await receiver(
      (_got, response) => void response.writeHead(302, { location: well.url }).end(),
    );
    const [slow, good, moved, inside] = [
      await endpoint({ url: hanging.url }),
      await endpoint({ url: well.url }),
      await endpoint({ url: away.url }),
      await endpoint({ url: 'http://10.0.0.1/hook' }),
    ];
    await enqueue(...Array.from({ length: 20 }, (_, n) => event(`ast_${n}`)));
    const { wake, stop } = sender({ atATime: 12 });
    wake();
    await expect.poll(() => well.got.length).toBe(20);
    const lastOf = async ({ id }: { id: string }) => (await list(id))[0];
    expect(await lastOf(good)).toMatchObject({
      state: 'delivered',
      status: 200,
      answer: 'thanks',
      fault: null,
    });
    await expect
      .poll(() => lastOf(moved))
      .toMatchObject({ state: 'waiting', status: 302, fault: 'redirect' });
    await expect.poll(() => lastOf(inside)).toMatchObject({ status: null, fault: 'address-not-allowed' });
    // Four of one endpoint at most.
    expect(hanging.got.length).toBe(4);
    await stop();
    expect((await list(slow.id)).every(({ state, attempts }) => state === 'waiting' && attempts === 0)).toBe(
      true,
    );
    expect(well.got.length).toBe(20);
  });

  it('notes who takes too long, and tries again by itself when that is due', async () => {
    let answers = 0;
    const { url, got } = await receiver((_got, response) => {
      if ((answers += 1) > 1) response.end();
    });
    const { id } = await endpoint({ url });
    await enqueue(event('ast_1'));
    const { wake, settled } = sender({ timeoutMs: 200 });
    wake();
    await expect.poll(() => settled).toEqual(['again']);
    const [delivery] = await list(id);
    expect(delivery).toMatchObject({ state: 'waiting', fault: 'too-slow', status: null, answer: null });
    // The clock of the test stands still: what is due by it in some seconds is made due now.
    now = (delivery?.dueAt?.getTime() ?? 0) - 20;
    wake();
    now += 30;
    await expect.poll(() => settled).toEqual(['again', 'delivered']);
    expect(got.map(({ headers }) => headers['lectern-delivery'])).toEqual([delivery?.id, delivery?.id]);
  });
});

describe('requireSendable', () => {
  const none = publicAnd([]);
  const resolve =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses);

  it.each([
    ['nothing', WebhookUrlInvalid],
    ['https://u:p@x.example/', WebhookUrlInvalid],
    ['https://x.example/#a', WebhookUrlInvalid],
    ['https://x.example:6000/', WebhookUrlInvalid],
    [`https://x.example/${'a'.repeat(3000)}`, WebhookUrlInvalid],
    ['https://127.0.0.1/', WebhookAddressNotAllowed],
    ['https://[::ffff:10.0.0.1]/', WebhookAddressNotAllowed],
    ['http://8.8.8.8/', WebhookNotEncrypted],
  ])('refuses %s', async (url, error) => {
    await expect(requireSendable(url, none, resolve('8.8.8.8'))).rejects.toThrow(error);
  });

  it('goes by what a name means, and takes one that nobody knows yet', async () => {
    await expect(requireSendable('https://x.example/', none, resolve('10.0.0.1'))).rejects.toThrow(
      WebhookAddressNotAllowed,
    );
    await requireSendable('https://x.example/', none, resolve('8.8.8.8'));
    await requireSendable('https://x.example/', none, () => Promise.reject(new Error('ENOTFOUND')));
    await requireSendable('http://x.example/', publicAnd(['10.0.0.0/8']), resolve('10.0.0.1'));
  });
});
