import { setTimeout as sleep } from 'node:timers/promises';
import { type Opened, type Pulse, Site } from './site.js';

export interface RunOptions {
  readonly storage: string;
  readonly entries: number;
  readonly rounds: number;
  readonly burst: number;
  readonly stallMs: number;
  readonly print: (line: string) => void;
}

export interface RevocationsOutcome {
  readonly passed: number;
  readonly failures: readonly string[];
}

const IN_FORCE_MS = 10_000;

/** The same on each of the storages. */
export async function runRevocations(options: RunOptions): Promise<RevocationsOutcome> {
  const run = new Run(options);
  for (const storage of options.storage.split(',')) {
    options.print(`${storage}:`);
    const site = await Site.start(storage);
    try {
      await longList(run, site);
      await oneByOne(run, site);
      await manyAtOnce(run, site);
    } catch (error) {
      run.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      await site.stop();
    }
  }
  return run;
}

class Run {
  passed = 0;
  readonly failures: string[] = [];

  constructor(readonly options: RunOptions) {}

  check(what: string, holds: boolean): void {
    if (holds) this.passed += 1;
    else this.failures.push(what);
  }

  /** Of each service, since it was asked last. */
  pulse(what: string, pulses: readonly Pulse[]): void {
    for (const { name, clockMs, processorMs, residentMib } of pulses) {
      const stall = `${name} stood still for ${processorMs.toFixed(0)} ms of processor time`;
      this.options.print(
        `  ${what}: ${stall} at most (${clockMs.toFixed(0)} ms by the clock), ${residentMib.toFixed(0)} MiB`,
      );
      this.check(`${what}: ${stall}`, processorMs <= this.options.stallMs);
    }
  }

  inForce(what: string, times: readonly number[]): void {
    const [least, middle, most] = [0, 0.5, 1].map((share) => at(times, share));
    this.options.print(
      `  ${what}: in force everywhere after ${least}, ${middle}, ${most} s (least, middle, most)`,
    );
    this.check(`${what}: in force after ${most} s`, Math.max(...times) <= IN_FORCE_MS);
  }
}

function at(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return ((sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN) / 1000).toFixed(1);
}

/** One person with very many sessions is disabled. */
async function longList(run: Run, site: Site): Promise<void> {
  const opened = await site.open('crowd');
  await site.crowd(run.options.entries - 1);
  await untilOpen(site, [opened]);
  await site.pulses();
  const began = performance.now();
  await site.disableCrowd();
  const answered = performance.now();
  run.options.print(
    `  ${run.options.entries} sessions of one person were revoked within ${Math.round(answered - began)} ms`,
  );
  run.inForce('all of them, from the answer on', [await untilRevoked(site, [opened], answered)]);
  const entries = await site.entries();
  run.check(
    `the deliveries hold ${entries.join(', ')} entries`,
    entries.every((n) => n === run.options.entries),
  );
  run.pulse('all of them', await site.pulses());
}

/** Each makes the long list anew. */
async function oneByOne(run: Run, site: Site): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < run.options.rounds; round += 1) {
    const opened = await site.open();
    await untilOpen(site, [opened]);
    const began = performance.now();
    await site.revoke(opened, round);
    times.push(await untilRevoked(site, [opened], began));
  }
  run.inForce('one by one', times);
  run.pulse('one by one', await site.pulses());
}

/** Who revokes while a list is written gets the next one together with all others. */
async function manyAtOnce(run: Run, site: Site): Promise<void> {
  const { burst } = run.options;
  const opened: Opened[] = [];
  for (let n = 0; n < burst; n += 1) opened.push(await site.open());
  await untilOpen(site, opened);
  const before = await site.version();
  const began = performance.now();
  const waits = await Promise.all(opened.map((one, n) => site.revoke(one, n)));
  const answered = performance.now();
  run.inForce(`${burst} at once, from the answers on`, [await untilRevoked(site, opened, answered)]);
  const lists = (await site.version()) - before;
  const told = waits.filter((times) => times > 0).length;
  run.options.print(
    `  ${burst} at once were answered within ${Math.round(answered - began)} ms, with ${lists} lists; ` +
      `${told} were told to ask again`,
  );
  run.check(`${burst} at once took ${lists} lists`, lists < burst / 2);
  run.pulse(`${burst} at once`, await site.pulses());
}

async function untilOpen(site: Site, opened: readonly Opened[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await all(site, opened, 200))) {
    if (Date.now() > deadline) throw new Error('A URL that was just signed is not served.');
    await sleep(50);
  }
}

/** @returns the milliseconds from `began` until no reader serves any of them */
async function untilRevoked(site: Site, opened: readonly Opened[], began: number): Promise<number> {
  while (!(await all(site, opened, 403))) {
    if (performance.now() - began > 6 * IN_FORCE_MS) throw new Error('A revoked URL is served for ever.');
    await sleep(25);
  }
  return performance.now() - began;
}

async function all(site: Site, opened: readonly Opened[], status: number): Promise<boolean> {
  for (const { url } of site.readers) {
    for (const { target } of opened) {
      const response = await fetch(`${url}${target}`);
      await response.arrayBuffer();
      if (response.status !== status) return false;
    }
  }
  return true;
}
