import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Scrubber } from './scrubber.js';

export interface ArchiveFile {
  readonly name: string;
  readonly bytes: number;
  readonly about: string;
}

/** The texts of a bundle, on their way into it: none gets there but through the scrubber. */
export class Archive {
  readonly files: ArchiveFile[] = [];

  private constructor(
    private readonly spool: string,
    /** The folder that it unpacks to. */
    private readonly name: string,
    private readonly scrubber: Scrubber,
  ) {}

  static async begin(name: string, scrubber: Scrubber): Promise<Archive> {
    // Readable by this user alone.
    const spool = await mkdtemp(path.join(tmpdir(), 'lectern-bundle-'));
    await mkdir(path.join(spool, name), { mode: 0o700 });
    return new Archive(spool, name, scrubber);
  }

  /** @param name below the folder; with one folder before it at most */
  async add(name: string, text: string, about: string): Promise<void> {
    const plain = this.scrubber.scrub(name).replace(/[^\w./-]+/g, '-');
    const file = path.join(this.spool, this.name, plain);
    const bytes = Buffer.from(this.scrubber.scrub(text));
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600 });
    this.files.push({ name: plain, bytes: bytes.length, about });
  }

  /** Writes it, as a .tar.gz that names no user of this machine. @throws the system's error, or what tar says */
  async pack(to: Writable): Promise<void> {
    const tar = spawn(
      'tar',
      ['-czf', '-', '--owner=0', '--group=0', '--numeric-owner', '-C', this.spool, this.name],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    tar.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<void>((done, failed) => {
      tar.once('error', () => failed(new Error('The program tar is not there, or can’t be run.')));
      tar.once('close', (code) =>
        code === 0 ? done() : failed(new Error(`tar: ${said.slice(0, 500).trim()}`)),
      );
    });
    await Promise.all([ended, pipeline(tar.stdout, to, { end: to !== process.stdout })]);
  }

  async remove(): Promise<void> {
    await rm(this.spool, { recursive: true, force: true });
  }
}
