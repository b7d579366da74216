import { expect, it } from 'vitest';
import { namesOneHost } from './host-field.js';

it.each(['x', 'learn.example.org', 'learn.example.org.:8081', '[::1]', '[fdab::7]:80', '127.0.0.1:', 'a_b'])(
  'takes the host %j',
  (host) => expect(namesOneHost(['Accept', '*/*', 'hOST', host])).toBe(true),
);

it.each([
  '',
  ':80',
  'a b',
  'a/b',
  'a..b',
  '.a',
  '[::1',
  'user@a',
  'a:b',
  'http://a',
  'a\u0080',
  '[x]',
  'a, b',
])('refuses the host %j', (host) => expect(namesOneHost(['Host', host])).toBe(false));

it('refuses two hosts, and takes none', () => {
  expect(namesOneHost(['Host', 'a', 'Accept', 'x', 'host', 'a'])).toBe(false);
  expect(namesOneHost(['Accept', 'Host'])).toBe(true);
});
