import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALERT_CASES, type AlertCase, GOOD_DAY } from './alert-cases.js';
import { complaintsOf, hasPromtool } from './promtool.js';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface RuleGroups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

const { groups } = (
  load(await readFile('k8s/components/monitoring/rules.yaml', 'utf8')) as { spec: RuleGroups }
).spec;
const rules = groups.flatMap((group) => group.rules);

describe('the alerts', () => {
  it('are each tried in a state that they are for', () => {
    const tried = ALERT_CASES.filter(({ fires }) => fires !== undefined).map(({ alert }) => alert);
    expect(new Set(tried)).toEqual(new Set(rules.map(({ alert }) => alert)));
  });

  it('stand in the table of docs/operations.md, "Health and metrics", as the rules have them', async () => {
    const text = await readFile('docs/operations.md', 'utf8');
    const rows = [...text.matchAll(/^\| `(Lectern\w+)` \| (\w+), (\w+) \| (.+) \| (.+) \|$/gm)];
    expect(rows.map(([, alert, severity, after]) => [alert, severity, after])).toEqual(
      rules.map((rule) => [rule.alert, rule.labels.severity, rule.for]),
    );
  });
});

const runs = hasPromtool() || process.env['LECTERN_TEST_RIGS'] === 'required';
if (!runs) console.warn('promtool is not installed (Debian: prometheus): the alerts are not tried.');

describe.runIf(runs)('promtool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lectern-alerts-'));
    // JSON is YAML.
    await writeFile(path.join(folder, 'rules.yaml'), JSON.stringify({ groups }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What comes of rules over series, as `promtool test rules` finds it. */
  async function tried(tests: readonly object[]): Promise<string> {
    const file = path.join(folder, 'tests.yaml');
    await writeFile(file, JSON.stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }));
    return complaintsOf(['test', 'rules', file]);
  }

  it('has nothing against the rules', () => {
    expect(complaintsOf(['check', 'rules', path.join(folder, 'rules.yaml')])).toBe('');
  });

  it('finds each alert where it is for, with what and where in its summary, and nowhere else', async () => {
    expect(await tried(ALERT_CASES.map(asTest))).toBe('');
  });

  it('finds none on a good day', async () => {
    const silent = rules.map(({ alert }) => ({ alertname: alert, eval_time: '59m', exp_alerts: [] }));
    expect(await tried([{ ...overTime(GOOD_DAY), alert_rule_test: silent }])).toBe('');
  });

  it('finds out when an alert is not what was expected', async () => {
    const [first] = ALERT_CASES;
    expect(await tried([{ ...asTest(first as AlertCase), input_series: [] }])).toContain('LecternDown');
  });
});

function overTime(series: AlertCase['series']): object {
  return {
    interval: '15s',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  };
}

function isAskedFor(series: string, rule: AlertRule | undefined): boolean {
  return rule?.expr.includes(series.replace(/\{.*/, '{')) === true;
}

function asTest({ alert, when, series, at, fires }: AlertCase): object {
  const rule = rules.find((each) => each.alert === alert);
  const expected = fires && {
    exp_labels: { ...fires.labels, ...rule?.labels },
    exp_annotations: { summary: fires.summary, runbook: rule?.annotations.runbook },
  };
  return {
    name: `${alert}: ${when}`,
    // Of the rest promtool would only take longer.
    ...overTime(Object.fromEntries(Object.entries(series).filter(([name]) => isAskedFor(name, rule)))),
    alert_rule_test: [{ alertname: alert, eval_time: at, exp_alerts: expected ? [expected] : [] }],
  };
}
