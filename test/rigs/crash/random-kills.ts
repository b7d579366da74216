import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../model/random.js';
import { crashAftermath } from './aftermath.js';
import { CrashClient } from './client.js';
import { CrashLedger } from './ledger.js';
import type { Replica, Replicas } from '../../servers/replicas.js';

export interface RandomKillOptions {
  /** How many kills. */
  readonly cycles: number;
  readonly seed: number;
  readonly clients: number;
  readonly onProgress?: (kills: number) => void;
  readonly onPhase?: (phase: string) => void;
}

export interface RandomKillOutcome {
  readonly kills: ReadonlyMap<string, number>;
  /** What clients did, and how often. */
  readonly done: ReadonlyMap<string, number>;
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/**
 * Clients upload in every way there is, while replicas and PostgreSQL get kill -9 at random moments, also while
 * they start. At the end everything is killed once more and tidied up, and compared with what clients were told.
 */
export async function killAtRandom(
  replicas: Replicas,
  options: RandomKillOptions,
): Promise<RandomKillOutcome> {
  const run = new Killer(replicas, new Random(options.seed), options);
  const ledger = new CrashLedger();
  const clients = Array.from(
    { length: options.clients },
    (_, index) =>
      new CrashClient(
        `c${index + 1}`,
        replicas,
        ledger,
        new Random(options.seed * 1000 + index),
        () => run.isOver,
      ),
  );
  await Promise.all([run.killAll(), ...clients.map((client) => client.run())]);
  options.onPhase?.('all kills done, tidying up');
  await Promise.all(replicas.all.map((replica) => replica.kill()));
  const { figures, failures } = await crashAftermath(replicas, ledger);
  return { kills: run.kills, done: ledger.done, figures, failures: [...ledger.failures, ...failures] };
}

class Killer {
  readonly kills = new Map<string, number>();
  isOver = false;
  private count = 0;
  private readonly comings = new Map<Replica, Promise<void>>();

  constructor(
    private readonly replicas: Replicas,
    private readonly random: Random,
    private readonly options: RandomKillOptions,
  ) {}

  async killAll(): Promise<void> {
    try {
      while (this.count < this.options.cycles) {
        // Mostly somebody is left to go on with; now and then the last one dies too.
        await this.untilAlive(this.random.next() < 0.4 ? this.replicas.all.length : 1);
        await delay(this.random.whole(0, 500));
        await this.killSomething();
      }
      await Promise.all(this.comings.values());
    } finally {
      this.isOver = true;
    }
  }

  private async killSomething(): Promise<void> {
    const chance = this.random.next();
    if (chance < 0.1) {
      this.noted('PostgreSQL');
      await this.replicas.killDatabase();
    } else if (chance < 0.25) {
      this.noted('one process of PostgreSQL');
      await this.replicas.killBackend((count) => this.random.whole(0, count - 1));
    } else if (chance < 0.3) {
      for (const replica of this.replicas.all) this.kill(replica, 'all uploaders at once');
    } else {
      const alive = this.replicas.all.filter((replica) => replica.alive);
      const replica = this.random.pick(alive.length === 0 || chance > 0.9 ? this.replicas.all : alive);
      this.kill(replica, replica.alive ? 'uploader' : 'uploader while it starts');
    }
  }

  private kill(replica: Replica, what: string): void {
    this.noted(what);
    const before = this.comings.get(replica);
    this.comings.set(replica, this.comeBack(replica, replica.kill(), before));
  }

  /** A start that is killed, or finds no database, is tried again. */
  private async comeBack(replica: Replica, killed: Promise<void>, before?: Promise<void>): Promise<void> {
    await killed;
    if (before !== undefined) {
      // Whoever starts it already notices that it died and starts it again.
      await before;
      return;
    }
    for (const deadline = Date.now() + 120_000; !replica.alive; ) {
      await replica.start().catch(async (error: unknown) => {
        if (Date.now() > deadline) throw error;
        await delay(50);
      });
    }
    this.comings.delete(replica);
  }

  private async untilAlive(count: number): Promise<void> {
    while (this.replicas.all.filter((replica) => replica.alive).length < count) await delay(20);
  }

  private noted(what: string): void {
    this.kills.set(what, (this.kills.get(what) ?? 0) + 1);
    this.count += 1;
    if (this.count % 50 === 0) this.options.onProgress?.(this.count);
  }
}
