import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { DomainError } from '#libs/kernel';

/** Two starts on one folder would share a database server, and the first to end would stop it for both. */
export class AlreadyStarted extends DomainError {
  readonly code = 'already-started';
  readonly kind = 'conflict';
  constructor(folder: string) {
    super(
      `Another Lectern runs on ${folder}; stop it first, or give this one a folder of its own with LECTERN_DATA.`,
    );
  }
}

/**
 * Holds a folder for this process until it ends, however it ends: an abstract socket is the kernel's to take
 * back (unix(7)), so that a kill -9 leaves nothing that a next start would have to tidy up. Two names of one
 * folder are the same folder.
 *
 * @returns lets the folder go
 * @throws AlreadyStarted
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const { dev, ino } = await stat(folder);
  const server = createServer((socket) => socket.destroy());
  try {
    await new Promise<void>((held, taken) => {
      server.once('error', taken);
      server.listen({ path: `\0lectern-start-${dev}-${ino}` }, held);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AlreadyStarted(folder);
  }
  server.unref();
  return () => new Promise((released) => server.close(() => released()));
}
