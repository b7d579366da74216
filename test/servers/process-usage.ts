import { readFile } from 'node:fs/promises';

/** What the kernel knows of one process (proc(5)). */
export interface ProcessUsage {
  /** User and system time so far. */
  readonly cpuSeconds: number;
  /** The most memory that was resident at once. */
  readonly peakMiB: number;
}

const TICKS_PER_SECOND = 100;

export async function usageOf(pid: number): Promise<ProcessUsage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const peak = /^VmHWM:\s+([0-9]+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    peakMiB: Math.round(Number(peak) / 1024),
  };
}
