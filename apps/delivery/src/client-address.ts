import { type Address, holds, type Network, parseAddress } from '#libs/signing';

/**
 * The client's address: the socket's, unless the peer is a trusted proxy; then the last hop of
 * X-Forwarded-For that is no trusted proxy. What stands left of that hop is the client's own claim and
 * is never read. A hop that is no address ends the walk at the proxy that reported it.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  trusted: readonly Network[],
): string {
  let client = parseAddress(peer ?? '');
  if (client === undefined) return '';
  if (forwardedFor === undefined || !isTrusted(client, trusted)) return client.text;
  const hops = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor).split(',');
  for (const hop of hops.toReversed()) {
    const address = parseAddress(withoutPort(hop.trim()));
    if (address === undefined) break;
    client = address;
    if (!isTrusted(client, trusted)) break;
  }
  return client.text;
}

function isTrusted(address: Address, trusted: readonly Network[]): boolean {
  return trusted.some((network) => holds(network, address));
}

/** Some proxies write `203.0.113.9:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const match = /^\[([^\]]*)\](?::[0-9]+)?$|^([0-9.]+):[0-9]+$/.exec(hop);
  return match?.[1] ?? match?.[2] ?? hop;
}
