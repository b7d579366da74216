import { Oldest, SeenBefore } from '#libs/kernel';
import type { KeyRing } from './key-ring.js';
import type { RevocationList } from './revocation-list.js';
import { isInScope, isPath, MAX_TARGET_BYTES } from './target.js';
import { type Asker, type Grant, sameAsker, type Verdict, verify, type VerifyOptions } from './verify.js';

/** A grant that holds again for the same token, by the same ring and list, until it expires. */
interface Remembered {
  readonly grant: Grant;
  readonly asker: Asker;
  readonly verifiedAt: number;
}

const REMEMBERED = 20_000;
const SEEN_PLACES = 2 ** 16;

/**
 * Verifies as `verify` does, and gives the same verdicts, but remembers the tokens that were granted, so
 * that a viewer's next segment costs no MAC. What is remembered is the whole text of claims, MAC and asset.
 * It is forgotten when the ring or the list is replaced by another one, and asked anew for another asker,
 * from the second in which it expires, and when the clock goes back. Refusals are never remembered.
 */
export class Verifier {
  readonly #remembered = new Map<string, Remembered>();
  readonly #oldest = new Oldest(this.#remembered);
  readonly #seen = new SeenBefore(SEEN_PLACES);
  #ring: KeyRing | undefined;
  #revocations: RevocationList | undefined;

  verify(target: string, options: VerifyOptions): Verdict {
    this.#forgetWhenReplaced(options);
    const pathAt = target.indexOf('/', target.indexOf('/', '/s/'.length) + 1) + 1;
    const token = target.slice(0, pathAt);
    const path = target.slice(pathAt);
    const known = this.#remembered.get(token);
    if (known !== undefined && holdsFor(known, path, options) && target.length <= MAX_TARGET_BYTES) {
      return { granted: true, grant: path === known.grant.path ? known.grant : { ...known.grant, path } };
    }
    const verdict = verify(target, options);
    // Who comes once costs one MAC and no memory; who comes twice, one more.
    if (verdict.granted && verdict.grant.path === path && this.#seen.meet(token))
      this.#remember(token, verdict.grant, options);
    return verdict;
  }

  #remember(token: string, grant: Grant, { asker, now }: VerifyOptions): void {
    this.#remembered.delete(token);
    if (this.#remembered.size >= REMEMBERED) this.#remembered.delete(this.#oldest.next() ?? '');
    this.#remembered.set(token, { grant, asker, verifiedAt: now });
  }

  #forgetWhenReplaced({ ring, revocations }: VerifyOptions): void {
    if (ring === this.#ring && revocations === this.#revocations) return;
    this.#remembered.clear();
    this.#ring = ring;
    this.#revocations = revocations;
  }
}

function holdsFor({ grant, asker, verifiedAt }: Remembered, path: string, options: VerifyOptions): boolean {
  if (options.now < verifiedAt || options.now >= grant.expires) return false;
  return sameAsker(options.asker, asker) && covers(grant, path);
}

/** Whether the MAC behind a grant is that of `path` too: one of a `play` URL covers all of the asset but the original. */
export function covers(grant: Grant, path: string): boolean {
  if (path === grant.path) return true;
  return grant.scope === 'play' && isInScope(grant.scope, path) && isPath(path);
}
