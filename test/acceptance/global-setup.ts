import { readFile } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { LecternProcess, type StartFacts } from './lectern-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    lectern: StartFacts;
  }
}

/**
 * The Lectern that the acceptance tests talk to: the one whose start.json LECTERN_ACCEPTANCE names, or else
 * one that is started for this run and stopped after it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['LECTERN_ACCEPTANCE'];
  if (running !== undefined) {
    project.provide('lectern', JSON.parse(await readFile(running, 'utf8')) as StartFacts);
    return async () => {};
  }
  const lectern = await LecternProcess.create();
  project.provide('lectern', await lectern.start());
  return () => lectern.dispose();
}
