/**
 * What an examination of a storage found out about one thing that Lectern needs of it. `wrong` must be mended
 * before Lectern may use it, a `warning` is for the operator to weigh, `figure` only measures, and `skipped`
 * could not be tried here. `meaning` and `mend` are sentences for an operator; they may name paths and hosts.
 */
export interface Finding {
  /** Stable, in kebab-case. */
  readonly check: string;
  readonly verdict: 'ok' | 'warning' | 'wrong' | 'figure' | 'skipped';
  readonly meaning: string;
  /** How to mend it; given with every `wrong` and `warning`. */
  readonly mend?: string | undefined;
  /** The same in numbers, for programs: milliseconds, bytes, counts. */
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export type Facts = NonNullable<Finding['facts']>;
export type Report = (finding: Finding) => void;

export function ok(check: string, meaning: string, facts?: Facts): Finding {
  return { check, verdict: 'ok', meaning, facts };
}

export function warning(check: string, meaning: string, mend: string, facts?: Facts): Finding {
  return { check, verdict: 'warning', meaning, mend, facts };
}

export function wrong(check: string, meaning: string, mend: string, facts?: Facts): Finding {
  return { check, verdict: 'wrong', meaning, mend, facts };
}

export function figure(check: string, meaning: string, facts: Facts): Finding {
  return { check, verdict: 'figure', meaning, facts };
}

export function skipped(check: string, meaning: string): Finding {
  return { check, verdict: 'skipped', meaning };
}
