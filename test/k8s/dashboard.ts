import { readFileSync } from 'node:fs';
import { type Manifest, ofKind } from './manifests.js';
import type { Rule } from './pod-policies.js';

/** Suffixes that Prometheus' client adds to the name of a histogram. */
const SUFFIX = /_(bucket|sum|count)$/;

/** The metrics that the reference lists are those that dashboards and alerts may ask for. */
function documentedMetrics(): ReadonlySet<string> {
  return new Set(readFileSync('docs/reference.md', 'utf8').match(/\blectern_[a-z_]+\b/g) ?? []);
}

export const metrics: Rule = (manifests) => {
  const documented = documentedMetrics();
  return [...ofKind(manifests, 'PrometheusRule'), ...dashboardsOf(manifests)].flatMap((manifest) => {
    const names = new Set(JSON.stringify(manifest).match(/\blectern_[a-z_]+\b/g) ?? []);
    return [...names]
      .filter((name) => !documented.has(name) && !documented.has(name.replace(SUFFIX, '')))
      .map((name) => `${manifest.kind}/${manifest.metadata.name} asks for ${name}, which no service has`);
  });
};

function dashboardsOf(manifests: readonly Manifest[]): Manifest[] {
  return ofKind(manifests, 'ConfigMap').filter(
    ({ metadata }) => metadata.labels?.['grafana_dashboard'] !== undefined,
  );
}
