import { describe, expect, it } from 'vitest';
import { Pace } from './upload-pace.js';

const KIB = 1024;

/** A link of so many bytes in a second, over which requests go one after another. */
function sent(bytesPerSecond: number, requests: number, cap?: number) {
  let now = 0;
  const pace = new Pace(() => now);
  const lengths: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    now += pace.holdMs();
    const bytes = pace.requestBytes(cap);
    lengths.push(bytes);
    const begun = now;
    now += (bytes / bytesPerSecond) * 1000;
    pace.took(bytes, { begun, ended: now }, cap);
  }
  return { pace, lengths, now };
}

describe('the pace of sending', () => {
  it.each([30 * KIB, 250_000, 1_000_000])('comes to requests of 15 seconds at %d bytes/s', (speed) => {
    const last = sent(speed, 8).lengths.at(-1) ?? 0;
    expect(last / speed).toBeCloseTo(15, 0);
  });

  it('never asks for more than 32 MiB, nor for much more than before', () => {
    const { lengths } = sent(1e9, 12);
    expect(lengths.at(-1)).toBe(32 * KIB * KIB);
    for (const [index, bytes] of lengths.slice(1).entries())
      expect(bytes).toBeLessThanOrEqual(4 * (lengths[index] ?? 0));
  });

  it('keeps to a limit in requests of two seconds of it', () => {
    const { lengths, now } = sent(1e6, 20, 50_000);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(100_000);
    const all = lengths.reduce((sum, bytes) => sum + bytes, 0);
    expect(all / (now / 1000)).toBeLessThan(55_000);
  });

  it('foresees an end between the better requests and the worse ones with their waits', () => {
    let now = 0;
    const pace = new Pace(() => now);
    expect(pace.estimate(1000, undefined)).toEqual({
      bytesPerSecond: null,
      finishAtEarliest: null,
      finishAtLatest: null,
    });
    for (const bytes of [100, 200, 300, 400]) {
      pace.took(bytes, { begun: now, ended: now + 1000 }, undefined);
      now += 2000;
    }
    const { bytesPerSecond, finishAtEarliest, finishAtLatest } = pace.estimate(3000, undefined);
    expect([bytesPerSecond, finishAtEarliest, finishAtLatest]).toEqual([
      200,
      new Date(18_000),
      new Date(38_000),
    ]);
    expect(pace.estimate(3000, 10).finishAtEarliest).toEqual(new Date(308_000));
  });

  it('asks for less after a stall, and after something in between refused the length', () => {
    const pace = new Pace(() => 0);
    const first = pace.requestBytes(undefined);
    pace.stalled();
    expect(pace.requestBytes(undefined)).toBe(first / 2);
    expect(pace.refused(first / 2)).toBe(true);
    expect(pace.requestBytes(undefined)).toBe(first / 4);
    expect(pace.refused(16 * KIB)).toBe(false);
  });
});
