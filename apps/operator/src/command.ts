import type { FindInstallation } from './installation.js';

/** What `npm run operator` can be told to do. */
export interface Command {
  /** Its arguments, for people. */
  readonly wants: string;
  readonly about: string;
  /** @returns the exit code. @throws CommandUsage */
  run(given: readonly string[], find: FindInstallation): Promise<number>;
}

/** The arguments make no sense: one sentence. */
export class CommandUsage extends Error {
  override readonly name = 'CommandUsage';
}
