import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_DEADLINE_MS = 60_000;
export const NFS_PORT = 2_049;
/** The server's grace period, in which clients reclaim what they had open and nothing new is opened. */
const GRACE_SECONDS = 5;
/**
 * How long a client that says nothing keeps its session. With 5 s, guests on a busy machine lost theirs while they
 * idled, and now and then the kernel answered the next call with EIO.
 */
const LEASE_SECONDS = 30;

function configuration(exported: string, state: string): string {
  return `NFS_CORE_PARAM { NFS_Port = ${NFS_PORT}; Bind_addr = 0.0.0.0; Protocols = 4; Enable_NLM = false; Enable_RQUOTA = false; NSM_Use_Caller_Name = false; mount_path_pseudo = true; }
NFSV4 { Grace_Period = ${GRACE_SECONDS}; Lease_Lifetime = ${LEASE_SECONDS}; Graceless = false; RecoveryBackend = fs; RecoveryRoot = ${state}; Minor_Versions = 1,2; Only_Numeric_Owners = true; }
EXPORT_DEFAULTS { Access_Type = RW; Squash = No_Root_Squash; SecType = sys; Transports = TCP; Protocols = 4; }
LOG { Default_Log_Level = EVENT; }
NFS_KRB5 { Active_krb5 = false; }
EXPORT { Export_Id = 1; Path = ${exported}; Pseudo = /export; FSAL { Name = VFS; } }
`;
}

/** nfs-ganesha, an NFS server in user space, that exports one folder as `/export`; to be killed and stopped. */
export class NfsServer {
  #child: ChildProcess | undefined;
  #starts = 0;

  private constructor(private readonly folder: string) {}

  /** @param exported a folder of ext4, btrfs or tmpfs; overlayfs can not be exported */
  static async start(folder: string, exported: string): Promise<NfsServer> {
    const state = path.join(folder, 'state');
    await mkdir(state, { recursive: true });
    await mkdir('/run/ganesha', { recursive: true });
    await writeFile(path.join(folder, 'ganesha.conf'), configuration(exported, state));
    const server = new NfsServer(folder);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#starts += 1;
    const log = path.join(this.folder, `ganesha-${this.#starts}.log`);
    const pidFile = path.join(this.folder, `ganesha-${this.#starts}.pid`);
    const configured = path.join(this.folder, 'ganesha.conf');
    const child = spawn('ganesha.nfsd', ['-F', '-f', configured, '-p', pidFile, '-L', log], {
      stdio: 'ignore',
    });
    this.#child = child;
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await readFile(log, 'utf8').catch(() => '')).includes('NFS SERVER INITIALIZED')) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the NFS server did not start:\n${await readFile(log, 'utf8').catch(() => '')}`);
      await delay(50);
    }
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await ended;
  }

  /** Stands still, with its connections open, until `resume`. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }
}
