import { BlockList, isIP } from 'node:net';

/** Names for well-known networks, as the framework's own list of trusted proxies takes them. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The proxies whose word on the client's side of the connection is believed. */
export class TrustedProxies {
  private readonly list = new BlockList();

  /** @param networks addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal` */
  constructor(networks: readonly string[]) {
    for (const network of networks.flatMap((name) => NAMED[name] ?? [name])) {
      const [address = '', prefix] = network.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.list.addSubnet(
        address,
        prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix),
        family,
      );
    }
  }

  include(address: string | undefined): boolean {
    if (address === undefined) return false;
    // A socket that listens on IPv6 gives IPv4 peers in this form.
    const plain = address.replace(/^::ffff:(?=[0-9.]+$)/i, '');
    const version = isIP(plain);
    return version !== 0 && this.list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  }
}
