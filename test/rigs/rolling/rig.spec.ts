import { expect, it } from 'vitest';
import { rigsAreRequired } from '../../servers/not-here.js';
import { shortForm } from '../options.js';
import { RIGS } from '../registry.js';
import { rollingRestart } from './run.js';

/** The short form of `npm run rig -- rolling`. */
it('every process is replaced under uploads and viewers, and nobody notices', async () => {
  const { cycles: rounds, ...plan } = shortForm(RIGS.rolling);
  const report = await rollingRestart({ ...plan, rounds });
  if (report === undefined && !rigsAreRequired()) return console.warn('nginx with Lua is not installed.');
  expect(report?.failures).toEqual([]);
  expect(report?.uploads).toBeGreaterThanOrEqual(12);
  expect(report?.requests).toBeGreaterThan(100);
});
