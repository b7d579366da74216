import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { TrustedProxies } from '#libs/http';
import { PublicLinks, uploadPath } from './public-links.js';

function from(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  return {
    headers: { host: 'inner:8080', ...headers },
    socket: { remoteAddress },
  } as unknown as IncomingMessage;
}

describe('an upload’s Location', () => {
  const links = new PublicLinks(undefined, new TrustedProxies(['10.0.0.0/8', 'loopback']));

  it.each<[string, Record<string, string>, string]>([
    ['nothing said', {}, '/v1/uploads/upl_1'],
    [
      'host, scheme and prefix rewritten',
      {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'med.example:8443',
        'x-forwarded-prefix': '/lectern/',
      },
      'https://med.example:8443/lectern/v1/uploads/upl_1',
    ],
    ['scheme only', { 'x-forwarded-proto': 'https' }, 'https://inner:8080/v1/uploads/upl_1'],
    ['host without a scheme', { 'x-forwarded-host': 'med.example' }, '/v1/uploads/upl_1'],
    ['prefix only', { 'x-forwarded-prefix': '/api' }, '/api/v1/uploads/upl_1'],
    [
      'RFC 7239',
      {
        forwarded:
          'for=192.0.2.1;proto=http;host=evil.example, for=10.1.1.1; Proto=https; host="med.example"',
      },
      'https://med.example/v1/uploads/upl_1',
    ],
    [
      'a chain of which the last is trusted',
      { 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'evil.example, med.example' },
      'https://med.example/v1/uploads/upl_1',
    ],
    [
      'the port that https has anyway',
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'med.example:443' },
      'https://med.example/v1/uploads/upl_1',
    ],
    [
      'the port of the other scheme',
      { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'med.example:443' },
      'http://med.example:443/v1/uploads/upl_1',
    ],
    [
      'a host that is none',
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a/b@c' },
      '/v1/uploads/upl_1',
    ],
    ['a prefix that leads elsewhere', { 'x-forwarded-prefix': '//evil.example' }, '/v1/uploads/upl_1'],
  ])('from a trusted proxy with %s', (_, headers, expected) => {
    expect(links.at(from('10.2.3.4', headers), uploadPath('upl_1'))).toBe(expected);
    expect(links.at(from('::ffff:127.0.0.1', headers), uploadPath('upl_1'))).toBe(expected);
  });

  it.each(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::1'])('F47 is a path whatever %s says', (address) => {
    const headers = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-prefix': '/evil',
      forwarded: 'proto=https;host=evil.example',
    };
    expect(links.at(from(address, headers), uploadPath('upl_1'))).toBe('/v1/uploads/upl_1');
  });

  it('lies below the public URL where there is one', () => {
    const fixed = new PublicLinks('https://med.example/lectern/', new TrustedProxies([]));
    expect(fixed.at(from('10.2.3.4', { 'x-forwarded-host': 'x' }), uploadPath('upl_1'))).toBe(
      'https://med.example/lectern/v1/uploads/upl_1',
    );
  });
});
