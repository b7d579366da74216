import { readFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { addressesOf, furnish } from './by-address.js';
import { LecternProcess, type StartFacts } from './lectern-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    lectern: StartFacts;
    /** What a Lectern of a test's own is started with, to be on the same kind of storage. */
    environment: Record<string, string>;
    /** Whether Lectern runs elsewhere, so that no test can start, stop or kill one of the same kind. */
    isElsewhere: boolean;
  }
}

/**
 * The Lectern that the acceptance tests talk to: the one at the addresses of LECTERN_TEST_UPLOADER_URL and its
 * companions, or the one whose start.json LECTERN_TEST_START_FILE names, or else one that is started for this run and
 * stopped after it.
 */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return startFor(project, {});
}

export async function startFor(
  project: TestProject,
  environment: Record<string, string>,
): Promise<() => Promise<void>> {
  const elsewhere = addressesOf(process.env);
  project.provide('isElsewhere', elsewhere !== undefined);
  project.provide(
    'environment',
    elsewhere === undefined ? environment : { LECTERN_STORAGE: elsewhere.storage },
  );
  if (elsewhere !== undefined) {
    console.warn(
      `Lectern is the one at ${elsewhere.uploader}: tests that start, stop or kill one of their own are left out.`,
    );
    project.provide('lectern', await furnish(elsewhere));
    return async () => {};
  }
  const running = process.env['LECTERN_TEST_START_FILE'];
  if (running !== undefined) {
    project.provide('lectern', JSON.parse(await readFile(running, 'utf8')) as StartFacts);
    return async () => {};
  }
  const lectern = await LecternProcess.create(environment);
  project.provide('lectern', await lectern.start());
  return () => lectern.dispose();
}
