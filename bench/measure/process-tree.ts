import { readdir, readFile, writeFile } from 'node:fs/promises';
import { usageOf } from '../../test/servers/process-usage.js';

const TICKS_PER_SECOND = 100;

/** What proc(5) says of one process: its parent, and its own time and that of children it has waited for. */
interface Row {
  readonly parent: number;
  readonly cpuSeconds: number;
}

/** User and system time of a process, of all that it started, and of those of them that have ended. */
export async function cpuSecondsOfTree(root: number): Promise<number> {
  const rows = new Map<number, Row>();
  for (const name of await readdir('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue;
    const row = await rowOf(Number(name));
    if (row !== undefined) rows.set(Number(name), row);
  }
  let sum = 0;
  for (const [pid, { cpuSeconds }] of rows) if (isBelow(rows, pid, root)) sum += cpuSeconds;
  return sum;
}

/** Time of the children that this process has waited for. */
export async function cpuSecondsOfEndedChildren(): Promise<number> {
  const fields = await statOf(process.pid);
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Makes the peak of a process's memory what is resident now. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The most MiB that were resident at once since `resetPeak`. */
export async function peakOf(pid: number): Promise<number> {
  return (await usageOf(pid)).peakMiB;
}

/** MiB that are resident now. */
export async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1024);
}

function isBelow(rows: ReadonlyMap<number, Row>, pid: number, root: number): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = rows.get(at)?.parent)
    if (at === root) return true;
  return false;
}

async function rowOf(pid: number): Promise<Row | undefined> {
  try {
    const fields = await statOf(pid);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
