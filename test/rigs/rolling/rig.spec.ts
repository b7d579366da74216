import { expect, it } from 'vitest';
import { rigsAreRequired } from '../../servers/fault-mounts.js';
import { rollingRestart } from './run.js';

/** Short form of `npm run rig:rolling`. */
it('every process is replaced under uploads and viewers, and nobody notices', async () => {
  const seed = Date.now() % 1_000_000;
  const report = await rollingRestart({
    uploads: 12,
    viewers: 40,
    replicas: 2,
    rounds: 1,
    preStopMs: 800,
    rate: 40_000,
    longestSeconds: 4,
    shutdownSeconds: 60,
    pauseMs: 500,
    seed,
  });
  if (report === undefined && !rigsAreRequired()) return console.warn('nginx with Lua is not installed.');
  expect(report?.failures).toEqual([]);
  expect(report?.uploads).toBeGreaterThanOrEqual(12);
  expect(report?.requests).toBeGreaterThan(100);
});
