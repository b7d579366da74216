import { VersionConflict } from './database.errors.js';

/** The version of which an edit was made, or several of which any will do. */
export type ExpectedVersion = number | readonly number[];

/** Without an expectation any version will do. @throws VersionConflict */
export function requireVersion(actual: number, expected: ExpectedVersion | undefined): void {
  if (expected === undefined) return;
  const versions = typeof expected === 'number' ? [expected] : expected;
  if (!versions.includes(actual)) throw new VersionConflict(versions, actual);
}
