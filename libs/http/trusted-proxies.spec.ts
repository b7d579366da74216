import { describe, expect, it } from 'vitest';
import { isNetwork, TrustedProxies } from './trusted-proxies.js';

describe('the client\u2019s address', () => {
  const proxies = new TrustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  it.each<[string | undefined, string | undefined, string]>([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['::ffff:203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.1.1', '198.51.100.1'],
    ['127.0.0.1', '10.1.1.1, fd00::7', '10.1.1.1'],
    ['127.0.0.1', 'garbage, 10.1.1.1', '10.1.1.1'],
    ['127.0.0.1', '198.51.100.1, garbage', '127.0.0.1'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', '198.51.100.1, , 10.1.1.1', '10.1.1.1'],
    ['127.0.0.1', '127.1, 10.1.1.1', '10.1.1.1'],
    ['127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['127.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['fd00::1', '2001:db8::1', '2001:db8::1'],
    ['fd00::1', '10.9.9.9, ::10.1.1.1', '::10.1.1.1'],
    [undefined, '198.51.100.1', ''],
  ])('F47 peer %s, X-Forwarded-For %s: %s', (peer, header, client) => {
    expect(proxies.clientOf(peer, header)).toBe(client);
    expect(proxies.clientOf(peer, header)).toBe(client);
  });

  it('is each one\u2019s own, however many ask, and again when they come back', () => {
    const viewers = Array.from({ length: 20_500 }, (_, index) => `198.51.${index >> 8}.${index & 255}`);
    const asked = [...viewers, ...viewers.slice(0, 1_000)];
    expect(asked.map((viewer) => proxies.clientOf('127.0.0.1', viewer))).toEqual(asked);
    expect(proxies.clientOf('127.0.0.1', `${'6.6.6.6, '.repeat(20)}198.51.100.1`)).toBe('198.51.100.1');
  });
});

describe('a network of trusted proxies', () => {
  it.each(['', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/8 ', 'localhost', '::/1e1'])(
    'is not %j',
    (text) => expect(isNetwork(text)).toBe(false),
  );

  // What the package beneath would take by itself, and what would trust the whole world.
  it.each(['127.1', '0x7f.0.0.1', '010.0.0.0/8', '10.0.0.0/255.0.0.0', '10.0.0.0/33', '0.0.0.0/0', '::/0'])(
    'is not %j either',
    (text) => {
      expect(isNetwork(text)).toBe(false);
      expect(() => new TrustedProxies(['10.0.0.1', text])).toThrow(text);
    },
  );

  it.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['::1', '::1', '::2'],
    ['10.20.3.4/16', '10.20.0.1', '10.21.0.1'],
    ['10.0.0.0/8', '::ffff:10.1.1.1', '::ffff:11.1.1.1'],
    ['::ffff:10.0.0.0/104', '10.9.9.9', '11.9.9.9'],
    ['::10.0.0.0/104', '::10.1.1.1', '10.1.1.1'],
    ['10.0.0.0/8', '10.1.1.1', '::10.1.1.1'],
    ['fe80::%eth0/10', 'fe80::1%eth1', 'fd00::1'],
    ['loopback', '127.9.9.9', '128.0.0.1'],
    ['uniquelocal', 'fd00::1', 'fe80::1'],
    ['linklocal', '169.254.1.1', '169.255.1.1'],
  ])('%s holds %s, not %s', (network, inside, outside) => {
    const proxies = new TrustedProxies([network]);
    expect([proxies.include(inside), proxies.include(outside)]).toEqual([true, false]);
  });

  it('holds nobody without an address, and no text that is none', () => {
    const proxies = new TrustedProxies(['127.0.0.0/8']);
    expect([undefined, '', '127.1', 'localhost'].filter((peer) => proxies.include(peer))).toEqual([]);
  });

  it('of an empty list is none', () => {
    expect(new TrustedProxies([]).include('127.0.0.1')).toBe(false);
  });
});
