import { smallDisk } from '../../servers/fault-mounts.js';
import { Players } from './players.js';

export interface PlayersOutcome {
  readonly passed: number;
  readonly failures: readonly string[];
}

export interface RunOptions {
  readonly players: number;
  readonly segments: number;
  readonly segmentBytes: number;
  readonly print: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The players on a cold cache; on a warm one without the bucket; on a damaged one; and on a full disk. */
export async function runPlayers(options: RunOptions): Promise<PlayersOutcome> {
  const run = new Run(options);
  const rig = await Players.start(options);
  try {
    for (const step of [coldCache, warmCache, damagedCache, fullDisk]) {
      if (options.signal?.aborted !== true) await step(run, rig);
    }
  } catch (error) {
    run.fail(error, rig);
  } finally {
    await rig.stop();
  }
  return run;
}

class Run {
  passed = 0;
  readonly failures: string[] = [];

  constructor(readonly options: RunOptions) {}

  /** All players play; each that got all its bytes counts as passed. */
  async play(what: string, rig: Players): Promise<void> {
    const before = rig.proxy.requests.length;
    const began = performance.now();
    const failures = await rig.play(this.options.players);
    const seconds = (performance.now() - began) / 1000;
    this.passed += this.options.players - failures.length;
    this.failures.push(...failures.map((failure) => `${what}: ${failure}`));
    if (failures.length > 0) this.options.print(rig.printed.slice(-3000));
    const { peakMiB } = await rig.usage();
    const bucketMiB = rig.bucketBytes(before) / 1024 ** 2;
    this.options.print(
      `${what}: ${this.options.players} players in ${seconds.toFixed(1)} s, ${bucketMiB.toFixed(1)} MiB from the ` +
        `bucket by ${rig.proxy.requests.length - before} requests, ${peakMiB} MiB of memory at most`,
    );
  }

  expect(what: string, seen: unknown, expected: unknown): void {
    if (Object.is(seen, expected)) this.passed += 1;
    else this.failures.push(`${what}: ${String(seen)}, expected ${String(expected)}`);
  }

  fail(error: unknown, rig: Players): void {
    this.failures.push(
      `${error instanceof Error ? error.stack : String(error)}\n${rig.printed.slice(-3000)}`,
    );
  }
}

async function coldCache(run: Run, rig: Players): Promise<void> {
  await rig.up();
  await run.play('cold cache', rig);
  const fetched = rig.fetched();
  for (const { path, requests, bytes, twice } of fetched) {
    run.options.print(`  ${path}: ${bytes} bytes by ${requests} requests`);
    run.expect(`bytes of ${path} fetched twice`, twice, 0);
  }
  run.expect('bytes fetched', rig.bucketBytes(), await rig.storedBytes());
  run.expect(
    'bytes fetched, by the metrics',
    await rig.metric('disk_cache_fetched_bytes_total'),
    rig.bucketBytes(),
  );
}

async function warmCache(run: Run, rig: Players): Promise<void> {
  await rig.kill();
  await rig.up();
  const before = rig.proxy.requests.length;
  rig.proxy.down = true;
  try {
    await run.play('warm cache after kill -9, without the bucket', rig);
    run.expect('requests that the bucket answered meanwhile', rig.proxy.requests.length - before, 0);
    run.expect('bytes fetched again', await rig.metric('disk_cache_fetched_bytes_total'), 0);
  } finally {
    rig.proxy.down = false;
  }
}

async function damagedCache(run: Run, rig: Players): Promise<void> {
  await rig.kill();
  const damaged = await rig.damage(3);
  await rig.up();
  const before = rig.proxy.requests.length;
  await run.play(`${damaged} blocks damaged`, rig);
  const fetched = rig.fetched(before);
  run.expect(
    'blocks fetched anew',
    fetched.reduce((sum, { requests }) => sum + requests, 0),
    damaged,
  );
}

/** A disk that takes a part of what players ask for: they get all of it nonetheless. */
async function fullDisk(run: Run, rig: Players): Promise<void> {
  const disk = await smallDisk('size=3m');
  if (disk === undefined) return run.options.print('a full disk is left out: nothing may be mounted here');
  try {
    await rig.kill();
    await rig.up(disk.folder);
    const before = rig.proxy.requests.length;
    await run.play('full disk', rig);
    // Not once each, for what the disk lost is fetched again; but not once for each player either.
    const most = 3 * (await rig.storedBytes());
    run.expect(`at most ${most} bytes on a full disk`, rig.bucketBytes(before) <= most, true);
    run.expect('the failure is in the log', rig.printed.includes('the disk cache fails'), true);
  } finally {
    await rig.kill();
    await disk.stop();
  }
}
