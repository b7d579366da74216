import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorCodesTable, everyError, failuresTable } from './error-codes.js';
import { metricsTable } from './metrics-table.js';
import { withTables } from './page.js';
import { SETTINGS, settingsTable } from './settings-table.js';

const PAGE = '../../docs/reference.md';

describe('the reference', () => {
  const tables: Record<string, string> = {};

  beforeAll(async () => {
    for (const [app, schema] of Object.entries(SETTINGS)) tables[`settings:${app}`] = settingsTable(schema);
    tables['error-codes'] = await errorCodesTable();
    tables['failures'] = failuresTable();
    tables['metrics'] = await metricsTable();
  });

  it('holds the tables that the code makes (npm run openapi writes them anew)', async () => {
    const page = await readFile(new URL(PAGE, import.meta.url), 'utf8');
    await expect(withTables(page, tables)).toMatchFileSnapshot(PAGE);
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
        /^\| `lectern_[a-z_]+` \| (counter|gauge|histogram) \| .+ \| (all|delivery|worker) \| [A-Z].{8,} \|$/,
      );
  });

  it('needs a place for each table', () => {
    expect(() => withTables('# Reference\n', tables)).toThrow('no place for the table settings:standalone');
  });
});
