import type { Environment } from '#libs/kernel';

/** The settings to look with, and what gives back what they needed. */
export interface Ground {
  readonly environment: Environment;
  readonly release: () => Promise<void>;
}

/** What a program for engineers looks at. */
export interface Installation {
  /** The settings, as far as they are known without entering it. */
  readonly environment: Environment;
  /** Files that the services log into, whether they are there or not. */
  readonly logs: readonly string[];
  /** Files that hold secrets, beside those that settings name. */
  readonly secretFiles: readonly string[];
  /** Finds its database and storage. @throws what is to be told like a wrong setting */
  enter(): Promise<Ground>;
}

/** Knows an installation by an environment, without looking at anything yet. */
export type FindInstallation = (environment: Environment) => Installation;

/** The one that the environment describes, and nothing but the environment. */
export const described: FindInstallation = (environment) => ({
  environment,
  logs: [],
  secretFiles: [],
  enter: async () => ({ environment, release: async () => undefined }),
});
