import ipaddr from 'ipaddr.js';

/** Why nothing is sent to an address. */
export type Refusal = 'address-not-allowed' | 'not-encrypted';

/** Which addresses connections may go to. */
export interface Destinations {
  /** Of the address that a connection would go to, not of a name; undefined where it may. */
  refusalOf(address: string, isEncrypted: boolean): Refusal | undefined;
}

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** For addresses that whoever runs the service has set. */
export const ANYWHERE: Destinations = { refusalOf: () => undefined };

/** IPv6 addresses that routers of the internet know (RFC 4291 section 2.4): all others are special in some way. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** What NAT64 makes of an IPv4 address (RFC 6052 section 2.1), which is in the last 32 bits. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** A public address that machines of Azure reach their host by. */
const AZURE_HOST = '168.63.129.16';

/**
 * For addresses that somebody has set who does not run the service, and must not reach what it can: public ones over TLS
 * alone, and besides those the networks that are named here, over TLS or not.
 *
 * @param networks as `isNetwork` knows them
 */
export function publicAnd(networks: readonly string[]): Destinations {
  const named = networks.map(rangeOf);
  return {
    refusalOf(text, isEncrypted) {
      const address = addressOf(text);
      if (address === undefined) return 'address-not-allowed';
      if (named.some((range) => includes(range, address))) return undefined;
      if (!isPublic(address)) return 'address-not-allowed';
      return isEncrypted ? undefined : 'not-encrypted';
    },
  };
}

/** Whether a text names a network: an address, or a block such as `10.20.0.0/16`. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function rangeOf(text: string): Range {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function includes([network, bits]: Range, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

/** An IPv4 address that is written as IPv6, as such: what a connection to it reaches. undefined for no address. */
function addressOf(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // The zone of a link-local address.
  const [bare = ''] = text.split('%');
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.parse(bare);
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.match(NAT64)) return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST);
  return address.toString() !== AZURE_HOST;
}
