import { readFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { LecternProcess, type StartFacts } from './lectern-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    lectern: StartFacts;
    /** What a Lectern of a test's own is started with, to be on the same kind of storage. */
    environment: Record<string, string>;
  }
}

/**
 * The Lectern that the acceptance tests talk to: the one whose start.json LECTERN_ACCEPTANCE names, or else
 * one that is started for this run and stopped after it.
 */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return startFor(project, {});
}

export async function startFor(
  project: TestProject,
  environment: Record<string, string>,
): Promise<() => Promise<void>> {
  project.provide('environment', environment);
  const running = process.env['LECTERN_ACCEPTANCE'];
  if (running !== undefined) {
    project.provide('lectern', JSON.parse(await readFile(running, 'utf8')) as StartFacts);
    return async () => {};
  }
  const lectern = await LecternProcess.create(environment);
  project.provide('lectern', await lectern.start());
  return () => lectern.dispose();
}
