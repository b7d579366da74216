/**
 * What sort of fact an error states. A closed list: the HTTP renderer gives each kind its status, so no
 * lib below it needs to know a status number.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-allowed'
  | 'timed-out'
  | 'gone'
  | 'conflict'
  | 'precondition-failed'
  | 'precondition-required'
  | 'locked'
  | 'length-required'
  | 'too-large'
  | 'range-not-satisfiable'
  | 'unsupported'
  | 'unprocessable'
  | 'checksum-mismatch'
  | 'too-many'
  | 'insufficient-storage'
  | 'unavailable'
  | 'internal';

/** Facts that a client may see beside the sentence: numbers, ids, names; never paths, SQL or secrets. */
export type ErrorFacts = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | readonly number[]>
>;

/**
 * An error that a caller can act on. `code` is stable and unique, `message` is one sentence fit for a
 * client's eyes, `retryable` says whether the same call may succeed later. The technical reason goes into
 * `cause`, which is logged and never rendered.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly retryable: boolean = false;
  /** When to try again, where the error itself knows. */
  readonly retryAfterSeconds?: number;
  /** The URI of its type where that is registered with others; Lectern's own name for it else. */
  readonly registeredType?: string;
  readonly facts: ErrorFacts;

  constructor(message: string, options?: { cause?: unknown; facts?: ErrorFacts }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.facts = options?.facts ?? {};
  }
}
