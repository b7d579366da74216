import proxyAddr from '@fastify/proxy-addr';
import { setting } from '#libs/kernel';
import { type Address, parseAddress } from '#libs/signing';

/** Names for well-known networks. */
const NAMED = new Set(['loopback', 'linklocal', 'uniquelocal']);

type Trust = (address: string, hop: number) => boolean;

/** Of the last so many it is remembered who the client is: viewers behind a proxy ask again and again. */
const REMEMBERED = 20_000;
/** No longer ones, so that nobody can have much remembered. */
const REMEMBERED_LENGTH = 128;

/**
 * Whether a text names a network whose proxies can be trusted: an address, a CIDR block (but not all addresses,
 * `/0`), or `loopback`, `linklocal` or `uniquelocal`.
 */
export function isNetwork(text: string): boolean {
  return trustOf([text]) !== undefined;
}

/** The setting LECTERN_TRUSTED_PROXIES; what each app believes of them it says itself. */
export const trustedProxies = setting.list().refine((items) => items.every(isNetwork), {
  message: 'holds something that is neither an IP address nor a CIDR block',
});

/** The proxies whose word on the client's side of a connection is believed, and thereby who the client is. */
export class TrustedProxies {
  readonly #trust: Trust;
  /** By peer and X-Forwarded-For. Reading addresses anew costs as much as a small answer. */
  readonly #clients = new Map<string, string>();

  /**
   * @param networks as `isNetwork` knows them
   * @throws TypeError where one is none
   */
  constructor(networks: readonly string[]) {
    const trust = trustOf(networks);
    if (trust === undefined) throw new TypeError(`Not networks: ${networks.join(', ')}`);
    this.#trust = trust;
  }

  /** Whether a peer is one of them. An IPv4 peer may be written as a socket that listens on IPv6 gives it. */
  include(address: string | undefined): boolean {
    const parsed = parseAddress(address ?? '');
    return parsed !== undefined && this.#trusts(parsed);
  }

  /**
   * The client's address, `''` where even the peer has none: the socket's, unless the peer is a trusted proxy;
   * then the last hop of X-Forwarded-For that is no trusted proxy. What stands left of that hop is the client's
   * own claim and is never read. A hop that is no address ends the walk at the proxy that reported it.
   */
  clientOf(peer: string | undefined, forwardedFor: string | string[] | undefined): string {
    const forwarded = Array.isArray(forwardedFor) ? forwardedFor.join(',') : (forwardedFor ?? '');
    const asked = `${peer ?? ''} ${forwarded}`;
    let client = this.#clients.get(asked);
    if (client !== undefined) return client;
    client = this.#find(peer ?? '', forwarded);
    if (asked.length > REMEMBERED_LENGTH) return client;
    if (this.#clients.size >= REMEMBERED) this.#clients.clear();
    this.#clients.set(asked, client);
    return client;
  }

  #find(peer: string, forwarded: string): string {
    let client = parseAddress(peer);
    if (client === undefined) return '';
    if (forwarded === '' || !this.#trusts(client)) return client.text;
    for (const hop of forwarded.split(',').toReversed()) {
      const address = parseAddress(withoutPort(hop.trim()));
      if (address === undefined) break;
      client = address;
      if (!this.#trusts(client)) break;
    }
    return client.text;
  }

  #trusts({ ip }: Address): boolean {
    return this.#trust(ip.toString(), 0);
  }
}

/** Undefined where one of the texts names no network. */
function trustOf(networks: readonly string[]): Trust | undefined {
  try {
    return proxyAddr.compile(networks.map((network) => (NAMED.has(network) ? network : canonical(network))));
  } catch {
    return undefined;
  }
}

/** @throws TypeError where the address is none; what is wrong with the prefix, proxy-addr says */
function canonical(network: string): string {
  const [address = '', ...prefix] = network.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || !prefix.every((text) => /^[0-9]{1,3}$/.test(text)))
    throw new TypeError(`Not a network: ${network}`);
  // A mapped address keeps its form, since its prefix counts from there.
  const { ip } = parsed;
  const written = address.includes(':') && ip.kind() === 'ipv4' ? `::ffff:${ip.toString()}` : ip.toString();
  return [written, ...prefix].join('/');
}

/** Some proxies write `203.0.113.9:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const match = /^\[([^\]]*)\](?::[0-9]+)?$|^([0-9.]+):[0-9]+$/.exec(hop);
  return match?.[1] ?? match?.[2] ?? hop;
}
