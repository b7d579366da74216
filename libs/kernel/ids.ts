import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `length` characters of Crockford's base32 in lower case, 5 random bits each. */
export function randomToken(length: number): string {
  let token = '';
  for (const byte of randomBytes(length)) token += ALPHABET[byte & 31];
  return token;
}

/** A server-made id such as `ast_77zxyyk596ngya1dq91k5g`: 110 random bits behind a prefix. */
export function newId<
  P extends
    | 'ast'
    | 'upl'
    | 'crs'
    | 'unt'
    | 'key'
    | 'ses'
    | 'sig'
    | 'inv'
    | 'whk'
    | 'whd'
    | 'ret'
    | 'rev'
    | 'rvn',
>(prefix: P): `${P}_${string}` {
  return `${prefix}_${randomToken(22)}`;
}
