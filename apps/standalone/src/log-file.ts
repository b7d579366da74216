import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * A log that stays small by itself: at 10 MiB the file becomes `<file>.old`, in place of the one before. Readable by its
 * owner alone. A line that can't be written (the disk is full) is lost, and the service goes on.
 */
export class LogFile {
  #descriptor: number;
  #bytes: number;

  /** @throws the system's error where the file can't be opened */
  constructor(
    private readonly file: string,
    private readonly largestBytes = LARGEST_BYTES,
  ) {
    this.#descriptor = openSync(file, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  write(line: string): void {
    try {
      if (this.#bytes >= this.largestBytes) this.#begin();
      this.#bytes += writeSync(this.#descriptor, line);
    } catch {
      // There is no other place to say it.
    }
  }

  #begin(): void {
    renameSync(this.file, `${this.file}.old`);
    const fresh = openSync(this.file, 'a', 0o600);
    closeSync(this.#descriptor);
    this.#descriptor = fresh;
    this.#bytes = 0;
  }
}
