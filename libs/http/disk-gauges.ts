import type { Registry } from 'prom-client';
import { Sampled, sampledGauge } from './sampled.js';

/**
 * How large a disk is and how much of it is free, for Prometheus. Without any series where `measure` gives nothing (a
 * bucket has no size) or does not answer.
 */
export function registerDisk(
  registry: Registry,
  of: 'storage' | 'scratch',
  measure: () => Promise<{ readonly bytes: number; readonly freeBytes: number } | undefined>,
): void {
  const sampled = new Sampled(measure);
  sampledGauge(registry, sampled, {
    name: `lectern_${of}_size_bytes`,
    help: `Size of the file system that ${DISKS[of]} lies on; none for a bucket`,
    set: (gauge, fill) => fill && gauge.set(fill.bytes),
  });
  sampledGauge(registry, sampled, {
    name: `lectern_${of}_free_bytes`,
    help: `What may still be written to the file system that ${DISKS[of]} lies on; none for a bucket`,
    set: (gauge, fill) => fill && gauge.set(fill.freeBytes),
  });
}

const DISKS = { storage: 'the storage', scratch: 'the scratch folder' } as const;
