import { describe, expect, it } from 'vitest';
import { untilOpenMs } from './upload-hours.js';

const at = (time: string) => new Date(`2026-11-30T${time}`);
const minutes = (hours: { from: string; to: string }, time: string) => untilOpenMs(hours, at(time)) / 60_000;

describe('hours in which bytes are sent', () => {
  it.each([
    ['22:00', '06:00', '21:30:00', 30],
    ['22:00', '06:00', '22:00:00', 0],
    ['22:00', '06:00', '05:59:59', 0],
    ['22:00', '06:00', '06:00:00', 960],
    ['08:00', '17:00', '17:00:00', 900],
    ['08:00', '17:00', '07:59:30', 0.5],
    ['08:00', '08:00', '12:00:00', 0],
  ])('from %s to %s: at %s they are %d minutes away', (from, to, time, away) => {
    expect(minutes({ from, to }, time)).toBe(away);
  });

  it('are written as times of day', () => {
    expect(() => untilOpenMs({ from: '24:00', to: '6' }, new Date())).toThrow(TypeError);
  });
});
