import { BodyChecksum, type ChecksumAlgorithm } from '../intake/body-checksum.js';
import { InvalidContentDigest } from './content-digest.errors.js';

const ALGORITHMS: ReadonlyMap<string, ChecksumAlgorithm> = new Map([
  ['sha-256', 'sha256'],
  ['sha-512', 'sha512'],
]);

/** What a Content-Digest header says of a body. */
export interface ContentDigest {
  readonly checksums: readonly BodyChecksum[];
  /** In hexadecimal digits, where it is among them. */
  readonly sha256: string | undefined;
}

/**
 * The members of Content-Digest or Repr-Digest (RFC 9530), dictionaries such as `sha-256=:base64:, sha-512=:base64:`;
 * undefined where it is none, or has an algorithm twice.
 */
export function digestsOf(header: string): ReadonlyMap<string, Buffer> | undefined {
  const digests = new Map<string, Buffer>();
  for (const member of header.split(',')) {
    const [, name, base64] = /^\s*([a-z][a-z0-9-]*)=:([A-Za-z0-9+/]+={0,2}):\s*$/.exec(member) ?? [];
    if (name === undefined || base64 === undefined || digests.has(name)) return undefined;
    digests.set(name, Buffer.from(base64, 'base64'));
  }
  return digests;
}

/**
 * Content-Digest of a body. Algorithms that are not known are passed over, but one at least must be: whoever sends a
 * digest counts on its being verified.
 *
 * @throws InvalidContentDigest
 */
export function parseContentDigest(header: string | undefined, bodyLimit: number): ContentDigest {
  if (header === undefined) return { checksums: [], sha256: undefined };
  const checksums: BodyChecksum[] = [];
  let sha256: string | undefined;
  for (const [name, digest] of digestsOf(header) ?? []) {
    const algorithm = ALGORITHMS.get(name);
    if (algorithm === undefined) continue;
    const checksum = BodyChecksum.expecting(algorithm, digest, bodyLimit);
    if (checksum === undefined) throw new InvalidContentDigest();
    checksums.push(checksum);
    if (algorithm === 'sha256') sha256 = digest.toString('hex');
  }
  if (checksums.length === 0) throw new InvalidContentDigest();
  return { checksums, sha256 };
}

/** The header that belongs to a SHA-256. */
export function contentDigestOf(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}
