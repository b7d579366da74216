import { open, rename } from 'node:fs/promises';
import type { DemoKeys } from './demo.js';

/** What a start is about, for programs: the same facts that the banner tells people. */
export interface StartFacts {
  readonly uploader: string;
  readonly delivery: string;
  readonly keys: DemoKeys;
  /** Addresses of the console that sign a browser in, once and within an hour. */
  readonly console: Readonly<Record<keyof DemoKeys, string>>;
}

/** Writes the facts whole, readable by their owner alone: they hold keys. */
export async function writeStartFile(file: string, facts: StartFacts): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(facts, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}
