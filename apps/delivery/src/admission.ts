import type { TrustedProxies } from '#libs/http';
import { type Clock, unixSeconds } from '#libs/kernel';
import { covers, type Grant, type KeyRing, RevocationList, type Verdict, Verifier } from '#libs/signing';

export interface AdmissionParts {
  /** The ring and the list in force, asked for at each request. */
  readonly keyRing: { readonly current: KeyRing };
  readonly revocations: { readonly current: RevocationList | undefined };
  readonly clock: Clock;
  readonly proxies: TrustedProxies;
}

/** A grant together with all that it depends on but the time. */
export interface Pass {
  readonly grant: Grant;
  /** Unix second of the verdict. */
  readonly since: number;
  readonly ring: KeyRing;
  readonly revocations: RevocationList | undefined;
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
    return this.parts.proxies.clientOf(peer, forwardedFor);
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

  /** What is to be remembered of a verdict that was given in this turn of the event loop. */
  pass(grant: Grant): Pass {
    const { keyRing, revocations } = this.parts;
    return { grant, since: this.now, ring: keyRing.current, revocations: revocations.current };
  }

  /**
   * Whether the same token would be granted to the same client at the Unix second `now`, for `path`. False only
   * means that the verdict has to be asked for anew.
   */
  holds({ grant, since, ring, revocations }: Pass, path: string, now: number): boolean {
    if (ring !== this.parts.keyRing.current || revocations !== this.parts.revocations.current) return false;
    return now >= since && now < grant.expires && covers(grant, path);
  }
}
