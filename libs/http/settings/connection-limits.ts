export interface ConnectionLimits {
  /** How many may be open on which nobody has been authenticated. */
  readonly strangers: number;
  /** How many may be open on which somebody has. */
  readonly callers: number;
  /** How many requests of one connection may be under way at a time. */
  readonly ahead: number;
}

/** Unless told otherwise. */
export const CONNECTIONS: ConnectionLimits = { strangers: 1_000, callers: 10_000, ahead: 16 };
