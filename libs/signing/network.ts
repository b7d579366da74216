import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** An IP address. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. */
export interface Address {
  readonly ip: Ip;
  /** The text it came from, without a zone; for a mapped address the IPv4 address. */
  readonly text: string;
}

/** A network in CIDR. Bits of `ip` beyond the prefix don't matter. */
export interface Network {
  readonly ip: Ip;
  readonly prefix: number;
}

/** Parses an IPv4 or IPv6 address; undefined for anything else. A zone (`%eth0`) is dropped. */
export function parseAddress(text: string): Address | undefined {
  // ipaddr.js alone would take `127.1` and `0x7f.0.0.1`, too, and `::10.0.0.1` for a mapped address.
  if (isIP(text) === 0) return undefined;
  const bare = text.replace(/%.*$/, '');
  const ip = ipaddr.process(bare.replace(/^::(?=[0-9]+\.)/, '0::'));
  return { ip, text: ip.kind() === 'ipv4' ? ip.toString() : bare };
}

/**
 * Parses an address and its prefix length; undefined where either is out of range. A network of mapped
 * addresses (`::ffff:10.0.0.0`, 104) is the IPv4 network (10.0.0.0, 8).
 */
export function parseNetwork(address: string, prefix: number): Network | undefined {
  const ip = parseAddress(address)?.ip;
  const longest = isIPv4(address) ? 32 : 128;
  if (ip === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) return undefined;
  if (ip instanceof ipaddr.IPv6 || longest === 32) return { ip, prefix };
  return prefix < 96 ? { ip: ip.toIPv4MappedAddress(), prefix } : { ip, prefix: prefix - 96 };
}

export function holds(network: Network, { ip }: Address): boolean {
  return network.ip.kind() === ip.kind() && ip.match(network.ip, network.prefix);
}
