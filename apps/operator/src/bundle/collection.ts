import { startFault } from '#libs/kernel';
import type { Archive } from './archive.js';

/** A text, and what is wrong with how it came about. */
interface Made {
  readonly text: string;
  readonly fault?: string | undefined;
}

/** What goes into a bundle, part by part: one that fails is told in a line, and the others go on. */
export class Collection {
  readonly faults: string[] = [];

  constructor(
    private readonly archive: Archive,
    private readonly say: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Adds the file that `make` makes the text of. */
  async take(name: string, about: string, make: () => Promise<string | Made>): Promise<void> {
    this.signal.throwIfAborted();
    try {
      const made = await make();
      const { text, fault } = typeof made === 'string' ? { text: made, fault: undefined } : made;
      if (text !== '')
        await this.archive.add(name, text, fault === undefined ? about : `${about} (${fault})`);
      if (fault === undefined) this.say(`ok      ${name}`);
      else this.lacks(name, fault);
    } catch (error) {
      this.signal.throwIfAborted();
      this.lacks(name, startFault(error));
    }
  }

  lacks(name: string, why: string): void {
    const line = `${name}: ${why.replaceAll(/\s*\n\s*/g, ' ')}`;
    this.faults.push(line);
    this.say(`FAILED  ${line}`);
  }
}
