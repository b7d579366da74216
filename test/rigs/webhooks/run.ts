import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { Replicas } from '../../servers/replicas.js';
import { Receiver } from './receivers.js';

export interface WebhooksRun {
  readonly assets: number;
  /** Of each asset. */
  readonly events: number;
  readonly replicas: number;
  /** For which a receiver is really down; 0: for an hour by times that are moved. */
  readonly realMinutes: number;
  /** For which a wait goes on, whatever is left. */
  readonly seconds: number;
  readonly print: (line: string) => void;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Events of many assets for four receivers: one is well, one is down for an hour, one never answers, one leads elsewhere.
 * One of the replicas is killed meanwhile. No hour is waited for unless it is asked for: all times of the deliveries in the
 * database are moved into the past, as if so long had gone by. Who is up again is told of everything after one test event.
 */
export async function runWebhooks(run: WebhooksRun): Promise<{ passed: number; failures: string[] }> {
  const { assets, events, print } = run;
  const all = assets * events;
  const judge = new Judge(print);
  let isDown = true;
  const well = await Receiver.open((response) => (response.end(), true));
  const down = await Receiver.open((response) => {
    response.writeHead(isDown ? 503 : 204).end();
    return !isDown;
  });
  const hanging = await Receiver.open(() => false);
  const away = await Receiver.open(
    (response) => (response.writeHead(302, { location: well.url }).end(), false),
  );
  const receivers = [well, down, hanging, away];
  const replicas = await Replicas.start({
    count: run.replicas,
    environment: { LECTERN_WEBHOOK_NETWORKS: '127.0.0.1' },
  });
  try {
    const site = new Site(replicas, run.seconds);
    const ids = [];
    for (const receiver of receivers) ids.push(await site.endpoint(receiver.url));
    const [wellId = '', downId = '', hangingId = '', awayId = ''] = ids;
    const began = performance.now();
    const logging = site.logEvents(assets, events);
    await site.until(() => well.distinct > all / 4);
    await replicas.all[0]?.kill();
    await logging;
    await site.until(() => site.isAllInHand(wellId));
    // Times are not moved yet, so that nobody is taken for dead who is not.
    print(`of the receiver that hangs at most ${hanging.mostAtOnce} at a time on ${run.replicas} replicas`);
    judge.check('one that hangs has four at a time, at all replicas together', hanging.mostAtOnce <= 4);
    await site.leaveToOthers();
    await site.until(() => well.distinct === all);
    print(
      `${all} events of ${assets} assets to the receiver that is well: ${((performance.now() - began) / 1000).toFixed(1)} s, ` +
        `from event to arrival ${well.msOf(50)} ms in the middle, ${well.msOf(99)} ms for 99 %; ${well.got.length - all} twice`,
    );
    judge.check(
      'whoever is well gets every event, though one hangs and a replica dies',
      well.distinct === all,
    );
    judge.check('in the order of each asset', well.isInOrder);
    judge.check('nothing was led elsewhere', away.asked > 0 && well.got.every(({ number }) => number >= 0));
    const kept = await site.deliveriesOf(downId);
    judge.check('each event was enqueued once for each endpoint', kept === all);

    const before = down.asked;
    if (run.realMinutes > 0) await delay(run.realMinutes * MINUTE * 1000);
    else
      for (let minutes = 0; minutes < 60; minutes += 10) {
        await site.pass(10 * MINUTE);
        await site.until(() => site.isIdle(downId));
      }
    print(
      `while it is down for ${run.realMinutes || 60} minutes: ${down.asked - before} attempts at ${assets} deliveries, others behind them`,
    );
    judge.check('whoever is down is tried again and again', down.asked - before >= 3 * assets);
    isDown = false;
    const up = performance.now();
    await site.probe(downId);
    await site.until(() => down.distinct === all);
    print(
      `after it is up again: all in ${((performance.now() - up) / 1000).toFixed(1)} s, ${down.got.length - all} twice`,
    );
    judge.check('whoever was down for an hour misses nothing', down.distinct === all);
    judge.check('in the order of each asset, too', down.isInOrder);
    const told = well.got.length;
    for (let hours = 0; hours < 100 && !(await site.isDisabled(awayId)); hours += 5) {
      await site.pass(5 * HOUR);
      await site.until(() => site.isIdle(awayId));
    }
    judge.check('whoever takes nothing for three days is disabled', await site.isDisabled(awayId));
    judge.check('the trail says so once', (await site.trailOf(awayId)) === 1);
    await site.until(() => well.got.slice(told).some(({ subject }) => subject === awayId));
    judge.check(
      'and others are told',
      well.got.slice(told).some(({ type }) => type === 'webhook.disabled'),
    );
    await site.remove(hangingId);
  } finally {
    for (const receiver of receivers) receiver.close();
    await replicas.dispose();
  }
  return judge;
}

class Judge {
  passed = 0;
  readonly failures: string[] = [];

  constructor(private readonly print: (line: string) => void) {}

  check(what: string, holds: boolean): void {
    if (holds) this.passed += 1;
    else this.failures.push(what);
    this.print(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  }
}

/** The replicas, and what is done behind their backs. */
class Site {
  constructor(
    private readonly replicas: Replicas,
    private readonly seconds: number,
  ) {}

  async endpoint(url: string): Promise<string> {
    const eventTypes = ['asset.updated', 'webhook.disabled'];
    const answer = await this.#call('POST', '/v1/admin/webhooks', { url, eventTypes, unit: 'region' });
    return ((await answer.json()) as { id: string }).id;
  }

  /** As an admin does who has mended a receiver. */
  async probe(id: string): Promise<void> {
    await this.#call('POST', `/v1/admin/webhooks/${id}/test`, {});
  }

  async remove(id: string): Promise<void> {
    await this.#call('DELETE', `/v1/admin/webhooks/${id}`);
  }

  async isDisabled(id: string): Promise<boolean> {
    const answer = await this.#call('GET', `/v1/admin/webhooks/${id}`);
    return ((await answer.json()) as { disabledBecause: string | null }).disabledBecause === 'failures';
  }

  /** Logged as the database's triggers do, four assets at a time. */
  async logEvents(assets: number, events: number): Promise<void> {
    const left = Array.from({ length: assets }, (_, asset) => `ast_${asset}`);
    const logOne = async () => {
      for (let asset = left.pop(); asset !== undefined; asset = left.pop())
        for (let number = 0; number < events; number += 1) {
          const data = JSON.stringify({ number });
          await sql`select log_event('asset.updated', ${asset}, 'doctor', 'hospital', ${data}::jsonb)`.execute(
            this.replicas.database.kysely,
          );
        }
    };
    await Promise.all([logOne(), logOne(), logOne(), logOne()]);
  }

  /** As if so many seconds had gone by. */
  async pass(seconds: number): Promise<void> {
    await this.replicas.database.transaction(async (tx) => {
      const interval = sql`make_interval(secs => ${seconds})`;
      await sql`update webhook_endpoints set failing_since = failing_since - ${interval}`.execute(tx);
      await sql`update webhook_deliveries set due_at = due_at - ${interval}, created_at = created_at - ${interval}
        where state = 'waiting'`.execute(tx);
      await sql`select pg_notify('webhooks', '')`.execute(tx);
    });
  }

  /** As if half a minute had gone by for whoever has a delivery in hand, and may be dead. */
  async leaveToOthers(): Promise<void> {
    await this.replicas.database.transaction(async (tx) => {
      await sql`update webhook_deliveries set leased_until = null where state = 'waiting'`.execute(tx);
      await sql`select pg_notify('webhooks', '')`.execute(tx);
    });
  }

  /** Whether all events were taken in, and of an endpoint nothing is due that nobody has in hand. */
  async isAllInHand(endpoint: string): Promise<boolean> {
    return (
      (await this.#count(sql`select
        (select count(*) from webhook_deliveries where endpoint_id = ${endpoint} and state = 'waiting'
          and due_at <= now() and (leased_until is null or leased_until <= now()))
        + (select count(*) from events e, event_consumers c where c.name = 'webhooks'
          and (e.xact, e.seq) > (c.xact, c.seq)) as count`)) === 0
    );
  }

  /** Whether nothing of an endpoint is due or in hand. */
  async isIdle(endpoint: string): Promise<boolean> {
    return (
      (await this.#count(sql`select count(*) as count from webhook_deliveries d
        join webhook_endpoints e on e.id = d.endpoint_id and e.disabled_at is null
        where endpoint_id = ${endpoint} and state = 'waiting' and (due_at <= now() or leased_until > now())`)) ===
      0
    );
  }

  async deliveriesOf(endpoint: string): Promise<number> {
    return this.#count(sql`select count(*) as count from webhook_deliveries where endpoint_id = ${endpoint}`);
  }

  async trailOf(endpoint: string): Promise<number> {
    return this.#count(
      sql`select count(*) as count from audit_trail where action = 'webhook.disabled' and subject = ${endpoint}`,
    );
  }

  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = performance.now() + this.seconds * 1000;
    while (!(await holds()) && performance.now() < deadline) await delay(20);
  }

  async #count(query: ReturnType<typeof sql>): Promise<number> {
    const { rows } = await query.execute(this.replicas.database.kysely);
    return (rows[0] as { count: number }).count;
  }

  async #call(method: string, path: string, body?: object): Promise<Response> {
    const replica = this.replicas.all.find(({ alive }) => alive);
    const answer = await fetch(`${replica?.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.replicas.keys.admin}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
