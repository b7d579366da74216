import { createHash } from 'node:crypto';

/** So many tokens that held are known again. */
const KNOWN = 10_000;

/**
 * Whose turn it is to have a token looked up. Those from where many came in vain are looked up one at a time, so that who
 * guesses costs the database one statement at once, however many connections they have. A token that has held
 * here before waits for nobody, whoever else sits behind its address.
 */
export class TokenTurns {
  /** SHA-256, in the order in which they first held. */
  readonly #known = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  /** What `lookUp` gives, or throws; `inTurn` where it may be a guess. */
  async held<T>(token: string | undefined, inTurn: boolean, lookUp: () => Promise<T>): Promise<T> {
    if (token === undefined) return lookUp();
    const key = createHash('sha256').update(token).digest('base64url');
    const found = inTurn && !this.#known.has(key) ? await this.#wait(lookUp) : await lookUp();
    this.#know(key);
    return found;
  }

  #wait<T>(lookUp: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(lookUp);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #know(key: string): void {
    if (this.#known.has(key)) return;
    this.#known.add(key);
    if (this.#known.size <= KNOWN) return;
    const [oldest] = this.#known;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
