import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { Latency } from './latency.js';

it('tells what a histogram of prom-client tells of the same times', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const latency = new Latency();
  latency.register(ours, 'seconds', 'Time.');
  const histogram = new Histogram({
    name: 'seconds',
    help: 'Time.',
    labelNames: ['status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600, 3600],
    registers: [theirs],
  });
  for (const [status, seconds] of [
    [200, 0.001],
    [206, 0.0011],
    [304, 0],
    [404, 3],
    [503, 10],
    [200, 700],
  ] as const) {
    latency.observe(status, seconds);
    histogram.observe({ status: `${Math.floor(status / 100)}xx` }, seconds);
  }
  const linesOf = async (registry: Registry) =>
    (await registry.metrics())
      .split('\n')
      .map((line) => line.replaceAll(/\{(?:le="(.*?)",)?status="(.*?)"(?:,le="(.*?)")?\}/g, '{$2 $1$3}'))
      .toSorted();
  expect(await linesOf(ours)).toEqual(await linesOf(theirs));
});
