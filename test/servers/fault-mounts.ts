import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atExit } from './at-exit.js';

const run = promisify(execFile);
const MOUNT_MS = 20_000;

/** A file system of the rig's own. */
export interface Mount {
  readonly folder: string;
  stop(): Promise<void>;
}

/** A file system whose operations fail, hang or wait as it is told (faultfs.c). */
export interface FaultMount extends Mount {
  /** Where its files really lie, and can be looked at while it hangs. */
  readonly back: string;
  /** Lines as faultfs.c describes them; none lift all faults. */
  set(...lines: readonly string[]): Promise<void>;
}

/** undefined where this machine lacks FUSE or a compiler (Debian: `apt-get install gcc pkg-config libfuse3-dev fuse3`). */
export async function faultMount(): Promise<FaultMount | undefined> {
  const base = await mkdtemp('/var/tmp/lectern-faultfs-');
  const [program, back, folder, control] = ['faultfs', 'back', 'mount', 'control'].map((name) =>
    path.join(base, name),
  ) as [string, string, string, string];
  try {
    await access('/dev/fuse');
    const { stdout } = await run('pkg-config', ['--cflags', '--libs', 'fuse3']);
    await run('gcc', ['-O1', await sourceFile(), '-o', program, ...stdout.trim().split(/\s+/)]);
  } catch {
    await rm(base, { recursive: true, force: true });
    return undefined;
  }
  await mkdir(back);
  await mkdir(folder);
  await writeFile(control, '');
  const child = spawn(program, ['-f', '-o', 'allow_other,default_permissions', folder], {
    env: { ...process.env, BACK: back, CTL: control },
    stdio: 'ignore',
  });
  if (!(await mounted(folder, child))) {
    child.kill('SIGKILL');
    await rm(base, { recursive: true, force: true });
    return undefined;
  }
  const gone = atExit(() => {
    spawnSync('umount', ['-l', folder]);
    child.kill('SIGKILL');
    rmSync(base, { recursive: true, force: true });
  });
  let lines = 0;
  return {
    folder,
    back,
    set: async (...rules) => {
      lines += 1;
      // A file of its own each time: never read half written, and read anew though the rules are the same.
      await writeFile(`${control}.${lines}`, [...rules, ''].join('\n'));
      await rename(`${control}.${lines}`, control);
    },
    stop: async () => {
      await writeFile(control, '');
      await run('umount', ['-l', folder]).catch(() => undefined);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      gone();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** The build takes no C along: it lies beside the source. */
async function sourceFile(): Promise<string> {
  const beside = fileURLToPath(new URL('faultfs.c', import.meta.url));
  return access(beside).then(
    () => beside,
    () => path.resolve('test/servers/faultfs.c'),
  );
}

async function mounted(folder: string, child: ChildProcess): Promise<boolean> {
  for (const deadline = Date.now() + MOUNT_MS; Date.now() < deadline; await delay(30)) {
    if (child.exitCode !== null) return false;
    if ((await readFile('/proc/mounts', 'utf8')).includes(` ${folder} `)) return true;
  }
  return false;
}

/** A disk in memory: `size=16m`, `nr_inodes=200`. undefined where mounting is not allowed. */
export async function smallDisk(options: string): Promise<Mount | undefined> {
  const folder = await mkdtemp('/var/tmp/lectern-disk-');
  try {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const gone = unmountedAtExit(folder, folder);
  return {
    folder,
    stop: async () => {
      await unmounted(folder);
      gone();
    },
  };
}

/** A folder with a quota: beyond `bytes` every write fails with EDQUOT. undefined where there is no btrfs. */
export async function quotaFolder(bytes: number): Promise<Mount | undefined> {
  const base = await mkdtemp('/var/tmp/lectern-quota-');
  const [image, mount] = [path.join(base, 'image'), path.join(base, 'mount')];
  const folder = path.join(mount, 'limited');
  try {
    await writeFile(image, '');
    await truncate(image, 256 * 1024 * 1024);
    await run('mkfs.btrfs', ['-q', image]);
    await mkdir(mount);
    await run('mount', ['-o', 'loop', image, mount]);
  } catch {
    await rm(base, { recursive: true, force: true });
    return undefined;
  }
  const gone = unmountedAtExit(mount, base);
  const stop = async (): Promise<void> => {
    await unmounted(mount);
    gone();
    await rm(base, { recursive: true, force: true });
  };
  try {
    await run('btrfs', ['subvolume', 'create', folder]);
    await run('btrfs', ['quota', 'enable', mount]);
    await run('btrfs', ['qgroup', 'limit', String(bytes), folder]);
  } catch {
    await stop();
    return undefined;
  }
  return { folder, stop };
}

function unmountedAtExit(folder: string, base: string): () => void {
  return atExit(() => {
    spawnSync('umount', ['-l', folder]);
    rmSync(base, { recursive: true, force: true });
  });
}

async function unmounted(folder: string): Promise<void> {
  await run('umount', ['-l', folder]);
  await rm(folder, { recursive: true, force: true });
}
