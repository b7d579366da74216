import { expect, it } from 'vitest';
import { CLAIMS_GROUPS, CLAIMS_PATTERN } from './claims.js';

it('has a letter of its own and one group for each claim', () => {
  const letters = [...CLAIMS_PATTERN.matchAll(/([a-z])=\(/g)].map(([, letter]) => letter);
  expect(letters).toHaveLength(CLAIMS_GROUPS);
  // `h` is the MAC's.
  expect(new Set([...letters, 'h']).size).toBe(CLAIMS_GROUPS + 1);
  expect(new RegExp(`${CLAIMS_PATTERN}|`).exec('')).toHaveLength(1 + CLAIMS_GROUPS);
});
