import { randomBytes } from 'node:crypto';
import type { Caller } from '#libs/http';
import { hashOfSecret } from '#libs/identity';
import { type Clock, systemClock } from '#libs/kernel';

const LIFE_MS = 60 * 60_000;
/** The eldest goes where one more comes. */
const MOST = 100;

interface Issued {
  readonly caller: Caller;
  readonly until: number;
}

/**
 * Codes of 192 bits that sign a browser in once, within an hour: whoever starts the service on their own machine opens
 * the address that is printed, and types nothing. They live in the memory of the process that issued them.
 */
export class OneTimeCodes {
  /** By the hashes of the codes. */
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly clock: Clock = systemClock) {}

  issue(caller: Caller): string {
    const code = randomBytes(24).toString('base64url');
    this.#issued.set(keyOf(code), { caller, until: this.clock.now().getTime() + LIFE_MS });
    const [eldest] = this.#issued.keys();
    if (this.#issued.size > MOST && eldest !== undefined) this.#issued.delete(eldest);
    return code;
  }

  /** @returns whom it signs in, this once; undefined for one that was used, is too old, or never was */
  take(code: string): Caller | undefined {
    const key = keyOf(code);
    const issued = this.#issued.get(key);
    this.#issued.delete(key);
    return issued !== undefined && this.clock.now().getTime() < issued.until ? issued.caller : undefined;
  }
}

function keyOf(code: string): string {
  return hashOfSecret(code).toString('base64url');
}
