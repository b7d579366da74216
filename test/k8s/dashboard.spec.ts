import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { type Dashboard, parseDashboard } from './dashboard.js';

const COLUMNS = 24;
/** Of Grafana's grid, on a screen of 1,080 lines. */
const ROWS_OF_A_SCREEN = 24;
const UNITS = ['short', 's', 'bytes', 'Bps', 'ops', 'reqps', 'percentunit'];

it('the dashboard is one screen without gaps or overlaps, in a few units', async () => {
  const { panels } = parseDashboard(await readFile('k8s/components/monitoring/lectern.json', 'utf8'));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const covered = panels.flatMap(cellsOf);
  expect(new Set(covered).size).toBe(covered.length);
  expect(covered.length).toBe(COLUMNS * ROWS_OF_A_SCREEN);
  for (const { title, gridPos, fieldConfig } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(COLUMNS);
    expect(gridPos.y + gridPos.h, title).toBeLessThanOrEqual(ROWS_OF_A_SCREEN);
    expect(UNITS, title).toContain(fieldConfig.defaults.unit);
  }
});

function cellsOf({ gridPos: { x, y, w, h } }: Dashboard['panels'][number]): string[] {
  return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`);
}
