import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { expressionsOf } from './dashboard.js';
import { type Expression, faultsOf, type Metrics, metricsOf, together } from './expressions.js';
import { liveMetrics } from './live-metrics.js';
import { type Manifest, parseManifests } from './manifests.js';
import { complaintsOf, hasPromtool } from './promtool.js';

const MONITORING = 'k8s/components/monitoring';
const hasTool = hasPromtool() || process.env['LECTERN_TEST_RIGS'] === 'required';

let texts: ReadonlyMap<string, string>;
let live: ReadonlyMap<string, Metrics>;
let expressions: Expression[];

beforeAll(async () => {
  texts = await liveMetrics();
  live = new Map([...texts].map(([name, text]) => [name, metricsOf(text)]));
  const board = await readFile(`${MONITORING}/lectern.json`, 'utf8');
  const dashboard: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'lectern-dashboard', labels: { grafana_dashboard: '1' } },
    data: { 'lectern.json': board },
  };
  expressions = expressionsOf([
    ...parseManifests(await readFile(`${MONITORING}/rules.yaml`, 'utf8')),
    dashboard,
  ]);
});

/** Of one service, or of all. */
function known(job?: string): Metrics {
  return job === undefined ? together([...live.values()]) : (live.get(job) ?? new Map());
}

describe('what the services tell Prometheus', () => {
  it.runIf(hasTool).each(['uploader', 'worker', 'delivery', 'edge'])(
    'promtool has nothing against what %s tells',
    (name) => {
      const text = texts.get(name);
      // A machine may do without the edge.
      if (name !== 'edge') expect(text).toBeDefined();
      if (text !== undefined) expect(complaintsOf(['check', 'metrics'], text)).toBe('');
    },
  );

  it('has every metric, label and value that an alert or a panel asks for', () => {
    expect(expressions.length).toBeGreaterThan(40);
    expect(expressions.flatMap((expression) => faultsOf(expression, known))).toEqual([]);
  });

  it('has what alerts on signed URLs ask for from whoever serves them, and readiness from all', () => {
    for (const of of [
      'LecternDeliveryUnavailable',
      'LecternRevocationsLate',
      'LecternKeyRingsDiffer',
      'LecternForgedUrls',
    ]) {
      const expression = expressions.find((each) => each.of === of) as Expression;
      for (const [name, metrics] of live)
        if (name === 'delivery' || name === 'edge')
          expect(
            faultsOf(expression, () => metrics),
            name,
          ).toEqual([]);
    }
    const checks = [...live].map(([name, metrics]) => [
      name,
      [...(metrics.get('lectern_ready')?.get('check') ?? [])].toSorted(),
    ]);
    expect(Object.fromEntries(checks)).toMatchObject({
      uploader: ['database', 'storage'],
      worker: ['database', 'storage'],
      delivery: ['revocations', 'storage'],
      ...(live.has('edge') && { edge: ['keys', 'revocations', 'storage'] }),
    });
  });

  it('finds a metric, a label and a value that are not there', () => {
    const asked = (expr: string) => faultsOf({ of: 'It', expr, text: '' }, known);
    expect(asked('lectern_readiness{namespace="lectern"} == 0')).toEqual([
      'It asks for lectern_readiness, which no service has',
    ]);
    expect(asked('lectern_ready{namespace="lectern",name="storage"} == 0')).toEqual([
      'It asks for the label name, which lectern_ready does not have',
    ]);
    expect(asked('rate(lectern_delivery_requests_total{namespace="lectern",status="500"}[5m])')).toEqual([
      'It asks for status="500", which lectern_delivery_requests_total never has',
    ]);
  });
});
