import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { NfsStorage } from '#libs/storage';
import { Random } from '../../model/random.js';
import { atExit } from '../../servers/at-exit.js';
import { findings, type Scenario, scenarios } from './storage-scenarios.js';
import { carryOut, type Memory, type Remembered } from './storage-steps.js';
import type { Told } from './storage-task.js';
import { FILE_CALLS, parseRecording } from './system-calls.js';
import { type TaskOutcome, TracedTask } from './traced-task.js';

export interface KillPointOptions {
  /** How many kills. Each walk over all system calls takes some 150. */
  readonly cycles: number;
  readonly seed: number;
  /** The folder that it works in; file systems differ, as in the order that a folder is listed in. */
  readonly below?: string;
  readonly onProgress?: (kills: number) => void;
}

export interface KillPointOutcome {
  readonly kills: number;
  /** How many different moments there are to kill at, and how many were killed at. */
  readonly points: number;
  readonly reached: number;
  readonly failures: readonly string[];
}

interface KillPoint {
  readonly scenario: number;
  readonly call: string;
  readonly nth: number;
}

/**
 * Kills a process that stores at each of its system calls in turn, the call itself not being carried out, and
 * looks at what is left. Begins again with other sizes when it has been through all of them.
 */
export async function walkKillPoints(options: KillPointOptions): Promise<KillPointOutcome> {
  const folder = await mkdtemp(path.join(options.below ?? '/var/tmp', 'lectern-kill-points-'));
  const walk = new Walk(folder, options);
  const removed = atExit(() => rmSync(folder, { recursive: true, force: true }));
  try {
    return await walk.run();
  } finally {
    await walk.dispose();
    await rm(folder, { recursive: true, force: true });
    removed();
  }
}

class Walk {
  private readonly random: Random;
  private readonly failures: string[] = [];
  private readonly reached = new Set<string>();
  private readonly points = new Set<string>();
  private kills = 0;
  private number = 0;
  private next: { readonly root: string; readonly task: TracedTask } | undefined;

  constructor(
    private readonly folder: string,
    private readonly options: KillPointOptions,
  ) {
    this.random = new Random(options.seed);
  }

  async run(): Promise<KillPointOutcome> {
    while (this.kills < this.options.cycles) {
      const all = scenarios(this.random);
      const points = await this.record(all);
      // A short walk takes its kills from everywhere, a long one goes through all of them.
      const left = this.options.cycles - this.kills;
      const chosen = points.length <= left ? points : this.spread(points, left);
      const before = this.kills;
      for (const point of chosen) await this.kill(all[point.scenario] as Scenario, point);
      if (this.kills === before) throw new Error('no process was killed at any of its system calls');
    }
    const { kills, failures } = this;
    return { kills, points: this.points.size, reached: this.reached.size, failures };
  }

  async dispose(): Promise<void> {
    await this.next?.task.dismiss();
  }

  /** Lets each scenario run once undisturbed, and notes what it asks of the system. */
  private async record(all: readonly Scenario[]): Promise<KillPoint[]> {
    const points: KillPoint[] = [];
    for (const [index, scenario] of all.entries()) {
      const { root, task } = await this.prepared(scenario);
      const log = path.join(this.folder, 'recording');
      const outcome = await task.run({ steps: scenario.steps }, [
        '-y',
        '-o',
        log,
        '-e',
        `trace=${FILE_CALLS.join(',')}`,
      ]);
      if (!outcome.told.some((told) => 'end' in told))
        throw new Error(`${scenario.name} fails undisturbed: ${JSON.stringify(outcome)}`);
      for (const { name, nth, onRoot } of parseRecording(await readFile(log, 'utf8'), root))
        if (onRoot) points.push({ scenario: index, call: name, nth });
      await rm(root, { recursive: true });
    }
    for (const point of points) this.points.add(nameOf(point));
    return points;
  }

  private async kill(scenario: Scenario, point: KillPoint): Promise<void> {
    const { call, nth } = point;
    const { root, task } = await this.prepared(scenario);
    const outcome = await task.run({ steps: scenario.steps }, [
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:signal=KILL:when=${nth}`,
    ]);
    if (outcome.signal === 'SIGKILL') {
      this.kills += 1;
      this.reached.add(nameOf(point));
      if (this.kills % 100 === 0) this.options.onProgress?.(this.kills);
    }
    const end = this.random.next() < 0.7 ? 'finish' : 'give up';
    for (const wrong of await findings(root, scenario, { ...brokenOff(outcome), end }))
      this.failures.push(`${scenario.name}, killed at ${call} number ${nth}, then ${end}: ${wrong}`);
    await rm(root, { recursive: true });
  }

  /** A folder with what was there before, and a process that waits; the one after it is started meanwhile. */
  private async prepared(scenario: Scenario) {
    const prepared = this.next ?? (await this.start());
    this.next = await this.start();
    const storage = new NfsStorage({ root: prepared.root });
    for (const step of scenario.before) await carryOut(storage, step, new Map());
    return prepared;
  }

  private async start() {
    this.number += 1;
    const root = path.join(this.folder, `media-${this.number}`);
    await mkdir(root);
    return { root, task: TracedTask.start(root) };
  }

  private spread(points: readonly KillPoint[], count: number): KillPoint[] {
    return points
      .map((point) => ({ point, at: this.random.next() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ point }) => point);
  }
}

function nameOf({ scenario, call, nth }: KillPoint): string {
  return `${scenario} ${call} ${nth}`;
}

/** How far a process had come by what it said. */
export function brokenOff({ told }: TaskOutcome): { done: number; memory: Memory } {
  const done = told.filter((line): line is Extract<Told, { done: number }> => 'done' in line);
  return {
    done: done.length,
    memory: new Map((done.at(-1)?.memory ?? []) as readonly (readonly [string, Remembered])[]),
  };
}
