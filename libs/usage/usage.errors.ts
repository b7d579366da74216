import { DomainError } from '#libs/kernel';

/** A window that ends before it begins, or one of its days is none. */
export class UsageWindowInvalid extends DomainError {
  readonly code = 'usage-window-invalid';
  readonly kind = 'invalid';
  constructor() {
    super('The window must begin with a day (YYYY-MM-DD) and end with the same or a later one.');
  }
}

/** More periods than one answer tells of. */
export class UsageWindowTooLong extends DomainError {
  readonly code = 'usage-window-too-long';
  readonly kind = 'invalid';
  constructor(interval: string, most: number) {
    super(`One answer tells of ${most} ${interval}s at most: ask for less at a time.`, { facts: { most } });
  }
}

/** More rows than one table holds. */
export class UsageTooLarge extends DomainError {
  readonly code = 'usage-too-large';
  readonly kind = 'invalid';
  constructor(most: number) {
    super(
      `One table has ${most} rows at most: ask for a shorter window, for months, or for a smaller unit.`,
      { facts: { most } },
    );
  }
}
