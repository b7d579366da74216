import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
  /** The text it came from, without a zone; for a mapped address the IPv4 address. */
  readonly text: string;
}

/** A network in CIDR. Bits of `value` beyond the prefix don't matter. */
export interface Network {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly prefix: number;
}

const MAPPED = 0xffffn;

/** Parses an IPv4 or IPv6 address; undefined for anything else. A zone (`%eth0`) is dropped. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: 4, value: ipv4Value(text), text };
  if (!isIPv6(text)) return undefined;
  const bare = text.split('%', 1)[0] ?? text;
  const value = ipv6Value(bare);
  if (value >> 32n !== MAPPED) return { family: 6, value, text: bare };
  const low = value & 0xffffffffn;
  return { family: 4, value: low, text: ipv4Text(low) };
}

/**
 * Parses an address and its prefix length; undefined where either is out of range. A network of mapped
 * addresses (`::ffff:10.0.0.0`, 104) is the IPv4 network (10.0.0.0, 8).
 */
export function parseNetwork(address: string, prefix: number): Network | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined || !Number.isInteger(prefix) || prefix < 0) return undefined;
  if (parsed.family === 6) return prefix > 128 ? undefined : { family: 6, value: parsed.value, prefix };
  if (isIPv4(address)) return prefix > 32 ? undefined : { family: 4, value: parsed.value, prefix };
  if (prefix > 128) return undefined;
  if (prefix >= 96) return { family: 4, value: parsed.value, prefix: prefix - 96 };
  return { family: 6, value: (MAPPED << 32n) | parsed.value, prefix };
}

/** Parses `10.0.0.0/8`, or an address alone (a network of one). */
export function parseCidr(text: string): Network | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  if (prefix === undefined) return parseNetwork(address, isIPv4(address) ? 32 : 128);
  return /^[0-9]{1,3}$/.test(prefix) ? parseNetwork(address, Number(prefix)) : undefined;
}

export function holds(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  const shift = BigInt((network.family === 4 ? 32 : 128) - network.prefix);
  return network.value >> shift === address.value >> shift;
}

function ipv4Value(text: string): bigint {
  let value = 0;
  for (const part of text.split('.')) value = value * 256 + Number(part);
  return BigInt(value);
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

/** The value of an address that `isIPv6` has accepted. */
function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const left = groups(head);
  if (tail === undefined) return joined(left);
  const right = groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0);
  return joined([...left, ...zeros, ...right]);
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [Number.parseInt(part, 16)];
    const value = Number(ipv4Value(part));
    return [Math.floor(value / 65536), value % 65536];
  });
}

function joined(parts: readonly number[]): bigint {
  let value = 0n;
  for (const part of parts) value = (value << 16n) | BigInt(part);
  return value;
}
