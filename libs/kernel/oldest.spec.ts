import { expect, it } from 'vitest';
import { Oldest } from './oldest.js';

it('gives the oldest keys, whatever was removed, moved or set meanwhile', () => {
  const map = new Map<number, string>();
  const oldest = new Oldest(map);
  expect(oldest.next()).toBeUndefined();
  let state = 7;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let step = 0; step < 50_000; step++) {
    const key = below(300);
    const act = below(100);
    if (act < 55) {
      // As something that was used: it becomes the youngest.
      map.delete(key);
      map.set(key, '');
    } else if (act < 70) map.delete(key);
    else if (act < 99) {
      const [first] = map.keys();
      const next = oldest.next();
      if (next !== first) expect([step, next]).toEqual([step, first]);
      if (next !== undefined) map.delete(next);
    } else if (below(10) === 0) map.clear();
  }
});
