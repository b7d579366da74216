import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { HealthModule, type ReadinessCheck } from './health.js';

const answering: ReadinessCheck['check'] = () => Promise.resolve();

function metricsOf(checks: readonly ReadinessCheck[]): Promise<string> {
  const registry = new Registry();
  HealthModule.with({ registry, checks });
  return registry.metrics();
}

describe('the metric of readiness', () => {
  it('says 1 of what answers, and 0 of what fails', async () => {
    const failing: ReadinessCheck['check'] = () => Promise.reject(new Error('gone'));
    const metrics = await metricsOf([
      { name: 'database', check: answering },
      { name: 'storage', check: failing },
    ]);
    expect(metrics).toContain('lectern_ready{check="database"} 1');
    expect(metrics).toContain('lectern_ready{check="storage"} 0');
  });

  it('says 0 of what hangs: left out, it would raise no alert', async () => {
    const hanging: ReadinessCheck['check'] = () => new Promise<never>(() => undefined);
    const metrics = await metricsOf([
      { name: 'database', check: answering },
      { name: 'storage', check: hanging },
    ]);
    expect(metrics).toContain('lectern_ready{check="database"} 1');
    expect(metrics).toContain('lectern_ready{check="storage"} 0');
  });
});
