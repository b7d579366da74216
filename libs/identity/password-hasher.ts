import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { SignInBusy } from './identity.errors.js';

const derive = promisify(argon2);

/** OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes and one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

const AT_ONCE = 2;
const MOST_WAITING = 64;

/** What is kept of a password, as the PHC string format has it: whoever raises the cost reads the old ones as well. */
const KEPT = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Argon2id of passwords. Two are made at once, in 38 MiB of memory beside the heap and on two threads, and 64 may wait:
 * whoever sends a crowd of passwords takes no more of the machine than that.
 */
export class PasswordHasher {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Of a password that nobody has. */
  #nobodys: Promise<string> | undefined;

  constructor({ atOnce = AT_ONCE, mostWaiting = MOST_WAITING } = {}) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws SignInBusy */
  async hash(password: string): Promise<string> {
    const nonce = randomBytes(SALT_BYTES);
    const cost = { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES };
    const tag = await this.#inTurn({ ...cost, message: password, nonce, tagLength: TAG_BYTES });
    return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(nonce)}$${unpadded(tag)}`;
  }

  /**
   * Whether it is the password that `kept` was made of. Where there is none (undefined) it is not, and that takes as long.
   *
   * @throws SignInBusy
   */
  async matches(password: string, kept: string | undefined): Promise<boolean> {
    this.#nobodys ??= this.hash(randomBytes(SALT_BYTES).toString('hex')).catch((error: unknown) => {
      this.#nobodys = undefined;
      throw error;
    });
    const against = kept ?? (await this.#nobodys);
    const [, memory, passes, parallelism, salt, tag] = KEPT.exec(against) ?? [];
    if (salt === undefined || tag === undefined)
      throw new Error('a password is kept in no form that is known');
    const expected = Buffer.from(tag, 'base64');
    const made = await this.#inTurn({
      message: password,
      nonce: Buffer.from(salt, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    });
    return timingSafeEqual(made, expected) && kept !== undefined;
  }

  async #inTurn(parameters: Argon2Parameters): Promise<Buffer> {
    if (this.#running < this.#atOnce) this.#running += 1;
    else {
      if (this.#waiting.length >= this.#mostWaiting) throw new SignInBusy(this.#mostWaiting);
      // Whoever ends hands on its place.
      await new Promise<void>((turn) => this.#waiting.push(turn));
    }
    try {
      return await derive('argon2id', parameters);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
