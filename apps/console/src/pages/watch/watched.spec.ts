import { describe, expect, it } from 'vitest';
import { WatchedStretches } from './watched.js';

describe('what has been played', () => {
  it('is told once, in stretches without what was jumped over', () => {
    const watched = new WatchedStretches();
    for (const second of [0, 0.5, 1, 1.5]) watched.at(second);
    expect(watched.take()).toEqual([{ from: 0, to: 1.5 }]);
    for (const second of [2, 2.5, 60, 61]) watched.at(second);
    watched.stop();
    for (const second of [30, 31]) watched.at(second);
    expect(watched.take()).toEqual([
      { from: 1.5, to: 2.5 },
      { from: 60, to: 61 },
      { from: 30, to: 31 },
    ]);
    expect(watched.take()).toEqual([]);
  });

  it('is told again where it could not be', () => {
    const watched = new WatchedStretches();
    watched.at(0);
    watched.at(3);
    const taken = watched.take();
    watched.putBack(taken);
    watched.at(4);
    expect(watched.take()).toEqual([...taken, { from: 3, to: 4 }]);
  });
});
