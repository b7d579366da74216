import { createHash } from 'node:crypto';

/** A file that clients send. */
export interface SentFile {
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What clients sent, and what they were told of it: all that a crash must not take back. */
export class CrashLedger {
  readonly sent = new Map<string, SentFile>();
  /** Assets that somebody was told of, with the name of their file. */
  readonly acknowledged = new Map<string, string>();
  /** Files of which every byte was acknowledged though not the end: they must become assets by themselves. */
  readonly promised = new Set<string>();
  /** Deleted for certain, or perhaps. */
  readonly trashed = new Set<string>();
  readonly mayBeTrashed = new Set<string>();
  readonly failures: string[] = [];
  readonly done = new Map<string, number>();

  file(fileName: string, content: Uint8Array): void {
    const sha256 = createHash('sha256').update(content).digest('hex');
    this.sent.set(fileName, { fileName, bytes: content.byteLength, sha256 });
  }

  count(name: string): void {
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  fail(sentence: string): void {
    this.failures.push(sentence);
  }
}
