/** Why something can't be done on this machine: what it lacks. */
export class NotHere extends Error {}

/** Whether a test that can't have what it needs is to fail instead of being skipped. */
export function rigsAreRequired(): boolean {
  return process.env['LECTERN_TEST_RIGS'] === 'required';
}
