import { readFileSync } from 'node:fs';
import path from 'node:path';
import { atExit } from './at-exit.js';

/**
 * Ends the embedded PostgreSQL of a data folder when this process ends, by Ctrl-C too: it would outlive it.
 *
 * @returns to be called when it has been stopped in good order
 */
export function endPostgresAtExit(dataFolder: string): () => void {
  return atExit(() => {
    try {
      const pid = Number(
        readFileSync(path.join(dataFolder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
      );
      if (pid > 0) process.kill(pid, 'SIGQUIT');
    } catch {
      // It does not run any more.
    }
  });
}
