import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { TrustedProxies } from '#libs/http';
import { type Clock, unixSeconds } from '#libs/kernel';
import {
  type Asker,
  covers,
  type Grant,
  type KeyRing,
  RevocationList,
  type Verdict,
  Verifier,
} from '#libs/signing';

/** The fields of a request that say who asks, beside its connection. The fast lane understands each of them. */
export const ASKER_FIELDS = ['x-forwarded-for'] as const;

export type AskerField = (typeof ASKER_FIELDS)[number];

type AskerFields = { readonly [Name in AskerField]?: string };

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

  /** Who sends a request with these fields. */
  asker({ remoteAddress }: Socket, fields: AskerFields | IncomingHttpHeaders): Asker {
    return { client: this.parts.proxies.clientOf(remoteAddress, fields['x-forwarded-for']) };
  }

  /** Whether a revocation list has been read since the start: before, nothing may be served. */
  get isReady(): boolean {
    return this.parts.revocations.current !== undefined;
  }

  /** The verdict on a raw request target. */
  verdict(target: string, asker: Asker): Verdict {
    const { keyRing, revocations } = this.parts;
    return this.#verifier.verify(target, {
      ring: keyRing.current,
      revocations: revocations.current ?? RevocationList.empty,
      now: this.now,
      asker,
    });
  }

  /** What is to be remembered of a verdict that was given in this turn of the event loop. */
  pass(grant: Grant): Pass {
    const { keyRing, revocations } = this.parts;
    return { grant, since: this.now, ring: keyRing.current, revocations: revocations.current };
  }

  /**
   * Whether the same token would be granted to the same asker at the Unix second `now`, for `path`. False only
   * means that the verdict has to be asked for anew.
   */
  holds({ grant, since, ring, revocations }: Pass, path: string, now: number): boolean {
    if (ring !== this.parts.keyRing.current || revocations !== this.parts.revocations.current) return false;
    return now >= since && now < grant.expires && covers(grant, path);
  }
}

/** The asker of a connection's last request, who is put together anew only when the next one says something else. */
export class KnownAsker {
  #asker: Asker | undefined;
  #fields: AskerFields = {};

  constructor(
    private readonly admission: Admission,
    private readonly socket: Socket,
  ) {}

  of(fields: AskerFields): Asker {
    if (this.#asker === undefined || !sayTheSame(fields, this.#fields)) {
      this.#asker = this.admission.asker(this.socket, fields);
      this.#fields = fields;
    }
    return this.#asker;
  }
}

function sayTheSame(one: AskerFields, other: AskerFields): boolean {
  for (const name of ASKER_FIELDS) if (one[name] !== other[name]) return false;
  return true;
}
