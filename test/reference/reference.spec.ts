import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '#libs/kernel';
import { errorCodesTable, everyError, failuresTable } from './error-codes.js';
import { logFieldsTable, logLinesTable } from './logs-table.js';
import { metricsTable, processRegistry, registries } from './metrics-table.js';
import { withTables } from './page.js';
import { SETTINGS, settingsTable } from './settings-table.js';

const PAGE = '../../docs/reference.md';
/** The edge is no program of Node: it has the names of all settings from here. */
const EDGE_SETTINGS = '../../docker/edge/settings.txt';

describe('the reference', () => {
  const tables: Record<string, string> = {};

  beforeAll(async () => {
    for (const [app, schema] of Object.entries(SETTINGS)) tables[`settings:${app}`] = settingsTable(schema);
    tables['error-codes'] = await errorCodesTable();
    tables['failures'] = failuresTable();
    tables['metrics'] = await metricsTable();
    tables['log-lines'] = logLinesTable();
    tables['log-fields'] = logFieldsTable();
  });

  it('holds the tables that the code makes (npm run openapi writes them anew)', async () => {
    const page = await readFile(new URL(PAGE, import.meta.url), 'utf8');
    await expect(withTables(page, tables)).toMatchFileSnapshot(PAGE);
  });

  it('is what the edge knows of the names of settings (npm run openapi writes them anew)', async () => {
    const names = [...SETTING_NAMES].filter((name) => name.startsWith('LECTERN_')).toSorted();
    await expect(`${names.join('\n')}\n`).toMatchFileSnapshot(EDGE_SETTINGS);
  });

  it('says a sentence of every error, and the code of every class', async () => {
    const errors = await everyError();
    expect(errors.length).toBeGreaterThan(60);
    for (const { code } of errors) expect(tables['error-codes']).toContain(`| \`${code}\` |`);
    const rows = tables['error-codes']?.split('\n').slice(2) ?? [];
    for (const row of rows)
      expect(row).toMatch(
        /^\| `[a-z0-9-]+` \| \d{3}(, \d{3})* \| (yes|no)( or (yes|no))? \| (…|[A-Z].{8,}) \|$/,
      );
  });

  it('says the status that delivery answers with, where a request asks for what a file does not have', () => {
    expect(tables['error-codes']).toContain('| `range-not-satisfiable` | 416 |');
  });

  it('says of every metric its type and what it means', () => {
    const rows = tables['metrics']?.split('\n').slice(2) ?? [];
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows)
      expect(row).toMatch(
        /^\| `lectern_[a-z_]+` \| (counter|gauge|histogram) \| .+ \| (all|uploader|delivery|worker|delivery, edge|uploader, delivery, edge) \| [A-Z].{8,} \|$/,
      );
  });

  it('names every metric as `promtool check metrics` wants it', async () => {
    const all = [processRegistry(), ...(await registries()).map(([registry]) => registry)];
    const metrics = (await Promise.all(all.map((registry) => registry.getMetricsAsJSON()))).flat();
    expect(metrics.length).toBeGreaterThan(40);
    for (const { name, help, type } of metrics) {
      expect(help, name).not.toBe('');
      // A counter counts in all; nothing else may look like one, or like the series of a histogram.
      expect(name, name).toMatch(
        String(type) === 'counter' ? /_total$/ : /(?<!_(total|count|sum|bucket|info))$|_info$/,
      );
      // Base units, written out, and no name that says its type.
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|days|mib|kib|mb|kb|percent)(_|$)/);
      expect(name).not.toMatch(/_(gauge|counter|histogram)(_|$)/);
    }
  });

  it('needs a place for each table', () => {
    expect(() => withTables('# Reference\n', tables)).toThrow('no place for the table settings:standalone');
  });
});
