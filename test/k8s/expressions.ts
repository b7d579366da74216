/** What is known of a metric: its labels, and their values where these are known too. */
export type Labels = ReadonlyMap<string, ReadonlySet<string> | undefined>;
export type Metrics = ReadonlyMap<string, Labels>;

/** An expression of an alert or a panel, and the text that names labels of what comes of it. */
export interface Expression {
  readonly of: string;
  readonly expr: string;
  readonly text: string;
}

interface Selector {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/** What Prometheus adds to every series of a PodMonitor's. */
const TARGET: ReadonlySet<string> = new Set(['namespace', 'job', 'pod', 'container', 'endpoint', 'instance']);
/** Prometheus' own, of every target. */
const OF_EVERY_TARGET = 'up';

const SELECTOR = /([a-zA-Z_:][\w:]*)\{([^}]*)\}/g;
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const NAMED = /\{\{\s*(?:\$labels\.)?(\w+)\s*(?:\||\}\})/g;
const BARE = /\b(?:lectern|process|nodejs)_\w+\b(?!\s*\{)/g;

/**
 * What of an expression no service has: metrics, labels, values of labels.
 *
 * @param known the metrics of a service by its name, or of all
 */
export function faultsOf({ of, expr, text }: Expression, known: (job?: string) => Metrics): string[] {
  const selectors = selectorsOf(expr);
  const groups = [...expr.matchAll(GROUPING)].flatMap(([, labels = '']) =>
    labels.split(',').map((label) => label.trim()),
  );
  const named = [...text.matchAll(NAMED)].map(([, label = '']) => label);
  const has = (selector: Selector, label: string): boolean =>
    TARGET.has(label) || labelsOf(selector, known)?.has(label) === true;
  const faults = [
    ...selectors.flatMap((selector) => wrongIn(selector, known)),
    ...(expr.replaceAll(SELECTOR, '$1{}').match(BARE) ?? []).map((name) => `${name} of every namespace`),
    ...groups
      .filter((label) => !selectors.every((selector) => has(selector, label)))
      .map((label) => `the label ${label}, which not all of its metrics have`),
    ...named
      .filter((label) =>
        groups.length > 0 ? !groups.includes(label) : !selectors.some((each) => has(each, label)),
      )
      .map((label) => `the label ${label}, which nothing has that comes of it`),
  ];
  return [...new Set(faults)].map((fault) => `${of} asks for ${fault}`);
}

function selectorsOf(expr: string): Selector[] {
  return [...expr.matchAll(SELECTOR)].map(([, name = '', matchers = '']) => ({
    name,
    matchers: [...matchers.matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => ({
      label,
      operator,
      value,
    })),
  }));
}

function labelsOf({ name, matchers }: Selector, known: (job?: string) => Metrics): Labels | undefined {
  const job = matchers.find(({ label, operator }) => label === 'job' && operator === '=')?.value;
  return name === OF_EVERY_TARGET ? new Map() : known(job).get(name);
}

function wrongIn(selector: Selector, known: (job?: string) => Metrics): string[] {
  const labels = labelsOf(selector, known);
  if (labels === undefined) return [`${selector.name}, which no service has`];
  return selector.matchers
    .filter(({ label }) => !TARGET.has(label))
    .flatMap(({ label, operator, value }) => {
      if (!labels.has(label)) return [`the label ${label}, which ${selector.name} does not have`];
      const values = labels.get(label);
      const isThere = operator !== '=' || values === undefined || values.has(value);
      return isThere ? [] : [`${label}="${value}", which ${selector.name} never has`];
    });
}

/** Of a service, as its `/metrics` tells them. */
export function metricsOf(text: string): Metrics {
  const metrics = new Map<string, Map<string, Set<string>>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/gm)) {
    const known = metrics.get(name) ?? new Map<string, Set<string>>();
    metrics.set(name, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g))
      known.set(label, (known.get(label) ?? new Set<string>()).add(value));
  }
  return metrics;
}

/** The metrics of all of them. */
export function together(all: readonly Metrics[]): Metrics {
  const merged = new Map<string, Map<string, Set<string> | undefined>>();
  for (const metrics of all)
    for (const [name, labels] of metrics) {
      const known = merged.get(name) ?? new Map<string, Set<string> | undefined>();
      merged.set(name, known);
      for (const [label, values] of labels)
        known.set(label, values && new Set([...(known.get(label) ?? []), ...values]));
    }
  return merged;
}
