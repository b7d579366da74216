import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { readTarget } from './request-target.js';

const asked = (url: string, method = 'GET') =>
  ({ url, method, headers: { host: 'other' } }) as unknown as IncomingMessage;

it.each([
  ['http://learn.example.org/a/b?c=http://d/', '/a/b?c=http://d/', 'learn.example.org'],
  ['HTTPS://[::1]:8081/', '/', '[::1]:8081'],
  ['http://a', '/', 'a'],
  ['http://a?q=1', '/?q=1', 'a'],
  ['http://a//b', '//b', 'a'],
  ['/a?b=http://c', '/a?b=http://c', 'other'],
  ['//a/b', '//a/b', 'other'],
  ['*', '*', 'other'],
])('%s asks for %s of %s', (url, target, host) => {
  const request = asked(url);
  expect(readTarget(request)).toBe(true);
  expect([request.url, request.headers.host]).toEqual([target, host]);
});

it('OPTIONS without a path asks of the server itself', () => {
  const request = asked('http://a', 'OPTIONS');
  expect(readTarget(request)).toBe(true);
  expect(request.url).toBe('*');
});

it.each(['http:///a', 'http://user@a/b', 'http://a b/', 'ftp://a/b', 'file:/a', 'http:a', 'http://a:b/'])(
  '%s is refused',
  (url) => {
    const request = asked(url);
    expect(readTarget(request)).toBe(false);
    expect(request.url).toBe(url);
  },
);
