import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '#libs/database';
import { freePort } from '../../servers/free-port.js';
import { endPostgresAtExit } from '../../servers/postgres-at-exit.js';

const START_MS = 60_000;

/** A PostgreSQL that is killed, and comes back at the same address. */
export class MortalPostgres {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private server: EmbeddedPostgres,
    private readonly ended: () => void,
  ) {}

  static async start(folder: string): Promise<MortalPostgres> {
    const port = await freePort();
    const server = await launch(folder, port);
    return new MortalPostgres(folder, port, server, endPostgresAtExit(folder));
  }

  get url(): string {
    return this.server.url;
  }

  get ownerUrl(): string {
    return this.server.ownerUrl;
  }

  /** kill -9, and a new start after `downMs`. @returns how long it was away */
  async die(downMs: number): Promise<number> {
    const file = path.join(this.folder, 'cluster', 'postmaster.pid');
    const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
    const began = performance.now();
    process.kill(pid, 'SIGKILL');
    await sleep(downMs);
    for (;;) {
      try {
        this.server = await launch(this.folder, this.port);
        return performance.now() - began;
      } catch (error) {
        // Backends that have not noticed yet hold the shared memory for a moment.
        if (performance.now() - began > START_MS) throw error;
        await sleep(50);
      }
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    this.ended();
  }
}

function launch(folder: string, port: number): Promise<EmbeddedPostgres> {
  // What dies is the process, not the machine: what was written outlives it without fsync.
  const settings = { fsync: 'off', synchronous_commit: 'on', full_page_writes: 'off' };
  return EmbeddedPostgres.start({ dataFolder: folder, port, settings });
}
