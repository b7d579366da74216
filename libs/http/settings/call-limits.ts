/** How often something may be done, before it is refused for a while. */
export interface CallLimits {
  /** By one address, in five minutes: sending tokens that do not hold. */
  readonly failures: number;
  /** By one caller, in a minute: making something. */
  readonly creations: number;
  /** By one caller, in a minute: searching. */
  readonly searches: number;
}

export const CALL_LIMITS: CallLimits = { failures: 100, creations: 3_000, searches: 1_200 };
