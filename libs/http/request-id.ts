import { randomBytes } from 'node:crypto';

/** The caller's own id of a request, where it is one that a log can hold; else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : newRequestId();
}

const LEAST = 0x1000_0000;
const MOST = 0x2000_0000;
let prefix = '';
let next = MOST;

/**
 * A UUID (version 8, RFC 9562 section 5.8): random but for its last eight digits, which count; the random part is
 * drawn anew when they are used up. It names a request and is no secret.
 */
export function newRequestId(): string {
  if (next === MOST) {
    const random = randomBytes(12).toString('hex');
    prefix = `${random.slice(0, 8)}-${random.slice(8, 12)}-8${random.slice(13, 16)}-8${random.slice(17, 20)}-${random.slice(20)}`;
    next = LEAST;
  }
  const id = prefix + next.toString(16);
  next += 1;
  return id;
}
