import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { fitsClaim } from './claims.js';
import { InvalidKeyRing } from './signing.errors.js';

const BASE64URL = /^[A-Za-z0-9_-]+$/;
const LEAST_SECRET_BYTES = 32;
const FINGERPRINT = 'lectern-ring-v1';

/** What may be told of a key. */
export interface RingKey {
  readonly kid: string;
  readonly state: 'signing' | 'verifying';
  /** Since when it is in this state; null where the file does not say. */
  readonly since: Date | null;
  /** When it is going to sign, once all who verify know it. */
  readonly signsFrom: Date | null;
  /** When the last URL that it signed is dead, and the key goes. */
  readonly until: Date | null;
}

/**
 * The keys that sign and verify URLs: exactly one signs, any number of others still verify. Immutable.
 * Secrets are held as key objects, which no log and no inspection prints.
 */
export class KeyRing {
  /** Takes the place of a key that is not in the ring, so that not knowing it costs the same work. */
  readonly #decoy = createSecretKey(randomBytes(LEAST_SECRET_BYTES));
  readonly #keys: ReadonlyMap<string, KeyObject>;

  private constructor(
    secrets: ReadonlyMap<string, KeyObject>,
    /** The id of the key that signs. */
    readonly signingKid: string,
    /** All keys, without their secrets. */
    readonly keys: readonly RingKey[],
  ) {
    this.#keys = secrets;
  }

  /**
   * Parses the ring's JSON text.
   *
   * @throws InvalidKeyRing with what is wrong, never with a secret
   */
  static parse(text: string): KeyRing {
    const keys = new Map<string, KeyObject>();
    const told: RingKey[] = [];
    let signingKid: string | undefined;
    for (const entry of entriesOf(text)) {
      const { kid, secret, state } = entry;
      if (typeof kid !== 'string' || !fitsClaim('kid', kid)) {
        throw new InvalidKeyRing('a key id is not 1 to 16 letters, digits, - or _');
      }
      if (keys.has(kid)) throw new InvalidKeyRing(`the key id ${kid} is there twice`);
      if (state !== 'signing' && state !== 'verifying') {
        throw new InvalidKeyRing(`the state of key ${kid} is neither signing nor verifying`);
      }
      if (state === 'signing' && signingKid !== undefined) throw new InvalidKeyRing('two keys are signing');
      if (state === 'signing') signingKid = kid;
      keys.set(kid, createSecretKey(secretBytes(kid, secret)));
      const [since, signsFrom, until] = [entry['since'], entry['signsFrom'], entry['until']].map(momentOf);
      told.push({ kid, state, since: since ?? null, signsFrom: signsFrom ?? null, until: until ?? null });
    }
    if (signingKid === undefined) throw new InvalidKeyRing('no key is signing');
    return new KeyRing(keys, signingKid, told);
  }

  /** The text of a ring with one fresh signing key of 32 random bytes. */
  static fresh(): string {
    return `${JSON.stringify({ keys: [{ ...freshKey(), state: 'signing' }] }, null, 2)}\n`;
  }

  get kids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Each key and what it is there for. */
  get states(): readonly { readonly kid: string; readonly state: 'signing' | 'verifying' }[] {
    return this.kids.map((kid) => ({ kid, state: kid === this.signingKid ? 'signing' : 'verifying' }));
  }

  /**
   * The same for rings of the same keys in the same states, whatever their order, and else another: 16 hexadecimal
   * digits. Rings that name the same ids may hold other secrets under them. Nothing of a secret can be told from it.
   */
  get fingerprint(): string {
    const parts = this.states.map(({ kid, state }) => {
      const secret = this.#keys.get(kid) ?? this.#decoy;
      return `${kid} ${state} ${createHmac('sha256', secret).update(FINGERPRINT).digest('hex')}\n`;
    });
    return createHmac('sha256', FINGERPRINT).update(parts.toSorted().join('')).digest('hex').slice(0, 16);
  }

  has(kid: string): boolean {
    return this.#keys.has(kid);
  }

  /**
   * The MACs of a text for another purpose than URLs: 32 bytes by each key, the one that signs first. What was
   * made by any key that is still in the ring is among them.
   */
  macsOf(purpose: string, text: string): Buffer[] {
    const kids = [this.signingKid, ...this.kids.filter((kid) => kid !== this.signingKid)];
    return kids.map((kid) =>
      createHmac('sha256', this.#keys.get(kid) ?? this.#decoy)
        .update(`lectern-${purpose}-v1\n${text}`)
        .digest(),
    );
  }

  /**
   * The MAC of `claims` for `resource`: 43 characters of base64url. With an unknown key id it is made with
   * a random key: ask `has` too.
   */
  mac(kid: string, claims: string, resource: string): string {
    return createHmac('sha256', this.#keys.get(kid) ?? this.#decoy)
      .update(`lectern-url-v1\n${claims}\n${resource}`, 'latin1')
      .digest('base64url');
  }

  /**
   * The MAC of a text that is no URL, which no URL's MAC can stand for: `purpose` keeps it apart from those of other
   * purposes, too. With an unknown key id it is made with a random key, as by `mac`.
   */
  seal(kid: string, purpose: string, text: string): string {
    return createHmac('sha256', this.#keys.get(kid) ?? this.#decoy)
      .update(`lectern-seal-v1\n${purpose}\n${text}`)
      .digest('base64url');
  }
}

/** A key id and a secret of 32 random bytes. */
export function freshKey(): { kid: string; secret: string } {
  const kid = randomBytes(4).toString('hex');
  return { kid, secret: randomBytes(LEAST_SECRET_BYTES).toString('base64url') };
}

/** Who reads a ring ignores what is told of its keys: a moment that is none makes no ring invalid. */
function momentOf(value: unknown): Date | null {
  const moment = typeof value === 'string' ? new Date(value) : undefined;
  return moment === undefined || Number.isNaN(moment.getTime()) ? null : moment;
}

function entriesOf(text: string): Record<string, unknown>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which holds secrets: it is not kept as the cause.
    throw new InvalidKeyRing('it is not JSON');
  }
  const keys = isRecord(parsed) ? parsed['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0) throw new InvalidKeyRing('it has no list of keys');
  if (!keys.every(isRecord)) throw new InvalidKeyRing('a key is not an object');
  return keys;
}

function secretBytes(kid: string, secret: unknown): Buffer {
  if (typeof secret !== 'string' || !BASE64URL.test(secret) || secret.length % 4 === 1) {
    throw new InvalidKeyRing(`the secret of key ${kid} is not base64url without padding`);
  }
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length < LEAST_SECRET_BYTES) {
    throw new InvalidKeyRing(`the secret of key ${kid} is shorter than ${LEAST_SECRET_BYTES} bytes`);
  }
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
