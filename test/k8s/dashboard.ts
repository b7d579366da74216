import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { serviceRegistry } from '#libs/http';
import { type Expression, faultsOf, type Labels, type Metrics } from './expressions.js';
import { type Manifest, ofKind } from './manifests.js';
import type { Rule } from './pod-policies.js';

const ruleSpec = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({ alert: z.string(), expr: z.string(), annotations: z.record(z.string(), z.string()) }),
      ),
    }),
  ),
});

const place = z.object({ x: z.int(), y: z.int(), w: z.int().positive(), h: z.int().positive() });
const dashboard = z.object({
  title: z.string(),
  uid: z.string(),
  panels: z.array(
    z.object({
      id: z.int(),
      title: z.string().min(1),
      type: z.enum(['stat', 'timeseries']),
      gridPos: place,
      fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
      targets: z.array(z.object({ expr: z.string(), legendFormat: z.string(), refId: z.string() })).min(1),
    }),
  ),
});

export type Dashboard = z.infer<typeof dashboard>;

/** @throws when it is no dashboard */
export function parseDashboard(text: string): Dashboard {
  return dashboard.parse(JSON.parse(text));
}

/** What alerts and dashboards ask Prometheus for. */
export function expressionsOf(manifests: readonly Manifest[]): Expression[] {
  const alerts = ofKind(manifests, 'PrometheusRule').flatMap(({ spec }) =>
    ruleSpec.parse(spec).groups.flatMap(({ rules }) => rules),
  );
  const panels = ofKind(manifests, 'ConfigMap')
    .filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] !== undefined)
    .flatMap(({ data }) => Object.values(data ?? {}))
    .flatMap((text) => parseDashboard(text).panels);
  return [
    ...alerts.map(({ alert, expr, annotations }) => ({
      of: alert,
      expr,
      text: Object.values(annotations).join('\n'),
    })),
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr, legendFormat }) => ({ of: `The panel "${title}"`, expr, text: legendFormat })),
    ),
  ];
}

/** The metrics that the reference lists, and those of every process, are what dashboards and alerts may ask for. */
function documentedMetrics(): Metrics {
  const rows = readFileSync('docs/reference.md', 'utf8').matchAll(
    /^\| `(lectern_\w+)` \| (\w+) \| (.+?) \| .+ \| .+ \|$/gm,
  );
  const documented = [...rows].flatMap(([, name = '', type, labels = '']) => {
    const of = [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
    return type === 'histogram' ? seriesOf(name, of) : [entry(name, of)];
  });
  const ofProcesses = serviceRegistry({ commit: 'unknown' })
    .getMetricsAsArray()
    .map((metric) => entry(metric.name, (metric as { labelNames?: readonly string[] }).labelNames ?? []));
  return new Map([...documented, ...ofProcesses]);
}

/** What a histogram is in Prometheus. */
function seriesOf(name: string, labels: readonly string[]): [string, Labels][] {
  return [
    entry(`${name}_bucket`, [...labels, 'le']),
    entry(`${name}_sum`, labels),
    entry(`${name}_count`, labels),
  ];
}

function entry(name: string, labels: readonly string[]): [string, Labels] {
  return [name, new Map(labels.map((label) => [label, undefined]))];
}

export const metrics: Rule = (manifests) => {
  const documented = documentedMetrics();
  return expressionsOf(manifests).flatMap((expression) => faultsOf(expression, () => documented));
};
