import { type Clock, unixSeconds } from '#libs/kernel';
import { type KeyRing, type Network, RevocationList, type Verdict, Verifier } from '#libs/signing';
import { clientAddress } from './client-address.js';

export interface AdmissionParts {
  /** The ring and the list in force, asked for at each request. */
  readonly keyRing: { readonly current: KeyRing };
  readonly revocations: { readonly current: RevocationList | undefined };
  readonly clock: Clock;
  readonly trustedProxies: readonly Network[];
}

/** Who asks, and whether the URL opens anything for them: the one verdict behind every way in. */
export class Admission {
  readonly #verifier = new Verifier();

  constructor(private readonly parts: AdmissionParts) {}

  /** Unix second. */
  get now(): number {
    return unixSeconds(this.parts.clock);
  }

  clientOf(peer: string | undefined, forwardedFor: string | string[] | undefined): string {
    return clientAddress(peer, forwardedFor, this.parts.trustedProxies);
  }

  /** Whether a revocation list has been read since the start: before, nothing may be served. */
  get isReady(): boolean {
    return this.parts.revocations.current !== undefined;
  }

  /** The verdict on a raw request target. */
  verdict(target: string, client: string): Verdict {
    const { keyRing, revocations } = this.parts;
    return this.#verifier.verify(target, {
      ring: keyRing.current,
      revocations: revocations.current ?? RevocationList.empty,
      now: this.now,
      client,
    });
  }
}
