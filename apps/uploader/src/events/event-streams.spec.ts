import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_TYPES, EventLog, LATEST_EVENT_TYPES } from '#libs/database';
import { type Caller, createLogger, problemOf } from '#libs/http';
import { ApiKeys, People, SignInSessions } from '#libs/identity';
import { withTestDatabase } from '../../../../libs/database/testing/test-database.js';
import { EventStream } from '../../../../test/servers/event-stream.js';
import { EventMetrics } from '../event-metrics.js';
import { EventStreams, type EventStreamsLimits } from './event-streams.js';

const test = withTestDatabase();
const log = new EventLog();
const replicas: ReplicaInside[] = [];
let now = new Date('2026-11-30T08:00:00Z');

/** The events of one replica, behind a server of their own: a key names a person of the unit `ward`. */
class ReplicaInside {
  readonly registry = new Registry();
  readonly streams: EventStreams;
  readonly #server: Server;
  readonly #callers: Readonly<Record<string, Partial<Caller>>>;

  constructor(
    callers: Readonly<Record<string, Partial<Caller>>> = {},
    limits: Partial<EventStreamsLimits> = {},
  ) {
    this.#callers = callers;
    const parts = {
      database: test.database,
      log,
      people: new People(),
      apiKeys: new ApiKeys(),
      sessions: new SignInSessions(),
    };
    const metrics = new EventMetrics(this.registry);
    const logger = createLogger('events', { level: 'silent' });
    this.streams = new EventStreams(
      { ...parts, metrics, logger, clock: { now: () => now } },
      { listeners: 10, perPerson: 5, ...limits },
    );
    this.#server = createServer((request, response) => {
      const subject = request.headers.authorization?.slice('Bearer '.length) ?? '';
      const caller: Caller = {
        subject,
        name: subject,
        role: 'doctor',
        unit: 'ward',
        ...this.#callers[subject],
      };
      const last = request.headers['last-event-id'];
      this.streams
        .listen(caller, last === undefined ? undefined : String(last), () => response.writeHead(200))
        .catch((error: unknown) => response.writeHead(problemOf(error, '').status).end());
    });
    replicas.push(this);
  }

  async listen(subject: string, lastEventId?: string): Promise<EventStream> {
    return EventStream.open(await this.url(), subject, lastEventId);
  }

  async status(subject: string): Promise<number | undefined> {
    const answer = await EventStream.ask(await this.url(), subject);
    answer.destroy();
    return answer.statusCode;
  }

  async ended(reason: string): Promise<number> {
    const metric = await this.registry.getSingleMetric('lectern_event_listeners_ended_total')?.get();
    return metric?.values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0;
  }

  async close(): Promise<void> {
    await this.streams.close();
    this.#server.close();
  }

  async url(): Promise<string> {
    if (!this.#server.listening)
      await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}

/** Events of `owner`, numbered from `from` on, each with some bytes of data. */
async function happen(owner: string, count: number, { from = 1, bytes = 1 } = {}): Promise<void> {
  await sql`insert into events (type, subject, owner, unit, units, data)
    select 'asset.updated', 'ast_' || n, ${owner}, 'ward', '{north,ward}', jsonb_build_object('text', repeat('x', ${bytes}))
      from generate_series(${from}::integer, ${from + count - 1}::integer) as n`.execute(
    test.database.kysely,
  );
  await sql`select pg_notify('events', '')`.execute(test.database.kysely);
}

const subjectsOf = (stream: EventStream) => stream.events.map(({ data }) => data.subject);
const numbered = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => `ast_${first + at}`);

beforeAll(async () => {
  await sql`insert into accounts (id, kind, name, path, parent_id) values
    ('north', 'region', 'North', '{north}', null), ('ward', 'department', 'Ward', '{north,ward}', 'north')`.execute(
    test.owner.kysely,
  );
});
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.close()));
});

it('tells in the API’s description what each type of event is', async () => {
  const document = await readFile(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');
  for (const type of [...EVENT_TYPES, ...LATEST_EVENT_TYPES]) expect(document).toContain(`\`${type}\``);
});

describe('EventStreams', () => {
  it('tells listeners of every replica, each what is in their reach, and goes on at another replica', async () => {
    const callers = {
      above: { role: 'unit-admin', unit: 'north' },
      beside: { role: 'unit-admin', unit: 'south' },
      auditor: { role: 'auditor', unit: null },
    } as const;
    const [one, two] = [new ReplicaInside(callers), new ReplicaInside(callers)];
    const own = await one.listen('wang');
    const elsewhere = await Promise.all(
      ['wang', 'li', 'above', 'beside', 'auditor'].map((who) => two.listen(who)),
    );
    await happen('wang', 2);
    await happen('li', 1, { from: 3 });
    await own.event('asset.updated', 'ast_2');
    await elsewhere[4]?.event('asset.updated', 'ast_3');
    await elsewhere[1]?.event('asset.updated', 'ast_3');
    expect(elsewhere.map((stream) => subjectsOf(stream).join(' '))).toEqual([
      'ast_1 ast_2',
      'ast_3',
      'ast_1 ast_2 ast_3',
      '',
      'ast_1 ast_2 ast_3',
    ]);
    own.close();
    await happen('wang', 2, { from: 4 });
    const again = await two.listen('wang', own.events[0]?.id);
    await again.event('asset.updated', 'ast_5');
    expect(subjectsOf(again)).toEqual(['ast_2', 'ast_4', 'ast_5']);
  });

  it('goes on through broken connections to the database', async () => {
    const stream = await new ReplicaInside().listen('chen');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(test.owner.kysely);
    await happen('chen', 3);
    await stream.event('asset.updated', 'ast_3');
    expect(subjectsOf(stream)).toEqual(numbered(1, 3));
  });

  it('reads what is older than its memory, up to a bound, and each event once', async () => {
    const first = await new ReplicaInside().listen('zhao');
    await happen('zhao', 1);
    await first.event('asset.updated');
    await replicas.splice(0)[0]?.close();
    await happen('zhao', 7_000, { from: 2 });
    const replica = new ReplicaInside();
    const again = await replica.listen('zhao', first.lastId);
    await again.event('asset.updated', 'ast_7001');
    expect(subjectsOf(again)).toEqual(numbered(2, 7_001));
    await happen('zhao', 9_000, { from: 7_002 });
    await again.event('asset.updated', 'ast_16000');
    await replica.close();
    const late = await new ReplicaInside().listen('zhao', first.lastId);
    await late.event('reset');
    await happen('zhao', 1, { from: 17_001 });
    await late.event('asset.updated', 'ast_17001');
    expect(late.events.at(-2)).toMatchObject({ type: 'reset', data: { reason: 'expired' } });
  });

  it('says that events were trimmed which somebody has not been told', async () => {
    const first = await new ReplicaInside().listen('zhou');
    await replicas.splice(0)[0]?.close();
    await happen('zhou', 3);
    const bounds = { olderThan: new Date(0), most: 1 };
    while ((await test.database.transaction((tx) => log.trim(tx, bounds))) > 0);
    const again = await new ReplicaInside().listen('zhou', first.lastId);
    expect((await again.event('reset')).data).toEqual({ type: 'reset', reason: 'expired' });
  });

  it('cuts who takes nothing once their events are out of memory, and nobody else', async () => {
    const replica = new ReplicaInside();
    const [slow, quick] = [await replica.listen('wu'), await replica.listen('wu')];
    slow.pause();
    for (let from = 1; from < 12_000; from += 1_000) await happen('wu', 1_000, { from, bytes: 2_000 });
    await quick.event('asset.updated', 'ast_12000');
    expect(subjectsOf(quick)).toEqual(numbered(1, 12_000));
    await expect.poll(() => replica.ended('slow')).toBe(1);
  });

  it('ends streams when their token expires, and when the service stops', async () => {
    const expiresAt = new Date(now.getTime() + 60_000);
    const replica = new ReplicaInside({ zheng: { expiresAt } });
    const [expiring, other] = [await replica.listen('zheng'), await replica.listen('feng')];
    now = expiresAt;
    await expiring.over();
    expect(await replica.status('zheng')).toBe(401);
    expect(other.isOver).toBe(false);
    await replica.streams.close();
    await other.over();
    expect(await replica.status('feng')).toBe(503);
    expect([await replica.ended('expired'), await replica.ended('stopped')]).toEqual([1, 1]);
  });

  it('takes no more than its limits, and gives places back', async () => {
    const replica = new ReplicaInside({}, { listeners: 3, perPerson: 2 });
    const open = [await replica.listen('jiang'), await replica.listen('jiang')];
    expect(await replica.status('jiang')).toBe(429);
    await replica.listen('shen');
    expect(await replica.status('han')).toBe(503);
    open[0]?.close();
    await expect.poll(() => replica.status('han')).toBe(200);
  });
});
