import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { JobQueue, type JobQueueOptions, openDatabase } from './index.js';
import type { JobOptions } from './job-queue.js';
import { installJobQueue } from './job-queue-install.js';
import { withTestDatabase } from './testing/test-database.js';

describe('JobQueue', () => {
  const test = withTestDatabase({ maxConnections: 20 });

  async function open(
    options: Partial<JobQueueOptions> = {},
    queue = `q${Math.random().toString(36).slice(2)}`,
  ) {
    const database = openDatabase({ url: test.url });
    const settings = { [queue]: { retries: 3, retrySeconds: 1, heartbeatSeconds: 10 } };
    await installJobQueue(test.owner, settings);
    const jobs = new JobQueue(database, { queues: settings, ...options });
    await jobs.start();
    const send = (data: object, more?: JobOptions) =>
      database.transaction((tx) => jobs.send(tx, queue, data, more));
    const close = async (graceMs = 100) => {
      await jobs.stop({ graceMs });
      await database.close();
    };
    return { database, jobs, queue, send, close };
  }

  it('hands a job to a consumer within milliseconds of the commit, although it would look only after an hour', async () => {
    const { jobs, queue, send, close } = await open({ fallbackSeconds: 3600 });
    const latencies: number[] = [];
    let sentAt = 0;
    await jobs.consume<{ n: number }>(queue, { concurrency: 1 }, async () => {
      latencies.push(performance.now() - sentAt);
    });
    await delay(100);
    for (let n = 0; n < 30; n += 1) {
      await send({ n });
      sentAt = performance.now();
      await expect.poll(() => latencies.length, { interval: 2, timeout: 10_000 }).toBe(n + 1);
      await delay(10);
    }
    const median = latencies.toSorted((a, b) => a - b)[15] ?? Infinity;
    console.log(
      `commit to handler: median ${median.toFixed(1)} ms, worst ${Math.max(...latencies).toFixed(1)} ms`,
    );
    expect(median).toBeLessThan(1000);
    await close();
  });

  it('tells what lies in it', async () => {
    const { jobs, queue, send, close } = await open();
    expect(await jobs.figures()).toEqual([
      { queue, jobs: { waiting: 0, later: 0, active: 0 }, oldestSeconds: 0 },
    ]);
    await send({});
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const consumer = await jobs.consume(queue, { concurrency: 1 }, () => held);
    const active = async () => (await jobs.figures())[0]?.jobs.active;
    await expect.poll(active, { timeout: 30_000 }).toBe(1);
    await send({});
    await send({}, { startAfter: new Date(Date.now() + 3_600_000) });
    const [figures] = await jobs.figures();
    expect(figures?.jobs).toEqual({ waiting: 1, later: 1, active: 1 });
    expect(figures?.oldestSeconds).toBeGreaterThanOrEqual(0);
    letGo();
    await consumer.stop();
    await close();
  });

  it('sends a job if and only if the transaction commits', async () => {
    const { database, jobs, queue, send, close } = await open();
    const seen: unknown[] = [];
    await jobs.consume(queue, { concurrency: 2 }, async (job) => {
      seen.push(job.data);
    });
    await database
      .transaction(async (tx) => {
        await jobs.send(tx, queue, { undone: true });
        throw new Error('undo');
      })
      .catch(() => undefined);
    await send({ done: true });
    await expect.poll(() => seen).toEqual([{ done: true }]);
    await close();
  });

  it('does each of many jobs once, over two replicas, never more at a time than told', async () => {
    const one = await open();
    const two = await open({}, one.queue);
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    const handler = async (job: { data: { n: number } }) => {
      running += 1;
      most = Math.max(most, running);
      await delay(3);
      seen.push(job.data.n);
      running -= 1;
    };
    await one.jobs.consume<{ n: number }>(one.queue, { concurrency: 2 }, handler);
    await two.jobs.consume<{ n: number }>(one.queue, { concurrency: 2 }, handler);
    await Promise.all(Array.from({ length: 60 }, (_, n) => one.send({ n })));
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(60);
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
    await one.close();
    await two.close();
  });

  it('tries a job again after a while when it throws, up to the limit, and says so', async () => {
    const errors: unknown[] = [];
    const { jobs, queue, send, close } = await open({ onError: (error) => errors.push(error) });
    const tries: number[] = [];
    await jobs.consume(queue, { concurrency: 1 }, async (job) => {
      tries.push(job.retries);
      if (tries.length < 3) throw new Error(`try ${tries.length}`);
    });
    await send({});
    await expect.poll(() => tries, { timeout: 30_000 }).toEqual([0, 1, 2]);
    expect(errors.map((error) => (error as Error).message)).toEqual(['try 1', 'try 2']);
    await close();
  });

  it('starts a job not before its time', async () => {
    const { jobs, queue, send, close } = await open({ fallbackSeconds: 3600 });
    let startedAt = 0;
    await jobs.consume(queue, { concurrency: 1 }, async () => {
      startedAt = Date.now();
    });
    const startAfter = new Date(Date.now() + 700);
    await send({}, { startAfter });
    await expect.poll(() => startedAt, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(startedAt).toBeGreaterThanOrEqual(startAfter.getTime() - 50);
    await close();
  });

  it('lets a running job finish when it stops, and takes no more', async () => {
    const { jobs, queue, send, close } = await open();
    const finished: unknown[] = [];
    await jobs.consume(queue, { concurrency: 1 }, async (job) => {
      await delay(300);
      finished.push(job.data);
    });
    await send({ first: true });
    await delay(100);
    await send({ second: true });
    await close(10_000);
    expect(finished).toEqual([{ first: true }]);
    const { database } = test;
    const { rows } = await database.executeSql(
      'select state from pgboss.job where name = $1 order by created_on',
      [queue],
    );
    expect(rows).toEqual([{ state: 'completed' }, { state: 'created' }]);
  });

  it('F34 hands a long job back when it stops, and another worker has it at once', async () => {
    const one = await open();
    const two = await open({ fallbackSeconds: 3600 }, one.queue);
    let aborted = false;
    await one.jobs.consume(one.queue, { concurrency: 1 }, async (_, signal) => {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason as Error);
        });
      });
    });
    await one.send({ long: true });
    await delay(200);
    const seen: unknown[] = [];
    await two.jobs.consume(one.queue, { concurrency: 1 }, async (job) => {
      seen.push(job.data);
    });
    await one.close(50);
    expect(aborted).toBe(true);
    await expect.poll(() => seen, { timeout: 5000 }).toEqual([{ long: true }]);
    await two.close();
  });

  it('F34 gives the job of a worker that died to another one', async () => {
    const dead = await open();
    await dead.send({ orphan: true });
    // A worker that fetched the job, and never gave a sign again.
    await test.database.executeSql(
      `update pgboss.job set state = 'active', started_on = now() - interval '1 minute',
        heartbeat_on = now() - interval '1 minute' where name = $1`,
      [dead.queue],
    );
    await dead.close();
    // As if its own pass at its start were long ago.
    await test.database.executeSql(
      `update pgboss.queue set monitor_on = null, monitor_claim_on = null where name = $1`,
      [dead.queue],
    );
    // At its start: it would look only after an hour.
    const alive = await open({ maintenanceSeconds: 3600, fallbackSeconds: 3600 }, dead.queue);
    const seen: unknown[] = [];
    await alive.jobs.consume(dead.queue, { concurrency: 1 }, async (job) => {
      seen.push(job.data);
    });
    await expect.poll(() => seen, { timeout: 40_000 }).toEqual([{ orphan: true }]);
    await alive.close();
  });

  it('F34 gives the job of a worker that dies later to another one, whom nobody else tells of it', async () => {
    const alive = await open({ maintenanceSeconds: 1, fallbackSeconds: 3600 });
    const seen: number[] = [];
    await alive.jobs.consume(alive.queue, { concurrency: 1 }, async (job) => {
      seen.push(job.retries);
    });
    // Fetched by somebody else before its time came here.
    await alive.send({}, { startAfter: new Date(Date.now() + 3_600_000) });
    await test.database.executeSql(
      `update pgboss.job set state = 'active', started_on = now() - interval '1 minute',
        heartbeat_on = now() - interval '1 minute' where name = $1`,
      [alive.queue],
    );
    await expect.poll(() => seen, { timeout: 40_000 }).toEqual([1]);
    await alive.close();
  });

  it('F34 keeps the job of a slow worker that gives signs', async () => {
    const { database, jobs, queue, send, close } = await open();
    let heard: string | undefined;
    const beat = async () => {
      const { rows } = await database.executeSql('select heartbeat_on from pgboss.job where name = $1', [
        queue,
      ]);
      return String((rows[0] as { heartbeat_on: Date } | undefined)?.heartbeat_on.getTime());
    };
    await jobs.consume(queue, { concurrency: 1 }, async () => {
      const before = await beat();
      for (let waited = 0; waited < 15_000 && heard === undefined; waited += 100) {
        await delay(100);
        const now = await beat();
        if (now !== before) heard = now;
      }
    });
    await send({});
    await expect.poll(() => heard, { timeout: 20_000 }).toBeDefined();
    await close(5000);
  });

  describe('F63 turns', () => {
    /** Sends many jobs of some owners, lets consumers at them, and tells the order in which they began. */
    async function order(
      sent: readonly { unit: string; person: string; later?: boolean }[],
      consumers: { replicas: number; concurrency: number } = { replicas: 1, concurrency: 1 },
    ) {
      const replicas = [await open()];
      const [{ queue, send } = await open()] = replicas;
      while (replicas.length < consumers.replicas) replicas.push(await open({}, queue));
      for (const { unit, person, later } of sent)
        await send({ who: `${unit}/${person}` }, { of: { unit, person }, ...(later && { later }) });
      const began: string[] = [];
      for (const { jobs } of replicas)
        await jobs.consume<{ who: string }>(queue, { concurrency: consumers.concurrency }, async (job) => {
          began.push(job.data.who);
          await delay(20);
        });
      await expect.poll(() => began.length, { timeout: 60_000 }).toBe(sent.length);
      for (const { close } of replicas) await close();
      return began;
    }

    const many = (count: number, unit: string, person: string) =>
      Array.from({ length: count }, () => ({ unit, person }));

    it("one unit's many jobs let another unit's single one go next", async () => {
      const began = await order([...many(40, 'a', 'x'), ...many(1, 'b', 'y')]);
      expect(began.indexOf('b/y')).toBeLessThanOrEqual(1);
    });

    it('units take turns first, and then the people of each', async () => {
      const began = await order([
        ...many(9, 'a', 'x'),
        ...many(3, 'a', 'y'),
        ...many(3, 'b', 'z'),
        ...many(3, 'c', 'x'),
      ]);
      for (const round of [0, 3, 6])
        expect(began.slice(round, round + 3).map((who) => who[0])).toEqual(['a', 'b', 'c']);
      expect(began.filter((who) => who.startsWith('a')).slice(0, 6)).toEqual([
        'a/x',
        'a/y',
        'a/x',
        'a/y',
        'a/x',
        'a/y',
      ]);
    });

    it('over several workers with several jobs at a time', async () => {
      const sent = [...many(30, 'a', 'x'), ...many(1, 'b', 'y'), ...many(1, 'c', 'z')];
      const began = await order(sent, { replicas: 2, concurrency: 2 });
      // Four may be under way when the others come to be looked at.
      expect(began.indexOf('b/y')).toBeLessThanOrEqual(5);
      expect(began.indexOf('c/z')).toBeLessThanOrEqual(5);
    });

    it("what is to come later comes after what else its person has, and in nobody else's way", async () => {
      const began = await order([
        { unit: 'a', person: 'x', later: true },
        { unit: 'a', person: 'x' },
        { unit: 'b', person: 'y' },
      ]);
      expect(began).toEqual(['a/x', 'b/y', 'a/x']);
    });

    it('a job that is preferred comes before all of its unit, and in nobody else’s way', async () => {
      const { database, jobs, queue, send, close } = await open();
      const ids: string[] = [];
      for (const who of ['a/x', 'a/x', 'a/y', 'b/z']) {
        const [unit = '', person = ''] = who.split('/');
        ids.push(await send({ n: ids.length }, { of: { unit, person } }));
      }
      const prefer = (n: number, priority: 'high' | 'normal' | 'low') =>
        database.transaction((tx) => jobs.prefer(tx, { queue, id: ids[n] ?? '' }, priority));
      expect(await prefer(1, 'high')).toBe(true);
      await prefer(0, 'low');
      const began: number[] = [];
      await jobs.consume<{ n: number }>(queue, { concurrency: 1 }, async (job) => {
        began.push(job.data.n);
      });
      await expect.poll(() => began.length, { timeout: 20_000 }).toBe(4);
      expect(began).toEqual([1, 3, 2, 0]);
      expect(await prefer(1, 'normal')).toBe(false);
      await close();
    });

    it('a restart forgets no turn', async () => {
      const first = await open();
      for (const unit of ['a', 'a', 'b', 'b']) await first.send({ unit }, { of: { unit, person: 'x' } });
      const began: string[] = [];
      const take = async ({ jobs, queue }: typeof first, last: number) => {
        const consumer = await jobs.consume<{ unit: string }>(queue, { concurrency: 1 }, async (job) => {
          began.push(job.data.unit);
          if (began.length === last) void consumer.stop();
        });
        await expect.poll(() => began.length, { timeout: 20_000 }).toBe(last);
        await consumer.stop();
      };
      await take(first, 1);
      await first.close();
      const second = await open({}, first.queue);
      await take(second, 4);
      await second.close();
      expect(began).toEqual(['a', 'b', 'a', 'b']);
    });

    it('jobs of nobody, as an older release sent them, are served in turn as well', async () => {
      const { jobs, queue, send, close } = await open();
      for (let n = 0; n < 3; n += 1) await send({ who: 'nobody' });
      for (let n = 0; n < 3; n += 1) await send({ who: 'a' }, { of: { unit: 'a', person: 'x' } });
      const began: string[] = [];
      await jobs.consume<{ who: string }>(queue, { concurrency: 1 }, async (job) => {
        began.push(job.data.who);
      });
      await expect.poll(() => began.length, { timeout: 20_000 }).toBe(6);
      expect(began).toEqual(['nobody', 'a', 'nobody', 'a', 'nobody', 'a']);
      await close();
    });

    it('a job that failed is taken when its turn comes, not in the place of the next one', async () => {
      const { jobs, queue, send, close } = await open();
      const began: string[] = [];
      let failures = 0;
      await jobs.consume<{ who: string }>(queue, { concurrency: 1 }, async (job) => {
        began.push(job.data.who);
        if (job.data.who === 'fails' && failures++ === 0) {
          for (let n = 0; n < 3; n += 1) await send({ who: 'other' }, { of: { unit: 'b', person: 'y' } });
          throw new Error('once');
        }
      });
      await send({ who: 'fails' }, { of: { unit: 'a', person: 'x' } });
      await expect.poll(() => began.length, { timeout: 30_000 }).toBe(5);
      expect(began.toSorted()).toEqual(['fails', 'fails', 'other', 'other', 'other']);
      await close();
    });
  });
});
